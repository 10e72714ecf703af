//! The arguments of one call, read by name and type.

use mem0_core::{Date, InputError, JsonType, Metadata, Timestamp};
use serde_json::{Map, Value};

use super::operation::{Argument, Operation};
use super::progress::Watcher;
use crate::config::nearest::nearest;
use crate::moment::{parse_expiration, parse_timestamp};

type Result<T> = std::result::Result<T, InputError>;

/// How much of a value an error repeats, in characters.
const SHOWN: usize = 60;

/// What was given, under the arguments' own names, and what there is to warn of.
#[derive(Debug)]
pub(super) struct Arguments {
    operation: &'static Operation,
    given: Map<String, Value>,
    watcher: Watcher,
    pub(super) warnings: Vec<String>,
}

impl Arguments {
    /// Sorts what was given by the arguments' own names.
    ///
    /// # Errors
    /// No object, a name that the operation doesn't take, two values for one argument.
    pub(super) fn read(operation: &'static Operation, json: Value) -> Result<Self> {
        let object = match json {
            Value::Null => Map::new(),
            Value::Object(object) => object,
            other => {
                return Err(refused(
                    "arguments",
                    &other,
                    "an object of names and values is needed",
                ));
            }
        };
        let mut arguments = Self {
            operation,
            given: Map::new(),
            watcher: Watcher::default(),
            warnings: Vec::new(),
        };
        for (name, value) in object {
            arguments.put(&name, value)?;
        }
        Ok(arguments)
    }

    /// Takes one more value.
    pub(super) fn put(&mut self, name: &str, value: Value) -> Result<()> {
        let Some(argument) = self.operation.argument(name) else {
            return Err(self.unknown(name));
        };
        match self.given.get(argument.name) {
            Some(known) if !known.is_null() && !value.is_null() && *known != value => {
                Err(InputError::Parameter {
                    parameter: argument.name,
                    value: format!("both {} and {}", shown(known), shown(&value)),
                    problem: "it is given twice".to_owned(),
                })
            }
            // Nothing beside something is nothing said.
            Some(known) if !known.is_null() => Ok(()),
            _ => {
                self.given.insert(argument.name.to_owned(), value);
                Ok(())
            }
        }
    }

    /// The same, with somebody who wants to know how far it is.
    pub(super) fn watched(self, watcher: Watcher) -> Self {
        Self { watcher, ..self }
    }

    /// Who wants to know how far it is.
    pub(super) fn watcher(&mut self) -> Watcher {
        std::mem::take(&mut self.watcher)
    }

    fn unknown(&self, name: &str) -> InputError {
        let known = self.operation.arguments;
        let meant = nearest(name, known.iter().flat_map(Argument::names));
        InputError::UnknownArgument {
            operation: self.operation.name,
            argument: name.chars().take(SHOWN).collect(),
            nearest: meant,
            known: known.iter().map(|argument| argument.name).collect(),
        }
    }

    /// The value as it was given, `null` too.
    pub(super) fn raw(&mut self, name: &'static str) -> Option<Value> {
        debug_assert!(
            self.operation.arguments.iter().any(|it| it.name == name),
            "`{}` doesn't list `{name}`",
            self.operation.name
        );
        self.given.shift_remove(name)
    }

    /// The value as it was given, left where it is.
    pub(super) fn peek_raw(&self, name: &str) -> Option<&Value> {
        self.given.get(name)
    }

    /// The value, if there is one, left where it is.
    pub(super) fn peek(&self, name: &str) -> Option<&Value> {
        self.peek_raw(name).filter(|value| !value.is_null())
    }

    /// The value, if there is one.
    pub(super) fn value(&mut self, name: &'static str) -> Option<Value> {
        self.raw(name).filter(|value| !value.is_null())
    }

    /// The value of an argument that the operation can't do without.
    pub(super) fn needed(&mut self, name: &'static str) -> Result<Value> {
        let operation = self.operation.name;
        self.value(name).ok_or(InputError::MissingArgument {
            operation,
            argument: name,
        })
    }

    /// A text.
    pub(super) fn text(&mut self, name: &'static str) -> Result<Option<String>> {
        self.value(name).map(|value| text(name, value)).transpose()
    }

    /// A text that says something; a blank one counts as none.
    pub(super) fn words(&mut self, name: &'static str) -> Result<Option<String>> {
        let text = self.text(name)?;
        Ok(text.filter(|text| !text.trim().is_empty()))
    }

    /// A text that the operation can't do without.
    pub(super) fn needed_text(&mut self, name: &'static str) -> Result<String> {
        text(name, self.needed(name)?)
    }

    /// A memory's id. A number counts as its text; blanks around it are cut off.
    pub(super) fn memory_id(&mut self) -> Result<String> {
        let name = super::shared::MEMORY_ID.name;
        let value = self.needed(name)?;
        let id = match &value {
            Value::String(id) => id.trim().to_owned(),
            Value::Number(number) => number.to_string(),
            other => return Err(refused(name, other, "a memory's id is a text")),
        };
        if id.is_empty() {
            return Err(refused(name, &value, "it is empty"));
        }
        Ok(id)
    }

    /// Yes or no.
    pub(super) fn flag(&mut self, name: &'static str) -> Result<Option<bool>> {
        match self.value(name) {
            None => Ok(None),
            Some(Value::Bool(flag)) => Ok(Some(flag)),
            Some(other) => Err(refused(name, &other, "it is true or false")),
        }
    }

    /// A whole number from 0 on.
    pub(super) fn count(&mut self, name: &'static str) -> Result<Option<usize>> {
        match self.value(name) {
            None => Ok(None),
            Some(value) => match value.as_u64() {
                // Stores count in signed numbers.
                Some(count) => Ok(Some(
                    usize::try_from(count)
                        .unwrap_or(usize::MAX)
                        .min(usize::MAX >> 1),
                )),
                None => Err(refused(name, &value, "it is a whole number, 0 or more")),
            },
        }
    }

    /// A number between 0 and 1.
    pub(super) fn share(&mut self, name: &'static str) -> Result<Option<f32>> {
        match self.value(name) {
            None => Ok(None),
            Some(value) => match value.as_f64() {
                Some(share) if (0.0..=1.0).contains(&share) => Ok(Some(share as f32)),
                _ => Err(refused(name, &value, "it is a number between 0 and 1")),
            },
        }
    }

    /// A moment: ISO 8601, a date, or Unix time as a number.
    pub(super) fn moment(&mut self, name: &'static str) -> Result<Option<Timestamp>> {
        let Some(value) = self.value(name) else {
            return Ok(None);
        };
        let read = match &value {
            Value::String(text) => parse_timestamp(text).ok(),
            Value::Number(number) => parse_timestamp(&number.to_string()).ok(),
            _ => None,
        };
        let problem = "write it as 2024-05-01, 2024-05-01T10:00:00Z or as Unix time in seconds";
        read.map(Some).ok_or_else(|| refused(name, &value, problem))
    }

    /// A day: a date, or the day (UTC) of a moment in ISO 8601.
    pub(super) fn day(&mut self, name: &'static str) -> Result<Option<Date>> {
        let Some(value) = self.value(name) else {
            return Ok(None);
        };
        let read = value.as_str().and_then(|day| parse_expiration(day).ok());
        let problem = "write it as 2024-05-01 or 2024-05-01T10:00:00Z";
        read.map(Some).ok_or_else(|| refused(name, &value, problem))
    }

    /// An object.
    pub(super) fn object(&mut self, name: &'static str) -> Result<Option<Metadata>> {
        match self.value(name) {
            None => Ok(None),
            Some(Value::Object(object)) => Ok(Some(object)),
            Some(other) => Err(refused(name, &other, "an object is needed")),
        }
    }

    /// Texts: a list of them, or one.
    pub(super) fn texts(&mut self, name: &'static str) -> Result<Option<Vec<String>>> {
        match self.value(name) {
            None => Ok(None),
            Some(Value::String(text)) => Ok(Some(vec![text])),
            Some(Value::Array(list)) => {
                let texts = list.into_iter().map(|value| text(name, value));
                texts.collect::<Result<_>>().map(Some)
            }
            Some(other) => Err(refused(name, &other, "a list of texts is needed")),
        }
    }

    /// What an answer tells beside its results: `warnings`, if there are any.
    pub(super) fn warn_in(self, mut answer: Value) -> Value {
        if let Some(object) = answer.as_object_mut()
            && !self.warnings.is_empty()
        {
            let warnings = self.warnings.into_iter().map(Value::from);
            match object.get_mut("warnings").and_then(Value::as_array_mut) {
                Some(known) => known.extend(warnings),
                None => {
                    object.insert("warnings".to_owned(), warnings.collect());
                }
            }
        }
        answer
    }
}

fn text(name: &'static str, value: Value) -> Result<String> {
    match value {
        Value::String(text) => Ok(text),
        other => Err(refused(name, &other, "a text is needed")),
    }
}

/// An error that says why an argument can't be this.
pub(super) fn refused(name: &'static str, value: &Value, problem: &str) -> InputError {
    InputError::Parameter {
        parameter: name,
        value: shown(value),
        problem: problem.to_owned(),
    }
}

/// A value as an error repeats it: lists and objects only by their type.
fn shown(value: &Value) -> String {
    match value {
        Value::Array(_) | Value::Object(_) => JsonType::of(value).to_string(),
        Value::String(text) if text.chars().count() > SHOWN => {
            let beginning: String = text.chars().take(SHOWN).collect();
            format!("{:?}", beginning + "…")
        }
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn search(given: Value) -> Arguments {
        let operation = Operation::named("search").unwrap();
        Arguments::read(operation, given).unwrap()
    }

    #[test]
    fn an_alias_gives_the_argument_and_null_gives_nothing() {
        let mut given = search(json!({"topK": 3, "limit": null, "showExpired": true}));
        assert_eq!(given.count("top_k"), Ok(Some(3)));
        assert_eq!(given.count("limit"), Ok(None));
        assert_eq!(given.flag("show_expired"), Ok(Some(true)));
        assert_eq!(given.flag("explain"), Ok(None));
    }

    #[test]
    fn an_error_repeats_what_was_given_but_not_all_of_it() {
        let long = "很".repeat(1000);
        let mut given = search(json!({"threshold": long, "limit": {"secret": 1}}));
        let error = given.share("threshold").unwrap_err().to_string();
        assert!(
            error.chars().count() < 150 && error.contains('…'),
            "{error}"
        );
        let error = given.count("limit").unwrap_err().to_string();
        assert_eq!(
            error,
            "`limit` can't be an object: it is a whole number, 0 or more"
        );
    }

    #[test]
    fn warnings_join_those_that_the_answer_has() {
        let mut given = search(json!({}));
        let quiet = json!({"results": []});
        assert_eq!(search(json!({})).warn_in(quiet.clone()), quiet);
        given.warnings.push("second".to_owned());
        let answer = given.warn_in(json!({"results": [], "warnings": ["first"]}));
        assert_eq!(answer["warnings"], json!(["first", "second"]));
    }
}
