//! With a language model: OpenAI's wire against a double of the server.

use mem0::{
    AddOptions, Error, ErrorKind, Memory, MemoryConfig, ModelError, Scope, SearchOptions,
    StoreError,
};
use mem0_testkit::HashEmbedder;
use serde_json::{Value, json};
use wiremock::matchers::{header, method, path};
use wiremock::{Mock, MockServer, Request, Respond, ResponseTemplate};

use crate::room::{Room, TestResult, found, keep, listed, mia};

const CHAT: &str = "/v1/chat/completions";
const EMBEDDINGS: &str = "/v1/embeddings";

/// A server that answers chats with these operations.
async fn answering(operations: Value) -> MockServer {
    let server = MockServer::start().await;
    let content = json!({"operations": operations}).to_string();
    Mock::given(method("POST"))
        .and(path(CHAT))
        .and(header("authorization", "Bearer sk-test"))
        .respond_with(ResponseTemplate::new(200).set_body_json(json!({
            "choices": [{
                "message": {"role": "assistant", "content": content},
                "finish_reason": "stop",
            }],
            "usage": {"prompt_tokens": 100, "completion_tokens": 20},
        })))
        .mount(&server)
        .await;
    server
}

/// A server that answers chats with a failure.
async fn failing(status: u16, message: &str) -> MockServer {
    let server = MockServer::start().await;
    let error = json!({"error": {"message": message, "type": "x", "code": null}});
    Mock::given(method("POST"))
        .and(path(CHAT))
        .respond_with(ResponseTemplate::new(status).set_body_json(error))
        .mount(&server)
        .await;
    server
}

/// The embedded default with this server as language model.
fn with_model(room: &Room, server: &MockServer) -> TestResult<MemoryConfig> {
    let config = room.config().with(
        "llm",
        json!({"provider": "openai", "config": {
            "api_key": "sk-test",
            "openai_base_url": format!("{}/v1", server.uri()),
            "model": "test-model",
            "max_retries": 0,
            "timeout": 5,
        }}),
    )?;
    Ok(config)
}

async fn chats(server: &MockServer) -> Vec<Value> {
    let requests = server.received_requests().await.unwrap_or_default();
    requests
        .iter()
        .filter(|request| request.url.path() == CHAT)
        .filter_map(|request| serde_json::from_slice(&request.body).ok())
        .collect()
}

fn remember(text: &str, quote: &str) -> Value {
    json!({"op": "add", "target": null, "text": text, "sources": [1], "quote": quote, "when": null})
}

#[tokio::test]
async fn one_call_makes_memories_of_a_conversation() -> TestResult {
    let room = Room::new();
    let server = answering(json!([remember("用户对花生过敏", "我对花生过敏")])).await;
    let memory = Memory::open(with_model(&room, &server)?).await?;
    let added = memory.add("我对花生过敏。", AddOptions::new(mia())).await?;
    assert_eq!(listed(&memory, mia()).await?, ["用户对花生过敏"]);
    assert_eq!(added.usage.calls, 1);
    assert_eq!(
        (added.usage.input_tokens, added.usage.output_tokens),
        (100, 20)
    );
    let asked = chats(&server).await;
    assert_eq!(asked.len(), 1);
    assert_eq!(asked[0]["model"], "test-model");
    assert!(asked[0]["messages"].to_string().contains("我对花生过敏"));
    assert_eq!(memory.llm_name().as_deref(), Some("openai/test-model"));
    Ok(())
}

#[tokio::test]
async fn a_model_that_says_what_nobody_said_is_not_believed() -> TestResult {
    let room = Room::new();
    let server = answering(json!([
        remember("User likes tea", "I like tea"),
        remember("User owns a yacht", "I own a yacht"),
        json!({"op": "update", "target": 99, "text": "x", "sources": [1], "quote": "tea"}),
    ]))
    .await;
    let memory = Memory::open(with_model(&room, &server)?).await?;
    let added = memory.add("I like tea.", AddOptions::new(mia())).await?;
    assert_eq!(listed(&memory, mia()).await?, ["User likes tea"]);
    assert_eq!(added.left_out.len(), 2, "{:?}", added.left_out);
    Ok(())
}

#[tokio::test]
async fn when_the_model_fails_the_messages_are_kept_and_retry_extracts_them() -> TestResult {
    let room = Room::new();
    let broken = failing(500, "overloaded").await;
    let memory = Memory::open(with_model(&room, &broken)?).await?;
    for said in ["I like tea.", "我对花生过敏。"] {
        let error = memory.add(said, AddOptions::new(mia())).await.unwrap_err();
        assert!(
            matches!(error, Error::Extraction { kept: 1, .. }),
            "{error}"
        );
        assert!(
            error.is_temporary() && error.hint().contains("retry"),
            "{}",
            error.hint()
        );
    }
    assert!(listed(&memory, mia()).await?.is_empty());
    assert_eq!(memory.health().await?.pending_episodes, 2);
    assert!(memory.retry(AddOptions::new(mia())).await.is_err());
    assert_eq!(memory.health().await?.pending_episodes, 2);
    memory.close().await?;

    let server = answering(json!([remember("User likes tea", "I like tea")])).await;
    let memory = Memory::open(with_model(&room, &server)?).await?;
    assert!(
        memory
            .retry(AddOptions::new(Scope::user("bob")))
            .await?
            .results
            .is_empty()
    );
    memory.retry(AddOptions::new(mia())).await?;
    assert_eq!(listed(&memory, mia()).await?, ["User likes tea"]);
    assert_eq!(chats(&server).await.len(), 2, "one call for each add");
    let health = memory.health().await?;
    assert_eq!((health.pending_episodes, health.episodes), (0, 2));
    assert!(
        memory
            .retry(AddOptions::new(mia()))
            .await?
            .results
            .is_empty()
    );
    assert_eq!(chats(&server).await.len(), 2, "nothing is left to extract");
    Ok(())
}

#[tokio::test]
async fn every_failure_of_the_server_has_its_kind() -> TestResult {
    for (status, message, kind, temporary) in [
        (401, "bad key sk-test", ErrorKind::Authentication, false),
        (429, "slow down", ErrorKind::RateLimit, true),
        (400, "no such model", ErrorKind::Model, false),
        (503, "overloaded", ErrorKind::Model, true),
    ] {
        let room = Room::new();
        let server = failing(status, message).await;
        let memory = Memory::open(with_model(&room, &server)?).await?;
        let error = memory
            .add("I like tea.", AddOptions::new(mia()))
            .await
            .unwrap_err();
        assert_eq!(
            (error.kind(), error.is_temporary()),
            (kind, temporary),
            "{status}: {error}"
        );
        assert!(!error.to_string().contains("sk-test"), "{error}");
        assert_eq!(memory.health().await?.pending_episodes, 1, "{status}");
    }
    Ok(())
}

#[tokio::test]
async fn an_answer_that_is_no_json_is_asked_for_once_more_and_then_an_error() -> TestResult {
    let room = Room::new();
    let server = MockServer::start().await;
    let body =
        json!({"choices": [{"message": {"content": "I'd rather talk."}, "finish_reason": "stop"}]});
    Mock::given(path(CHAT))
        .respond_with(ResponseTemplate::new(200).set_body_json(body))
        .mount(&server)
        .await;
    let memory = Memory::open(with_model(&room, &server)?).await?;
    let error = memory
        .add("I like tea.", AddOptions::new(mia()))
        .await
        .unwrap_err();
    let Error::Extraction {
        kept: 1,
        source: ModelError::Unusable { .. },
    } = &error
    else {
        return Err(format!("{error}").into());
    };
    assert_eq!(chats(&server).await.len(), 2);
    Ok(())
}

#[tokio::test]
async fn no_model_is_asked_to_keep_messages_word_for_word_or_to_search() -> TestResult {
    let room = Room::new();
    let server = failing(500, "never ask me").await;
    let memory = Memory::open(with_model(&room, &server)?).await?;
    keep(&memory, mia(), "The key is under the mat").await?;
    assert_eq!(found(&memory, mia(), "Where is the key?").await?.len(), 1);
    assert!(chats(&server).await.is_empty());
    Ok(())
}

#[tokio::test]
async fn instructions_of_the_configuration_and_of_the_call_reach_the_model() -> TestResult {
    let room = Room::new();
    let server = answering(json!([])).await;
    let config = with_model(&room, &server)?.with("custom_instructions", "Only about 茶.")?;
    let memory = Memory::open(config).await?;
    memory.add("I like tea.", AddOptions::new(mia())).await?;
    memory
        .add(
            "I like tea.",
            AddOptions::new(mia()).prompt("Only about 酒."),
        )
        .await?;
    let asked = chats(&server).await;
    assert!(asked[0]["messages"].to_string().contains("Only about 茶."));
    assert!(asked[1]["messages"].to_string().contains("Only about 酒."));
    Ok(())
}

#[tokio::test]
async fn a_missing_key_shows_at_first_use_and_names_the_variable() -> TestResult {
    let room = Room::new();
    let memory = Memory::open(room.config().with("llm.provider", "openai")?).await?;
    let error = memory
        .add("I like tea.", AddOptions::new(mia()))
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Authentication, "{error}");
    assert!(error.to_string().contains("OPENAI_API_KEY"), "{error}");
    keep(&memory, mia(), "word for word needs no model").await?;

    let room = Room::new();
    let memory = Memory::open(room.config().with("embedder.provider", "openai")?).await?;
    let error = memory
        .search("tea", SearchOptions::new(mia()))
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Authentication, "{error}");
    Ok(())
}

/// Answers embeddings as OpenAI does.
struct Embedder(HashEmbedder);

impl Respond for Embedder {
    fn respond(&self, request: &Request) -> ResponseTemplate {
        let body: Value = serde_json::from_slice(&request.body).unwrap_or_default();
        let texts = body["input"].as_array().cloned().unwrap_or_default();
        let data: Vec<Value> = texts
            .iter()
            .enumerate()
            .map(|(index, text)| {
                json!({"index": index, "embedding": self.0.vector(text.as_str().unwrap_or(""))})
            })
            .collect();
        ResponseTemplate::new(200).set_body_json(json!({"data": data, "model": body["model"]}))
    }
}

async fn with_embedder(room: &Room) -> TestResult<(MockServer, MemoryConfig)> {
    let server = MockServer::start().await;
    Mock::given(path(EMBEDDINGS))
        .respond_with(Embedder(HashEmbedder::new(48)))
        .mount(&server)
        .await;
    let config = room.config().with(
        "embedder",
        json!({"provider": "openai", "config": {
            "api_key": "sk-test",
            "openai_base_url": format!("{}/v1", server.uri()),
            "model": "test-embedder",
            "max_retries": 0,
        }}),
    )?;
    Ok((server, config))
}

#[tokio::test]
async fn an_embedder_behind_a_server_remembers_and_recalls() -> TestResult {
    let room = Room::new();
    let (_server, config) = with_embedder(&room).await?;
    let memory = Memory::open(config).await?;
    keep(&memory, mia(), "The key is under the mat").await?;
    keep(&memory, mia(), "Lunch is at noon").await?;
    assert_eq!(
        found(&memory, mia(), "Where is the key?").await?[0],
        "The key is under the mat"
    );
    assert_eq!(memory.embedder_identity().await?.dimensions, 48);
    Ok(())
}

#[tokio::test]
async fn a_store_of_another_embedder_is_refused_until_it_is_embedded_anew() -> TestResult {
    let room = Room::new();
    let memory = room.open().await?;
    for number in 0..300 {
        keep(&memory, mia(), &format!("note {number}")).await?;
    }
    memory.close().await?;

    let (_server, config) = with_embedder(&room).await?;
    let memory = Memory::open(config).await?;
    let errors = [
        memory
            .search("note", SearchOptions::new(mia()))
            .await
            .unwrap_err(),
        memory
            .add("I like tea.", AddOptions::new(mia()))
            .await
            .unwrap_err(),
    ];
    for error in errors {
        assert!(
            matches!(error, Error::Store(StoreError::OtherEmbedder { .. })),
            "{error}"
        );
        assert!(error.hint().contains("mem0 reembed"), "{}", error.hint());
        assert!(error.to_string().contains("static/"), "{error}");
    }
    assert_eq!(
        listed(&memory, mia()).await?.len(),
        300,
        "reading needs no vectors"
    );

    let mut told = Vec::new();
    assert_eq!(memory.reembed(|done| told.push(done)).await?, 300);
    assert!(told.is_sorted() && told.last() == Some(&300), "{told:?}");
    assert_eq!(found(&memory, mia(), "note 123").await?[0], "note 123");
    assert_eq!(memory.reembed(|_| ()).await?, 0);
    let old = room.open().await?;
    let error = old
        .search("note", SearchOptions::new(mia()))
        .await
        .unwrap_err();
    assert!(
        matches!(error, Error::Store(StoreError::OtherEmbedder { .. })),
        "{error}"
    );
    Ok(())
}

#[tokio::test]
async fn a_store_without_vectors_changes_to_another_embedder_by_itself() -> TestResult {
    let room = Room::new();
    let memory = room.open().await?;
    assert!(found(&memory, mia(), "anything?").await?.is_empty());
    memory.close().await?;

    let (_server, config) = with_embedder(&room).await?;
    let memory = Memory::open(config).await?;
    keep(&memory, mia(), "The key is under the mat").await?;
    assert_eq!(found(&memory, mia(), "Where is the key?").await?.len(), 1);
    memory.close().await?;

    let old = room.open().await?;
    let refused = old.search("key", SearchOptions::new(mia())).await;
    assert!(refused.is_err(), "now there is a vector of another model");
    Ok(())
}
