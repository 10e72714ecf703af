//! A memory.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::More;
use crate::message::Message;

/// A memory, as `get`, lists and searches show it.
///
/// The ids of its scope, `metadata` and `categories` are always written, as null where there is
/// nothing: clients look them up without asking.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Memory {
    /// A UUID.
    pub id: String,
    /// The statement.
    #[serde(default)]
    pub memory: String,
    /// The statement once more, in answers to an update.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
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
    /// The same as `run_id`.
    #[serde(default)]
    pub session_id: Option<String>,
    /// MD5 of the statement.
    #[serde(default)]
    pub hash: Option<String>,
    /// What the caller attached.
    #[serde(default)]
    pub metadata: Option<Map<String, Value>>,
    /// Categories.
    #[serde(default)]
    pub categories: Option<Vec<String>>,
    /// ISO 8601.
    #[serde(default)]
    pub created_at: Option<String>,
    /// ISO 8601.
    #[serde(default)]
    pub updated_at: Option<String>,
    /// Whether updates are refused.
    #[serde(default)]
    pub immutable: bool,
    /// The last day on which it is shown, `YYYY-MM-DD`.
    #[serde(default)]
    pub expiration_date: Option<String>,
    /// Whose account it is in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
    /// Whose organization it is in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organization: Option<String>,
    /// What it was drawn from, in lists of the first version.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub input: Option<Vec<Message>>,
    /// Day, hour, weekday and so on of its creation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub structured_attributes: Option<Map<String, Value>>,
    /// How well it answers the question, 0 to 1; only in searches.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub score: Option<f64>,
    /// What the score is made of; only in searches.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub score_breakdown: Option<ScoreBreakdown>,
    /// What else it carries.
    #[serde(flatten)]
    pub more: More,
}

impl Memory {
    /// The statement: some servers of old call it `text` only.
    pub fn statement(&self) -> &str {
        match &self.text {
            Some(text) if self.memory.is_empty() => text,
            _ => &self.memory,
        }
    }
}

/// What a score is made of.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ScoreBreakdown {
    /// Closeness in meaning.
    pub semantic: Option<f64>,
    /// Closeness word by word.
    pub bm25: Option<f64>,
    /// Names in common.
    pub entity: Option<f64>,
}
