//! Erasing for good, looking after a store, embedding anew.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::VersionKey;
use crate::embedder::EmbedderIdentity;
use crate::scope::{Namespace, Scope};

/// What to erase for good.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Erasure {
    /// One memory: all versions, its history, and the episodes that it alone came from.
    Memory {
        /// Where it lives.
        namespace: Namespace,
        /// Its id.
        memory_id: String,
    },
    /// Everything of a scope: memories, history, episodes.
    Scope(Scope),
    /// Everything in the store.
    Everything,
}

/// What was erased.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Receipt {
    /// Memories (each counted once, however many versions it had).
    pub memories: usize,
    /// Versions.
    pub versions: usize,
    /// Rows of history.
    pub changes: usize,
    /// Episodes.
    pub episodes: usize,
    /// When.
    pub erased_at: Option<Timestamp>,
}

/// What `doctor` finds out about a store.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Health {
    /// Where it is.
    pub location: String,
    /// Its format version.
    pub format: u32,
    /// Current memories.
    pub memories: usize,
    /// All versions.
    pub versions: usize,
    /// Rows of history.
    pub changes: usize,
    /// Episodes.
    pub episodes: usize,
    /// Episodes that no memories were drawn from yet because a model failed.
    pub pending_episodes: usize,
    /// Bytes on disk.
    pub bytes: u64,
    /// Which model made the vectors; `None` while there are none.
    pub embedder: Option<EmbedderIdentity>,
    /// What is wrong, in words; empty when all is well.
    pub problems: Vec<String>,
}

/// One version's text, to be embedded anew.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VersionText {
    /// Which version.
    pub key: VersionKey,
    /// Its text.
    pub text: String,
}
