//! Whose memories a call is about: ids given by name, and ids in filters.

use mem0_core::filter::{Field, Test};
use mem0_core::{Filter, InputError, JsonType, Scope, ScopeId};
use serde_json::{Map, Value};

use super::arguments::{Arguments, refused};
use super::shared::FILTERS;

type Result<T> = std::result::Result<T, InputError>;

/// The ids that are given by name.
///
/// # Errors
/// An id that can't be used.
pub(super) fn scope(given: &mut Arguments) -> Result<Scope> {
    let mut scope = Scope::default();
    for id in ScopeId::ALL {
        if let Some(value) = given.value(id.name()) {
            scope.set(id, Some(checked(id, &value)?));
        }
    }
    scope.validated()
}

/// The ids that are given by name, of which there must be one.
///
/// # Errors
/// None is given, or one that can't be used.
pub(super) fn bounded_scope(given: &mut Arguments) -> Result<Scope> {
    let scope = scope(given)?;
    if scope.is_unbounded() {
        return Err(InputError::NoScope);
    }
    Ok(scope)
}

/// The ids, and the filter. There is an id in the one or the other.
///
/// # Errors
/// No id at all, one that can't be used, or a filter that can't be read.
pub(super) fn bounded(given: &mut Arguments) -> Result<(Scope, Option<Filter>)> {
    let (mut scope, filter) = narrowed(given)?;
    for (id, value) in filter.iter().flat_map(Filter::scope_ids) {
        if scope.get(id).is_none() {
            scope.set(id, Some(value));
        }
    }
    if scope.is_unbounded() {
        return Err(InputError::NoScope);
    }
    Ok((scope, filter))
}

/// The ids that are given by name, and the filter without those.
fn narrowed(given: &mut Arguments) -> Result<(Scope, Option<Filter>)> {
    let scope = scope(given)?;
    let filter = match given.value(FILTERS.name) {
        None => None,
        Some(Value::Object(object)) => {
            let object = with_id_texts(object, Filter::MAX_DEPTH)?;
            let filter = Filter::parse(&Value::Object(object))?;
            Some(without_ids_of(&scope, filter))
        }
        Some(other) => return Err(refused(FILTERS.name, &other, "an object is needed")),
    };
    Ok((scope, filter))
}

fn checked(id: ScopeId, value: &Value) -> Result<String> {
    let refused = |problem| InputError::Id {
        id: id.name(),
        problem,
    };
    let text = as_text(value).ok_or_else(|| {
        refused(match JsonType::of(value) {
            JsonType::List => "it is a list, not a text",
            _ => "it is an object, not a text",
        })
    })?;
    if text.is_empty() {
        Err(refused("it is empty"))
    } else if text.contains(char::is_whitespace) {
        Err(refused("it has blanks inside"))
    } else {
        Ok(text)
    }
}

/// A text without the blanks around it; a number or a truth value as text.
fn as_text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.trim().to_owned()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(flag) => Some(flag.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

/// The filter with ids as they are stored: texts, without blanks around them.
fn with_id_texts(filter: Map<String, Value>, levels: usize) -> Result<Map<String, Value>> {
    let Some(below) = levels.checked_sub(1) else {
        return Ok(filter);
    };
    let nested = |value| match value {
        Value::Object(object) => with_id_texts(object, below).map(Value::Object),
        other => Ok(other),
    };
    let entry = |(key, value): (String, Value)| {
        let value = match (id_named(&key), value) {
            (Some(_), Value::Object(operators)) => {
                let operators = operators.into_iter().map(|(operator, operand)| {
                    match operator.trim_start_matches('$') {
                        "eq" | "ne" | "in" | "nin" => (operator, id_texts(operand)),
                        _ => (operator, operand),
                    }
                });
                Value::Object(operators.collect())
            }
            (Some(id), scalar @ (Value::String(_) | Value::Number(_) | Value::Bool(_))) => {
                Value::String(checked(id, &scalar)?)
            }
            (Some(_), other) => id_texts(other),
            (None, Value::Array(list)) if is_logic(&key) => {
                let list = list.into_iter().map(nested);
                Value::Array(list.collect::<Result<_>>()?)
            }
            (None, value) if is_logic(&key) => nested(value)?,
            (None, value) => value,
        };
        Ok((key, value))
    };
    filter.into_iter().map(entry).collect()
}

fn id_texts(value: Value) -> Value {
    match value {
        Value::Array(list) => list.into_iter().map(id_texts).collect(),
        other => as_text(&other).map_or(other, Value::String),
    }
}

fn id_named(key: &str) -> Option<ScopeId> {
    Field::named(key).scope_id()
}

fn is_logic(key: &str) -> bool {
    let word = key.strip_prefix('$').unwrap_or(key);
    ["and", "or", "not"]
        .iter()
        .any(|logic| word.eq_ignore_ascii_case(logic))
}

/// The filter without the ids at its top that the caller named outside of it too: those count.
fn without_ids_of(scope: &Scope, filter: Filter) -> Filter {
    match filter {
        Filter::All(parts) => {
            let parts = parts.into_iter().map(|part| without_ids_of(scope, part));
            Filter::All(parts.collect())
        }
        Filter::Field(ref field, Test::Equals(_))
            if field.scope_id().is_some_and(|id| scope.get(id).is_some()) =>
        {
            Filter::All(Vec::new())
        }
        other => other,
    }
}
