//! `POST {base}/api/embed`, as Ollama speaks it.

use mem0_core::ModelError;
use serde_json::{Value, json};

use super::embeddings::{self, EmbeddingRequest, EmbeddingWire};
use super::{openai_error, reading};
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
        let refusal = |provider: &str, answer: &Answer| {
            explained(openai_error::read(provider, answer), answer, asked)
        };
        let hint = "is there an Ollama at this address?";
        let value = reading::json(provider, answer, refusal, hint)?;
        let value = openai_error::without_error(provider, answer, value)?;
        let rows = reading::list(provider, &value, value.get("embeddings"), "embeddings")?;
        embeddings::vectors(provider, rows.iter().map(Some), asked.texts.len())
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
