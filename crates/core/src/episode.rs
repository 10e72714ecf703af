//! What was said, as it was said.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::scope::Scope;

/// A message as it came in.
///
/// Episodes are kept before any model is asked, so that nothing a user said is lost because a
/// model failed; memories point back to the episodes they came from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Episode {
    /// A UUID.
    pub id: String,
    /// Whose conversation it belongs to.
    pub scope: Scope,
    /// `user`, `assistant`, …
    pub role: String,
    /// Who said it, where it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The text.
    pub content: String,
    /// When it was said.
    pub occurred_at: Timestamp,
    /// When we heard of it.
    pub created_at: Timestamp,
    /// Place within the `add` call it came with, from 0.
    pub position: u32,
    /// The `add` call it came with: a UUID shared by its episodes.
    pub batch: String,
    /// Whether memories were drawn from it. `false` after a model failed: `retry` looks for these.
    pub extracted: bool,
}
