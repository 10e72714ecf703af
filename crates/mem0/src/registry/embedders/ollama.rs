//! Ollama's embeddings.

use std::sync::Arc;

use mem0_core::{Embedder, Result};

use mem0_providers::embedder::ollama::{DEFAULT_MODEL, OllamaEmbedderConfig};

use super::{ALIASES, API_KEY, BATCH_SIZE, DIMENSIONS, DOCUMENT_PREFIX, MODEL, QUERY_PREFIX, read};
use crate::config::{Accepts, MemoryConfig, ProviderConfig, Setting};
use crate::registry::connection::{CONNECTION_ALIASES, HEADERS, MAX_RETRIES, PROXIES, TIMEOUT};
use crate::registry::ollama::{BASE_URL, KEEP_ALIVE, URL_ALIASES};
use crate::registry::{Make, Provider, ProviderKind};

pub(in crate::registry) const PROVIDER: Provider = Provider {
    kind: ProviderKind::Embedder,
    name: "ollama",
    aliases: &[],
    summary: "Ollama: models on this machine or another of your own, without a key.",
    settings: &[
        MODEL.defaulting(DEFAULT_MODEL),
        BASE_URL,
        API_KEY.environment(&["OLLAMA_API_KEY"]),
        DIMENSIONS,
        BATCH_SIZE.defaulting("32"),
        QUERY_PREFIX,
        DOCUMENT_PREFIX,
        KEEP_ALIVE,
        Setting::new(
            "options",
            Accepts::Table,
            "Options of the model, such as num_ctx.",
        ),
        TIMEOUT.defaulting("600"),
        MAX_RETRIES,
        HEADERS,
        PROXIES,
    ],
    setting_aliases: &[
        CONNECTION_ALIASES, ALIASES, URL_ALIASES,
        &[
            ("keepAlive", "keep_alive"),
            ("model_kwargs", "options"),
            ("modelKwargs", "options"),
        ],
    ],
    example: r#"{"model": "nomic-embed-text"}"#,
    notes: "\
- Nothing is pulled: a model that is not there is an error that says how to get it (`ollama pull …`). The original
  pulls it by itself.
- The length of vectors is what the model makes, asked once. The original's default of 512 fits none of its models.
- Known families (nomic-embed-text, mxbai, E5, BGE, Arctic, Qwen3, EmbeddingGemma) get the prefixes that they were
  trained with; Ollama doesn't add them, nor does the original. `query_prefix = \"\"` and `document_prefix = \"\"` turn
  that off.
- It must be an Ollama from 0.3 on (`/api/embed`). Texts beyond the model's context are cut by the server.",
    tested: "against a double of the server that checks every request",
    make: Make::Embedder(make),
};

fn make(_: &MemoryConfig, chosen: &ProviderConfig) -> Result<Arc<dyn Embedder>> {
    let config: OllamaEmbedderConfig = read(chosen)?;
    Ok(Arc::new(config.build()))
}
