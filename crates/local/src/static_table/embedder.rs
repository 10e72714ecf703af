//! The static table as an embedder of the engine.

use async_trait::async_trait;
use mem0_core::{Closeness, Embedder, EmbedderIdentity, ModelError, Purpose};

use super::StaticEmbedder;

/// So many texts are embedded before other tasks get their turn: well under a millisecond for
/// sentences, some tens of milliseconds for the longest texts.
const BATCH: usize = 16;

impl Closeness for StaticEmbedder {
    fn closeness(&self, question: &str, texts: &[&str]) -> Vec<f32> {
        StaticEmbedder::closeness(self, question, texts.iter().copied())
    }
}

#[async_trait]
impl Embedder for StaticEmbedder {
    async fn identity(&self) -> Result<EmbedderIdentity, ModelError> {
        Ok(StaticEmbedder::identity(self))
    }

    /// Questions and documents are embedded alike.
    async fn embed(&self, texts: &[String], _: Purpose) -> Result<Vec<Vec<f32>>, ModelError> {
        let mut vectors = Vec::with_capacity(texts.len());
        for (number, batch) in texts.chunks(BATCH).enumerate() {
            if number > 0 {
                tokio::task::yield_now().await;
            }
            vectors.extend(batch.iter().map(|text| StaticEmbedder::embed(self, text)));
        }
        Ok(vectors)
    }
}
