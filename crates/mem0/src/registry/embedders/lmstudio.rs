//! LM Studio's embeddings.

use std::sync::Arc;

use mem0_core::{Embedder, Result};

use mem0_providers::embedder::lmstudio::{DEFAULT_MODEL, DIALECT, LmStudioEmbedderConfig};

use super::{ALIASES, API_KEY, BATCH_SIZE, DIMENSIONS, DOCUMENT_PREFIX, MODEL, QUERY_PREFIX, read};
use crate::config::{Accepts, MemoryConfig, ProviderConfig, Setting};
use crate::registry::connection::{CONNECTION_ALIASES, HEADERS, MAX_RETRIES, PROXIES, TIMEOUT};
use crate::registry::{Make, Provider, ProviderKind};

pub(in crate::registry) const PROVIDER: Provider = Provider {
    kind: ProviderKind::Embedder,
    name: "lmstudio",
    aliases: &["lm_studio"],
    summary: "LM Studio: models on this machine, without a key.",
    settings: &[
        MODEL.defaulting(DEFAULT_MODEL),
        Setting::new(
            "lmstudio_base_url",
            Accepts::Text,
            "Where LM Studio is, with the version.",
        )
        .defaulting(DIALECT.base_url),
        API_KEY.environment(&["LMSTUDIO_API_KEY"]),
        DIMENSIONS,
        BATCH_SIZE.defaulting("32"),
        QUERY_PREFIX,
        DOCUMENT_PREFIX,
        TIMEOUT.defaulting("300"),
        MAX_RETRIES,
        HEADERS,
        PROXIES,
    ],
    setting_aliases: &[
        CONNECTION_ALIASES, ALIASES,
        &[
            ("lmstudioBaseUrl", "lmstudio_base_url"),
            ("base_url", "lmstudio_base_url"),
            ("baseURL", "lmstudio_base_url"),
            ("baseUrl", "lmstudio_base_url"),
            ("url", "lmstudio_base_url"),
        ],
    ],
    example: r#"{"model": "text-embedding-nomic-embed-text-v1.5"}"#,
    notes: "\
- The length of vectors is what the model makes, asked once. The original's default of 1,536 doesn't fit its own model,
  which makes 768.
- Known families (Nomic, mxbai, E5, BGE, Arctic, Qwen3, EmbeddingGemma) get the prefixes that they were trained with;
  `query_prefix = \"\"` and `document_prefix = \"\"` turn that off.",
    tested: "against a double of the server that checks every request; the wire live against a small embeddings server",
    make: Make::Embedder(make),
};

fn make(_: &MemoryConfig, chosen: &ProviderConfig) -> Result<Arc<dyn Embedder>> {
    let config: LmStudioEmbedderConfig = read(chosen)?;
    Ok(Arc::new(config.build()))
}
