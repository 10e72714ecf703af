//! Embedders behind servers, one file each, and what their options have in common.

pub(super) mod azure_openai;
pub(super) mod fastembed;
pub(super) mod gemini;
pub(super) mod huggingface;
pub(super) mod lmstudio;
pub(super) mod mock;
pub(super) mod ollama;
pub(super) mod together;

use super::typed::read;
use crate::config::{Accepts, Setting};

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

/// The task of texts that will be found, in Google's words.
pub(super) const DOCUMENT_TASK: Setting = Setting::new(
    "memory_add_embedding_type",
    Accepts::Text,
    "The task that is named for memories.",
)
.defaulting("RETRIEVAL_DOCUMENT");

/// The task of questions, in Google's words.
pub(super) const QUERY_TASK: Setting = Setting::new(
    "memory_search_embedding_type",
    Accepts::Text,
    "The task that is named for questions.",
)
.defaulting("RETRIEVAL_QUERY");

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
