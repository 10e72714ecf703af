//! Hugging Face's Text Embeddings Inference with a reranking model, on a server of one's own or
//! an endpoint that Hugging Face runs.

use serde::Deserialize;

use super::RerankerConfig;
use crate::dialect::{Dialect, KeyRule};
use crate::driver::rerank::RerankClient;
use crate::llm::openai;
use crate::wire::rerank::RerankForm;

/// The server's own limit, unless it was started with another.
const BATCH_SIZE: usize = 32;

const DIALECT: Dialect = Dialect {
    name: "huggingface",
    base_url: "http://localhost:8080",
    base_url_environment: &[],
    key_environment: "HUGGINGFACE_API_KEY",
    key: KeyRule::Never,
    model: "",
    ..openai::DIALECT
};

/// `reranker.config` for `reranker.provider = "huggingface"` with a base URL.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct HuggingFaceRerankerConfig {
    /// What all rerankers have. The model is the one that the server was started with.
    #[serde(flatten)]
    pub shared: RerankerConfig,
    /// Whether scores are from 0 to 1, by a sigmoid; else they are the network's own numbers.
    /// `None`: they are.
    pub normalize: Option<bool>,
}

impl HuggingFaceRerankerConfig {
    /// The reranker; connects to nothing.
    pub fn build(self) -> RerankClient {
        let name = match self.shared.model() {
            Some(model) => format!("{}/{model}", DIALECT.name),
            None => DIALECT.name.to_owned(),
        };
        let form = RerankForm::Texts {
            raw_scores: self.normalize == Some(false),
        };
        self.shared.client(&DIALECT, name, form, BATCH_SIZE)
    }
}
