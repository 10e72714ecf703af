//! Embedders behind servers, one file each, and what their options have in common.

pub(super) mod azure_openai;
pub(super) mod fastembed;
pub(super) mod gemini;
pub(super) mod huggingface;
pub(super) mod lmstudio;
pub(super) mod mock;
pub(super) mod ollama;
pub(super) mod together;

use mem0_core::{Error, Result};
use serde::de::DeserializeOwned;

use crate::config::{Accepts, ProviderConfig, Setting};

const API_KEY: Setting = Setting::new("api_key", Accepts::Text, "The key.").secret();

const MODEL: Setting = Setting::new("model", Accepts::Text, "Which model.");

const DIMENSIONS: Setting = Setting::new(
    "embedding_dims",
    Accepts::Whole,
    "How long vectors must be; another length is an error. Default: what the model makes, asked \
     of the server once.",
);

const BATCH_SIZE: Setting = Setting::new(
    "batch_size",
    Accepts::Whole,
    "The most texts in one request.",
);

const QUERY_PREFIX: Setting = Setting::new(
    "query_prefix",
    Accepts::Text,
    "What stands in front of questions. Default: what the model's family wants, nothing where it \
     is not known.",
);

const DOCUMENT_PREFIX: Setting = Setting::new(
    "document_prefix",
    Accepts::Text,
    "What stands in front of memories. Default: as for questions.",
);

const TIMEOUT: Setting = Setting::new(
    "timeout",
    Accepts::Number,
    "The longest wait for one answer, in seconds.",
);

const MAX_RETRIES: Setting = Setting::new(
    "max_retries",
    Accepts::Whole,
    "How often a call that failed for a passing reason is tried again.",
)
.defaulting("3");

const HEADERS: Setting =
    Setting::new("headers", Accepts::Table, "Headers sent with every call.").secret();

const PROXIES: Setting = Setting::new(
    "http_client_proxies",
    Accepts::TextOrTable,
    "A proxy for all calls, or one for each scheme (\"https://\": …).",
)
.secret();

/// Other names of the options that all of them have.
const ALIASES: &[(&str, &str)] = &[
    ("apiKey", "api_key"),
    ("maxRetries", "max_retries"),
    ("default_headers", "headers"),
    ("defaultHeaders", "headers"),
    ("extra_headers", "headers"),
    ("httpClientProxies", "http_client_proxies"),
    ("proxy", "http_client_proxies"),
    ("embeddingDims", "embedding_dims"),
    ("dimensions", "embedding_dims"),
    ("output_dimensionality", "embedding_dims"),
    ("outputDimensionality", "embedding_dims"),
    ("batchSize", "batch_size"),
    ("queryPrefix", "query_prefix"),
    ("documentPrefix", "document_prefix"),
    ("passage_prefix", "document_prefix"),
];

/// Other names of `base_url`.
const BASE_URL_ALIASES: &[(&str, &str)] = &[
    ("baseURL", "base_url"),
    ("baseUrl", "base_url"),
    ("api_base", "base_url"),
    ("url", "base_url"),
];

/// The options as the provider's own type.
fn read<T: DeserializeOwned>(chosen: &ProviderConfig) -> Result<T> {
    serde_json::from_value(chosen.to_json()).map_err(|error| Error::Configuration {
        setting: format!("{}.config", chosen.provider().kind),
        problem: error.to_string(),
    })
}
