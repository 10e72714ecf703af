//! `add`: from messages to memories.

use std::borrow::Cow;
use std::time::Instant;

use async_trait::async_trait;
use futures::future::try_join_all;
use mem0_core::memory_store::{Changes, Outcome, View, Write};
use mem0_core::vector::dot;
use mem0_core::{
    ChangeEvent, Episode, Error, InputError, MemoryKind, Message, Metadata, Purpose, Result, Scope,
    StoreError, Timestamp,
};
use mem0_text::shorten;

use super::Engine;
use crate::ingest::admit::{Admitted, admit};
use crate::ingest::attachments::{self, Attached, Reader, Vision};
use crate::ingest::conversation::{Conversation, Utterance};
use crate::ingest::episodes::{check, episodes, utterances};
use crate::ingest::operation::{Operation, Proposal, Rejection, Statement};
use crate::ingest::pipelines::additive::{ATTRIBUTED_TO, LINKED_MEMORY_IDS};
use crate::ingest::pipelines::{Recalled, Recollection};
use crate::ingest::procedure::{steps, with_tool_calls};
use crate::ingest::wanted::Wanted;
use crate::ingest::write::{drafts, writes};
use crate::options::{AddOptions, PROCEDURAL};
use crate::recall::question::Question;
use crate::recall::scale::Scale;
use crate::recall::score::{Context, score};
use crate::results::{AddResult, Added};
use crate::settings::EpisodePolicy;
use crate::time::day;

/// How often a commit is tried again when somebody else changed the same memory meanwhile.
const ATTEMPTS: usize = 4;

impl Engine {
    /// Draws memories from messages, or keeps the messages word for word (`infer = false`).
    ///
    /// What messages point at is read; then the messages are kept as episodes; then the pipeline
    /// proposes, the gate admits, and one commit writes. An attachment that can't be read is told
    /// in [`Added::errors`], and the rest goes on.
    ///
    /// # Errors
    /// Bad input: nothing was changed. A model failed: [`Error::Extraction`], the episodes are
    /// kept, and [`retry`](Self::retry) extracts them again. The store failed: nothing was
    /// changed.
    pub async fn add(&self, messages: &[Message], options: AddOptions) -> Result<Added> {
        let options = self.checked(options)?;
        let began = Instant::now();
        let now = self.parts.clock.now();
        let messages = &*match options.memory_type {
            Some(_) => with_tool_calls(messages),
            None => Cow::Borrowed(messages),
        };
        check(messages)?;
        self.claim().await?;
        let attached = self.read_attachments(messages).await;
        let episodes = self.listen(messages, &attached, &options, now);
        if episodes.is_empty() {
            return Ok(told(Added::default(), attached));
        }

        let _turn = self.parts.locks.lock(&options.scope).await;
        let added = if options.memory_type.is_some() {
            self.add_procedure(episodes, &options, now).await?
        } else if options.infer {
            self.add_inferred(episodes, &options, now).await?
        } else {
            self.add_verbatim(episodes, &options, now).await?
        };
        let added = told(added, attached);
        self.trace("add", &added, began);
        Ok(added)
    }

    /// Extracts memories from messages whose extraction failed earlier.
    ///
    /// # Errors
    /// As [`add`](Self::add).
    pub async fn retry(&self, options: AddOptions) -> Result<Added> {
        let options = self.checked(options)?;
        let began = Instant::now();
        self.claim().await?;
        let _turn = self.parts.locks.lock(&options.scope).await;
        let mut pending = self.parts.store.pending_episodes(&options.scope).await?;
        let mut all = Added::default();
        while let Some(first) = pending.first() {
            let batch = first.batch.clone();
            let (together, rest): (Vec<_>, Vec<_>) = pending
                .into_iter()
                .partition(|episode| episode.batch == batch);
            let scope = together
                .first()
                .map_or(options.scope.clone(), |said| said.scope.clone());
            let options = AddOptions {
                scope,
                ..options.clone()
            };
            let added = self
                .extract(together, &options, self.parts.clock.now())
                .await?;
            all.results.extend(added.results);
            all.left_out.extend(added.left_out);
            all.usage += added.usage;
            pending = rest;
        }
        self.trace("retry", &all, began);
        Ok(all)
    }

    async fn read_attachments(&self, messages: &[Message]) -> Attached {
        let parts = &self.parts;
        let vision = match (parts.vision, &parts.llm) {
            (None, _) => Vision::Off,
            (Some(_), None) => Vision::NoModel,
            (Some(detail), Some(llm)) => Vision::By(&**llm, detail),
        };
        let fetcher = parts.fetcher.as_deref();
        attachments::read(messages, Reader { fetcher, vision }).await
    }

    /// What was said, and what the attachments say, in order.
    fn listen(
        &self,
        messages: &[Message],
        attached: &Attached,
        options: &AddOptions,
        now: Timestamp,
    ) -> Vec<Episode> {
        let said_at = options.timestamp.unwrap_or(now);
        let (scope, ids) = (&options.scope, &*self.parts.ids);
        episodes(messages, &attached.passages, scope, said_at, now, ids)
    }

    /// Tells what it took: counts and times, never a text.
    fn trace(&self, operation: &'static str, added: &Added, began: Instant) {
        tracing::info!(
            operation,
            pipeline = self.parts.pipeline.name(),
            calls = added.usage.calls,
            input_tokens = added.usage.input_tokens,
            output_tokens = added.usage.output_tokens,
            ms = u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX),
            changed = added.results.len(),
            left_out = added.left_out.len(),
            "memories were made"
        );
    }

    fn checked(&self, options: AddOptions) -> Result<AddOptions> {
        let mut scope = options.scope.validated()?;
        scope.namespace = self.parts.settings.namespace.clone();
        if scope.is_unbounded() {
            return Err(InputError::NoScope.into());
        }
        match options.memory_type.as_deref() {
            None | Some(PROCEDURAL) => Ok(AddOptions { scope, ..options }),
            Some(other) => Err(InputError::MemoryType(other.to_owned()).into()),
        }
    }

    async fn add_verbatim(
        &self,
        episodes: Vec<Episode>,
        options: &AddOptions,
        now: Timestamp,
    ) -> Result<Added> {
        let conversation = self.conversation(&episodes, options, now);
        let operations = conversation
            .utterances
            .iter()
            .enumerate()
            .filter(|(_, said)| said.role != "system")
            .map(|(place, said)| {
                Operation::Add(Statement {
                    text: said.text.clone(),
                    kind: MemoryKind::Message,
                    sources: vec![place],
                    quote: None,
                    occurred_at: said.occurred_at,
                    metadata: Metadata::new(),
                    categories: Vec::new(),
                })
            });
        // Word for word means word for word: no gate, not even against repetition.
        let admitted = operations
            .filter_map(|operation| match operation {
                Operation::Add(statement) => Some(Admitted::Add(statement)),
                Operation::Update { .. } | Operation::Delete { .. } => None,
            })
            .collect::<Vec<_>>();
        self.write(&admitted, episodes, &conversation, options, now)
            .await
    }

    async fn add_inferred(
        &self,
        episodes: Vec<Episode>,
        options: &AddOptions,
        now: Timestamp,
    ) -> Result<Added> {
        if self.parts.settings.episodes == EpisodePolicy::Keep && self.parts.llm.is_some() {
            // Kept before any model is asked: if extraction fails, what was said is safe.
            self.keep(&episodes).await?;
        }
        self.extract(episodes, options, now).await
    }

    async fn extract(
        &self,
        episodes: Vec<Episode>,
        options: &AddOptions,
        now: Timestamp,
    ) -> Result<Added> {
        let conversation = self.conversation(&episodes, options, now);
        let known = Known {
            engine: self,
            scope: &options.scope,
            own: &episodes,
        };
        let attempt = async {
            let pipeline = &self.parts.pipeline;
            let mut proposal = pipeline.propose(&conversation, &known).await?;
            attachments::refuse_deletions(&mut proposal, &episodes);
            if !pipeline.heeds_instructions() {
                self.wanted(options).sift(&mut proposal, &known).await?;
            }
            self.admit_and_write(proposal, episodes.clone(), &conversation, options, now)
                .await
        };
        match attempt.await {
            Err(Error::Model(source)) if self.parts.settings.episodes == EpisodePolicy::Keep => {
                self.keep(&episodes).await?;
                Err(Error::Extraction {
                    kept: episodes.len(),
                    source,
                })
            }
            added => added,
        }
    }

    /// Keeps messages whose extraction is still to come; those that are kept already stay.
    async fn keep(&self, episodes: &[Episode]) -> Result<()> {
        let changes = Changes {
            episodes: episodes.to_vec(),
            writes: Vec::new(),
        };
        self.parts.store.commit(changes).await?;
        Ok(())
    }

    async fn admit_and_write(
        &self,
        mut proposal: Proposal,
        episodes: Vec<Episode>,
        conversation: &Conversation,
        options: &AddOptions,
        now: Timestamp,
    ) -> Result<Added> {
        let mut attempt = 1;
        loop {
            let mut left_out = std::mem::take(&mut proposal.rejected);
            let admitted =
                admit(conversation, &proposal, &*self.parts.store, &mut left_out).await?;
            match self
                .write(&admitted, episodes.clone(), conversation, options, now)
                .await
            {
                Err(Error::Store(StoreError::Conflict { .. })) if attempt < ATTEMPTS => {
                    attempt += 1;
                }
                Err(error) => return Err(error),
                Ok(mut added) => {
                    added.usage += proposal.usage;
                    left_out.append(&mut added.left_out);
                    added.left_out = left_out;
                    return Ok(added);
                }
            }
        }
    }

    async fn add_procedure(
        &self,
        episodes: Vec<Episode>,
        options: &AddOptions,
        now: Timestamp,
    ) -> Result<Added> {
        let conversation = self.conversation(&episodes, options, now);
        let (text, usage) = match &self.parts.llm {
            None => (steps(&conversation), mem0_core::Usage::default()),
            Some(llm) => {
                crate::prompts::procedure::summarize(
                    &**llm,
                    &conversation,
                    options.prompt.as_deref(),
                )
                .await?
            }
        };
        let mut metadata = Metadata::new();
        metadata.insert("memory_type".to_owned(), PROCEDURAL.into());
        let procedure = Admitted::Add(Statement {
            text,
            kind: MemoryKind::Procedure,
            sources: (0..conversation.utterances.len()).collect(),
            quote: None,
            occurred_at: conversation.observed_at,
            metadata,
            categories: Vec::new(),
        });
        let mut added = self
            .write(&[procedure], episodes, &conversation, options, now)
            .await?;
        added.usage += usage;
        Ok(added)
    }

    fn conversation(
        &self,
        episodes: &[Episode],
        options: &AddOptions,
        now: Timestamp,
    ) -> Conversation {
        let mut utterances = utterances(episodes);
        if self.parts.settings.episodes == EpisodePolicy::Off {
            for said in &mut utterances {
                said.episode_id.clear();
            }
        }
        Conversation {
            scope: options.scope.clone(),
            observed_at: episodes.first().map_or(now, |first| first.occurred_at),
            utterances,
            instructions: self.wanted(options).instructions(
                options
                    .prompt
                    .as_deref()
                    .or(self.parts.settings.instructions.as_deref()),
            ),
        }
    }

    /// What is to be kept and left out: as the caller says, else as the settings say.
    fn wanted(&self, options: &AddOptions) -> Wanted {
        let settings = &self.parts.settings;
        Wanted::new(
            options.includes.as_deref().or(settings.includes.as_deref()),
            options.excludes.as_deref().or(settings.excludes.as_deref()),
        )
    }

    /// Embeds what is new and commits everything at once.
    async fn write(
        &self,
        admitted: &[Admitted],
        episodes: Vec<Episode>,
        conversation: &Conversation,
        options: &AddOptions,
        now: Timestamp,
    ) -> Result<Added> {
        let admitted = &*attachments::attributed(admitted, &episodes);
        let drafts = drafts(admitted, conversation, options, now, &*self.parts.ids);
        let texts: Vec<String> = drafts.iter().map(|draft| draft.item.text.clone()).collect();
        let vectors = self.parts.embedder.embed(&texts, Purpose::Document).await?;
        let opened: Vec<_> = drafts.iter().map(|draft| draft.item.clone()).collect();
        let writes = writes(admitted, drafts, vectors, now, &*self.parts.ids);
        let episodes = match self.parts.settings.episodes {
            EpisodePolicy::Off => Vec::new(),
            EpisodePolicy::Keep => episodes
                .into_iter()
                .map(|said| Episode {
                    extracted: true,
                    ..said
                })
                .collect(),
        };
        let outcomes = self
            .parts
            .store
            .commit(Changes { episodes, writes })
            .await?;
        Ok(report(admitted, opened, &outcomes))
    }

    /// Writes changes that need no pipeline.
    pub(super) async fn commit(&self, writes: Vec<Write>) -> Result<Vec<Outcome>> {
        Ok(self
            .parts
            .store
            .commit(Changes {
                episodes: Vec::new(),
                writes,
            })
            .await?)
    }
}

/// Pairs what was admitted with what became of it.
fn report(
    admitted: &[Admitted],
    opened: Vec<mem0_core::MemoryItem>,
    outcomes: &[Outcome],
) -> Added {
    let mut added = Added::default();
    let mut opened = opened.into_iter();
    for (change, outcome) in admitted.iter().zip(outcomes) {
        let (item, event, previous) = match change {
            Admitted::Add(_) => (opened.next(), ChangeEvent::Add, None),
            Admitted::Update(known, _) => {
                (opened.next(), ChangeEvent::Update, Some(known.text.clone()))
            }
            Admitted::Delete(known) => (Some((**known).clone()), ChangeEvent::Delete, None),
        };
        let Some(item) = item else { continue };
        match outcome {
            Outcome::Duplicate { .. } => added.left_out.push(Rejection {
                proposal: shorten(&item.text, 120).into_owned(),
                reason: "it is known already",
            }),
            Outcome::Applied { .. } => added.results.push(AddResult {
                attributed_to: item
                    .metadata
                    .get(ATTRIBUTED_TO)
                    .and_then(|speaker| speaker.as_str())
                    .map(str::to_owned),
                linked_memory_ids: item
                    .metadata
                    .get(LINKED_MEMORY_IDS)
                    .and_then(|ids| ids.as_array())
                    .map(|ids| {
                        ids.iter()
                            .filter_map(|id| id.as_str())
                            .map(str::to_owned)
                            .collect()
                    })
                    .unwrap_or_default(),
                id: item.id,
                memory: item.text,
                event,
                previous_memory: previous,
                actor_id: item.actor_id,
                role: item.role,
            }),
        }
    }
    added
}

/// What came of an `add`, with what became of its attachments.
fn told(mut added: Added, attached: Attached) -> Added {
    added.usage += attached.usage;
    added.left_out.extend(attached.left_out);
    added.errors.extend(attached.unread);
    added
}

/// What is remembered in a scope, for pipelines.
struct Known<'a> {
    engine: &'a Engine,
    scope: &'a Scope,
    /// The messages of the conversation.
    own: &'a [Episode],
}

impl Known<'_> {
    async fn nearest(
        &self,
        text: &str,
        vector: Vec<f32>,
        each: usize,
        scale: Scale,
        now: Timestamp,
    ) -> Result<Vec<Recalled>> {
        let store = &self.engine.parts.store;
        let Ok(question) = Question::understand(text, now) else {
            return Ok(Vec::new());
        };
        let question = question.with_vector(vector);
        let view = View::current(day(now));
        let query = question.query(self.scope.clone(), None, view, each.max(16));
        let candidates = store.candidates(&query).await?;
        let context = Context::new(&question, &candidates, scale, now);
        let best: Vec<_> = score(&context)
            .into_iter()
            .take(each)
            .map(|scored| &candidates.hits[scored.place])
            .collect();
        let keys: Vec<_> = best.iter().map(|hit| hit.key).collect();
        let similarity = |key| {
            let hit = best.iter().find(|hit| hit.key == key);
            hit.and_then(|hit| hit.dense).unwrap_or(0.0)
        };
        let items = store.fetch(&keys).await?.into_iter();
        let recalled = items.map(|(key, item)| Recalled {
            similarity: similarity(key),
            item,
        });
        Ok(recalled.collect())
    }
}

#[async_trait]
impl Recollection for Known<'_> {
    async fn near(&self, texts: &[String], each: usize) -> Result<Vec<Vec<Recalled>>> {
        let parts = &self.engine.parts;
        let now = parts.clock.now();
        let scale = self.engine.scale().await?;
        let vectors = parts.embedder.embed(texts, Purpose::Document).await?;
        // Side by side: the store reads on several connections.
        let lookups = texts.iter().zip(vectors);
        let lookups = lookups.map(|(text, vector)| self.nearest(text, vector, each, scale, now));
        try_join_all(lookups).await
    }

    async fn recent(&self, limit: usize) -> Result<Vec<Utterance>> {
        let Some(first) = self.own.first() else {
            return Ok(Vec::new());
        };
        // The conversation itself is kept already: as many more are read as it has messages.
        let store = &self.engine.parts.store;
        let room = limit.saturating_add(self.own.len());
        let mut recent = store.recent_episodes(self.scope, room).await?;
        recent.retain(|said| said.batch != first.batch && said.created_at <= first.created_at);
        let surplus = recent.len().saturating_sub(limit);
        Ok(utterances(&recent[surplus..]))
    }

    async fn alike(&self, pairs: &[(String, String)]) -> Result<Vec<f32>> {
        let scale = self.engine.scale().await?;
        let mut texts: Vec<String> = Vec::new();
        let mut place = |text: &String| {
            texts
                .iter()
                .position(|known| known == text)
                .unwrap_or_else(|| {
                    texts.push(text.clone());
                    texts.len() - 1
                })
        };
        let places: Vec<(usize, usize)> = pairs
            .iter()
            .map(|(one, other)| (place(one), place(other)))
            .collect();
        let embedder = &self.engine.parts.embedder;
        let vectors = embedder.embed(&texts, Purpose::Document).await?;
        let cosine = |one: usize, other: usize| match (vectors.get(one), vectors.get(other)) {
            (Some(one), Some(other)) => dot(one, other),
            _ => 0.0,
        };
        let alike = places
            .into_iter()
            .map(|(one, other)| scale.stretch(cosine(one, other)).max(0.0));
        Ok(alike.collect())
    }

    fn now(&self) -> Option<Timestamp> {
        Some(self.engine.parts.clock.now())
    }
}
