//! Many memories at once.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// The most memories of one request.
pub const MOST: usize = 1000;

/// `PUT /v1/batch/`, `DELETE /v1/batch/`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct BatchRequest {
    /// Which, at most [`MOST`].
    pub memories: Vec<BatchItem>,
}

/// One memory of many.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct BatchItem {
    /// Which.
    pub memory_id: String,
    /// The new text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// In place of what was attached.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub metadata: Option<Map<String, Value>>,
}

impl BatchItem {
    /// A memory, to be deleted.
    pub fn new(memory_id: impl Into<String>) -> Self {
        Self {
            memory_id: memory_id.into(),
            ..Self::default()
        }
    }
}
