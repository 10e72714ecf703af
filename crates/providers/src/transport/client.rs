//! The HTTP client: TLS, proxies, and how long a connection may take.

use std::error::Error;
use std::sync::Once;
use std::time::Duration;

use reqwest::{Client, NoProxy, Proxy, Url, redirect};

use super::Target;
use crate::connection::Proxies;

/// The longest wait for a connection. A server that is up answers within a second.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// Builds the client of one target. Its connections are kept open and used again.
pub(crate) fn build(target: &Target) -> Result<Client, reqwest::Error> {
    use_ring();
    let url = Url::parse(&with_scheme(&target.base_url)).ok();
    let mut builder = Client::builder()
        .timeout(target.timeout)
        .connect_timeout(CONNECT_TIMEOUT.min(target.timeout))
        // A redirected POST loses its body; better to say so than to answer something else.
        .redirect(redirect::Policy::none())
        .user_agent(concat!("mem0-rust/", env!("CARGO_PKG_VERSION")));
    match &target.proxies {
        Some(proxies) => {
            for proxy in explicit(proxies)? {
                builder = builder.proxy(proxy.no_proxy(NoProxy::from_env()));
            }
        }
        // No proxy leads back to this machine, or to what clouds put beside it.
        None if url.as_ref().is_some_and(is_beside) => builder = builder.no_proxy(),
        None => {}
    }
    if target.proxies.is_none() && url.is_some_and(|url| url.scheme() == "http") {
        // A machine without certificates must still reach a server of its own.
        builder = builder.tls_certs_only([]);
    }
    builder.build()
}

/// Makes ring the process's cryptography, unless the application chose another.
pub(crate) fn use_ring() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        if rustls::crypto::CryptoProvider::get_default().is_none() {
            // Fails only if somebody else was faster: then there is one, which is all we need.
            let _ = rustls::crypto::ring::default_provider().install_default();
        }
    });
}

fn explicit(proxies: &Proxies) -> Result<Vec<Proxy>, reqwest::Error> {
    match proxies {
        Proxies::One(url) => Ok(vec![Proxy::all(url.as_str())?]),
        Proxies::ByScheme(schemes) => schemes
            .iter()
            .filter_map(|(scheme, url)| Some((scheme, url.as_deref()?)))
            .map(|(scheme, url)| match scheme.split(':').next() {
                Some("http") => Proxy::http(url),
                Some("https") => Proxy::https(url),
                _ => Proxy::all(url),
            })
            .collect(),
    }
}

fn is_beside(url: &Url) -> bool {
    match url.host_str() {
        Some("localhost" | "[::1]" | "metadata.google.internal") => true,
        Some(host) => {
            host.starts_with("127.") || host.starts_with("169.254.") || host.ends_with(".localhost")
        }
        None => false,
    }
}

/// `localhost:8080/v1` is meant as HTTP.
pub(super) fn with_scheme(base_url: &str) -> String {
    let base_url = base_url.trim();
    if base_url.contains("://") {
        base_url.to_owned()
    } else {
        format!("http://{base_url}")
    }
}

/// An error with its causes, each said once: the first line alone says "error sending request".
pub(crate) fn chain(error: &dyn Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        let message = error.to_string();
        if !text.contains(&message) {
            text.push_str(": ");
            text.push_str(&message);
        }
        cause = error.source();
    }
    text
}
