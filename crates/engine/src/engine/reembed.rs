//! Rewriting all vectors with another embedder.

use mem0_core::{Purpose, Result};

use super::Engine;

/// Texts embedded at a time.
const BATCH: usize = 256;

impl Engine {
    /// Embeds every version anew with the configured embedder and then makes the store its own.
    ///
    /// Recall works with the old vectors until the end. Interrupted and called again, it goes on
    /// where it stopped. `progress` is told how many texts are done.
    ///
    /// # Errors
    /// The embedder or the store failed; the old vectors stay in force.
    pub async fn reembed(&self, mut progress: impl FnMut(usize)) -> Result<usize> {
        let identity = self.parts.embedder.identity().await?;
        let store = &self.parts.store;
        let mut done = 0;
        let mut after = None;
        loop {
            let texts = store.outdated_texts(&identity, after, BATCH).await?;
            let Some(last) = texts.last() else { break };
            after = Some(last.key);
            let (keys, texts): (Vec<_>, Vec<_>) = texts
                .into_iter()
                .map(|version| (version.key, version.text))
                .unzip();
            let vectors = self.parts.embedder.embed(&texts, Purpose::Document).await?;
            done += keys.len();
            store
                .stage_vectors(&identity, keys.into_iter().zip(vectors).collect())
                .await?;
            progress(done);
        }
        store.adopt(&identity).await?;
        Ok(done)
    }
}
