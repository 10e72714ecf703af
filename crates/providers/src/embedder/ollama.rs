//! Ollama: models on this machine or another. None is pulled.

use std::time::Duration;

use serde::Deserialize;
use serde_json::Value;

use super::EmbedderConfig;
use crate::dialect::{Dialect, KeyRule};
use crate::driver::embeddings::EmbeddingClient;
use crate::llm::openai;
use crate::wire::ollama_embeddings::OllamaEmbeddings;

/// How Ollama is reached.
pub const DIALECT: Dialect = Dialect {
    name: "ollama",
    base_url: "http://localhost:11434",
    base_url_environment: &["OLLAMA_HOST"],
    key_environment: "OLLAMA_API_KEY",
    key: KeyRule::Never,
    // The first call may have to load the model.
    timeout: Duration::from_secs(300),
    ..openai::DIALECT
};

/// The model where the configuration names none: the original's.
pub const DEFAULT_MODEL: &str = "nomic-embed-text";

/// The most texts in one request: a laptop must be done with them before the call times out.
const BATCH_SIZE: usize = 32;

/// `embedder.config` for `embedder.provider = "ollama"`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct OllamaEmbedderConfig {
    /// What every embedder can be told.
    #[serde(flatten)]
    pub embedder: EmbedderConfig,
    /// How long the model stays loaded, such as `5m`. `None`: as the server has it.
    #[serde(alias = "keepAlive")]
    pub keep_alive: Option<String>,
    /// Options of the model, such as `num_ctx`.
    #[serde(alias = "model_kwargs", alias = "modelKwargs")]
    pub options: Option<Value>,
}

impl OllamaEmbedderConfig {
    /// The same configuration with the server's address taken from the environment.
    #[must_use]
    pub fn or_environment(mut self, lookup: &dyn Fn(&str) -> Option<String>) -> Self {
        self.embedder = self.embedder.or_environment(&DIALECT, lookup);
        self
    }

    /// The embedder; connects to nothing.
    pub fn build(mut self) -> EmbeddingClient {
        self.embedder.batch_size.get_or_insert(BATCH_SIZE);
        if let Some(host) = &mut self.embedder.connection.base_url {
            *host = address(host);
        }
        let mut options = self.embedder.options_with_family(DEFAULT_MODEL);
        // One model under two names.
        if let Some(name) = options.model.strip_suffix(":latest") {
            options.model = name.to_owned();
        }
        let wire = OllamaEmbeddings {
            keep_alive: self.keep_alive,
            options: self.options.filter(Value::is_object),
        };
        self.embedder.client(&DIALECT, wire, options)
    }
}

/// The URL of a server from what `OLLAMA_HOST` may hold: `host`, `host:port`, `:port`, a URL with
/// or without a port or a path, and `0.0.0.0`, which a server listens at and nobody can call.
pub fn address(host: &str) -> String {
    let host = host.trim().trim_matches(['"', '\'']);
    let (scheme, rest) = match host.split_once("://") {
        Some((scheme, rest)) => (scheme, rest),
        None => ("http", host),
    };
    let (authority, path) = match rest.split_once('/') {
        Some((authority, path)) => (authority, path.trim_end_matches('/')),
        None => (rest, ""),
    };
    // Not the colons inside `[::1]`.
    let port_at = authority
        .rfind(':')
        .filter(|colon| authority[*colon..].find(']').is_none());
    let bare_v6 = !authority.starts_with('[') && authority.matches(':').count() > 1;
    let (name, port) = match port_at {
        _ if bare_v6 => (format!("[{authority}]"), ""),
        Some(colon) => (authority[..colon].to_owned(), &authority[colon + 1..]),
        None => (authority.to_owned(), ""),
    };
    let name = match &*name {
        "" | "0.0.0.0" => "127.0.0.1",
        "[::]" => "[::1]",
        name => name,
    };
    let port = match (port, host.contains("://"), scheme) {
        ("", false, _) => ":11434".to_owned(),
        ("", true, _) => String::new(),
        (port, ..) => format!(":{port}"),
    };
    match path {
        "" => format!("{scheme}://{name}{port}"),
        path => format!("{scheme}://{name}{port}/{path}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_spelling_of_the_host_is_an_address() {
        for (host, expected) in [
            ("", "http://127.0.0.1:11434"),
            ("gpu", "http://gpu:11434"),
            ("gpu:8000", "http://gpu:8000"),
            (":8000", "http://127.0.0.1:8000"),
            ("0.0.0.0", "http://127.0.0.1:11434"),
            ("0.0.0.0:8000", "http://127.0.0.1:8000"),
            ("[::]:8000", "http://[::1]:8000"),
            ("[fe80::1]", "http://[fe80::1]:11434"),
            ("::1", "http://[::1]:11434"),
            ("\"192.168.1.7\"", "http://192.168.1.7:11434"),
            ("http://gpu:11434/", "http://gpu:11434"),
            ("http://gpu", "http://gpu"),
            ("https://example.com/ollama/", "https://example.com/ollama"),
            (
                "https://me:secret@example.com",
                "https://me:secret@example.com",
            ),
        ] {
            assert_eq!(address(host), expected, "{host}");
        }
    }
}
