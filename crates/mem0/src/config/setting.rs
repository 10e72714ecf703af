//! What can be set: a name, what it accepts, and the same words for errors and documents.

use std::fmt;

use mem0_core::Error;
use serde_json::{Number, Value};

/// One thing that can be set.
#[derive(Debug, Clone, Copy)]
pub struct Setting {
    /// Its key, without the section it stands in.
    pub name: &'static str,
    /// What it accepts.
    pub accepts: Accepts,
    /// Its default, in words; `None` where there is none.
    pub default: Option<&'static str>,
    /// Environment variables that set it beside `MEM0_…`; the first that is set wins.
    pub environment: &'static [&'static str],
    /// Whether its value is hidden wherever it is shown.
    pub secret: bool,
    /// What it does.
    pub summary: &'static str,
}

impl Setting {
    /// A setting without default, environment variable or secrecy.
    pub const fn new(name: &'static str, accepts: Accepts, summary: &'static str) -> Self {
        Self {
            name,
            accepts,
            default: None,
            environment: &[],
            secret: false,
            summary,
        }
    }

    /// With this default.
    pub const fn defaulting(self, default: &'static str) -> Self {
        Self {
            default: Some(default),
            ..self
        }
    }

    /// Also set by these environment variables.
    pub const fn environment(self, environment: &'static [&'static str]) -> Self {
        Self {
            environment,
            ..self
        }
    }

    /// Hidden wherever it is shown.
    pub const fn secret(self) -> Self {
        Self {
            secret: true,
            ..self
        }
    }
}

/// What a setting accepts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Accepts {
    /// Any text.
    Text,
    /// A path; `~` stands for the home folder.
    Path,
    /// A whole number from 0.
    Whole,
    /// A number.
    Number,
    /// `true` or `false`.
    Boolean,
    /// `true`, `false`, or a text.
    BooleanOrText,
    /// One of these words.
    Choice(&'static [&'static str]),
    /// A list of texts.
    List,
    /// An object.
    Table,
    /// A text or an object.
    TextOrTable,
}

impl fmt::Display for Accepts {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text => formatter.write_str("a text"),
            Self::Path => formatter.write_str("a path"),
            Self::Whole => formatter.write_str("a whole number"),
            Self::Number => formatter.write_str("a number"),
            Self::Boolean => formatter.write_str("true or false"),
            Self::BooleanOrText => formatter.write_str("true, false or a text"),
            Self::List => formatter.write_str("a list of texts"),
            Self::Table => formatter.write_str("an object"),
            Self::TextOrTable => formatter.write_str("a text or an object"),
            Self::Choice(words) => {
                let quoted: Vec<String> = words.iter().map(|word| format!("\"{word}\"")).collect();
                formatter.write_str(&quoted.join(" or "))
            }
        }
    }
}

impl Accepts {
    /// Whether a value is what is accepted; `key` is its whole path.
    pub(crate) fn check(self, key: &str, value: &Value) -> Result<(), Error> {
        let fits = match self {
            Self::Text => value.is_string(),
            Self::Path => value.as_str().is_some_and(|path| !path.trim().is_empty()),
            Self::Whole => value.is_u64(),
            Self::Number => value.is_number(),
            Self::Boolean => value.is_boolean(),
            Self::BooleanOrText => value.is_boolean() || value.is_string(),
            Self::List => value
                .as_array()
                .is_some_and(|items| items.iter().all(Value::is_string)),
            Self::Table => value.is_object(),
            Self::TextOrTable => value.is_string() || value.is_object(),
            Self::Choice(words) => value.as_str().is_some_and(|word| words.contains(&word)),
        };
        if fits {
            Ok(())
        } else {
            Err(wrong(key, self, &shown(value)))
        }
    }

    /// Reads a value from text, as environment variables and the command line have it.
    pub(crate) fn read(self, key: &str, text: &str) -> Result<Value, Error> {
        let trimmed = text.trim();
        let read = match self {
            Self::Text => Some(Value::from(text)),
            Self::Path | Self::Choice(_) => Some(Value::from(trimmed)),
            Self::Whole => trimmed.parse::<u64>().ok().map(Value::from),
            Self::Number => trimmed
                .parse::<i64>()
                .map(Number::from)
                .ok()
                .or_else(|| trimmed.parse().ok().and_then(Number::from_f64))
                .map(Value::Number),
            Self::Boolean => boolean(trimmed).map(Value::Bool),
            Self::BooleanOrText => {
                Some(boolean(trimmed).map_or_else(|| Value::from(trimmed), Value::Bool))
            }
            Self::List => serde_json::from_str(trimmed)
                .ok()
                .filter(Value::is_array)
                .or_else(|| Some(trimmed.split(',').map(str::trim).collect())),
            Self::Table => serde_json::from_str(trimmed).ok().filter(Value::is_object),
            Self::TextOrTable => serde_json::from_str(trimmed)
                .ok()
                .filter(Value::is_object)
                .or_else(|| Some(Value::from(trimmed))),
        };
        let value = read.ok_or_else(|| wrong(key, self, &format!("\"{trimmed}\"")))?;
        self.check(key, &value)?;
        Ok(value)
    }
}

fn boolean(text: &str) -> Option<bool> {
    match text.to_ascii_lowercase().as_str() {
        "true" | "yes" | "on" | "1" => Some(true),
        "false" | "no" | "off" | "0" => Some(false),
        _ => None,
    }
}

fn wrong(key: &str, accepts: Accepts, found: &str) -> Error {
    Error::Configuration {
        setting: key.to_owned(),
        problem: format!("it must be {accepts}, not {found}"),
    }
}

/// A value in an error: never a whole object, and no long text.
fn shown(value: &Value) -> String {
    match value {
        Value::Null => "nothing".to_owned(),
        Value::Array(_) => "a list".to_owned(),
        Value::Object(_) => "an object".to_owned(),
        Value::String(text) if text.chars().count() > 40 => "a long text".to_owned(),
        Value::String(_) | Value::Bool(_) | Value::Number(_) => value.to_string(),
    }
}
