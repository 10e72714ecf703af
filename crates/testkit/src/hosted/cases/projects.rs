//! Organizations, projects, members.

use serde_json::{Value, json};

use super::ServerUnderTest;
use crate::TestResult;

const ORGANIZATIONS: &str = "/api/v1/orgs/organizations/";

async fn projects(server: &ServerUnderTest) -> TestResult<String> {
    let ping = server.get("/v1/ping/").await?;
    let org = ping["org_id"].as_str().unwrap_or_default();
    Ok(format!("{ORGANIZATIONS}{org}/projects/"))
}

async fn made(server: &ServerUnderTest) -> TestResult<String> {
    let all = projects(server).await?;
    let answer = server
        .post(&all, json!({"name": "p2", "description": "划船"}))
        .await?;
    let id = answer["project_id"].as_str().unwrap_or_default();
    assert!(!id.is_empty(), "{answer}");
    Ok(format!("{all}{id}/"))
}

/// The whole of it is told, whatever fields are asked for.
pub async fn a_project_is_made_told_changed_and_deleted(server: &ServerUnderTest) -> TestResult {
    let one = made(server).await?;
    let project = server
        .get(&format!("{one}?fields=custom_categories&fields=name"))
        .await?;
    assert_eq!(
        (&project["name"], &project["description"]),
        (&json!("p2"), &json!("划船"))
    );
    assert_eq!(project.get("custom_categories"), Some(&Value::Null));
    let body =
        json!({"custom_categories": [{"Sport": "training"}], "custom_instructions": "只记运动"});
    let answer = server.expect(200, "PATCH", &one, Some(body)).await?;
    assert_eq!(answer["message"], "Project updated successfully");
    let project = server.get(&one).await?;
    assert_eq!(project["custom_categories"], json!([{"Sport": "training"}]));
    assert_eq!(project["custom_instructions"], "只记运动");
    assert_eq!(project["name"], "p2");
    server.expect(200, "DELETE", &one, None).await?;
    server.expect(404, "GET", &one, None).await?;
    Ok(())
}

/// READER or OWNER, and nothing else.
pub async fn members_come_get_roles_and_leave(server: &ServerUnderTest) -> TestResult {
    let members = format!("{}members/", made(server).await?);
    let person = |role: &str| Some(json!({"email": "li@example.test", "role": role}));
    server
        .expect(200, "POST", &members, person("READER"))
        .await?;
    server.expect(200, "PUT", &members, person("OWNER")).await?;
    server.expect(400, "PUT", &members, person("KING")).await?;
    let listed = server.get(&members).await?;
    let li = listed["members"]
        .as_array()
        .into_iter()
        .flatten()
        .find(|member| member["email"] == "li@example.test");
    assert_eq!(
        li.map(|member| &member["role"]),
        Some(&json!("OWNER")),
        "{listed}"
    );
    let leaving = format!("{members}?email=li%40example.test");
    server.expect(200, "DELETE", &leaving, None).await?;
    server.expect(404, "DELETE", &leaving, None).await?;
    Ok(())
}

/// Whoever makes one belongs to it.
pub async fn organizations_are_made_and_told(server: &ServerUnderTest) -> TestResult {
    let body = json!({"name": "Acme"});
    let answer = server
        .expect(201, "POST", ORGANIZATIONS, Some(body))
        .await?;
    let id = answer["org_id"].as_str().unwrap_or_default();
    let one = server.get(&format!("{ORGANIZATIONS}{id}/")).await?;
    assert_eq!(
        (&one["name"], &one["members"][0]["role"]),
        (&json!("Acme"), &json!("OWNER"))
    );
    let all = server.get(ORGANIZATIONS).await?;
    assert!(
        all.as_array()
            .is_some_and(|all| all.iter().any(|org| org["org_id"] == id)),
        "{all}"
    );
    Ok(())
}

/// 403.
pub async fn projects_of_others_are_out_of_reach(server: &ServerUnderTest) -> TestResult {
    let one = made(server).await?;
    server.as_other().expect(403, "GET", &one, None).await?;
    server.as_other().expect(403, "DELETE", &one, None).await?;
    server.get(&one).await?;
    Ok(())
}

/// As in projects, but a new one is something that was made.
pub async fn members_of_an_organization_come_and_leave(server: &ServerUnderTest) -> TestResult {
    let ping = server.get("/v1/ping/").await?;
    let org = ping["org_id"].as_str().unwrap_or_default();
    let members = format!("{ORGANIZATIONS}{org}/members/");
    let person = |role: &str| Some(json!({"email": "li@example.test", "role": role}));
    server
        .expect(201, "POST", &members, person("READER"))
        .await?;
    server.expect(200, "PUT", &members, person("OWNER")).await?;
    assert_eq!(
        server.get(&members).await?["members"][1]["email"],
        "li@example.test"
    );
    let leaving = Some(json!({"email": "li@example.test"}));
    server.expect(200, "DELETE", &members, leaving).await?;
    Ok(())
}
