//! `add`: from messages to memories.

mod commit;
mod recollection;

use std::borrow::Cow;
use std::time::Instant;

use mem0_core::memory_store::Changes;
use mem0_core::{
    Episode, Error, InputError, MemoryKind, Message, Metadata, Result, Timestamp, Usage,
};

use self::recollection::Known;
use super::Engine;
use crate::ingest::admit::Admitted;
use crate::ingest::attachments::{self, Attached, Reader, Vision};
use crate::ingest::conversation::Conversation;
use crate::ingest::episodes::{check, episodes, utterances};
use crate::ingest::operation::Statement;
use crate::ingest::procedure::{steps, with_tool_calls};
use crate::ingest::wanted::Wanted;
use crate::options::{AddOptions, PROCEDURAL};
use crate::prompts::procedure::summarize;
use crate::results::Added;
use crate::settings::EpisodePolicy;

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
        // Word for word means word for word: no gate, not even against repetition.
        let said = conversation.utterances.iter().enumerate();
        let admitted: Vec<_> = said
            .filter(|(_, said)| said.role != "system")
            .map(|(place, said)| {
                Admitted::Add(Statement {
                    text: said.text.clone(),
                    kind: MemoryKind::Message,
                    sources: vec![place],
                    quote: None,
                    occurred_at: said.occurred_at,
                    metadata: Metadata::new(),
                    categories: Vec::new(),
                })
            })
            .collect();
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

    async fn add_procedure(
        &self,
        episodes: Vec<Episode>,
        options: &AddOptions,
        now: Timestamp,
    ) -> Result<Added> {
        let conversation = self.conversation(&episodes, options, now);
        let (text, usage) = match &self.parts.llm {
            None => (steps(&conversation), Usage::default()),
            Some(llm) => summarize(&**llm, &conversation, options.prompt.as_deref()).await?,
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
}

/// What came of an `add`, with what became of its attachments.
fn told(mut added: Added, attached: Attached) -> Added {
    added.usage += attached.usage;
    added.left_out.extend(attached.left_out);
    added.errors.extend(attached.unread);
    added
}
