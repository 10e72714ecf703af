//! Cohere's rerank, and every server that speaks its second version.

use serde::Deserialize;
use serde_json::Map;

use super::RerankerConfig;
use crate::dialect::Dialect;
use crate::driver::rerank::RerankClient;
use crate::llm::openai;

/// The model where the configuration names none: the original's.
pub const DEFAULT_MODEL: &str = "rerank-v3.5";

/// The most documents that Cohere advises to send at once.
const BATCH_SIZE: usize = 1_000;

const DIALECT: Dialect = Dialect {
    name: "cohere",
    base_url: "https://api.cohere.com/v2",
    base_url_environment: &[],
    key_environment: "COHERE_API_KEY",
    model: DEFAULT_MODEL,
    ..openai::DIALECT
};

/// `reranker.config` for `reranker.provider = "cohere"`.
///
/// ```
/// use mem0_providers::reranker::cohere::CohereConfig;
/// let config: CohereConfig = serde_json::from_str(r#"{"model": "rerank-v3.5", "top_k": 5}"#)?;
/// assert_eq!(config.shared.top_k, Some(5));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct CohereConfig {
    /// What all rerankers have.
    #[serde(flatten)]
    pub shared: RerankerConfig,
    /// How many tokens of a document are read. `None`: 4096, Cohere's default.
    #[serde(alias = "maxTokensPerDoc")]
    pub max_tokens_per_doc: Option<u32>,
}

impl CohereConfig {
    /// The reranker; connects to nothing. A missing key shows at the first call.
    pub fn build(self) -> RerankClient {
        let limit = self.max_tokens_per_doc.filter(|limit| *limit > 0);
        let extra = limit.map(|limit| ("max_tokens_per_doc".to_owned(), limit.into()));
        let extra = Map::from_iter(extra);
        self.shared
            .documents_client(&DIALECT, "rerank", "v2", extra, BATCH_SIZE)
    }
}
