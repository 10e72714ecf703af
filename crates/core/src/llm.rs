//! What we ask of a language model.

use async_trait::async_trait;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::error::ModelError;

/// Who speaks in a chat with a model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ChatRole {
    /// Sets the rules.
    System,
    /// Asks.
    User,
    /// Answered.
    Assistant,
}

/// One message to a model.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ChatMessage {
    /// Who speaks.
    pub role: ChatRole,
    /// What is said.
    pub content: String,
}

impl ChatMessage {
    /// A message that sets the rules.
    pub fn system(content: impl Into<String>) -> Self {
        Self {
            role: ChatRole::System,
            content: content.into(),
        }
    }

    /// A message that asks.
    pub fn user(content: impl Into<String>) -> Self {
        Self {
            role: ChatRole::User,
            content: content.into(),
        }
    }

    /// What the model answered earlier.
    pub fn assistant(content: impl Into<String>) -> Self {
        Self {
            role: ChatRole::Assistant,
            content: content.into(),
        }
    }
}

/// How the reply should be written.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum ReplyFormat {
    /// Prose.
    #[default]
    Text,
    /// One JSON value that fits a JSON schema. A provider without schemas uses the best it has
    /// (JSON mode, else plain) and leaves the checking to the caller.
    Json {
        /// The schema's name: letters, digits, `_` and `-`.
        name: &'static str,
        /// The schema; objects close themselves with `additionalProperties: false`.
        schema: Value,
    },
}

/// One call of a model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ChatRequest {
    /// The conversation so far.
    pub messages: Vec<ChatMessage>,
    /// How the reply should be written.
    pub format: ReplyFormat,
}

/// Tokens that a call took, where the provider tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Usage {
    /// Number of calls.
    pub calls: u32,
    /// Tokens sent.
    pub input_tokens: u64,
    /// Tokens received.
    pub output_tokens: u64,
}

impl std::ops::AddAssign for Usage {
    fn add_assign(&mut self, other: Self) {
        self.calls += other.calls;
        self.input_tokens += other.input_tokens;
        self.output_tokens += other.output_tokens;
    }
}

/// What a model answered.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ChatReply {
    /// The text, as it came.
    pub text: String,
    /// Whether it was cut off at a length limit.
    pub truncated: bool,
    /// What it took.
    pub usage: Usage,
}

/// A language model that can chat.
#[async_trait]
pub trait Llm: Send + Sync {
    /// The provider and the model, for logs and errors: `openai/gpt-4.1-nano`.
    fn name(&self) -> String;

    /// Asks once. Retries, time-outs and rate limits are the implementation's; what it returns
    /// as an error is final.
    ///
    /// # Errors
    /// The provider refused, failed, or could not be reached.
    async fn chat(&self, request: ChatRequest) -> Result<ChatReply, ModelError>;
}
