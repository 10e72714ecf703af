//! From what the sources say to what is in force.

use std::path::{Path, PathBuf};

use mem0_core::{Error, Namespace, Result, Scope, ScopeId};
use mem0_engine::EpisodePolicy;
use mem0_store::Durability;
use serde_json::{Map, Value};

use super::environment::Environment;
use super::layer::{Entry, Layer, Origin, unknown};
use super::provider::ProviderConfig;
use super::setting::Accepts;
use super::{LoadOptions, MemoryConfig, NONE, config_file, paths, pipeline, reranker_llm};
use crate::registry::{self, ProviderKind};

/// Lays the sources over each other and resolves them.
pub(super) fn load(
    options: &LoadOptions,
    given: &Value,
    environment: Environment,
) -> Result<MemoryConfig> {
    let mut warnings = Vec::new();
    let nothing = Map::new();
    let object = match given {
        Value::Null => &nothing,
        Value::Object(object) => object,
        other => {
            Accepts::Table.check("config", other)?;
            &nothing
        }
    };
    let mut explicit = Layer::of_object(object, &Origin::Explicit, &mut warnings)?;
    if let Some(dir) = &options.dir {
        let value = Value::from(dir.to_string_lossy().into_owned());
        explicit.entries.entry("dir".to_owned()).or_insert(Entry {
            value,
            origin: Origin::Explicit,
        });
    }
    let mut layer = Layer::of_environment(&environment)?;
    let dir = explicit.text("dir").or(layer.text("dir")).unwrap_or(DIR);
    if let Some(file) = config_file::locate(options, &environment, &paths::expand(dir))? {
        let object = config_file::read(&file)?;
        layer.cover(Layer::of_object(
            &object,
            &Origin::File(file),
            &mut warnings,
        )?);
    }
    layer.cover(explicit);
    resolve(layer, environment, warnings)
}

/// Everything in this process.
pub(super) fn offline(dir: PathBuf) -> MemoryConfig {
    let mut layer = Layer::default();
    let mut set = |key: &str, value: String| {
        let entry = Entry {
            value: Value::from(value),
            origin: Origin::Explicit,
        };
        layer.entries.insert(key.to_owned(), entry);
    };
    set("dir", dir.to_string_lossy().into_owned());
    set("embedder.provider", "static".to_owned());
    resolve(layer, Environment::default(), Vec::new())
        .expect("the embedded providers are in the registry and need no options")
}

/// The same configuration with one more value.
pub(super) fn with(config: MemoryConfig, key: &str, value: Value) -> Result<MemoryConfig> {
    let mut warnings = Vec::new();
    let above = Layer::of_object(&nested(key, value), &Origin::Explicit, &mut warnings)?;
    if let Some(problem) = warnings.pop() {
        return Err(Error::Configuration {
            setting: key.to_owned(),
            problem,
        });
    }
    let MemoryConfig {
        mut layer,
        environment,
        read_warnings,
        ..
    } = config;
    layer.cover(above);
    resolve(layer, environment, read_warnings)
}

/// `a.b.c` and a value as `{"a": {"b": {"c": value}}}`.
fn nested(key: &str, value: Value) -> Map<String, Value> {
    let (first, rest) = match key.split_once('.') {
        None => (key, value),
        Some((first, rest)) => (first, Value::Object(nested(rest, value))),
    };
    Map::from_iter([(first.to_owned(), rest)])
}

/// The folder of everything that is kept, by default.
const DIR: &str = "~/.mem0";

/// Memory for what recall scans, by default.
const CACHE_BYTES: usize = 512 << 20;

fn resolve(
    layer: Layer,
    environment: Environment,
    read_warnings: Vec<String>,
) -> Result<MemoryConfig> {
    let mut warnings = read_warnings.clone();
    let dir = paths::expand(layer.text("dir").unwrap_or(DIR));
    let models = layer
        .text("models")
        .map_or_else(|| dir.join("models"), paths::expand);
    let cache = layer.get("cache_bytes").and_then(Value::as_u64);
    let cache_bytes = cache.map_or(CACHE_BYTES, |bytes| {
        usize::try_from(bytes).unwrap_or(usize::MAX)
    });

    refuse_graph(&layer, &mut warnings)?;
    let mut read =
        |kind, default: &'static str| provider(kind, default, &layer, &environment, &mut warnings);
    let vector_store = read(ProviderKind::VectorStore, "sqlite")?;
    let reranker = read(ProviderKind::Reranker, "builtin")?;
    let embedder = read(ProviderKind::Embedder, "static")?;
    let llm = read(ProviderKind::Llm, NONE)?;
    let vector_store = required(ProviderKind::VectorStore, vector_store)?;
    let of_section = registry::stores::file(&vector_store, &dir)?;
    let path = layer.text("path").map_or(of_section, paths::expand);
    let reranker = required(ProviderKind::Reranker, reranker)?;
    let embedder = required(ProviderKind::Embedder, embedder)?;
    registry::stores::check_stated_length(&vector_store, &embedder)?;
    let reranker_llm = if registry::asks_a_model(&reranker) {
        reranker_llm::resolve(&reranker, llm.as_ref(), &environment, &mut warnings)?
    } else {
        None
    };

    let pipeline = pipeline::chosen(&layer, llm.is_some())?;
    let prompts = pipeline::prompts(&layer, pipeline, &mut warnings);
    if layer.get("history_db_path").is_some() {
        warnings.push(
            "`history_db_path` has no effect: history is kept in the store's own file".to_owned(),
        );
    }
    Ok(MemoryConfig {
        dir,
        path,
        models,
        namespace: namespace(&layer)?,
        durability: layer
            .text("durability")
            .and_then(Durability::from_name)
            .unwrap_or_default(),
        cache_bytes,
        episodes: match layer.text("episodes") {
            Some("off") => EpisodePolicy::Off,
            _ => EpisodePolicy::Keep,
        },
        pipeline,
        prompts,
        scope: scope(&layer),
        vector_store,
        llm,
        embedder,
        reranker,
        reranker_llm,
        layer,
        environment,
        read_warnings,
        warnings,
    })
}

/// The variable that chooses OpenAI where no model is configured.
pub(super) const OPENAI_KEY: &str = "OPENAI_API_KEY";

/// Which provider is in force for a kind; `None` for `"none"`.
///
/// A section with options but without a provider means `openai`, as in the original; that of a store
/// means `qdrant`, if an option is Qdrant's alone. With neither a language model nor an embedder
/// configured, a key of OpenAI in the environment chooses OpenAI for both, as in the original.
fn provider(
    kind: ProviderKind,
    default: &'static str,
    layer: &Layer,
    environment: &Environment,
    warnings: &mut Vec<String>,
) -> Result<Option<ProviderConfig>> {
    let models = [ProviderKind::Llm, ProviderKind::Embedder];
    let configured = |kind: ProviderKind| {
        let section = format!("{kind}.");
        layer
            .entries
            .iter()
            .find(|(key, _)| key.starts_with(&section))
            .map(|(_, entry)| entry)
    };
    let named = layer.entries.get(&format!("{kind}.provider"));
    let (name, origin) = match (named, configured(kind)) {
        (Some(entry), _) => (
            entry.value.as_str().unwrap_or_default(),
            entry.origin.clone(),
        ),
        (None, Some(option)) if models.contains(&kind) => ("openai", option.origin.clone()),
        (None, Some(_))
            if kind == ProviderKind::VectorStore
                && let Some(option) = option_of_qdrant(layer) =>
        {
            ("qdrant", option.origin.clone())
        }
        (None, _)
            if models.contains(&kind)
                && models.iter().all(|kind| configured(*kind).is_none())
                && environment.get(OPENAI_KEY).is_some() =>
        {
            ("openai", Origin::Environment(OPENAI_KEY.to_owned()))
        }
        (None, _) => (default, Origin::Default),
    };
    if name == NONE {
        return Ok(None);
    }
    let provider = registry::find(kind, name)?;
    let mut read = |provider, origin| {
        ProviderConfig::read(kind, provider, origin, layer, environment, warnings)
    };
    let chosen = read(provider, origin.clone())?;
    match registry::delegate(&chosen)? {
        None => Ok(Some(chosen)),
        Some((provider, model)) => Ok(Some(read(provider, origin)?.with_model(model))),
    }
}

/// An option that Qdrant has and the embedded store has not: a section that names no store means
/// Qdrant, as in the original.
fn option_of_qdrant(layer: &Layer) -> Option<&Entry> {
    let knows = |provider: &str, option: &str| {
        registry::find(ProviderKind::VectorStore, provider)
            .is_ok_and(|provider| provider.setting(option).is_some())
    };
    let options = layer.entries.iter().filter_map(|(key, entry)| {
        let option = key.strip_prefix("vector_store.config.")?;
        Some((option, entry))
    });
    let mut written = options.filter(|(_, entry)| !matches!(entry.origin, Origin::Environment(_)));
    let (_, entry) =
        written.find(|(option, _)| knows("qdrant", option) && !knows("sqlite", option))?;
    Some(entry)
}

/// The language model that a layer names.
pub(super) fn model(
    layer: &Layer,
    environment: &Environment,
    warnings: &mut Vec<String>,
) -> Result<Option<ProviderConfig>> {
    provider(ProviderKind::Llm, NONE, layer, environment, warnings)
}

fn required(kind: ProviderKind, chosen: Option<ProviderConfig>) -> Result<ProviderConfig> {
    chosen.ok_or_else(|| Error::Configuration {
        setting: format!("{kind}.provider"),
        problem: format!(
            "it can't be \"{NONE}\"; available: {}",
            registry::names(kind)
        ),
    })
}

fn namespace(layer: &Layer) -> Result<Namespace> {
    match layer.text("collection_name") {
        None => Ok(Namespace::default()),
        Some(name) if name.trim().is_empty() => Err(Error::Configuration {
            setting: "collection_name".to_owned(),
            problem: "it must not be blank".to_owned(),
        }),
        Some(name) => Ok(Namespace::new(name)),
    }
}

fn refuse_graph(layer: &Layer, warnings: &mut Vec<String>) -> Result<()> {
    if let Some(name) = layer.text("graph_store.provider") {
        return registry::find(ProviderKind::GraphStore, name).map(drop);
    }
    let options = layer
        .entries
        .iter()
        .find(|(key, _)| key.starts_with("graph_store."));
    if let Some((key, entry)) = options {
        let warning = unknown(key, None, &entry.origin);
        warnings.push(format!(
            "{warning}: a graph of relations is not available yet"
        ));
    }
    Ok(())
}

fn scope(layer: &Layer) -> Scope {
    let mut scope = Scope::default();
    for id in ScopeId::ALL {
        scope.set(id, layer.text(id.name()).map(str::to_owned));
    }
    scope
}

/// The folder in which the configuration file is looked for.
pub(super) fn folder(options: &LoadOptions, environment: &Environment) -> PathBuf {
    let given = options.dir.as_deref().map(Path::to_string_lossy);
    paths::expand(
        given
            .as_deref()
            .or(environment.get("MEM0_DIR"))
            .unwrap_or(DIR),
    )
}
