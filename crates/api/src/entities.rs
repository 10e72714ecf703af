//! Those that memories are about.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::page::Page;
use crate::{Ids, More};

/// A user, agent, app or run.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Entity {
    /// A number, written as a text.
    #[serde(default, deserialize_with = "crate::tolerant::text")]
    pub id: Option<String>,
    /// The id by which memories name it.
    pub name: String,
    /// `user`, `agent`, `app` or `run`.
    #[serde(rename = "type")]
    pub kind: String,
    /// Whose account it is in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
    /// Whose organization it is in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organization: Option<String>,
    /// What is attached.
    #[serde(default)]
    pub metadata: Option<Map<String, Value>>,
    /// How many memories are about it.
    #[serde(default)]
    pub total_memories: u64,
    /// ISO 8601.
    #[serde(default)]
    pub created_at: Option<String>,
    /// ISO 8601.
    #[serde(default)]
    pub updated_at: Option<String>,
    /// What else it carries.
    #[serde(flatten)]
    pub more: More,
}

/// A page of entities, with how many of each there are.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Entities {
    /// The page.
    #[serde(flatten)]
    pub page: Page<Entity>,
    /// Users on all pages.
    #[serde(default)]
    pub total_users: u64,
    /// Agents on all pages.
    #[serde(default)]
    pub total_agents: u64,
    /// Apps on all pages.
    #[serde(default)]
    pub total_apps: u64,
    /// Runs on all pages.
    #[serde(default)]
    pub total_runs: u64,
}

/// `POST` of a user, agent, app or run that has no memories yet.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct EntityRequest {
    /// The one id of it: which says what it is.
    #[serde(flatten)]
    pub ids: Ids,
    /// How it is called.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// What is attached.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub metadata: Option<Map<String, Value>>,
}

/// One that was made: here its number is a number.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct EntityMade {
    /// Its number.
    pub id: u64,
    /// The id by which memories name it.
    #[serde(flatten)]
    pub ids: Ids,
    /// What is attached.
    pub metadata: Map<String, Value>,
    /// ISO 8601.
    pub created_at: Option<String>,
    /// ISO 8601.
    pub updated_at: Option<String>,
}

/// What lists of events and memories can be narrowed down to.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Choices {
    /// Types of events.
    pub event_type: Vec<String>,
    /// Categories of memories.
    pub categories: Vec<String>,
    /// Users.
    pub users: Vec<String>,
    /// Parameters of requests.
    pub parameters: Vec<String>,
}
