//! `POST {base}/api/embed`, as Ollama speaks it.

use mem0_core::ModelError;
use serde_json::{Value, json};

use super::embeddings::{self, EmbeddingRequest, EmbeddingWire, lacks};
use super::openai_error;
use crate::transport::Answer;

/// Ollama's embeddings.
#[derive(Debug, Clone, Default)]
pub struct OllamaEmbeddings {
    /// How long the model stays loaded, such as `5m`; `None`: as the server has it.
    pub keep_alive: Option<String>,
    /// Options of the model, such as `num_ctx`.
    pub options: Option<Value>,
}

impl EmbeddingWire for OllamaEmbeddings {
    fn request(&self, asked: &EmbeddingRequest<'_>) -> (String, Value) {
        let mut body = json!({"model": asked.model, "input": asked.texts, "truncate": true});
        if let Some(dimensions) = asked.dimensions {
            body["dimensions"] = dimensions.into();
        }
        if let Some(keep_alive) = &self.keep_alive {
            body["keep_alive"] = keep_alive.as_str().into();
        }
        if let Some(options) = &self.options {
            body["options"] = options.clone();
        }
        ("api/embed".to_owned(), body)
    }

    fn vectors(
        &self,
        provider: &str,
        answer: &Answer,
        asked: &EmbeddingRequest<'_>,
    ) -> Result<Vec<Vec<f32>>, ModelError> {
        if !(200..300).contains(&answer.status) {
            return Err(explained(
                openai_error::read(provider, answer),
                answer,
                asked,
            ));
        }
        let value = embeddings::json(provider, answer, "is there an Ollama at this address?")?;
        if value.get("error").is_some_and(|error| !error.is_null()) {
            return Err(openai_error::read_inside(provider, answer, &value));
        }
        match value.get("embeddings").and_then(Value::as_array) {
            Some(rows) => embeddings::vectors(provider, rows.iter().map(Some), asked.texts.len()),
            None => Err(lacks(provider, "embeddings", &value)),
        }
    }
}

/// With what to do about it: Ollama has only those models that were pulled.
fn explained(mut refusal: ModelError, answer: &Answer, asked: &EmbeddingRequest<'_>) -> ModelError {
    if let ModelError::BadRequest { message, .. } = &mut refusal
        && answer.status == 404
    {
        if message.contains("model") && message.contains("not found") {
            message.push_str(&format!("; get it with `ollama pull {}`", asked.model));
        } else {
            message.push_str("; there is no /api/embed: is it an Ollama from 0.3 on?");
        }
    }
    refusal
}
