//! What the caller handed over: one JSON object, read name by name.

use serde_json::{Map, Value};

use crate::error::{ClientError, Result};
use crate::request::segment;

/// The ids that say whose memories are meant.
pub const SCOPE_IDS: [&str; 4] = ["user_id", "agent_id", "app_id", "run_id"];

/// Names that other languages spell otherwise.
const ALIASES: [(&str, &str); 10] = [
    ("userId", "user_id"),
    ("agentId", "agent_id"),
    ("appId", "app_id"),
    ("runId", "run_id"),
    ("memoryId", "memory_id"),
    ("pageSize", "page_size"),
    ("topK", "top_k"),
    ("projectId", "project_id"),
    ("webhookId", "webhook_id"),
    ("eventTypes", "event_types"),
];

/// Arguments that have not been used yet. What is null counts as not given, except where an
/// operation asks for it by [`Arguments::take_with_null`].
#[derive(Debug, Clone, PartialEq)]
pub struct Arguments(Map<String, Value>);

impl Arguments {
    /// Reads the object; null is an empty one.
    ///
    /// # Errors
    /// It is neither.
    pub fn new(json: Value) -> Result<Self> {
        let object = match json {
            Value::Null => Map::new(),
            Value::Object(object) => object,
            other => {
                return Err(refused(format!(
                    "arguments are an object, not {}",
                    kind(&other)
                )));
            }
        };
        let mut arguments = Map::with_capacity(object.len());
        for (name, value) in object {
            match ALIASES.iter().find(|(alias, _)| *alias == name) {
                Some((_, ours)) => {
                    arguments.entry(*ours).or_insert(value);
                }
                None => {
                    arguments.insert(name, value);
                }
            }
        }
        Ok(Self(arguments))
    }

    /// The argument of this name, if it is given.
    pub fn take(&mut self, name: &str) -> Option<Value> {
        self.0.shift_remove(name).filter(|value| !value.is_null())
    }

    /// The argument of this name, even if it is null.
    pub fn take_with_null(&mut self, name: &str) -> Option<Value> {
        self.0.shift_remove(name)
    }

    /// Gives an argument.
    pub fn set(&mut self, name: &str, value: Value) {
        self.0.insert(name.to_owned(), value);
    }

    /// Whether this argument is given.
    pub fn has(&self, name: &str) -> bool {
        self.0.get(name).is_some_and(|value| !value.is_null())
    }

    /// A text that must be given, and not be blank.
    ///
    /// # Errors
    /// It is not.
    pub fn text(&mut self, name: &str) -> Result<String> {
        match self.take(name) {
            Some(Value::String(text)) if !text.trim().is_empty() => Ok(text),
            Some(Value::String(_)) | None => Err(refused(format!("{name} must not be empty"))),
            Some(other) => Err(refused(format!(
                "{name} must be a text, not {}",
                kind(&other)
            ))),
        }
    }

    /// An id that must be given, as a segment of a path. Numbers are ids too.
    ///
    /// # Errors
    /// It is missing or blank, or would lead out of its place in the path.
    pub fn id(&mut self, name: &str) -> Result<String> {
        if let Some(Value::Number(number)) = self.0.get(name) {
            let number = number.to_string();
            self.0.insert(name.to_owned(), number.into());
        }
        path_segment(name, &self.text(name)?)
    }

    /// What is left, without what is null.
    pub fn rest(&mut self) -> Map<String, Value> {
        let mut rest = std::mem::take(&mut self.0);
        rest.retain(|_, value| !value.is_null());
        rest
    }

    /// The ids that say whose memories are meant.
    pub fn take_scope(&mut self) -> Vec<(&'static str, Value)> {
        SCOPE_IDS
            .into_iter()
            .filter_map(|name| Some((name, self.take(name)?)))
            .collect()
    }
}

/// The text as one segment of a path.
///
/// # Errors
/// It is `.` or `..`: whatever its encoding, programs on the way take it for a step in the path.
pub(crate) fn path_segment(name: &str, text: &str) -> Result<String> {
    if matches!(text, "." | "..") {
        return Err(refused(format!(
            "{name} can't be {text:?}: it has no address"
        )));
    }
    Ok(segment(text))
}

/// A refusal before anything is sent.
pub(crate) fn refused(problem: impl Into<String>) -> ClientError {
    ClientError::Argument(problem.into())
}

/// What a value is, in words.
pub(crate) fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}
