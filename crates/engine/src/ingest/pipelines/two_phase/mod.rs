//! Makes memories as the original's first generation does, with two prompts: one draws facts from
//! the conversation, one decides what they mean for what is known.
//!
//! `window` of the conversation → facts → checks (`grounding`) → what is known near each → a
//! decision → checks (`decision`). Where nothing is known there is nothing to decide: every fact
//! is new, and the second call is saved, unless the application has a prompt of its own for it.

mod decision;
#[cfg(test)]
mod tests;

use std::collections::{HashSet, VecDeque};
use std::sync::Arc;

use async_trait::async_trait;
use mem0_core::{Llm, MemoryKind, Metadata, ReplyFormat, Result, Usage};
use mem0_text::{normalized, shorten};

use super::asking::{Answer, Asked};
use super::grounding::{Claim, Ground};
use super::reconcile::windows::{self, Window};
use super::{Pipeline, Recollection};
use crate::ingest::conversation::{Conversation, Utterance};
use crate::ingest::operation::{Proposal, Rejection, Statement};
use crate::prompts::MessageLine;
use crate::prompts::two_phase::extraction::{self, Request, Rules};

/// Bounds of a call, and the application's own prompts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TwoPhaseSettings {
    /// In place of our rules for drawing facts (`custom_fact_extraction_prompt`). `{messages}` in
    /// it is where the conversation goes; the form of the answer is always told after it.
    pub extraction_prompt: Option<String>,
    /// In place of our rules for deciding (`custom_update_memory_prompt`). Known memories, facts
    /// and the form of the answer are always told after it.
    pub update_prompt: Option<String>,
    /// The most tokens of conversation in one call.
    pub window_tokens: usize,
    /// The most facts taken from one call, or two for each message if that is more.
    pub max_facts: usize,
    /// How many known memories each fact brings in; 5 as in the original.
    pub known_for_each: usize,
    /// The most facts decided on in one call.
    pub facts_at_once: usize,
}

impl Default for TwoPhaseSettings {
    fn default() -> Self {
        Self {
            extraction_prompt: None,
            update_prompt: None,
            window_tokens: 6_000,
            max_facts: 100,
            known_for_each: 5,
            facts_at_once: 25,
        }
    }
}

/// Makes memories with two calls of a language model: facts, then what becomes of the memory.
pub struct TwoPhasePipeline {
    llm: Arc<dyn Llm>,
    settings: TwoPhaseSettings,
}

/// A fact with the messages it comes from.
#[derive(Debug, Clone)]
struct Fact {
    text: String,
    sources: Vec<usize>,
}

/// What one `propose` has found so far.
#[derive(Default)]
struct Findings {
    usage: Usage,
    rejected: Vec<Rejection>,
}

impl Findings {
    fn reject(&mut self, text: &str, reason: &'static str) {
        self.rejected.push(Rejection {
            proposal: shorten(text, 200).into_owned(),
            reason,
        });
    }
}

impl TwoPhasePipeline {
    /// The pipeline that asks this model.
    pub fn new(llm: Arc<dyn Llm>) -> Self {
        Self::with_settings(llm, TwoPhaseSettings::default())
    }

    /// The pipeline with prompts or bounds of one's own.
    pub fn with_settings(llm: Arc<dyn Llm>, settings: TwoPhaseSettings) -> Self {
        Self { llm, settings }
    }

    /// Whose facts are drawn: those of an agent where the memory is an agent's and it speaks.
    fn rules(&self, conversation: &Conversation) -> Rules<'_> {
        let own = self.settings.extraction_prompt.as_deref();
        let speaks = |said: &Utterance| said.role == "assistant";
        match own.filter(|prompt| !prompt.trim().is_empty()) {
            Some(prompt) => Rules::Own(prompt),
            None if conversation.scope.agent_id.is_some()
                && conversation.utterances.iter().any(speaks) =>
            {
                Rules::OfAgent
            }
            None => Rules::OfUser,
        }
    }

    async fn facts(
        &self,
        conversation: &Conversation,
        recollection: &dyn Recollection,
        findings: &mut Findings,
    ) -> Result<Vec<Fact>> {
        let rules = self.rules(conversation);
        let may_tell = |said: &Utterance| match rules {
            Rules::OfUser => said.role != "assistant",
            Rules::OfAgent => said.role == "assistant",
            Rules::Own(_) => true,
        };
        let mut facts: Vec<Fact> = Vec::new();
        let mut seen = HashSet::new();
        let mut waiting: VecDeque<Window<'_>> =
            windows::cut(conversation, self.settings.window_tokens).into();
        while let Some(window) = waiting.pop_front() {
            let mut passages = window.passages.iter();
            if !passages.any(|passage| may_tell(&conversation.utterances[passage.source])) {
                continue;
            }
            let asked = Asked {
                messages: request(conversation, &window, rules).messages(),
                format: ReplyFormat::Json {
                    name: "facts",
                    schema: extraction::schema(rules),
                },
                form: rules.form(),
                may_split: window.may_split(),
            };
            let answer = asked
                .of(&*self.llm, &mut findings.usage, extraction::read)
                .await?;
            let Answer::Read(mut found) = answer else {
                for half in window.halves().into_iter().rev() {
                    waiting.push_front(half);
                }
                continue;
            };
            // Many short messages may each have something to say.
            let most = self.settings.max_facts.max(2 * window.passages.len());
            for fact in found.split_off(found.len().min(most)) {
                findings.reject(&fact.text, "too many facts in one answer");
            }
            let mut ground = Ground::new(conversation, &window.passages, may_tell);
            ground.show(
                rules.text(),
                "it stands in the instructions, not in a message",
            );
            let claims: Vec<Claim<'_>> = found
                .iter()
                .map(|fact| Claim {
                    text: &fact.text,
                    cited: &fact.sources,
                    beside: None,
                })
                .collect();
            let checked = ground.sources(&claims, recollection).await?;
            for (fact, sources) in found.into_iter().zip(checked) {
                let checked = check_text(&fact.text).and(sources);
                match checked {
                    Err(reason) => findings.reject(&fact.text, reason),
                    Ok(_) if !seen.insert(normalized(&fact.text)) => {
                        findings.reject(&fact.text, "it is said twice");
                    }
                    Ok(sources) => facts.push(Fact {
                        text: fact.text,
                        sources,
                    }),
                }
            }
        }
        Ok(facts)
    }
}

fn request<'a>(
    conversation: &'a Conversation,
    window: &Window<'a>,
    rules: Rules<'a>,
) -> Request<'a> {
    Request {
        rules,
        observed_at: conversation.observed_at,
        context: message_lines(conversation, &window.context),
        messages: message_lines(conversation, &window.passages),
        instructions: conversation.instructions.as_deref(),
    }
}

/// Passages as a prompt shows them.
pub(super) fn message_lines<'a>(
    conversation: &'a Conversation,
    passages: &[windows::Passage<'a>],
) -> Vec<MessageLine<'a>> {
    let line = |passage: &windows::Passage<'a>| {
        let said = &conversation.utterances[passage.source];
        MessageLine {
            role: &said.role,
            name: said.name.as_deref(),
            occurred_at: said.occurred_at,
            text: passage.text,
        }
    };
    passages.iter().map(line).collect()
}

/// A longer text is no statement, in characters.
const MAX_CHARACTERS: usize = 2_000;

/// Whether a text can be a statement at all.
pub(super) fn check_text(text: &str) -> Result<(), &'static str> {
    if !text.chars().any(char::is_alphanumeric) {
        Err("it says nothing")
    } else if text.chars().nth(MAX_CHARACTERS).is_some() {
        Err("too long for one statement")
    } else {
        Ok(())
    }
}

/// A statement that these messages make.
pub(super) fn statement(
    conversation: &Conversation,
    text: &str,
    sources: Vec<usize>,
    metadata: Metadata,
) -> Statement {
    let said_at = sources
        .first()
        .and_then(|place| conversation.utterances.get(*place))
        .map_or(conversation.observed_at, |said| said.occurred_at);
    Statement {
        text: text.trim().to_owned(),
        kind: MemoryKind::Fact,
        occurred_at: said_at,
        sources,
        quote: None,
        metadata,
        categories: Vec::new(),
    }
}

#[async_trait]
impl Pipeline for TwoPhasePipeline {
    fn name(&self) -> &'static str {
        "two_phase"
    }

    async fn propose(
        &self,
        conversation: &Conversation,
        recollection: &dyn Recollection,
    ) -> Result<Proposal> {
        let mut findings = Findings::default();
        let facts = self
            .facts(conversation, recollection, &mut findings)
            .await?;
        let operations = self
            .decide(conversation, recollection, facts, &mut findings)
            .await?;
        Ok(Proposal {
            operations,
            usage: findings.usage,
            rejected: findings.rejected,
        })
    }
}
