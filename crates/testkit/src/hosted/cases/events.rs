//! What was worked on.

use serde_json::json;

use super::ServerUnderTest;
use crate::TestResult;

/// The list has it first; both spellings of its address serve.
pub async fn every_add_has_an_event_that_tells_what_was_made(
    server: &ServerUnderTest,
) -> TestResult {
    let body = json!({
        "messages": [{"role": "user", "content": "I row"}], "user_id": "mia", "infer": false,
    });
    let added = server.post("/v3/memories/add/", body).await?;
    let id = added["event_id"].as_str().unwrap_or_default();
    for path in [format!("/v1/event/{id}/"), format!("/v1/events/{id}/")] {
        let event = server.get(&path).await?;
        assert_eq!(
            (&event["id"], &event["event_type"]),
            (&json!(id), &json!("ADD"))
        );
        assert_eq!(event["status"], "SUCCEEDED");
        assert_eq!(event["results"][0]["data"]["memory"], "I row");
        assert!(event["latency"].is_number(), "{event}");
    }
    let listed = server.get("/v1/events/").await?;
    assert_eq!(listed["results"][0]["id"], id);
    Ok(())
}

/// 404 with words in `error`.
pub async fn an_unknown_event_is_not_found(server: &ServerUnderTest) -> TestResult {
    let path = "/v1/event/00000000-0000-4000-8000-000000000000/";
    let refusal = server.expect(404, "GET", path, None).await?;
    assert!(refusal["error"].is_string(), "{refusal}");
    Ok(())
}

/// By pages.
pub async fn the_changes_of_all_memories_are_listed(server: &ServerUnderTest) -> TestResult {
    server.add("mia", "Rows").await?;
    let id = server.add("bo", "Bakes").await?;
    let path = format!("/v1/memories/{id}/");
    server.expect(200, "DELETE", &path, None).await?;
    let listed = server.get("/v1/memories/events/").await?;
    assert_eq!(listed["count"], 3);
    assert_eq!(
        (
            &listed["results"][0]["event"],
            &listed["results"][0]["memory_id"]
        ),
        (&json!("DELETE"), &json!(id))
    );
    Ok(())
}
