//! Makes memories with one structured call of a language model.
//!
//! `window` of the conversation → what is `known` near it → one call →
//! checks (`judge`): every operation must name what it changes and show where it was said.
//!
//! A conversation too long for one call is read in windows, one after another; each sees what the
//! ones before it proposed, beside the last messages before it. A window whose answer is cut off
//! at the model's length limit is read again in halves.

mod evidence;
mod judge;
pub(super) mod known;
mod quote;
pub(super) mod retraction;
pub(super) mod windows;

#[cfg(test)]
mod tests;

use std::collections::VecDeque;
use std::sync::Arc;

use async_trait::async_trait;
use mem0_core::{ChatMessage, ChatReply, ChatRequest, Llm, ModelError, ReplyFormat, Result, Usage};
use mem0_text::shorten;

use super::{Pipeline, Recollection};
use crate::ingest::conversation::{Conversation, Utterance};
use crate::ingest::operation::Proposal;
use crate::prompts::procedure::provider;
use crate::prompts::reconcile::{self, KnownLine, MessageLine, Request, Suggestion};
use judge::Plan;
use known::Known;
use windows::{Passage, Window};

/// Bounds of one call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReconcileSettings {
    /// The most tokens of conversation in one call, as estimated by `windows::weight`. Small
    /// enough that the answer fits the 2,000 tokens to which models are limited by default.
    pub window_tokens: usize,
    /// How many known memories each message may bring in.
    pub known_for_each: usize,
    /// The most known memories in one call.
    pub known_limit: usize,
    /// The most operations taken from one call, or two for each message if that is more.
    pub max_operations: usize,
    /// The categories to choose from; none: no categories are asked for.
    pub categories: Vec<String>,
}

impl Default for ReconcileSettings {
    fn default() -> Self {
        Self {
            window_tokens: 3_000,
            known_for_each: 5,
            known_limit: 20,
            max_operations: 60,
            categories: Vec::new(),
        }
    }
}

/// Makes memories with one structured call of a language model for each conversation.
pub struct ReconcilePipeline {
    llm: Arc<dyn Llm>,
    settings: ReconcileSettings,
}

/// What a call said of a window.
enum Answer {
    Suggestions(Vec<Suggestion>),
    /// The answer didn't fit: the window is too long.
    CutOff,
}

impl ReconcilePipeline {
    /// The pipeline that asks this model.
    pub fn new(llm: Arc<dyn Llm>) -> Self {
        Self::with_settings(llm, ReconcileSettings::default())
    }

    /// The pipeline with other bounds.
    pub fn with_settings(llm: Arc<dyn Llm>, settings: ReconcileSettings) -> Self {
        Self { llm, settings }
    }

    /// The request for one window.
    fn request<'a>(
        &'a self,
        conversation: &'a Conversation,
        window: &Window<'a>,
        known: &'a Known,
    ) -> Request<'a> {
        let line = |passage: &Passage<'a>| {
            let utterance = &conversation.utterances[passage.source];
            message_line(utterance, passage.text)
        };
        Request {
            observed_at: conversation.observed_at,
            of_an_agent: conversation.scope.user_id.is_none()
                && conversation.scope.agent_id.is_some(),
            known: known
                .entries()
                .iter()
                .map(|entry| KnownLine {
                    text: &entry.text,
                    occurred_at: entry.occurred_at,
                })
                .collect(),
            context: window.context.iter().map(line).collect(),
            messages: window.passages.iter().map(line).collect(),
            instructions: conversation.instructions.as_deref(),
            categories: &self.settings.categories,
        }
    }

    /// Asks about one window; an answer that can't be read is sent back once.
    async fn ask(
        &self,
        mut messages: Vec<ChatMessage>,
        may_split: bool,
        usage: &mut Usage,
    ) -> Result<Answer, ModelError> {
        let reply = self.chat(messages.clone(), usage).await?;
        if reply.truncated && may_split {
            return Ok(Answer::CutOff);
        }
        let problem = match reconcile::read(&reply.text) {
            Ok(suggestions) => return Ok(Answer::Suggestions(suggestions)),
            Err(problem) => problem,
        };
        tracing::debug!(
            model = self.llm.name(),
            problem = problem.0,
            "asking for a repair"
        );
        messages.push(ChatMessage::assistant(match reply.text.trim() {
            // Some servers refuse an empty message.
            "" => "(nothing)".into(),
            text => shorten(text, 4_000),
        }));
        messages.push(reconcile::repair(problem.0));
        let second = self.chat(messages, usage).await?;
        reconcile::read(&second.text)
            .map(Answer::Suggestions)
            .map_err(|problem| ModelError::Unusable {
                provider: provider(&*self.llm),
                problem: format!("{}: {:?}", problem.0, shorten(second.text.trim(), 200)),
            })
    }

    async fn chat(
        &self,
        messages: Vec<ChatMessage>,
        usage: &mut Usage,
    ) -> Result<ChatReply, ModelError> {
        let format = ReplyFormat::Json {
            name: "memory_operations",
            schema: reconcile::schema(&self.settings.categories),
        };
        let request = ChatRequest {
            messages,
            format,
            ..ChatRequest::default()
        };
        let reply = self.llm.chat(request).await?;
        *usage += reply.usage;
        Ok(reply)
    }
}

fn message_line<'a>(utterance: &'a Utterance, text: &'a str) -> MessageLine<'a> {
    MessageLine {
        role: &utterance.role,
        name: utterance.name.as_deref(),
        occurred_at: utterance.occurred_at,
        text,
    }
}

#[async_trait]
impl Pipeline for ReconcilePipeline {
    fn name(&self) -> &'static str {
        "reconcile"
    }

    async fn propose(
        &self,
        conversation: &Conversation,
        recollection: &dyn Recollection,
    ) -> Result<Proposal> {
        let mut waiting: VecDeque<Window<'_>> =
            windows::cut(conversation, self.settings.window_tokens).into();
        let mut plan = Plan::new(conversation, self.settings.max_operations);
        let mut usage = Usage::default();
        while let Some(window) = waiting.pop_front() {
            let known = Known::near(&window, recollection, &self.settings, &plan).await?;
            let messages = self.request(conversation, &window, &known).messages();
            match self.ask(messages, window.may_split(), &mut usage).await? {
                Answer::Suggestions(suggestions) => plan.take(suggestions, &window, &known),
                Answer::CutOff => {
                    for half in window.halves().into_iter().rev() {
                        waiting.push_front(half);
                    }
                }
            }
        }
        Ok(plan.into_proposal(usage))
    }
}
