//! Reading: the side knows everything.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use async_trait::async_trait;
use mem0_core::memory_store::{
    CandidateQuery, Candidates, ListQuery, Page, ReadCandidates, ReadHistory, ReadMemories,
    ScopeSummary, VersionKey,
};
use mem0_core::{Change, Episode, MemoryItem, Namespace, Scope, ScopeId};

use super::{PairedStore, Result};

#[async_trait]
impl ReadMemories for PairedStore {
    async fn get(&self, namespace: &Namespace, memory_id: &str) -> Result<Option<MemoryItem>> {
        self.side.get(namespace, memory_id).await
    }

    async fn fetch(&self, keys: &[VersionKey]) -> Result<Vec<(VersionKey, MemoryItem)>> {
        self.side.fetch(keys).await
    }

    async fn texts(&self, keys: &[VersionKey]) -> Result<Vec<(VersionKey, String)>> {
        self.side.texts(keys).await
    }

    async fn list(&self, query: &ListQuery) -> Result<Page> {
        self.side.list(query).await
    }

    async fn versions(&self, namespace: &Namespace, memory_id: &str) -> Result<Vec<MemoryItem>> {
        self.side.versions(namespace, memory_id).await
    }

    async fn known_hashes(
        &self,
        scope: &Scope,
        hashes: &[String],
    ) -> Result<BTreeMap<String, String>> {
        self.side.known_hashes(scope, hashes).await
    }

    async fn known_ids(&self, namespace: &Namespace, ids: &[String]) -> Result<BTreeSet<String>> {
        self.side.known_ids(namespace, ids).await
    }

    async fn summarize(&self, namespace: &Namespace, id: ScopeId) -> Result<Vec<ScopeSummary>> {
        self.side.summarize(namespace, id).await
    }
}

#[async_trait]
impl ReadCandidates for PairedStore {
    async fn candidates(&self, query: &CandidateQuery) -> Result<Candidates> {
        self.side.candidates(query).await
    }

    async fn speakers(&self, scope: &Scope) -> Result<Vec<Arc<str>>> {
        self.side.speakers(scope).await
    }
}

#[async_trait]
impl ReadHistory for PairedStore {
    async fn history(&self, namespace: &Namespace, memory_id: &str) -> Result<Vec<Change>> {
        self.side.history(namespace, memory_id).await
    }

    async fn changes(&self, scope: &Scope, after: u64, limit: usize) -> Result<Vec<Change>> {
        self.side.changes(scope, after, limit).await
    }

    async fn episodes(&self, ids: &[String]) -> Result<Vec<Episode>> {
        self.side.episodes(ids).await
    }

    async fn recent_episodes(&self, scope: &Scope, limit: usize) -> Result<Vec<Episode>> {
        self.side.recent_episodes(scope, limit).await
    }

    async fn pending_episodes(&self, scope: &Scope) -> Result<Vec<Episode>> {
        self.side.pending_episodes(scope).await
    }

    async fn all_episodes(
        &self,
        scope: &Scope,
        offset: usize,
        limit: usize,
    ) -> Result<Vec<Episode>> {
        self.side.all_episodes(scope, offset, limit).await
    }
}
