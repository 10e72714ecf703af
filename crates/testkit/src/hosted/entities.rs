//! Those that memories are about.

use std::collections::BTreeMap;

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
    mut number: u64,
) -> Routed {
    let mut counts: BTreeMap<(&str, String), u64> = BTreeMap::new();
    for stored in &project.memories {
        for (kind, id) in TYPES {
            if let Some(name) = stored.item.scope.get(id) {
                *counts.entry((kind, name.to_owned())).or_default() += 1;
            }
        }
    }
    let mut rows = Vec::new();
    let mut totals: BTreeMap<&str, u64> = BTreeMap::new();
    for ((kind, name), count) in counts {
        *totals.entry(kind).or_default() += 1;
        let known = project
            .entities
            .entry((kind.to_owned(), name.clone()))
            .or_insert_with(|| {
                // Numbers of one listing are far from those of the next.
                number += 1;
                (number * 1000 + rows.len() as u64, at.to_owned())
            });
        rows.push(json!({
            "id": known.0.to_string(), "name": name, "type": kind, "owner": null,
            "organization": project.org_id, "metadata": null, "total_memories": count,
            "created_at": known.1, "updated_at": known.1,
        }));
    }
    let mut answer = recall::page(call, root, rows)?;
    for (kind, _) in TYPES {
        answer.set(
            &format!("total_{kind}s"),
            json!(totals.get(kind).unwrap_or(&0)),
        );
    }
    Ok(answer)
}

pub(super) fn delete(project: &mut Project, kind: &str, name: &str, at: &str) -> Routed {
    let Some((_, id)) = TYPES.into_iter().find(|(known, _)| *known == kind) else {
        return Err(Answer::refused_with_message(400, "Invalid entity type"));
    };
    let known = |project: &Project| {
        project
            .memories
            .iter()
            .any(|stored| stored.item.scope.get(id) == Some(name))
    };
    if !known(project) {
        return Err(Answer::missing("Entity not found"));
    }
    project.remove(|item| item.scope.get(id) == Some(name), at);
    project.entities.remove(&(kind.to_owned(), name.to_owned()));
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
