//! Ollama: models on a machine of one's own.

use std::time::Duration;

use serde::Deserialize;
use serde_json::Value;

use crate::connection::{Connection, given_or};
use crate::dialect::{Dialect, JsonMode, KeyRule};
use crate::driver::chat_api::ChatApiClient;
use crate::llm::openai;
use crate::transport::Transport;
use crate::wire::ollama_chat::OllamaApi;

/// Where Ollama is. A key is only needed at somebody else's server.
pub const DIALECT: Dialect = Dialect {
    name: "ollama",
    base_url: "http://localhost:11434",
    base_url_environment: &["OLLAMA_HOST"],
    key_environment: "OLLAMA_API_KEY",
    key: KeyRule::Never,
    // The first call waits until the model is loaded.
    timeout: Duration::from_secs(600),
    model: DEFAULT_MODEL,
    ..openai::DIALECT
};

/// The model where the configuration names none: the original's.
pub const DEFAULT_MODEL: &str = "llama3.1:70b";

/// `llm.config` for `llm.provider = "ollama"`.
///
/// ```
/// use mem0_providers::llm::ollama::OllamaLlmConfig;
/// let config: OllamaLlmConfig = serde_json::from_str(
///     r#"{"model": "qwen3:8b", "ollama_base_url": "192.168.1.5", "num_ctx": 16384}"#,
/// )?;
/// assert_eq!(config.num_ctx, Some(16384));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct OllamaLlmConfig {
    /// How to reach the server; its base URL may be written as in `OLLAMA_HOST`.
    #[serde(flatten)]
    pub connection: Connection,
    /// Which model. `None`: [`DEFAULT_MODEL`].
    pub model: Option<String>,
    /// How freely the model words things. `None`: 0.1.
    pub temperature: Option<f64>,
    /// From which share of the likely words it chooses. `None`: 0.1.
    #[serde(alias = "topP")]
    pub top_p: Option<f64>,
    /// The longest reply in tokens; -1: no limit. `None`: 2000.
    #[serde(alias = "maxTokens", alias = "num_predict", alias = "numPredict")]
    pub max_tokens: Option<i64>,
    /// How many tokens the model sees: the request and its reply together. `None`: the server's
    /// own, which may be small; what doesn't fit is cut off without a word.
    #[serde(alias = "numCtx")]
    pub num_ctx: Option<u64>,
    /// Whether the model thinks before it answers: a boolean, or `low`, `medium`, `high`. `None`:
    /// the model's own.
    pub think: Option<Value>,
    /// How long the model stays in memory afterwards: `5m`, or seconds. `None`: the server's own.
    #[serde(alias = "keepAlive")]
    pub keep_alive: Option<Value>,
}

impl OllamaLlmConfig {
    /// The same configuration with a missing key and base URL taken from the environment.
    #[must_use]
    pub fn or_environment(mut self, lookup: &dyn Fn(&str) -> Option<String>) -> Self {
        let names = DIALECT.base_url_environment;
        self.connection = self.connection.or_environment(&DIALECT, names, lookup);
        self
    }

    /// The model; connects to nothing.
    pub fn build(mut self) -> ChatApiClient<OllamaApi> {
        self.connection.base_url = self.connection.base_url.as_deref().map(server_url);
        let api = OllamaApi {
            model: given_or(self.model, DEFAULT_MODEL),
            temperature: self.temperature.or(Some(0.1)),
            top_p: self.top_p.or(Some(0.1)),
            num_predict: self.max_tokens.or(Some(2_000)),
            num_ctx: self.num_ctx,
            think: self.think.map(from_text),
            keep_alive: self.keep_alive.map(from_text),
            json: JsonMode::Schema,
        };
        let retry = openai::retry_policy(&self.connection);
        let target = self.connection.target(&DIALECT);
        let transport = Transport::new("llm/ollama".to_owned(), target, retry);
        ChatApiClient::new(DIALECT.name, transport, api)
    }
}

/// `"true"` and `"300"`, as environment variables have them, are meant as what they say.
fn from_text(value: Value) -> Value {
    match value.as_str().map(serde_json::from_str::<Value>) {
        Some(Ok(meant)) if meant.is_boolean() || meant.is_number() => meant,
        _ => value,
    }
}

/// The port where `OLLAMA_HOST` names none.
const PORT: u16 = 11_434;

/// A server's URL, written as `OLLAMA_HOST` may be: `host`, `:8080`, `host:8080`, `[::1]`,
/// `https://host/path`. `0.0.0.0` is where a server listens; it is called at `127.0.0.1`.
///
/// ```
/// use mem0_providers::llm::ollama::server_url;
/// assert_eq!(server_url("0.0.0.0"), "http://127.0.0.1:11434");
/// assert_eq!(server_url("https://models.test/"), "https://models.test");
/// ```
pub fn server_url(written: &str) -> String {
    let written = written.trim().trim_matches(['"', '\'']).trim();
    let (scheme, rest) = match written.split_once("://") {
        Some((scheme, rest)) => (Some(scheme), rest),
        None => (None, written),
    };
    let (authority, path) = match rest.split_once('/') {
        Some((authority, path)) => (authority, path.trim_end_matches('/')),
        None => (rest, ""),
    };
    // What its other languages have behind the host is no part of it.
    let path = ["api", "v1"]
        .into_iter()
        .fold(path, |path, end| match path.strip_suffix(end) {
            Some(rest) if rest.is_empty() || rest.ends_with('/') => rest.trim_end_matches('/'),
            _ => path,
        });
    let (user, place) = match authority.rsplit_once('@') {
        Some((user, place)) => (format!("{user}@"), place),
        None => (String::new(), authority),
    };
    let (host, port) = host_and_port(place);
    let host = match &*host {
        "" | "0.0.0.0" => "127.0.0.1",
        "[::]" => "[::1]",
        host => host,
    };
    // With a scheme its usual port is meant, without one Ollama's.
    let port = match (port, scheme) {
        (Some(port), _) => format!(":{port}"),
        (None, Some(_)) => String::new(),
        (None, None) => format!(":{PORT}"),
    };
    let scheme = scheme.unwrap_or("http");
    let path = match path {
        "" => String::new(),
        path => format!("/{path}"),
    };
    format!("{scheme}://{user}{host}{port}{path}")
}

/// The host, in brackets if it is an IPv6 address, and the port.
fn host_and_port(place: &str) -> (String, Option<&str>) {
    // A bare IPv6 address has no port.
    if place.parse::<std::net::Ipv6Addr>().is_ok() {
        return (format!("[{place}]"), None);
    }
    match place.rsplit_once(':') {
        Some((host, port)) if port.chars().all(|c| c.is_ascii_digit()) => {
            (host.to_owned(), Some(port).filter(|port| !port.is_empty()))
        }
        _ => (place.to_owned(), None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_may_be_written_in_every_way_that_ollama_takes() {
        for (written, expected) in [
            ("localhost", "http://localhost:11434"),
            (" 192.168.1.5 ", "http://192.168.1.5:11434"),
            ("models.test:8080", "http://models.test:8080"),
            (":8080", "http://127.0.0.1:8080"),
            ("", "http://127.0.0.1:11434"),
            ("0.0.0.0", "http://127.0.0.1:11434"),
            ("http://0.0.0.0:9000", "http://127.0.0.1:9000"),
            ("http://models.test", "http://models.test"),
            ("https://models.test/", "https://models.test"),
            ("https://models.test/ollama/", "https://models.test/ollama"),
            ("http://localhost:11434/v1", "http://localhost:11434"),
            ("http://localhost:11434/api/", "http://localhost:11434"),
            ("https://models.test/my-api", "https://models.test/my-api"),
            ("::1", "http://[::1]:11434"),
            ("[::1]:9000", "http://[::1]:9000"),
            ("[::]", "http://[::1]:11434"),
            ("'localhost:1'", "http://localhost:1"),
            (
                "http://ann:pass@models.test:1",
                "http://ann:pass@models.test:1",
            ),
        ] {
            assert_eq!(server_url(written), expected, "{written}");
        }
    }

    #[test]
    fn what_a_variable_says_is_meant() {
        for (given, meant) in [
            (Value::from("true"), Value::from(true)),
            (Value::from("300"), Value::from(300)),
            (Value::from("5m"), Value::from("5m")),
            (Value::from("high"), Value::from("high")),
            (Value::from(false), Value::from(false)),
        ] {
            assert_eq!(from_text(given), meant);
        }
    }
}
