//! The plainest store there can be: lists in memory, every question answered by looking at every
//! row. Slow, and obviously right: the oracle for other stores, and a stand-in for unit tests.

mod erasing;
mod reading;
mod recall;
mod writing;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use jiff::Timestamp;
use mem0_core::memory_store::{
    Changes, Erasure, Health, IndexEntry, Outcome, Receipt, VersionKey, VersionText,
};
use mem0_core::{
    Change, EmbedderIdentity, Episode, MemoryItem, MemoryStore, Namespace, Scope, StoreError,
};

use crate::lock;

type Result<T> = std::result::Result<T, StoreError>;

/// A [`MemoryStore`] in memory.
#[derive(Debug, Default)]
pub struct ReferenceStore {
    state: Mutex<State>,
}

/// All that a store knows. A commit works on a copy, which replaces the state if all went well.
#[derive(Debug, Clone, Default)]
struct State {
    rows: Vec<Row>,
    changes: Vec<Change>,
    /// In the order of their arrival.
    episodes: Vec<Episode>,
    last_key: i64,
    last_sequence: u64,
    embedder: Option<EmbedderIdentity>,
    staged: Option<Staged>,
    notes: BTreeMap<String, String>,
    closed: bool,
}

/// One version of one memory.
#[derive(Debug, Clone)]
struct Row {
    key: VersionKey,
    item: MemoryItem,
    index: Arc<IndexEntry>,
}

/// Vectors that wait to be adopted.
#[derive(Debug, Clone)]
struct Staged {
    embedder: EmbedderIdentity,
    vectors: BTreeMap<VersionKey, Vec<f32>>,
}

impl ReferenceStore {
    /// An empty store.
    pub fn new() -> Self {
        Self::default()
    }

    fn read<T>(&self, read: impl FnOnce(&State) -> T) -> Result<T> {
        let state = lock(&self.state);
        if state.closed {
            return Err(StoreError::Closed);
        }
        Ok(read(&state))
    }

    fn write<T>(&self, write: impl FnOnce(&mut State) -> Result<T>) -> Result<T> {
        let mut state = lock(&self.state);
        if state.closed {
            return Err(StoreError::Closed);
        }
        let mut copy = state.clone();
        let written = write(&mut copy)?;
        *state = copy;
        Ok(written)
    }
}

impl State {
    fn items_of(
        &self,
        namespace: &Namespace,
        memory_id: &str,
    ) -> impl Iterator<Item = &MemoryItem> {
        self.rows
            .iter()
            .map(|row| &row.item)
            .filter(move |item| item.scope.namespace == *namespace && item.id == memory_id)
    }

    fn known(&self, scope: &Scope, hash: &str) -> Option<&MemoryItem> {
        self.rows
            .iter()
            .map(|row| &row.item)
            .find(|item| item.is_current() && item.hash == hash && item.scope == *scope)
    }

    /// How long vectors are here: as the claimed embedder makes them, else as the first one is.
    fn dimensions(&self) -> Option<usize> {
        let of_vectors = || {
            let mut lengths = self.rows.iter().map(|row| row.index.vector.len());
            lengths.find(|length| *length > 0)
        };
        self.embedder
            .as_ref()
            .map(|embedder| embedder.dimensions)
            .or_else(of_vectors)
    }

    /// Whether a version needs no other vector to belong to this embedder.
    fn belongs_to(&self, row: &Row, embedder: &EmbedderIdentity) -> bool {
        let in_use = self.embedder.as_ref() == Some(embedder);
        let staged = self
            .staged
            .as_ref()
            .is_some_and(|it| it.embedder == *embedder && it.vectors.contains_key(&row.key));
        in_use || staged
    }
}

#[async_trait]
impl MemoryStore for ReferenceStore {
    async fn commit(&self, changes: Changes) -> Result<Vec<Outcome>> {
        self.write(|state| state.apply(changes))
    }

    async fn erase(&self, erasure: &Erasure, at: Timestamp) -> Result<Receipt> {
        self.write(|state| Ok(state.erase(erasure, at)))
    }

    async fn embedder(&self) -> Result<Option<EmbedderIdentity>> {
        self.read(|state| state.embedder.clone())
    }

    async fn claim(&self, embedder: &EmbedderIdentity) -> Result<()> {
        self.write(|state| match &state.embedder {
            Some(stored) if stored != embedder => Err(StoreError::OtherEmbedder {
                stored: stored.to_string(),
                configured: embedder.to_string(),
            }),
            _ => {
                state.embedder = Some(embedder.clone());
                Ok(())
            }
        })
    }

    async fn outdated_texts(
        &self,
        embedder: &EmbedderIdentity,
        after: Option<VersionKey>,
        limit: usize,
    ) -> Result<Vec<VersionText>> {
        self.read(|state| {
            state
                .rows
                .iter()
                .filter(|row| after.is_none_or(|after| row.key > after))
                .filter(|row| !state.belongs_to(row, embedder))
                .take(limit)
                .map(|row| VersionText {
                    key: row.key,
                    text: row.item.text.clone(),
                })
                .collect()
        })
    }

    async fn stage_vectors(
        &self,
        embedder: &EmbedderIdentity,
        vectors: Vec<(VersionKey, Vec<f32>)>,
    ) -> Result<()> {
        self.write(|state| {
            let expected = embedder.dimensions;
            if let Some((_, vector)) = vectors.iter().find(|(_, it)| it.len() != expected) {
                return Err(StoreError::Dimensions {
                    expected,
                    found: vector.len(),
                });
            }
            let staged = match &mut state.staged {
                Some(staged) if staged.embedder == *embedder => staged,
                other => other.insert(Staged {
                    embedder: embedder.clone(),
                    vectors: BTreeMap::new(),
                }),
            };
            staged.vectors.extend(vectors);
            Ok(())
        })
    }

    async fn adopt(&self, embedder: &EmbedderIdentity) -> Result<()> {
        self.write(|state| {
            let missing = state
                .rows
                .iter()
                .filter(|row| !state.belongs_to(row, embedder));
            let missing = missing.count();
            if missing > 0 {
                return Err(StoreError::Database {
                    doing: "adopting new vectors",
                    problem: format!("{missing} versions have none"),
                });
            }
            let mut staged = state
                .staged
                .take()
                .filter(|staged| staged.embedder == *embedder);
            for row in &mut state.rows {
                if let Some(vector) = staged.as_mut().and_then(|it| it.vectors.remove(&row.key)) {
                    Arc::make_mut(&mut row.index).vector = vector;
                }
            }
            state.embedder = Some(embedder.clone());
            Ok(())
        })
    }

    async fn note(&self, name: &str) -> Result<Option<String>> {
        self.read(|state| state.notes.get(name).cloned())
    }

    async fn keep_note(&self, name: &str, text: &str) -> Result<()> {
        self.write(|state| {
            state.notes.insert(name.to_owned(), text.to_owned());
            Ok(())
        })
    }

    async fn health(&self) -> Result<Health> {
        self.read(|state| Health {
            location: "memory".to_owned(),
            format: 1,
            memories: state
                .rows
                .iter()
                .filter(|row| row.item.is_current())
                .count(),
            versions: state.rows.len(),
            changes: state.changes.len(),
            episodes: state.episodes.len(),
            pending_episodes: state.episodes.iter().filter(|it| !it.extracted).count(),
            bytes: 0,
            embedder: state.embedder.clone(),
            problems: Vec::new(),
        })
    }

    async fn close(&self) -> Result<()> {
        lock(&self.state).closed = true;
        Ok(())
    }
}
