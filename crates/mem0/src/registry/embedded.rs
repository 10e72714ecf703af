//! What works in this process, without a network: the defaults.

use std::sync::Arc;

use mem0_core::{Closeness, Embedder, ModelError, RelatedWords, Result};
use mem0_local::{RelatedWordTable, StaticEmbedder};

use super::{Make, Provider, ProviderKind};
use crate::config::{MemoryConfig, ProviderConfig};

pub(super) const STATIC: Provider = Provider {
    kind: ProviderKind::Embedder,
    name: "static",
    aliases: &["default", "embedded"],
    summary: "A multilingual table of token vectors inside the program: no key, no download.",
    settings: &[],
    setting_aliases: &[],
    example: "{}",
    notes: "",
    tested: "with the real table, in Chinese and English",
    make: Make::Embedder(make_static),
};

pub(super) const BUILTIN: Provider = Provider {
    kind: ProviderKind::Reranker,
    name: "builtin",
    aliases: &["default"],
    summary: "Reads how near the question's words stand to each other: no model, no key.",
    settings: &[],
    setting_aliases: &[],
    example: "{}",
    notes: "",
    tested: "with the real texts of the acceptance tests",
    make: Make::Reranker(|_, _| Ok(None)),
};

pub(super) fn make_static(_: &MemoryConfig, _: &ProviderConfig) -> Result<Arc<dyn Embedder>> {
    let embedder = StaticEmbedder::embedded().map_err(|error| ModelError::Local {
        provider: "embedder/static".to_owned(),
        problem: error.to_string(),
    })?;
    Ok(Arc::new(embedder))
}

/// What compares questions with memories word by word; it serves whatever the embedder is.
pub(super) fn closeness() -> Result<Arc<dyn Closeness>> {
    let table = StaticEmbedder::embedded().map_err(|error| ModelError::Local {
        provider: "closeness".to_owned(),
        problem: error.to_string(),
    })?;
    Ok(Arc::new(table))
}

/// The related words in this program; they serve whatever the embedder is.
pub(super) fn related_words() -> Result<Arc<dyn RelatedWords>> {
    let related = RelatedWordTable::embedded().map_err(|error| ModelError::Local {
        provider: "related words".to_owned(),
        problem: error.to_string(),
    })?;
    Ok(Arc::new(related))
}
