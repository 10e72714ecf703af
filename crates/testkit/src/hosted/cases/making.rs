//! What is made of memories: feedback, exports, summaries.

use serde_json::{Value, json};

use super::ServerUnderTest;
use crate::TestResult;

/// Both null takes it back.
pub async fn feedback_is_taken_and_told(server: &ServerUnderTest) -> TestResult {
    let id = server.add("mia", "Rows").await?;
    let body = json!({"memory_id": id, "feedback": "POSITIVE", "feedback_reason": null});
    let answer = server.post("/v1/feedback/", body).await?;
    assert_eq!(
        (&answer["feedback"], &answer["feedback_reason"]),
        (&json!("POSITIVE"), &Value::Null)
    );
    assert!(
        answer["id"].is_string() && answer["message"].is_string(),
        "{answer}"
    );
    let body = json!({"memoryId": id, "feedback": "NEGATIVE", "feedbackReason": "不对"});
    let answer = server.post("/v1/feedback/", body).await?;
    assert_eq!(answer["feedback_reason"], "不对");
    let body = json!({"memory_id": id, "feedback": null, "feedback_reason": null});
    assert_eq!(
        server.post("/v1/feedback/", body).await?["feedback"],
        Value::Null
    );
    Ok(())
}

/// No UUID, no such memory, no such grade.
pub async fn feedback_on_nothing_is_refused(server: &ServerUnderTest) -> TestResult {
    let id = server.add("mia", "Rows").await?;
    let nothing = "00000000-0000-4000-8000-000000000000";
    for (status, id, grade) in [
        (400, "nonsense", "POSITIVE"),
        (404, nothing, "POSITIVE"),
        (400, id.as_str(), "GOOD"),
    ] {
        let body = json!({"memory_id": id, "feedback": grade, "feedback_reason": null});
        server
            .expect(status, "POST", "/v1/feedback/", Some(body))
            .await?;
    }
    Ok(())
}

/// Fetched by id, or by what it was asked with.
pub async fn an_export_has_the_form_of_its_schema(server: &ServerUnderTest) -> TestResult {
    server.add("mia", "Rows").await?;
    let schema = json!({"type": "object", "properties": {"sport": {"type": "string"}}});
    for schema in [schema.clone(), json!(schema.to_string())] {
        let body = json!({"schema": schema, "filters": {"user_id": "mia"}});
        let made = server
            .expect(201, "POST", "/v1/exports/", Some(body))
            .await?;
        for path in ["/v1/exports/get/", "/v1/exports/get"] {
            let by_id = json!({"memory_export_id": made["id"]});
            let export = server.post(path, by_id).await?;
            assert!(export.get("sport").is_some(), "{export}");
        }
        let by_filters = json!({"filters": {"user_id": "mia"}});
        assert!(
            server
                .post("/v1/exports/get/", by_filters)
                .await?
                .get("sport")
                .is_some()
        );
    }
    Ok(())
}

/// And one that nobody asked for is not found.
pub async fn an_export_without_schema_or_id_is_refused(server: &ServerUnderTest) -> TestResult {
    let body = json!({"filters": {"user_id": "mia"}});
    let refusal = server
        .expect(400, "POST", "/v1/exports/", Some(body.clone()))
        .await?;
    assert_eq!(
        refusal["message"],
        "Schema is required and must be a valid object"
    );
    server
        .expect(400, "POST", "/v1/exports/get/", Some(json!({})))
        .await?;
    let refusal = server
        .expect(404, "POST", "/v1/exports/get/", Some(body))
        .await?;
    assert_eq!(refusal["error"], "No memory export request found");
    Ok(())
}

/// A text.
pub async fn a_summary_is_made_of_what_is_chosen(server: &ServerUnderTest) -> TestResult {
    server.add("mia", "Rows").await?;
    let summary = server
        .post("/v1/summary/", json!({"filters": {"user_id": "mia"}}))
        .await?;
    assert!(
        summary["summary"].is_string() && summary["status"].is_string(),
        "{summary}"
    );
    server.post("/v1/summary/", json!({})).await?;
    Ok(())
}

/// Of memories, of users, and of what was done.
pub async fn there_are_counts_of_everything(server: &ServerUnderTest) -> TestResult {
    server.add("mia", "Rows").await?;
    server.add("mia", "Skis").await?;
    let stats = server.get("/v1/stats/").await?;
    assert_eq!(stats["total_memories"], 2);
    assert_eq!(stats["total_add_events"], 2);
    assert_eq!(stats["total_retrieval_events"], 0);
    assert_eq!(stats["total_users_with_memories"], 1);
    Ok(())
}
