//! Over the network: every hop is looked at before it is asked, and what comes is cut off where
//! it grows too large.

use std::sync::OnceLock;
use std::time::Duration;

use mem0_core::fetcher::AttachmentKind;
use reqwest::header::{CONTENT_TYPE, LOCATION};
use reqwest::{Client, Proxy, Response, Url, redirect};

use super::guard::{Guard, refusal};
use super::sniff::{ENOUGH, sniff};
use super::{Failure, Limits, Loaded, too_large};
use crate::transport::client::{chain, use_ring};

/// How often an address may lead on to another.
const MAX_REDIRECTS: usize = 5;

/// The longest wait for a connection.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// Fetches over HTTP.
pub(super) struct Web {
    guard: Guard,
    proxy: Option<String>,
    client: OnceLock<Result<Client, String>>,
}

impl Web {
    pub(super) fn new(guard: Guard, proxy: Option<String>) -> Self {
        Self {
            guard,
            proxy,
            client: OnceLock::new(),
        }
    }

    /// What is at an address.
    pub(super) async fn fetch(
        &self,
        url: &str,
        kind: AttachmentKind,
        limits: &Limits,
    ) -> Result<Loaded, Failure> {
        let mut url = Url::parse(url)
            .map_err(|problem| Failure::Forbidden(format!("it is no URL: {problem}")))?;
        for _ in 0..=MAX_REDIRECTS {
            let response = self.ask(&url).await?;
            let status = response.status();
            if status.is_redirection() {
                url = next(&url, &response)?;
            } else if status.is_success() {
                return take(response, kind, limits).await;
            } else {
                return Err(Failure::Unavailable(format!("the server answers {status}")));
            }
        }
        Err(Failure::Unavailable(format!(
            "it leads on to another address more than {MAX_REDIRECTS} times"
        )))
    }

    async fn ask(&self, url: &Url) -> Result<Response, Failure> {
        let forbidden = |refused: &super::guard::Refused| Failure::Forbidden(refused.0.clone());
        self.guard
            .check_url(url)
            .map_err(|refused| forbidden(&refused))?;
        if self.proxy.is_some()
            && let Some(host) = url.host_str()
            && host.parse::<std::net::IpAddr>().is_err()
            && !host.starts_with('[')
        {
            // The proxy resolves the name once more; this keeps honest names out at least.
            self.guard.addresses(host).await.map_err(|error| {
                refusal(&*error).map_or_else(|| Failure::Unavailable(error.to_string()), forbidden)
            })?;
        }
        let client = self
            .client
            .get_or_init(|| self.build())
            .as_ref()
            .map_err(|problem| Failure::Unavailable(problem.clone()))?;
        client.get(url.clone()).send().await.map_err(|error| {
            let refused = refusal(&error).map(forbidden);
            refused.unwrap_or_else(|| Failure::Unavailable(told(error)))
        })
    }

    fn build(&self) -> Result<Client, String> {
        use_ring();
        let mut builder = Client::builder()
            .dns_resolver(std::sync::Arc::new(self.guard.clone()))
            .connect_timeout(CONNECT_TIMEOUT)
            .redirect(redirect::Policy::none())
            .referer(false)
            .user_agent(concat!("mem0-rust/", env!("CARGO_PKG_VERSION")))
            // A proxy of the environment would connect in our place, past every check.
            .no_proxy();
        if let Some(proxy) = &self.proxy {
            let proxy = Proxy::all(proxy).map_err(|_| "the proxy's URL is damaged".to_owned())?;
            builder = builder.proxy(proxy);
        }
        builder.build().map_err(told)
    }
}

fn next(url: &Url, response: &Response) -> Result<Url, Failure> {
    let lost = || {
        let status = response.status();
        Failure::Unavailable(format!(
            "the server answers {status} and doesn't say where to go"
        ))
    };
    let location = response.headers().get(LOCATION).ok_or_else(lost)?;
    let location = location.to_str().map_err(|_| lost())?;
    url.join(location).map_err(|_| lost())
}

/// Reads as much as is allowed of what really comes.
async fn take(
    mut response: Response,
    kind: AttachmentKind,
    limits: &Limits,
) -> Result<Loaded, Failure> {
    let content_type = response
        .headers()
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .map(str::to_owned);
    let announced = response.content_length();
    let mut bytes = Vec::new();
    let mut limit = None;
    loop {
        let chunk = response
            .chunk()
            .await
            .map_err(|error| Failure::Unavailable(told(error)))?;
        let ended = chunk.is_none();
        bytes.extend_from_slice(&chunk.unwrap_or_default());
        if limit.is_none() && (ended || bytes.len() >= ENOUGH) {
            let allowed = limits.of(sniff(&bytes), kind);
            if let Some(announced) = announced
                && announced > allowed as u64
            {
                return Err(Failure::Unreadable(too_large(announced, allowed)));
            }
            limit = Some(allowed);
        }
        if let Some(allowed) = limit
            && bytes.len() > allowed
        {
            return Err(Failure::Unreadable(too_large(bytes.len() as u64, allowed)));
        }
        if ended {
            return Ok(Loaded {
                bytes,
                content_type,
            });
        }
    }
}

/// An error with its causes and without the URL, which may give access.
fn told(error: reqwest::Error) -> String {
    chain(&error.without_url())
}
