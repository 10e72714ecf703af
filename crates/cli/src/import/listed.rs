//! The original's list format: what `get_all` returns.

use mem0::{ImportRecord, MemoryKind, Metadata, Scope, ScopeId};
use serde_json::{Map, Value};

use super::moment::{date, moment};
use super::records::{Source, added, blank, name, scope_name};

/// Keys under which a memory's text may stand.
pub const TEXTS: [&str; 4] = ["memory", "data", "text", "content"];

/// Keys that have a place of their own in a memory, or none at all.
const OWN: [&str; 29] = [
    "id",
    "memory",
    "data",
    "text",
    "content",
    "hash",
    "metadata",
    "score",
    "score_details",
    "rerank_score",
    "user_id",
    "agent_id",
    "run_id",
    "app_id",
    "actor_id",
    "role",
    "created_at",
    "updated_at",
    "timestamp",
    "occurred_at",
    "categories",
    "expiration_date",
    "immutable",
    "event",
    "kind",
    "version",
    "text_lemmatized",
    "structured_attributes",
    "internal_metadata",
];

/// One memory of a list. Its id and times are kept; without an id it gets one that the same file
/// gives again.
pub fn memory(source: &Source, value: &Value, position: usize) -> Result<ImportRecord, String> {
    let empty = Map::new();
    let object = value.as_object().unwrap_or(&empty);
    let text = TEXTS
        .iter()
        .find_map(|key| object.get(*key).and_then(Value::as_str))
        .filter(|text| !text.trim().is_empty())
        .ok_or("the memory has no text")?;
    let scope = source.scope(scope_of(object));
    let id = match object.get("id") {
        Some(Value::String(id)) if !id.trim().is_empty() => id.trim().to_owned(),
        Some(Value::Number(id)) => name(&["numbered", &id.to_string(), text]),
        _ => name(&["listed", &scope_name(&scope), &position.to_string(), text]),
    };
    let time = |key: &str| object.get(key).and_then(moment);
    let created = time("created_at").unwrap_or(source.now);
    let mut item = blank(id, scope, text.to_owned(), created);
    item.updated_at = time("updated_at").unwrap_or(created).max(created);
    item.occurred_at = time("occurred_at")
        .or_else(|| time("timestamp"))
        .unwrap_or(created);
    item.valid_from = item.occurred_at;
    item.actor_id = words(object, "actor_id");
    item.role = words(object, "role");
    item.immutable = object
        .get("immutable")
        .and_then(Value::as_bool)
        .unwrap_or(false);
    item.expires_on = object.get("expiration_date").and_then(date);
    item.categories = categories(object.get("categories"));
    item.metadata = metadata(object);
    if item.metadata.get("memory_type").and_then(Value::as_str) == Some("procedural_memory") {
        item.kind = MemoryKind::Procedure;
    } else if let Some(kind) = object.get("kind")
        && let Ok(kind) = serde_json::from_value(kind.clone())
    {
        item.kind = kind;
    }
    Ok(added(item))
}

/// The ids that an object names.
pub fn scope_of(object: &Map<String, Value>) -> Scope {
    let mut scope = Scope::default();
    for id in ScopeId::ALL {
        scope.set(id, words(object, id.name()));
    }
    scope
}

/// The caller's metadata, and keys that have no other place.
fn metadata(object: &Map<String, Value>) -> Metadata {
    let mut metadata = match object.get("metadata") {
        Some(Value::Object(metadata)) => metadata.clone(),
        _ => Metadata::new(),
    };
    for (key, value) in object {
        if !OWN.contains(&key.as_str()) && !value.is_null() && !metadata.contains_key(key) {
            metadata.insert(key.clone(), value.clone());
        }
    }
    metadata
}

fn categories(value: Option<&Value>) -> Vec<String> {
    let list = value.and_then(Value::as_array);
    list.into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .map(str::to_owned)
        .collect()
}

/// A text, or a number as text; `None` if it is blank or missing.
fn words(object: &Map<String, Value>, key: &str) -> Option<String> {
    match object.get(key)? {
        Value::String(text) => Some(text.trim().to_owned()).filter(|text| !text.is_empty()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}
