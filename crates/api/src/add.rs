//! Adding: what is said becomes memories.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::message::Conversation;
use crate::{Ids, More, Tenancy};

/// `POST /v1/memories/`, `POST /v3/memories/add/`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AddRequest {
    /// What was said.
    pub messages: Conversation,
    /// Whose memories it becomes; at least one.
    #[serde(flatten)]
    pub ids: Ids,
    /// Attached to every memory that comes of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub metadata: Option<Map<String, Value>>,
    /// `false`: every message is kept word for word.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub infer: Option<bool>,
    /// Refuse later updates.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub immutable: Option<bool>,
    /// The last day on which it is shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expiration_date: Option<String>,
    /// When it was said: Unix time in seconds, or ISO 8601.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub timestamp: Option<Value>,
    /// Categories to choose from: a list of `{name: description}`, or one such object.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub custom_categories: Option<Value>,
    /// What extraction should heed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub custom_instructions: Option<String>,
    /// What extraction should heed in what agents say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agent_custom_instructions: Option<String>,
    /// What to keep; nothing else then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub includes: Option<String>,
    /// What to leave out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub excludes: Option<String>,
    /// Whether relations are drawn too.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub enable_graph: Option<bool>,
    /// A schema to extract into.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub structured_data_schema: Option<Value>,
    /// Ids, in the third version.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub filters: Option<Value>,
    /// Whether the answer comes before the work is done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub async_mode: Option<bool>,
    /// `v1.0`: a list; `v1.1`: an object with `results`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub output_format: Option<String>,
    /// `v2`: what was said before counts too.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    /// Where it belongs.
    #[serde(flatten)]
    pub tenancy: Tenancy,
    /// What else was asked.
    #[serde(flatten)]
    pub more: More,
}

impl AddRequest {
    /// What was said, and whose memories it becomes.
    pub fn new(messages: impl Into<Conversation>, ids: Ids) -> Self {
        Self {
            messages: messages.into(),
            ids,
            metadata: None,
            infer: None,
            immutable: None,
            expiration_date: None,
            timestamp: None,
            custom_categories: None,
            custom_instructions: None,
            agent_custom_instructions: None,
            includes: None,
            excludes: None,
            enable_graph: None,
            structured_data_schema: None,
            filters: None,
            async_mode: None,
            output_format: None,
            version: None,
            tenancy: Tenancy::default(),
            more: More::new(),
        }
    }
}

/// What became of one memory.
///
/// Its text stands in `memory` and in `data.memory`: clients know one or the other.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct AddResult {
    /// The memory.
    pub id: String,
    /// `ADD`, `UPDATE`, `DELETE` or `NOOP`.
    pub event: String,
    /// Its text.
    #[serde(default)]
    pub memory: String,
    /// Its text once more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub data: Option<AddData>,
    /// Its text before, after an update.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub previous_memory: Option<String>,
    /// What else was said.
    #[serde(flatten)]
    pub more: More,
}

/// The text of an [`AddResult`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AddData {
    /// The text.
    #[serde(default)]
    pub memory: String,
}

impl AddResult {
    /// What became of a memory.
    pub fn new(id: impl Into<String>, event: &str, memory: impl Into<String>) -> Self {
        let memory = memory.into();
        Self {
            id: id.into(),
            event: event.to_owned(),
            data: Some(AddData {
                memory: memory.clone(),
            }),
            memory,
            ..Self::default()
        }
    }

    /// Its text, wherever it stands.
    pub fn statement(&self) -> &str {
        match &self.data {
            Some(data) if self.memory.is_empty() => &data.memory,
            _ => &self.memory,
        }
    }
}

/// Work that is put off.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pending {
    /// In words.
    pub message: String,
    /// `PENDING`.
    pub status: String,
    /// The event that tells how far the work is.
    pub event_id: String,
}

/// What an add answers, as the client tells it: always with `results`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct AddResponse {
    /// [`AddResult`]s, or one [`Pending`].
    #[serde(default)]
    pub results: Vec<Value>,
    /// The event that tells how far the work is, if it was put off.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub event_id: Option<String>,
    /// `PENDING`, `SUCCEEDED`, …, in the third version or if it was put off.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
    /// What else was said.
    #[serde(flatten)]
    pub more: More,
}

impl AddResponse {
    /// What became of each memory; empty if the work was put off.
    pub fn changes(&self) -> Vec<AddResult> {
        self.results
            .iter()
            .filter_map(|result| crate::read(result.clone()).ok())
            .collect()
    }
}
