//! Organizations, projects, members.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::More;

/// An organization.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Organization {
    /// Its id.
    #[serde(deserialize_with = "crate::tolerant::text")]
    pub org_id: Option<String>,
    /// Its name.
    pub name: String,
    /// ISO 8601.
    pub created_at: Option<String>,
    /// ISO 8601.
    pub updated_at: Option<String>,
    /// Who belongs to it.
    pub members: Vec<Member>,
    /// Whether it came with the account.
    pub is_default: bool,
    /// What else it carries.
    #[serde(flatten)]
    pub more: More,
}

/// A project. Settings that nobody made are null.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Project {
    /// Its id.
    #[serde(deserialize_with = "crate::tolerant::text")]
    pub project_id: Option<String>,
    /// Its name.
    pub name: String,
    /// What it is for.
    pub description: Option<String>,
    /// ISO 8601.
    pub created_at: Option<String>,
    /// ISO 8601.
    pub updated_at: Option<String>,
    /// Who belongs to it.
    pub members: Vec<Member>,
    /// Categories as `{name: description}`; null: [`DEFAULT_CATEGORIES`].
    pub custom_categories: Option<Vec<Value>>,
    /// What extraction should heed: a text, or a list of them.
    pub custom_instructions: Option<Value>,
    /// What extraction should heed in what agents say.
    pub agent_custom_instructions: Option<Value>,
    /// What counts in a search: `{name, description, weight}`.
    pub retrieval_criteria: Option<Vec<Value>>,
    /// Whether relations are drawn.
    pub enable_graph: Option<bool>,
    /// Whether memories keep the language in which they were said.
    pub multilingual: Option<bool>,
    /// Whether old memories count less.
    pub decay: Option<Value>,
    /// How much is kept.
    pub memory_depth: Option<Value>,
    /// What it is used for.
    pub usecase: Option<Value>,
    /// What to keep.
    pub inclusion_prompt: Option<String>,
    /// What to leave out.
    pub exclusion_prompt: Option<String>,
    /// Of the API.
    pub version: Option<String>,
    /// Whether it came with the organization.
    pub is_default: bool,
    /// What the key may do here.
    pub user_role: Option<String>,
    /// What else it carries.
    #[serde(flatten)]
    pub more: More,
}

/// Categories of a project that sets none.
pub const DEFAULT_CATEGORIES: [&str; 15] = [
    "personal_details",
    "family",
    "professional_details",
    "sports",
    "travel",
    "food",
    "music",
    "health",
    "technology",
    "hobbies",
    "fashion",
    "entertainment",
    "milestones",
    "user_preferences",
    "misc",
];

/// `PATCH` of a project: what is given replaces what was set.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ProjectUpdate {
    /// Its name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// What it is for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// What extraction should heed: a text, or a list of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_instructions: Option<Value>,
    /// What extraction should heed in what agents say.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agent_custom_instructions: Option<Value>,
    /// Categories as `{name: description}`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_categories: Option<Vec<Value>>,
    /// What counts in a search.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub retrieval_criteria: Option<Vec<Value>>,
    /// Whether relations are drawn.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub enable_graph: Option<bool>,
    /// Whether memories keep the language in which they were said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub multilingual: Option<bool>,
    /// Whether old memories count less.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decay: Option<Value>,
    /// How much is kept.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub memory_depth: Option<Value>,
    /// What it is used for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub usecase_setting: Option<Value>,
    /// What to keep.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub inclusion_prompt: Option<String>,
    /// What to leave out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub exclusion_prompt: Option<String>,
    /// Of the API.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    /// What else was asked.
    #[serde(flatten)]
    pub more: More,
}

/// Somebody who belongs to an organization or a project.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Member {
    /// Their id.
    #[serde(
        deserialize_with = "crate::tolerant::text",
        skip_serializing_if = "Option::is_none"
    )]
    pub user_id: Option<String>,
    /// Their name.
    pub username: String,
    /// Their address.
    pub email: String,
    /// `READER` or `OWNER`.
    pub role: String,
    /// What else is known.
    #[serde(flatten)]
    pub more: More,
}

/// All who belong to it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Members {
    /// They.
    pub members: Vec<Member>,
}

/// Takes somebody in, or gives them another role.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MemberRequest {
    /// Their address.
    pub email: String,
    /// `READER` or `OWNER`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
}
