//! How a memory came to be.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::More;
use crate::message::Message;

/// One change of a memory.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct HistoryEntry {
    /// The change.
    pub id: String,
    /// The memory.
    pub memory_id: String,
    /// What was said.
    #[serde(default)]
    pub input: Option<Vec<Message>>,
    /// The text before.
    #[serde(default)]
    pub old_memory: Option<String>,
    /// The text after.
    #[serde(default)]
    pub new_memory: Option<String>,
    /// The person it is about.
    #[serde(default)]
    pub user_id: Option<String>,
    /// The agent it is about.
    #[serde(default)]
    pub agent_id: Option<String>,
    /// The application it is about.
    #[serde(default)]
    pub app_id: Option<String>,
    /// The session it is about.
    #[serde(default)]
    pub run_id: Option<String>,
    /// Its categories.
    #[serde(default)]
    pub categories: Option<Vec<String>>,
    /// `ADD`, `UPDATE` or `DELETE`.
    pub event: String,
    /// What the caller attached.
    #[serde(default)]
    pub metadata: Option<Map<String, Value>>,
    /// ISO 8601.
    #[serde(default)]
    pub created_at: Option<String>,
    /// ISO 8601.
    #[serde(default)]
    pub updated_at: Option<String>,
    /// What else it carries.
    #[serde(flatten)]
    pub more: More,
}
