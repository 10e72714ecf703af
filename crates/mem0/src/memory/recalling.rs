//! Recalling: what is remembered, how it came to be, and how the store is.

use mem0_core::memory_store::{Health, ScopeSummary};
use mem0_core::{Change, Episode, MemoryItem, Result, Scope, ScopeId};
use mem0_engine::{Answers, ImportRecord, ListOptions, Listed, SearchOptions};

use super::Memory;

/// Recalling.
impl Memory {
    /// Finds what is remembered about a question, best first.
    ///
    /// ```
    /// use mem0::{AddOptions, Filter, Memory, MemoryConfig, Scope, SearchOptions};
    /// use serde_json::json;
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let folder = tempfile::tempdir()?;
    /// let memory = Memory::open(MemoryConfig::offline(folder.path())).await?;
    /// let mia = Scope::user("mia");
    /// let options = AddOptions::new(mia.clone()).categories(["food"]);
    /// memory.add("I love spicy ramen.", options).await?;
    /// let options = SearchOptions::new(mia)
    ///     .filter(Filter::parse(&json!({"categories": {"contains": "food"}}))?)
    ///     .limit(3)
    ///     .explain();
    /// let best = memory.search("favourite noodles", options).await?.hits.remove(0);
    /// assert!(best.score > 0.0 && best.explanation.is_some());
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// A blank question, no id that says whose memories, a threshold outside 0..1; the embedder or
    /// the store failed. The vectors are another embedder's:
    /// [`StoreError::OtherEmbedder`](mem0_core::StoreError::OtherEmbedder).
    pub async fn search(
        &self,
        question: &str,
        options: impl Into<SearchOptions>,
    ) -> Result<Answers> {
        self.engine.search(question, options.into()).await
    }

    /// The current version of a memory, expired or not; `None` if there is none.
    ///
    /// # Errors
    /// The store failed.
    pub async fn get(&self, memory_id: &str) -> Result<Option<MemoryItem>> {
        self.engine.get(memory_id).await
    }

    /// The memories of a scope, newest first.
    ///
    /// ```
    /// use mem0::{AddOptions, ListOptions, Memory, MemoryConfig, Scope};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let folder = tempfile::tempdir()?;
    /// let memory = Memory::open(MemoryConfig::offline(folder.path())).await?;
    /// memory.add("First", AddOptions::new(Scope::user("mia")).verbatim()).await?;
    /// memory.add("Second", AddOptions::new(Scope::user("mia")).verbatim()).await?;
    /// let listed = memory.get_all(ListOptions::new(Scope::user("mia")).limit(1)).await?;
    /// assert_eq!((listed.items[0].text.as_str(), listed.total), ("Second", 2));
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// No id says whose memories; the store failed.
    pub async fn get_all(&self, options: impl Into<ListOptions>) -> Result<Listed> {
        self.engine.get_all(options.into()).await
    }

    /// As [`get_all`](Self::get_all), but without any id it lists the whole collection.
    ///
    /// # Errors
    /// The store failed.
    pub async fn list(&self, options: impl Into<ListOptions>) -> Result<Listed> {
        self.engine.list(options.into()).await
    }

    /// What happened to a memory, in order; empty for an unknown id. Outlives the memory until it
    /// is forgotten.
    ///
    /// # Errors
    /// The store failed.
    pub async fn history(&self, memory_id: &str) -> Result<Vec<Change>> {
        self.engine.history(memory_id).await
    }

    /// The messages that a memory came from, oldest first.
    ///
    /// # Errors
    /// There is no such memory; the store failed.
    pub async fn sources(&self, memory_id: &str) -> Result<Vec<Episode>> {
        self.engine.sources(memory_id).await
    }

    /// The latest messages of a scope, oldest first.
    ///
    /// # Errors
    /// The store failed.
    pub async fn recent_episodes(&self, scope: Scope, limit: usize) -> Result<Vec<Episode>> {
        self.engine.recent_episodes(scope, limit).await
    }

    /// All messages of a scope in the order of their arrival, a page at a time; without any id
    /// those of the whole collection.
    ///
    /// # Errors
    /// The store failed.
    pub async fn episodes(
        &self,
        scope: Scope,
        offset: usize,
        limit: usize,
    ) -> Result<Vec<Episode>> {
        let scope = self.here(scope)?;
        Ok(self
            .engine
            .store()
            .all_episodes(&scope, offset, limit)
            .await?)
    }

    /// All changes of a scope above a sequence, in order; without any id those of the whole
    /// collection. Deleted memories are among them.
    ///
    /// # Errors
    /// The store failed.
    pub async fn changes(&self, scope: Scope, after: u64, limit: usize) -> Result<Vec<Change>> {
        let scope = self.here(scope)?;
        Ok(self.engine.store().changes(&scope, after, limit).await?)
    }

    /// Who has memories here, by this kind of id, most recently changed first.
    ///
    /// # Errors
    /// The store failed.
    pub async fn summarize(&self, id: ScopeId) -> Result<Vec<ScopeSummary>> {
        self.engine.summarize(id).await
    }

    /// One memory as an export writes it: with all versions and its history; also a deleted one.
    /// `None` if nothing is known of the id.
    ///
    /// # Errors
    /// The store failed.
    pub async fn exported(&self, memory_id: &str) -> Result<Option<ImportRecord>> {
        self.engine.exported(memory_id).await
    }

    /// Checks the store: counts, size, and what is wrong with it.
    ///
    /// # Errors
    /// The store can't be read at all.
    pub async fn health(&self) -> Result<Health> {
        self.engine.health().await
    }

    /// This scope in the namespace of the configuration.
    fn here(&self, scope: Scope) -> Result<Scope> {
        let mut scope = scope.validated()?;
        scope.namespace = self.config.namespace().clone();
        Ok(scope)
    }
}
