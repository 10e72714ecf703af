//! Refusals.

use serde::{Deserialize, Serialize};

use crate::More;

/// The body of an error. The text stands in `detail` for Python clients, in `error` for the
/// command line and others, and, where the service does so, in `message`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ErrorBody {
    /// In words.
    pub detail: String,
    /// In words.
    pub error: String,
    /// In words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    /// What else was said.
    #[serde(flatten)]
    pub more: More,
}

impl ErrorBody {
    /// A refusal in words.
    pub fn new(text: impl Into<String>) -> Self {
        let text = text.into();
        Self {
            detail: text.clone(),
            error: text,
            message: None,
            more: More::new(),
        }
    }
}
