//! Reranking models behind a server.

pub mod cohere;
pub mod huggingface;
pub mod zero_entropy;

use std::sync::Arc;

use mem0_core::Reranker;
use serde::Deserialize;
use serde_json::{Map, Value};

use crate::connection::{Connection, given};
use crate::dialect::Dialect;
use crate::driver::rerank::{RerankClient, RerankOptions};
use crate::llm::openai::retry_policy;
use crate::transport::Transport;
use crate::wire::rerank::RerankForm;

/// Options that all of them have.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct RerankerConfig {
    /// How to reach the server.
    #[serde(flatten)]
    pub connection: Connection,
    /// Which model. `None`: the provider's usual.
    pub model: Option<String>,
    /// The most hits that get a new place; the others keep their order behind. `None`: all.
    #[serde(alias = "topK", alias = "top_n", alias = "topN")]
    pub top_k: Option<usize>,
    /// How many of the best hits are judged. `None`: 50.
    pub candidates: Option<usize>,
    /// The most documents in one request. `None`: what the provider takes.
    #[serde(alias = "batchSize")]
    pub batch_size: Option<usize>,
}

impl RerankerConfig {
    /// The model's name, unless it is blank.
    fn model(&self) -> Option<String> {
        given(self.model.clone())
    }

    /// A client in the form of Cohere and its followers. A base URL without a path gets the
    /// provider's own, as its SDK has it.
    fn documents_client(
        mut self,
        dialect: &Dialect,
        path: &'static str,
        version: &str,
        extra: Map<String, Value>,
        batch_size: usize,
    ) -> RerankClient {
        if let Some(url) = &mut self.connection.base_url
            && is_bare(url)
        {
            *url = format!("{}/{version}", url.trim().trim_end_matches('/'));
        }
        let model = self.model().unwrap_or_else(|| dialect.model.to_owned());
        let name = format!("{}/{model}", dialect.name);
        let form = RerankForm::Documents { path, model, extra };
        self.client(dialect, name, form, batch_size)
    }

    fn client(
        self,
        dialect: &Dialect,
        name: String,
        form: RerankForm,
        batch_size: usize,
    ) -> RerankClient {
        let options = RerankOptions {
            form,
            top_k: self.top_k.filter(|top| *top > 0),
            candidates: self.candidates.filter(|candidates| *candidates > 0),
            batch_size: self
                .batch_size
                .filter(|size| *size > 0)
                .unwrap_or(batch_size),
        };
        let retry = retry_policy(&self.connection);
        let provider = format!("reranker/{}", dialect.name);
        let transport = Transport::new(provider, self.connection.target(dialect), retry);
        RerankClient::new(name, transport, options)
    }
}

/// Whether a URL names a server and nothing on it.
fn is_bare(url: &str) -> bool {
    let url = url.trim();
    let server = url.split_once("://").map_or(url, |(_, server)| server);
    !server.trim_end_matches('/').is_empty() && !server.trim_end_matches('/').contains('/')
}

/// A client as the engine wants it.
impl From<RerankClient> for Arc<dyn Reranker> {
    fn from(client: RerankClient) -> Self {
        Arc::new(client)
    }
}

#[cfg(test)]
mod tests {
    use super::is_bare;

    #[test]
    fn only_a_server_by_itself_is_bare() {
        for url in ["https://x.test", "http://localhost:8000/", "localhost:80"] {
            assert!(is_bare(url), "{url}");
        }
        for url in ["https://x.test/v1", "localhost/rerank/", "", " "] {
            assert!(!is_bare(url), "{url}");
        }
    }
}
