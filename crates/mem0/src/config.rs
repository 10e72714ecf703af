//! What is configured, and where each value comes from.
//!
//! Sources, strongest first: what the program gives, a file (`MEM0_CONFIG`, else `config.toml` or
//! `config.json` in the folder), the environment (`MEM0_…`), the defaults. Keys are those of the
//! original and ours ([`SETTINGS`]); options of providers stand in [`crate::registry`].

pub mod config_file;
mod environment;
mod layer;
pub(crate) mod nearest;
mod paths;
mod pipeline;
mod provider;
mod reranker_llm;
mod resolve;
mod setting;
mod settings;
#[cfg(test)]
mod tests;

use std::fmt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use mem0_core::{ImageDetail, Namespace, Result, Scope};
use mem0_engine::EpisodePolicy;
use mem0_providers::fetcher::{FetcherConfig, Limits};
use mem0_store::Durability;
use serde::Serialize;
use serde_json::Value;

use self::environment::Environment;
use self::layer::Layer;
pub use self::layer::Origin;
pub(crate) use self::nearest::nearest;
pub(crate) use self::paths::{FILE, MEMORY, expand};
pub use self::pipeline::{PipelineKind, Prompts};
pub use self::provider::ProviderConfig;
use self::provider::shown;
pub use self::setting::{Accepts, Setting};
pub use self::settings::SETTINGS;
use crate::registry::ProviderKind;

/// A configuration that was read and found usable.
///
/// ```
/// use mem0::MemoryConfig;
///
/// # let folder = tempfile::tempdir()?;
/// let config = MemoryConfig::offline(folder.path())
///     .with("collection_name", "diary")?
///     .with("durability", "full")?;
/// assert_eq!(config.namespace().as_str(), "diary");
/// let durability = config.effective().into_iter().find(|row| row.key == "durability");
/// assert_eq!(durability.map(|row| row.origin.to_string()).as_deref(), Some("given"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct MemoryConfig {
    layer: Layer,
    environment: Environment,
    /// Warnings of reading; those of resolving come anew with each `with`.
    read_warnings: Vec<String>,
    warnings: Vec<String>,
    dir: PathBuf,
    path: PathBuf,
    models: PathBuf,
    namespace: Namespace,
    durability: Durability,
    cache_bytes: usize,
    episodes: EpisodePolicy,
    pipeline: PipelineKind,
    prompts: Prompts,
    scope: Scope,
    vector_store: ProviderConfig,
    llm: Option<ProviderConfig>,
    embedder: ProviderConfig,
    reranker: ProviderConfig,
    reranker_llm: Option<ProviderConfig>,
}

/// Where to look for a configuration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoadOptions {
    /// This file and no other; it must exist.
    pub config_file: Option<PathBuf>,
    /// The folder of everything that is kept.
    pub dir: Option<PathBuf>,
    /// Whether the environment counts. Default `true`.
    pub environment: bool,
}

impl Default for LoadOptions {
    fn default() -> Self {
        Self {
            config_file: None,
            dir: None,
            environment: true,
        }
    }
}

/// One value in force.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct EffectiveSetting {
    /// Its whole key, such as `llm.config.model`.
    pub key: String,
    /// Its value; secrets are hidden.
    pub value: String,
    /// Where it comes from.
    pub origin: Origin,
}

impl MemoryConfig {
    /// Reads file and environment.
    ///
    /// # Errors
    /// [`Error::Configuration`](mem0_core::Error::Configuration) with the key at fault: a value of
    /// the wrong type, a provider that is not there, a file that can't be read.
    pub fn load(options: LoadOptions) -> Result<Self> {
        Self::load_with(options, &Value::Null)
    }

    /// As [`load`](Self::load), with an object of the program's own values, which win.
    ///
    /// # Errors
    /// As [`load`](Self::load).
    pub fn load_with(options: LoadOptions, given: &Value) -> Result<Self> {
        let environment = if options.environment {
            Environment::of_the_process()
        } else {
            Environment::default()
        };
        resolve::load(&options, given, environment)
    }

    /// The program's own values (`{"path": …, "llm": {"provider": …, "config": {…}}}`) over file
    /// and environment.
    ///
    /// # Errors
    /// As [`load`](Self::load).
    pub fn from_value(given: &Value) -> Result<Self> {
        Self::load_with(LoadOptions::default(), given)
    }

    /// Everything in this process and this folder: no file is read, no environment, no network is
    /// used.
    pub fn offline(dir: impl Into<PathBuf>) -> Self {
        resolve::offline(dir.into())
    }

    /// The same with another value, such as `("llm.config.model", "gpt-4.1-mini")`.
    ///
    /// # Errors
    /// The key is unknown, or the value doesn't fit.
    pub fn with(self, key: &str, value: impl Into<Value>) -> Result<Self> {
        resolve::with(self, key, value.into())
    }

    /// Whether nobody configured a model, and a key in the environment chose OpenAI.
    pub(crate) fn embedder_is_openai_by_key_alone(&self) -> bool {
        *self.embedder.origin() == Origin::Environment(resolve::OPENAI_KEY.to_owned())
    }

    /// The same with the embedder in this program beside the language model that a key chose: once
    /// a language model is configured, the key chooses no embedder.
    pub(crate) fn keeping_static_embedder(self) -> Result<Self> {
        self.with("llm.provider", "openai")
    }

    /// The folder of everything that is kept.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// The store's file; `:memory:` for a store in this process only.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Whether somebody said where the store is.
    pub(crate) fn names_a_place(&self) -> bool {
        self.layer.place().is_some()
    }

    /// The folder in which models are looked up by name.
    pub fn models(&self) -> &Path {
        &self.models
    }

    /// The room in the store.
    pub fn namespace(&self) -> &Namespace {
        &self.namespace
    }

    /// What a power cut may cost.
    pub fn durability(&self) -> Durability {
        self.durability
    }

    /// Memory for what recall scans.
    pub fn cache_bytes(&self) -> usize {
        self.cache_bytes
    }

    /// Whether messages are kept.
    pub fn episodes(&self) -> EpisodePolicy {
        self.episodes
    }

    /// How memories are drawn from messages.
    pub fn pipeline(&self) -> PipelineKind {
        self.pipeline
    }

    /// What every extraction should heed.
    pub fn instructions(&self) -> Option<&str> {
        self.prompts.instructions.as_deref()
    }

    /// What language models are told beside our own prompts, or in their place.
    pub fn prompts(&self) -> &Prompts {
        &self.prompts
    }

    /// Whose memories are meant where nobody says so: the command line's default.
    pub fn scope(&self) -> &Scope {
        &self.scope
    }

    /// The language model; `None`: works without one.
    pub fn llm(&self) -> Option<&ProviderConfig> {
        self.llm.as_ref()
    }

    /// The embedder.
    pub fn embedder(&self) -> &ProviderConfig {
        &self.embedder
    }

    /// The reranker.
    pub fn reranker(&self) -> &ProviderConfig {
        &self.reranker
    }

    /// The language model that the reranker asks, if it is another than [`llm`](Self::llm).
    pub fn reranker_llm(&self) -> Option<&ProviderConfig> {
        self.reranker_llm.as_ref()
    }

    /// The store.
    pub fn vector_store(&self) -> &ProviderConfig {
        &self.vector_store
    }

    /// How closely the language model looks at images; `None`: it looks at none.
    pub fn vision(&self) -> Option<ImageDetail> {
        let is_on = self.layer.get("enable_vision").and_then(Value::as_bool);
        is_on
            .unwrap_or_default()
            .then(|| match self.layer.text("vision_details") {
                Some("low") => ImageDetail::Low,
                Some("high") => ImageDetail::High,
                _ => ImageDetail::Auto,
            })
    }

    /// What attachments may be fetched, and how much of them.
    pub fn attachments(&self) -> FetcherConfig {
        let allows = |key| {
            self.layer
                .get(key)
                .and_then(Value::as_bool)
                .unwrap_or(false)
        };
        let whole = |key, default: usize| {
            let set = self.layer.get(key).and_then(Value::as_u64);
            set.map_or(default, |number| {
                usize::try_from(number).unwrap_or(usize::MAX)
            })
        };
        let limits = Limits::default();
        let timeout = self.layer.get("attachment_timeout").and_then(Value::as_f64);
        FetcherConfig {
            limits: Limits {
                timeout: timeout
                    .and_then(|seconds| Duration::try_from_secs_f64(seconds).ok())
                    .unwrap_or(limits.timeout),
                image_bytes: whole("attachment_image_bytes", limits.image_bytes),
                pdf_bytes: whole("attachment_pdf_bytes", limits.pdf_bytes),
                pdf_pages: whole("attachment_pdf_pages", limits.pdf_pages),
                text_bytes: whole("attachment_text_bytes", limits.text_bytes),
            },
            allow_local_files: allows("allow_local_files"),
            allow_private_urls: allows("allow_private_urls"),
            proxy: self.layer.text("attachment_proxy").map(str::to_owned),
        }
    }

    /// What has no effect, in words: unknown keys, options that are not available yet.
    pub fn warnings(&self) -> &[String] {
        &self.warnings
    }

    /// Every value in force with its origin, secrets hidden; what nobody set and has no default is
    /// left out.
    pub fn effective(&self) -> Vec<EffectiveSetting> {
        let mut rows: Vec<EffectiveSetting> = SETTINGS
            .iter()
            .filter_map(|setting| self.effective_setting(setting))
            .collect();
        rows.extend(provider_rows(
            ProviderKind::VectorStore,
            Some(&self.vector_store),
        ));
        rows.extend(provider_rows(ProviderKind::Llm, self.llm.as_ref()));
        rows.extend(provider_rows(ProviderKind::Embedder, Some(&self.embedder)));
        rows.extend(provider_rows(ProviderKind::Reranker, Some(&self.reranker)));
        rows
    }

    fn effective_setting(&self, setting: &Setting) -> Option<EffectiveSetting> {
        let entry = match setting.name {
            "path" => self.layer.place(),
            name => self.layer.entries.get(name),
        };
        let value = match setting.name {
            "dir" => self.dir.display().to_string(),
            "path" => self.path.display().to_string(),
            "models" => self.models.display().to_string(),
            "pipeline" => self.pipeline.as_str().to_owned(),
            _ => match entry {
                Some(entry) => shown(&entry.value, setting.secret),
                None => setting.default?.to_owned(),
            },
        };
        let origin = entry.map_or(Origin::Default, |entry| entry.origin.clone());
        Some(EffectiveSetting {
            key: setting.name.to_owned(),
            value,
            origin,
        })
    }
}

fn provider_rows(kind: ProviderKind, chosen: Option<&ProviderConfig>) -> Vec<EffectiveSetting> {
    let row = |key: &str, value: String, origin: &Origin| EffectiveSetting {
        key: format!("{kind}.{key}"),
        value,
        origin: origin.clone(),
    };
    let Some(chosen) = chosen else {
        return vec![row("provider", NONE.to_owned(), &Origin::Default)];
    };
    let provider = chosen.provider();
    let mut rows = vec![row("provider", provider.name.to_owned(), chosen.origin())];
    for setting in provider.settings {
        let key = format!("config.{}", setting.name);
        match (chosen.entry(setting.name), setting.default) {
            (Some(entry), _) => {
                rows.push(row(
                    &key,
                    shown(&entry.value, setting.secret),
                    &entry.origin,
                ));
            }
            (None, Some(default)) => rows.push(row(&key, default.to_owned(), &Origin::Default)),
            (None, None) => {}
        }
    }
    rows
}

/// The provider name by which a kind of provider is switched off.
const NONE: &str = "none";

/// Shows what is in force, without secrets.
impl Default for MemoryConfig {
    /// Everything in this process, in the folder that `MEM0_DIR` names, else `~/.mem0`: no file is
    /// read, nothing else of the environment, and no network is used. To have those count as well,
    /// use [`load`](Self::load).
    fn default() -> Self {
        Self::offline(resolve::folder(
            &LoadOptions::default(),
            &Environment::of_the_process(),
        ))
    }
}

impl fmt::Debug for MemoryConfig {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_map()
            .entries(self.effective().into_iter().map(|row| (row.key, row.value)))
            .finish()
    }
}
