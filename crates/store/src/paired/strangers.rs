//! Memories that other programs put into the vector store.

use std::collections::BTreeSet;
use std::sync::PoisonError;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use jiff::Timestamp;
use mem0_core::memory_store::{Action, CandidateQuery, Changes, Met, Strangers};
use mem0_core::vector_store::{FoundPoint, PointQuery};
use mem0_core::{MemoryItem, Scope};
use tokio::time::timeout;

use super::{PairedStore, Result};

/// Points on a page.
const PAGE: usize = 256;

/// How long a question waits for the vector store.
const PATIENCE: Duration = Duration::from_secs(10);

/// How long one that failed isn't asked.
const SILENCE: Duration = Duration::from_secs(10);

impl PairedStore {
    /// See [`MemoryStore::strangers`](mem0_core::MemoryStore::strangers). A vector store that fails
    /// while a question is answered is only logged: the side has all that is known.
    ///
    /// While something is being erased nobody is met, and who was met before an erasure is not taken
    /// in after it: the point may have been read before it was taken away.
    pub(super) async fn find_strangers(&self, which: Strangers<'_>) -> Result<Met> {
        let begun = *self.erasures.read().await;
        if begun != self.erased.load(Ordering::SeqCst) {
            return Ok(Met::default());
        }
        let found = self.find(which).await?;
        let mut met = self.met.lock().unwrap_or_else(PoisonError::into_inner);
        met.extend(found.items.iter().map(|item| (item.id.clone(), begun)));
        Ok(found)
    }

    async fn find(&self, which: Strangers<'_>) -> Result<Met> {
        match which {
            Strangers::Near(query) if query.scope.namespace == self.namespace => {
                let items = self.near_if_it_answers(query).await;
                Ok(Met { items, next: None })
            }
            Strangers::Named { namespace, ids }
                if *namespace == self.namespace && self.vectors.capabilities().get =>
            {
                let items = self.unknown(self.vectors.get(ids).await?).await?;
                Ok(Met { items, next: None })
            }
            Strangers::Page { namespace, after }
                if *namespace == self.namespace && self.vectors.capabilities().list =>
            {
                let page = self.vectors.list(after, PAGE).await?;
                let items = self.unknown(page.points).await?;
                Ok(Met {
                    items,
                    next: page.next,
                })
            }
            Strangers::Near(_) | Strangers::Named { .. } | Strangers::Page { .. } => {
                Ok(Met::default())
            }
        }
    }

    /// What is near, unless the vector store is silent: a question whose answer the side knows must
    /// not wait for it again and again.
    async fn near_if_it_answers(&self, query: &CandidateQuery) -> Vec<MemoryItem> {
        let silent_since = || {
            self.silent_since
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
        };
        if silent_since().is_some_and(|since| since.elapsed() < SILENCE) {
            return Vec::new();
        }
        let near = timeout(PATIENCE, self.near(query)).await;
        let problem = match near {
            Ok(Ok(items)) => {
                *silent_since() = None;
                return items;
            }
            Ok(Err(error)) => error.to_string(),
            Err(_) => format!("no answer within {PATIENCE:?}"),
        };
        *silent_since() = Some(Instant::now());
        tracing::warn!(
            problem,
            store = self.vectors.name(),
            "the vector store can't be searched for what others put there; it is asked again in \
             {SILENCE:?}"
        );
        Vec::new()
    }

    async fn near(&self, query: &CandidateQuery) -> Result<Vec<MemoryItem>> {
        let Some(vector) = &query.vector else {
            return Ok(Vec::new());
        };
        // What others put there has no past that we know of.
        if query.view.as_of.is_some() {
            return Ok(Vec::new());
        }
        let found = self
            .vectors
            .search(&PointQuery {
                vector: vector.clone(),
                scope: query.scope.clone(),
                filter: query.filter.clone(),
                limit: query.pool,
            })
            .await?;
        let mut items = self.unknown(found).await?;
        items.retain(|item| {
            let filter = query.filter.as_ref();
            query.scope.admits(&item.scope)
                && query.view.shows(item)
                && filter.is_none_or(|filter| filter.matches(item))
        });
        Ok(items)
    }

    /// The memories among these points of which the side knows nothing, not even that they were
    /// deleted. A point that is still to be taken away is no stranger: its memory was erased.
    async fn unknown(&self, points: Vec<FoundPoint>) -> Result<Vec<MemoryItem>> {
        let now = Timestamp::now();
        let memories = points.iter();
        let mut items: Vec<MemoryItem> = memories
            .filter_map(|point| point.memory(&self.namespace, now))
            .collect();
        let ids: Vec<String> = items.iter().map(|item| item.id.clone()).collect();
        let mut known = self.side.known_ids(&self.namespace, &ids).await?;
        known.extend(self.side.are_waiting(&self.namespace, &ids).await?);
        let mut seen = BTreeSet::new();
        items.retain(|item| !known.contains(&item.id) && seen.insert(item.id.clone()));
        Ok(items)
    }

    /// The strangers that a commit takes in, each with the number of erasures when it was met.
    pub(super) fn taken_in(&self, changes: &Changes) -> Vec<(String, u64)> {
        let mut met = self.met.lock().unwrap_or_else(PoisonError::into_inner);
        if met.is_empty() {
            return Vec::new();
        }
        let imported = changes.writes.iter().filter_map(|write| {
            let Action::Import { versions, .. } = &write.action else {
                return None;
            };
            let (item, _) = versions.first()?;
            let begun = met.remove(&item.id)?;
            (item.scope.namespace == self.namespace).then(|| (item.id.clone(), begun))
        });
        imported.collect()
    }

    /// Takes away what others put there for this scope; without any id, everything.
    pub(super) async fn drop_strangers(&self, scope: &Scope) -> Result<()> {
        let can = self.vectors.capabilities();
        if scope.is_unbounded() && can.clear {
            return self.vectors.clear().await;
        }
        if !can.list {
            return Ok(());
        }
        let mut theirs = Vec::new();
        let mut after = None;
        loop {
            let page = self.vectors.list(after.as_deref(), PAGE).await?;
            let now = Timestamp::now();
            let of_scope = page.points.iter().filter(|point| {
                let memory = point.memory(&self.namespace, now);
                scope.is_unbounded() || memory.is_some_and(|item| scope.admits(&item.scope))
            });
            theirs.extend(of_scope.map(|point| point.id.clone()));
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        for ids in theirs.chunks(PAGE) {
            self.vectors.delete(ids).await?;
        }
        Ok(())
    }
}
