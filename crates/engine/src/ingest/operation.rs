//! What a pipeline proposes.

use mem0_core::{MemoryKind, Metadata, Timestamp, Usage};

/// One proposed change.
#[derive(Debug, Clone, PartialEq)]
pub enum Operation {
    /// Remember something new.
    Add(Statement),
    /// A known memory now reads otherwise: more precise, or changed. Closes its old version.
    Update {
        /// Which memory: an id that [`Recollection`](super::pipelines::Recollection) gave.
        memory_id: String,
        /// How it reads now.
        statement: Statement,
    },
    /// A known memory is no longer true, and nothing takes its place.
    Delete {
        /// Which memory.
        memory_id: String,
        /// The message that says so, as a place in the conversation.
        source: usize,
        /// Words of that message that say so. Checked against it when given.
        quote: Option<String>,
    },
}

/// A statement worth remembering.
#[derive(Debug, Clone, PartialEq)]
pub struct Statement {
    /// The statement: self-contained, in the language in which it was said.
    pub text: String,
    /// Fact, message or procedure.
    pub kind: MemoryKind,
    /// The messages it comes from, as places in the conversation; at least one.
    pub sources: Vec<usize>,
    /// Words of a source that say so. Checked against the sources when given.
    pub quote: Option<String>,
    /// When it was said or true.
    pub occurred_at: Timestamp,
    /// What was found out about it (resolved dates …), added to the caller's metadata; the
    /// caller's keys win.
    pub metadata: Metadata,
    /// Categories found.
    pub categories: Vec<String>,
}

/// What a pipeline made of a conversation.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Proposal {
    /// The changes, in order.
    pub operations: Vec<Operation>,
    /// What models took.
    pub usage: Usage,
    /// What was proposed but can't be used, each with its reason; reported, never stored.
    pub rejected: Vec<Rejection>,
}

/// Something proposed that is not stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rejection {
    /// What was proposed, shortened.
    pub proposal: String,
    /// Why it was not stored.
    pub reason: &'static str,
}
