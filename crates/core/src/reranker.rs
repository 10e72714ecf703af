//! What we ask of a reranking model.

use async_trait::async_trait;

use crate::error::ModelError;

/// A document's place after reranking.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ranked {
    /// Which document: its place in the input.
    pub index: usize,
    /// How well it answers; higher is better, 0..1 where the model is calibrated.
    pub score: f32,
}

/// Orders documents by how well they answer a question.
#[async_trait]
pub trait Reranker: Send + Sync {
    /// The provider and the model, for logs and errors.
    fn name(&self) -> String;

    /// How many of the best hits it wants to see, at least: more may find more, and take longer.
    fn pool(&self) -> usize {
        50
    }

    /// The best `top` documents, best first. Never more than there are documents.
    ///
    /// # Errors
    /// The provider failed. Callers then keep the order they had, and say so.
    async fn rerank(
        &self,
        question: &str,
        documents: &[String],
        top: usize,
    ) -> Result<Vec<Ranked>, ModelError>;
}
