//! Those that memories are about.

use std::collections::{BTreeMap, BTreeSet};

use mem0_core::ScopeId;
use serde_json::{Value, json};

use super::answer::{Answer, Routed};
use super::call::Call;
use super::state::Project;
use super::{events, recall};

const TYPES: [(&str, ScopeId); 4] = [
    ("user", ScopeId::User),
    ("agent", ScopeId::Agent),
    ("app", ScopeId::App),
    ("run", ScopeId::Run),
];

pub(super) fn list(
    project: &mut Project,
    call: &Call,
    root: &str,
    at: &str,
    number: u64,
) -> Routed {
    let rows = rows(project, at, number);
    let total = |kind: &str| rows.iter().filter(|row| row["type"] == kind).count();
    let totals = TYPES.map(|(kind, _)| (format!("total_{kind}s"), total(kind)));
    let mut answer = recall::page(call, root, rows)?;
    for (name, count) in totals {
        answer.set(&name, json!(count));
    }
    Ok(answer)
}

/// Everybody there is, by type and name.
fn rows(project: &mut Project, at: &str, mut number: u64) -> Vec<Value> {
    let made = project.made.keys();
    let mut counts: BTreeMap<(String, String), u64> = made.map(|key| (key.clone(), 0)).collect();
    for stored in &project.memories {
        for (kind, id) in TYPES {
            if let Some(name) = stored.item.scope.get(id) {
                *counts
                    .entry((kind.to_owned(), name.to_owned()))
                    .or_default() += 1;
            }
        }
    }
    let mut rows = Vec::new();
    for (key, count) in counts {
        let known = project.entities.entry(key.clone()).or_insert_with(|| {
            // Numbers of one listing are far from those of the next.
            number += 1;
            (number * 1000 + rows.len() as u64, at.to_owned())
        });
        let metadata = project.made.get(&key).cloned().unwrap_or_default();
        let (kind, name) = key;
        rows.push(json!({
            "id": known.0.to_string(), "name": name, "type": kind, "owner": null,
            "organization": project.org_id, "metadata": metadata, "total_memories": count,
            "created_at": known.1, "updated_at": known.1,
        }));
    }
    rows
}

/// One of them, in a list.
pub(super) fn one(project: &mut Project, kind: &str, name: &str, at: &str, number: u64) -> Routed {
    scope_id(kind)?;
    let mut rows = rows(project, at, number);
    rows.retain(|row| row["type"] == kind && row["name"] == name);
    if rows.is_empty() {
        return Err(Answer::missing("Entity not found"));
    }
    Ok(Answer::ok(rows))
}

/// Makes one that has no memories yet.
pub(super) fn make(
    project: &mut Project,
    call: &Call,
    kind: &str,
    at: &str,
    number: u64,
) -> Routed {
    let body = call.object()?;
    let id = format!("{kind}_id");
    let Some(name) = body.get(&id).and_then(Value::as_str) else {
        return Err(Answer::refused(400, &format!("{id} is required")));
    };
    let metadata = body.get("metadata").cloned().unwrap_or_else(|| json!({}));
    let key = (kind.to_owned(), name.to_owned());
    project.made.insert(key.clone(), metadata.clone());
    let number = project
        .entities
        .entry(key)
        .or_insert_with(|| (number * 1000, at.to_owned()))
        .0;
    Ok(Answer::created(json!({
        "id": number, id: name, "metadata": metadata, "created_at": at, "updated_at": at,
    })))
}

/// What lists of events and memories can be narrowed down to.
pub(super) fn choices(project: &Project) -> Routed {
    let texts = |found: BTreeSet<&str>| json!(found);
    let events = project.events.iter();
    let memories = project.memories.iter();
    let categories = memories.clone().flat_map(|stored| &stored.item.categories);
    Ok(Answer::ok(json!({
        "event_type": texts(events.filter_map(|event| event["event_type"].as_str()).collect()),
        "categories": texts(categories.map(String::as_str).collect()),
        "users": texts(memories.filter_map(|stored| stored.item.scope.user_id.as_deref()).collect()),
        "parameters": [],
    })))
}

fn scope_id(kind: &str) -> Routed<ScopeId> {
    let known = TYPES.into_iter().find(|(known, _)| *known == kind);
    known
        .map(|(_, id)| id)
        .ok_or_else(|| Answer::refused_with_message(400, "Invalid entity type"))
}

pub(super) fn delete(project: &mut Project, kind: &str, name: &str, at: &str) -> Routed {
    let id = scope_id(kind)?;
    let key = (kind.to_owned(), name.to_owned());
    let removed = project.remove(|item| item.scope.get(id) == Some(name), at);
    let was_made = project.made.remove(&key).is_some();
    if removed.is_empty() && !was_made {
        return Err(Answer::missing("Entity not found"));
    }
    project.entities.remove(&key);
    let payload = json!({"type": kind, "name": name});
    let event_id = events::record(project, "DELETE_USER", at, &payload, &[]);
    Ok(Answer::ok(Value::from_iter([
        ("message", json!("Entity deleted successfully!")),
        ("event_id", json!(event_id)),
    ])))
}

/// By the number that the list tells.
pub(super) fn delete_numbered(project: &mut Project, kind: &str, id: &str, at: &str) -> Routed {
    let Ok(number) = id.parse::<u64>() else {
        return Err(Answer::refused(
            400,
            "Invalid entity ID. Must be an integer.",
        ));
    };
    let known = project
        .entities
        .iter()
        .find(|((known, _), (is, _))| known == kind && *is == number);
    match known.map(|((_, name), _)| name.clone()) {
        Some(name) => delete(project, kind, &name, at),
        None => Err(Answer::missing("Entity not found")),
    }
}
