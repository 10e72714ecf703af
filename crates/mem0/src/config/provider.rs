//! A provider with the options that it was given.

use std::collections::BTreeMap;
use std::fmt;

use mem0_core::Error;
use secrecy::SecretString;
use serde_json::Value;

use super::environment::Environment;
use super::layer::{Entry, Layer, Origin, options_kept_elsewhere, unknown};
use super::nearest::nearest;
use super::paths;
use crate::registry::{Provider, ProviderKind};

/// A provider with its options. Shows no secrets.
#[derive(Clone)]
pub struct ProviderConfig {
    provider: &'static Provider,
    origin: Origin,
    options: BTreeMap<&'static str, Entry>,
}

impl ProviderConfig {
    /// The provider.
    pub fn provider(&self) -> &'static Provider {
        self.provider
    }

    /// Where the choice comes from.
    pub fn origin(&self) -> &Origin {
        &self.origin
    }

    /// An option that is a text.
    pub fn text(&self, option: &str) -> Option<&str> {
        self.value(option)?.as_str()
    }

    /// An option that is a path or a name: a leading `~` is the home folder, and what begins with
    /// `./` or `../` in a file counts from the file's folder.
    pub(crate) fn path_or_name(&self, option: &str) -> Option<String> {
        let entry = self.options.get(option)?;
        let text = entry.value.as_str()?.trim();
        let text = match &entry.origin {
            Origin::File(file) if text.starts_with("./") || text.starts_with("../") => {
                paths::from_file(text, file)
            }
            _ => text.to_owned(),
        };
        Some(paths::expand(&text).to_string_lossy().into_owned()).filter(|text| !text.is_empty())
    }

    /// An option that is a secret.
    pub fn secret(&self, option: &str) -> Option<SecretString> {
        self.text(option).map(SecretString::from)
    }

    /// An option that is a whole number.
    pub fn whole(&self, option: &str) -> Option<u64> {
        self.value(option)?.as_u64()
    }

    /// An option that is a number.
    pub fn number(&self, option: &str) -> Option<f64> {
        self.value(option)?.as_f64()
    }

    /// An option that is true or false.
    pub fn boolean(&self, option: &str) -> Option<bool> {
        self.value(option)?.as_bool()
    }

    /// An option as it was given.
    pub fn value(&self, option: &str) -> Option<&Value> {
        self.options.get(option).map(|entry| &entry.value)
    }

    /// All options as an object, secrets included.
    pub(crate) fn to_json(&self) -> Value {
        let options = self.options.iter();
        options
            .map(|(name, entry)| ((*name).to_owned(), entry.value.clone()))
            .collect()
    }

    pub(crate) fn entry(&self, option: &str) -> Option<&Entry> {
        self.options.get(option)
    }

    /// The provider that a kind of section names, with its options from the layer and, for what
    /// is not set there, from the provider's own environment variables.
    pub(crate) fn read(
        kind: ProviderKind,
        provider: &'static Provider,
        origin: Origin,
        layer: &Layer,
        environment: &Environment,
        warnings: &mut Vec<String>,
    ) -> Result<Self, Error> {
        let prefix = format!("{kind}.config.");
        let mut options = BTreeMap::new();
        for (key, entry) in &layer.entries {
            let Some(name) = key.strip_prefix(&prefix) else {
                continue;
            };
            // The original's sections repeat the provider's name among its options.
            if name == "provider" && entry.value.as_str() == Some(provider.name) {
                continue;
            }
            let Some(setting) = provider.setting(name) else {
                // A variable may be meant for another provider of the same kind.
                if matches!(entry.origin, Origin::Environment(_)) {
                    continue;
                }
                if provider.refuses_unknown_options() {
                    return Err(no_such_option(key, name, provider));
                }
                let known = provider.settings.iter().map(|setting| setting.name);
                warnings.push(unknown(key, nearest(name, known), &entry.origin));
                continue;
            };
            setting.accepts.check(key, &entry.value)?;
            if setting.name == name || !options.contains_key(setting.name) {
                options.insert(setting.name, entry.clone());
            }
        }
        for setting in provider.settings {
            if options.contains_key(setting.name) {
                continue;
            }
            let set = setting
                .environment
                .iter()
                .find_map(|name| environment.get(name).map(|text| ((*name).to_owned(), text)));
            if let Some((variable, text)) = set {
                let value = setting.accepts.read(&variable, text)?;
                let origin = Origin::Environment(variable);
                options.insert(setting.name, Entry { value, origin });
            }
        }
        Ok(Self {
            provider,
            origin,
            options,
        })
    }
}

impl ProviderConfig {
    /// The same provider with another model.
    pub(crate) fn with_model(mut self, model: String) -> Self {
        let origin = self.origin.clone();
        let value = Value::from(model);
        self.options.insert("model", Entry { value, origin });
        self
    }
}

impl fmt::Debug for ProviderConfig {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown: BTreeMap<&str, String> = self
            .options
            .iter()
            .map(|(name, entry)| {
                let secret = self
                    .provider
                    .setting(name)
                    .is_some_and(|setting| setting.secret);
                (*name, shown(&entry.value, secret))
            })
            .collect();
        formatter
            .debug_struct("ProviderConfig")
            .field("provider", &self.provider.name)
            .field("options", &shown)
            .finish()
    }
}

/// The error about an option that a provider doesn't know: which one was meant, else all of them.
fn no_such_option(key: &str, name: &str, provider: &Provider) -> Error {
    let elsewhere = options_kept_elsewhere(provider.kind);
    let known: Vec<&str> = provider
        .settings
        .iter()
        .map(|setting| setting.name)
        .chain(elsewhere)
        .collect();
    let remedy = match nearest(name, known.iter().copied()) {
        Some(meant) => format!("did you mean `{meant}`?"),
        None => format!("there are {}", known.join(", ")),
    };
    Error::Configuration {
        setting: key.to_owned(),
        problem: format!("\"{}\" has no such option; {remedy}", provider.name),
    }
}

/// A value as people may see it.
pub(crate) fn shown(value: &Value, secret: bool) -> String {
    match value {
        _ if secret => HIDDEN.to_owned(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// What stands in place of a secret.
pub(crate) const HIDDEN: &str = "********";
