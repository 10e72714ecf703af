//! Addresses that the server tells of changes.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::More;

/// A webhook.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Webhook {
    /// A text; some clients take it for a number.
    #[serde(deserialize_with = "crate::tolerant::text")]
    pub webhook_id: Option<String>,
    /// Its name.
    pub name: String,
    /// Who is told.
    pub url: String,
    /// Of what; see [`canonical_event_type`].
    pub event_types: Vec<String>,
    /// Whose it is.
    pub owner: Option<String>,
    /// Whether anybody is told.
    pub is_active: bool,
    /// Of changes in which project.
    pub project: Option<String>,
    /// ISO 8601.
    pub created_at: Option<String>,
    /// ISO 8601.
    pub updated_at: Option<String>,
    /// What else it carries.
    #[serde(flatten)]
    pub more: More,
}

/// The body that makes or changes a webhook.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct WebhookRequest {
    /// Its name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Who is told.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Of what.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub event_types: Option<Vec<String>>,
    /// Whether anybody is told.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_active: Option<bool>,
}

/// The one name of a type of event: `memory.created` and `memory_add` are the same.
pub fn canonical_event_type(name: &str) -> &str {
    match name {
        "memory.created" => "memory_add",
        "memory.updated" => "memory_update",
        "memory.deleted" => "memory_delete",
        other => other,
    }
}

/// What an address is told: one change.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Delivery {
    /// The change: `id`, `data.memory` and `event`, or for `CATEGORIZE` `memory_id` and
    /// `categories`.
    pub event_details: Map<String, Value>,
}
