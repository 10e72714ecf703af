//! One list of all providers, for making them, for errors, and for documents.
//!
//! ```
//! use mem0::registry::{ProviderKind, find};
//!
//! assert_eq!(find(ProviderKind::Embedder, "embedded")?.name, "static");
//! let error = find(ProviderKind::VectorStore, "pinecone").unwrap_err();
//! assert!(error.to_string().contains("not available yet; available: sqlite"));
//! # Ok::<(), mem0::Error>(())
//! ```

mod anthropic;
mod awaited;
mod aws_bedrock;
mod azure_openai;
mod chat;
mod connection;
mod embedded;
mod embedders;
mod gemini;
mod langchain;
mod litellm;
mod local;
mod ollama;
mod openai;
mod openai_family;
mod rerankers;
pub(crate) mod stores;
mod typed;
mod vertexai;

use std::fmt;
use std::sync::Arc;

use mem0_core::{
    Closeness, Embedder, Error, Llm, MemoryStore, RelatedWords, Reranker, Result, VectorStore,
};
use mem0_store::SqliteStore;
use mem0_store::paired::Outbox;

use self::awaited::awaited;
use self::stores::LocalForm;
use crate::config::{MemoryConfig, ProviderConfig, Setting, nearest};
use crate::parts::Overrides;
use crate::question_cache::QuestionCache;

/// What a provider provides; its name is the section of the configuration.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProviderKind {
    /// A language model.
    Llm,
    /// An embedding model.
    Embedder,
    /// A reranking model.
    Reranker,
    /// A store.
    VectorStore,
    /// A graph of relations.
    GraphStore,
}

impl ProviderKind {
    /// All kinds.
    pub const ALL: [Self; 5] = [
        Self::Llm,
        Self::Embedder,
        Self::Reranker,
        Self::VectorStore,
        Self::GraphStore,
    ];

    /// `llm`, `embedder`, `reranker`, `vector_store` or `graph_store`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Llm => "llm",
            Self::Embedder => "embedder",
            Self::Reranker => "reranker",
            Self::VectorStore => "vector_store",
            Self::GraphStore => "graph_store",
        }
    }

    pub(crate) fn of_section(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// The option of this name of any of its providers.
    pub(crate) fn option(self, option: &str) -> Option<&'static Setting> {
        of_kind(self).find_map(|provider| provider.setting(option))
    }
}

impl fmt::Display for ProviderKind {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}

/// A provider that can be configured.
#[derive(Debug)]
pub struct Provider {
    /// What it provides.
    pub kind: ProviderKind,
    /// Its configuration name.
    pub name: &'static str,
    /// Other names that mean the same.
    pub aliases: &'static [&'static str],
    /// What it is, in one line.
    pub summary: &'static str,
    /// Its options.
    pub settings: &'static [Setting],
    /// Other names of its options, with the name they stand for.
    pub setting_aliases: &'static [&'static [(&'static str, &'static str)]],
    /// The `config` object of a working example, as JSON; the key comes from the environment there.
    pub example: &'static str,
    /// What its page says beside its options: limits, quirks, what differs from the original.
    /// Markdown.
    pub notes: &'static str,
    /// How it is tested, in one line.
    pub tested: &'static str,
    make: Make,
}

impl Provider {
    /// The option of this name.
    pub fn setting(&self, name: &str) -> Option<&'static Setting> {
        let alias = self
            .setting_aliases
            .iter()
            .copied()
            .flatten()
            .find(|(alias, _)| *alias == name);
        let name = alias.map_or(name, |(_, name)| name);
        self.settings.iter().find(|setting| setting.name == name)
    }

    /// Whether an option that it doesn't know is an error. Elsewhere it is a warning; a store may
    /// turn out to be another one than was meant.
    pub(crate) fn refuses_unknown_options(&self) -> bool {
        matches!(self.make, Make::LocalForm(_))
    }

    fn answers_to(&self, name: &str) -> bool {
        self.name == name || self.aliases.contains(&name)
    }
}

/// `None`: the engine's own.
type MaybeReranker = Option<Arc<dyn Reranker>>;

/// Makes a reranker that asks this language model.
type MakeJudge = fn(&ProviderConfig, Arc<dyn Llm>) -> Result<Arc<dyn Reranker>>;

/// Makes what a provider provides. Making opens no connection.
#[derive(Debug, Clone, Copy)]
enum Make {
    Llm(fn(&ProviderConfig) -> Result<Arc<dyn Llm>>),
    Embedder(fn(&MemoryConfig, &ProviderConfig) -> Result<Arc<dyn Embedder>>),
    Reranker(fn(&MemoryConfig, &ProviderConfig) -> Result<MaybeReranker>),
    /// A reranker that asks a language model.
    Judge(MakeJudge),
    Store(fn(&MemoryConfig) -> Result<Arc<dyn MemoryStore>>),
    /// A store beside a vector store that is handed over.
    Beside(fn(&MemoryConfig) -> Result<Arc<SqliteStore>>),
    /// A store whose local form the embedded store takes over.
    LocalForm(&'static LocalForm),
}

/// The name of the embedder in this program.
pub(crate) const STATIC: &str = "static";

/// The list.
static PROVIDERS: &[Provider] = &[
    openai::LLM,
    openai_family::OPENAI_STRUCTURED,
    azure_openai::LLM,
    azure_openai::STRUCTURED,
    openai_family::GROQ,
    openai_family::TOGETHER,
    openai_family::LMSTUDIO,
    openai_family::VLLM,
    openai_family::DEEPSEEK,
    openai_family::XAI,
    openai_family::SARVAM,
    litellm::LLM,
    openai_family::MINIMAX,
    anthropic::LLM,
    gemini::LLM,
    ollama::LLM,
    langchain::LLM,
    aws_bedrock::LLM,
    embedded::STATIC,
    local::EMBEDDER,
    openai::EMBEDDER,
    embedders::azure_openai::PROVIDER,
    embedders::fastembed::PROVIDER,
    embedders::gemini::PROVIDER,
    embedders::huggingface::PROVIDER,
    embedders::lmstudio::PROVIDER,
    embedders::mock::PROVIDER,
    embedders::ollama::PROVIDER,
    embedders::together::PROVIDER,
    langchain::EMBEDDER,
    aws_bedrock::EMBEDDER,
    vertexai::EMBEDDER,
    embedded::BUILTIN,
    local::RERANKER,
    rerankers::COHERE,
    rerankers::ZERO_ENTROPY,
    rerankers::HUGGINGFACE,
    rerankers::SENTENCE_TRANSFORMER,
    rerankers::LLM_RERANKER,
    stores::SQLITE,
    stores::QDRANT,
    stores::CHROMA,
    stores::FAISS,
    stores::MILVUS,
    stores::MEMORY,
    stores::LANGCHAIN,
];

/// All providers; of each kind that has a default, it comes first.
pub fn providers() -> &'static [Provider] {
    PROVIDERS
}

/// The providers of a kind.
pub fn of_kind(kind: ProviderKind) -> impl Iterator<Item = &'static Provider> {
    PROVIDERS
        .iter()
        .filter(move |provider| provider.kind == kind)
}

/// The provider that goes by this name.
///
/// # Errors
/// There is none, or not yet; the error lists those that are.
pub fn find(kind: ProviderKind, name: &str) -> Result<&'static Provider> {
    if let Some(provider) = of_kind(kind).find(|provider| provider.answers_to(name)) {
        return Ok(provider);
    }
    let available = names(kind);
    let problem = if awaited(kind).any(|awaited| awaited == name) {
        format!("\"{name}\" is not available yet; available: {available}")
    } else {
        let known = of_kind(kind).flat_map(|provider| {
            std::iter::once(provider.name).chain(provider.aliases.iter().copied())
        });
        let meant = nearest(name, known.chain(awaited(kind)));
        let meant = meant
            .map(|meant| format!(" (did you mean \"{meant}\"?)"))
            .unwrap_or_default();
        format!("there is no provider \"{name}\"{meant}; available: {available}")
    };
    Err(Error::Configuration {
        setting: format!("{kind}.provider"),
        problem,
    })
}

/// The names of a kind's providers that configurations of the original may have and that are not
/// here yet.
pub fn names_awaited(kind: ProviderKind) -> impl Iterator<Item = &'static str> {
    awaited(kind)
}

/// The provider that stands behind the chosen one, with the name that the model has there.
///
/// # Errors
/// It is not available.
pub(crate) fn delegate(chosen: &ProviderConfig) -> Result<Option<(&'static Provider, String)>> {
    litellm::delegate(chosen)
}

/// The names of a kind's providers, joined by commas.
pub(crate) fn names(kind: ProviderKind) -> String {
    let names = of_kind(kind).map(|provider| match provider.make {
        Make::LocalForm(_) => format!("{} (local form)", provider.name),
        _ => provider.name.to_owned(),
    });
    let names: Vec<String> = names.collect();
    if names.is_empty() {
        "none".to_owned()
    } else {
        names.join(", ")
    }
}

/// What an open memory stands on.
pub(crate) struct Parts {
    pub(crate) store: Arc<dyn MemoryStore>,
    /// A vector store, with the store that is to stand beside it.
    pub(crate) pair: Option<(Arc<dyn Outbox>, Arc<dyn VectorStore>)>,
    pub(crate) embedder: Arc<dyn Embedder>,
    pub(crate) llm: Option<Arc<dyn Llm>>,
    pub(crate) reranker: Option<Arc<dyn Reranker>>,
    pub(crate) related: Arc<dyn RelatedWords>,
    pub(crate) closeness: Arc<dyn Closeness>,
}

/// Makes everything that the configuration names, unless it is handed over. Opening the store
/// reads its file, so this may take some milliseconds.
pub(crate) fn make(config: &MemoryConfig, overrides: Overrides) -> Result<Parts> {
    let is_handed_over = overrides.embedder.is_some();
    let embedder: Arc<dyn Embedder> = match overrides.embedder {
        Some(embedder) => Arc::new(QuestionCache::around(embedder)),
        None => make_embedder(config)?,
    };
    let embedder = stores::held_to(config, embedder, is_handed_over);
    let llm = match (overrides.llm, config.llm()) {
        (Some(llm), _) => Some(llm),
        (None, None) => None,
        (None, Some(llm)) => Some(make_llm(llm)?),
    };
    let reranker = match (overrides.reranker, config.reranker().provider().make) {
        (Some(reranker), _) => Some(reranker),
        (None, Make::Reranker(make)) => make(config, config.reranker())?,
        (None, Make::Judge(make)) => {
            let llm = match (config.reranker_llm(), &llm) {
                (Some(own), _) => make_llm(own)?,
                (None, Some(main)) => main.clone(),
                (None, None) => return Err(no_model_to_ask(config.reranker())),
            };
            Some(make(config.reranker(), llm)?)
        }
        (None, _) => return Err(misplaced(config.reranker())),
    };
    let mut pair: Option<(Arc<dyn Outbox>, Arc<dyn VectorStore>)> = None;
    let store = match config.vector_store().provider().make {
        Make::Store(make) => make(config)?,
        Make::Beside(make) => {
            let vectors = overrides.vectors.ok_or_else(stores::nothing_handed_over)?;
            let side = make(config)?;
            pair = Some((side.clone(), vectors));
            side
        }
        Make::LocalForm(form) => form.open(config)?,
        _ => return Err(misplaced(config.vector_store())),
    };
    Ok(Parts {
        store,
        pair,
        embedder,
        llm,
        reranker,
        related: embedded::related_words()?,
        closeness: embedded::closeness()?,
    })
}

/// Makes the language model that a section names.
pub(crate) fn make_llm(chosen: &ProviderConfig) -> Result<Arc<dyn Llm>> {
    match chosen.provider().make {
        Make::Llm(make) => make(chosen),
        _ => Err(misplaced(chosen)),
    }
}

/// Whether a reranker asks a language model.
pub(crate) fn asks_a_model(chosen: &ProviderConfig) -> bool {
    matches!(chosen.provider().make, Make::Judge(_))
}

fn no_model_to_ask(chosen: &ProviderConfig) -> Error {
    Error::Configuration {
        setting: "reranker.config.llm".to_owned(),
        problem: format!(
            "\"{}\" asks a language model, and none is configured: name one here, as \
             {{\"provider\": …, \"config\": {{…}}}}, or for everything at `llm.provider`",
            chosen.provider().name
        ),
    }
}

/// Makes the embedder that the configuration names; it remembers the last questions.
pub(crate) fn make_embedder(config: &MemoryConfig) -> Result<Arc<dyn Embedder>> {
    let chosen = config.embedder();
    let embedder = match chosen.provider().make {
        Make::Embedder(make) => make(config, chosen)?,
        _ => return Err(misplaced(chosen)),
    };
    if local::is_in_program(chosen) {
        // Reading a table is as quick as looking up what was read from it.
        return Ok(embedder);
    }
    Ok(Arc::new(QuestionCache::around(embedder)))
}

/// A provider whose `kind` and `make` disagree; the list is tested to have none.
fn misplaced(chosen: &ProviderConfig) -> Error {
    let provider = chosen.provider();
    Error::Configuration {
        setting: format!("{}.provider", provider.kind),
        problem: format!("\"{}\" is no {}", provider.name, provider.kind),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_provider_makes_what_its_kind_says() {
        for provider in providers() {
            let fits = matches!(
                (provider.kind, provider.make),
                (ProviderKind::Llm, Make::Llm(_))
                    | (ProviderKind::Embedder, Make::Embedder(_))
                    | (ProviderKind::Reranker, Make::Reranker(_) | Make::Judge(_))
                    | (
                        ProviderKind::VectorStore,
                        Make::Store(_) | Make::Beside(_) | Make::LocalForm(_)
                    )
            );
            assert!(fits, "{}.{}", provider.kind, provider.name);
        }
    }

    #[test]
    fn every_name_and_alias_finds_one_provider_and_is_not_awaited() {
        for provider in providers() {
            for name in std::iter::once(&provider.name).chain(provider.aliases) {
                let found = of_kind(provider.kind)
                    .filter(|other| other.answers_to(name))
                    .count();
                assert_eq!(found, 1, "{}.{name}", provider.kind);
                assert!(
                    awaited(provider.kind).all(|awaited| awaited != *name),
                    "{}.{name}",
                    provider.kind
                );
            }
        }
    }

    #[test]
    fn every_alias_of_an_option_stands_for_one() {
        for provider in providers() {
            for (alias, name) in provider.setting_aliases.iter().copied().flatten() {
                assert!(
                    provider.setting(name).is_some(),
                    "{}: {alias}",
                    provider.name
                );
            }
        }
    }

    #[test]
    fn an_unknown_provider_is_told_from_one_that_is_awaited() {
        let problem = |kind, name| find(kind, name).unwrap_err().to_string();
        let awaited = problem(ProviderKind::VectorStore, "pinecone");
        assert!(
            awaited.contains("not available yet; available: sqlite"),
            "{awaited}"
        );
        let unknown = problem(ProviderKind::Llm, "opnai");
        assert!(unknown.contains("did you mean \"openai\""), "{unknown}");
        let graph = problem(ProviderKind::GraphStore, "neo4j");
        assert!(graph.contains("available: none"), "{graph}");
    }
}
