//! Searching.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::memory::Memory;
use crate::{Ids, More, Tenancy};

/// `POST /v1/memories/search/` and its second and third version.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct SearchRequest {
    /// The question.
    pub query: String,
    /// Whose memories.
    #[serde(flatten)]
    pub ids: Ids,
    /// Which of them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub filters: Option<Value>,
    /// How many at most, 1 to 1,000; 10.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub top_k: Option<u32>,
    /// The older name of `top_k`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
    /// Leave out what scores less.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub threshold: Option<f64>,
    /// Only these fields of each memory, and its id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fields: Option<Vec<String>>,
    /// Only memories of these categories.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub categories: Option<Vec<String>>,
    /// Only memories with this metadata.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub metadata: Option<Map<String, Value>>,
    /// Whether the best are looked at again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rerank: Option<bool>,
    /// Whether words count too.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub keyword_search: Option<bool>,
    /// Whether what is beside the point is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub filter_memories: Option<bool>,
    /// Whether relations are told too.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub enable_graph: Option<bool>,
    /// `v1.1`: an object with `results` rather than a list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub output_format: Option<String>,
    /// Whether expired memories are shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub show_expired: Option<bool>,
    /// What "yesterday" in the question means.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference_date: Option<String>,
    /// Only the latest version of each memory.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub latest_only: Option<bool>,
    /// Where to look.
    #[serde(flatten)]
    pub tenancy: Tenancy,
    /// What else was asked.
    #[serde(flatten)]
    pub more: More,
}

/// What a search answers.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Found {
    /// Best first.
    pub results: Vec<Memory>,
    /// Relations between what they speak of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub relations: Option<Vec<Relation>>,
}

/// A relation between two things.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Relation {
    /// From.
    pub source: String,
    /// What that is.
    #[serde(default)]
    pub source_type: Option<String>,
    /// How they are related.
    pub relationship: String,
    /// To.
    pub target: String,
    /// What that is.
    #[serde(default)]
    pub target_type: Option<String>,
    /// How well it answers the question.
    #[serde(default)]
    pub score: Option<f64>,
}
