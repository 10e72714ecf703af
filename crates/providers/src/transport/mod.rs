//! How a request gets to a server and its answer back. Applied once, for every provider:
//! time-outs, retries, a limit on the size of answers, and no key in any error.

pub(crate) mod client;
mod redact;
pub(crate) mod retry;

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use async_trait::async_trait;
use mem0_core::ModelError;
use reqwest::Url;
use reqwest::header::{AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};
use secrecy::{ExposeSecret, SecretString};
use serde_json::Value;

use crate::connection::Proxies;
use redact::Redactor;
pub(crate) use redact::shown_url;
pub use retry::RetryPolicy;

/// The largest answer that is read: a batch of embeddings is a few megabytes.
const MAX_ANSWER_BYTES: usize = 64 << 20;

/// Where and how calls go.
pub struct Target {
    /// The beginning of every URL.
    pub base_url: String,
    /// The query of every URL, as names and values.
    pub query: Vec<(String, String)>,
    /// The key.
    pub key: Key,
    /// Headers of every call.
    pub headers: BTreeMap<String, String>,
    /// Proxies; `None`: the environment's.
    pub proxies: Option<Proxies>,
    /// The longest wait for one answer.
    pub timeout: Duration,
}

/// How a call shows who makes it.
pub enum Key {
    /// `Authorization: Bearer …`
    Bearer(SecretString),
    /// In a header of its own.
    Header {
        /// The header's name, in lower case.
        name: &'static str,
        /// The key.
        key: SecretString,
    },
    /// By headers made anew for each call: signatures, and tokens that expire.
    Signed(Arc<dyn Authorize>),
    /// Not at all.
    None,
    /// It would have to, but there is no key. Told at the first call, not before.
    Missing {
        /// The configuration key that is missing.
        setting: &'static str,
        /// The environment variable that would do.
        environment: &'static str,
    },
}

/// Shows who makes a call.
#[async_trait]
pub trait Authorize: Send + Sync {
    /// The headers that show it, for a POST of this body to this URL.
    ///
    /// # Errors
    /// There are no credentials, or the server that gives tokens refused or failed.
    async fn headers(&self, url: &Url, body: &[u8]) -> Result<HeaderMap, ModelError>;

    /// What no error may show.
    fn secrets(&self) -> Vec<SecretString>;
}

/// What a server answered.
#[derive(Debug, Clone, Default)]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// How long it asks us to wait.
    pub retry_after: Option<Duration>,
    /// The body.
    pub body: Vec<u8>,
}

/// Carries requests to one server.
pub struct Transport {
    provider: String,
    target: Target,
    retry: RetryPolicy,
    redactor: Redactor,
    /// Made at the first call: it reads the system's certificates.
    client: OnceLock<reqwest::Client>,
}

impl fmt::Debug for Transport {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Transport")
            .field("provider", &self.provider)
            .field("base_url", &shown_url(&self.target.base_url))
            .field("timeout", &self.target.timeout)
            .field("retry", &self.retry)
            .finish_non_exhaustive()
    }
}

impl Transport {
    /// A transport for the provider of this name (`llm/openai`). Nothing is connected yet.
    pub fn new(provider: String, target: Target, retry: RetryPolicy) -> Self {
        let redactor = Redactor::new(&target);
        Self {
            provider,
            target,
            retry,
            redactor,
            client: OnceLock::new(),
        }
    }

    /// The name under which errors speak of the provider.
    pub fn provider(&self) -> &str {
        &self.provider
    }

    pub(crate) fn set_retry(&mut self, retry: RetryPolicy) {
        self.retry = retry;
    }

    /// Posts `body` to `path` and lets `read` say what the answer means. If that is a passing
    /// trouble, waits and tries again, as often as the policy allows.
    ///
    /// # Errors
    /// There is no key, the server can't be reached, or what `read` returned last.
    pub async fn post<T>(
        &self,
        path: &str,
        body: &Value,
        read: impl Fn(&Answer) -> Result<T, ModelError>,
    ) -> Result<T, ModelError> {
        let url = self.url(path)?;
        let headers = self.headers()?;
        let body = body.to_string();
        let mut failures = 0;
        loop {
            let mut asked = None;
            let outcome = match self.send(url.clone(), headers.clone(), body.clone()).await {
                Ok(answer) => {
                    asked = answer.retry_after;
                    read(&answer)
                }
                Err(error) => Err(error),
            };
            let error = match outcome {
                Ok(value) => return Ok(value),
                Err(error) => self.redactor.error(error),
            };
            failures += 1;
            match self.retry.wait(&error, asked, failures) {
                Some(wait) => {
                    tracing::debug!(%error, ?wait, failures, "trying again");
                    tokio::time::sleep(wait).await;
                }
                None => return Err(error),
            }
        }
    }

    /// One try.
    async fn send(
        &self,
        url: Url,
        mut headers: HeaderMap,
        body: String,
    ) -> Result<Answer, ModelError> {
        if let Key::Signed(authorize) = &self.target.key {
            headers.extend(authorize.headers(&url, body.as_bytes()).await?);
        }
        let client = self.client()?;
        let request = client.post(url).headers(headers).body(body);
        let mut response = request.send().await.map_err(|error| self.failure(error))?;
        let mut answer = Answer {
            status: response.status().as_u16(),
            retry_after: retry::retry_after(response.headers()),
            body: Vec::new(),
        };
        while let Some(chunk) = response
            .chunk()
            .await
            .map_err(|error| self.failure(error))?
        {
            if answer.body.len() + chunk.len() > MAX_ANSWER_BYTES {
                return Err(ModelError::Unusable {
                    provider: self.provider.clone(),
                    problem: format!("it is larger than {} MiB", MAX_ANSWER_BYTES >> 20),
                });
            }
            answer.body.extend_from_slice(&chunk);
        }
        Ok(answer)
    }

    fn client(&self) -> Result<&reqwest::Client, ModelError> {
        if let Some(client) = self.client.get() {
            return Ok(client);
        }
        let client = client::build(&self.target).map_err(|error| self.unreachable(&error))?;
        Ok(self.client.get_or_init(|| client))
    }

    fn url(&self, path: &str) -> Result<Url, ModelError> {
        if self.target.base_url.trim().is_empty() {
            return Err(ModelError::BadRequest {
                provider: self.provider.clone(),
                message: "the configuration doesn't say where the server is: set `base_url` (for \
                          Azure `azure_endpoint`)"
                    .to_owned(),
                parameter: Some("base_url".to_owned()),
            });
        }
        let mut url = Url::parse(&client::with_scheme(&self.target.base_url))
            .map_err(|error| self.unreachable(&error))?;
        let path = format!("{}/{path}", url.path().trim_end_matches('/'));
        url.set_path(&path);
        if !self.target.query.is_empty() {
            url.query_pairs_mut().extend_pairs(&self.target.query);
        }
        Ok(url)
    }

    fn headers(&self) -> Result<HeaderMap, ModelError> {
        let refused = |what: &str| ModelError::BadRequest {
            provider: self.provider.clone(),
            message: format!("{what} holds characters that can't be sent"),
            parameter: None,
        };
        let mut headers = HeaderMap::new();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        match &self.target.key {
            Key::Bearer(key) => {
                let mut value = HeaderValue::try_from(format!("Bearer {}", key.expose_secret()))
                    .map_err(|_| refused("the key"))?;
                value.set_sensitive(true);
                headers.insert(AUTHORIZATION, value);
            }
            Key::Header { name, key } => {
                let mut value =
                    HeaderValue::try_from(key.expose_secret()).map_err(|_| refused("the key"))?;
                value.set_sensitive(true);
                headers.insert(HeaderName::from_static(name), value);
            }
            Key::Signed(_) | Key::None => {}
            Key::Missing {
                setting,
                environment,
            } => {
                return Err(ModelError::NoKey {
                    provider: self.provider.clone(),
                    setting,
                    environment,
                });
            }
        }
        for (name, value) in &self.target.headers {
            let header = HeaderName::try_from(name).map_err(|_| refused("a header's name"))?;
            let mut value =
                HeaderValue::try_from(value).map_err(|_| refused(&format!("the header {name}")))?;
            value.set_sensitive(true);
            headers.insert(header, value);
        }
        Ok(headers)
    }

    /// What a failed exchange means.
    fn failure(&self, error: reqwest::Error) -> ModelError {
        let error = error.without_url();
        if error.is_timeout() {
            let after = self.target.timeout;
            ModelError::Timeout {
                provider: self.provider.clone(),
                after,
            }
        } else if error.is_connect() || error.is_builder() {
            self.unreachable(&error)
        } else {
            let message = format!("the connection broke: {}", client::chain(&error));
            ModelError::Unavailable {
                provider: self.provider.clone(),
                message,
            }
        }
    }

    fn unreachable(&self, error: &dyn std::error::Error) -> ModelError {
        ModelError::Unreachable {
            provider: self.provider.clone(),
            url: shown_url(&self.target.base_url),
            message: self.redactor.text(&client::chain(error)),
        }
    }
}
