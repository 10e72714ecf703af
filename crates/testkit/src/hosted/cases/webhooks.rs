//! Addresses that are told of changes.

use serde_json::{Value, json};

use super::ServerUnderTest;
use crate::TestResult;

async fn path(server: &ServerUnderTest) -> TestResult<String> {
    let ping = server.get("/v1/ping/").await?;
    let project = ping["project_id"].as_str().unwrap_or_default();
    Ok(format!("/api/v1/webhooks/projects/{project}/"))
}

/// 201 when it is made.
pub async fn a_webhook_is_made_listed_changed_and_deleted(server: &ServerUnderTest) -> TestResult {
    let all = path(server).await?;
    let body = json!({"name": "log", "url": "https://h.test/x", "event_types": ["memory_add"]});
    let made = server.expect(201, "POST", &all, Some(body)).await?;
    assert_eq!(
        (&made["name"], &made["is_active"]),
        (&json!("log"), &json!(true))
    );
    assert_eq!(made["event_types"], json!(["memory_add"]));
    let id = match &made["webhook_id"] {
        Value::String(id) => id.clone(),
        other => other.to_string(),
    };
    let listed = server.get(&all).await?;
    assert_eq!(
        (&listed[0]["url"], &listed[1]),
        (&json!("https://h.test/x"), &Value::Null)
    );
    let one = format!("/api/v1/webhooks/{id}/");
    let body = json!({"name": "log 2", "is_active": false});
    let answer = server.expect(200, "PUT", &one, Some(body)).await?;
    assert_eq!(answer["message"], "Webhook updated successfully");
    let listed = server.get(&all).await?;
    assert_eq!(
        (&listed[0]["name"], &listed[0]["is_active"]),
        (&json!("log 2"), &json!(false))
    );
    assert_eq!(listed[0]["url"], "https://h.test/x");
    let answer = server.expect(200, "DELETE", &one, None).await?;
    assert_eq!(answer["message"], "Webhook deleted successfully");
    assert_eq!(server.get(&all).await?, json!([]));
    server.expect(404, "DELETE", &one, None).await?;
    Ok(())
}

/// As guides of old and js clients write them.
pub async fn older_names_of_events_are_taken(server: &ServerUnderTest) -> TestResult {
    let all = path(server).await?;
    let body = json!({
        "name": "log", "url": "https://h.test/x", "eventTypes": ["memory.created", "memory.updated"],
    });
    let made = server.expect(201, "POST", &all, Some(body)).await?;
    assert_eq!(made["event_types"], json!(["memory_add", "memory_update"]));
    Ok(())
}

/// And so is an event that there isn't.
pub async fn a_webhook_lacking_something_is_refused(server: &ServerUnderTest) -> TestResult {
    let all = path(server).await?;
    for body in [
        json!({"url": "https://h.test/x", "event_types": ["memory_add"]}),
        json!({"name": "log", "event_types": ["memory_add"]}),
        json!({"name": "log", "url": "https://h.test/x"}),
        json!({"name": "log", "url": "https://h.test/x", "event_types": ["memory_dreamt"]}),
    ] {
        server.expect(400, "POST", &all, Some(body)).await?;
    }
    Ok(())
}

/// 403.
pub async fn webhooks_of_others_are_out_of_reach(server: &ServerUnderTest) -> TestResult {
    let all = path(server).await?;
    server.as_other().expect(403, "GET", &all, None).await?;
    let body = json!({"name": "log", "url": "https://h.test/x", "event_types": ["memory_add"]});
    let made = server.expect(201, "POST", &all, Some(body)).await?;
    let id = made["webhook_id"].as_str().unwrap_or_default();
    let one = format!("/api/v1/webhooks/{id}/");
    let (other, change) = (server.as_other(), json!({"name": "mine"}));
    other.expect(403, "PUT", &one, Some(change)).await?;
    other.expect(403, "DELETE", &one, None).await?;
    assert_eq!(server.get(&all).await?[0]["name"], "log");
    Ok(())
}
