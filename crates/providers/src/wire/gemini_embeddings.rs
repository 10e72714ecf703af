//! `POST {base}/models/{model}:batchEmbedContents`, as Google's Gemini API speaks it.

use mem0_core::{ModelError, Purpose};
use serde_json::{Value, json};

use super::embeddings::{self, EmbeddingRequest, EmbeddingWire};
use super::{google_error, reading};
use crate::transport::Answer;

/// Gemini's embeddings.
#[derive(Debug, Clone)]
pub struct GeminiEmbeddings {
    /// The task that is named for texts that will be found; `None`: no task is named.
    pub document_task: Option<String>,
    /// The task that is named for questions; `None`: no task is named.
    pub query_task: Option<String>,
}

impl EmbeddingWire for GeminiEmbeddings {
    fn request(&self, asked: &EmbeddingRequest<'_>) -> (String, Value) {
        let model = format!("models/{}", asked.model);
        let task = asked.purpose.and_then(|purpose| match purpose {
            Purpose::Document => self.document_task.as_deref(),
            Purpose::Query => self.query_task.as_deref(),
        });
        let requests: Vec<Value> = asked
            .texts
            .iter()
            .map(|text| {
                let mut request = json!({"model": model, "content": {"parts": [{"text": text}]}});
                if let Some(task) = task {
                    request["taskType"] = task.into();
                }
                if let Some(dimensions) = asked.dimensions {
                    request["outputDimensionality"] = dimensions.into();
                }
                request
            })
            .collect();
        let body = json!({"requests": requests});
        (format!("{model}:batchEmbedContents"), body)
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
            google_error::read,
            "does the base URL end in /v1beta?",
        )?;
        let rows = reading::list(provider, &value, value.get("embeddings"), "embeddings")?;
        let rows = rows.iter().map(|row| row.get("values"));
        embeddings::vectors(provider, rows, asked.texts.len())
    }
}
