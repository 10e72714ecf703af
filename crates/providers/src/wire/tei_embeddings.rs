//! `POST {base}/embed`, as Hugging Face's Text Embeddings Inference speaks it; its hosted
//! pipelines for features answer in the same form.

use mem0_core::ModelError;
use serde_json::{Value, json};

use super::embeddings::{self, EmbeddingRequest, EmbeddingWire, lacks};
use super::openai_error;
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
        if !(200..300).contains(&answer.status) {
            return Err(openai_error::read(provider, answer));
        }
        let value = embeddings::json(provider, answer, "does it have a path /embed?")?;
        if value.get("error").is_some_and(|error| !error.is_null()) {
            return Err(openai_error::read_inside(provider, answer, &value));
        }
        match value.as_array() {
            Some(rows) => embeddings::vectors(provider, rows.iter().map(Some), asked.texts.len()),
            None => Err(lacks(provider, "list of vectors", &value)),
        }
    }
}
