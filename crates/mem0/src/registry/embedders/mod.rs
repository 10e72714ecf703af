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

/// Other names of the options that all of them have.
const ALIASES: &[(&str, &str)] = &[
    ("apiKey", "api_key"),
    ("embeddingDims", "embedding_dims"),
    ("dimensions", "embedding_dims"),
    ("output_dimensionality", "embedding_dims"),
    ("outputDimensionality", "embedding_dims"),
    ("batchSize", "batch_size"),
    ("queryPrefix", "query_prefix"),
    ("documentPrefix", "document_prefix"),
    ("passage_prefix", "document_prefix"),
];

/// The options as the provider's own type.
fn read<T: DeserializeOwned>(chosen: &ProviderConfig) -> Result<T> {
    serde_json::from_value(chosen.to_json()).map_err(|error| Error::Configuration {
        setting: format!("{}.config", chosen.provider().kind),
        problem: error.to_string(),
    })
}
