//! Memories, history and episodes read back.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use async_trait::async_trait;
use mem0_core::memory_store::{
    ListQuery, Page, ReadHistory, ReadMemories, ScopeSummary, VersionKey,
};
use mem0_core::{Change, Episode, MemoryItem, Namespace, Scope, ScopeId};

use super::{ReferenceStore, Result};

#[async_trait]
impl ReadMemories for ReferenceStore {
    async fn get(&self, namespace: &Namespace, memory_id: &str) -> Result<Option<MemoryItem>> {
        self.read(|state| {
            let mut versions = state.items_of(namespace, memory_id);
            versions.find(|item| item.is_current()).cloned()
        })
    }

    async fn fetch(&self, keys: &[VersionKey]) -> Result<Vec<(VersionKey, MemoryItem)>> {
        self.read(|state| {
            keys.iter()
                .filter_map(|key| state.rows.iter().find(|row| row.key == *key))
                .map(|row| (row.key, row.item.clone()))
                .collect()
        })
    }

    async fn list(&self, query: &ListQuery) -> Result<Page> {
        self.read(|state| {
            let mut items: Vec<_> = state
                .rows
                .iter()
                .map(|row| &row.item)
                .filter(|item| query.scope.admits(&item.scope) && query.view.shows(item))
                .filter(|item| {
                    query
                        .filter
                        .as_ref()
                        .is_none_or(|filter| filter.matches(item))
                })
                .collect();
            items.sort_by_key(|item| (Reverse(item.created_at), item.id.clone()));
            Page {
                total: items.len(),
                items: items
                    .into_iter()
                    .skip(query.offset)
                    .take(query.limit)
                    .cloned()
                    .collect(),
            }
        })
    }

    async fn versions(&self, namespace: &Namespace, memory_id: &str) -> Result<Vec<MemoryItem>> {
        self.read(|state| {
            let mut versions: Vec<_> = state.items_of(namespace, memory_id).cloned().collect();
            versions.sort_by_key(|item| item.version);
            versions
        })
    }

    async fn known_hashes(
        &self,
        scope: &Scope,
        hashes: &[String],
    ) -> Result<BTreeMap<String, String>> {
        self.read(|state| {
            hashes
                .iter()
                .filter_map(|hash| Some((hash.clone(), state.known(scope, hash)?.id.clone())))
                .collect()
        })
    }

    async fn known_ids(&self, namespace: &Namespace, ids: &[String]) -> Result<BTreeSet<String>> {
        self.read(|state| {
            let items = state.rows.iter().map(|row| &row.item);
            let here = items.filter(|item| item.scope.namespace == *namespace);
            let known: BTreeSet<&String> = here.map(|item| &item.id).collect();
            ids.iter()
                .filter(|id| known.contains(id))
                .cloned()
                .collect()
        })
    }

    async fn summarize(&self, namespace: &Namespace, id: ScopeId) -> Result<Vec<ScopeSummary>> {
        self.read(|state| {
            let mut summaries: BTreeMap<&str, ScopeSummary> = BTreeMap::new();
            for item in state.rows.iter().map(|row| &row.item) {
                let Some(value) = item.scope.get(id) else {
                    continue;
                };
                if item.scope.namespace != *namespace || !item.is_current() {
                    continue;
                }
                let summary = summaries.entry(value).or_insert_with(|| ScopeSummary {
                    id,
                    value: value.to_owned(),
                    memories: 0,
                    created_at: item.created_at,
                    updated_at: item.updated_at,
                });
                summary.memories += 1;
                summary.created_at = summary.created_at.min(item.created_at);
                summary.updated_at = summary.updated_at.max(item.updated_at);
            }
            let mut summaries: Vec<_> = summaries.into_values().collect();
            summaries.sort_by_key(|summary| Reverse(summary.updated_at));
            summaries
        })
    }
}

#[async_trait]
impl ReadHistory for ReferenceStore {
    async fn history(&self, namespace: &Namespace, memory_id: &str) -> Result<Vec<Change>> {
        self.read(|state| {
            state
                .changes
                .iter()
                .filter(|it| it.scope.namespace == *namespace && it.memory_id == memory_id)
                .cloned()
                .collect()
        })
    }

    async fn changes(&self, scope: &Scope, after: u64, limit: usize) -> Result<Vec<Change>> {
        self.read(|state| {
            state
                .changes
                .iter()
                .filter(|change| scope.admits(&change.scope) && change.sequence > after)
                .take(limit)
                .cloned()
                .collect()
        })
    }

    async fn episodes(&self, ids: &[String]) -> Result<Vec<Episode>> {
        self.read(|state| {
            ids.iter()
                .filter_map(|id| state.episodes.iter().find(|episode| episode.id == *id))
                .cloned()
                .collect()
        })
    }

    async fn recent_episodes(&self, scope: &Scope, limit: usize) -> Result<Vec<Episode>> {
        let mut episodes = self.all_episodes(scope, 0, usize::MAX).await?;
        Ok(episodes.split_off(episodes.len().saturating_sub(limit)))
    }

    async fn pending_episodes(&self, scope: &Scope) -> Result<Vec<Episode>> {
        let mut episodes = self.all_episodes(scope, 0, usize::MAX).await?;
        episodes.retain(|episode| !episode.extracted);
        Ok(episodes)
    }

    async fn all_episodes(
        &self,
        scope: &Scope,
        offset: usize,
        limit: usize,
    ) -> Result<Vec<Episode>> {
        self.read(|state| {
            state
                .episodes
                .iter()
                .filter(|episode| scope.admits(&episode.scope))
                .skip(offset)
                .take(limit)
                .cloned()
                .collect()
        })
    }
}
