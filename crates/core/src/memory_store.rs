//! What the engine wants of a store.
//!
//! A store is written by one method, [`MemoryStore::commit`], which is atomic by shape: all of
//! its [`Changes`] are kept, or none. It is read through small traits: [`ReadMemories`],
//! [`ReadCandidates`], [`ReadHistory`].

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use async_trait::async_trait;
use jiff::Timestamp;

use crate::change::Change;
use crate::embedder::EmbedderIdentity;
use crate::episode::Episode;
use crate::error::StoreError;
use crate::memory::MemoryItem;
use crate::scope::{Namespace, Scope, ScopeId};

mod candidates;
mod commit;
mod index;
mod list;
mod strangers;
mod upkeep;

pub use candidates::{Candidate, CandidateQuery, Candidates, LexicalStatistics, Session};
pub use commit::{Action, Changes, Outcome, Write};
pub use index::{EntityMention, IndexEntry, TimeSpan};
pub use list::{ListQuery, Page, ScopeSummary, View};
pub use strangers::{Met, Strangers};
pub use upkeep::{Erasure, Health, Receipt, VersionText};

type Result<T> = std::result::Result<T, StoreError>;

/// Names one version of one memory inside one store.
///
/// Small and cheap to copy, never reused, meaningless outside the store that gave it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct VersionKey(pub i64);

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

    /// Memories that other programs put where this store keeps its own, and that it has not taken
    /// in. Whoever asks takes them in, with [`Action::Import`]. A store that nobody else writes to
    /// has none.
    ///
    /// # Errors
    /// Where others write could not be read.
    async fn strangers(&self, which: Strangers<'_>) -> Result<Met> {
        let _ = which;
        Ok(Met::default())
    }

    /// What was kept under this name with [`Self::keep_note`]; `None` if nothing was, or if this
    /// store keeps no notes.
    async fn note(&self, name: &str) -> Result<Option<String>> {
        let _ = name;
        Ok(None)
    }

    /// Keeps something small that was found out about the store and that nobody should have to
    /// find out again. It is no memory: it survives every erasure, so nothing that a user said
    /// belongs there, and whoever reads it must be able to do without.
    async fn keep_note(&self, name: &str, text: &str) -> Result<()> {
        let _ = (name, text);
        Ok(())
    }

    /// Checks itself.
    async fn health(&self) -> Result<Health>;

    /// Finishes pending work and lets go of files. Later calls fail with [`StoreError::Closed`].
    async fn close(&self) -> Result<()>;
}
