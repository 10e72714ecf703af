//! Ollama: models on this machine or another. None is pulled.

use serde::Deserialize;
use serde_json::Value;

use super::EmbedderConfig;
use crate::driver::embeddings::EmbeddingClient;
pub use crate::llm::ollama::DIALECT;
use crate::llm::ollama::server_url;
use crate::wire::ollama_embeddings::OllamaEmbeddings;

/// The model where the configuration names none: the original's.
pub const DEFAULT_MODEL: &str = "nomic-embed-text";

/// The most texts in one request: a laptop must be done with them before the call times out.
const BATCH_SIZE: usize = 32;

/// `embedder.config` for `embedder.provider = "ollama"`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct OllamaEmbedderConfig {
    /// What every embedder can be told.
    #[serde(flatten)]
    pub embedder: EmbedderConfig,
    /// How long the model stays loaded, such as `5m`. `None`: as the server has it.
    #[serde(alias = "keepAlive")]
    pub keep_alive: Option<String>,
    /// Options of the model, such as `num_ctx`.
    #[serde(alias = "model_kwargs", alias = "modelKwargs")]
    pub options: Option<Value>,
}

impl OllamaEmbedderConfig {
    /// The same configuration with the server's address taken from the environment.
    #[must_use]
    pub fn or_environment(mut self, lookup: &dyn Fn(&str) -> Option<String>) -> Self {
        self.embedder = self.embedder.or_environment(&DIALECT, lookup);
        self
    }

    /// The embedder; connects to nothing.
    pub fn build(mut self) -> EmbeddingClient {
        self.embedder.batch_size.get_or_insert(BATCH_SIZE);
        let url = &mut self.embedder.connection.base_url;
        *url = url.as_deref().map(server_url);
        let mut options = self.embedder.options_with_family(DEFAULT_MODEL);
        // One model under two names.
        if let Some(name) = options.model.strip_suffix(":latest") {
            options.model = name.to_owned();
        }
        let wire = OllamaEmbeddings {
            keep_alive: self.keep_alive,
            options: self.options.filter(Value::is_object),
        };
        self.embedder.client(&DIALECT, wire, options)
    }
}
