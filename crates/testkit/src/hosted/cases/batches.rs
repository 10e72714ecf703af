//! Many memories at once.

use serde_json::json;

use super::ServerUnderTest;
use crate::TestResult;

/// Texts and metadata.
pub async fn many_are_updated_at_once(server: &ServerUnderTest) -> TestResult {
    let (one, two) = (
        server.add("mia", "Rows").await?,
        server.add("mia", "Skis").await?,
    );
    let body = json!({"memories": [
        {"memory_id": one, "text": "Rows daily"},
        {"memory_id": two, "metadata": {"season": "冬"}},
    ]});
    let answer = server.expect(200, "PUT", "/v1/batch/", Some(body)).await?;
    assert_eq!(answer["message"], "Successfully updated 2 memories");
    assert_eq!(
        server.get(&format!("/v1/memories/{one}/")).await?["memory"],
        "Rows daily"
    );
    let second = server.get(&format!("/v1/memories/{two}/")).await?;
    assert_eq!(
        (&second["memory"], &second["metadata"]),
        (&json!("Skis"), &json!({"season": "冬"}))
    );
    Ok(())
}

/// By a DELETE that has a body.
pub async fn many_are_deleted_at_once(server: &ServerUnderTest) -> TestResult {
    let (one, two) = (
        server.add("mia", "Rows").await?,
        server.add("mia", "Skis").await?,
    );
    server.add("mia", "Bakes").await?;
    let body = json!({"memories": [{"memory_id": one}, {"memory_id": two}]});
    let answer = server
        .expect(200, "DELETE", "/v1/batch/", Some(body))
        .await?;
    assert_eq!(answer["message"], "Successfully deleted 2 memories");
    assert_eq!(server.texts(json!({"user_id": "mia"})).await?, ["Bakes"]);
    Ok(())
}

/// And nothing is done of the others.
pub async fn an_item_without_id_is_refused(server: &ServerUnderTest) -> TestResult {
    let one = server.add("mia", "Rows").await?;
    let body = json!({"memories": [{"memory_id": one, "text": "Rows daily"}, {"id": one}]});
    server
        .expect(400, "PUT", "/v1/batch/", Some(body.clone()))
        .await?;
    server
        .expect(400, "DELETE", "/v1/batch/", Some(body))
        .await?;
    assert_eq!(server.texts(json!({"user_id": "mia"})).await?, ["Rows"]);
    Ok(())
}

/// With the service's words.
pub async fn more_than_a_thousand_are_refused(server: &ServerUnderTest) -> TestResult {
    let id = "00000000-0000-4000-8000-000000000000";
    let body = json!({"memories": vec![json!({"memory_id": id, "text": "x"}); 1001]});
    let refusal = server.expect(400, "PUT", "/v1/batch/", Some(body)).await?;
    assert_eq!(
        refusal["error"],
        "Maximum of 1000 memories can be updated in a single request"
    );
    Ok(())
}
