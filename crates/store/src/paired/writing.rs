//! Writing: first at the side, then to the vector store.

use std::sync::atomic::{AtomicU64, Ordering};

use async_trait::async_trait;
use jiff::Timestamp;
use mem0_core::memory_store::{
    Changes, Erasure, Health, Met, Outcome, Receipt, Strangers, VersionKey, VersionText,
};
use mem0_core::{EmbedderIdentity, MemoryStore, StoreError};

use super::{PairedStore, Result};

#[async_trait]
impl MemoryStore for PairedStore {
    async fn commit(&self, changes: Changes) -> Result<Vec<Outcome>> {
        let writes = !changes.writes.is_empty();
        let taken_in = self.taken_in(&changes);
        let outcomes = if taken_in.is_empty() {
            self.side.commit(changes).await?
        } else {
            // In one turn: nobody delivers what just came from there.
            let _turn = self.turn.lock().await;
            let erasures = self.erasures.read().await;
            if let Some((id, _)) = taken_in.iter().find(|(_, begun)| *begun != *erasures) {
                let memory_id = id.clone();
                return Err(StoreError::Conflict { memory_id });
            }
            let outcomes = self.side.commit(changes).await?;
            let ids: Vec<String> = taken_in.into_iter().map(|(id, _)| id).collect();
            self.side.pass_over(&self.namespace, &ids).await?;
            outcomes
        };
        if writes {
            self.try_to_deliver().await?;
        }
        Ok(outcomes)
    }

    /// Erases at the side, and then in the vector store. If that fails the caller is told, since the
    /// text may still stand there; it is tried again with the next change.
    async fn erase(&self, erasure: &Erasure, at: Timestamp) -> Result<Receipt> {
        *self.erasures.write().await += 1;
        let _ends = Ends(&self.erased);
        self.erase_both(erasure, at).await
    }

    async fn embedder(&self) -> Result<Option<EmbedderIdentity>> {
        self.side.embedder().await
    }

    async fn claim(&self, embedder: &EmbedderIdentity) -> Result<()> {
        self.side.claim(embedder).await
    }

    async fn outdated_texts(
        &self,
        embedder: &EmbedderIdentity,
        after: Option<VersionKey>,
        limit: usize,
    ) -> Result<Vec<VersionText>> {
        self.side.outdated_texts(embedder, after, limit).await
    }

    async fn stage_vectors(
        &self,
        embedder: &EmbedderIdentity,
        vectors: Vec<(VersionKey, Vec<f32>)>,
    ) -> Result<()> {
        self.side.stage_vectors(embedder, vectors).await
    }

    async fn adopt(&self, embedder: &EmbedderIdentity) -> Result<()> {
        self.side.adopt(embedder).await?;
        self.try_to_deliver().await
    }

    async fn strangers(&self, which: Strangers<'_>) -> Result<Met> {
        self.find_strangers(which).await
    }

    async fn note(&self, name: &str) -> Result<Option<String>> {
        self.side.note(name).await
    }

    async fn keep_note(&self, name: &str, text: &str) -> Result<()> {
        self.side.keep_note(name, text).await
    }

    async fn health(&self) -> Result<Health> {
        let mut health = self.side.health().await?;
        let waiting = self.side.waiting(&self.namespace).await?;
        if waiting > 0 {
            let store = self.vectors.name();
            let why = self.failure();
            let why = why.map(|why| format!(": {why}")).unwrap_or_default();
            health.problems.push(format!(
                "{waiting} memories are still to be delivered to {store}{why}"
            ));
        }
        health.location = format!("{} beside {}", health.location, self.vectors.name());
        Ok(health)
    }

    async fn close(&self) -> Result<()> {
        match self.try_to_deliver().await {
            Ok(()) | Err(StoreError::Closed) => {}
            Err(error) => tracing::warn!(%error, "the last delivery failed"),
        }
        let closed = self.vectors.close().await;
        self.side.close().await?;
        closed
    }
}

/// Counts when it is dropped, so that an erasure that is cut off has an end as well.
struct Ends<'a>(&'a AtomicU64);

impl Drop for Ends<'_> {
    fn drop(&mut self) {
        self.0.fetch_add(1, Ordering::SeqCst);
    }
}

impl PairedStore {
    async fn erase_both(&self, erasure: &Erasure, at: Timestamp) -> Result<Receipt> {
        let receipt = self.side.erase(erasure, at).await?;
        match erasure {
            Erasure::Scope(scope) if scope.namespace == self.namespace => {
                self.drop_strangers(scope).await?;
            }
            Erasure::Everything => self.drop_strangers(&self.everything()).await?,
            Erasure::Scope(_) | Erasure::Memory { .. } => {}
        }
        self.deliver().await?;
        Ok(receipt)
    }
}
