//! OpenAI's embeddings at Azure: one URL for each deployment.

use serde::Deserialize;

use super::EmbedderConfig;
use super::openai::with_known_length;
use crate::connection::process_environment;
use crate::dialect::Dialect;
use crate::driver::embeddings::EmbeddingClient;
use crate::llm::azure_openai::{self, AzureDeployment, AzureEnvironment};
use crate::wire::openai_embeddings::OPENAI;

/// How it differs from the language models at Azure: in its environment variables.
pub const DIALECT: Dialect = Dialect {
    base_url_environment: &["EMBEDDING_AZURE_ENDPOINT"],
    key_environment: "EMBEDDING_AZURE_OPENAI_API_KEY",
    ..azure_openai::DIALECT
};

const ENVIRONMENT: AzureEnvironment = AzureEnvironment {
    deployment: "EMBEDDING_AZURE_DEPLOYMENT",
    api_version: "EMBEDDING_AZURE_API_VERSION",
};

/// The model, and so the deployment, where the configuration names neither.
pub const DEFAULT_MODEL: &str = super::openai::DEFAULT_MODEL;

/// `embedder.config` for `embedder.provider = "azure_openai"`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct AzureOpenAiEmbedderConfig {
    /// What every embedder can be told; the base URL is the endpoint.
    #[serde(flatten)]
    pub embedder: EmbedderConfig,
    /// Which deployment and version.
    #[serde(flatten)]
    pub deployment: AzureDeployment,
}

impl AzureOpenAiEmbedderConfig {
    /// The same configuration with what is missing taken from the environment.
    #[must_use]
    pub fn or_environment(mut self, lookup: &dyn Fn(&str) -> Option<String>) -> Self {
        self.deployment.unfold(&mut self.embedder.connection);
        self.deployment.fill(&ENVIRONMENT, lookup);
        self.embedder = self.embedder.or_environment(&DIALECT, lookup);
        self
    }

    /// The embedder; connects to nothing. Where there is neither a key nor a way to a token, the
    /// first call says so.
    pub fn build(self) -> EmbeddingClient {
        self.build_with(&process_environment)
    }

    /// The same, where `lookup` finds what leads to a token.
    pub fn build_with(mut self, lookup: &dyn Fn(&str) -> Option<String>) -> EmbeddingClient {
        self.deployment.unfold(&mut self.embedder.connection);
        // A deployment that is called as its model tells how long its vectors are.
        let deployment = self.deployment.azure_deployment.as_deref();
        let default_model = deployment.unwrap_or(DEFAULT_MODEL).to_owned();
        let options = with_known_length(self.embedder.options(&default_model));
        let connection = self.embedder.connection.clone();
        let target = self.deployment.target(
            connection,
            &DIALECT,
            &format!("embedder/{}", DIALECT.name),
            &options.model,
            lookup,
        );
        self.embedder
            .client_at(&DIALECT, OPENAI, options, |_| target)
    }
}
