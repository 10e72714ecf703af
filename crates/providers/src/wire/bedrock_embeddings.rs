//! `POST {base}/model/{model}/invoke` with the bodies of Bedrock's embedding models, which differ
//! from maker to maker.

use mem0_core::{ModelError, Purpose};
use serde_json::{Map, Value, json};

use super::embeddings::{self, EmbeddingRequest, EmbeddingWire};
use super::{aws_error, reading};
use crate::auth::aws::path_segment;
use crate::transport::Answer;

/// Embeddings of Bedrock's models.
#[derive(Debug, Clone)]
pub struct BedrockEmbeddings {
    /// Whose form the bodies have.
    pub family: Family,
    /// More fields of the body.
    pub fields: Map<String, Value>,
}

/// Models whose bodies have the same form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Family {
    /// Amazon Titan Text, first version: one text, no choice of length.
    TitanOne,
    /// Amazon Titan Text from the second version on: one text.
    Titan,
    /// Amazon Titan Multimodal: one text.
    TitanMultimodal,
    /// Amazon Nova: one text.
    Nova,
    /// Cohere Embed 3: many texts, no choice of length.
    CohereThree,
    /// Cohere Embed from version 4 on: many texts.
    Cohere,
}

impl Family {
    /// The family of a model, by its id or ARN; what is unknown is taken for a Titan.
    pub fn of(model: &str) -> Self {
        let has = |part: &str| model.contains(part);
        if has("cohere.") {
            if has("-v3") {
                Self::CohereThree
            } else {
                Self::Cohere
            }
        } else if has("nova") {
            Self::Nova
        } else if has("titan-embed-image") {
            Self::TitanMultimodal
        } else if has("titan-embed-text-v1") || has("titan-embed-g1") {
            Self::TitanOne
        } else {
            Self::Titan
        }
    }

    /// The most texts in one request.
    pub fn batch_size(self) -> usize {
        match self {
            Self::CohereThree | Self::Cohere => 96,
            Self::TitanOne | Self::Titan | Self::TitanMultimodal | Self::Nova => 1,
        }
    }

    /// Whether the length of vectors can be chosen.
    pub fn shortens(self) -> bool {
        !matches!(self, Self::TitanOne | Self::CohereThree)
    }

    /// The length of vectors where none is chosen.
    pub fn dimensions(self) -> usize {
        match self {
            Self::TitanOne | Self::Cohere => 1_536,
            Self::Titan | Self::TitanMultimodal | Self::CohereThree => 1_024,
            Self::Nova => 3_072,
        }
    }

    /// The most of one text that is sent, in tokens as they are estimated.
    pub fn text_tokens(self) -> usize {
        match self {
            // 2,048 characters are the limit.
            Self::CohereThree => 512,
            Self::TitanMultimodal => 256,
            Self::TitanOne | Self::Titan | Self::Nova | Self::Cohere => 8_000,
        }
    }
}

impl BedrockEmbeddings {
    fn body(&self, asked: &EmbeddingRequest<'_>) -> Value {
        // The families of one text get one: the batch size says so.
        let text = asked.texts.first().copied().unwrap_or_default();
        let mut body = match self.family {
            Family::TitanOne => json!({"inputText": text}),
            Family::Titan => json!({"inputText": text, "normalize": true}),
            Family::TitanMultimodal => json!({"inputText": text}),
            Family::Nova => json!({
                "taskType": "SINGLE_EMBEDDING",
                "singleEmbeddingParams": {
                    "embeddingPurpose": match asked.purpose {
                        Some(Purpose::Query) => "TEXT_RETRIEVAL",
                        Some(Purpose::Document) | None => "GENERIC_INDEX",
                    },
                    "text": {"truncationMode": "END", "value": text},
                },
            }),
            Family::CohereThree | Family::Cohere => json!({
                "texts": asked.texts,
                "input_type": match asked.purpose {
                    Some(Purpose::Query) => "search_query",
                    Some(Purpose::Document) | None => "search_document",
                },
                "truncate": if self.family == Family::Cohere { "RIGHT" } else { "END" },
                "embedding_types": ["float"],
            }),
        };
        if let Some(dimensions) = asked.dimensions {
            match self.family {
                Family::TitanMultimodal => {
                    body["embeddingConfig"] = json!({"outputEmbeddingLength": dimensions});
                }
                Family::Nova => {
                    body["singleEmbeddingParams"]["embeddingDimension"] = dimensions.into();
                }
                Family::Cohere => body["output_dimension"] = dimensions.into(),
                Family::TitanOne | Family::Titan | Family::CohereThree => {
                    body["dimensions"] = dimensions.into();
                }
            }
        }
        if let Value::Object(body) = &mut body {
            body.extend(self.fields.clone());
        }
        body
    }
}

impl EmbeddingWire for BedrockEmbeddings {
    fn request(&self, asked: &EmbeddingRequest<'_>) -> (String, Value) {
        let path = format!("model/{}/invoke", path_segment(asked.model));
        (path, self.body(asked))
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
            aws_error::read,
            "is it an embedding model?",
        )?;
        let count = asked.texts.len();
        // Titan: one vector. Cohere: lists by type, or one list. Nova: a list of objects.
        if let Some(vector) = value.get("embedding") {
            return embeddings::vectors(provider, [Some(vector)].into_iter(), count);
        }
        let lists = value.get("embeddings");
        let rows = lists.map(|lists| lists.get("float").unwrap_or(lists));
        let rows = reading::list(provider, &value, rows, "embedding")?;
        let rows = rows.iter().map(|row| row.get("embedding").or(Some(row)));
        embeddings::vectors(provider, rows, count)
    }
}
