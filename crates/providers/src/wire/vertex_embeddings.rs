//! `POST …/publishers/google/models/{model}:predict`, as Vertex AI's text embeddings speak it.

use mem0_core::{ModelError, Purpose};
use serde_json::{Map, Value, json};

use super::embeddings::{self, EmbeddingRequest, EmbeddingWire};
use super::{google_error, reading};
use crate::transport::Answer;

/// Vertex AI's embeddings.
#[derive(Debug, Clone)]
pub struct VertexEmbeddings {
    /// The task that is named for texts that will be found.
    pub document_task: String,
    /// The task that is named for questions.
    pub query_task: String,
}

impl EmbeddingWire for VertexEmbeddings {
    fn request(&self, asked: &EmbeddingRequest<'_>) -> (String, Value) {
        let task = asked.purpose.map(|purpose| match purpose {
            Purpose::Document => &self.document_task,
            Purpose::Query => &self.query_task,
        });
        let instances: Vec<Value> = asked
            .texts
            .iter()
            .map(|text| match task {
                Some(task) => json!({"content": text, "task_type": task}),
                None => json!({"content": text}),
            })
            .collect();
        let mut parameters = Map::new();
        parameters.insert("autoTruncate".into(), true.into());
        if let Some(dimensions) = asked.dimensions {
            parameters.insert("outputDimensionality".into(), dimensions.into());
        }
        let body = json!({"instances": instances, "parameters": parameters});
        (format!("models/{}:predict", asked.model), body)
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
            "is it an embedding model?",
        )?;
        let rows = reading::list(provider, &value, value.get("predictions"), "predictions")?;
        let rows = rows.iter().map(|row| row.pointer("/embeddings/values"));
        embeddings::vectors(provider, rows, asked.texts.len())
    }
}
