//! What we ask of a language model.

use std::fmt;
use std::sync::Arc;

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
#[derive(Debug, Clone, PartialEq)]
pub struct ChatMessage {
    /// Who speaks.
    pub role: ChatRole,
    /// What is said.
    pub content: String,
    /// What is shown, after what is said. Only models that see take it.
    pub images: Vec<Image>,
}

/// An image that a model is shown.
#[derive(Clone, PartialEq, Eq)]
pub struct Image {
    /// `image/png`, `image/jpeg`, `image/gif` or `image/webp`.
    pub media_type: String,
    /// The file.
    pub bytes: Arc<[u8]>,
    /// How closely it is looked at.
    pub detail: ImageDetail,
}

impl fmt::Debug for Image {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bytes = self.bytes.len();
        write!(formatter, "Image({}, {bytes} bytes)", self.media_type)
    }
}

/// How closely a model looks at an image; providers without the choice look as they do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ImageDetail {
    /// As the provider thinks best.
    #[default]
    Auto,
    /// Cheaply.
    Low,
    /// Closely.
    High,
}

impl ChatMessage {
    /// A message that sets the rules.
    pub fn system(content: impl Into<String>) -> Self {
        Self {
            role: ChatRole::System,
            content: content.into(),
            images: Vec::new(),
        }
    }

    /// A message that asks.
    pub fn user(content: impl Into<String>) -> Self {
        Self {
            role: ChatRole::User,
            content: content.into(),
            images: Vec::new(),
        }
    }

    /// The same message with an image beside it.
    #[must_use]
    pub fn showing(mut self, image: Image) -> Self {
        self.images.push(image);
        self
    }

    /// What the model answered earlier.
    pub fn assistant(content: impl Into<String>) -> Self {
        Self {
            role: ChatRole::Assistant,
            content: content.into(),
            images: Vec::new(),
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
    /// What the model may call instead of answering.
    pub tools: Vec<Tool>,
    /// Whether it calls; without tools no matter.
    pub tool_choice: ToolChoice,
}

/// A function that a model may ask for.
#[derive(Debug, Clone, PartialEq)]
pub struct Tool {
    /// Its name: letters, digits, `_` and `-`.
    pub name: String,
    /// What it is for.
    pub description: String,
    /// The JSON schema of its arguments, an object.
    pub parameters: Value,
}

/// Whether a model calls a tool.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum ToolChoice {
    /// If it wants to.
    #[default]
    Auto,
    /// Not at all.
    None,
    /// At least one of them.
    Required,
    /// The one of this name.
    Named(String),
}

/// A model's wish to call a tool.
#[derive(Debug, Clone, PartialEq)]
pub struct ToolCall {
    /// The tool's name.
    pub name: String,
    /// The arguments.
    pub arguments: serde_json::Map<String, Value>,
}

/// Tokens that a call took, where the provider tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Usage {
    /// Number of calls.
    pub calls: u32,
    /// Tokens sent.
    pub input_tokens: u64,
    /// Those of them that the provider still had from an earlier call, which cost less.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub cached_tokens: u64,
    /// Tokens received.
    pub output_tokens: u64,
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde hands in a reference"
)]
fn is_zero(number: &u64) -> bool {
    *number == 0
}

impl std::ops::AddAssign for Usage {
    fn add_assign(&mut self, other: Self) {
        self.calls += other.calls;
        self.input_tokens += other.input_tokens;
        self.cached_tokens += other.cached_tokens;
        self.output_tokens += other.output_tokens;
    }
}

/// What a model answered.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ChatReply {
    /// The text, as it came; empty where the model calls tools instead.
    pub text: String,
    /// The tools that the model calls, in order.
    pub tool_calls: Vec<ToolCall>,
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
