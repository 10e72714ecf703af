//! The JSON that the command line, servers and bindings share.

use mem0::contract::{
    added_json, answers_json, change_json, error_json, get_json, hit_json, listed_json, memory_json,
};
use mem0::{AddOptions, ListOptions, Message, SearchOptions, UpdateOptions};
use serde_json::{Value, json};

use crate::room::{Room, TestResult, at, keep, mia};

fn keys(json: &Value) -> Vec<&str> {
    json.as_object()
        .map(|object| object.keys().map(String::as_str).collect())
        .unwrap_or_default()
}

#[tokio::test]
async fn a_memory_has_the_keys_of_the_contract() -> TestResult {
    let room = Room::new();
    let memory = room.open().await?;
    let id = keep(&memory, mia(), "茶").await?;
    let item = memory.get(&id).await?.ok_or("it is gone")?;
    let json = get_json(&item);
    assert_eq!(
        keys(&json),
        [
            "id",
            "memory",
            "hash",
            "metadata",
            "score",
            "created_at",
            "updated_at",
            "user_id",
            "role",
            "occurred_at",
            "kind",
            "version",
        ]
    );
    assert_eq!(json["memory"], "茶");
    assert_eq!(json["hash"], mem0::MemoryItem::hash_of("茶"));
    assert_eq!(
        (&json["metadata"], &json["score"]),
        (&Value::Null, &Value::Null)
    );
    let stamp = json["created_at"].as_str().unwrap_or_default();
    assert!(stamp.ends_with("+00:00") && stamp.len() == "2026-08-22T13:34:00.123456+00:00".len());
    assert!(!keys(&memory_json(&item)).contains(&"score"));
    Ok(())
}

#[tokio::test]
async fn what_is_there_is_promoted_and_the_rest_is_metadata() -> TestResult {
    let room = Room::new();
    let memory = room.open().await?;
    let metadata = json!({"topic": "drinks", "attributed_to": "assistant"});
    let options = AddOptions::new(mia())
        .verbatim()
        .metadata(metadata.as_object().cloned().unwrap_or_default())
        .categories(["drink"])
        .immutable()
        .timestamp(at("2024-05-01"))
        .expires_on(mem0::parse_expiration("2999-01-02")?);
    memory
        .add(Message::user("tea").named("Mia"), options)
        .await?;
    let listed = listed_json(&memory.get_all(ListOptions::new(mia())).await?);
    let json = &listed["results"][0];
    assert_eq!(json["metadata"], json!({"topic": "drinks"}));
    assert_eq!(json["attributed_to"], "assistant");
    assert_eq!(json["actor_id"], "Mia");
    assert_eq!(json["expiration_date"], "2999-01-02");
    assert_eq!(json["categories"], json!(["drink"]));
    assert_eq!(json["immutable"], true);
    assert_eq!(json["occurred_at"], "2024-05-01T00:00:00.000000+00:00");
    Ok(())
}

#[tokio::test]
async fn a_hit_has_a_score_and_its_details_when_asked() -> TestResult {
    let room = Room::new();
    let memory = room.open().await?;
    keep(&memory, mia(), "Bruno the dog sleeps in the kitchen").await?;
    let options = SearchOptions::new(mia()).explain().rerank();
    let answers = memory.search("Where does Bruno sleep?", options).await?;
    let hit = hit_json(&answers.hits[0]);
    assert!(
        hit["score"]
            .as_f64()
            .is_some_and(|score| score > 0.0 && score <= 1.0)
    );
    assert!(hit["rerank_score"].is_number());
    let details = &hit["score_details"];
    for key in [
        "semantic_score",
        "bm25_score",
        "raw_score",
        "max_possible_score",
        "final_score",
    ] {
        assert!(details[key].is_number(), "{key}: {details}");
    }
    assert!(keys(details).contains(&"entity_boost"));
    assert_eq!(keys(&answers_json(&answers)), ["results"]);
    let plain = memory.search("Bruno", SearchOptions::new(mia())).await?;
    let plain = hit_json(&plain.hits[0]);
    assert!(!keys(&plain).contains(&"score_details") && !keys(&plain).contains(&"rerank_score"));
    Ok(())
}

#[tokio::test]
async fn what_add_and_history_answer_has_the_keys_of_the_contract() -> TestResult {
    let room = Room::new();
    let memory = room.open().await?;
    let added = memory.add("tea", AddOptions::new(mia()).verbatim()).await?;
    let json = added_json(&added);
    assert_eq!(keys(&json), ["results"]);
    assert_eq!(
        keys(&json["results"][0]),
        ["id", "memory", "event", "actor_id", "role"]
    );
    assert_eq!(json["results"][0]["event"], "ADD");
    let id = &added.results[0].id;
    memory.update(id, UpdateOptions::text("green tea")).await?;
    memory.undo(id).await?;
    let history = memory.history(id).await?;
    let json = change_json(&history[0]);
    assert_eq!(
        keys(&json),
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
            "role",
            "sequence",
            "version",
        ]
    );
    assert_eq!(json["is_deleted"], false);
    assert_eq!(change_json(&history[2])["undoes"], history[1].sequence);
    Ok(())
}

#[tokio::test]
async fn an_error_says_what_kind_it_is_and_what_to_do() -> TestResult {
    let room = Room::new();
    let memory = room.open().await?;
    let json = error_json(&memory.delete("nope").await.unwrap_err());
    assert_eq!(json["kind"], "not_found");
    assert_eq!(json["temporary"], false);
    assert!(
        json["error"]
            .as_str()
            .is_some_and(|text| text.contains("nope"))
    );
    assert!(json["hint"].as_str().is_some_and(|text| !text.is_empty()));
    Ok(())
}
