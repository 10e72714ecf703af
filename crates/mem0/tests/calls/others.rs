//! Where memories come from, who has some, the models behind them.

use std::sync::Arc;

use mem0::parts::Overrides;
use mem0::{Memory, calls};
use mem0_testkit::HashEmbedder;
use serde_json::{Value, json};

use crate::room::{Room, TestResult, keys, text_of};

fn contents(answer: &Value) -> Vec<String> {
    let rows = answer["results"].as_array().into_iter().flatten();
    rows.map(|row| text_of(&row["content"])).collect()
}

#[tokio::test]
async fn a_memory_knows_its_messages_and_a_scope_has_them_in_order() -> TestResult {
    let room = Room::new().await?;
    let id = room.keep("Mia keeps bees").await?;
    room.keep("Mia sells honey").await?;
    room.keep_with("Ben's", json!({"user_id": "ben"})).await?;
    let sources = room.call("sources", json!({"memory_id": id})).await?;
    assert_eq!(contents(&sources), ["Mia keeps bees"]);
    let of = async |given: Value| -> TestResult<Vec<String>> {
        Ok(contents(&room.call("episodes", given).await?))
    };
    assert_eq!(
        of(json!({"user_id": "mia"})).await?,
        ["Mia keeps bees", "Mia sells honey"]
    );
    assert_eq!(of(json!({})).await?.len(), 3);
    assert_eq!(
        of(json!({"offset": 1, "limit": 1})).await?,
        ["Mia sells honey"]
    );
    let latest = json!({"user_id": "mia", "latest": true, "limit": 1});
    assert_eq!(of(latest).await?, ["Mia sells honey"]);
    Ok(())
}

#[tokio::test]
async fn changes_go_on_where_one_stopped() -> TestResult {
    let room = Room::new().await?;
    let id = room.keep("one").await?;
    room.call("update", json!({"memory_id": id, "text": "two"}))
        .await?;
    room.keep_with("Ben's", json!({"user_id": "ben"})).await?;
    let all = room.call("changes", json!({})).await?;
    let rows = all["results"].as_array().ok_or("no list")?;
    assert_eq!(rows.len(), 3);
    let after = json!({"after": rows[0]["sequence"], "user_id": "mia"});
    let rest = room.call("changes", after).await?;
    assert_eq!(rest["results"], json!([rows[1]]));
    Ok(())
}

#[tokio::test]
async fn everybody_who_has_memories_is_named_with_how_many() -> TestResult {
    let room = Room::new().await?;
    let nobody = json!({"users": [], "agents": [], "runs": [], "apps": []});
    assert_eq!(room.call("summarize", json!({})).await?, nobody);
    room.keep_with("a", json!({"agent_id": "coach", "run_id": "monday"}))
        .await?;
    room.keep("b").await?;
    room.keep_with("c", json!({"user_id": "小雨", "app_id": "web"}))
        .await?;
    let all = room.call("users", json!({})).await?;
    let named = |kind: &str| -> Vec<(String, Value)> {
        let rows = all[kind].as_array().into_iter().flatten();
        let mut rows: Vec<_> = rows
            .map(|row| (text_of(&row["id"]), row["memories"].clone()))
            .collect();
        rows.sort_by(|one, other| one.0.cmp(&other.0));
        rows
    };
    assert_eq!(
        named("users"),
        [("mia".to_owned(), json!(2)), ("小雨".to_owned(), json!(1))]
    );
    assert_eq!(named("agents"), [("coach".to_owned(), json!(1))]);
    assert_eq!(named("runs"), [("monday".to_owned(), json!(1))]);
    assert_eq!(named("apps"), [("web".to_owned(), json!(1))]);
    Ok(())
}

#[tokio::test]
async fn health_counts_what_is_there() -> TestResult {
    let room = Room::new().await?;
    room.keep("one").await?;
    let health = room.call("health", json!({})).await?;
    assert_eq!(
        (&health["memories"], &health["episodes"]),
        (&json!(1), &json!(1))
    );
    assert_eq!(health["problems"], json!([]));
    assert_eq!(health["embedder"]["provider"], "static");
    Ok(())
}

#[tokio::test]
async fn texts_become_vectors_of_the_embedders_length() -> TestResult {
    let room = Room::new().await?;
    let embedder = room.call("embedder", json!({})).await?;
    assert_eq!(
        keys(&embedder),
        ["provider", "model", "revision", "dimensions"]
    );
    let vectors = room.call("embed", json!({"texts": ["茶", "tea"]})).await?;
    let vectors = vectors.as_array().ok_or("no list")?;
    assert_eq!(vectors.len(), 2);
    for vector in vectors {
        let vector = vector.as_array().ok_or("no vector")?;
        assert_eq!(json!(vector.len()), embedder["dimensions"]);
        let length: f64 = vector.iter().filter_map(Value::as_f64).map(|x| x * x).sum();
        assert!((length - 1.0).abs() < 1e-3, "{length}");
    }
    let one = room
        .call("embed", json!({"text": "茶", "memory_action": "add"}))
        .await?;
    assert_eq!(one[0], vectors[0]);
    for purpose in ["document", "query", "search", "update"] {
        room.call("embed", json!({"texts": [], "purpose": purpose}))
            .await?;
    }
    let error = room
        .refusal("embed", json!({"texts": ["x"], "purpose": "fun"}))
        .await?;
    assert_eq!(error["details"]["parameter"], "purpose");
    let error = room.refusal("embed", json!({"texts": [1]})).await?;
    assert_eq!(error["details"]["parameter"], "texts");
    Ok(())
}

#[tokio::test]
async fn texts_of_another_embedder_are_embedded_anew() -> TestResult {
    let room = Room::new().await?;
    room.keep("one").await?;
    room.keep("二").await?;
    assert_eq!(room.call("reembed", json!({})).await?, json!({"texts": 0}));
    room.memory.close().await?;
    let overrides = Overrides::default().embedder(Arc::new(HashEmbedder::new(64)));
    let memory = Memory::open_with(room.config(), overrides).await?;
    let done = calls::call(&memory, "reembed", json!({})).await?;
    assert_eq!(done, json!({"texts": 2}));
    let given = json!({"query": "one", "user_id": "mia"});
    let found = calls::call(&memory, "search", given).await?;
    assert_eq!(found["results"][0]["memory"], "one");
    Ok(())
}

#[tokio::test]
async fn nothing_waits_for_a_retry_where_no_model_failed() -> TestResult {
    let room = Room::new().await?;
    room.keep("one").await?;
    let answer = room.call("retry", json!({"user_id": "mia"})).await?;
    assert_eq!(answer, json!({"results": []}));
    Ok(())
}

#[tokio::test]
async fn a_memory_does_not_chat() -> TestResult {
    let room = Room::new().await?;
    let error = room.refusal("chat", json!({"query": "hi"})).await?;
    assert_eq!(error["code"], "OPERATION_002");
    assert_eq!(error["details"], json!({"operation": "chat"}));
    assert!(
        text_of(&error["error"]).contains("not implemented"),
        "{error}"
    );
    Ok(())
}
