//! `Memory`: what users hold.

use std::sync::Arc;

use mem0_core::memory_store::{Health, Receipt, ScopeSummary};
use mem0_core::{
    Change, EmbedderIdentity, Episode, Error, Llm, MemoryItem, Purpose, Result, Scope, ScopeId,
};
use mem0_engine::ingest::pipelines::Pipeline;
use mem0_engine::ingest::pipelines::additive::AdditivePipeline;
use mem0_engine::ingest::pipelines::local::LocalPipeline;
use mem0_engine::ingest::pipelines::reconcile::ReconcilePipeline;
use mem0_engine::ingest::pipelines::two_phase::{TwoPhasePipeline, TwoPhaseSettings};
use mem0_engine::recall::signals::SIGNALS;
use mem0_engine::{
    AddOptions, Added, Answers, Engine, ImportRecord, Imported, ListOptions, Listed, SearchOptions,
    Settings, UpdateOptions,
};
use mem0_providers::fetcher::AttachmentFetcher;
use serde_json::Value;

use crate::config::{LoadOptions, MemoryConfig, PipelineKind};
use crate::messages::Messages;
use crate::parts::Overrides;
use crate::registry::{self, Parts};

/// A memory: a store, an embedder and what makes memories of messages, ready to use.
///
/// Cheap to clone; clones share everything, and any number of tasks may use them at once. Any
/// number of `Memory`s, in any number of processes, may have the same file open. Needs a Tokio
/// runtime.
///
/// ```
/// use mem0::{Memory, MemoryConfig, Message, Scope};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let folder = tempfile::tempdir()?;
/// let memory = Memory::open(MemoryConfig::offline(folder.path())).await?;
/// let talk = [
///     Message::user("我叫小雨，住在杭州。"),
///     Message::assistant("很高兴认识你！"),
///     Message::user("我对花生过敏。"),
/// ];
/// let added = memory.add(talk, Scope::user("小雨")).await?;
/// assert!(!added.results.is_empty());
/// let found = memory.search("有什么不能吃的？", Scope::user("小雨")).await?;
/// assert!(found.hits.iter().any(|hit| hit.item.text.contains("花生")));
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Memory {
    engine: Engine,
    llm: Option<Arc<dyn Llm>>,
    reranker: Option<String>,
    config: Arc<MemoryConfig>,
}

impl std::fmt::Debug for Memory {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("Memory")
            .field("config", &self.config)
            .finish_non_exhaustive()
    }
}

/// Opening and closing.
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
    /// from messages, unless `pipeline` says otherwise.
    ///
    /// # Errors
    /// As [`open`](Self::open).
    pub async fn open_with(mut config: MemoryConfig, overrides: Overrides) -> Result<Self> {
        if overrides.llm.is_some() && config.llm().is_none() {
            config = config.with("llm.provider", "langchain")?;
        }
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
        Ok(Self {
            engine: engine(parts, &config)?,
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

    /// The configuration.
    pub fn config(&self) -> &MemoryConfig {
        &self.config
    }

    /// Which model makes the vectors. A provider that doesn't say how long they are is asked.
    ///
    /// # Errors
    /// The provider could not be asked.
    pub async fn embedder_identity(&self) -> Result<EmbedderIdentity> {
        Ok(self.engine.embedder().identity().await?)
    }

    /// The vectors that the embedder makes of these texts, each of length 1, in order. Nothing is
    /// stored: this is for comparing texts oneself, or other systems on the same vectors.
    ///
    /// # Errors
    /// The embedder failed.
    pub async fn embed(&self, texts: &[String], purpose: Purpose) -> Result<Vec<Vec<f32>>> {
        Ok(self.engine.embedder().embed(texts, purpose).await?)
    }

    /// The name of the language model, such as `openai/gpt-4.1-nano`; `None` without one.
    pub fn llm_name(&self) -> Option<String> {
        self.llm.as_ref().map(|llm| llm.name())
    }

    /// The name of the reranker that was configured or handed over; `None` for the built-in one.
    pub fn reranker_name(&self) -> Option<&str> {
        self.reranker.as_deref()
    }

    /// Names of all signals that recall weighs, strongest first; [`Answers::signals`] tells which
    /// had something to say about one question.
    pub fn signals(&self) -> Vec<&'static str> {
        SIGNALS
            .iter()
            .map(|weighed| weighed.signal.name())
            .collect()
    }

    /// Finishes pending work and lets go of the file. Every clone is closed with it; later calls
    /// fail with [`StoreError::Closed`](mem0_core::StoreError::Closed). Closing again does
    /// nothing.
    ///
    /// # Errors
    /// The store failed while closing.
    pub async fn close(&self) -> Result<()> {
        self.engine.close().await
    }
}

/// Remembering.
impl Memory {
    /// Draws memories from messages, or keeps each message word for word
    /// ([`AddOptions::verbatim`]). A [`Scope`] stands for the default options.
    ///
    /// ```
    /// use mem0::{AddOptions, Memory, MemoryConfig, Scope};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let folder = tempfile::tempdir()?;
    /// let memory = Memory::open(MemoryConfig::offline(folder.path())).await?;
    /// let options = AddOptions::new(Scope::user("mia")).categories(["home"]);
    /// let added = memory.add("I live in Lisbon.", options).await?;
    /// assert_eq!(added.results[0].event.as_str(), "ADD");
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// Bad input, and nothing is changed; a model failed
    /// ([`Error::Extraction`](mem0_core::Error::Extraction): the messages are kept, see
    /// [`retry`](Self::retry)); the store failed, and nothing is changed. An attachment that can't
    /// be read is no error: it stands in [`Added::errors`].
    pub async fn add(
        &self,
        messages: impl Into<Messages>,
        options: impl Into<AddOptions>,
    ) -> Result<Added> {
        let (messages, options) = (messages.into(), options.into());
        self.engine.add(messages.as_slice(), options).await
    }

    /// Extracts memories from messages whose extraction failed earlier. Nothing to do is no error.
    ///
    /// # Errors
    /// As [`add`](Self::add).
    pub async fn retry(&self, options: impl Into<AddOptions>) -> Result<Added> {
        self.engine.retry(options.into()).await
    }

    /// Changes a memory's text, metadata, categories or expiry; the old version is kept.
    ///
    /// ```
    /// use mem0::{Memory, MemoryConfig, Scope, UpdateOptions};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let folder = tempfile::tempdir()?;
    /// let memory = Memory::open(MemoryConfig::offline(folder.path())).await?;
    /// let added = memory.add("I live in Lisbon.", Scope::user("mia")).await?;
    /// let id = &added.results[0].id;
    /// let item = memory.update(id, UpdateOptions::text("Mia lives in Porto.")).await?;
    /// assert_eq!(item.version, 2);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// Nothing to change, a blank text, an unknown id, an immutable memory; the store failed.
    /// Nothing is changed then.
    pub async fn update(&self, memory_id: &str, options: UpdateOptions) -> Result<MemoryItem> {
        self.engine.update(memory_id, options).await
    }

    /// Brings in records of an export, all in one commit. Ids and times are kept; a memory whose
    /// id is there already is skipped.
    ///
    /// # Errors
    /// The embedder or the store failed: nothing came in.
    pub async fn import(&self, records: Vec<ImportRecord>) -> Result<Imported> {
        self.engine.import(records).await
    }

    /// Rewrites all vectors with the configured embedder and makes the store its own. Recall goes
    /// on with the old vectors until the end; interrupted and called again, it goes on where it
    /// stopped. `progress` is told how many texts are done; the answer is how many there were.
    ///
    /// # Errors
    /// The embedder or the store failed; the old vectors stay in force.
    pub async fn reembed(&self, progress: impl FnMut(usize) + Send) -> Result<usize> {
        self.engine.reembed(progress).await
    }
}

/// Recalling.
impl Memory {
    /// Finds what is remembered about a question, best first.
    ///
    /// ```
    /// use mem0::{AddOptions, Filter, Memory, MemoryConfig, Scope, SearchOptions};
    /// use serde_json::json;
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let folder = tempfile::tempdir()?;
    /// let memory = Memory::open(MemoryConfig::offline(folder.path())).await?;
    /// let mia = Scope::user("mia");
    /// let options = AddOptions::new(mia.clone()).categories(["food"]);
    /// memory.add("I love spicy ramen.", options).await?;
    /// let options = SearchOptions::new(mia)
    ///     .filter(Filter::parse(&json!({"categories": {"contains": "food"}}))?)
    ///     .limit(3)
    ///     .explain();
    /// let best = memory.search("favourite noodles", options).await?.hits.remove(0);
    /// assert!(best.score > 0.0 && best.explanation.is_some());
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// A blank question, no id that says whose memories, a threshold outside 0..1; the embedder or
    /// the store failed. The vectors are another embedder's:
    /// [`StoreError::OtherEmbedder`](mem0_core::StoreError::OtherEmbedder).
    pub async fn search(
        &self,
        question: &str,
        options: impl Into<SearchOptions>,
    ) -> Result<Answers> {
        self.engine.search(question, options.into()).await
    }

    /// The current version of a memory, expired or not; `None` if there is none.
    ///
    /// # Errors
    /// The store failed.
    pub async fn get(&self, memory_id: &str) -> Result<Option<MemoryItem>> {
        self.engine.get(memory_id).await
    }

    /// The memories of a scope, newest first.
    ///
    /// ```
    /// use mem0::{AddOptions, ListOptions, Memory, MemoryConfig, Scope};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let folder = tempfile::tempdir()?;
    /// let memory = Memory::open(MemoryConfig::offline(folder.path())).await?;
    /// memory.add("First", AddOptions::new(Scope::user("mia")).verbatim()).await?;
    /// memory.add("Second", AddOptions::new(Scope::user("mia")).verbatim()).await?;
    /// let listed = memory.get_all(ListOptions::new(Scope::user("mia")).limit(1)).await?;
    /// assert_eq!((listed.items[0].text.as_str(), listed.total), ("Second", 2));
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// No id says whose memories; the store failed.
    pub async fn get_all(&self, options: impl Into<ListOptions>) -> Result<Listed> {
        self.engine.get_all(options.into()).await
    }

    /// As [`get_all`](Self::get_all), but without any id it lists the whole collection.
    ///
    /// # Errors
    /// The store failed.
    pub async fn list(&self, options: impl Into<ListOptions>) -> Result<Listed> {
        self.engine.list(options.into()).await
    }

    /// What happened to a memory, in order; empty for an unknown id. Outlives the memory until it
    /// is forgotten.
    ///
    /// # Errors
    /// The store failed.
    pub async fn history(&self, memory_id: &str) -> Result<Vec<Change>> {
        self.engine.history(memory_id).await
    }

    /// The messages that a memory came from, oldest first.
    ///
    /// # Errors
    /// There is no such memory; the store failed.
    pub async fn sources(&self, memory_id: &str) -> Result<Vec<Episode>> {
        self.engine.sources(memory_id).await
    }

    /// The latest messages of a scope, oldest first.
    ///
    /// # Errors
    /// The store failed.
    pub async fn recent_episodes(&self, scope: Scope, limit: usize) -> Result<Vec<Episode>> {
        self.engine.recent_episodes(scope, limit).await
    }

    /// All messages of a scope in the order of their arrival, a page at a time; without any id
    /// those of the whole collection.
    ///
    /// # Errors
    /// The store failed.
    pub async fn episodes(
        &self,
        scope: Scope,
        offset: usize,
        limit: usize,
    ) -> Result<Vec<Episode>> {
        let mut scope = scope.validated()?;
        scope.namespace = self.config.namespace().clone();
        Ok(self
            .engine
            .store()
            .all_episodes(&scope, offset, limit)
            .await?)
    }

    /// All changes of a scope above a sequence, in order; without any id those of the whole
    /// collection. Deleted memories are among them.
    ///
    /// # Errors
    /// The store failed.
    pub async fn changes(&self, scope: Scope, after: u64, limit: usize) -> Result<Vec<Change>> {
        let mut scope = scope.validated()?;
        scope.namespace = self.config.namespace().clone();
        Ok(self.engine.store().changes(&scope, after, limit).await?)
    }

    /// Who has memories here, by this kind of id, most recently changed first.
    ///
    /// # Errors
    /// The store failed.
    pub async fn summarize(&self, id: ScopeId) -> Result<Vec<ScopeSummary>> {
        self.engine.summarize(id).await
    }

    /// One memory as an export writes it: with all versions and its history; also a deleted one.
    /// `None` if nothing is known of the id.
    ///
    /// # Errors
    /// The store failed.
    pub async fn exported(&self, memory_id: &str) -> Result<Option<ImportRecord>> {
        self.engine.exported(memory_id).await
    }

    /// Checks the store: counts, size, and what is wrong with it.
    ///
    /// # Errors
    /// The store can't be read at all.
    pub async fn health(&self) -> Result<Health> {
        self.engine.health().await
    }
}

/// Taking back and forgetting.
impl Memory {
    /// Takes a memory out of recall. Its history stays, and [`undo`](Self::undo) brings it back.
    ///
    /// # Errors
    /// There is no such memory; the store failed.
    pub async fn delete(&self, memory_id: &str) -> Result<()> {
        self.engine.delete(memory_id).await
    }

    /// Takes all memories of a scope out of recall; tells how many.
    ///
    /// # Errors
    /// No id says whose memories; the store failed, and nothing is changed.
    pub async fn delete_all(&self, scope: Scope) -> Result<usize> {
        self.engine.delete_all(scope).await
    }

    /// Takes back the last change of a memory that was not taken back yet.
    ///
    /// ```
    /// use mem0::{AddOptions, Memory, MemoryConfig, Scope, UpdateOptions};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let folder = tempfile::tempdir()?;
    /// let memory = Memory::open(MemoryConfig::offline(folder.path())).await?;
    /// let options = AddOptions::new(Scope::user("mia")).verbatim();
    /// let id = memory.add("Mia lives in Lisbon.", options).await?.results.remove(0).id;
    /// memory.update(&id, UpdateOptions::text("Mia lives in Porto.")).await?;
    /// memory.undo(&id).await?;
    /// let item = memory.get(&id).await?.expect("an undone update leaves the memory there");
    /// assert_eq!(item.text, "Mia lives in Lisbon.");
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// There is no such memory, or nothing is left to undo; the store failed.
    pub async fn undo(&self, memory_id: &str) -> Result<Change> {
        self.engine.undo(memory_id).await
    }

    /// Erases a memory with all that is known of it: versions, history, and the messages that it
    /// alone came from. Afterwards its text stands in no byte of the store's files. There is no
    /// way back.
    ///
    /// # Errors
    /// Nothing is known of this id; the store failed.
    pub async fn forget(&self, memory_id: &str) -> Result<Receipt> {
        self.engine.forget(memory_id).await
    }

    /// Erases everything of a scope: memories, history, messages. There is no way back.
    ///
    /// # Errors
    /// No id says whose; the store failed.
    pub async fn forget_all(&self, scope: Scope) -> Result<Receipt> {
        self.engine.forget_all(scope).await
    }

    /// Erases everything in the collection. There is no way back.
    ///
    /// # Errors
    /// The store failed.
    pub async fn reset(&self) -> Result<Receipt> {
        self.engine.reset().await
    }
}

fn engine(parts: Parts, config: &MemoryConfig) -> Result<Engine> {
    let Parts {
        store,
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
