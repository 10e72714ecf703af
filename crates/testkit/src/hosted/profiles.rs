//! What is made of all that is known of one person. The double makes nothing: a job is done as soon
//! as it is begun, and nobody's profile says anything.

use serde_json::{Value, json};
use uuid::Uuid;

use super::answer::{Answer, Routed};
use super::call::Call;
use super::state::Project;

pub(super) fn of(project: &Project, name: &str) -> Answer {
    let made = project.profile_jobs.iter();
    let made = made.filter(|job| job["entity_id"] == name).count();
    let enabled = project.profile_settings.get("enabled") == Some(&Value::Bool(true));
    let status = match (enabled, made) {
        (false, _) => "not_enabled",
        (true, 0) => "insufficient_data",
        (true, _) => "succeeded",
    };
    Answer::ok(json!({
        "profile": {}, "status": status, "entity_type": "user", "entity_id": name,
        "updated_at": null, "generation_count": made,
    }))
}

pub(super) fn settings(project: &Project) -> Answer {
    let mut shown = project.profile_settings.clone();
    shown.entry("enabled").or_insert(false.into());
    shown.entry("entities").or_insert(json!({}));
    Answer::ok(shown)
}

pub(super) fn set(project: &mut Project, call: &Call) -> Routed {
    for (name, value) in call.object()? {
        if matches!(name.as_str(), "enabled" | "entities") {
            project.profile_settings.insert(name, value);
        }
    }
    Ok(settings(project))
}

/// Begins a job; with a key that was used already, it is the job of that time.
pub(super) fn start(project: &mut Project, call: &Call, at: &str) -> Routed {
    let body = call.object()?;
    let text = |name: &str| body.get(name).and_then(Value::as_str);
    let operation = text("operation").filter(|it| matches!(*it, "trigger" | "sample"));
    let Some(operation) = operation else {
        return Err(Answer::refused(400, "operation must be trigger or sample"));
    };
    if operation == "trigger" && text("entity_id").is_none_or(str::is_empty) {
        return Err(Answer::refused(400, "entity_id is required"));
    }
    let key = call.recorded.headers.get("idempotency-key");
    let mut known = project.profile_jobs.iter();
    let same = |job: &&Value| key.is_some() && job["idempotency_key"] == json!(key);
    if let Some(job) = known.find(same) {
        return Ok(Answer::new(202, job.clone()));
    }
    let id = Uuid::new_v4().to_string();
    let job = json!({
        "job_id": id, "status_url": format!("/v2/profiles/jobs/{id}/"), "operation": operation,
        "entity_type": "user", "entity_id": text("entity_id"), "status": "succeeded",
        "idempotency_key": key, "created_at": at, "updated_at": at,
    });
    project.profile_jobs.push(job.clone());
    Ok(Answer::new(202, job))
}

pub(super) fn job(project: &Project, id: &str) -> Routed {
    let found = project.profile_jobs.iter().find(|job| job["job_id"] == id);
    found
        .map(|job| Answer::ok(job.clone()))
        .ok_or_else(|| Answer::missing("Job not found"))
}
