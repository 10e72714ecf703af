//! No model: the same numbers for every text. For trying out what doesn't depend on recall, and
//! for stores that embed on their own side.

use async_trait::async_trait;
use mem0_core::vector::normalize;
use mem0_core::{Embedder, EmbedderIdentity, ModelError, Purpose};
use serde::Deserialize;

/// How many numbers, where the configuration says nothing: the original's.
pub const DEFAULT_LENGTH: usize = 10;

/// `embedder.config` for `embedder.provider = "mock"`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct MockEmbedderConfig {
    /// How long vectors are. `None`: [`DEFAULT_LENGTH`].
    #[serde(alias = "embeddingDims", alias = "dimensions")]
    pub embedding_dims: Option<usize>,
}

impl MockEmbedderConfig {
    /// The embedder.
    pub fn build(self) -> MockEmbedder {
        let length = self.embedding_dims.filter(|length| *length > 0);
        MockEmbedder {
            vector: vector(length.unwrap_or(DEFAULT_LENGTH)),
        }
    }
}

/// Gives every text the vector 0.1, 0.2, 0.3 …, brought to length 1.
#[derive(Debug, Clone)]
pub struct MockEmbedder {
    vector: Vec<f32>,
}

fn vector(length: usize) -> Vec<f32> {
    let mut vector: Vec<f32> = (1..=length).map(|place| place as f32 / 10.0).collect();
    normalize(&mut vector);
    vector
}

#[async_trait]
impl Embedder for MockEmbedder {
    async fn identity(&self) -> Result<EmbedderIdentity, ModelError> {
        Ok(EmbedderIdentity {
            provider: "mock".to_owned(),
            model: "fixed".to_owned(),
            revision: String::new(),
            dimensions: self.vector.len(),
        })
    }

    async fn embed(&self, texts: &[String], _: Purpose) -> Result<Vec<Vec<f32>>, ModelError> {
        Ok(vec![self.vector.clone(); texts.len()])
    }
}
