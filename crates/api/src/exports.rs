//! Memories in a form that the caller describes.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{Ids, More, Tenancy};

/// `POST /v1/exports/`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ExportRequest {
    /// The form: a JSON schema, or the text of one.
    pub schema: Value,
    /// Which memories.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub filters: Option<Value>,
    /// Whose memories.
    #[serde(flatten)]
    pub ids: Ids,
    /// What to heed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub export_instructions: Option<String>,
    /// Where to look.
    #[serde(flatten)]
    pub tenancy: Tenancy,
    /// What else was asked.
    #[serde(flatten)]
    pub more: More,
}

/// What answers it, with status 201.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExportCreated {
    /// In words.
    #[serde(default)]
    pub message: String,
    /// The export.
    pub id: String,
}

/// `POST /v1/exports/get/`: by id, or the latest that was asked for with these filters or ids.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct FetchExport {
    /// Which export.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub memory_export_id: Option<String>,
    /// Its filters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub filters: Option<Value>,
    /// Its ids.
    #[serde(flatten)]
    pub ids: Ids,
    /// Where to look.
    #[serde(flatten)]
    pub tenancy: Tenancy,
    /// What else was asked.
    #[serde(flatten)]
    pub more: More,
}
