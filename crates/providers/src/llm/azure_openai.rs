//! OpenAI's models at Azure: one URL for each deployment, a version of the API, and a key in a
//! header of its own or a token of Microsoft Entra ID.

use std::collections::BTreeMap;
use std::fmt;

use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;

use super::openai::{self, retry_policy};
use crate::auth::azure::default_credential;
use crate::connection::{Connection, given, given_or, process_environment, secret};
use crate::dialect::{Dialect, KeyRule};
use crate::driver::chat::ChatClient;
use crate::llm::chat::{self, ChatConfig};
use crate::transport::{Key, Target, shown_url};

/// How it differs from [`openai`]. It is nowhere unless told where.
pub const DIALECT: Dialect = Dialect {
    name: "azure_openai",
    base_url: "",
    base_url_environment: &["LLM_AZURE_ENDPOINT"],
    key_environment: "LLM_AZURE_OPENAI_API_KEY",
    key: KeyRule::Always,
    key_header: Some("api-key"),
    ..openai::DIALECT
};

/// The version of the API where the configuration names none.
pub const DEFAULT_API_VERSION: &str = "2024-10-21";

/// A key that stands in many examples and means: there is none, use a token.
const NO_KEY: &str = "your-api-key";

/// `llm.config` for `llm.provider = "azure_openai"`.
///
/// ```
/// use mem0_providers::llm::azure_openai::AzureOpenAiLlmConfig;
///
/// let flat = r#"{"model": "gpt-4o", "azure_endpoint": "https://my.openai.azure.com/", "api_key": "…"}"#;
/// let nested = r#"{"model": "gpt-4o", "azure_kwargs":
///     {"azure_endpoint": "https://my.openai.azure.com/", "api_key": "…"}}"#;
/// for config in [flat, nested] {
///     let llm = serde_json::from_str::<AzureOpenAiLlmConfig>(config)?.build();
/// }
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct AzureOpenAiLlmConfig {
    /// What all of the family have; the base URL is the endpoint.
    #[serde(flatten)]
    pub chat: ChatConfig,
    /// Which deployment and version.
    #[serde(flatten)]
    pub deployment: AzureDeployment,
}

/// Where a model is at Azure. What stands in `azure_kwargs` wins over what stands beside it.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct AzureDeployment {
    /// The resource: `https://my-resource.openai.azure.com/`. One that ends in `/openai/v1` has
    /// neither deployments nor versions in its URLs.
    #[serde(alias = "azureEndpoint", alias = "endpoint")]
    pub azure_endpoint: Option<String>,
    /// The deployment. `None`: it is called as its model.
    #[serde(alias = "azureDeployment", alias = "deployment")]
    pub azure_deployment: Option<String>,
    /// The version of the API. `None`: [`DEFAULT_API_VERSION`].
    #[serde(alias = "apiVersion")]
    pub api_version: Option<String>,
    /// The same options as the original has them.
    #[serde(alias = "azureKwargs")]
    pub azure_kwargs: Option<AzureKwargs>,
}

/// `azure_kwargs`
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct AzureKwargs {
    /// The key.
    #[serde(alias = "apiKey", deserialize_with = "secret")]
    pub api_key: Option<SecretString>,
    /// The deployment.
    #[serde(alias = "azureDeployment", alias = "deployment")]
    pub azure_deployment: Option<String>,
    /// The resource.
    #[serde(alias = "azureEndpoint", alias = "endpoint")]
    pub azure_endpoint: Option<String>,
    /// The version of the API.
    #[serde(alias = "apiVersion")]
    pub api_version: Option<String>,
    /// Headers sent with every call.
    #[serde(alias = "defaultHeaders")]
    pub default_headers: Option<BTreeMap<String, String>>,
}

impl fmt::Debug for AzureDeployment {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("AzureDeployment")
            .field("azure_endpoint", &shown(self.azure_endpoint.as_deref()))
            .field("azure_deployment", &self.azure_deployment)
            .field("api_version", &self.api_version)
            .field("azure_kwargs", &self.azure_kwargs)
            .finish()
    }
}

impl fmt::Debug for AzureKwargs {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let headers = self.default_headers.as_ref();
        formatter
            .debug_struct("AzureKwargs")
            .field("api_key", &self.api_key)
            .field("azure_deployment", &self.azure_deployment)
            .field("azure_endpoint", &shown(self.azure_endpoint.as_deref()))
            .field("api_version", &self.api_version)
            .field("default_headers", &headers.map(BTreeMap::keys))
            .finish()
    }
}

/// An endpoint as it may be shown: a key may hide in its user part.
fn shown(endpoint: Option<&str>) -> Option<String> {
    endpoint.map(shown_url)
}

/// The environment variables of one kind of model at Azure.
pub(crate) struct AzureEnvironment {
    pub(crate) deployment: &'static str,
    pub(crate) api_version: &'static str,
}

const ENVIRONMENT: AzureEnvironment = AzureEnvironment {
    deployment: "LLM_AZURE_DEPLOYMENT",
    api_version: "LLM_AZURE_API_VERSION",
};

impl AzureDeployment {
    /// Puts what stands in `azure_kwargs` where it belongs, and the endpoint into the connection.
    pub(crate) fn unfold(&mut self, connection: &mut Connection) {
        if let Some(nested) = self.azure_kwargs.take() {
            let replace = |flat: &mut Option<String>, nested: Option<String>| {
                if nested.is_some() {
                    *flat = nested;
                }
            };
            replace(&mut self.azure_endpoint, nested.azure_endpoint);
            replace(&mut self.azure_deployment, nested.azure_deployment);
            replace(&mut self.api_version, nested.api_version);
            if nested.api_key.is_some() {
                connection.api_key = nested.api_key;
            }
            connection
                .headers
                .extend(nested.default_headers.unwrap_or_default());
        }
        if let Some(endpoint) = self.azure_endpoint.take() {
            connection.base_url = Some(endpoint);
        }
    }

    /// What is missing, from the environment.
    pub(crate) fn fill(
        &mut self,
        environment: &AzureEnvironment,
        lookup: &dyn Fn(&str) -> Option<String>,
    ) {
        let given = |name: &str| given(lookup(name));
        if self.azure_deployment.is_none() {
            self.azure_deployment = given(environment.deployment);
        }
        if self.api_version.is_none() {
            self.api_version = given(environment.api_version);
        }
    }

    /// Where calls of a model go, and who makes them. Without a key, what `lookup` finds in the
    /// environment gives a token.
    pub(crate) fn target(
        self,
        mut connection: Connection,
        dialect: &Dialect,
        provider: &str,
        model: &str,
        lookup: &dyn Fn(&str) -> Option<String>,
    ) -> Target {
        let real = |key: &SecretString| {
            let key = key.expose_secret().trim();
            !key.is_empty() && key != NO_KEY
        };
        let has_key = connection.api_key.as_ref().is_some_and(real);
        let endpoint = connection.base_url.take().unwrap_or_default();
        let endpoint = endpoint.trim().trim_end_matches('/');
        let in_body = endpoint.ends_with("/openai/v1");
        let deployment = self.azure_deployment.as_deref().unwrap_or(model);
        connection.base_url = Some(if in_body || endpoint.is_empty() {
            endpoint.to_owned()
        } else {
            format!("{endpoint}/openai/deployments/{deployment}")
        });
        let mut target = connection.target(dialect);
        if !has_key {
            let proxies = target.proxies.clone();
            target.key = Key::Signed(default_credential(provider, proxies, lookup));
        }
        if !in_body {
            let version = given_or(self.api_version, DEFAULT_API_VERSION);
            target.query.push(("api-version".to_owned(), version));
        }
        target
    }
}

impl AzureOpenAiLlmConfig {
    /// The same configuration with what is missing taken from the environment.
    #[must_use]
    pub fn or_environment(mut self, lookup: &dyn Fn(&str) -> Option<String>) -> Self {
        self.deployment.unfold(&mut self.chat.connection);
        self.deployment.fill(&ENVIRONMENT, lookup);
        self.chat = self.chat.or_environment(&DIALECT, lookup);
        self
    }

    /// The model; connects to nothing. Where there is neither a key nor a way to a token, the
    /// first call says so.
    pub fn build(self) -> ChatClient {
        self.build_as(&DIALECT, &process_environment)
    }

    /// The model as another provider with the same options has it; `lookup` finds what leads to
    /// a token.
    pub fn build_as(
        mut self,
        dialect: &Dialect,
        lookup: &dyn Fn(&str) -> Option<String>,
    ) -> ChatClient {
        self.deployment.unfold(&mut self.chat.connection);
        let deployment = self.deployment.azure_deployment.clone();
        // A deployment that is called as its model tells what the model takes.
        self.chat.model = self.chat.model.or_else(|| deployment.clone());
        let mut options = self.chat.options(dialect);
        let retry = retry_policy(&self.chat.connection);
        let provider = format!("llm/{}", dialect.name);
        let connection = self.chat.connection;
        let target = self
            .deployment
            .target(connection, dialect, &provider, &options.model, lookup);
        if let Some(deployment) = deployment {
            options.model = deployment;
        }
        chat::client(dialect, target, retry, options)
    }
}
