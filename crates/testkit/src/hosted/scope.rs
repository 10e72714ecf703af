//! Whose memories, and which of them.

use mem0_core::{Filter, Scope, ScopeId};
use serde_json::{Map, Value, json};

use super::answer::{Answer, Routed};

/// What filters may name at their top.
const FIELDS: [&str; 17] = [
    "AND",
    "OR",
    "NOT",
    "user_id",
    "agent_id",
    "app_id",
    "run_id",
    "created_at",
    "updated_at",
    "timestamp",
    "expiration_date",
    "text",
    "categories",
    "metadata",
    "keywords_search",
    "memory_ids",
    "keywords",
];

/// Ids in camelCase, which guides show.
const CAMEL: [&str; 4] = ["userId", "agentId", "appId", "runId"];

/// The ids among these keys, as a filter; `None` if there are none.
pub(super) fn ids(object: &Map<String, Value>) -> Routed<Option<Value>> {
    let mut conditions = Vec::new();
    for id in ScopeId::ALL {
        match object.get(id.name()) {
            None | Some(Value::Null) => {}
            Some(value @ (Value::String(_) | Value::Number(_))) => {
                let text = value
                    .as_str()
                    .map_or_else(|| value.to_string(), ToOwned::to_owned);
                conditions.push(json!({id.name(): text}));
            }
            Some(other) => {
                let text = format!("{} must be a string, not {other}", id.name());
                return Err(Answer::refused(400, &text));
            }
        }
    }
    Ok((!conditions.is_empty()).then(|| json!({"AND": conditions})))
}

/// The ids among these keys, as a scope.
pub(super) fn scope(object: &Map<String, Value>) -> Scope {
    let mut scope = Scope::default();
    for id in ScopeId::ALL {
        let value = match object.get(id.name()) {
            Some(Value::String(text)) if !text.is_empty() => Some(text.clone()),
            Some(Value::Number(number)) => Some(number.to_string()),
            _ => None,
        };
        scope.set(id, value);
    }
    scope
}

/// Reads filters; refuses fields that the service doesn't know.
pub(super) fn filter(json: &Value) -> Routed<Filter> {
    known_fields(json)?;
    Filter::parse(json).map_err(|error| Answer::refused(400, &error.to_string()))
}

fn known_fields(json: &Value) -> Routed<()> {
    for (key, inner) in json.as_object().into_iter().flatten() {
        match key.as_str() {
            "AND" | "OR" | "NOT" => {
                let list = inner
                    .as_array()
                    .map_or(std::slice::from_ref(inner), Vec::as_slice);
                list.iter().try_for_each(known_fields)?;
            }
            field if FIELDS.contains(&field) || CAMEL.contains(&field) => {}
            field if field.starts_with("metadata.") => {}
            _ => {
                let fields: Vec<String> = FIELDS.iter().map(|field| format!("'{field}'")).collect();
                let text = format!(
                    "Top-level key must be a logical operator or an allowed field: [{}].",
                    fields.join(",")
                );
                return Err(Answer::refused(400, &text));
            }
        }
    }
    Ok(())
}

/// Whether a filter says of somebody that it is they.
pub(super) fn names_somebody(json: &Value) -> bool {
    match json {
        Value::Object(object) => object.iter().any(|(key, inner)| match key.as_str() {
            "AND" | "OR" => names_somebody(inner),
            "NOT" => false,
            field => {
                let is_id = ScopeId::from_name(field).is_some() || CAMEL.contains(&field);
                // To say who it is not names nobody.
                let denies = inner
                    .as_object()
                    .is_some_and(|object| object.keys().all(|operator| operator == "ne"));
                is_id && !inner.is_null() && !denies
            }
        }),
        Value::Array(list) => list.iter().any(names_somebody),
        _ => false,
    }
}

/// Both conditions at once.
pub(super) fn both(first: Option<Value>, second: Option<Value>) -> Option<Value> {
    let given = |filter: Option<Value>| {
        filter.filter(|filter| filter.as_object().is_none_or(|object| !object.is_empty()))
    };
    match (given(first), given(second)) {
        (Some(first), Some(second)) => Some(json!({"AND": [first, second]})),
        (first, second) => first.or(second),
    }
}
