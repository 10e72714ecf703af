//! What is made of all that is known of one person.

use serde_json::json;

use super::ServerUnderTest;
use crate::TestResult;

/// Whether or not there is one.
pub async fn a_profile_has_a_status(server: &ServerUnderTest) -> TestResult {
    let profile = server.get("/v2/entities/user/李雷/profile/").await?;
    assert_eq!(profile["entity_id"], "李雷");
    assert!(profile["status"].is_string(), "{profile}");
    assert!(profile["profile"].is_object(), "{profile}");
    Ok(())
}

/// What is not given stays.
pub async fn settings_of_profiles_are_kept(server: &ServerUnderTest) -> TestResult {
    let path = "/v2/profiles/settings/";
    server.post(path, json!({"enabled": true})).await?;
    let entities = json!({"user": {"custom_instructions": "只记运动"}});
    server.post(path, json!({"entities": entities})).await?;
    let settings = server.get(path).await?;
    assert_eq!(settings["enabled"], true);
    assert_eq!(settings["entities"], entities);
    Ok(())
}

/// And tells where to ask for it.
pub async fn a_job_is_begun_and_told(server: &ServerUnderTest) -> TestResult {
    let path = "/v2/profiles/jobs/";
    let body = json!({"operation": "trigger", "entity_type": "user", "entity_id": "mia"});
    let begun = server.expect(202, "POST", path, Some(body)).await?;
    let id = begun["job_id"].as_str().unwrap_or_default();
    let job = server.get(&format!("{path}{id}/")).await?;
    assert!(job["status"].is_string(), "{job}");
    let unknown = json!({"operation": "guess"});
    server.expect(400, "POST", path, Some(unknown)).await?;
    server
        .expect(404, "GET", &format!("{path}nothing/"), None)
        .await?;
    Ok(())
}
