//! Together AI: OpenAI's wire.

use serde::Deserialize;

use super::EmbedderConfig;
use crate::driver::embeddings::{EmbeddingClient, EmbeddingOptions};
pub use crate::llm::together::DIALECT;
use crate::wire::openai_embeddings::RELATIVE;

/// The model where the configuration names none: the original's.
pub const DEFAULT_MODEL: &str = "intfloat/multilingual-e5-large-instruct";

/// How long the default model's vectors are.
const DEFAULT_LENGTH: usize = 1024;

/// How much the default model reads of a text, in tokens.
const DEFAULT_READS: usize = 512;

/// `embedder.config` for `embedder.provider = "together"`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct TogetherEmbedderConfig {
    /// What every embedder can be told.
    #[serde(flatten)]
    pub embedder: EmbedderConfig,
}

impl TogetherEmbedderConfig {
    /// The same configuration with a missing key taken from the environment.
    #[must_use]
    pub fn or_environment(self, lookup: &dyn Fn(&str) -> Option<String>) -> Self {
        Self {
            embedder: self.embedder.or_environment(&DIALECT, lookup),
        }
    }

    /// The embedder; connects to nothing. A missing key shows at the first call.
    pub fn build(self) -> EmbeddingClient {
        let mut options = EmbeddingOptions {
            // Its models have one length; nothing in its interface changes that.
            send_dimensions: false,
            ..self.embedder.options_with_family(DEFAULT_MODEL)
        };
        if options.model == DEFAULT_MODEL && !self.embedder.connection.is_elsewhere(&DIALECT) {
            options.known_dimensions = Some(DEFAULT_LENGTH);
            options.text_tokens = DEFAULT_READS;
        }
        self.embedder.client(&DIALECT, RELATIVE, options)
    }
}
