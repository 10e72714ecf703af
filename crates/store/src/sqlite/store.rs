//! The store as the engine sees it: each method hands its work to a thread that may block.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::path::PathBuf;
use std::sync::{Arc, PoisonError, RwLock};

use async_trait::async_trait;
use jiff::Timestamp;
use mem0_core::StoreError;
use mem0_core::memory_store::{
    CandidateQuery, Candidates, Changes, Erasure, Health, ListQuery, MemoryStore, Outcome, Page,
    ReadCandidates, ReadHistory, ReadMemories, Receipt, ScopeSummary, VersionKey, VersionText,
};
use mem0_core::{Change, EmbedderIdentity, Episode, MemoryItem, Namespace, Scope, ScopeId};

use super::connections::Connections;
use super::database::Location;
use super::segments::Segments;
use super::settings::Settings;
use super::{commit, erase, health, history, memories, meta, outbox, reembed};
use crate::paired::{Outbox, Parcel};

type Result<T> = std::result::Result<T, StoreError>;

/// The embedded store: everything in one SQLite file.
///
/// Cheap to clone; clones share connections and caches. Any number of stores, in any number of
/// processes, may have the same file open. Needs a Tokio runtime.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), mem0_core::StoreError> {
/// use mem0_core::memory_store::MemoryStore;
/// use mem0_store::{Settings, SqliteStore};
///
/// let store = SqliteStore::in_memory(Settings::default())?;
/// assert_eq!(store.health().await?.memories, 0);
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct SqliteStore {
    shared: Arc<Shared>,
}

struct Shared {
    connections: Connections,
    segments: Arc<Segments>,
    /// The embedder that this handle claimed the store for. Another process may embed it anew;
    /// then writes and questions with the old embedder's vectors are refused.
    claimed: RwLock<Option<EmbedderIdentity>>,
}

impl fmt::Debug for SqliteStore {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = self.shared.connections.location().path();
        formatter
            .debug_struct("SqliteStore")
            .field("path", &path)
            .finish_non_exhaustive()
    }
}

impl SqliteStore {
    /// Opens the file, and makes it and its folder where they are missing. Blocks for a moment.
    ///
    /// # Errors
    /// [`StoreError::Open`], [`StoreError::ReadOnly`], [`StoreError::NewerFormat`],
    /// [`StoreError::Corrupt`], [`StoreError::Full`], [`StoreError::Busy`]. A file that is not
    /// ours is left as it is.
    pub fn open(path: impl Into<PathBuf>, settings: Settings) -> Result<Self> {
        Self::at(Location::File(path.into()), settings)
    }

    /// A store that lives as long as this value and its clones, and touches no disk. Reads and
    /// writes take turns.
    ///
    /// # Errors
    /// [`StoreError::Database`] if SQLite can't be started.
    pub fn in_memory(settings: Settings) -> Result<Self> {
        Self::at(Location::Memory, settings)
    }

    fn at(location: Location, settings: Settings) -> Result<Self> {
        let segments = Arc::new(Segments::new(settings.cache_bytes, settings.whole_vectors));
        let connections = Connections::open(location, settings)?;
        let shared = Shared {
            connections,
            segments,
            claimed: RwLock::default(),
        };
        Ok(Self {
            shared: Arc::new(shared),
        })
    }

    fn connections(&self) -> &Connections {
        &self.shared.connections
    }

    fn claimed(&self) -> Option<EmbedderIdentity> {
        self.shared
            .claimed
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    fn set_claimed(&self, embedder: &EmbedderIdentity) {
        let mut claimed = self
            .shared
            .claimed
            .write()
            .unwrap_or_else(PoisonError::into_inner);
        *claimed = Some(embedder.clone());
    }
}

#[async_trait]
impl ReadMemories for SqliteStore {
    async fn get(&self, namespace: &Namespace, memory_id: &str) -> Result<Option<MemoryItem>> {
        let (namespace, memory_id) = (namespace.clone(), memory_id.to_owned());
        self.connections()
            .read("reading a memory", move |it| {
                memories::get(it, &namespace, &memory_id)
            })
            .await
    }

    async fn fetch(&self, keys: &[VersionKey]) -> Result<Vec<(VersionKey, MemoryItem)>> {
        let keys = keys.to_vec();
        self.connections()
            .read("reading memories", move |it| memories::fetch(it, &keys))
            .await
    }

    async fn texts(&self, keys: &[VersionKey]) -> Result<Vec<(VersionKey, String)>> {
        let keys = keys.to_vec();
        self.connections()
            .read("reading texts", move |it| memories::texts(it, &keys))
            .await
    }

    async fn list(&self, query: &ListQuery) -> Result<Page> {
        let query = query.clone();
        self.connections()
            .read("listing memories", move |it| memories::list(it, &query))
            .await
    }

    async fn versions(&self, namespace: &Namespace, memory_id: &str) -> Result<Vec<MemoryItem>> {
        let (namespace, memory_id) = (namespace.clone(), memory_id.to_owned());
        self.connections()
            .read("reading versions", move |it| {
                memories::versions(it, &namespace, &memory_id)
            })
            .await
    }

    async fn known_hashes(
        &self,
        scope: &Scope,
        hashes: &[String],
    ) -> Result<BTreeMap<String, String>> {
        let (scope, hashes) = (scope.clone(), hashes.to_vec());
        self.connections()
            .read("looking for known memories", move |it| {
                memories::known_hashes(it, &scope, &hashes)
            })
            .await
    }

    async fn known_ids(&self, namespace: &Namespace, ids: &[String]) -> Result<BTreeSet<String>> {
        let (namespace, ids) = (namespace.clone(), ids.to_vec());
        self.connections()
            .read("looking for known memories", move |it| {
                memories::known_ids(it, &namespace, ids)
            })
            .await
    }

    async fn summarize(&self, namespace: &Namespace, id: ScopeId) -> Result<Vec<ScopeSummary>> {
        let namespace = namespace.clone();
        self.connections()
            .read("counting memories", move |it| {
                memories::summarize(it, &namespace, id)
            })
            .await
    }
}

#[async_trait]
impl ReadCandidates for SqliteStore {
    async fn candidates(&self, query: &CandidateQuery) -> Result<Candidates> {
        let (query, segments, claimed) =
            (query.clone(), self.shared.segments.clone(), self.claimed());
        self.connections()
            .read("searching", move |it| {
                segments.candidates(it, &query, claimed.as_ref())
            })
            .await
    }

    async fn speakers(&self, scope: &Scope) -> Result<Vec<Arc<str>>> {
        let (scope, segments) = (scope.clone(), self.shared.segments.clone());
        self.connections()
            .read("searching", move |it| segments.speakers(it, &scope))
            .await
    }
}

#[async_trait]
impl ReadHistory for SqliteStore {
    async fn history(&self, namespace: &Namespace, memory_id: &str) -> Result<Vec<Change>> {
        let (namespace, memory_id) = (namespace.clone(), memory_id.to_owned());
        self.connections()
            .read("reading history", move |it| {
                history::history(it, &namespace, &memory_id)
            })
            .await
    }

    async fn changes(&self, scope: &Scope, after: u64, limit: usize) -> Result<Vec<Change>> {
        let scope = scope.clone();
        self.connections()
            .read("reading changes", move |it| {
                history::changes(it, &scope, after, limit)
            })
            .await
    }

    async fn episodes(&self, ids: &[String]) -> Result<Vec<Episode>> {
        let ids = ids.to_vec();
        self.connections()
            .read("reading episodes", move |it| history::episodes(it, &ids))
            .await
    }

    async fn recent_episodes(&self, scope: &Scope, limit: usize) -> Result<Vec<Episode>> {
        let scope = scope.clone();
        self.connections()
            .read("reading episodes", move |it| {
                history::recent_episodes(it, &scope, limit)
            })
            .await
    }

    async fn pending_episodes(&self, scope: &Scope) -> Result<Vec<Episode>> {
        let scope = scope.clone();
        self.connections()
            .read("reading episodes", move |it| {
                history::pending_episodes(it, &scope)
            })
            .await
    }

    async fn all_episodes(
        &self,
        scope: &Scope,
        offset: usize,
        limit: usize,
    ) -> Result<Vec<Episode>> {
        let scope = scope.clone();
        self.connections()
            .read("reading episodes", move |it| {
                history::all_episodes(it, &scope, offset, limit)
            })
            .await
    }
}

#[async_trait]
impl MemoryStore for SqliteStore {
    async fn commit(&self, changes: Changes) -> Result<Vec<Outcome>> {
        if changes.episodes.is_empty() && changes.writes.is_empty() {
            return Ok(Vec::new());
        }
        let claimed = self.claimed();
        self.connections()
            .write("writing", move |it| {
                commit::commit(it, &changes, claimed.as_ref())
            })
            .await
    }

    async fn erase(&self, erasure: &Erasure, at: Timestamp) -> Result<Receipt> {
        let (erasure, segments) = (erasure.clone(), self.shared.segments.clone());
        self.connections()
            .alone("erasing", move |it| {
                let receipt = erase::erase(it, &erasure, at);
                segments.clear();
                receipt
            })
            .await
    }

    async fn embedder(&self) -> Result<Option<EmbedderIdentity>> {
        self.connections()
            .read("reading whose vectors they are", |it| {
                meta::embedder(&it.connection)
            })
            .await
    }

    async fn claim(&self, embedder: &EmbedderIdentity) -> Result<()> {
        let identity = embedder.clone();
        self.connections()
            .write("claiming the store", move |it| {
                reembed::claim(it, &identity)
            })
            .await?;
        self.set_claimed(embedder);
        Ok(())
    }

    async fn outdated_texts(
        &self,
        embedder: &EmbedderIdentity,
        after: Option<VersionKey>,
        limit: usize,
    ) -> Result<Vec<VersionText>> {
        let embedder = embedder.clone();
        self.connections()
            .read("reading texts to embed", move |it| {
                reembed::outdated_texts(it, &embedder, after, limit)
            })
            .await
    }

    async fn stage_vectors(
        &self,
        embedder: &EmbedderIdentity,
        vectors: Vec<(VersionKey, Vec<f32>)>,
    ) -> Result<()> {
        let embedder = embedder.clone();
        self.connections()
            .write("staging vectors", move |it| {
                reembed::stage_vectors(it, &embedder, &vectors)
            })
            .await
    }

    async fn adopt(&self, embedder: &EmbedderIdentity) -> Result<()> {
        let (identity, segments) = (embedder.clone(), self.shared.segments.clone());
        self.connections()
            .write("adopting new vectors", move |it| {
                reembed::adopt(it, &identity)?;
                segments.clear();
                Ok(())
            })
            .await?;
        self.set_claimed(embedder);
        Ok(())
    }

    async fn note(&self, name: &str) -> Result<Option<String>> {
        let name = name.to_owned();
        self.connections()
            .read("reading a note", move |it| {
                meta::note(&it.connection, &name)
            })
            .await
    }

    async fn keep_note(&self, name: &str, text: &str) -> Result<()> {
        let (name, text) = (name.to_owned(), text.to_owned());
        self.connections()
            .write("keeping a note", move |it| {
                meta::keep_note(&it.connection, &name, &text)
            })
            .await
    }

    async fn health(&self) -> Result<Health> {
        let path = self.connections().location().path().to_owned();
        self.connections()
            .read("checking the store", move |it| health::health(it, &path))
            .await
    }

    async fn close(&self) -> Result<()> {
        self.shared.segments.clear();
        self.connections().close().await
    }
}

#[async_trait]
impl Outbox for SqliteStore {
    async fn open_outbox(&self, namespace: &Namespace) -> Result<bool> {
        let namespace = namespace.clone();
        self.connections()
            .write("pairing the store", move |it| outbox::open(it, &namespace))
            .await
    }

    async fn redeliver(&self, namespace: &Namespace) -> Result<()> {
        let namespace = namespace.clone();
        self.connections()
            .write("noting what to deliver", move |it| {
                outbox::redeliver(it, &namespace)
            })
            .await
    }

    async fn undelivered(&self, namespace: &Namespace, after: i64, limit: usize) -> Result<Parcel> {
        let namespace = namespace.clone();
        self.connections()
            .read("reading what to deliver", move |it| {
                outbox::read(it, &namespace, after, limit)
            })
            .await
    }

    async fn delivered(&self, namespace: &Namespace, parcel: &Parcel) -> Result<()> {
        let (namespace, parcel) = (namespace.clone(), parcel.clone());
        self.connections()
            .write("noting what was delivered", move |it| {
                outbox::delivered(it, &namespace, &parcel)
            })
            .await
    }

    async fn pass_over(&self, namespace: &Namespace, ids: &[String]) -> Result<()> {
        let (namespace, ids) = (namespace.clone(), ids.to_vec());
        self.connections()
            .write("noting what was delivered", move |it| {
                outbox::pass_over(it, &namespace, &ids)
            })
            .await
    }

    async fn are_waiting(&self, namespace: &Namespace, ids: &[String]) -> Result<BTreeSet<String>> {
        let (namespace, ids) = (namespace.clone(), ids.to_vec());
        self.connections()
            .read("reading what to deliver", move |it| {
                outbox::are_waiting(it, &namespace, ids)
            })
            .await
    }

    async fn waiting(&self, namespace: &Namespace) -> Result<usize> {
        let namespace = namespace.clone();
        self.connections()
            .read("counting what to deliver", move |it| {
                outbox::waiting(it, &namespace)
            })
            .await
    }

    async fn newest_delivered(&self, namespace: &Namespace, limit: usize) -> Result<Vec<String>> {
        let namespace = namespace.clone();
        self.connections()
            .read("reading what was delivered", move |it| {
                outbox::newest_delivered(it, &namespace, limit)
            })
            .await
    }
}
