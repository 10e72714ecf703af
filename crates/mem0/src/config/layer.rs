//! What one source says: code, a file, or the environment.

use std::collections::BTreeMap;
use std::fmt;
use std::path::PathBuf;

use mem0_core::Error;
use serde::{Serialize, Serializer};
use serde_json::{Map, Value};

use super::environment::Environment;
use super::nearest::nearest;
use super::paths;
use super::setting::Accepts;
use super::settings::{ALIASES, SETTINGS, setting};
use crate::registry::{ProviderKind, providers};

/// Where a value comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// The program, or a flag of the command line.
    Explicit,
    /// This file.
    File(PathBuf),
    /// This environment variable.
    Environment(String),
    /// Nobody set it.
    Default,
}

impl fmt::Display for Origin {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Explicit => formatter.write_str("given"),
            Self::File(path) => write!(formatter, "{}", path.display()),
            Self::Environment(name) => write!(formatter, "${name}"),
            Self::Default => formatter.write_str("default"),
        }
    }
}

impl Serialize for Origin {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// A value with its origin.
#[derive(Clone)]
pub(crate) struct Entry {
    pub(crate) value: Value,
    pub(crate) origin: Origin,
}

/// Values by their whole keys: `path`, `llm.provider`, `llm.config.model`.
#[derive(Clone, Default)]
pub(crate) struct Layer {
    pub(crate) entries: BTreeMap<String, Entry>,
}

const PATH: &str = "path";
const SECTION_PATH: &str = "vector_store.config.path";

/// The keys that say where the store is, the strongest first. What a source says by one of them
/// also takes the place of what weaker sources say by the others.
const PLACES: [&str; 3] = [PATH, SECTION_PATH, "vector_store.config.url"];

impl Layer {
    /// Reads an object of the shape that users write. What is unknown adds a warning.
    pub(crate) fn of_object(
        object: &Map<String, Value>,
        origin: &Origin,
        warnings: &mut Vec<String>,
    ) -> Result<Self, Error> {
        let mut layer = Self::default();
        for (key, value) in object {
            match ProviderKind::of_section(key) {
                _ if value.is_null() => {}
                Some(kind) => layer.add_section(kind, value, origin, warnings)?,
                None => layer.add(key, value, origin, warnings)?,
            }
        }
        layer.settle_place();
        Ok(layer)
    }

    /// Reads `MEM0_…` variables.
    pub(crate) fn of_environment(environment: &Environment) -> Result<Self, Error> {
        let mut layer = Self::default();
        for setting in SETTINGS.iter().filter(|setting| setting.name != "version") {
            layer.add_variable(environment, setting.name, setting.accepts)?;
        }
        for kind in ProviderKind::ALL {
            layer.add_variable(environment, &format!("{kind}.provider"), Accepts::Text)?;
        }
        for provider in providers() {
            for setting in provider.settings {
                let key = format!("{}.config.{}", provider.kind, setting.name);
                layer.add_variable(environment, &key, setting.accepts)?;
            }
        }
        layer.settle_place();
        Ok(layer)
    }

    /// Lays another layer over this one: its values win. A section that names another provider
    /// takes nothing from the options of the one below.
    pub(crate) fn cover(&mut self, above: Self) {
        for kind in ProviderKind::ALL {
            let key = format!("{kind}.provider");
            let below = self.entries.get(&key).map(|entry| &entry.value);
            let other = above
                .entries
                .get(&key)
                .is_some_and(|entry| Some(&entry.value) != below);
            if below.is_some() && other {
                let options = format!("{kind}.config.");
                self.entries.retain(|key, _| !key.starts_with(&options));
            }
        }
        if PLACES.iter().any(|key| above.entries.contains_key(*key)) {
            self.entries
                .retain(|key, _| key != PATH && key != SECTION_PATH);
        }
        self.entries.extend(above.entries);
    }

    /// What says where the store is.
    pub(crate) fn place(&self) -> Option<&Entry> {
        PLACES.iter().find_map(|key| self.entries.get(*key))
    }

    /// In one source `path` at the top wins.
    fn settle_place(&mut self) {
        if self.entries.contains_key(PATH) {
            self.entries.remove(SECTION_PATH);
        }
    }

    /// The value of a key.
    pub(crate) fn get(&self, key: &str) -> Option<&Value> {
        self.entries.get(key).map(|entry| &entry.value)
    }

    /// A key's text.
    pub(crate) fn text(&self, key: &str) -> Option<&str> {
        self.get(key)?.as_str()
    }

    fn add(
        &mut self,
        key: &str,
        value: &Value,
        origin: &Origin,
        warnings: &mut Vec<String>,
    ) -> Result<(), Error> {
        let name = canonical(key);
        let Some(setting) = setting(name) else {
            let sections = ProviderKind::ALL.iter().map(|kind| kind.name());
            let known = SETTINGS.iter().map(|setting| setting.name).chain(sections);
            warnings.push(unknown(key, nearest(key, known), origin));
            return Ok(());
        };
        setting.accepts.check(key, value)?;
        // The proper name wins over an alias in the same source.
        if name == key || !self.entries.contains_key(name) {
            self.insert(name.to_owned(), value.clone(), origin, setting.accepts);
        }
        Ok(())
    }

    fn add_section(
        &mut self,
        kind: ProviderKind,
        section: &Value,
        origin: &Origin,
        warnings: &mut Vec<String>,
    ) -> Result<(), Error> {
        Accepts::Table.check(kind.name(), section)?;
        for (key, value) in section.as_object().into_iter().flatten() {
            let whole = format!("{kind}.{key}");
            match key.as_str() {
                _ if value.is_null() => {}
                "provider" => {
                    Accepts::Text.check(&whole, value)?;
                    self.insert(whole, value.clone(), origin, Accepts::Text);
                }
                "config" => {
                    Accepts::Table.check(&whole, value)?;
                    for (key, value) in value.as_object().into_iter().flatten() {
                        self.add_option(kind, key, value, origin, warnings)?;
                    }
                }
                _ if kind.option(key).is_some() => {
                    self.add_option(kind, key, value, origin, warnings)?;
                }
                _ => warnings.push(unknown(
                    &whole,
                    nearest(key, ["provider", "config"]),
                    origin,
                )),
            }
        }
        Ok(())
    }

    fn add_option(
        &mut self,
        kind: ProviderKind,
        key: &str,
        value: &Value,
        origin: &Origin,
        warnings: &mut Vec<String>,
    ) -> Result<(), Error> {
        if value.is_null() {
            return Ok(());
        }
        let whole = format!("{kind}.config.{key}");
        if canonical(&whole) == whole {
            let accepts = kind.option(key).map_or(Accepts::Text, |it| it.accepts);
            self.insert(whole, value.clone(), origin, accepts);
            Ok(())
        } else {
            self.add(&whole, value, origin, warnings)
        }
    }

    fn add_variable(
        &mut self,
        environment: &Environment,
        key: &str,
        accepts: Accepts,
    ) -> Result<(), Error> {
        let name = variable(key);
        if let Some(text) = environment.get(&name) {
            let value = accepts.read(&name, text)?;
            self.insert(key.to_owned(), value, &Origin::Environment(name), accepts);
        }
        Ok(())
    }

    fn insert(&mut self, key: String, value: Value, origin: &Origin, accepts: Accepts) {
        let value = match (accepts, origin, value) {
            (Accepts::Path, Origin::File(file), Value::String(path)) => {
                Value::String(paths::from_file(&path, file))
            }
            (_, _, value) => value,
        };
        self.entries.insert(
            key,
            Entry {
                value,
                origin: origin.clone(),
            },
        );
    }
}

/// The variable that sets a key: `llm.config.model` is `MEM0_LLM_MODEL`.
pub(crate) fn variable(key: &str) -> String {
    let words: Vec<String> = key
        .split('.')
        .filter(|word| *word != "config")
        .map(|word| word.to_uppercase())
        .collect();
    format!("MEM0_{}", words.join("_"))
}

/// The proper name of a key.
pub(crate) fn canonical(key: &str) -> &str {
    ALIASES
        .iter()
        .find(|(alias, _)| *alias == key)
        .map_or(key, |(_, name)| name)
}

/// Options of a kind's section that are settings of the whole.
pub(crate) fn options_kept_elsewhere(kind: ProviderKind) -> impl Iterator<Item = &'static str> {
    ALIASES
        .iter()
        .filter_map(move |(alias, _)| alias.strip_prefix(kind.name())?.strip_prefix(".config."))
}

/// The warning about a key that nobody knows.
pub(crate) fn unknown(key: &str, meant: Option<&str>, origin: &Origin) -> String {
    match meant {
        Some(meant) => {
            format!("unknown setting `{key}` ({origin}) has no effect; did you mean `{meant}`?")
        }
        None => format!("unknown setting `{key}` ({origin}) has no effect"),
    }
}
