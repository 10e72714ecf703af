//! How a request gets to the server and its answer back.

use std::error::Error;
use std::io;
use std::sync::Once;
use std::time::Duration;

use reqwest::header::{HeaderName, HeaderValue};
use reqwest::{NoProxy, Proxy, Url, redirect};

use crate::error::{ClientError, Fault, Result};
use crate::reply::Reply;
use crate::request::Request;

/// The longest wait for a connection. A server that is up answers within a second.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// The largest answer that is read: exports may be large.
const MAX_ANSWER_BYTES: usize = 256 << 20;

/// How many requests are under way at a time. Thousands of calls at once share this many
/// connections: a server listens to them sooner than to thousands of new ones.
pub(crate) const MOST_AT_A_TIME: usize = 100;

/// How many turns other tasks are given after an answer: measured on a busy machine, with three
/// about a fifth as many calls open a connection that they would not have needed.
const TURNS: usize = 3;

/// Builds the HTTP client. Its connections are kept open and used again.
///
/// # Errors
/// The proxy's address can't be read, or is of a kind that isn't known here.
pub(crate) fn build(base: &Url, timeout: Duration, proxy: Option<&str>) -> Result<reqwest::Client> {
    use_ring();
    let mut builder = reqwest::Client::builder()
        .timeout(timeout)
        .connect_timeout(CONNECT_TIMEOUT.min(timeout))
        // A redirected POST loses its body; better to say so than to answer something else.
        .redirect(redirect::Policy::none())
        .user_agent(concat!("mem0-rust/", env!("CARGO_PKG_VERSION")));
    match proxy {
        Some(proxy) => {
            if let Some((scheme, _)) = proxy.split_once("://")
                && !matches!(scheme.to_ascii_lowercase().as_str(), "http" | "https")
            {
                return Err(ClientError::Configuration(format!(
                    "the proxy can't be used: {scheme} is not http or https"
                )));
            }
            let proxy = Proxy::all(proxy).map_err(|error| unusable("proxy", &error))?;
            builder = builder.proxy(proxy.no_proxy(NoProxy::from_env()));
        }
        // No proxy elsewhere leads back to this machine.
        None if is_here(base) && !environment_proxy_is_here(base) => builder = builder.no_proxy(),
        None => {}
    }
    if proxy.is_none() && base.scheme() == "http" {
        // A machine without certificates must still reach a server of its own.
        builder = builder.tls_certs_only([]);
    }
    builder.build().map_err(|error| unusable("client", &error))
}

fn unusable(what: &str, error: &dyn Error) -> ClientError {
    ClientError::Configuration(format!("the {what} can't be used: {}", chain(error)))
}

/// Makes ring the process's cryptography, unless the application chose another.
fn use_ring() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        if rustls::crypto::CryptoProvider::get_default().is_none() {
            // Fails only if somebody else was faster: then there is one, which is all we need.
            let _ = rustls::crypto::ring::default_provider().install_default();
        }
    });
}

/// Where the server is: without a scheme, this machine is asked by HTTP and others by HTTPS.
///
/// # Errors
/// It is no address.
pub(crate) fn base(host: &str) -> Result<Url> {
    let host = host.trim();
    let refused = || {
        ClientError::Configuration(format!(
            "the host {:?} is no address such as https://example.com",
            shown_url(host)
        ))
    };
    let url = if host.contains("://") {
        Url::parse(host)
    } else {
        let plain = Url::parse(&format!("http://{host}")).map_err(|_| refused())?;
        if is_here(&plain) {
            Ok(plain)
        } else {
            Url::parse(&format!("https://{host}"))
        }
    };
    let mut url = url.map_err(|_| refused())?;
    if !matches!(url.scheme(), "http" | "https") || url.host_str().is_none() {
        return Err(refused());
    }
    url.set_query(None);
    url.set_fragment(None);
    Ok(url)
}

/// Sends a request once.
pub(crate) async fn send(client: &reqwest::Client, request: &Request, url: Url) -> Result<Reply> {
    let method = match request.method {
        crate::Method::Get => reqwest::Method::GET,
        crate::Method::Post => reqwest::Method::POST,
        crate::Method::Put => reqwest::Method::PUT,
        crate::Method::Patch => reqwest::Method::PATCH,
        crate::Method::Delete => reqwest::Method::DELETE,
    };
    let failed = |error: &reqwest::Error| ClientError::Network {
        fault: if is_tls(error) {
            Fault::Tls
        } else if error.is_connect() {
            Fault::Connect
        } else if error.is_timeout() {
            Fault::Timeout
        } else {
            Fault::Broken
        },
        message: chain(error),
        method: request.method.as_str(),
        url: shown_url(url.as_str()),
    };
    let mut outgoing = client.request(method, url.clone());
    for (name, value) in &request.headers {
        let name = HeaderName::try_from(name)
            .map_err(|_| ClientError::Configuration(format!("{name:?} is no name of a header")))?;
        let mut value = HeaderValue::try_from(value).map_err(|_| {
            ClientError::Configuration(format!("the header {name} holds what can't be sent"))
        })?;
        value.set_sensitive(true);
        outgoing = outgoing.header(name, value);
    }
    if let Some(body) = &request.body {
        outgoing = outgoing.body(body.to_string());
    }
    let mut response = outgoing
        .send()
        .await
        .map_err(|error| failed(&error.without_url()))?;
    let mut reply = Reply {
        status: response.status().as_u16(),
        headers: response
            .headers()
            .iter()
            .map(|(name, value)| {
                let value = String::from_utf8_lossy(value.as_bytes()).into_owned();
                (name.as_str().to_owned(), value)
            })
            .collect(),
        body: Vec::new(),
    };
    while let Some(chunk) = response
        .chunk()
        .await
        .map_err(|error| failed(&error.without_url()))?
    {
        if reply.body.len() + chunk.len() > MAX_ANSWER_BYTES {
            return Err(ClientError::Unreadable {
                status: reply.status,
                problem: format!("it is larger than {} MiB", MAX_ANSWER_BYTES >> 20),
            });
        }
        reply.body.extend_from_slice(&chunk);
    }
    drop(response);
    // A task of its own puts the connection back. It gets its turn first, so that the next request
    // finds the connection and opens no other.
    for _ in 0..TURNS {
        let _ = tokio::spawn(std::future::ready(())).await;
    }
    Ok(reply)
}

/// Whether the proxy that the environment names for this address is on this machine.
fn environment_proxy_is_here(base: &Url) -> bool {
    let variables = match base.scheme() {
        "https" => ["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"],
        _ => ["http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"],
    };
    let mut values = variables
        .into_iter()
        .filter_map(|name| std::env::var(name).ok());
    let Some(proxy) = values.find(|proxy| !proxy.is_empty()) else {
        return false;
    };
    let proxy = if proxy.contains("://") {
        proxy
    } else {
        format!("http://{proxy}")
    };
    Url::parse(&proxy).is_ok_and(|proxy| is_here(&proxy))
}

/// Whether the connection failed over TLS: trying again can't help.
fn is_tls(error: &(dyn Error + 'static)) -> bool {
    // An `io::Error` hides what it carries from `source`, and may carry another one.
    let carried = error
        .downcast_ref::<io::Error>()
        .and_then(io::Error::get_ref);
    match carried {
        Some(error) => is_tls(error),
        None => error.is::<rustls::Error>() || error.source().is_some_and(is_tls),
    }
}

fn is_here(url: &Url) -> bool {
    match url.host_str() {
        Some("localhost" | "[::1]") => true,
        Some(host) => host.starts_with("127.") || host.ends_with(".localhost"),
        None => false,
    }
}

/// A URL as it may be shown: without user and password.
pub(crate) fn shown_url(url: &str) -> String {
    match Url::parse(url) {
        Ok(mut url) => {
            // Only URLs that can't have a user refuse.
            let _ = url.set_username("");
            let _ = url.set_password(None);
            url.to_string()
        }
        Err(_) => url.rsplit('@').next().unwrap_or_default().to_owned(),
    }
}

/// An error with its causes, each said once: the first line alone says "error sending request".
fn chain(error: &dyn Error) -> String {
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
