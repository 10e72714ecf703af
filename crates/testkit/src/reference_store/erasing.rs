//! Forgetting for good.

use std::collections::BTreeSet;

use jiff::Timestamp;
use mem0_core::memory_store::{Erasure, Receipt};
use mem0_core::{Change, Episode, MemoryItem};

use super::State;

impl State {
    pub(super) fn erase(&mut self, erasure: &Erasure, at: Timestamp) -> Receipt {
        let lonely = self.episodes_of_it_alone(erasure);
        let memory_goes = |item: &MemoryItem| match erasure {
            Erasure::Memory {
                namespace,
                memory_id,
            } => item.scope.namespace == *namespace && item.id == *memory_id,
            Erasure::Scope(scope) => scope.admits(&item.scope),
            Erasure::Everything => true,
        };
        let change_goes = |change: &Change| match erasure {
            Erasure::Memory {
                namespace,
                memory_id,
            } => change.scope.namespace == *namespace && change.memory_id == *memory_id,
            Erasure::Scope(scope) => scope.admits(&change.scope),
            Erasure::Everything => true,
        };
        let episode_goes = |episode: &Episode| match erasure {
            Erasure::Memory { .. } => lonely.contains(&episode.id),
            Erasure::Scope(scope) => scope.admits(&episode.scope),
            Erasure::Everything => true,
        };

        let gone = self.rows.iter().filter(|row| memory_goes(&row.item));
        let memories = gone
            .map(|row| row.item.id.as_str())
            .collect::<BTreeSet<_>>()
            .len();
        let before = (self.rows.len(), self.changes.len(), self.episodes.len());
        self.rows.retain(|row| !memory_goes(&row.item));
        self.changes.retain(|change| !change_goes(change));
        self.episodes.retain(|episode| !episode_goes(episode));
        if *erasure == Erasure::Everything {
            // An empty store may belong to anybody.
            self.embedder = None;
            self.staged = None;
        }
        if let Some(staged) = &mut self.staged {
            staged
                .vectors
                .retain(|key, _| self.rows.iter().any(|row| row.key == *key));
        }
        Receipt {
            memories,
            versions: before.0 - self.rows.len(),
            changes: before.1 - self.changes.len(),
            episodes: before.2 - self.episodes.len(),
            erased_at: Some(at),
        }
    }

    /// The episodes that no other memory came from.
    fn episodes_of_it_alone(&self, erasure: &Erasure) -> BTreeSet<String> {
        let Erasure::Memory {
            namespace,
            memory_id,
        } = erasure
        else {
            return BTreeSet::new();
        };
        let (its, others): (Vec<_>, Vec<_>) = self
            .rows
            .iter()
            .map(|row| &row.item)
            .partition(|item| item.scope.namespace == *namespace && item.id == *memory_id);
        let sources = |items: Vec<&MemoryItem>| -> BTreeSet<String> {
            items
                .iter()
                .flat_map(|item| item.sources.iter().cloned())
                .collect()
        };
        sources(its).difference(&sources(others)).cloned().collect()
    }
}
