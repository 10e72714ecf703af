//! OpenAI's embeddings, and every server that speaks them.

use serde::Deserialize;

use crate::connection::Connection;
use crate::dialect::Dialect;
use crate::driver::embeddings::{EmbeddingClient, EmbeddingOptions};
use crate::llm::openai::{DIALECT, retry_policy};
use crate::transport::Transport;

/// The model where the configuration names none: the original's.
pub const DEFAULT_MODEL: &str = "text-embedding-3-small";

/// For embeddings the older variable wins, as in the original.
const BASE_URL_ENVIRONMENT: [&str; 2] = ["OPENAI_API_BASE", "OPENAI_BASE_URL"];

/// OpenAI's own models: the length of their vectors, and whether they make shorter ones. Only
/// trusted at OpenAI itself: elsewhere the same names stand for other models.
const MODELS: [(&str, usize, bool); 3] = [
    ("text-embedding-3-small", 1536, true),
    ("text-embedding-3-large", 3072, true),
    ("text-embedding-ada-002", 1536, false),
];

/// `embedder.config` for `embedder.provider = "openai"`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct OpenAiEmbedderConfig {
    /// How to reach the server.
    #[serde(flatten)]
    pub connection: Connection,
    /// Which model. `None`: [`DEFAULT_MODEL`].
    pub model: Option<String>,
    /// How long vectors shall be. `None`: as long as the model makes them.
    #[serde(
        alias = "embeddingDims",
        alias = "dimensions",
        alias = "output_dimensionality"
    )]
    pub embedding_dims: Option<usize>,
    /// The most texts in one request. `None`: 100.
    #[serde(alias = "batchSize")]
    pub batch_size: Option<usize>,
}

impl OpenAiEmbedderConfig {
    /// The same configuration with a missing key and base URL taken from the environment.
    #[must_use]
    pub fn or_environment(mut self, lookup: &dyn Fn(&str) -> Option<String>) -> Self {
        self.connection = self
            .connection
            .or_environment(&DIALECT, &BASE_URL_ENVIRONMENT, lookup);
        self
    }

    /// The embedder; connects to nothing. A missing key shows at the first call.
    pub fn build(self) -> EmbeddingClient {
        embedding_client(&DIALECT, self)
    }
}

pub(crate) fn embedding_client(dialect: &Dialect, config: OpenAiEmbedderConfig) -> EmbeddingClient {
    let model = config
        .model
        .filter(|model| !model.trim().is_empty())
        .unwrap_or_else(|| DEFAULT_MODEL.to_owned());
    let known = MODELS
        .iter()
        .find(|(name, ..)| *name == model && !config.connection.is_elsewhere(dialect));
    let asked_dimensions = config.embedding_dims.filter(|dimensions| *dimensions > 0);
    let options = EmbeddingOptions {
        asked_dimensions,
        send_dimensions: known.is_none_or(|(_, _, shortens)| *shortens),
        known_dimensions: known.map(|(_, own, _)| *own),
        batch_size: config.batch_size.unwrap_or(100),
        model,
    };
    let retry = retry_policy(&config.connection);
    let provider = format!("embedder/{}", dialect.name);
    let transport = Transport::new(provider, config.connection.target(dialect), retry);
    EmbeddingClient::new(dialect.name, transport, options)
}
