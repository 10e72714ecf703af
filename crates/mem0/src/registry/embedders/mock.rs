//! No model.

use std::sync::Arc;

use mem0_core::{Embedder, Result};

use mem0_providers::embedder::mock::MockEmbedderConfig;

use super::{DIMENSIONS, read};
use crate::config::{MemoryConfig, ProviderConfig, Setting};
use crate::registry::{Make, Provider, ProviderKind};

pub(in crate::registry) const PROVIDER: Provider = Provider {
    kind: ProviderKind::Embedder,
    name: "mock",
    aliases: &[],
    summary: "No model: the same numbers for every text.",
    settings: &[Setting {
        summary: "How many numbers.",
        ..DIMENSIONS
    }
    .defaulting("10")],
    setting_aliases: &[&[
        ("embeddingDims", "embedding_dims"),
        ("dimensions", "embedding_dims"),
    ]],
    example: "{}",
    notes: "\
- Every text gets 0.1, 0.2, 0.3 … as in the original, brought to length 1: nothing is nearer to a question than
  anything else, and only words, names and times find memories.
- For trying things out; for an embedder without a key that understands texts, leave `embedder` out.",
    tested: "with the suite of rules that all embedders pass",
    make: Make::Embedder(make),
};

fn make(_: &MemoryConfig, chosen: &ProviderConfig) -> Result<Arc<dyn Embedder>> {
    let config: MockEmbedderConfig = read(chosen)?;
    Ok(Arc::new(config.build()))
}
