//! Who asks.

use super::ServerUnderTest;
use crate::TestResult;

/// Official clients stop working without any of these.
pub async fn a_ping_tells_whose_key_it_is(server: &ServerUnderTest) -> TestResult {
    let ping = server.get("/v1/ping/").await?;
    assert_eq!(ping["status"], "ok");
    for id in ["org_id", "project_id"] {
        assert!(ping[id].as_str().is_some_and(|id| !id.is_empty()), "{ping}");
    }
    assert!(ping.get("user_email").is_some(), "{ping}");
    Ok(())
}

/// Both schemes are in use.
pub async fn a_key_may_come_as_token_or_as_bearer(server: &ServerUnderTest) -> TestResult {
    for scheme in ["Token", "Bearer"] {
        let header = format!("{scheme} {}", server.key);
        let reply = server
            .ask_as("GET", "/v1/ping/", None, Some(&header))
            .await?;
        assert_eq!(reply.status, 200, "{scheme}");
    }
    Ok(())
}

/// The refusal says so in `detail`.
pub async fn without_a_good_key_nothing_is_answered(server: &ServerUnderTest) -> TestResult {
    for header in [
        None,
        Some("Token no-such-key"),
        Some("Basic abc"),
        Some("Token "),
    ] {
        for path in ["/v1/ping/", "/v1/memories/?user_id=mia"] {
            let reply = server.ask_as("GET", path, None, header).await?;
            assert_eq!(reply.status, 401, "{header:?} {path}");
            assert!(reply.json["detail"].is_string(), "{}", reply.json);
        }
    }
    Ok(())
}

/// Python's `httpx` follows no redirection, and hosts written with a slash give two.
pub async fn slashes_at_the_end_and_twice_make_no_difference(
    server: &ServerUnderTest,
) -> TestResult {
    for path in ["/v1/ping", "/v1/ping/", "//v1/ping/", "//v1//ping"] {
        assert_eq!(server.get(path).await?["status"], "ok", "{path}");
    }
    Ok(())
}

/// Named in the query or in the body.
pub async fn a_project_of_somebody_else_is_refused(server: &ServerUnderTest) -> TestResult {
    let other = server.as_other().get("/v1/ping/").await?;
    let (org, project) = (&other["org_id"], &other["project_id"]);
    let query = format!(
        "?org_id={}&project_id={}",
        org.as_str().unwrap_or_default(),
        project.as_str().unwrap_or_default()
    );
    server
        .expect(403, "GET", &format!("/v1/entities/{query}"), None)
        .await?;
    let body = serde_json::json!({
        "messages": [{"role": "user", "content": "x"}], "user_id": "mia", "infer": false,
        "org_id": org, "project_id": project,
    });
    server
        .expect(403, "POST", "/v1/memories/", Some(body))
        .await?;
    server.get("/v1/entities/?org_id=&project_id=").await?;
    Ok(())
}

/// Same user, other project: other memories.
pub async fn projects_never_meet(server: &ServerUnderTest) -> TestResult {
    let other = server.as_other();
    let id = server.add("mia", "Rows on Sundays").await?;
    let path = format!("/v1/memories/{id}/");
    other.expect(404, "GET", &path, None).await?;
    other.expect(404, "DELETE", &path, None).await?;
    assert!(
        other
            .texts(serde_json::json!({"user_id": "mia"}))
            .await?
            .is_empty()
    );
    server.get(&path).await?;
    Ok(())
}
