//! The embedded store: one SQLite file, or this process.

use std::path::Path;
use std::sync::Arc;

use mem0_core::{MemoryStore, Result};
use mem0_store::{Settings, SqliteStore};

use crate::config::{Accepts, MEMORY, MemoryConfig, Setting};
use crate::registry::{Make, Provider, ProviderKind};

pub(super) const PROVIDER: Provider = Provider {
    kind: ProviderKind::VectorStore,
    name: "sqlite",
    aliases: &["embedded", "mem0", "default"],
    summary: "One SQLite file: memories, vectors, words, history and messages.",
    settings: &[
        Setting::new(
            "path",
            Accepts::Path,
            "The store's file; \":memory:\" keeps it in this process. The same as `path` at the \
             top of the configuration, which wins where both are given. Default: \
             `<dir>/memory.db`.",
        ),
        Setting::new(
            "embedding_model_dims",
            Accepts::Whole,
            "Accepted and without effect: the store takes the embedder's dimensions.",
        ),
    ],
    setting_aliases: &[super::ALIASES],
    example: "{}",
    notes: "\
- `collection_name`, here or at the top of the configuration, is the room in the store: collections never see each
  other. All collections of a file share one embedder.",
    tested: "with the behaviour suite of stores, real files, killed processes",
    make: Make::Store(open),
};

pub(super) fn open(config: &MemoryConfig) -> Result<Arc<dyn MemoryStore>> {
    Ok(open_file(config)?)
}

/// Opens the file that the configuration comes to.
pub(super) fn open_file(config: &MemoryConfig) -> Result<Arc<SqliteStore>> {
    let settings = Settings {
        durability: config.durability(),
        cache_bytes: config.cache_bytes(),
        ..Settings::default()
    };
    let store = if config.path() == Path::new(MEMORY) {
        SqliteStore::in_memory(settings)?
    } else {
        SqliteStore::open(config.path(), settings)?
    };
    Ok(Arc::new(store))
}
