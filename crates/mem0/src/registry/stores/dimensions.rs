//! The length of vectors, where a configuration of a store tells it.

use std::sync::Arc;

use async_trait::async_trait;
use mem0_core::{Embedder, EmbedderIdentity, Error, ModelError, Purpose, Result};
use mem0_local::StaticEmbedder;

use crate::config::{MemoryConfig, Origin, ProviderConfig};
use crate::registry::{Make, local};

/// What was written down of a store whose local form is ours.
fn expected(store: &ProviderConfig) -> Option<u64> {
    match store.provider().make {
        Make::LocalForm(_) => store.whole("embedding_model_dims"),
        _ => None,
    }
}

/// Compares what a configuration says of the store with what is known of the embedder without
/// asking it.
///
/// # Errors
/// They contradict each other.
pub(crate) fn check_stated_length(store: &ProviderConfig, embedder: &ProviderConfig) -> Result<()> {
    let Some(expected) = expected(store).filter(|_| *embedder.origin() != Origin::Default) else {
        return Ok(());
    };
    let known = if local::is_in_program(embedder) {
        let table = StaticEmbedder::embedded().ok();
        table.and_then(|table| u64::try_from(table.dims()).ok())
    } else {
        embedder.whole("embedding_dims")
    };
    match known {
        Some(known) if known != expected => Err(Error::Configuration {
            setting: "vector_store.config.embedding_model_dims".to_owned(),
            problem: problem(expected, embedder.provider().name, known),
        }),
        _ => Ok(()),
    }
}

fn problem(expected: u64, embedder: &str, found: impl std::fmt::Display) -> String {
    format!(
        "the store is said to hold vectors of {expected} numbers, and those of the embedder \
         \"{embedder}\" have {found}: leave `vector_store.config.embedding_model_dims` out, or \
         name another embedder"
    )
}

/// The embedder, which fails at first use, before anything is stored, if it makes vectors of
/// another length than the configuration says.
///
/// Whoever names no embedder wrote the length down for another one: then it has no effect.
pub(in crate::registry) fn held_to(
    config: &MemoryConfig,
    embedder: Arc<dyn Embedder>,
    is_handed_over: bool,
) -> Arc<dyn Embedder> {
    let Some(expected) = expected(config.vector_store()) else {
        return embedder;
    };
    if !is_handed_over && *config.embedder().origin() == Origin::Default {
        tracing::warn!(
            "`vector_store.config.embedding_model_dims` has no effect: no embedder is configured, \
             and the one in this program makes vectors of its own length"
        );
        return embedder;
    }
    Arc::new(Measured {
        inner: embedder,
        expected,
    })
}

struct Measured {
    inner: Arc<dyn Embedder>,
    expected: u64,
}

#[async_trait]
impl Embedder for Measured {
    async fn identity(&self) -> Result<EmbedderIdentity, ModelError> {
        let identity = self.inner.identity().await?;
        if u64::try_from(identity.dimensions) == Ok(self.expected) {
            return Ok(identity);
        }
        Err(ModelError::Unusable {
            problem: problem(self.expected, &identity.provider, identity.dimensions),
            provider: format!("embedder/{}", identity.provider),
        })
    }

    async fn embed(&self, texts: &[String], purpose: Purpose) -> Result<Vec<Vec<f32>>, ModelError> {
        self.inner.embed(texts, purpose).await
    }
}
