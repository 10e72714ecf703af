//! Memories that other programs put where the store keeps its own.
//!
//! A store says which they are; they become memories here, where texts are embedded and indexed.

use mem0_core::memory_store::{CandidateQuery, Candidates, Met, Strangers};
use mem0_core::{Change, ChangeEvent, MemoryItem, Result, StoreError};

use super::Engine;
use super::portable::ImportRecord;

impl Engine {
    /// Takes in all memories that other programs put where the store keeps its own, and tells how
    /// many. They keep their ids and times, and are found, listed and changed like the rest from
    /// then on.
    ///
    /// # Errors
    /// The embedder or the store failed; what came in before stays.
    pub async fn take_in_all(&self) -> Result<usize> {
        let namespace = &self.parts.settings.namespace;
        let (mut taken_in, mut after) = (0, None);
        loop {
            let page = Strangers::Page {
                namespace,
                after: after.as_deref(),
            };
            let Met { items, next } = self.parts.store.strangers(page).await?;
            taken_in += self.take_in(items).await?;
            if next.is_none() {
                return Ok(taken_in);
            }
            after = next;
        }
    }

    /// The store's candidates, with those among them that it has not taken in yet.
    pub(super) async fn candidates(&self, query: &CandidateQuery) -> Result<Candidates> {
        let store = &self.parts.store;
        let (candidates, met) = tokio::join!(
            store.candidates(query),
            store.strangers(Strangers::Near(query))
        );
        let candidates = candidates?;
        if self.take_in_if_possible(met).await == 0 {
            return Ok(candidates);
        }
        Ok(store.candidates(query).await?)
    }

    /// Whether this id was a stranger's, which is taken in now.
    pub(super) async fn met(&self, memory_id: &str) -> bool {
        let ids = [memory_id.to_owned()];
        let named = Strangers::Named {
            namespace: &self.parts.settings.namespace,
            ids: &ids,
        };
        let met = self.parts.store.strangers(named).await;
        self.take_in_if_possible(met).await > 0
    }

    /// What others wrote must not spoil an answer about what is known.
    async fn take_in_if_possible(&self, met: Result<Met, StoreError>) -> usize {
        let taken_in = match met {
            Ok(met) => self.take_in(met.items).await,
            Err(error) => Err(error.into()),
        };
        taken_in.unwrap_or_else(|error| {
            tracing::warn!(%error, "memories of another program can't be taken in");
            0
        })
    }

    async fn take_in(&self, items: Vec<MemoryItem>) -> Result<usize> {
        if items.is_empty() {
            return Ok(0);
        }
        let records = items.into_iter().map(|item| ImportRecord::Memory {
            history: vec![self.added(&item)],
            versions: vec![item],
        });
        Ok(self.import(records.collect()).await?.memories)
    }

    fn added(&self, item: &MemoryItem) -> Change {
        Change {
            sequence: 0,
            id: self.parts.ids.next_id(),
            memory_id: item.id.clone(),
            old_memory: None,
            new_memory: Some(item.text.clone()),
            event: ChangeEvent::Add,
            created_at: item.created_at,
            updated_at: item.updated_at,
            is_deleted: false,
            actor_id: item.actor_id.clone(),
            role: item.role.clone(),
            scope: item.scope.clone(),
            version: item.version,
            undoes: None,
        }
    }
}
