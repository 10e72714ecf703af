//! Several requests at a time, for embedding models that take few texts in each.

use async_trait::async_trait;
use futures::future::try_join_all;
use mem0_core::{Embedder, EmbedderIdentity, ModelError, Purpose};

use super::embeddings::EmbeddingClient;
use crate::transport::RetryPolicy;

/// An embedding model that is asked side by side.
#[derive(Debug)]
pub struct InLanes {
    client: EmbeddingClient,
    /// The most requests at a time.
    lanes: usize,
    /// How many texts one request takes.
    batch_size: usize,
}

impl InLanes {
    /// This client, asked with so many requests at a time, each of so many texts.
    pub fn new(client: EmbeddingClient, lanes: usize, batch_size: usize) -> Self {
        Self {
            client,
            lanes: lanes.max(1),
            batch_size: batch_size.max(1),
        }
    }

    /// The same client with another way to try again.
    #[must_use]
    pub fn with_retry(mut self, retry: RetryPolicy) -> Self {
        self.client = self.client.with_retry(retry);
        self
    }
}

#[async_trait]
impl Embedder for InLanes {
    async fn identity(&self) -> Result<EmbedderIdentity, ModelError> {
        self.client.identity().await
    }

    async fn embed(&self, texts: &[String], purpose: Purpose) -> Result<Vec<Vec<f32>>, ModelError> {
        let requests = texts.len().div_ceil(self.batch_size);
        let lane = requests.div_ceil(self.lanes).max(1) * self.batch_size;
        let parts = texts
            .chunks(lane)
            .map(|part| self.client.embed(part, purpose));
        Ok(try_join_all(parts).await?.concat())
    }
}
