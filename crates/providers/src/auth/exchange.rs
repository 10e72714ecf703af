//! Short exchanges with the servers that give credentials.

use std::time::Duration;

use mem0_core::ModelError;
use reqwest::{Method, Url};
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::connection::Proxies;
use crate::transport::{Key, Target};
use crate::transport::{client, retry, shown_url};
use crate::wire::beginning;

/// A token is a few kilobytes.
const MAX_ANSWER_BYTES: usize = 1 << 20;

/// The wait for a server on the internet.
const TIMEOUT: Duration = Duration::from_secs(30);

/// The wait for a server beside this machine: where there is none, nothing answers at all.
const TIMEOUT_BESIDE: Duration = Duration::from_secs(2);

/// Asks servers that give credentials.
pub(super) struct Exchange {
    /// The name under which errors speak of the provider.
    pub(super) provider: String,
    /// Proxies for servers on the internet; `None`: the environment's.
    pub(super) proxies: Option<Proxies>,
}

/// A question to such a server.
pub(super) struct Question<'a> {
    method: Method,
    url: String,
    headers: Vec<(&'static str, &'a str)>,
    form: Option<&'a [(&'a str, &'a str)]>,
    is_beside: bool,
}

impl<'a> Question<'a> {
    /// A form for a server on the internet.
    pub(super) fn form(url: impl Into<String>, form: &'a [(&'a str, &'a str)]) -> Self {
        Self {
            method: Method::POST,
            url: url.into(),
            headers: Vec::new(),
            form: Some(form),
            is_beside: false,
        }
    }

    /// A question to a server that only this machine reaches, past all proxies.
    pub(super) fn beside(
        method: Method,
        url: impl Into<String>,
        headers: &[(&'static str, &'a str)],
    ) -> Self {
        Self {
            method,
            url: url.into(),
            headers: headers.to_vec(),
            form: None,
            is_beside: true,
        }
    }
}

impl Exchange {
    /// The answer as this type.
    pub(super) async fn json<T: DeserializeOwned>(
        &self,
        question: Question<'_>,
    ) -> Result<T, ModelError> {
        let shown = shown_url(&question.url);
        let body = self.ask(question).await?;
        // What was answered may hold a token: it is not repeated.
        serde_json::from_slice(&body).map_err(|error| ModelError::Unusable {
            provider: self.provider.clone(),
            problem: format!("{shown} gave no credentials: {error}"),
        })
    }

    /// The answer as text.
    pub(super) async fn text(&self, question: Question<'_>) -> Result<String, ModelError> {
        let body = self.ask(question).await?;
        Ok(String::from_utf8_lossy(&body).trim().to_owned())
    }

    async fn ask(&self, question: Question<'_>) -> Result<Vec<u8>, ModelError> {
        let timeout = if question.is_beside {
            TIMEOUT_BESIDE
        } else {
            TIMEOUT
        };
        let shown = shown_url(&question.url);
        let failure = |error: reqwest::Error| self.failure(error.without_url(), &shown, timeout);
        let target = Target {
            base_url: question.url,
            query: Vec::new(),
            key: Key::None,
            headers: Default::default(),
            proxies: self.proxies.clone().filter(|_| !question.is_beside),
            timeout,
        };
        let client = client::build(&target).map_err(failure)?;
        let mut request = client.request(question.method, &target.base_url);
        for (name, value) in question.headers {
            request = request.header(name, value);
        }
        if let Some(form) = question.form {
            request = request
                .header("content-type", "application/x-www-form-urlencoded")
                .body(encoded(form));
        }
        let mut response = request.send().await.map_err(failure)?;
        let status = response.status().as_u16();
        let retry_after = retry::retry_after(response.headers());
        let mut body = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(failure)? {
            body.extend_from_slice(&chunk);
            if body.len() > MAX_ANSWER_BYTES {
                return Err(ModelError::Unusable {
                    provider: self.provider.clone(),
                    problem: format!("{shown} answers without end"),
                });
            }
        }
        if (200..300).contains(&status) {
            return Ok(body);
        }
        Err(self.refusal(status, retry_after, &body, &shown))
    }

    fn refusal(
        &self,
        status: u16,
        retry_after: Option<Duration>,
        body: &[u8],
        url: &str,
    ) -> ModelError {
        let provider = self.provider.clone();
        let message = format!("{} ({url}, HTTP {status})", said(body));
        match status {
            429 => ModelError::RateLimited {
                provider,
                message,
                retry_after,
            },
            408 | 500..=599 => ModelError::Unavailable { provider, message },
            _ => ModelError::Unauthorized { provider, message },
        }
    }

    fn failure(&self, error: reqwest::Error, url: &str, after: Duration) -> ModelError {
        let provider = self.provider.clone();
        if error.is_timeout() && !error.is_connect() {
            return ModelError::Timeout { provider, after };
        }
        ModelError::Unreachable {
            provider,
            url: url.to_owned(),
            message: client::chain(&error),
        }
    }
}

/// Names and values as a form has them.
fn encoded(form: &[(&str, &str)]) -> String {
    let url = Url::parse_with_params("http://form/", form).expect("the address before it is a URL");
    url.query().unwrap_or_default().to_owned()
}

/// Why such a server refuses: `{"error": "invalid_grant", "error_description": …}`, or what
/// clouds' machines write instead.
fn said(body: &[u8]) -> String {
    let value: Value = serde_json::from_slice(body).unwrap_or_default();
    let text = |key: &str| value.pointer(key).and_then(Value::as_str);
    let parts: Vec<&str> = [
        text("/error"),
        text("/error/message"),
        text("/error_description"),
        text("/message"),
        text("/Message"),
    ]
    .into_iter()
    .flatten()
    .collect();
    if !parts.is_empty() {
        return beginning(&parts.join(": "), 500);
    }
    // AWS's token service speaks XML.
    let text = String::from_utf8_lossy(body);
    let message = text.split_once("<Message>");
    match message.and_then(|(_, rest)| rest.split_once("</Message>")) {
        Some((message, _)) => beginning(message, 500),
        None => "no credentials are given".to_owned(),
    }
}
