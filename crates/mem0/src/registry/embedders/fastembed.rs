//! FastEmbed's models, in this process.

use std::sync::Arc;

use mem0_core::{Embedder, Result};

use super::{DIMENSIONS, DOCUMENT_PREFIX, QUERY_PREFIX};
use crate::config::{Accepts, MemoryConfig, ProviderConfig, Setting};
use crate::registry::{Make, Provider, ProviderKind, local};

/// The model where the configuration names none: the original's.
const DEFAULT_MODEL: &str = "thenlper/gte-large";

pub(in crate::registry) const PROVIDER: Provider = Provider {
    kind: ProviderKind::Embedder,
    name: "fastembed",
    aliases: &[],
    summary: "The ONNX models that FastEmbed runs, from a folder on this machine.",
    settings: &[
        Setting::new(
            "model",
            Accepts::Text,
            "A folder with the model, or the name of one in the folder `models`.",
        )
        .defaulting(DEFAULT_MODEL),
        DIMENSIONS,
        QUERY_PREFIX,
        DOCUMENT_PREFIX,
        local::POOLING,
        local::MAX_TOKENS,
        local::BATCH_SIZE,
        local::THREADS,
    ],
    setting_aliases: &[&[
        ("embeddingDims", "embedding_dims"),
        ("dimensions", "embedding_dims"),
        ("maxTokens", "max_tokens"),
        ("max_length", "max_tokens"),
        ("batchSize", "batch_size"),
        ("queryPrefix", "query_prefix"),
        ("documentPrefix", "document_prefix"),
    ]],
    example: r#"{"model": "BAAI/bge-small-en-v1.5"}"#,
    notes: "\
- This is the provider `local` under the name that the original's configurations have: the library FastEmbed is not in
  it. It runs the same ONNX files, on the processor.
- Nothing is downloaded: put the model's folder into the folder `models` (`mem0 models path` prints it).
- Questions get the prefix of the model's family, which the original leaves out.",
    tested: "as `local` is",
    make: Make::Embedder(make),
};

fn make(config: &MemoryConfig, chosen: &ProviderConfig) -> Result<Arc<dyn Embedder>> {
    local::embedder_or(DEFAULT_MODEL, config, chosen)
}
