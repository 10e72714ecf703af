//! Adding, and what is done with one memory.

use mem0_core::{Date, MemoryItem, Metadata, Timestamp};
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::answer::{Answer, Routed};
use super::call::Call;
use super::scope::scope;
use super::state::{Project, Stored, item, time};
use super::{events, webhooks};

/// The most memories of one batch.
const MOST: usize = 1000;

/// Which form of adding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Era {
    V1,
    V3,
}

pub(super) fn add(project: &mut Project, call: &Call, now: Timestamp, era: Era) -> Routed {
    let body = call.object()?;
    let mut ids = body.clone();
    if era == Era::V3
        && let Some(filters) = body.get("filters").and_then(Value::as_object)
    {
        ids.extend(filters.clone());
    }
    let scope = scope(&ids);
    if scope.is_unbounded() {
        return Err(bad_request(
            "At least one of the filters: agent_id, user_id, app_id, run_id is required!",
        ));
    }
    let messages = messages(body.get("messages"))?;
    let infer = body.get("infer").and_then(Value::as_bool).unwrap_or(true);
    let metadata = object(&body, "metadata")?;
    let expires_on = expiration(body.get("expiration_date"))?;
    let occurred_at = moment(body.get("timestamp"))?;
    let at = time(now);
    let mut results = Vec::new();
    for text in messages.iter().filter_map(|message| kept(message, infer)) {
        let known = |stored: &Stored| stored.item.text == text && stored.item.scope == scope;
        if project.memories.iter().any(known) {
            continue;
        }
        let mut item = item(
            &text,
            scope.clone(),
            metadata.clone().unwrap_or_default(),
            now,
        );
        item.expires_on = expires_on;
        item.immutable = body.get("immutable") == Some(&Value::Bool(true));
        item.occurred_at = occurred_at.unwrap_or(now);
        item.categories = categories(&body);
        results.push(json!({
            "id": item.id, "event": "ADD", "memory": item.text, "data": {"memory": item.text},
        }));
        let stored = Stored {
            item,
            input: Value::Array(messages.clone()),
        };
        project.note("ADD", &stored, None, &at);
        webhooks::tell(project, "memory_add", &stored.item.id);
        project.memories.push(stored);
    }
    let event_id = events::record(project, "ADD", &at, &Value::Object(body.clone()), &results);
    let pending = json!({
        "message": "Memory processing has been queued for background execution",
        "status": "PENDING",
        "event_id": event_id,
    });
    if era == Era::V3 {
        return Ok(Answer::ok(if infer {
            pending
        } else {
            json!({
                "message": "Memories added", "status": "SUCCEEDED", "event_id": event_id,
                "results": results,
            })
        }));
    }
    if body.get("async_mode") == Some(&Value::Bool(true)) {
        results = vec![pending];
    }
    Ok(Answer::ok(
        match body.get("output_format").and_then(Value::as_str) {
            Some("v1.1") if body.get("enable_graph") == Some(&Value::Bool(true)) => {
                json!({"results": results, "relations": []})
            }
            Some("v1.1") => json!({"results": results}),
            _ => Value::Array(results),
        },
    ))
}

fn bad_request(text: &str) -> Answer {
    let error = "400 Bad Request";
    let body = json!({"error": error, "details": {"message": text}, "detail": text});
    Answer::new(400, body)
}

fn messages(given: Option<&Value>) -> Routed<Vec<Value>> {
    let messages = match given {
        Some(Value::String(text)) => vec![json!({"role": "user", "content": text})],
        Some(Value::Array(list)) => list.clone(),
        _ => Vec::new(),
    };
    if messages.is_empty() || !messages.iter().all(Value::is_object) {
        return Err(bad_request("messages must be a list of messages"));
    }
    Ok(messages)
}

/// The text that is kept of a message. Drawing memories from what the assistant said is more than
/// the double can do.
fn kept(message: &Value, infer: bool) -> Option<String> {
    let role = message["role"].as_str().unwrap_or("user");
    let wanted = if infer {
        role == "user"
    } else {
        role != "system"
    };
    let text = match &message["content"] {
        Value::String(text) => text.trim(),
        _ => "",
    };
    (wanted && !text.is_empty()).then(|| text.to_owned())
}

fn categories(body: &Map<String, Value>) -> Vec<String> {
    match body.get("custom_categories") {
        Some(Value::Array(list)) => list
            .iter()
            .filter_map(Value::as_object)
            .flat_map(|category| category.keys().cloned())
            .collect(),
        Some(Value::Object(object)) => object.keys().cloned().collect(),
        _ => Vec::new(),
    }
}

fn object(body: &Map<String, Value>, name: &str) -> Routed<Option<Metadata>> {
    match body.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::Object(object)) => Ok(Some(object.clone())),
        Some(_) => Err(Answer::refused(400, &format!("{name} must be an object"))),
    }
}

fn expiration(given: Option<&Value>) -> Routed<Option<Date>> {
    match given {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => text
            .get(..10)
            .and_then(|day| day.parse().ok())
            .map(Some)
            .ok_or_else(|| Answer::refused(400, "expiration_date must be YYYY-MM-DD")),
        Some(_) => Err(Answer::refused(400, "expiration_date must be YYYY-MM-DD")),
    }
}

fn moment(given: Option<&Value>) -> Routed<Option<Timestamp>> {
    let refused = || Answer::refused(400, "timestamp must be Unix seconds or ISO 8601");
    match given {
        None | Some(Value::Null) => Ok(None),
        Some(Value::Number(number)) => {
            let seconds = number.as_f64().ok_or_else(refused)?;
            Timestamp::from_millisecond((seconds * 1000.0) as i64)
                .map(Some)
                .map_err(|_| refused())
        }
        Some(Value::String(text)) => text.parse().map(Some).map_err(|_| refused()),
        Some(_) => Err(refused()),
    }
}

/// Refuses ids that can't be, and tells of those that aren't there.
fn known(project: &Project, id: &str) -> Routed<()> {
    if Uuid::parse_str(id).is_err() {
        return Err(Answer::refused(400, "memory_id should be a valid UUID"));
    }
    match project.memory(id) {
        Some(_) => Ok(()),
        None => Err(Answer::missing("Memory not found!")),
    }
}

fn found<'a>(project: &'a Project, id: &str) -> Routed<&'a Stored> {
    known(project, id)?;
    project
        .memory(id)
        .ok_or_else(|| Answer::missing("Memory not found!"))
}

pub(super) fn get(project: &mut Project, id: &str) -> Routed {
    let stored = found(project, id)?;
    Ok(Answer::ok(project.show(stored)))
}

pub(super) fn history(project: &mut Project, id: &str) -> Routed {
    if Uuid::parse_str(id).is_err() {
        return Err(Answer::refused(400, "memory_id should be a valid UUID"));
    }
    let rows = project.history.iter().filter(|row| row["memory_id"] == id);
    Ok(Answer::ok(rows.cloned().collect::<Vec<Value>>()))
}

pub(super) fn update(project: &mut Project, call: &Call, id: &str, now: Timestamp) -> Routed {
    let before = found(project, id)?.item.text.clone();
    let body = call.object()?;
    let given = |name: &str| body.get(name).is_some_and(|value| !value.is_null());
    let names = ["text", "metadata", "timestamp"];
    if !names.into_iter().any(given) && !body.contains_key("expiration_date") {
        return Err(Answer::refused(400, "There is nothing to update"));
    }
    change(project, id, &body, now)?;
    let stored = found(project, id)?;
    let mut shown = project.show(stored);
    shown["text"] = shown["memory"].clone();
    let results = [json!({
        "id": id, "event": "UPDATE", "memory": shown["memory"],
        "data": {"memory": shown["memory"]}, "previous_memory": before,
    })];
    events::record(
        project,
        "UPDATE",
        &time(now),
        &Value::Object(body),
        &results,
    );
    webhooks::tell(project, "memory_update", id);
    Ok(Answer::ok(shown))
}

fn change(
    project: &mut Project,
    id: &str,
    body: &Map<String, Value>,
    now: Timestamp,
) -> Routed<()> {
    let metadata = object(body, "metadata")?;
    let occurred_at = moment(body.get("timestamp"))?;
    let expires_on = expiration(body.get("expiration_date"))?;
    let Some(stored) = project.memory_mut(id) else {
        return Err(Answer::missing("Memory not found!"));
    };
    if stored.item.immutable {
        return Err(Answer::refused(400, "This memory is immutable"));
    }
    let before = stored.item.text.clone();
    if let Some(text) = body.get("text").and_then(Value::as_str) {
        text.clone_into(&mut stored.item.text);
        stored.item.hash = MemoryItem::hash_of(text);
    }
    if let Some(metadata) = metadata {
        stored.item.metadata = metadata;
    }
    if let Some(moment) = occurred_at {
        stored.item.occurred_at = moment;
    }
    if body.contains_key("expiration_date") {
        stored.item.expires_on = expires_on;
    }
    stored.item.updated_at = now;
    let changed = Stored {
        item: stored.item.clone(),
        input: stored.input.clone(),
    };
    project.note("UPDATE", &changed, Some(&before), &time(now));
    Ok(())
}

/// The double links nothing, so nothing else goes with a memory.
pub(super) fn delete(project: &mut Project, call: &Call, id: &str, at: &str) -> Routed {
    known(project, id)?;
    project.remove(|item| item.id == id, at);
    events::record(project, "DELETE", at, &json!({"memory_id": id}), &[]);
    webhooks::tell(project, "memory_delete", id);
    let mut answer = Answer::message("Memory deleted successfully!");
    if call.query("delete_linked").as_deref() == Some("true") {
        answer.set("cascade_count", json!(0));
    }
    Ok(answer)
}

pub(super) fn delete_all(project: &mut Project, call: &Call, at: &str) -> Routed {
    // Wherever a client may have put the ids: one that isn't understood must not delete more.
    let mut ids = Map::new();
    for id in mem0_core::ScopeId::ALL {
        if let Some(value) = call.query(id.name()) {
            ids.insert(id.name().to_owned(), value.into());
        }
    }
    if let Some(filters) = call.query_json("filters")? {
        let Some(object) = filters.as_object() else {
            return Err(Answer::refused(400, "filters must be an object"));
        };
        ids.extend(object.clone());
    }
    if ids.is_empty() {
        let text = "At least one of the filters: agent_id, user_id, app_id, run_id is required!";
        return Err(Answer::refused_with_message(400, text));
    }
    let whole = ids.len() == 4 && ids.values().all(|id| id == "*");
    let filter = super::scope::filter(&Value::Object(ids.clone()))?;
    let metadata = match call.query_json("metadata")? {
        Some(metadata) => Some(super::scope::filter(&json!({"metadata": metadata}))?),
        None => None,
    };
    project.remove(
        |item| {
            (whole || filter.matches(item))
                && metadata.as_ref().is_none_or(|filter| filter.matches(item))
        },
        at,
    );
    let event_id = events::record(project, "DELETE_ALL", at, &Value::Object(ids), &[]);
    Ok(Answer::ok(json!({
        "message": "Memories deleted successfully!", "event_id": event_id,
    })))
}

fn batch(call: &Call, verb: &str) -> Routed<Vec<Value>> {
    let Some(Value::Array(memories)) = call.object()?.get("memories").cloned() else {
        return Err(Answer::refused(400, "memories must be a list"));
    };
    if memories.len() > MOST {
        let text = format!("Maximum of {MOST} memories can be {verb} in a single request");
        return Err(Answer::refused(400, &text));
    }
    if memories
        .iter()
        .any(|memory| !memory["memory_id"].is_string())
    {
        return Err(Answer::refused(400, "memory_id is required"));
    }
    Ok(memories)
}

pub(super) fn batch_update(project: &mut Project, call: &Call, now: Timestamp) -> Routed {
    let memories = batch(call, "updated")?;
    for memory in &memories {
        known(project, memory["memory_id"].as_str().unwrap_or_default())?;
    }
    for memory in &memories {
        let change_of = memory.as_object().cloned().unwrap_or_default();
        change(
            project,
            memory["memory_id"].as_str().unwrap_or_default(),
            &change_of,
            now,
        )?;
    }
    Ok(Answer::message(&format!(
        "Successfully updated {} memories",
        memories.len()
    )))
}

pub(super) fn batch_delete(project: &mut Project, call: &Call, at: &str) -> Routed {
    let memories = batch(call, "deleted")?;
    for memory in &memories {
        known(project, memory["memory_id"].as_str().unwrap_or_default())?;
    }
    project.remove(
        |item| {
            memories
                .iter()
                .any(|memory| memory["memory_id"] == item.id.as_str())
        },
        at,
    );
    Ok(Answer::message(&format!(
        "Successfully deleted {} memories",
        memories.len()
    )))
}
