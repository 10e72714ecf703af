//! ZeroEntropy's rerankers.

use serde::Deserialize;
use serde_json::Map;

use super::RerankerConfig;
use crate::dialect::Dialect;
use crate::driver::rerank::RerankClient;
use crate::llm::openai;

/// The model where the configuration names none: the original's.
pub const DEFAULT_MODEL: &str = "zerank-1";

/// Documents in one request: its limits are by bytes, which the driver heeds.
const BATCH_SIZE: usize = 1_000;

const DIALECT: Dialect = Dialect {
    name: "zero_entropy",
    base_url: "https://api.zeroentropy.dev/v1",
    base_url_environment: &[],
    key_environment: "ZERO_ENTROPY_API_KEY",
    model: DEFAULT_MODEL,
    ..openai::DIALECT
};

/// `reranker.config` for `reranker.provider = "zero_entropy"`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct ZeroEntropyConfig {
    /// What all rerankers have.
    #[serde(flatten)]
    pub shared: RerankerConfig,
}

impl ZeroEntropyConfig {
    /// The reranker; connects to nothing. A missing key shows at the first call.
    pub fn build(self) -> RerankClient {
        self.shared
            .documents_client(&DIALECT, "models/rerank", "v1", Map::new(), BATCH_SIZE)
    }
}
