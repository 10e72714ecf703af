//! What is made of all that is known of one person.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::More;

/// What is made of all that is known of one person.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Profile {
    /// In the shape of the schema that the settings hold.
    pub profile: Map<String, Value>,
    /// `not_enabled`, `insufficient_data`, `pending`, `succeeded` or `failed`.
    pub status: String,
    /// `user`.
    pub entity_type: String,
    /// Who it is.
    pub entity_id: String,
    /// ISO 8601; null: never.
    pub updated_at: Option<String>,
    /// How often it was made.
    pub generation_count: u64,
    /// What else it carries.
    #[serde(flatten)]
    pub more: More,
}

/// How profiles are made; also what changes that, where only what is given changes.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ProfileSettings {
    /// Whether they are made at all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub enabled: Option<bool>,
    /// By type of entity: `schema` and `custom_instructions`; null takes one away.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub entities: Option<Map<String, Value>>,
    /// What else they hold.
    #[serde(flatten)]
    pub more: More,
}

/// Has profiles made: one (`trigger`), or some to try the settings (`sample`).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProfileJobRequest {
    /// `trigger` or `sample`.
    pub operation: String,
    /// `user`.
    pub entity_type: String,
    /// Whose, with `trigger`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entity_id: Option<String>,
    /// How many at most, with `sample`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u64>,
}

/// How far such a job is.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ProfileJob {
    /// Its id.
    #[serde(deserialize_with = "crate::tolerant::text")]
    pub job_id: Option<String>,
    /// Where to ask for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status_url: Option<String>,
    /// `pending`, `succeeded`, `failed` …
    pub status: String,
    /// What else it carries.
    #[serde(flatten)]
    pub more: More,
}
