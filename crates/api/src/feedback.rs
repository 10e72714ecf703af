//! Whether a memory was of use.

use serde::{Deserialize, Serialize};

/// What is said of a memory.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Grade {
    /// It was of use.
    Positive,
    /// It was of no use.
    Negative,
    /// It did harm.
    VeryNegative,
}

/// `POST /v1/feedback/`. Without grade and reason, what was said before is taken back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeedbackRequest {
    /// Which memory.
    pub memory_id: String,
    /// What is said of it.
    #[serde(default)]
    pub feedback: Option<Grade>,
    /// Why.
    #[serde(default)]
    pub feedback_reason: Option<String>,
}

/// What answers it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Feedback {
    /// The feedback.
    #[serde(default, deserialize_with = "crate::tolerant::text")]
    pub id: Option<String>,
    /// What was said.
    #[serde(default)]
    pub feedback: Option<Grade>,
    /// Why.
    #[serde(default)]
    pub feedback_reason: Option<String>,
    /// In words.
    #[serde(default)]
    pub message: String,
}
