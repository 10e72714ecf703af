//! What the engine wants of a store.
//!
//! A store is written by one method, [`MemoryStore::commit`], which is atomic by shape: all of
//! its [`Changes`] are kept, or none. It is read through small traits: [`ReadMemories`],
//! [`ReadCandidates`], [`ReadHistory`].

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use async_trait::async_trait;
use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

use crate::change::Change;
use crate::embedder::EmbedderIdentity;
use crate::episode::Episode;
use crate::error::StoreError;
use crate::filter::Filter;
use crate::memory::MemoryItem;
use crate::scope::{Namespace, Scope, ScopeId};

type Result<T> = std::result::Result<T, StoreError>;

/// Names one version of one memory inside one store.
///
/// Small and cheap to copy, never reused, meaningless outside the store that gave it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct VersionKey(pub i64);

// --- writing ---------------------------------------------------------------------------------

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
        /// The version that the caller has seen; another one is a [`StoreError::Conflict`].
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
        /// The version that the caller has seen; another one is a [`StoreError::Conflict`].
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

// --- reading ---------------------------------------------------------------------------------

/// Which versions of memories a read sees.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct View {
    /// Versions that held at this moment; `None`: current ones.
    pub as_of: Option<Timestamp>,
    /// Today (UTC): what expired before it is hidden.
    pub today: Date,
    /// Whether expired memories are shown all the same.
    pub show_expired: bool,
}

impl View {
    /// What is current and not expired on this day.
    pub fn current(today: Date) -> Self {
        Self {
            as_of: None,
            today,
            show_expired: false,
        }
    }

    /// Whether this version is seen.
    pub fn shows(&self, item: &MemoryItem) -> bool {
        let held = self
            .as_of
            .map_or(item.is_current(), |moment| item.held_at(moment));
        held && (self.show_expired || !item.is_expired(self.today))
    }
}

/// A page of a list: `created_at` descending, then id ascending.
#[derive(Debug, Clone)]
pub struct ListQuery {
    /// Whose memories. Without any id: the whole namespace.
    pub scope: Scope,
    /// Which of them.
    pub filter: Option<Filter>,
    /// Which versions.
    pub view: View,
    /// How many to pass over.
    pub offset: usize,
    /// How many at most.
    pub limit: usize,
}

/// A page of memories.
#[derive(Debug, Clone, Default)]
pub struct Page {
    /// The memories of this page.
    pub items: Vec<MemoryItem>,
    /// How many there are on all pages.
    pub total: usize,
}

/// What to look for in a scope.
#[derive(Debug, Clone)]
pub struct CandidateQuery {
    /// Whose memories.
    pub scope: Scope,
    /// Which of them.
    pub filter: Option<Filter>,
    /// Which versions.
    pub view: View,
    /// The question's embedding, of length 1. `None`: no dense signal.
    pub vector: Option<Vec<f32>>,
    /// The question's terms with their weights (≥ 0).
    pub terms: Vec<(u64, f32)>,
    /// Keys of entities that the question names.
    pub entities: Vec<String>,
    /// The span of time that the question asks about.
    pub times: Vec<TimeSpan>,
    /// How many candidates each of the signals dense, lexical, entity and time may bring in.
    pub pool: usize,
    /// How many neighbours on each side come along with every row that a signal brings in: the
    /// rows before and after it, in the order of the keys, among the rows of its run that scope,
    /// filter and view let through. They bring in no neighbours of their own; a row without a run
    /// has none.
    pub neighbours: usize,
    /// If scope, filter and view let through no more rows than this, all of them are candidates,
    /// whether a signal speaks for them or not. 0: never.
    pub everything_below: usize,
}

/// Everything that any signal brought in, with its neighbours, each with the statistics that
/// signals need.
#[derive(Debug, Clone, Default)]
pub struct Candidates {
    /// The union, each version once, in no particular order.
    pub hits: Vec<Candidate>,
    /// The conversations that hits belong to, each once, in no particular order.
    pub sessions: Vec<Session>,
    /// What BM25 needs to know of the rows that the scope, filter and view let through.
    pub lexical: LexicalStatistics,
    /// Which entities of the question are known to how many memories.
    pub entity_frequency: BTreeMap<String, usize>,
}

/// One version that may answer.
#[derive(Debug, Clone)]
pub struct Candidate {
    /// Which version.
    pub key: VersionKey,
    /// Cosine with the question, computed exactly; `None` if the question or the row has no
    /// vector.
    pub dense: Option<f32>,
    /// How often each of the question's terms occurs, in the order of the query.
    pub term_counts: Vec<u16>,
    /// Length of the text in terms.
    pub length: u32,
    /// Which of the question's entities it names, as places in the query.
    pub entities: Vec<usize>,
    /// Who said it.
    pub speaker: Option<Arc<str>>,
    /// The conversation it belongs to.
    pub run_id: Option<Arc<str>>,
    /// When it was said or true.
    pub occurred_at: Timestamp,
    /// When it came to be.
    pub created_at: Timestamp,
    /// Spans of time that it speaks of.
    pub times: Vec<TimeSpan>,
    /// What the text offers, as the engine wrote it.
    pub features: u32,
    /// What the text speaks of, as the engine wrote it.
    pub aspects: u64,
    /// The place in [`Candidates::hits`] of the row directly before it in its run, among those
    /// that scope, filter and view let through; `None` if that row is no hit, or there is none.
    pub previous: Option<usize>,
    /// The same for the row directly after it.
    pub next: Option<usize>,
    /// The place of its conversation in [`Candidates::sessions`]; `None` without `run_id`.
    pub session: Option<usize>,
}

/// A conversation that hits belong to: all rows with one `run_id` that scope, filter and view let
/// through, hits or not.
#[derive(Debug, Clone, PartialEq)]
pub struct Session {
    /// Its id.
    pub run_id: Arc<str>,
    /// How many rows it has.
    pub memories: usize,
    /// Their length in terms, summed.
    pub length: u64,
    /// How often each of the question's terms occurs in them, in the order of the query.
    pub term_counts: Vec<u32>,
}

/// What BM25 needs to know of a collection.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct LexicalStatistics {
    /// How many memories there are.
    pub documents: usize,
    /// Their mean length in terms; 0 when there are none.
    pub average_length: f32,
    /// In how many of them each of the question's terms occurs, in the order of the query.
    pub document_frequency: Vec<usize>,
    /// How many conversations (distinct `run_id`s) they belong to.
    pub sessions: usize,
    /// The conversations' mean length in terms; 0 when there are none.
    pub average_session_length: f32,
    /// In how many conversations each of the question's terms occurs, in the order of the query.
    pub session_frequency: Vec<usize>,
}

/// Who has memories here, and how many.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScopeSummary {
    /// Which kind of id.
    pub id: ScopeId,
    /// Its value.
    pub value: String,
    /// Number of current memories.
    pub memories: usize,
    /// When the oldest current memory came to be.
    pub created_at: Timestamp,
    /// When the newest version came to be.
    pub updated_at: Timestamp,
}

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

/// Reads memories.
#[async_trait]
pub trait ReadMemories: Send + Sync {
    /// The current version of a memory, expired or not; `None` if there is none.
    async fn get(&self, namespace: &Namespace, memory_id: &str) -> Result<Option<MemoryItem>>;

    /// These versions, in the order of the keys; a key that is gone is left out.
    async fn fetch(&self, keys: &[VersionKey]) -> Result<Vec<(VersionKey, MemoryItem)>>;

    /// The texts of these versions alone, in the order of the keys; a key that is gone is left out.
    async fn texts(&self, keys: &[VersionKey]) -> Result<Vec<(VersionKey, String)>> {
        let items = self.fetch(keys).await?.into_iter();
        Ok(items.map(|(key, item)| (key, item.text)).collect())
    }

    /// A page of memories.
    async fn list(&self, query: &ListQuery) -> Result<Page>;

    /// All versions of a memory, oldest first; also of a deleted one.
    async fn versions(&self, namespace: &Namespace, memory_id: &str) -> Result<Vec<MemoryItem>>;

    /// Which of these hashes belong to a current memory with *exactly* this scope (equal ids,
    /// absent ones included), and to which.
    async fn known_hashes(
        &self,
        scope: &Scope,
        hashes: &[String],
    ) -> Result<BTreeMap<String, String>>;

    /// Which of these ids belong to a memory of this namespace, current or not.
    async fn known_ids(&self, namespace: &Namespace, ids: &[String]) -> Result<BTreeSet<String>>;

    /// Who has memories here, by this kind of id, most recently changed first.
    async fn summarize(&self, namespace: &Namespace, id: ScopeId) -> Result<Vec<ScopeSummary>>;
}

/// Finds candidates for an answer.
#[async_trait]
pub trait ReadCandidates: Send + Sync {
    /// The union of the best `pool` rows of each signal among what scope, filter and view let
    /// through, with their neighbours; or all that is let through, if it is little (see
    /// [`CandidateQuery::everything_below`]). Every commit acknowledged before the call, by whichever process, is seen.
    async fn candidates(&self, query: &CandidateQuery) -> Result<Candidates>;

    /// Names of those who said what is current in this scope, each once, in no particular order.
    /// May hold more people of the same user, agent, run or app; never of another one.
    async fn speakers(&self, scope: &Scope) -> Result<Vec<Arc<str>>>;
}

/// Reads what happened and what was said.
#[async_trait]
pub trait ReadHistory: Send + Sync {
    /// The changes of a memory in the order of their sequence; empty for an unknown id. Rows
    /// outlive the memory, until it is forgotten.
    async fn history(&self, namespace: &Namespace, memory_id: &str) -> Result<Vec<Change>>;

    /// All changes of a scope with a sequence above `after`, in order, at most `limit`.
    async fn changes(&self, scope: &Scope, after: u64, limit: usize) -> Result<Vec<Change>>;

    /// The episodes with these ids, in order of the ids; unknown ones are left out.
    async fn episodes(&self, ids: &[String]) -> Result<Vec<Episode>>;

    /// The latest `limit` episodes of a scope, oldest first.
    async fn recent_episodes(&self, scope: &Scope, limit: usize) -> Result<Vec<Episode>>;

    /// Episodes of a scope that no memories were drawn from yet, oldest first.
    async fn pending_episodes(&self, scope: &Scope) -> Result<Vec<Episode>>;

    /// All episodes of a scope in order of their arrival, passing over `offset`, at most `limit`.
    async fn all_episodes(
        &self,
        scope: &Scope,
        offset: usize,
        limit: usize,
    ) -> Result<Vec<Episode>>;
}

/// A place where memories are kept.
#[async_trait]
pub trait MemoryStore: ReadMemories + ReadCandidates + ReadHistory {
    /// Writes everything in one transaction: kill the process at any moment and all of it is
    /// there, or nothing.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] if a memory is not at the expected version;
    /// [`StoreError::Dimensions`] if a vector doesn't fit; others if writing failed. In every
    /// case nothing was written.
    async fn commit(&self, changes: Changes) -> Result<Vec<Outcome>>;

    /// Erases for good: afterwards the text stands in no byte of the store's files.
    async fn erase(&self, erasure: &Erasure, at: Timestamp) -> Result<Receipt>;

    /// Which model made the vectors; `None` while nobody has claimed the store.
    async fn embedder(&self) -> Result<Option<EmbedderIdentity>>;

    /// Claims a store that nobody has claimed.
    ///
    /// # Errors
    /// [`StoreError::OtherEmbedder`] if it belongs to another model.
    async fn claim(&self, embedder: &EmbedderIdentity) -> Result<()>;

    /// Texts of versions whose vector was not made by `embedder`, with a key above `after`, in
    /// the order of their keys, at most `limit`.
    async fn outdated_texts(
        &self,
        embedder: &EmbedderIdentity,
        after: Option<VersionKey>,
        limit: usize,
    ) -> Result<Vec<VersionText>>;

    /// Puts new vectors, made by `embedder`, in place. Recall goes on with the old ones until
    /// [`Self::adopt`].
    async fn stage_vectors(
        &self,
        embedder: &EmbedderIdentity,
        vectors: Vec<(VersionKey, Vec<f32>)>,
    ) -> Result<()>;

    /// Makes the staged vectors the ones that recall uses, and the store `embedder`'s.
    ///
    /// # Errors
    /// If a version has no staged vector: nothing changes.
    async fn adopt(&self, embedder: &EmbedderIdentity) -> Result<()>;

    /// Checks itself.
    async fn health(&self) -> Result<Health>;

    /// Finishes pending work and lets go of files. Later calls fail with [`StoreError::Closed`].
    async fn close(&self) -> Result<()>;
}
