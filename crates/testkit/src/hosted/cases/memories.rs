//! What is done with one memory.

use serde_json::{Value, json};

use super::ServerUnderTest;
use crate::TestResult;

/// Ids that it has no part in are null.
pub async fn a_memory_is_told_whole(server: &ServerUnderTest) -> TestResult {
    let more = json!({"user_id": "mia", "run_id": "monday", "metadata": {"心情": "好"}});
    let id = server.add_with("Rows on Sundays", more).await?;
    let memory = server.get(&format!("/v1/memories/{id}/")).await?;
    for (key, value) in [
        ("id", json!(id)),
        ("memory", json!("Rows on Sundays")),
        ("user_id", json!("mia")),
        ("run_id", json!("monday")),
        ("session_id", json!("monday")),
        ("agent_id", Value::Null),
        ("app_id", Value::Null),
        ("metadata", json!({"心情": "好"})),
        ("immutable", json!(false)),
        ("expiration_date", Value::Null),
    ] {
        assert_eq!(memory.get(key), Some(&value), "{key}: {memory}");
    }
    for key in ["created_at", "updated_at", "hash"] {
        assert!(memory[key].is_string(), "{key}: {memory}");
    }
    Ok(())
}

/// The answer calls the text both `memory` and `text`.
pub async fn an_update_changes_the_text_and_keeps_the_rest(server: &ServerUnderTest) -> TestResult {
    let more = json!({"user_id": "mia", "metadata": {"a": 1}});
    let id = server.add_with("Rows on Sundays", more).await?;
    let path = format!("/v1/memories/{id}/");
    let body = json!({"text": "Rows on Saturdays"});
    let updated = server.expect(200, "PUT", &path, Some(body)).await?;
    assert_eq!(updated["memory"], "Rows on Saturdays");
    assert_eq!(updated["text"], "Rows on Saturdays");
    let got = server.get(&path).await?;
    assert_eq!(got["memory"], "Rows on Saturdays");
    assert_eq!(got["metadata"], json!({"a": 1}));
    assert_eq!(got["user_id"], "mia");
    Ok(())
}

/// And leaves the text alone.
pub async fn metadata_that_is_given_replaces_what_was_there(
    server: &ServerUnderTest,
) -> TestResult {
    let more = json!({"user_id": "mia", "metadata": {"a": 1}});
    let id = server.add_with("Rows on Sundays", more).await?;
    let path = format!("/v1/memories/{id}/");
    let body = json!({"metadata": {"b": 2}});
    server.expect(200, "PUT", &path, Some(body)).await?;
    let got = server.get(&path).await?;
    assert_eq!(got["metadata"], json!({"b": 2}));
    assert_eq!(got["memory"], "Rows on Sundays");
    Ok(())
}

/// Null takes it away.
pub async fn an_expiry_can_be_set_and_taken_away(server: &ServerUnderTest) -> TestResult {
    let id = server.add("mia", "Rows on Sundays").await?;
    let path = format!("/v1/memories/{id}/");
    for expiry in [json!("2999-12-31"), Value::Null] {
        let body = json!({"expiration_date": expiry});
        server.expect(200, "PUT", &path, Some(body)).await?;
        assert_eq!(server.get(&path).await?["expiration_date"], expiry);
    }
    Ok(())
}

/// It can still be deleted.
pub async fn an_immutable_memory_is_not_changed(server: &ServerUnderTest) -> TestResult {
    let more = json!({"user_id": "mia", "immutable": true});
    let id = server.add_with("Rows on Sundays", more).await?;
    let path = format!("/v1/memories/{id}/");
    let body = json!({"text": "Rows on Saturdays"});
    server.expect(400, "PUT", &path, Some(body)).await?;
    let got = server.get(&path).await?;
    assert_eq!(
        (&got["memory"], &got["immutable"]),
        (&json!("Rows on Sundays"), &json!(true))
    );
    server.expect(200, "DELETE", &path, None).await?;
    Ok(())
}

/// There is nothing to do.
pub async fn an_empty_update_is_refused(server: &ServerUnderTest) -> TestResult {
    let id = server.add("mia", "Rows on Sundays").await?;
    let path = format!("/v1/memories/{id}/");
    server.expect(400, "PUT", &path, Some(json!({}))).await?;
    Ok(())
}

/// 400 for what is no UUID, 404 for a UUID of nothing.
pub async fn an_id_that_cannot_be_is_told_from_one_that_is_not_there(
    server: &ServerUnderTest,
) -> TestResult {
    let nothing = "00000000-0000-4000-8000-000000000000";
    for (status, id) in [(400, "nonsense"), (404, nothing)] {
        let path = format!("/v1/memories/{id}/");
        server.expect(status, "GET", &path, None).await?;
        server.expect(status, "DELETE", &path, None).await?;
        let body = json!({"text": "x"});
        server.expect(status, "PUT", &path, Some(body)).await?;
    }
    server
        .expect(400, "GET", "/v1/memories/nonsense/history/", None)
        .await?;
    Ok(())
}

/// Oldest first.
pub async fn history_tells_every_change_also_after_deletion(
    server: &ServerUnderTest,
) -> TestResult {
    let id = server.add("mia", "Rows on Sundays").await?;
    let path = format!("/v1/memories/{id}/");
    let body = json!({"text": "Rows on Saturdays"});
    server.expect(200, "PUT", &path, Some(body)).await?;
    server.expect(200, "DELETE", &path, None).await?;
    let history = server.get(&format!("{path}history/")).await?;
    let rows: Vec<(&Value, &Value, &Value)> = history
        .as_array()
        .into_iter()
        .flatten()
        .map(|row| (&row["event"], &row["old_memory"], &row["new_memory"]))
        .collect();
    let (first, second) = (json!("Rows on Sundays"), json!("Rows on Saturdays"));
    assert_eq!(
        rows,
        [
            (&json!("ADD"), &Value::Null, &first),
            (&json!("UPDATE"), &first, &second),
            (&json!("DELETE"), &second, &Value::Null),
        ]
    );
    assert!(
        history[0]["memory_id"] == json!(id) && history[0]["user_id"] == "mia",
        "{history}"
    );
    Ok(())
}

/// With how many went along.
pub async fn a_deletion_of_what_is_linked_too_tells_how_many(
    server: &ServerUnderTest,
) -> TestResult {
    let id = server.add("mia", "Rows on Sundays").await?;
    let path = format!("/v1/memories/{id}/");
    let answer = server
        .expect(200, "DELETE", &format!("{path}?delete_linked=true"), None)
        .await?;
    assert_eq!(answer["cascade_count"], 0);
    server.expect(404, "GET", &path, None).await?;
    Ok(())
}
