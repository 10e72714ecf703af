//! What was said.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::More;

/// A conversation. Old clients send a bare text for what the user said, or a single message.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Conversation {
    /// Messages in their order.
    Messages(Vec<Message>),
    /// One message.
    Message(Box<Message>),
    /// What the user said.
    Text(String),
}

impl Conversation {
    /// The messages.
    pub fn into_messages(self) -> Vec<Message> {
        match self {
            Self::Messages(messages) => messages,
            Self::Message(message) => vec![*message],
            Self::Text(text) => vec![Message::user(text)],
        }
    }
}

impl From<&str> for Conversation {
    fn from(text: &str) -> Self {
        Self::Messages(vec![Message::user(text)])
    }
}

impl From<String> for Conversation {
    fn from(text: String) -> Self {
        Self::Messages(vec![Message::user(text)])
    }
}

impl From<Vec<Message>> for Conversation {
    fn from(messages: Vec<Message>) -> Self {
        Self::Messages(messages)
    }
}

/// One message.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Message {
    /// `user`, `assistant`, `system`, …
    pub role: String,
    /// A text, a part (`{"type": "image_url", …}`), or a list of parts.
    #[serde(default)]
    pub content: Value,
    /// Who spoke; context only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// What else it carries.
    #[serde(flatten)]
    pub more: More,
}

impl Message {
    /// What the user said.
    pub fn user(text: impl Into<String>) -> Self {
        Self::said("user", text)
    }

    /// What the assistant said.
    pub fn assistant(text: impl Into<String>) -> Self {
        Self::said("assistant", text)
    }

    fn said(role: &str, text: impl Into<String>) -> Self {
        Self {
            role: role.to_owned(),
            content: Value::String(text.into()),
            name: None,
            more: More::new(),
        }
    }
}
