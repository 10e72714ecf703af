//! What recall needs of a version beside its text.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// What recall needs of a version beside its text. Derived from the text, so it can always be
/// made again.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct IndexEntry {
    /// The embedding, of length 1.
    pub vector: Vec<f32>,
    /// Terms (stable hashes) with how often each occurs, sorted by term.
    pub terms: Vec<(u64, u16)>,
    /// Length of the text in terms.
    pub length: u32,
    /// Entities named in the text.
    pub entities: Vec<EntityMention>,
    /// Spans of time that the text speaks of.
    pub times: Vec<TimeSpan>,
    /// What the text offers (is a question, names a number, …): a bit set whose meaning is the
    /// engine's.
    pub features: u32,
    /// What the text speaks of (food, work, travel, …): a bit set whose meaning is the
    /// engine's. 0 for what was written before there were any.
    pub aspects: u64,
}

/// An entity named by a memory.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct EntityMention {
    /// Normalised name, equal for equal entities.
    pub key: String,
    /// The name as it was written.
    pub name: String,
    /// What sort of thing: `name`, `place`, `quoted`, …
    pub kind: String,
}

/// A half-open span of time: `start` belongs to it, `end` doesn't.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct TimeSpan {
    /// First moment.
    pub start: Timestamp,
    /// First moment after it.
    pub end: Timestamp,
}
