//! What was worked on.

use serde_json::{Value, json};

use super::answer::{Answer, Routed};
use super::call::Call;
use super::recall;
use super::state::Project;

/// Notes a piece of work that is done; its id.
pub(super) fn record(
    project: &mut Project,
    kind: &str,
    at: &str,
    payload: &Value,
    results: &[Value],
) -> String {
    let id = uuid::Uuid::new_v4().to_string();
    project.events.push(json!({
        "id": id, "event_type": kind, "status": "SUCCEEDED", "payload": payload, "metadata": {},
        "results": results, "created_at": at, "updated_at": at, "started_at": at,
        "completed_at": at, "latency": 8.12, "error": null,
    }));
    id
}

pub(super) fn list(project: &mut Project, call: &Call, root: &str) -> Routed {
    recall::page(call, root, project.events.iter().rev().cloned().collect())
}

/// Every change of every memory, newest first.
pub(super) fn changes(project: &mut Project, call: &Call, root: &str) -> Routed {
    recall::page(call, root, project.history.iter().rev().cloned().collect())
}

pub(super) fn get(project: &mut Project, id: &str) -> Routed {
    let found = project.events.iter().find(|event| event["id"] == id);
    found.map(|event| Answer::ok(event.clone())).ok_or_else(|| {
        Answer::missing("Event not found or you don't have permission to access it.")
    })
}
