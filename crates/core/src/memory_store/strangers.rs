//! Memories that other programs put where a store keeps its own.

use super::CandidateQuery;
use crate::memory::MemoryItem;
use crate::scope::Namespace;

/// Which of the memories that a store has not taken in yet.
#[derive(Debug, Clone, Copy)]
pub enum Strangers<'a> {
    /// Those that may answer a question: of its scope, filter and view, near its vector.
    Near(&'a CandidateQuery),
    /// Those with these ids.
    Named {
        /// Where they would live.
        namespace: &'a Namespace,
        /// Their ids.
        ids: &'a [String],
    },
    /// All of them, a page at a time.
    Page {
        /// Where they would live.
        namespace: &'a Namespace,
        /// Where the page before said that this one begins.
        after: Option<&'a str>,
    },
}

/// Memories that a store has not taken in yet.
#[derive(Debug, Clone, Default)]
pub struct Met {
    /// The memories; their language may be blank.
    pub items: Vec<MemoryItem>,
    /// Where the next page begins; `None` after the last one.
    pub next: Option<String>,
}
