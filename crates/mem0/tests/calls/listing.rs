//! `get`, `get_all`, `history`: what is there, and what happened to it.

use serde_json::{Value, json};

use crate::room::{Room, TestResult, keys, text_of};

#[tokio::test]
async fn one_memory_has_a_score_of_nothing_and_an_unknown_one_is_null() -> TestResult {
    let room = Room::new().await?;
    let id = room.keep("Mia keeps bees").await?;
    let kept = room.call("get", json!({"memory_id": id})).await?;
    assert_eq!(
        keys(&kept)[..8],
        [
            "id",
            "memory",
            "hash",
            "metadata",
            "score",
            "created_at",
            "updated_at",
            "user_id"
        ]
    );
    assert_eq!(
        (&kept["score"], &kept["metadata"]),
        (&Value::Null, &Value::Null)
    );
    assert_eq!(kept["role"], "user");
    for name in ["memoryId", "id"] {
        assert_eq!(
            room.call("get", json!({name: format!(" {id} ")})).await?,
            kept
        );
    }
    for unknown in [
        json!("nope"),
        json!("00000000-0000-4000-8000-000000000000"),
        json!(7),
    ] {
        assert_eq!(
            room.call("get", json!({"memory_id": unknown})).await?,
            Value::Null
        );
    }
    Ok(())
}

#[tokio::test]
async fn a_memorys_id_is_needed_and_is_a_text() -> TestResult {
    let room = Room::new().await?;
    for operation in [
        "get", "update", "delete", "history", "undo", "forget", "sources",
    ] {
        let error = room.refusal(operation, json!({})).await?;
        assert_eq!(error["code"], "ARGUMENT_002", "{operation}");
        assert_eq!(error["details"]["argument"], "memory_id");
        for wrong in [json!(""), json!("  "), json!(true), json!(["a"])] {
            let error = room.refusal(operation, json!({"memory_id": wrong})).await?;
            assert_eq!(error["code"], "VALIDATION_005", "{operation} {wrong}");
        }
    }
    Ok(())
}

#[tokio::test]
async fn all_memories_come_newest_first_and_without_scores() -> TestResult {
    let room = Room::new().await?;
    for text in ["first", "第二", "third"] {
        room.keep(text).await?;
    }
    let all = room.call("get_all", json!({"user_id": "mia"})).await?;
    assert_eq!(keys(&all), ["results"]);
    assert!(all["results"][0].get("score").is_none());
    for name in ["get_all", "getAll", "list"] {
        let listed = room.texts(name, json!({"userId": "mia"})).await?;
        assert_eq!(listed, ["third", "第二", "first"], "{name}");
    }
    let page = json!({"user_id": "mia", "limit": 1, "offset": 1});
    assert_eq!(room.texts("get_all", page).await?, ["第二"]);
    let page = json!({"user_id": "mia", "offset": 3});
    assert!(room.texts("get_all", page).await?.is_empty());
    Ok(())
}

#[tokio::test]
async fn history_tells_every_change_in_order_and_outlives_the_memory() -> TestResult {
    let room = Room::new().await?;
    let id = room.keep("Mia lives in Lisbon").await?;
    room.call(
        "update",
        json!({"memory_id": id, "text": "Mia lives in Porto"}),
    )
    .await?;
    room.call(
        "update",
        json!({"memory_id": id, "metadata": {"sure": true}}),
    )
    .await?;
    room.call("delete", json!({"memory_id": id})).await?;
    let history = room.call("history", json!({"memory_id": id})).await?;
    let rows = history.as_array().ok_or("no list")?;
    let events: Vec<String> = rows.iter().map(|row| text_of(&row["event"])).collect();
    assert_eq!(events, ["ADD", "UPDATE", "UPDATE", "DELETE"]);
    assert_eq!(
        keys(&rows[0])[..10],
        [
            "id",
            "memory_id",
            "old_memory",
            "new_memory",
            "event",
            "created_at",
            "updated_at",
            "is_deleted",
            "actor_id",
            "role"
        ]
    );
    assert_eq!(rows[0]["old_memory"], Value::Null);
    assert_eq!(rows[1]["old_memory"], "Mia lives in Lisbon");
    assert_eq!(rows[1]["new_memory"], "Mia lives in Porto");
    assert_eq!(rows[3]["new_memory"], Value::Null);
    assert_eq!(
        (&rows[0]["is_deleted"], &rows[3]["is_deleted"]),
        (&json!(false), &json!(true))
    );
    assert_eq!(
        room.call("history", json!({"memory_id": "nope"})).await?,
        json!([])
    );
    Ok(())
}
