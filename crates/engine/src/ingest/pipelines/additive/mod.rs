//! Makes memories as the original's second generation does: one call that only ever adds.
//!
//! `window` of the conversation → what is known near it, and what was said before → one call →
//! checks (`grounding`). What a memory is linked to is stored with it.

#[cfg(test)]
mod tests;

use std::collections::{HashSet, VecDeque};
use std::sync::Arc;

use async_trait::async_trait;
use mem0_core::{Llm, MemoryItem, Metadata, ReplyFormat, Result, Timestamp, Usage};
use mem0_text::{normalized, shorten};

use super::asking::{Answer, Asked};
use super::grounding::{Claim, Ground};
use super::reconcile::known::{lookups, nearest};
use super::reconcile::windows::{self, Window};
use super::two_phase::{check_text, message_lines, statement};
use super::{Pipeline, Recollection};
use crate::ingest::conversation::{Conversation, Utterance};
use crate::ingest::operation::{Operation, Proposal, Rejection};
use crate::prompts::MessageLine;
use crate::prompts::additive::{self, EARLIER_CHARACTERS, Note, Request};

/// The metadata key under which a memory says who said it: `user` or `assistant`.
pub const ATTRIBUTED_TO: &str = "attributed_to";

/// The metadata key under which a memory has the ids of the memories that it belongs to.
pub const LINKED_MEMORY_IDS: &str = "linked_memory_ids";

/// Bounds of one call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AdditiveSettings {
    /// The most tokens of conversation in one call.
    pub window_tokens: usize,
    /// How many known memories each message may bring in.
    pub known_for_each: usize,
    /// The most known memories in one call.
    pub known_limit: usize,
    /// How many earlier messages help to understand the new ones; 10 as in the original.
    pub earlier: usize,
    /// The most memories taken from one call, or two for each message if that is more.
    pub max_memories: usize,
}

impl Default for AdditiveSettings {
    fn default() -> Self {
        Self {
            window_tokens: 3_000,
            known_for_each: 5,
            known_limit: 20,
            earlier: 10,
            max_memories: 60,
        }
    }
}

/// Makes memories with one call of a language model that only ever adds.
pub struct AdditivePipeline {
    llm: Arc<dyn Llm>,
    settings: AdditiveSettings,
}

/// What one `propose` has found so far.
#[derive(Default)]
struct Noted {
    usage: Usage,
    operations: Vec<Operation>,
    rejected: Vec<Rejection>,
    texts: Vec<String>,
    seen: HashSet<String>,
}

impl Noted {
    fn reject(&mut self, text: &str, reason: &'static str) {
        self.rejected.push(Rejection {
            proposal: shorten(text, 200).into_owned(),
            reason,
        });
    }
}

impl AdditivePipeline {
    /// The pipeline that asks this model.
    pub fn new(llm: Arc<dyn Llm>) -> Self {
        Self::with_settings(llm, AdditiveSettings::default())
    }

    /// The pipeline with other bounds.
    pub fn with_settings(llm: Arc<dyn Llm>, settings: AdditiveSettings) -> Self {
        Self { llm, settings }
    }

    async fn ask(
        &self,
        conversation: &Conversation,
        window: &Window<'_>,
        known: &[MemoryItem],
        earlier: &[Utterance],
        now: Timestamp,
        noted: &mut Noted,
    ) -> Result<Answer<Vec<Note>>> {
        let known: Vec<&str> = known.iter().map(|item| item.text.as_str()).collect();
        let earlier: Vec<Earlier<'_>> = earlier.iter().map(Earlier::of).collect();
        let mut lines: Vec<MessageLine<'_>> = earlier.iter().map(Earlier::line).collect();
        lines.extend(message_lines(conversation, &window.context));
        let texts: Vec<&str> = noted.texts.iter().map(String::as_str).collect();
        let request = Request {
            observed_at: conversation.observed_at,
            now,
            of_an_agent: conversation.scope.user_id.is_none()
                && conversation.scope.agent_id.is_some(),
            earlier: lines,
            known: &known,
            noted: &texts,
            messages: message_lines(conversation, &window.passages),
            instructions: conversation.instructions.as_deref(),
        };
        let asked = Asked {
            messages: request.messages(),
            format: ReplyFormat::Json {
                name: "memories",
                schema: additive::schema(),
            },
            form: additive::FORM,
            may_split: window.may_split(),
        };
        Ok(asked
            .of(&*self.llm, &mut noted.usage, additive::read)
            .await?)
    }

    async fn take(
        &self,
        mut notes: Vec<Note>,
        read: Reading<'_>,
        recollection: &dyn Recollection,
        noted: &mut Noted,
    ) -> Result<()> {
        // Many short messages may each have something to say.
        let most = self
            .settings
            .max_memories
            .max(2 * read.window.passages.len());
        for note in notes.split_off(notes.len().min(most)) {
            noted.reject(&note.text, "too many memories in one answer");
        }
        let ground = read.ground();
        let claims: Vec<Claim<'_>> = notes
            .iter()
            .map(|note| Claim {
                text: &note.text,
                cited: &note.sources,
                beside: None,
            })
            .collect();
        let checked = ground.sources(&claims, recollection).await?;
        for (note, sources) in notes.into_iter().zip(checked) {
            let text = normalized(&note.text);
            let is_known = |item: &MemoryItem| normalized(&item.text) == text;
            match check_text(&note.text).and(sources) {
                _ if read.known.iter().any(is_known) => {
                    noted.reject(&note.text, "it is known already");
                }
                Err(reason) => noted.reject(&note.text, reason),
                Ok(_) if !noted.seen.insert(text) => noted.reject(&note.text, "it is said twice"),
                Ok(sources) => {
                    let metadata = read.metadata(&note, &sources);
                    noted.texts.push(note.text.clone());
                    noted.operations.push(Operation::Add(statement(
                        read.conversation,
                        &note.text,
                        sources,
                        metadata,
                    )));
                }
            }
        }
        Ok(())
    }
}

/// What one call was shown.
struct Reading<'a> {
    conversation: &'a Conversation,
    window: &'a Window<'a>,
    known: &'a [MemoryItem],
    earlier: &'a [Utterance],
}

impl Reading<'_> {
    fn ground(&self) -> Ground<'_> {
        let mut ground = Ground::new(self.conversation, &self.window.passages, |_| true);
        ground.show(
            additive::RULES,
            "it stands in the instructions, not in a message",
        );
        for item in self.known {
            ground.show(&item.text, "it repeats a known memory");
        }
        for said in self.earlier {
            ground.show(&said.text, "it was said earlier, not now");
        }
        for passage in &self.window.context {
            ground.show(passage.text, "it was said earlier, not now");
        }
        ground
    }

    fn metadata(&self, note: &Note, sources: &[usize]) -> Metadata {
        let said_by = || {
            let said = sources
                .first()
                .map(|place| &self.conversation.utterances[*place]);
            let by_assistant = said.is_some_and(|said| said.role == "assistant");
            if by_assistant { "assistant" } else { "user" }
        };
        let mut metadata = Metadata::new();
        let speaker = note.attributed_to.unwrap_or_else(said_by);
        metadata.insert(ATTRIBUTED_TO.to_owned(), speaker.into());
        let mut linked: Vec<&str> = Vec::new();
        for id in &note.linked {
            let numbered = id
                .parse()
                .ok()
                .and_then(|number: usize| self.known.get(number));
            let item = numbered.or_else(|| self.known.iter().find(|item| item.id == *id));
            if let Some(item) = item
                && !linked.contains(&item.id.as_str())
            {
                linked.push(&item.id);
            }
        }
        if !linked.is_empty() {
            metadata.insert(LINKED_MEMORY_IDS.to_owned(), linked.into());
        }
        metadata
    }
}

/// An earlier message, shortened.
struct Earlier<'a> {
    said: &'a Utterance,
    text: std::borrow::Cow<'a, str>,
}

impl<'a> Earlier<'a> {
    fn of(said: &'a Utterance) -> Self {
        let text = shorten(said.text.trim(), EARLIER_CHARACTERS);
        Self { said, text }
    }

    fn line(&self) -> MessageLine<'_> {
        MessageLine {
            role: &self.said.role,
            name: self.said.name.as_deref(),
            occurred_at: self.said.occurred_at,
            text: &self.text,
        }
    }
}

#[async_trait]
impl Pipeline for AdditivePipeline {
    fn name(&self) -> &'static str {
        "additive"
    }

    async fn propose(
        &self,
        conversation: &Conversation,
        recollection: &dyn Recollection,
    ) -> Result<Proposal> {
        let earlier = recollection.recent(self.settings.earlier).await?;
        let now = recollection.now().unwrap_or(conversation.observed_at);
        let mut noted = Noted::default();
        let mut waiting: VecDeque<Window<'_>> =
            windows::cut(conversation, self.settings.window_tokens).into();
        while let Some(window) = waiting.pop_front() {
            let found = recollection
                .near(&lookups(&window), self.settings.known_for_each)
                .await?;
            let known: Vec<MemoryItem> = nearest(found, self.settings.known_limit)
                .into_iter()
                .map(|recalled| recalled.item)
                .collect();
            let answer = self
                .ask(conversation, &window, &known, &earlier, now, &mut noted)
                .await?;
            match answer {
                Answer::Read(notes) => {
                    let read = Reading {
                        conversation,
                        window: &window,
                        known: &known,
                        earlier: &earlier,
                    };
                    self.take(notes, read, recollection, &mut noted).await?;
                }
                Answer::CutOff => {
                    for half in window.halves().into_iter().rev() {
                        waiting.push_front(half);
                    }
                }
            }
        }
        Ok(Proposal {
            operations: noted.operations,
            usage: noted.usage,
            rejected: noted.rejected,
        })
    }
}
