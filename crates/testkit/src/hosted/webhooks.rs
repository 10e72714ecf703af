//! Addresses that are told of changes. The double only notes whom it would tell.

use serde_json::{Value, json};

use super::account::Account;
use super::answer::{Answer, Routed};
use super::call::Call;
use super::state::{Project, State, time};

const EVENTS: [&str; 8] = [
    "memory_add",
    "memory_update",
    "memory_delete",
    "memory_categorize",
    "ingest_job_completed",
    "ingest_job_partially_completed",
    "ingest_job_failed",
    "ingest_job_cancelled",
];

pub(super) fn answer(state: &mut State, account: &Account, call: &Call, rest: &[&str]) -> Routed {
    let at = time(state.now());
    let number = state.number();
    match (call.method(), rest) {
        (method @ ("GET" | "POST"), ["projects", project_id]) => {
            let org = state
                .project(project_id)
                .map(|project| project.org_id.clone());
            let allowed = org.is_some_and(|org| state.is_member(&org, account.email));
            match state.project_mut(project_id).filter(|_| allowed) {
                None => Err(out_of_reach()),
                Some(project) if method == "GET" => Ok(Answer::ok(project.webhooks.clone())),
                Some(project) => create(project, call, account, &at, number),
            }
        }
        ("PUT" | "DELETE", [id]) => {
            let known = |webhook: &Value| webhook["webhook_id"] == *id;
            let has_it = |project: &Project| project.webhooks.iter().any(known);
            let owner = state.projects.iter().find(|project| has_it(project));
            let Some(org_id) = owner.map(|project| project.org_id.clone()) else {
                return Err(Answer::missing("Webhook not found"));
            };
            if !state.is_member(&org_id, account.email) {
                return Err(out_of_reach());
            }
            let mut projects = state.projects.iter_mut();
            let Some(project) = projects.find(|project| has_it(project)) else {
                return Err(Answer::missing("Webhook not found"));
            };
            if call.method() == "DELETE" {
                project.webhooks.retain(|webhook| !known(webhook));
                return Ok(Answer::message("Webhook deleted successfully"));
            }
            let body = call.object()?;
            let types = body.get("event_types").map(event_types).transpose()?;
            for webhook in project.webhooks.iter_mut().filter(|webhook| known(webhook)) {
                for name in ["name", "url", "is_active"] {
                    if let Some(value) = body.get(name) {
                        webhook[name] = value.clone();
                    }
                }
                if let Some(types) = &types {
                    webhook["event_types"] = json!(types);
                }
                webhook["updated_at"] = json!(at);
            }
            Ok(Answer::message("Webhook updated successfully"))
        }
        _ => Err(Answer::missing("Not found.")),
    }
}

fn out_of_reach() -> Answer {
    Answer::refused(403, "You don't have access to this project")
}

fn create(project: &mut Project, call: &Call, account: &Account, at: &str, number: u64) -> Routed {
    let body = call.object()?;
    for name in ["name", "url", "event_types"] {
        if body.get(name).is_none_or(Value::is_null) {
            let text = "This field is required.";
            return Err(Answer::new(
                400,
                json!({name: [text], "detail": text, "error": text}),
            ));
        }
    }
    let webhook = json!({
        "webhook_id": format!("wh_{number}"), "name": body["name"], "url": body["url"],
        "event_types": event_types(&body["event_types"])?, "owner": account.name,
        "is_active": true, "project": project.project_id, "created_at": at, "updated_at": at,
    });
    project.webhooks.push(webhook.clone());
    Ok(Answer::created(webhook))
}

/// Older names stand for ours.
fn event_types(given: &Value) -> Routed<Vec<String>> {
    let refused = |what: &str| Answer::refused(400, &format!("Unknown event type: {what}"));
    let Some(list) = given.as_array() else {
        return Err(refused("event_types must be a list"));
    };
    list.iter()
        .map(|name| match name.as_str() {
            Some("memory.created") => Ok("memory_add".to_owned()),
            Some("memory.updated") => Ok("memory_update".to_owned()),
            Some("memory.deleted") => Ok("memory_delete".to_owned()),
            Some(name) if EVENTS.contains(&name) => Ok(name.to_owned()),
            _ => Err(refused(&name.to_string())),
        })
        .collect()
}

/// Notes at each webhook that listens what it would have been told.
pub(super) fn tell(project: &mut Project, event: &str, memory_id: &str) {
    for webhook in &mut project.webhooks {
        let listens = webhook["is_active"] == true
            && webhook["event_types"]
                .as_array()
                .is_some_and(|types| types.iter().any(|known| known == event));
        if listens {
            webhook["last_delivery"] = json!({"event": event, "memory_id": memory_id});
        }
    }
}
