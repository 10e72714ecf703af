//! Reading what is there: one memory, a list, its history, who has memories.

use mem0_core::memory_store::{Health, ListQuery, ScopeSummary};
use mem0_core::{Change, Episode, InputError, MemoryItem, Result, Scope, ScopeId};

use super::Engine;
use crate::options::ListOptions;
use crate::results::Listed;

impl Engine {
    /// The current version of a memory, expired or not; `None` if there is none.
    ///
    /// # Errors
    /// The store failed.
    pub async fn get(&self, memory_id: &str) -> Result<Option<MemoryItem>> {
        let namespace = &self.parts.settings.namespace;
        let found = self.parts.store.get(namespace, memory_id).await?;
        if found.is_some() || !self.met(memory_id).await {
            return Ok(found);
        }
        Ok(self.parts.store.get(namespace, memory_id).await?)
    }

    /// The memories of a scope, newest first.
    ///
    /// # Errors
    /// No id says whose memories; the store failed.
    pub async fn get_all(&self, options: ListOptions) -> Result<Listed> {
        let options = options.validated()?;
        self.list(options).await
    }

    /// The memories of the whole namespace, or of a scope, newest first.
    ///
    /// # Errors
    /// The store failed.
    pub async fn list(&self, options: ListOptions) -> Result<Listed> {
        let mut scope = options.scope.validated()?;
        scope.namespace = self.parts.settings.namespace.clone();
        let query = ListQuery {
            scope,
            filter: options.filter,
            view: self.view(options.as_of, options.show_expired),
            offset: options.offset,
            limit: options.limit,
        };
        let page = self.parts.store.list(&query).await?;
        Ok(Listed {
            items: page.items,
            total: page.total,
        })
    }

    /// What happened to a memory, in order; empty for an unknown id. Outlives the memory until it
    /// is forgotten.
    ///
    /// # Errors
    /// The store failed.
    pub async fn history(&self, memory_id: &str) -> Result<Vec<Change>> {
        Ok(self
            .parts
            .store
            .history(&self.parts.settings.namespace, memory_id)
            .await?)
    }

    /// The messages that a memory came from, oldest first.
    ///
    /// # Errors
    /// There is no such memory; the store failed.
    pub async fn sources(&self, memory_id: &str) -> Result<Vec<Episode>> {
        let item = self.current(memory_id).await?;
        Ok(self.parts.store.episodes(&item.sources).await?)
    }

    /// The latest messages of a scope, oldest first.
    ///
    /// # Errors
    /// The store failed.
    pub async fn recent_episodes(&self, scope: Scope, limit: usize) -> Result<Vec<Episode>> {
        let mut scope = scope.validated()?;
        scope.namespace = self.parts.settings.namespace.clone();
        Ok(self.parts.store.recent_episodes(&scope, limit).await?)
    }

    /// Who has memories here, by this kind of id.
    ///
    /// # Errors
    /// The store failed.
    pub async fn summarize(&self, id: ScopeId) -> Result<Vec<ScopeSummary>> {
        Ok(self
            .parts
            .store
            .summarize(&self.parts.settings.namespace, id)
            .await?)
    }

    /// Checks the store.
    ///
    /// # Errors
    /// The store can't be read at all.
    pub async fn health(&self) -> Result<Health> {
        Ok(self.parts.store.health().await?)
    }

    pub(super) async fn current(&self, memory_id: &str) -> Result<MemoryItem> {
        let item = self.get(memory_id).await?;
        Ok(item.ok_or_else(|| InputError::NotFound(memory_id.to_owned()))?)
    }
}
