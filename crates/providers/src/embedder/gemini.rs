//! Google's Gemini embeddings, by the key of Google AI Studio.

use serde::Deserialize;

use super::EmbedderConfig;
use crate::driver::embeddings::{EmbeddingClient, Prefixes};
pub use crate::llm::gemini::DIALECT;
use crate::wire::gemini_embeddings::GeminiEmbeddings;

/// The model where the configuration names none: the original's.
pub const DEFAULT_MODEL: &str = "gemini-embedding-001";

/// The length of vectors where the configuration names none: the original's. The model can make
/// 3,072; at 768 it loses little.
pub const DEFAULT_LENGTH: usize = 768;

/// The most texts in one request.
const BATCH_SIZE: usize = 100;

/// What vectors are for, in Gemini's words.
const DOCUMENT_TASK: &str = "RETRIEVAL_DOCUMENT";
const QUERY_TASK: &str = "RETRIEVAL_QUERY";

/// `embedder.config` for `embedder.provider = "gemini"`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct GeminiEmbedderConfig {
    /// What every embedder can be told.
    #[serde(flatten)]
    pub embedder: EmbedderConfig,
    /// The task named for texts that will be found. `None`: `RETRIEVAL_DOCUMENT`.
    #[serde(alias = "memoryAddEmbeddingType")]
    pub memory_add_embedding_type: Option<String>,
    /// The task named for questions. `None`: `RETRIEVAL_QUERY`.
    #[serde(alias = "memorySearchEmbeddingType")]
    pub memory_search_embedding_type: Option<String>,
}

impl GeminiEmbedderConfig {
    /// The same configuration with a missing key taken from the environment.
    #[must_use]
    pub fn or_environment(mut self, lookup: &dyn Fn(&str) -> Option<String>) -> Self {
        self.embedder = self.embedder.or_environment(&DIALECT, lookup);
        self
    }

    /// The embedder; connects to nothing. A missing key shows at the first call.
    pub fn build(mut self) -> EmbeddingClient {
        self.embedder.embedding_dims.get_or_insert(DEFAULT_LENGTH);
        let size = self.embedder.batch_size.get_or_insert(BATCH_SIZE);
        *size = (*size).min(BATCH_SIZE);
        let mut options = self.embedder.options(DEFAULT_MODEL);
        if let Some(name) = options.model.strip_prefix("models/") {
            options.model = name.to_owned();
        }
        let task = |set: &Option<String>, usual: &str| {
            let set = set
                .as_deref()
                .map(str::trim)
                .filter(|task| !task.is_empty());
            Some(set.unwrap_or(usual).to_owned())
        };
        let mut wire = GeminiEmbeddings {
            document_task: task(&self.memory_add_embedding_type, DOCUMENT_TASK),
            query_task: task(&self.memory_search_embedding_type, QUERY_TASK),
        };
        if options.model.starts_with("gemini-embedding-2") {
            // It knows no tasks by name: they stand in front of the text.
            (wire.document_task, wire.query_task) = (None, None);
            options = self.embedder.with_prefixes(
                options,
                Prefixes {
                    query: "task: search result | query: ".to_owned(),
                    document: "title: none | text: ".to_owned(),
                },
            );
        }
        if let Some(task) = wire
            .document_task
            .as_deref()
            .filter(|task| *task != DOCUMENT_TASK)
        {
            options.revision = task.to_owned();
        }
        self.embedder.client(&DIALECT, wire, options)
    }
}
