//! Together AI's embeddings.

use std::sync::Arc;

use mem0_core::{Embedder, Result};

use mem0_providers::embedder::together::{DEFAULT_MODEL, DIALECT, TogetherEmbedderConfig};

use super::{ALIASES, API_KEY, BATCH_SIZE, DIMENSIONS, DOCUMENT_PREFIX, MODEL, QUERY_PREFIX, read};
use crate::config::{Accepts, MemoryConfig, ProviderConfig, Setting};
use crate::registry::connection::{
    CONNECTION_ALIASES, HEADERS, MAX_RETRIES, PROXIES, TIMEOUT, URL_ALIASES,
};
use crate::registry::{Make, Provider, ProviderKind};

pub(in crate::registry) const PROVIDER: Provider = Provider {
    kind: ProviderKind::Embedder,
    name: "together",
    aliases: &[],
    summary: "Together AI's embeddings.",
    settings: &[
        API_KEY.environment(&["TOGETHER_API_KEY"]),
        MODEL.defaulting(DEFAULT_MODEL),
        DIMENSIONS,
        BATCH_SIZE.defaulting("100"),
        QUERY_PREFIX,
        DOCUMENT_PREFIX,
        Setting::new(
            "base_url",
            Accepts::Text,
            "Where the service is, with the version.",
        )
        .defaulting(DIALECT.base_url),
        TIMEOUT.defaulting("120"),
        MAX_RETRIES,
        HEADERS,
        PROXIES,
    ],
    setting_aliases: &[CONNECTION_ALIASES, ALIASES, URL_ALIASES],
    example: r#"{"model": "intfloat/multilingual-e5-large-instruct"}"#,
    notes: "\
- The default model makes 1,024 numbers and reads 512 tokens: a longer text is cut. The length of other models' vectors
  is asked once; it can't be chosen.
- Questions get the instruction that the default model was trained with; the original sends them bare.",
    tested: "against a double of the server that checks every request; the wire live against a small embeddings server",
    make: Make::Embedder(make),
};

fn make(_: &MemoryConfig, chosen: &ProviderConfig) -> Result<Arc<dyn Embedder>> {
    let config: TogetherEmbedderConfig = read(chosen)?;
    Ok(Arc::new(config.build()))
}
