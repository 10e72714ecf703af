//! Moving memories in, whole: with ids, versions, history and messages.

use mem0_core::memory_store::{Action, Changes, Outcome, Write};
use mem0_core::{Change, Episode, MemoryItem, Purpose, Result};
use serde::{Deserialize, Serialize};

use super::Engine;
use crate::ingest::write::index;

/// One record of an export, and so of an import.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "record", rename_all = "snake_case")]
#[expect(
    clippy::large_enum_variant,
    reason = "a record is made once and moved once"
)]
pub enum ImportRecord {
    /// A memory with all its versions, oldest first, and its history in order.
    Memory {
        /// The versions.
        versions: Vec<MemoryItem>,
        /// The history.
        #[serde(default)]
        history: Vec<Change>,
    },
    /// A message as it was said.
    Episode(Episode),
}

/// A memory on its way in: its versions and its history.
type ImportedMemory = (Vec<MemoryItem>, Vec<Change>);

/// What became of an import.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Imported {
    /// Memories that came in.
    pub memories: usize,
    /// Memories that were left out because one with the same id is there.
    pub skipped: usize,
    /// Messages that came in.
    pub episodes: usize,
}

impl Engine {
    /// Brings in records from an export, all in one commit, into this engine's namespace. Ids and
    /// times are kept; a memory whose id is there already is skipped. Where a version names no
    /// language, it is found out.
    ///
    /// # Errors
    /// The embedder or the store failed: nothing came in.
    pub async fn import(&self, records: Vec<ImportRecord>) -> Result<Imported> {
        self.claim().await?;
        let namespace = &self.parts.settings.namespace;
        let mut memories = Vec::new();
        let mut episodes = Vec::new();
        for record in records {
            match record {
                ImportRecord::Episode(mut episode) => {
                    episode.scope.namespace.clone_from(namespace);
                    episodes.push(episode);
                }
                ImportRecord::Memory {
                    mut versions,
                    mut history,
                } => {
                    for version in &mut versions {
                        version.scope.namespace.clone_from(namespace);
                        if version.language.is_empty() {
                            let language = mem0_text::detect(&version.text);
                            version.language = language.code().to_owned();
                        }
                    }
                    for change in &mut history {
                        change.scope.namespace.clone_from(namespace);
                    }
                    memories.push((versions, history));
                }
            }
        }
        let (memories, skipped) = self.unknown(memories).await?;
        let mut imported = Imported {
            episodes: episodes.len(),
            skipped,
            ..Imported::default()
        };
        let writes = self.import_writes(memories).await?;
        for outcome in self
            .parts
            .store
            .commit(Changes { episodes, writes })
            .await?
        {
            match outcome {
                Outcome::Applied { .. } => imported.memories += 1,
                Outcome::Duplicate { .. } => imported.skipped += 1,
            }
        }
        Ok(imported)
    }

    /// The memories that are not here yet, and how many are: those need no embedding.
    async fn unknown(
        &self,
        mut memories: Vec<ImportedMemory>,
    ) -> Result<(Vec<ImportedMemory>, usize)> {
        let ids: Vec<String> = memories
            .iter()
            .filter_map(|(versions, _)| versions.first().map(|version| version.id.clone()))
            .collect();
        let namespace = &self.parts.settings.namespace;
        let known = self.parts.store.known_ids(namespace, &ids).await?;
        let all = memories.len();
        memories.retain(|(versions, _)| {
            versions
                .first()
                .is_none_or(|version| !known.contains(&version.id))
        });
        let skipped = all - memories.len();
        Ok((memories, skipped))
    }

    async fn import_writes(
        &self,
        memories: Vec<(Vec<MemoryItem>, Vec<Change>)>,
    ) -> Result<Vec<Write>> {
        let texts: Vec<String> = memories
            .iter()
            .flat_map(|(versions, _)| versions.iter().map(|version| version.text.clone()))
            .collect();
        let mut vectors = self
            .parts
            .embedder
            .embed(&texts, Purpose::Document)
            .await?
            .into_iter();
        let now = self.parts.clock.now();
        Ok(memories
            .into_iter()
            .filter(|(versions, _)| !versions.is_empty())
            .map(|(versions, changes)| {
                let versions = versions
                    .into_iter()
                    .map(|version| {
                        let vector = vectors.next().unwrap_or_default();
                        let index = index(&version, vector);
                        (version, index)
                    })
                    .collect();
                Write {
                    change_id: self.parts.ids.next_id(),
                    at: now,
                    undoes: None,
                    action: Action::Import { versions, changes },
                }
            })
            .collect())
    }

    /// One memory as an export writes it: with all versions and its history; also a deleted one.
    /// `None` if nothing is known of the id.
    ///
    /// # Errors
    /// The store failed.
    pub async fn exported(&self, memory_id: &str) -> Result<Option<ImportRecord>> {
        let namespace = &self.parts.settings.namespace;
        let versions = self.parts.store.versions(namespace, memory_id).await?;
        if versions.is_empty() {
            return Ok(None);
        }
        let history = self.parts.store.history(namespace, memory_id).await?;
        Ok(Some(ImportRecord::Memory { versions, history }))
    }
}
