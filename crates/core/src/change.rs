//! History: one row for each change of a memory.

use std::fmt;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::scope::Scope;

/// What happened to a memory.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum ChangeEvent {
    /// It came to be, or came back.
    #[serde(rename = "ADD")]
    Add,
    /// Its text or metadata changed.
    #[serde(rename = "UPDATE")]
    Update,
    /// It left recall.
    #[serde(rename = "DELETE")]
    Delete,
}

impl ChangeEvent {
    /// `ADD`, `UPDATE` or `DELETE`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Add => "ADD",
            Self::Update => "UPDATE",
            Self::Delete => "DELETE",
        }
    }

    /// The event with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Add, Self::Update, Self::Delete]
            .into_iter()
            .find(|event| event.as_str() == name)
    }
}

impl fmt::Display for ChangeEvent {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}

/// One row of a memory's history.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Change {
    /// Place in the order of commits, counted over the whole store from 1. History is ordered by
    /// it, never by a clock.
    pub sequence: u64,
    /// A UUID of its own.
    pub id: String,
    /// The memory it is about.
    pub memory_id: String,
    /// The text before; `None` for an addition.
    pub old_memory: Option<String>,
    /// The text after; `None` for a deletion.
    pub new_memory: Option<String>,
    /// What happened.
    pub event: ChangeEvent,
    /// When the memory was created.
    pub created_at: Timestamp,
    /// When this change was made.
    pub updated_at: Timestamp,
    /// Whether the memory was gone after it.
    pub is_deleted: bool,
    /// Who said it.
    pub actor_id: Option<String>,
    /// In which role.
    pub role: Option<String>,
    /// Whose memory it is.
    pub scope: Scope,
    /// The memory's version after this change; for a deletion, the version that was closed.
    pub version: u32,
    /// The sequence of the change that this one took back.
    pub undoes: Option<u64>,
}
