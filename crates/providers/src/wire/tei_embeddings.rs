//! `POST {base}/embed`, as Hugging Face's Text Embeddings Inference speaks it; its hosted
//! pipelines for features answer in the same form.

use mem0_core::ModelError;
use serde_json::{Value, json};

use super::embeddings::{self, EmbeddingRequest, EmbeddingWire};
use super::{openai_error, reading};
use crate::transport::Answer;

/// Text Embeddings Inference's own form.
#[derive(Debug, Clone)]
pub struct TeiEmbeddings {
    /// The path behind the base URL.
    pub path: String,
}

impl EmbeddingWire for TeiEmbeddings {
    fn request(&self, asked: &EmbeddingRequest<'_>) -> (String, Value) {
        let mut body = json!({"inputs": asked.texts, "normalize": true, "truncate": true});
        if let Some(dimensions) = asked.dimensions {
            body["dimensions"] = dimensions.into();
        }
        (self.path.clone(), body)
    }

    fn vectors(
        &self,
        provider: &str,
        answer: &Answer,
        asked: &EmbeddingRequest<'_>,
    ) -> Result<Vec<Vec<f32>>, ModelError> {
        let value = reading::json(
            provider,
            answer,
            openai_error::read,
            "does it have a path /embed?",
        )?;
        let value = openai_error::without_error(provider, answer, value)?;
        let rows = reading::list(provider, &value, Some(&value), "list of vectors")?;
        embeddings::vectors(provider, rows.iter().map(Some), asked.texts.len())
    }
}
