//! LM Studio: OpenAI's wire, on this machine, without a key.

use std::time::Duration;

use serde::Deserialize;

use super::EmbedderConfig;
use crate::dialect::Dialect;
use crate::driver::embeddings::EmbeddingClient;
use crate::llm::lmstudio;
use crate::wire::openai_embeddings::RELATIVE;

/// How it differs from the language models there: the first call may have to load the model.
pub const DIALECT: Dialect = Dialect {
    timeout: Duration::from_secs(300),
    ..lmstudio::DIALECT
};

/// The model where the configuration names none: the original's.
pub const DEFAULT_MODEL: &str =
    "nomic-ai/nomic-embed-text-v1.5-GGUF/nomic-embed-text-v1.5.f16.gguf";

/// The most texts in one request: a laptop must be done with them before the call times out.
const BATCH_SIZE: usize = 32;

/// `embedder.config` for `embedder.provider = "lmstudio"`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct LmStudioEmbedderConfig {
    /// What every embedder can be told.
    #[serde(flatten)]
    pub embedder: EmbedderConfig,
}

impl LmStudioEmbedderConfig {
    /// The same configuration with a missing key taken from the environment.
    #[must_use]
    pub fn or_environment(self, lookup: &dyn Fn(&str) -> Option<String>) -> Self {
        Self {
            embedder: self.embedder.or_environment(&DIALECT, lookup),
        }
    }

    /// The embedder; connects to nothing.
    pub fn build(mut self) -> EmbeddingClient {
        self.embedder.batch_size.get_or_insert(BATCH_SIZE);
        let mut options = self.embedder.options_with_family(DEFAULT_MODEL);
        // What runs here has one length; an option that asks for another is only checked.
        options.send_dimensions = false;
        self.embedder.client(&DIALECT, RELATIVE, options)
    }
}
