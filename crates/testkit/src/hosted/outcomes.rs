//! What is made of memories: feedback, exports, summaries.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::answer::{Answer, Routed};
use super::call::Call;
use super::scope::{both, filter, ids};
use super::state::{Export, Project};

pub(super) fn feedback(project: &mut Project, call: &Call) -> Routed {
    let body = call.object()?;
    let id = body
        .get("memory_id")
        .and_then(Value::as_str)
        .unwrap_or_default();
    if Uuid::parse_str(id).is_err() {
        return Err(Answer::refused(400, "Invalid memory_id"));
    }
    if project.memory(id).is_none() {
        return Err(Answer::missing("Memory not found!"));
    }
    let given = |name: &str| body.get(name).cloned().unwrap_or_default();
    let (grade, reason) = (given("feedback"), given("feedback_reason"));
    let grades = ["POSITIVE", "NEGATIVE", "VERY_NEGATIVE"];
    if !grade.is_null() && !grades.iter().any(|known| grade == *known) {
        return Err(Answer::refused(
            400,
            "feedback must be POSITIVE, NEGATIVE or VERY_NEGATIVE",
        ));
    }
    let answer = json!({
        "id": Uuid::new_v4().to_string(), "feedback": grade, "feedback_reason": reason,
        "message": "Feedback recorded",
    });
    if grade.is_null() && reason.is_null() {
        project.feedback.remove(id);
    } else {
        project.feedback.insert(id.to_owned(), answer.clone());
    }
    Ok(Answer::ok(answer))
}

fn asked(body: &Map<String, Value>) -> Routed<Option<Value>> {
    Ok(both(body.get("filters").cloned(), ids(body)?))
}

fn texts(project: &Project, asked: Option<&Value>) -> Routed<Vec<String>> {
    let filter = asked.map(filter).transpose()?;
    let chosen = project.memories.iter().filter(|stored| {
        filter
            .as_ref()
            .is_none_or(|filter| filter.matches(&stored.item))
    });
    Ok(chosen.map(|stored| stored.item.text.clone()).collect())
}

/// Every property of the schema gets the memories, as a text or as a list: whoever checks them
/// sees that form and choice were heeded.
pub(super) fn export(project: &mut Project, call: &Call) -> Routed {
    let body = call.object()?;
    let schema = match body.get("schema") {
        Some(Value::String(text)) => serde_json::from_str(text).ok(),
        Some(schema @ Value::Object(_)) => Some(schema.clone()),
        _ => None,
    };
    let Some(Value::Object(schema)) = schema else {
        let text = "Schema is required and must be a valid object";
        return Err(Answer::refused_with_message(400, text));
    };
    let asked = asked(&body)?;
    let texts = texts(project, asked.as_ref())?;
    let properties = schema.get("properties").and_then(Value::as_object);
    let content: Map<String, Value> = properties
        .into_iter()
        .flatten()
        .map(|(name, property)| {
            let value = if property["type"] == "array" {
                json!(texts)
            } else {
                json!(texts.join("; "))
            };
            (name.clone(), value)
        })
        .collect();
    let id = Uuid::new_v4().to_string();
    project.exports.push(Export {
        id: id.clone(),
        asked: asked.unwrap_or_default(),
        content: Value::Object(content),
    });
    Ok(Answer::created(json!({
        "message": "Memory export request received. The export will be ready in a few seconds.",
        "id": id,
    })))
}

pub(super) fn exported(project: &mut Project, call: &Call) -> Routed {
    let body = call.object()?;
    let asked = asked(&body)?;
    let found = match (body.get("memory_export_id").and_then(Value::as_str), &asked) {
        (Some(id), _) => project.exports.iter().find(|export| export.id == id),
        (None, Some(asked)) => project
            .exports
            .iter()
            .rev()
            .find(|export| export.asked == *asked),
        (None, None) => {
            return Err(Answer::refused(
                400,
                "memory_export_id or filters are required",
            ));
        }
    };
    found
        .map(|export| Answer::ok(export.content.clone()))
        .ok_or_else(|| Answer::missing("No memory export request found"))
}

/// How much there is of everything.
pub(super) fn stats(project: &Project) -> Answer {
    let events = |kind: &str| {
        let of_kind = |event: &&Value| event["event_type"] == kind;
        project.events.iter().filter(of_kind).count()
    };
    let users = project.memories.iter();
    let users: BTreeSet<&String> = users
        .filter_map(|stored| stored.item.scope.user_id.as_ref())
        .collect();
    Answer::ok(json!({
        "total_memories": project.memories.len(), "total_retrieval_events": events("SEARCH"),
        "total_add_events": events("ADD"), "total_users_with_memories": users.len(),
    }))
}

pub(super) fn summary(project: &mut Project, call: &Call) -> Routed {
    let asked = asked(&call.object()?)?;
    let summary = texts(project, asked.as_ref())?.join(" ");
    Ok(Answer::ok(
        json!({"status": "SUCCEEDED", "summary": summary}),
    ))
}
