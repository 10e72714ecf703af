//! What a commit writes, and what becomes of it.

use jiff::Timestamp;

use super::IndexEntry;
use crate::change::Change;
use crate::episode::Episode;
use crate::memory::MemoryItem;
use crate::scope::Namespace;

/// What one commit writes. All of it, or nothing.
#[derive(Debug, Clone, Default)]
pub struct Changes {
    /// Episodes to keep. An episode whose id is already there replaces it (`extracted` turns true).
    pub episodes: Vec<Episode>,
    /// Changes of memories, applied in order.
    pub writes: Vec<Write>,
}

/// One change of one memory. The store adds the history row: the text before is read inside the
/// transaction, the text after is the item's.
#[derive(Debug, Clone)]
pub struct Write {
    /// The id of the history row: a UUID.
    pub change_id: String,
    /// When it is made.
    pub at: Timestamp,
    /// The sequence of the change that it takes back.
    pub undoes: Option<u64>,
    /// What is done.
    pub action: Action,
}

/// What a [`Write`] does.
#[derive(Debug, Clone)]
pub enum Action {
    /// Opens the first version of a new memory, or a further version of one that is closed
    /// (undo of a deletion). Writes an ADD row.
    Add {
        /// The version to open.
        item: Box<MemoryItem>,
        /// What recall needs of it.
        index: Box<IndexEntry>,
        /// If a current memory with exactly this scope and hash is there, write nothing and
        /// answer [`Outcome::Duplicate`]. Decided inside the transaction, so that two processes
        /// can't both add the same fact.
        unless_known: bool,
    },
    /// Closes the current version at the new one's `valid_from` and opens the new one. Writes an
    /// UPDATE row.
    Update {
        /// The version that the caller has seen; another one is a
        /// [`StoreError::Conflict`](crate::StoreError::Conflict).
        expected_version: u32,
        /// The version to open.
        item: Box<MemoryItem>,
        /// What recall needs of it.
        index: Box<IndexEntry>,
    },
    /// Closes the current version and takes it out of recall. Writes a DELETE row.
    Delete {
        /// Where it lives.
        namespace: Namespace,
        /// Which memory.
        memory_id: String,
        /// The version that the caller has seen; another one is a
        /// [`StoreError::Conflict`](crate::StoreError::Conflict).
        expected_version: u32,
        /// The memory that takes its place, if one does.
        superseded_by: Option<String>,
    },
    /// Brings in a whole memory from elsewhere, as it is: all versions (oldest first; the last one
    /// is current unless its `valid_to` is set) and its history rows (oldest first; they get new
    /// sequences in this order, everything else is kept). The write's own `change_id`, `at` and
    /// `undoes` are not used. If the namespace already has a memory of this id, nothing is written
    /// and the answer is [`Outcome::Duplicate`]. `Applied` carries the last sequence given, 0 if
    /// there were no rows.
    Import {
        /// The versions with what recall needs of them.
        versions: Vec<(MemoryItem, IndexEntry)>,
        /// The history.
        changes: Vec<Change>,
    },
}

/// What became of one [`Write`], in the order of the writes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// It was made, as this row of history.
    Applied {
        /// The row's sequence.
        sequence: u64,
    },
    /// It was left out: this current memory says the same.
    Duplicate {
        /// The memory that is there.
        of: String,
    },
}
