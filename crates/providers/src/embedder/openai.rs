//! OpenAI's embeddings, and every server that speaks them.

use serde::Deserialize;

use super::EmbedderConfig;
use crate::dialect::Dialect;
use crate::driver::embeddings::{EmbeddingClient, EmbeddingOptions};
use crate::llm::openai;
use crate::wire::openai_embeddings::OPENAI;

/// OpenAI among its relatives. For embeddings the older variable wins, as in the original.
pub const DIALECT: Dialect = Dialect {
    base_url_environment: &["OPENAI_API_BASE", "OPENAI_BASE_URL"],
    ..openai::DIALECT
};

/// The model where the configuration names none: the original's.
pub const DEFAULT_MODEL: &str = "text-embedding-3-small";

/// OpenAI's own models: the length of their vectors, and whether they make shorter ones. Only
/// trusted at OpenAI and Azure: elsewhere the same names stand for other models.
const MODELS: [(&str, usize, bool); 3] = [
    ("text-embedding-3-small", 1536, true),
    ("text-embedding-3-large", 3072, true),
    ("text-embedding-ada-002", 1536, false),
];

/// `embedder.config` for `embedder.provider = "openai"`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct OpenAiEmbedderConfig {
    /// What every embedder can be told.
    #[serde(flatten)]
    pub embedder: EmbedderConfig,
}

impl OpenAiEmbedderConfig {
    /// The same configuration with a missing key and base URL taken from the environment.
    #[must_use]
    pub fn or_environment(self, lookup: &dyn Fn(&str) -> Option<String>) -> Self {
        Self {
            embedder: self.embedder.or_environment(&DIALECT, lookup),
        }
    }

    /// The embedder; connects to nothing. A missing key shows at the first call.
    pub fn build(self) -> EmbeddingClient {
        let mut options = self.embedder.options(DEFAULT_MODEL);
        if !self.embedder.connection.is_elsewhere(&DIALECT) {
            options = with_known_length(options);
        }
        self.embedder.client(&DIALECT, OPENAI, options)
    }
}

/// With what is known of a model of OpenAI's own.
pub(super) fn with_known_length(options: EmbeddingOptions) -> EmbeddingOptions {
    match MODELS.iter().find(|(name, ..)| *name == options.model) {
        Some((_, length, shortens)) => EmbeddingOptions {
            known_dimensions: Some(*length),
            send_dimensions: *shortens,
            ..options
        },
        None => options,
    }
}
