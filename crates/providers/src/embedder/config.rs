//! Options that every embedder behind a server has.

use std::sync::Arc;

use serde::Deserialize;

use super::families;
use crate::connection::Connection;
use crate::dialect::Dialect;
use crate::driver::embeddings::{EmbeddingClient, EmbeddingOptions, Prefixes};
use crate::llm::openai::retry_policy;
use crate::transport::{Target, Transport};
use crate::wire::embeddings::EmbeddingWire;

/// What every embedder behind a server can be told. In configurations these stand beside the
/// provider's own options.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct EmbedderConfig {
    /// How to reach the server.
    #[serde(flatten)]
    pub connection: Connection,
    /// Which model. `None`: the provider's usual one.
    pub model: Option<String>,
    /// How long vectors shall be. `None`: as long as the model makes them.
    #[serde(
        alias = "embeddingDims",
        alias = "dimensions",
        alias = "output_dimensionality",
        alias = "outputDimensionality"
    )]
    pub embedding_dims: Option<usize>,
    /// The most texts in one request. `None`: what the provider takes.
    #[serde(alias = "batchSize")]
    pub batch_size: Option<usize>,
    /// What stands in front of questions. `None`: what the model's family wants, where the
    /// provider doesn't see to it itself.
    #[serde(alias = "queryPrefix")]
    pub query_prefix: Option<String>,
    /// What stands in front of texts that will be found. `None`: as for questions.
    #[serde(alias = "documentPrefix", alias = "passage_prefix")]
    pub document_prefix: Option<String>,
}

impl EmbedderConfig {
    /// The same configuration with a missing key and base URL taken from the environment.
    #[must_use]
    pub fn or_environment(
        mut self,
        dialect: &Dialect,
        lookup: &dyn Fn(&str) -> Option<String>,
    ) -> Self {
        let names = dialect.base_url_environment;
        self.connection = self.connection.or_environment(dialect, names, lookup);
        self
    }

    /// What is asked of the model; without one, of `default_model`.
    pub(crate) fn options(&self, default_model: &str) -> EmbeddingOptions {
        let model = self
            .model
            .as_deref()
            .map(str::trim)
            .filter(|model| !model.is_empty());
        let usual = EmbeddingOptions::of(model.unwrap_or(default_model));
        let options = EmbeddingOptions {
            asked_dimensions: self.embedding_dims.filter(|dimensions| *dimensions > 0),
            batch_size: self
                .batch_size
                .filter(|size| *size > 0)
                .unwrap_or(usual.batch_size),
            ..usual
        };
        self.with_prefixes(options, Prefixes::default())
    }

    /// The same for a provider that gives texts to its models as they come: what is not set
    /// otherwise stands in front of texts as the model's family wants it.
    pub(crate) fn options_with_family(&self, default_model: &str) -> EmbeddingOptions {
        let options = self.options(default_model);
        let family = families::prefixes(&options.model);
        self.with_prefixes(options, family)
    }

    /// The options with these prefixes, where the configuration sets no others.
    pub(crate) fn with_prefixes(
        &self,
        options: EmbeddingOptions,
        usual: Prefixes,
    ) -> EmbeddingOptions {
        let prefixes = Prefixes {
            query: self.query_prefix.clone().unwrap_or(usual.query),
            document: self.document_prefix.clone().unwrap_or(usual.document),
        };
        EmbeddingOptions {
            // What stands in front of stored texts is part of what their vectors are.
            revision: prefixes.document.trim().to_owned(),
            prefixes,
            ..options
        }
    }

    /// The embedder; connects to nothing.
    pub(crate) fn client(
        self,
        dialect: &Dialect,
        wire: impl EmbeddingWire + 'static,
        options: EmbeddingOptions,
    ) -> EmbeddingClient {
        self.client_at(dialect, wire, options, |target| target)
    }

    /// The same, where `adjust` changes where and how calls go.
    pub(crate) fn client_at(
        self,
        dialect: &Dialect,
        wire: impl EmbeddingWire + 'static,
        options: EmbeddingOptions,
        adjust: impl FnOnce(Target) -> Target,
    ) -> EmbeddingClient {
        let retry = retry_policy(&self.connection);
        let provider = format!("embedder/{}", dialect.name);
        let target = adjust(self.connection.target(dialect));
        let transport = Transport::new(provider, target, retry);
        EmbeddingClient::new(dialect.name, Arc::new(wire), transport, options)
    }
}
