//! Memories in a few words.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{More, Tenancy};

/// `POST /v1/summary/`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct SummaryRequest {
    /// Which memories.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub filters: Option<Value>,
    /// Where to look.
    #[serde(flatten)]
    pub tenancy: Tenancy,
}

/// What answers it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Summary {
    /// `SUCCEEDED`, …
    pub status: String,
    /// The words.
    pub summary: String,
    /// What else was said.
    #[serde(flatten)]
    pub more: More,
}
