//! Google's Vertex AI: its embedding models, on behalf of a project of Google Cloud.

use std::sync::Arc;

use serde::Deserialize;

use crate::auth::google::{VertexConfig, vertex_target};
use crate::connection::{Connection, given_or, process_environment};
use crate::driver::embeddings::{EmbeddingClient, EmbeddingOptions};
use crate::driver::lanes::InLanes;
use crate::llm::openai::retry_policy;
use crate::transport::Transport;
use crate::wire::vertex_embeddings::VertexEmbeddings;

/// The model where the configuration names none: the original's.
pub const DEFAULT_MODEL: &str = "gemini-embedding-001";

/// How long vectors are where the configuration doesn't say: as in the original.
pub const DEFAULT_DIMENSIONS: usize = 256;

/// The most requests at a time.
const LANES: usize = 8;

/// `embedder.config` for `embedder.provider = "vertexai"`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct VertexEmbedderConfig {
    /// How to reach the server.
    #[serde(flatten)]
    pub connection: Connection,
    /// Which project, where, and on whose behalf.
    #[serde(flatten)]
    pub vertex: VertexConfig,
    /// Which model. `None`: [`DEFAULT_MODEL`].
    pub model: Option<String>,
    /// How long vectors shall be. `None`: [`DEFAULT_DIMENSIONS`].
    #[serde(
        alias = "embeddingDims",
        alias = "dimensions",
        alias = "output_dimensionality"
    )]
    pub embedding_dims: Option<usize>,
    /// The most texts in one request. `None`: what the model takes.
    #[serde(alias = "batchSize")]
    pub batch_size: Option<usize>,
    /// The task for texts that will be found. `None`: `RETRIEVAL_DOCUMENT`.
    #[serde(alias = "memoryAddEmbeddingType")]
    pub memory_add_embedding_type: Option<String>,
    /// The task for questions. `None`: `RETRIEVAL_QUERY`.
    #[serde(alias = "memorySearchEmbeddingType")]
    pub memory_search_embedding_type: Option<String>,
}

impl VertexEmbedderConfig {
    /// The embedder; connects to nothing. Missing credentials show at the first call.
    pub fn build(self) -> InLanes {
        self.build_in(&process_environment)
    }

    /// The same, with environment variables as `lookup` gives them.
    pub fn build_in(self, lookup: &dyn Fn(&str) -> Option<String>) -> InLanes {
        const PROVIDER: &str = "embedder/vertexai";
        let model = given_or(self.model, DEFAULT_MODEL);
        let model = model.trim_start_matches("models/").to_owned();
        // The Gemini family takes one text a request, the older ones 250 and 20,000 tokens.
        let most = if model.starts_with("gemini") { 1 } else { 250 };
        let batch_size = self.batch_size.map_or(most, |size| size.clamp(1, most));
        let options = EmbeddingOptions {
            asked_dimensions: self
                .embedding_dims
                .filter(|dimensions| *dimensions > 0)
                .or(Some(DEFAULT_DIMENSIONS)),
            batch_size,
            batch_tokens: 16_000,
            // They read 2,048 tokens; the rest is cut off by the server, which counts better.
            text_tokens: 3_000,
            ..EmbeddingOptions::of(model)
        };
        let wire = VertexEmbeddings {
            document_task: given_or(self.memory_add_embedding_type, "RETRIEVAL_DOCUMENT"),
            query_task: given_or(self.memory_search_embedding_type, "RETRIEVAL_QUERY"),
        };
        let retry = retry_policy(&self.connection);
        let target = vertex_target(PROVIDER, self.vertex, self.connection, lookup);
        let transport = Transport::new(PROVIDER.to_owned(), target, retry);
        let client = EmbeddingClient::new("vertexai", Arc::new(wire), transport, options);
        InLanes::new(client, LANES, batch_size)
    }
}
