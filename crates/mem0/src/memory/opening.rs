//! Opening: a configuration becomes an engine of its parts.

use std::sync::Arc;

use mem0_core::{Error, Llm, Result};
use mem0_engine::ingest::pipelines::Pipeline;
use mem0_engine::ingest::pipelines::additive::AdditivePipeline;
use mem0_engine::ingest::pipelines::local::LocalPipeline;
use mem0_engine::ingest::pipelines::reconcile::ReconcilePipeline;
use mem0_engine::ingest::pipelines::two_phase::{TwoPhasePipeline, TwoPhaseSettings};
use mem0_engine::{Engine, Settings};
use mem0_providers::fetcher::AttachmentFetcher;
use mem0_store::PairedStore;
use serde_json::Value;

use super::Memory;
use crate::config::{LoadOptions, MemoryConfig, PipelineKind};
use crate::parts::Overrides;
use crate::registry::{self, Parts};

/// Opening.
impl Memory {
    /// Opens what a configuration describes. Asks no provider anything: a missing key shows at
    /// first use.
    ///
    /// A store that the built-in embedder made keeps it where nothing but `OPENAI_API_KEY` asks for
    /// another.
    ///
    /// # Errors
    /// A provider can't be made of its options; the store's file can't be opened or isn't ours.
    pub async fn open(config: MemoryConfig) -> Result<Self> {
        Self::open_with(config, Overrides::default()).await
    }

    /// As [`open`](Self::open), with parts of the program's own in place of those that the
    /// configuration names; see [`parts`](crate::parts) for an example.
    ///
    /// A language model that is handed over counts as one that is configured: it draws memories
    /// from messages, unless `pipeline` says otherwise. A vector store that is handed over is asked
    /// here already: whether it belongs to the file beside it, and for what others put into it, which
    /// is embedded if the file has no memories yet.
    ///
    /// # Errors
    /// As [`open`](Self::open).
    pub async fn open_with(mut config: MemoryConfig, overrides: Overrides) -> Result<Self> {
        config = overrides.settle(config)?;
        let own_embedder = overrides.embedder.is_some();
        for warning in config.warnings() {
            tracing::warn!("{warning}");
        }
        // Opening reads the file, and the embedder unpacks its table.
        let made = tokio::task::spawn_blocking(move || {
            let parts = registry::make(&config, overrides)?;
            Ok::<_, Error>((config, parts))
        });
        let (mut config, mut parts) = match made.await {
            Ok(made) => made?,
            Err(stopped) => std::panic::resume_unwind(stopped.into_panic()),
        };
        if !own_embedder
            && config.embedder_is_openai_by_key_alone()
            && let Some(stored) = parts.store.embedder().await?
            && stored.provider == registry::STATIC
        {
            // A key that somebody put there for another program must not lock a store.
            tracing::warn!(
                "the store keeps its embedder {stored}; OPENAI_API_KEY alone changes none"
            );
            config = config.keeping_static_embedder()?;
            parts.embedder = registry::make_embedder(&config)?;
        }
        registry::stores::tell_what_is_left(&config, &*parts.store).await?;
        let mut paired = None;
        if let Some((side, vectors)) = parts.pair.take() {
            let namespace = config.namespace().clone();
            let store = Arc::new(PairedStore::open(side, vectors, namespace).await?);
            parts.store = store.clone();
            paired = Some(store);
        }
        let config = Arc::new(config);
        tracing::info!(
            store = %config.path().display(),
            embedder = if own_embedder {
                "handed over"
            } else {
                config.embedder().provider().name
            },
            llm = parts.llm.as_ref().map_or_else(|| "none".to_owned(), |llm| llm.name()),
            pipeline = config.pipeline().as_str(),
            "memory is open"
        );
        let llm = parts.llm.clone();
        let reranker = parts.reranker.as_ref().map(|reranker| reranker.name());
        let engine = engine(parts, &config)?;
        if let Some(store) = paired
            && store.is_empty().await?
        {
            // What a vector store brings along is there from the first question on.
            engine.take_in_all().await?;
        }
        Ok(Self {
            engine,
            llm,
            reranker,
            config,
        })
    }

    /// Opens what a JSON object describes, over file and environment.
    ///
    /// ```
    /// use mem0::Memory;
    /// use serde_json::json;
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let folder = tempfile::tempdir()?;
    /// # let folder = folder.path().to_str().unwrap();
    /// let memory = Memory::from_config(json!({
    ///     "dir": folder,
    ///     "collection_name": "notes",
    ///     "embedder": {"provider": "static"},
    /// }))
    /// .await?;
    /// assert_eq!(memory.config().namespace().as_str(), "notes");
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// As [`MemoryConfig::load`] and [`open`](Self::open).
    pub async fn from_config(config: Value) -> Result<Self> {
        Self::open(MemoryConfig::from_value(&config)?).await
    }

    /// Opens what file, environment and defaults say: `~/.mem0/memory.db` where they say nothing.
    ///
    /// # Errors
    /// As [`MemoryConfig::load`] and [`open`](Self::open).
    pub async fn open_default() -> Result<Self> {
        Self::open(MemoryConfig::load(LoadOptions::default())?).await
    }
}

fn engine(parts: Parts, config: &MemoryConfig) -> Result<Engine> {
    let Parts {
        store,
        pair: _,
        embedder,
        llm,
        reranker,
        related,
        closeness,
    } = parts;
    let pipeline = pipeline(config, llm.as_ref())?;
    let mut builder = Engine::builder(store, embedder, pipeline)
        .related_words(related)
        .closeness(closeness)
        .settings(Settings {
            namespace: config.namespace().clone(),
            episodes: config.episodes(),
            instructions: config.prompts().instructions.clone(),
            includes: config.prompts().includes.clone(),
            excludes: config.prompts().excludes.clone(),
        });
    if let Some(llm) = llm {
        builder = builder.llm(llm);
    }
    if let Some(reranker) = reranker {
        builder = builder.reranker(reranker);
    }
    if let Some(detail) = config.vision() {
        builder = builder.vision(detail);
    }
    Ok(builder
        .fetcher(Arc::new(AttachmentFetcher::new(config.attachments())))
        .build())
}

fn pipeline(config: &MemoryConfig, llm: Option<&Arc<dyn Llm>>) -> Result<Arc<dyn Pipeline>> {
    let kind = config.pipeline();
    let llm = || {
        llm.map(Arc::clone).ok_or_else(|| Error::Configuration {
            setting: "pipeline".to_owned(),
            problem: format!(
                "\"{}\" needs a language model; set llm.provider",
                kind.as_str()
            ),
        })
    };
    Ok(match kind {
        PipelineKind::Local => Arc::new(LocalPipeline),
        PipelineKind::Reconcile => Arc::new(ReconcilePipeline::new(llm()?)),
        PipelineKind::Additive => Arc::new(AdditivePipeline::new(llm()?)),
        PipelineKind::TwoPhase => {
            let prompts = config.prompts();
            let settings = TwoPhaseSettings {
                extraction_prompt: prompts.fact_extraction.clone(),
                update_prompt: prompts.update_memory.clone(),
                ..TwoPhaseSettings::default()
            };
            Arc::new(TwoPhasePipeline::with_settings(llm()?, settings))
        }
    })
}
