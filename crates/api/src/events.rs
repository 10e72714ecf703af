//! What the server works on, and has worked on.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::More;

/// One piece of work.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Event {
    /// A UUID.
    pub id: String,
    /// `ADD`, `SEARCH`, `UPDATE`, `DELETE`, `GET`, `GET_ALL`, `DELETE_ALL` or `DELETE_USER`.
    pub event_type: String,
    /// `PENDING`, `RUNNING`, `SUCCEEDED` or `FAILED`.
    pub status: String,
    /// What was asked.
    #[serde(default)]
    pub payload: Option<Map<String, Value>>,
    /// What is attached.
    #[serde(default)]
    pub metadata: Option<Map<String, Value>>,
    /// What came of it: as [`crate::AddResult`], with the text in `data.memory`.
    #[serde(default)]
    pub results: Option<Vec<Value>>,
    /// ISO 8601.
    #[serde(default)]
    pub created_at: Option<String>,
    /// ISO 8601.
    #[serde(default)]
    pub updated_at: Option<String>,
    /// ISO 8601.
    #[serde(default)]
    pub started_at: Option<String>,
    /// ISO 8601.
    #[serde(default)]
    pub completed_at: Option<String>,
    /// Milliseconds.
    #[serde(default)]
    pub latency: Option<f64>,
    /// Why it failed.
    #[serde(default)]
    pub error: Option<Value>,
    /// What else it carries.
    #[serde(flatten)]
    pub more: More,
}
