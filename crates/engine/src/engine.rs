//! The façade: one method for each operation, each a table of contents.

mod add;
mod browse;
mod change;
mod erase;
mod portable;
mod reembed;
mod search;
mod strangers;

use std::sync::Arc;

use mem0_core::memory_store::View;
use mem0_core::{
    Clock, Closeness, Embedder, Fetcher, IdSource, ImageDetail, Llm, MemoryStore, ModelError,
    RandomIds, RelatedWords, Reranker, Result, StoreError, SystemClock,
};
use tokio::sync::OnceCell;

pub use self::portable::{ImportRecord, Imported};
use crate::ingest::pipelines::Pipeline;
use crate::recall::scale::Scale;
use crate::scope_locks::ScopeLocks;
use crate::settings::Settings;
use crate::time::day;

/// A memory engine on a store and an embedder. Cheap to clone; clones share everything.
#[derive(Clone)]
pub struct Engine {
    parts: Arc<Parts>,
}

struct Parts {
    store: Arc<dyn MemoryStore>,
    embedder: Arc<dyn Embedder>,
    pipeline: Arc<dyn Pipeline>,
    llm: Option<Arc<dyn Llm>>,
    fetcher: Option<Arc<dyn Fetcher>>,
    /// How closely images are looked at; `None`: not at all.
    vision: Option<ImageDetail>,
    reranker: Option<Arc<dyn Reranker>>,
    related: Option<Arc<dyn RelatedWords>>,
    closeness: Option<Arc<dyn Closeness>>,
    clock: Arc<dyn Clock>,
    ids: Arc<dyn IdSource>,
    settings: Settings,
    locks: ScopeLocks,
    scale: OnceCell<Scale>,
    claimed: OnceCell<()>,
}

/// Puts an [`Engine`] together.
pub struct EngineBuilder {
    parts: Parts,
}

impl Engine {
    /// An engine on this store and this embedder that makes memories with this pipeline.
    pub fn builder(
        store: Arc<dyn MemoryStore>,
        embedder: Arc<dyn Embedder>,
        pipeline: Arc<dyn Pipeline>,
    ) -> EngineBuilder {
        EngineBuilder {
            parts: Parts {
                store,
                embedder,
                pipeline,
                llm: None,
                fetcher: None,
                vision: None,
                reranker: None,
                related: None,
                closeness: None,
                clock: Arc::new(SystemClock),
                ids: Arc::new(RandomIds),
                settings: Settings::default(),
                locks: ScopeLocks::default(),
                scale: OnceCell::new(),
                claimed: OnceCell::new(),
            },
        }
    }

    /// The store.
    pub fn store(&self) -> &dyn MemoryStore {
        &*self.parts.store
    }

    /// The embedder.
    pub fn embedder(&self) -> &dyn Embedder {
        &*self.parts.embedder
    }

    /// What knows related words, if anything does.
    pub fn related_words(&self) -> Option<&dyn RelatedWords> {
        self.parts.related.as_deref()
    }

    /// The name of the pipeline that makes memories of messages.
    pub fn pipeline_name(&self) -> &'static str {
        self.parts.pipeline.name()
    }

    /// The settings.
    pub fn settings(&self) -> &Settings {
        &self.parts.settings
    }

    /// Finishes pending work and lets go of the store.
    ///
    /// # Errors
    /// The store failed while closing.
    pub async fn close(&self) -> Result<()> {
        Ok(self.parts.store.close().await?)
    }

    fn view(&self, as_of: Option<mem0_core::Timestamp>, show_expired: bool) -> View {
        View {
            as_of,
            today: day(self.parts.clock.now()),
            show_expired,
        }
    }

    /// Makes sure, once, that the store's vectors and the embedder belong together.
    async fn claim(&self) -> Result<()> {
        let claim = || async {
            let identity = self.parts.embedder.identity().await?;
            let store = &self.parts.store;
            match store.claim(&identity).await {
                // A store without vectors changes hands: there is nothing to embed anew.
                Err(refused @ StoreError::OtherEmbedder { .. }) => {
                    store.adopt(&identity).await.map_err(|_| refused)?;
                }
                claimed => claimed?,
            }
            Ok::<(), mem0_core::Error>(())
        };
        self.parts.claimed.get_or_try_init(claim).await.copied()
    }

    async fn scale(&self) -> Result<Scale, ModelError> {
        let scale = || Scale::of(&*self.parts.store, &*self.parts.embedder);
        self.parts.scale.get_or_try_init(scale).await.copied()
    }
}

impl EngineBuilder {
    /// Gets attachments with this; without it none are read.
    pub fn fetcher(mut self, fetcher: Arc<dyn Fetcher>) -> Self {
        self.parts.fetcher = Some(fetcher);
        self
    }

    /// Has the language model look at images, this closely where a message doesn't say. The
    /// model must be one that sees.
    pub fn vision(mut self, detail: ImageDetail) -> Self {
        self.parts.vision = Some(detail);
        self
    }

    /// Uses this language model for procedural memories, and to look at images.
    pub fn llm(mut self, llm: Arc<dyn Llm>) -> Self {
        self.parts.llm = Some(llm);
        self
    }

    /// Uses this reranker where a search asks for one.
    pub fn reranker(mut self, reranker: Arc<dyn Reranker>) -> Self {
        self.parts.reranker = Some(reranker);
        self
    }

    /// Lets a question's words be found by the words that this says are related to them.
    pub fn related_words(mut self, related: Arc<dyn RelatedWords>) -> Self {
        self.parts.related = Some(related);
        self
    }

    /// Compares questions with the best memories word by word.
    pub fn closeness(mut self, closeness: Arc<dyn Closeness>) -> Self {
        self.parts.closeness = Some(closeness);
        self
    }

    /// Takes the time from this clock.
    pub fn clock(mut self, clock: Arc<dyn Clock>) -> Self {
        self.parts.clock = clock;
        self
    }

    /// Takes ids from this source.
    pub fn ids(mut self, ids: Arc<dyn IdSource>) -> Self {
        self.parts.ids = ids;
        self
    }

    /// Behaves as these settings say.
    pub fn settings(mut self, settings: Settings) -> Self {
        self.parts.settings = settings;
        self
    }

    /// The engine.
    pub fn build(self) -> Engine {
        Engine {
            parts: Arc::new(self.parts),
        }
    }
}
