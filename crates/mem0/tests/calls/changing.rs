//! `update`, `delete`, `delete_all`, `undo`, `forget`, `reset`.

use serde_json::{Value, json};

use crate::room::{Room, TestResult, keys, sorted, text_of};

#[tokio::test]
async fn text_metadata_or_both_can_be_changed() -> TestResult {
    let room = Room::new().await?;
    let id = room
        .keep_with(
            "Mia lives in Lisbon",
            json!({"metadata": {"topic": "home", "sure": false}}),
        )
        .await?;
    let get = async || room.call("get", json!({"memory_id": id})).await;
    let before = get().await?;
    let updated = json!({"message": "Memory updated successfully!"});

    let text = json!({"memory_id": id, "text": "Mia lives in Porto"});
    assert_eq!(room.call("update", text).await?, updated);
    let after = get().await?;
    assert_eq!(after["memory"], "Mia lives in Porto");
    assert_eq!(after["metadata"], json!({"topic": "home", "sure": false}));
    assert_eq!(after["created_at"], before["created_at"]);
    assert_ne!(after["updated_at"], before["updated_at"]);
    assert_ne!(after["hash"], before["hash"]);

    let metadata = json!({"memory_id": id, "metadata": {"sure": true, "user_id": "eve"}});
    let answer = room.call("update", metadata).await?;
    assert_eq!(answer["message"], updated["message"]);
    assert!(
        text_of(&answer["warnings"][0]).contains("user_id"),
        "{answer}"
    );
    let after = get().await?;
    assert_eq!(after["memory"], "Mia lives in Porto");
    assert_eq!(after["metadata"], json!({"topic": "home", "sure": true}));
    assert_eq!(after["user_id"], "mia");

    let twice = json!({"memory_id": id, "text": "Mia lives in Braga", "data": "米娅住在北京"});
    let answer = room.call("update", twice).await?;
    assert!(
        text_of(&answer["warnings"][0]).contains("`data`"),
        "{answer}"
    );
    assert_eq!(get().await?["memory"], "Mia lives in Braga");

    let both = json!({"memory_id": id, "data": "米娅住在里斯本", "metadata": {"topic": "住处"}});
    assert_eq!(room.call("update", both).await?, updated);
    let after = get().await?;
    assert_eq!(after["memory"], "米娅住在里斯本");
    assert_eq!(after["metadata"]["topic"], "住处");
    Ok(())
}

#[tokio::test]
async fn data_may_be_an_object_of_what_changes() -> TestResult {
    let room = Room::new().await?;
    let id = room.keep("Mia lives in Lisbon").await?;
    for (data, text) in [
        (json!({"text": "a", "metadata": {"archived": true}}), "a"),
        (json!({"memory": "b"}), "b"),
        (json!({"id": "ignored", "data": "c"}), "c"),
    ] {
        room.call("update", json!({"memory_id": id, "data": data}))
            .await?;
        let kept = room.call("get", json!({"memory_id": id})).await?;
        assert_eq!(kept["memory"], text);
        assert_eq!(kept["metadata"], json!({"archived": true}));
    }
    let wrong = json!({"memory_id": id, "data": {"txet": "d"}});
    let error = room.refusal("update", wrong).await?;
    assert_eq!(error["details"]["nearest"], "text");
    let twice = json!({"memory_id": id, "text": "a", "data": {"text": "b"}});
    let error = room.refusal("update", twice).await?;
    assert_eq!(error["details"]["parameter"], "text");
    let same = json!({"memory_id": id, "text": "same", "data": "same"});
    let answer = room.call("update", same).await?;
    assert_eq!(keys(&answer), ["message"]);
    Ok(())
}

#[tokio::test]
async fn an_update_without_anything_to_change_is_refused() -> TestResult {
    let room = Room::new().await?;
    let id = room.keep("Mia lives in Lisbon").await?;
    for nothing in [
        json!({}),
        json!({"text": null, "metadata": null, "data": null}),
    ] {
        let mut given = nothing.clone();
        given["memory_id"] = json!(id);
        let error = room.refusal("update", given).await?;
        assert_eq!(error["code"], "VALIDATION_005", "{nothing}");
    }
    for wrong in [
        json!({"text": ""}),
        json!({"text": "  "}),
        json!({"text": 7}),
        json!({"data": [1]}),
        json!({"metadata": "x"}),
        json!({"metadata": [1]}),
    ] {
        let mut given = wrong.clone();
        given["memory_id"] = json!(id);
        let error = room.refusal("update", given).await?;
        assert_eq!(error["kind"], "input", "{wrong}");
    }
    let history = room.call("history", json!({"memory_id": id})).await?;
    assert_eq!(history.as_array().map(Vec::len), Some(1));
    Ok(())
}

#[tokio::test]
async fn an_expiration_date_is_set_kept_and_cleared() -> TestResult {
    let room = Room::new().await?;
    let id = room.keep("Mia has a cold").await?;
    let expiry = async || -> TestResult<Value> {
        let kept = room.call("get", json!({"memory_id": id})).await?;
        Ok(kept["expiration_date"].clone())
    };
    let change = async |what: Value| {
        let mut given = what;
        given["memory_id"] = json!(id);
        room.call("update", given).await
    };
    change(json!({"expiration_date": "2126-01-31T08:00:00+00:00"})).await?;
    assert_eq!(expiry().await?, "2126-01-31");
    change(json!({"text": "Mia had a cold"})).await?;
    assert_eq!(expiry().await?, "2126-01-31");
    change(json!({"expirationDate": null})).await?;
    assert_eq!(expiry().await?, Value::Null);
    let wrong = json!({"memory_id": id, "expiration_date": "never"});
    let error = room.refusal("update", wrong).await?;
    assert_eq!(error["details"]["parameter"], "expiration_date");
    Ok(())
}

#[tokio::test]
async fn an_unknown_memory_is_not_found() -> TestResult {
    let room = Room::new().await?;
    for (operation, given) in [
        ("update", json!({"memory_id": "nope", "text": "x"})),
        ("delete", json!({"memory_id": "nope"})),
        ("undo", json!({"memory_id": "nope"})),
        ("forget", json!({"memory_id": "nope"})),
        ("sources", json!({"memory_id": "nope"})),
    ] {
        let error = room.refusal(operation, given).await?;
        assert_eq!(error["kind"], "not_found", "{operation}");
        assert_eq!(error["code"], "NOT_FOUND_001");
        assert_eq!(error["details"], json!({"memory_id": "nope"}));
        assert_eq!(error["error"], "Memory with id nope not found");
    }
    let id = room.keep("x").await?;
    room.call("delete", json!({"memory_id": id})).await?;
    let error = room.refusal("delete", json!({"memory_id": id})).await?;
    assert_eq!(error["kind"], "not_found");
    Ok(())
}

#[tokio::test]
async fn what_is_deleted_is_gone_until_it_is_taken_back() -> TestResult {
    let room = Room::new().await?;
    let id = room.keep("我住在杭州").await?;
    let deleted = room.call("delete", json!({"memoryId": id})).await?;
    assert_eq!(deleted, json!({"message": "Memory deleted successfully!"}));
    assert_eq!(
        room.call("get", json!({"memory_id": id})).await?,
        Value::Null
    );
    let undone = room.call("undo", json!({"memory_id": id})).await?;
    assert_eq!(undone["event"], "ADD");
    assert!(undone["undoes"].as_u64().is_some());
    let kept = room.call("get", json!({"memory_id": id})).await?;
    assert_eq!(kept["memory"], "我住在杭州");
    Ok(())
}

#[tokio::test]
async fn deleting_all_spares_everybody_else() -> TestResult {
    let room = Room::new().await?;
    for text in ["one", "two"] {
        room.keep(text).await?;
    }
    room.keep_with("Mia and the coach", json!({"agent_id": "coach"}))
        .await?;
    room.keep_with("Ben's", json!({"user_id": "ben"})).await?;
    let deleted = json!({"message": "Memories deleted successfully!"});
    let answer = room
        .call("delete_all", json!({"user_id": "mia", "agent_id": "coach"}))
        .await?;
    assert_eq!(answer, deleted);
    let left = room.texts("get_all", json!({"user_id": "mia"})).await?;
    assert_eq!(sorted(left), ["one", "two"]);
    assert_eq!(
        room.call("deleteAll", json!({"userId": "mia"})).await?,
        deleted
    );
    assert!(
        room.texts("get_all", json!({"user_id": "mia"}))
            .await?
            .is_empty()
    );
    assert_eq!(
        room.texts("get_all", json!({"user_id": "ben"})).await?,
        ["Ben's"]
    );
    let error = room
        .refusal("delete_all", json!({"user_id": "ben", "filters": {}}))
        .await?;
    assert_eq!(error["code"], "ARGUMENT_001");
    assert_eq!(room.count().await?, 1);
    Ok(())
}

#[tokio::test]
async fn what_is_forgotten_leaves_no_history() -> TestResult {
    let room = Room::new().await?;
    let id = room.keep("Mia has a secret").await?;
    room.keep("Mia has a dog").await?;
    let receipt = room.call("forget", json!({"memory_id": id})).await?;
    assert_eq!(
        keys(&receipt),
        ["memories", "versions", "changes", "episodes", "erased_at"]
    );
    assert_eq!(
        (&receipt["memories"], &receipt["changes"]),
        (&json!(1), &json!(1))
    );
    assert!(text_of(&receipt["erased_at"]).ends_with("+00:00"));
    assert_eq!(
        room.call("history", json!({"memory_id": id})).await?,
        json!([])
    );
    let receipt = room.call("forgetAll", json!({"userId": "mia"})).await?;
    assert_eq!(receipt["memories"], 1);
    assert_eq!(room.count().await?, 0);
    Ok(())
}

#[tokio::test]
async fn a_reset_erases_everybodys_and_answers_nothing() -> TestResult {
    let room = Room::new().await?;
    let id = room.keep("Mia's").await?;
    room.keep_with("Ben's", json!({"user_id": "ben"})).await?;
    assert_eq!(room.call("reset", Value::Null).await?, Value::Null);
    assert_eq!(room.count().await?, 0);
    assert_eq!(
        room.call("history", json!({"memory_id": id})).await?,
        json!([])
    );
    room.keep("new").await?;
    assert_eq!(room.count().await?, 1);
    Ok(())
}
