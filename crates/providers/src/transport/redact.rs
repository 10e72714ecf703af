//! Keeps keys out of whatever people read.

use std::sync::Arc;

use mem0_core::ModelError;
use reqwest::Url;
use secrecy::{ExposeSecret, SecretString};

use super::{Authorize, Key, Target};

/// A shorter value is no secret, and would blacken half of every message.
const MIN_SECRET: usize = 6;

/// Replaces secrets in texts.
pub(super) struct Redactor {
    secrets: Vec<SecretString>,
    /// Its tokens come and go, so it is asked each time.
    signer: Option<Arc<dyn Authorize>>,
}

impl Redactor {
    /// Knows the key, the headers' values, and the password in the URL.
    pub(super) fn new(target: &Target) -> Self {
        let (keys, signer) = match &target.key {
            Key::Bearer(key) | Key::Header { key, .. } => (vec![key.clone()], None),
            Key::Signed(authorize) => (Vec::new(), Some(authorize.clone())),
            Key::None | Key::Missing { .. } => (Vec::new(), None),
        };
        let password = Url::parse(&target.base_url)
            .ok()
            .and_then(|url| url.password().map(ToOwned::to_owned));
        let secrets = keys
            .iter()
            .map(|key| key.expose_secret().to_owned())
            .chain(password)
            .chain(target.headers.values().cloned())
            .map(SecretString::from)
            .collect();
        Self { secrets, signer }
    }

    /// The text without secrets. Servers like to repeat the key that they refuse.
    pub(super) fn text(&self, text: &str) -> String {
        let signed = self.signer.iter().flat_map(|signer| signer.secrets());
        let secrets = self.secrets.iter().cloned().chain(signed);
        secrets
            .filter(|secret| secret.expose_secret().len() >= MIN_SECRET)
            .fold(text.to_owned(), |text, secret| {
                text.replace(secret.expose_secret(), "[hidden]")
            })
    }

    /// The error without secrets.
    pub(super) fn error(&self, mut error: ModelError) -> ModelError {
        let text = match &mut error {
            ModelError::Unauthorized { message, .. }
            | ModelError::RateLimited { message, .. }
            | ModelError::Quota { message, .. }
            | ModelError::BadRequest { message, .. }
            | ModelError::Unavailable { message, .. }
            | ModelError::Unreachable { message, .. } => message,
            ModelError::Unusable { problem, .. } | ModelError::Local { problem, .. } => problem,
            ModelError::NoKey { .. } | ModelError::Timeout { .. } => return error,
        };
        *text = self.text(text);
        error
    }
}

/// A URL as it may be shown: without user, password and query.
pub(crate) fn shown_url(url: &str) -> String {
    match Url::parse(url) {
        Ok(mut url) => {
            // Only URLs that can't have a user refuse.
            let _ = url.set_username("");
            let _ = url.set_password(None);
            url.set_query(None);
            url.set_fragment(None);
            url.to_string()
        }
        Err(_) => url.rsplit('@').next().unwrap_or_default().to_owned(),
    }
}
