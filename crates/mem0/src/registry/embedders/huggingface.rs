//! Hugging Face: a server of Text Embeddings Inference, or a model in this process.

use std::sync::Arc;

use mem0_core::{Embedder, Result};
use mem0_providers::embedder::huggingface::HuggingFaceEmbedderConfig;

use super::{ALIASES, API_KEY, BATCH_SIZE, DIMENSIONS, DOCUMENT_PREFIX, QUERY_PREFIX, read};
use crate::config::{Accepts, MemoryConfig, ProviderConfig, Setting};
use crate::registry::connection::{CONNECTION_ALIASES, HEADERS, MAX_RETRIES, PROXIES, TIMEOUT};
use crate::registry::{Make, Provider, ProviderKind, local};

/// The model in this process where the configuration names none: the original's.
const DEFAULT_MODEL: &str = "multi-qa-MiniLM-L6-cos-v1";

pub(in crate::registry) const PROVIDER: Provider = Provider {
    kind: ProviderKind::Embedder,
    name: "huggingface",
    aliases: &["hugging_face"],
    summary: "A server of Text Embeddings Inference, or a model in a folder on this machine.",
    settings: &[
        Setting::new(
            "huggingface_base_url",
            Accepts::Text,
            "Where the server is: http://host:8080, with or without /v1, or its path /embed. \
             Without it the model runs in this process.",
        ),
        API_KEY.environment(&["HUGGINGFACE_API_KEY", "HF_TOKEN"]),
        Setting::new(
            "model",
            Accepts::Text,
            "In this process: a folder, or the name of one in the folder `models`. At a server: \
             what it calls its model.",
        )
        .defaulting("multi-qa-MiniLM-L6-cos-v1; tei at a server"),
        DIMENSIONS,
        BATCH_SIZE.defaulting("32 at a server; 8 in this process"),
        QUERY_PREFIX,
        DOCUMENT_PREFIX,
        local::POOLING,
        local::MAX_TOKENS,
        local::THREADS,
        Setting::new(
            "model_kwargs",
            Accepts::Table,
            "Accepted and without effect: it speaks to sentence-transformers.",
        ),
        TIMEOUT.defaulting("120"),
        MAX_RETRIES,
        HEADERS,
        PROXIES,
    ],
    setting_aliases: &[
        CONNECTION_ALIASES, ALIASES,
        &[
            ("huggingfaceBaseUrl", "huggingface_base_url"),
            ("base_url", "huggingface_base_url"),
            ("baseURL", "huggingface_base_url"),
            ("baseUrl", "huggingface_base_url"),
            ("url", "huggingface_base_url"),
            ("maxTokens", "max_tokens"),
            ("max_seq_length", "max_tokens"),
            ("modelKwargs", "model_kwargs"),
        ],
    ],
    example: r#"{"huggingface_base_url": "http://localhost:8080"}"#,
    notes: "\
- With `huggingface_base_url`: OpenAI's form at `/v1/embeddings`, or the server's own where the URL ends in `/embed` or
  in `/pipeline/feature-extraction` (the hosted service, with a key). A server has one model, so `model` may be missing;
  where it names a known family, texts get its prefixes.
- A server that takes fewer than 32 texts at once is asked again with fewer; a text that is too long loses its end.
- Without it: the provider `local`, with the same options. The model must be there as ONNX in a folder; nothing is
  downloaded, and files of PyTorch are not read.",
    tested: "against a double of the server that checks every request, and live against a small embeddings server; \
             in this process as `local` is",
    make: Make::Embedder(make),
};

fn make(config: &MemoryConfig, chosen: &ProviderConfig) -> Result<Arc<dyn Embedder>> {
    let url = chosen.text("huggingface_base_url").unwrap_or_default();
    if url.trim().is_empty() {
        return local::embedder_or(DEFAULT_MODEL, config, chosen);
    }
    let config: HuggingFaceEmbedderConfig = read(chosen)?;
    Ok(Arc::new(config.build()))
}
