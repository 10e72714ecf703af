//! Calls on a memory with a language model: what it is told, and what happens when it fails.

use std::sync::Arc;

use mem0::contract::error_json;
use mem0::parts::Overrides;
use mem0::{Memory, ModelError, calls};
use mem0_testkit::ScriptedLlm;
use serde_json::{Value, json};

use crate::room::{Room, TestResult, keys, texts};

fn drawing(text: &str, quote: &str) -> String {
    let operation = json!({"op": "add", "target": null, "text": text, "sources": [1],
        "quote": quote, "when": null});
    json!({"operations": [operation]}).to_string()
}

async fn memory_with(room: &Room, llm: &Arc<ScriptedLlm>) -> TestResult<Memory> {
    let overrides = Overrides::default().llm(llm.clone());
    Ok(Memory::open_with(room.config(), overrides).await?)
}

#[tokio::test]
async fn what_extraction_should_heed_reaches_the_model() -> TestResult {
    let room = Room::new().await?;
    for (name, given) in [
        ("prompt", json!("只记住过敏")),
        ("customInstructions", json!("只记住过敏")),
        ("includes", json!(["只记住过敏"])),
        ("excludes", json!("只记住过敏")),
    ] {
        let llm = Arc::new(ScriptedLlm::replying([drawing(
            "用户对花生过敏",
            "我对花生过敏",
        )]));
        let memory = memory_with(&room, &llm).await?;
        let mut arguments = json!({"messages": "我对花生过敏。", "user_id": name});
        arguments[name] = given;
        let added = calls::call(&memory, "add", arguments).await?;
        let asked = format!("{:?}", llm.requests());
        assert!(asked.contains("只记住过敏"), "{name}: {asked}");
        assert_eq!(keys(&added)[..2], ["results", "usage"], "{added}");
        memory.close().await?;
    }
    Ok(())
}

#[tokio::test]
async fn a_model_that_fails_costs_no_message() -> TestResult {
    let room = Room::new().await?;
    let llm = Arc::new(ScriptedLlm::default());
    llm.then_fail(ModelError::RateLimited {
        provider: "llm/scripted".to_owned(),
        message: "later".to_owned(),
        retry_after: None,
    });
    llm.then_reply(drawing(
        "User is allergic to peanuts",
        "allergic to peanuts",
    ));
    let memory = memory_with(&room, &llm).await?;
    let arguments = json!({"messages": "I'm allergic to peanuts.", "user_id": "mia"});
    let failed = calls::call(&memory, "add", arguments).await;
    let error = error_json(&failed.err().ok_or("the model was not asked")?);
    assert_eq!(error["code"], "RATE_LIMIT_001");
    assert_eq!(error["details"]["kept_messages"], 1);
    let whose = json!({"userId": "mia", "metadata": {"topic": "health", "user_id": "eve"}});
    let retried = calls::call(&memory, "retry", whose).await?;
    assert_eq!(texts(&retried), ["User is allergic to peanuts"]);
    assert_eq!(retried["warnings"].as_array().map(Vec::len), Some(1));
    let all = calls::call(&memory, "get_all", json!({"user_id": "mia"})).await?;
    assert_eq!(all["results"][0]["metadata"]["topic"], "health");
    Ok(())
}

#[tokio::test]
async fn an_update_tells_the_text_before() -> TestResult {
    let room = Room::new().await?;
    let id = room.keep("Mia lives in Lisbon").await?;
    room.memory.close().await?;
    let operation = json!({"op": "update", "target": 1, "text": "Mia lives in Porto",
        "sources": [1], "quote": "I live in Porto", "when": null});
    let reply = json!({"operations": [operation]}).to_string();
    let memory = memory_with(&room, &Arc::new(ScriptedLlm::replying([reply]))).await?;
    let arguments = json!({"messages": "Now I live in Porto.", "user_id": "mia"});
    let added = calls::call(&memory, "add", arguments).await?;
    let row = &added["results"][0];
    assert_eq!(
        (&row["id"], &row["event"]),
        (&json!(id), &json!("UPDATE")),
        "{added}"
    );
    assert_eq!(row["previous_memory"], "Mia lives in Lisbon");
    Ok(())
}

#[tokio::test]
async fn word_for_word_no_model_is_asked() -> TestResult {
    let room = Room::new().await?;
    let llm = Arc::new(ScriptedLlm::default());
    let memory = memory_with(&room, &llm).await?;
    let arguments = json!({"messages": "hi", "user_id": "mia", "infer": false});
    let added = calls::call(&memory, "add", arguments).await?;
    assert_eq!(added.get("usage"), None::<&Value>);
    assert!(llm.requests().is_empty());
    Ok(())
}
