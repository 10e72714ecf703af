//! Options that every provider has.

use std::collections::BTreeMap;
use std::fmt;
use std::time::Duration;

use secrecy::SecretString;
use serde::{Deserialize, Deserializer};

use crate::dialect::{Dialect, KeyRule};
use crate::transport::{Key, Target};

/// How to reach a provider. In configurations its keys stand beside the provider's own.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct Connection {
    /// The key. A server at a base URL of one's own may need none.
    #[serde(alias = "apiKey", deserialize_with = "secret")]
    pub api_key: Option<SecretString>,
    /// Where the server is, with the version: `http://localhost:8080/v1`. `None`: the provider's
    /// own.
    #[serde(
        alias = "baseURL",
        alias = "baseUrl",
        alias = "api_base",
        alias = "url",
        alias = "openai_base_url",
        alias = "openaiBaseUrl",
        alias = "anthropic_base_url",
        alias = "anthropicBaseUrl",
        alias = "ollama_base_url",
        alias = "ollamaBaseUrl",
        alias = "huggingface_base_url",
        alias = "huggingfaceBaseUrl",
        alias = "lmstudio_base_url",
        alias = "lmstudioBaseUrl",
        alias = "vllm_base_url",
        alias = "vllmBaseUrl",
        alias = "deepseek_base_url",
        alias = "deepseekBaseUrl",
        alias = "xai_base_url",
        alias = "xaiBaseUrl",
        alias = "sarvam_base_url",
        alias = "sarvamBaseUrl",
        alias = "minimax_base_url",
        alias = "minimaxBaseUrl",
        alias = "litellm_base_url",
        alias = "litellmBaseUrl"
    )]
    pub base_url: Option<String>,
    /// The longest wait for one answer, in seconds. `None`: the provider's usual, 120 for most.
    pub timeout: Option<f64>,
    /// How often a call that failed for a passing reason is tried again. `None`: 3.
    #[serde(alias = "maxRetries")]
    pub max_retries: Option<u32>,
    /// Headers sent with every call.
    #[serde(
        alias = "default_headers",
        alias = "defaultHeaders",
        alias = "extra_headers"
    )]
    pub headers: BTreeMap<String, String>,
    /// A proxy for all calls, or one for each scheme (`http://`, `https://`, `all://`). `None`:
    /// `HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY` and `NO_PROXY` decide.
    #[serde(alias = "httpClientProxies", alias = "proxy")]
    pub http_client_proxies: Option<Proxies>,
}

/// Which proxies to use.
#[derive(Clone, Deserialize)]
#[serde(untagged)]
pub enum Proxies {
    /// One for everything.
    One(String),
    /// One for each scheme.
    ByScheme(BTreeMap<String, Option<String>>),
}

impl Connection {
    /// The same connection with what is missing taken from environment variables, as `lookup`
    /// gives them (usually [`process_environment`]).
    #[must_use]
    pub fn or_environment(
        mut self,
        dialect: &Dialect,
        base_url_names: &[&str],
        lookup: &dyn Fn(&str) -> Option<String>,
    ) -> Self {
        let given = |name: &str| given(lookup(name));
        if self.api_key.is_none() {
            self.api_key = given(dialect.key_environment).map(SecretString::from);
        }
        if self.base_url.is_none() {
            self.base_url = base_url_names.iter().find_map(|name| given(name));
        }
        self
    }

    /// Whether the base URL is somebody else's than the provider's own.
    pub(crate) fn is_elsewhere(&self, dialect: &Dialect) -> bool {
        self.base_url
            .as_deref()
            .map(|url| url.trim().trim_end_matches('/'))
            .is_some_and(|url| !url.is_empty() && url != dialect.base_url)
    }

    /// The longest wait for one answer.
    pub(crate) fn timeout_or(&self, usual: Duration) -> Duration {
        self.timeout
            .and_then(|seconds| Duration::try_from_secs_f64(seconds).ok())
            .filter(|timeout| !timeout.is_zero())
            .unwrap_or(usual)
    }

    /// Where and how calls go.
    pub(crate) fn target(self, dialect: &Dialect) -> Target {
        let elsewhere = self.is_elsewhere(dialect);
        let timeout = self.timeout_or(dialect.timeout);
        let base_url = self.base_url.filter(|url| !url.trim().is_empty());
        let key = match (self.api_key, dialect.key_header, dialect.key) {
            (Some(key), Some(name), _) => Key::Header { name, key },
            (Some(key), None, _) => Key::Bearer(key),
            (None, _, KeyRule::Never) => Key::None,
            (None, _, KeyRule::AtHome) if elsewhere => Key::None,
            (None, ..) => Key::Missing {
                setting: "api_key",
                environment: dialect.key_environment,
            },
        };
        Target {
            base_url: base_url.unwrap_or_else(|| dialect.base_url.to_owned()),
            query: Vec::new(),
            key,
            headers: self.headers,
            proxies: self.http_client_proxies,
            timeout,
        }
    }
}

/// The value of an environment variable, unless it is blank or not text.
pub fn process_environment(name: &str) -> Option<String> {
    given(std::env::var(name).ok())
}

/// What is set; a blank value is none.
pub(crate) fn given(value: Option<String>) -> Option<String> {
    value.filter(|value| !value.trim().is_empty())
}

/// What is set, else the usual; a blank value is none.
pub(crate) fn given_or(value: Option<String>, usual: &str) -> String {
    given(value).unwrap_or_else(|| usual.to_owned())
}

/// Reads a key; a blank one is none.
pub(crate) fn secret<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<SecretString>, D::Error> {
    let key = Option::<String>::deserialize(deserializer)?;
    Ok(key
        .map(|key| key.trim().to_owned())
        .filter(|key| !key.is_empty())
        .map(SecretString::from))
}

/// Keys hide in all of these: in headers, in the user part of URLs.
impl fmt::Debug for Connection {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Connection")
            .field("api_key", &self.api_key)
            .field(
                "base_url",
                &self.base_url.as_deref().map(crate::transport::shown_url),
            )
            .field("timeout", &self.timeout)
            .field("max_retries", &self.max_retries)
            .field("headers", &self.headers.keys().collect::<Vec<_>>())
            .field(
                "http_client_proxies",
                &self.http_client_proxies.as_ref().map(|_| "…"),
            )
            .finish()
    }
}
