//! What messages point at, with a real fetcher and doubles of the servers.

use mem0::{AddOptions, Memory, MemoryConfig, Messages, Scope, contract};
use serde_json::{Value, json};
use wiremock::matchers::{method, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

use crate::room::{Room, TestResult, listed, mia};

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR and so on";

async fn files() -> MockServer {
    let server = MockServer::start().await;
    for (route, body, kind) in [
        ("/cat.png", PNG.to_vec(), "image/png"),
        (
            "/notes.txt",
            "I am allergic to peanuts.".into(),
            "text/plain",
        ),
        (
            "/gone.png",
            b"<!doctype html>Not found".to_vec(),
            "image/png",
        ),
    ] {
        let body = ResponseTemplate::new(200).set_body_raw(body, kind);
        Mock::given(path(route))
            .respond_with(body)
            .mount(&server)
            .await;
    }
    server
}

async fn model(reply: &str) -> MockServer {
    let server = MockServer::start().await;
    Mock::given(method("POST"))
        .and(path("/v1/chat/completions"))
        .respond_with(ResponseTemplate::new(200).set_body_json(json!({
            "choices": [{
                "message": {"role": "assistant", "content": reply},
                "finish_reason": "stop",
            }],
            "usage": {"prompt_tokens": 100, "completion_tokens": 20},
        })))
        .mount(&server)
        .await;
    server
}

fn seeing(room: &Room, server: &MockServer) -> TestResult<MemoryConfig> {
    let llm = json!({"provider": "openai", "config": {
        "api_key": "sk-test",
        "openai_base_url": format!("{}/v1", server.uri()),
        "model": "test-model",
        "max_retries": 0,
        "enable_vision": true,
        "vision_details": "low",
    }});
    Ok(room
        .config()
        .with("llm", llm)?
        .with("allow_private_urls", true)?)
}

#[tokio::test]
async fn an_image_is_fetched_and_shown_to_the_model() -> TestResult {
    let room = Room::new();
    let (files, model) = (files().await, model("一只橘猫。").await);
    let memory = Memory::open(seeing(&room, &model)?).await?;
    let messages = Messages::try_from(json!([{"role": "user", "content": {
        "type": "image_url", "image_url": {"url": format!("{}/cat.png", files.uri())}}}]))?;
    let added = memory
        .add(messages, AddOptions::new(mia()).verbatim())
        .await?;
    assert_eq!(added.errors, []);
    assert_eq!(listed(&memory, mia()).await?, ["一只橘猫。"]);
    let requests = model.received_requests().await.unwrap_or_default();
    let asked: Value = serde_json::from_slice(&requests[0].body)?;
    let shown = &asked["messages"][1]["content"][1];
    assert_eq!(shown["type"], "image_url");
    assert_eq!(shown["image_url"]["detail"], "low");
    let url = shown["image_url"]["url"].as_str().unwrap_or_default();
    assert!(
        url.starts_with("data:image/png;base64,iVBORw0KGgo"),
        "{url}"
    );
    Ok(())
}

#[tokio::test]
async fn one_bad_attachment_costs_nothing_of_the_rest_and_is_told_in_json() -> TestResult {
    let room = Room::new();
    let files = files().await;
    let config = room.config().with("allow_private_urls", true)?;
    let memory = Memory::open(config).await?;
    let url = |route: &str| format!("{}{route}", files.uri());
    let messages = Messages::try_from(json!([{"role": "user", "content": [
        {"type": "txt_url", "txt_url": {"url": url("/notes.txt")}},
        {"type": "pdf_url", "pdf_url": {"url": url("/gone.png")}},
        {"type": "image_url", "image_url": {"url": url("/cat.png")}},
    ]}]))?;
    let added = memory.add(messages, AddOptions::new(mia())).await?;
    assert_eq!(added.results.len(), 1, "{added:?}");
    let item = memory
        .get(&added.results[0].id)
        .await?
        .ok_or("it is there")?;
    assert!(item.text.contains("peanuts"));
    assert_eq!(item.metadata["source"], url("/notes.txt"));
    let told = contract::added_json(&added);
    assert_eq!(
        told["errors"],
        json!([
            {
                "type": "pdf_url",
                "source": url("/gone.png"),
                "error": "it is a web page, not a PDF",
            },
            {
                "type": "image_url",
                "source": url("/cat.png"),
                "error": "images are not looked at; set `enable_vision` with a model that sees",
            },
        ])
    );
    Ok(())
}

#[tokio::test]
async fn private_addresses_and_files_are_closed_unless_opened() -> TestResult {
    let room = Room::new();
    let files = files().await;
    let note = room.path().join("note.txt");
    std::fs::write(&note, "I keep bees in my garden.")?;
    let messages = || -> TestResult<Messages> {
        Ok(Messages::try_from(json!([{"role": "user", "content": [
            {"type": "txt_url", "txt_url": {"url": format!("{}/notes.txt", files.uri())}},
            {"type": "txt_url", "txt_url": {"url": note.to_str()}},
        ]}]))?)
    };
    let memory = room.open().await?;
    let added = memory
        .add(messages()?, AddOptions::new(mia()).verbatim())
        .await?;
    assert!(added.results.is_empty());
    assert!(added.errors[0].reason.contains("MEM0_ALLOW_PRIVATE_URLS"));
    assert!(added.errors[1].reason.contains("MEM0_ALLOW_LOCAL_FILES"));
    assert!(
        files
            .received_requests()
            .await
            .unwrap_or_default()
            .is_empty()
    );
    memory.close().await?;

    let config = room
        .config()
        .with("allow_private_urls", true)?
        .with("allow_local_files", true)?;
    let memory = Memory::open(config).await?;
    let added = memory
        .add(messages()?, AddOptions::new(mia()).verbatim())
        .await?;
    assert_eq!((added.results.len(), added.errors.len()), (2, 0));
    Ok(())
}

#[tokio::test]
async fn limits_are_settings() -> TestResult {
    let room = Room::new();
    let config = room
        .config()
        .with("attachment_text_bytes", 10)?
        .with("attachment_timeout", 2.5)?;
    assert_eq!(config.attachments().limits.timeout.as_secs_f32(), 2.5);
    assert_eq!(config.vision(), None);
    let memory = Memory::open(config).await?;
    let messages = Messages::try_from(json!([{"role": "user", "content":
        {"type": "txt_url", "txt_url": {"url": "data:,I%20keep%20bees"}}}]))?;
    let added = memory
        .add(messages, AddOptions::new(mia()).verbatim())
        .await?;
    assert!(
        added.errors[0].reason.contains("more than the 10 bytes"),
        "{added:?}"
    );
    Ok(())
}

#[tokio::test]
async fn a_procedure_keeps_the_calls_of_openai_chats() -> TestResult {
    let room = Room::new();
    let memory = room.open().await?;
    let messages = Messages::try_from(json!([
        {"role": "user", "content": "订一张火车票"},
        {"role": "assistant", "content": null, "tool_calls": [{
            "id": "1", "type": "function",
            "function": {"name": "book", "arguments": "{\"train\":\"K17\"}"}}]},
        {"role": "tool", "content": "booked"},
    ]))?;
    let agent = Scope {
        agent_id: Some("clerk".to_owned()),
        ..Scope::default()
    };
    let added = memory
        .add(messages, AddOptions::new(agent).procedural())
        .await?;
    assert_eq!(
        added.results[0].memory,
        "1. [user] 订一张火车票\n2. [assistant] book({\"train\":\"K17\"})\n3. [tool] booked"
    );
    Ok(())
}
