//! Listing.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::page::Paging;
use crate::{Ids, More, Tenancy};

/// The body of `POST /v2/memories/` and `POST /v3/memories/`, or the query of `GET /v1/memories/`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ListRequest {
    /// Whose memories.
    #[serde(flatten)]
    pub ids: Ids,
    /// Which of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub filters: Option<Value>,
    /// Only memories of these categories.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub categories: Option<Vec<String>>,
    /// Only memories with this in them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub keywords: Option<String>,
    /// Only memories created at or after this moment.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start_date: Option<String>,
    /// Only memories created at or before this moment.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end_date: Option<String>,
    /// Only these fields of each memory, and its id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fields: Option<Vec<String>>,
    /// Whether expired memories are shown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub show_expired: Option<bool>,
    /// Only the latest version of each memory.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub latest_only: Option<bool>,
    /// Which part of them.
    #[serde(flatten)]
    pub paging: Paging,
    /// Where to look.
    #[serde(flatten)]
    pub tenancy: Tenancy,
    /// What else was asked.
    #[serde(flatten)]
    pub more: More,
}
