//! Google's Gemini embeddings.

use std::sync::Arc;

use mem0_core::{Embedder, Result};

use mem0_providers::embedder::gemini::{DEFAULT_MODEL, DIALECT, GeminiEmbedderConfig};

use super::{
    ALIASES, API_KEY, BATCH_SIZE, DIMENSIONS, DOCUMENT_PREFIX, DOCUMENT_TASK, MODEL, QUERY_PREFIX,
    QUERY_TASK, read,
};
use crate::config::{Accepts, MemoryConfig, ProviderConfig, Setting};
use crate::registry::connection::{
    CONNECTION_ALIASES, HEADERS, MAX_RETRIES, PROXIES, TIMEOUT, URL_ALIASES,
};
use crate::registry::{Make, Provider, ProviderKind};

pub(in crate::registry) const PROVIDER: Provider = Provider {
    kind: ProviderKind::Embedder,
    name: "gemini",
    aliases: &["google"],
    summary: "Google's Gemini embeddings, by a key of Google AI Studio.",
    settings: &[
        API_KEY.environment(&["GOOGLE_API_KEY", "GEMINI_API_KEY"]),
        MODEL.defaulting(DEFAULT_MODEL),
        Setting {
            summary: "How long vectors shall be; gemini-embedding-001 makes up to 3072.",
            ..DIMENSIONS
        }
        .defaulting("768"),
        DOCUMENT_TASK,
        QUERY_TASK,
        Setting::new(
            "base_url",
            Accepts::Text,
            "Where the service is, with the version.",
        )
        .defaulting(DIALECT.base_url),
        BATCH_SIZE.defaulting("100"),
        QUERY_PREFIX,
        DOCUMENT_PREFIX,
        TIMEOUT.defaulting("120"),
        MAX_RETRIES,
        HEADERS,
        PROXIES,
    ],
    setting_aliases: &[
        CONNECTION_ALIASES, ALIASES,
        URL_ALIASES,
        &[
            ("memoryAddEmbeddingType", "memory_add_embedding_type"),
            ("memorySearchEmbeddingType", "memory_search_embedding_type"),
        ],
    ],
    example: r#"{"model": "gemini-embedding-001"}"#,
    notes: "\
- Texts go in batches of up to 100 (`batchEmbedContents`), with the task they are for; the original sends one text at a
  time and names no task.
- `models/` in front of the model's name may stand or not.
- Models of the second generation (`gemini-embedding-2…`) know no tasks by name: theirs stands in front of the text.
- Shortened vectors are brought to length 1, which the service doesn't do.
- Limits by the minute are waited for; those by the day are an error at once.",
    tested: "against a double of the server that checks every request",
    make: Make::Embedder(make),
};

fn make(_: &MemoryConfig, chosen: &ProviderConfig) -> Result<Arc<dyn Embedder>> {
    let config: GeminiEmbedderConfig = read(chosen)?;
    Ok(Arc::new(config.build()))
}
