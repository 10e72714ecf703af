//! The original's list format: what `get_all` returns.

use crate::{ImportRecord, MemoryItem, MemoryKind, Metadata, Scope, ScopeId};
use serde_json::{Map, Value};

use crate::moving_in::Whose;
use crate::moving_in::making::{added, blank, name, scope_name};
use crate::moving_in::moment::{date, moment};

/// Keys under which a memory's text may stand.
pub const TEXTS: [&str; 4] = ["memory", "data", "text", "content"];

/// Keys that have a place of their own in a memory, or none at all.
const OWN: [&str; 34] = [
    "id",
    "memory",
    "data",
    "text",
    "content",
    "hash",
    "metadata",
    "score",
    "score_breakdown",
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
    // What a server says of where it keeps a memory, and of what was said.
    "organization",
    "owner",
    "session_id",
    "input",
];

/// The names that the original's TypeScript library writes.
const CAMEL_CASE: [(&str, &str); 8] = [
    ("createdAt", "created_at"),
    ("updatedAt", "updated_at"),
    ("userId", "user_id"),
    ("agentId", "agent_id"),
    ("runId", "run_id"),
    ("appId", "app_id"),
    ("actorId", "actor_id"),
    ("expirationDate", "expiration_date"),
];

/// One memory of a list. Its id and times are kept; without an id it gets one that the same file
/// gives again.
pub fn memory(whose: &Whose, value: &Value, position: usize) -> Result<ImportRecord, String> {
    let object = snake_case(value.as_object().cloned().unwrap_or_default());
    let text = TEXTS
        .iter()
        .find_map(|key| object.get(*key).and_then(Value::as_str))
        .filter(|text| !text.trim().is_empty())
        .ok_or(NO_TEXT)?;
    let scope = whose.scope(scope_of(&object));
    let id = match object.get("id") {
        Some(Value::String(id)) if !id.trim().is_empty() => id.trim().to_owned(),
        Some(Value::Number(id)) => name(&["numbered", &id.to_string(), text]),
        _ => name(&["listed", &scope_name(&scope), &position.to_string(), text]),
    };
    let mut item = blank(id, scope, text.to_owned(), whose.now);
    item.metadata = metadata(&object);
    fill(&mut item, &object);
    if let Some(said) = object
        .get("occurred_at")
        .or_else(|| object.get("timestamp"))
        .and_then(moment)
    {
        item.occurred_at = said;
        item.valid_from = said;
    }
    item.immutable = object
        .get("immutable")
        .and_then(Value::as_bool)
        .unwrap_or(false);
    if let Some(kind) = object.get("kind")
        && let Ok(kind) = serde_json::from_value(kind.clone())
    {
        item.kind = kind;
    }
    Ok(added(item))
}

/// Why a record without a text is refused.
pub const NO_TEXT: &str = "the memory has no text";

/// Times, roles, expiry and categories, as every store of the original names them. A date that
/// can't be read is kept in the metadata.
pub fn fill(item: &mut MemoryItem, object: &Map<String, Value>) {
    let mut time = |key: &str| {
        let value = object.get(key).filter(|value| !value.is_null())?;
        let time = moment(value);
        if time.is_none() {
            item.metadata.insert(key.to_owned(), value.clone());
        }
        time
    };
    let (created, updated) = (time("created_at"), time("updated_at"));
    item.created_at = created.or(updated).unwrap_or(item.created_at);
    item.updated_at = updated.unwrap_or(item.created_at).max(item.created_at);
    item.occurred_at = item.created_at;
    item.valid_from = item.created_at;
    item.actor_id = words(object, "actor_id");
    item.role = words(object, "role");
    if let Some(value) = object
        .get("expiration_date")
        .filter(|value| !value.is_null())
    {
        item.expires_on = date(value);
        if item.expires_on.is_none() {
            let key = "expiration_date".to_owned();
            item.metadata.insert(key, value.clone());
        }
    }
    item.categories = categories(object.get("categories"));
    if item.metadata.get("memory_type").and_then(Value::as_str) == Some("procedural_memory") {
        item.kind = MemoryKind::Procedure;
    }
}

/// The names of the TypeScript library, as the others write them.
fn snake_case(mut object: Map<String, Value>) -> Map<String, Value> {
    for (camel, snake) in CAMEL_CASE {
        if object.get(snake).is_none_or(Value::is_null)
            && let Some(value) = object.remove(camel)
        {
            object.insert(snake.to_owned(), value);
        }
    }
    object
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
    let names = match value {
        Some(Value::Array(list)) => list.as_slice(),
        Some(one) => std::slice::from_ref(one),
        None => &[],
    };
    names
        .iter()
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
