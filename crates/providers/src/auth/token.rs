//! Bearer tokens that expire.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use mem0_core::ModelError;
use reqwest::Url;
use reqwest::header::{AUTHORIZATION, HeaderMap, HeaderValue};
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;
use serde_json::Value;

use super::lease::{Fetched, Lease};
use crate::transport::Authorize;

/// Where tokens come from.
#[async_trait]
pub(super) trait TokenSource: Send + Sync {
    /// A new one.
    async fn fetch(&self) -> Result<Fetched<SecretString>, ModelError>;

    /// What it shows to get one.
    fn secrets(&self) -> Vec<SecretString>;

    /// Headers beside the token.
    fn more_headers(&self) -> Vec<(&'static str, String)> {
        Vec::new()
    }
}

/// Shows a token, and gets a new one shortly before it expires.
pub(super) struct BearerTokens<S> {
    source: S,
    lease: Lease<SecretString>,
}

impl<S: TokenSource + 'static> BearerTokens<S> {
    pub(super) fn from(source: S) -> Arc<dyn Authorize> {
        Arc::new(Self {
            source,
            lease: Lease::default(),
        })
    }
}

#[async_trait]
impl<S: TokenSource> Authorize for BearerTokens<S> {
    async fn headers(&self, _: &Url, _: &[u8]) -> Result<HeaderMap, ModelError> {
        let token = self.lease.get(self.source.fetch()).await?;
        let mut headers = HeaderMap::new();
        let value = format!("Bearer {}", token.expose_secret());
        if let Ok(mut value) = HeaderValue::try_from(value) {
            value.set_sensitive(true);
            headers.insert(AUTHORIZATION, value);
        }
        for (name, value) in self.source.more_headers() {
            if let Ok(value) = HeaderValue::try_from(value) {
                headers.insert(name, value);
            }
        }
        Ok(headers)
    }

    fn secrets(&self) -> Vec<SecretString> {
        let mut secrets = self.source.secrets();
        secrets.extend(self.lease.held().map(|token| (*token).clone()));
        secrets
    }
}

/// What token servers answer.
#[derive(Deserialize)]
pub(super) struct TokenAnswer {
    access_token: String,
    /// Seconds, as a number or, of Azure's machines, as a text.
    #[serde(default)]
    expires_in: Value,
    /// Seconds since 1970, as a number or a text; where there is no `expires_in`.
    #[serde(default)]
    expires_on: Value,
}

impl From<TokenAnswer> for Fetched<SecretString> {
    fn from(answer: TokenAnswer) -> Self {
        let number = |value: &Value| match value {
            Value::Number(number) => number.as_f64(),
            Value::String(text) => text.trim().parse().ok(),
            _ => None,
        };
        let until = |moment: f64| moment - jiff::Timestamp::now().as_second() as f64;
        let seconds = number(&answer.expires_in)
            .or_else(|| number(&answer.expires_on).map(until))
            // A server that doesn't say: tokens usually live for an hour.
            .unwrap_or(3_000.0);
        Self {
            value: answer.access_token.into(),
            // What is over already, or no length of time: used once, and fetched again.
            lifetime: Some(Duration::try_from_secs_f64(seconds).unwrap_or_default()),
        }
    }
}
