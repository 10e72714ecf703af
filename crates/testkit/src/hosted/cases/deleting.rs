//! Deletions. Whatever can't be understood must never delete more.

use serde_json::json;

use super::{ServerUnderTest, texts};
use crate::TestResult;

/// The second deletion finds nothing.
pub async fn a_deleted_memory_is_gone(server: &ServerUnderTest) -> TestResult {
    let id = server.add("mia", "Rows").await?;
    let path = format!("/v1/memories/{id}/");
    let answer = server.expect(200, "DELETE", &path, None).await?;
    assert!(answer["message"].is_string(), "{answer}");
    server.expect(404, "GET", &path, None).await?;
    server.expect(404, "DELETE", &path, None).await?;
    Ok(())
}

/// Ids are taken together.
pub async fn all_of_a_scope_are_deleted_and_no_others(server: &ServerUnderTest) -> TestResult {
    server
        .add_with("Rows", json!({"user_id": "mia", "run_id": "monday"}))
        .await?;
    server.add_with("Skis", json!({"user_id": "mia"})).await?;
    server
        .add_with("Bakes", json!({"user_id": "bo", "run_id": "monday"}))
        .await?;
    let path = "/v1/memories/?user_id=mia&run_id=monday";
    let answer = server.expect(200, "DELETE", path, None).await?;
    assert!(answer["message"].is_string(), "{answer}");
    assert_eq!(
        texts(&server.get("/v1/memories/").await?),
        ["Bakes", "Skis"]
    );
    Ok(())
}

/// Everybody who has such an id.
pub async fn a_star_means_everybody_of_a_kind(server: &ServerUnderTest) -> TestResult {
    server.add_with("Rows", json!({"user_id": "mia"})).await?;
    server
        .add_with("Guides", json!({"agent_id": "guide"}))
        .await?;
    server
        .expect(200, "DELETE", "/v1/memories/?user_id=*", None)
        .await?;
    assert_eq!(texts(&server.get("/v1/memories/").await?), ["Guides"]);
    Ok(())
}

/// As the command line asks for it.
pub async fn four_stars_mean_the_whole_project(server: &ServerUnderTest) -> TestResult {
    server.add_with("Rows", json!({"user_id": "mia"})).await?;
    server
        .add_with("Guides", json!({"agent_id": "guide"}))
        .await?;
    let path = "/v1/memories/?user_id=*&agent_id=*&app_id=*&run_id=*";
    server.expect(200, "DELETE", path, None).await?;
    assert!(texts(&server.get("/v1/memories/").await?).is_empty());
    Ok(())
}

/// The service of old wiped the project.
pub async fn without_a_scope_nothing_is_deleted(server: &ServerUnderTest) -> TestResult {
    server.add("mia", "Rows").await?;
    let ping = server.get("/v1/ping/").await?;
    let named = format!(
        "/v1/memories/?org_id={}&project_id={}",
        ping["org_id"].as_str().unwrap_or_default(),
        ping["project_id"].as_str().unwrap_or_default()
    );
    for path in ["/v1/memories/", "/v1/memories/?user_id=", &named] {
        server.expect(400, "DELETE", path, None).await?;
    }
    assert_eq!(texts(&server.get("/v1/memories/").await?), ["Rows"]);
    Ok(())
}

/// camelCase, and a dictionary as Python prints it.
pub async fn ids_in_other_spellings_never_mean_no_scope(server: &ServerUnderTest) -> TestResult {
    for path in [
        "/v1/memories/?userId=mia",
        "/v1/memories/?filters=%7B%27user_id%27%3A%20%27mia%27%7D",
    ] {
        server.add("mia", "Rows").await?;
        server.add("bo", "Skis").await?;
        server.expect(200, "DELETE", path, None).await?;
        assert_eq!(
            texts(&server.get("/v1/memories/").await?),
            ["Skis"],
            "{path}"
        );
        server
            .expect(200, "DELETE", "/v1/memories/?user_id=bo", None)
            .await?;
    }
    server.add("mia", "Rows").await?;
    let path = "/v1/memories/?filters=%5Bobject%20Object%5D";
    server.expect(400, "DELETE", path, None).await?;
    assert_eq!(texts(&server.get("/v1/memories/").await?), ["Rows"]);
    Ok(())
}
