//! Those that memories are about.

use serde_json::{Value, json};

use super::{ServerUnderTest, texts};
use crate::TestResult;

/// Each with how many memories it has.
pub async fn entities_are_counted_by_type(server: &ServerUnderTest) -> TestResult {
    server
        .add_with("Rows", json!({"user_id": "mia", "agent_id": "guide"}))
        .await?;
    server.add_with("Skis", json!({"user_id": "mia"})).await?;
    server.add_with("Bakes", json!({"user_id": "bo"})).await?;
    let listed = server.get("/v1/entities/").await?;
    let mut rows: Vec<(&str, &str, u64)> = listed["results"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|row| {
            let text = |key: &str| row[key].as_str().unwrap_or_default();
            (
                text("type"),
                text("name"),
                row["total_memories"].as_u64().unwrap_or_default(),
            )
        })
        .collect();
    rows.sort_unstable();
    assert_eq!(
        rows,
        [("agent", "guide", 1), ("user", "bo", 1), ("user", "mia", 2)]
    );
    assert_eq!(
        (&listed["count"], &listed["total_users"]),
        (&json!(3), &json!(2))
    );
    assert_eq!(
        (&listed["total_agents"], &listed["total_runs"]),
        (&json!(1), &json!(0))
    );
    let numbers = listed["results"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|row| &row["id"]);
    for id in numbers {
        let number = id.as_str().and_then(|id| id.parse::<u64>().ok());
        assert!(number.is_some(), "{id} is no number written as a text");
    }
    Ok(())
}

/// And leaves those of others.
pub async fn a_deleted_entity_takes_its_memories_along(server: &ServerUnderTest) -> TestResult {
    server.add("mia", "Rows").await?;
    server.add("bo", "Bakes").await?;
    let answer = server
        .expect(200, "DELETE", "/v2/entities/user/mia/", None)
        .await?;
    assert!(answer["message"].is_string(), "{answer}");
    assert_eq!(texts(&server.get("/v1/memories/").await?), ["Bakes"]);
    assert_eq!(server.get("/v1/entities/").await?["count"], 1);
    Ok(())
}

/// As older js clients ask for it.
pub async fn an_entity_can_be_deleted_by_its_number(server: &ServerUnderTest) -> TestResult {
    server.add("mia", "Rows").await?;
    server.add("bo", "Bakes").await?;
    let listed = server.get("/v1/entities/").await?;
    let rows = listed["results"].as_array().into_iter().flatten();
    let mia = rows.into_iter().find(|row| row["name"] == "mia");
    let id = mia.and_then(|row| row["id"].as_str()).unwrap_or_default();
    let path = format!("/v1/entities/user/{id}/");
    server.expect(200, "DELETE", &path, None).await?;
    assert_eq!(texts(&server.get("/v1/memories/").await?), ["Bakes"]);
    server
        .expect(400, "DELETE", "/v1/entities/user/mia/", None)
        .await?;
    Ok(())
}

/// `al%20ice%2Fx` is one name, and so is `al/ice` of older clients.
pub async fn odd_names_are_one_segment_and_bare_slashes_are_taken_too(
    server: &ServerUnderTest,
) -> TestResult {
    for (name, path) in [
        ("al ice/x", "/v2/entities/user/al%20ice%2Fx/"),
        ("al/ice", "/v2/entities/user/al/ice/"),
        ("李雷", "/v2/entities/user/%E6%9D%8E%E9%9B%B7/"),
    ] {
        server.add(name, "Rows").await?;
        server.expect(200, "DELETE", path, None).await?;
        let left = server.texts(json!({"user_id": name})).await?;
        assert_eq!(left, Vec::<String>::new(), "{name}");
    }
    Ok(())
}

/// With `message`, as older clients read it.
pub async fn an_unknown_type_is_refused(server: &ServerUnderTest) -> TestResult {
    let refusal = server
        .expect(400, "DELETE", "/v2/entities/house/mia/", None)
        .await?;
    assert_eq!(refusal["message"], Value::from("Invalid entity type"));
    Ok(())
}

/// In a list of one; others are not found.
pub async fn one_of_them_is_told(server: &ServerUnderTest) -> TestResult {
    server.add("mia", "Rows").await?;
    let told = server.get("/v2/entities/user/mia/").await?;
    assert_eq!(
        (&told[0]["name"], &told[0]["total_memories"]),
        (&json!("mia"), &json!(1))
    );
    server
        .expect(404, "GET", "/v2/entities/agent/mia/", None)
        .await?;
    server
        .expect(400, "GET", "/v2/entities/house/mia/", None)
        .await?;
    Ok(())
}

/// It can be listed and deleted like the others.
pub async fn one_can_be_made_before_it_has_memories(server: &ServerUnderTest) -> TestResult {
    for (kind, id) in [("users", "user_id"), ("agents", "agent_id")] {
        let body = json!({id: "李雷", "metadata": {"team": "rowers"}});
        let path = format!("/v1/{kind}/");
        let made = server.expect(201, "POST", &path, Some(body)).await?;
        assert_eq!((&made[id], made["id"].is_u64()), (&json!("李雷"), true));
        server.expect(400, "POST", &path, Some(json!({}))).await?;
    }
    let listed = server.get("/v1/entities/").await?;
    assert_eq!(listed["count"], 2);
    assert_eq!(listed["results"][0]["metadata"]["team"], "rowers");
    server
        .expect(200, "DELETE", "/v2/entities/user/李雷/", None)
        .await?;
    assert_eq!(server.get("/v1/entities/").await?["count"], 1);
    Ok(())
}

/// Whatever there is of it.
pub async fn what_lists_can_be_narrowed_down_to_is_told(server: &ServerUnderTest) -> TestResult {
    server.add("mia", "Rows").await?;
    let choices = server.get("/v1/entities/filters/").await?;
    assert_eq!(choices["users"], json!(["mia"]));
    for name in ["event_type", "categories", "parameters"] {
        assert!(choices[name].is_array(), "{choices}");
    }
    Ok(())
}
