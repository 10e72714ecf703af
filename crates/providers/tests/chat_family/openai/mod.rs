//! OpenAI's own chat completions: what is sent, what answers mean, what is tried again, and what is
//! learnt from a refusal.

mod refusals;
mod requests;
mod troubles;

use mem0_core::{ChatRequest, ReplyFormat};
use mem0_providers::driver::chat::ChatClient;
use mem0_providers::llm::openai::OpenAiLlmConfig;
use serde_json::{Value, json};
use wiremock::matchers::{method, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

use crate::chat_rules::{KEY, in_turn, prose, quick};

fn completion(text: &str) -> ResponseTemplate {
    ResponseTemplate::new(200).set_body_json(json!({
        "choices": [{"index": 0, "message": {"role": "assistant", "content": text}, "finish_reason": "stop"}],
        "usage": {"prompt_tokens": 12, "completion_tokens": 3, "total_tokens": 15},
    }))
}

fn failure(status: u16, error: Value) -> ResponseTemplate {
    ResponseTemplate::new(status).set_body_json(json!({ "error": error }))
}

/// A server that gives these answers, one after another; the last one for ever.
async fn server(answers: Vec<ResponseTemplate>) -> MockServer {
    let asked = || Mock::given(method("POST")).and(path("/v1/chat/completions"));
    in_turn(asked, answers).await
}

async fn sent(server: &MockServer) -> Vec<Value> {
    let requests = server.received_requests().await.unwrap();
    requests
        .iter()
        .map(|request| serde_json::from_slice(&request.body).unwrap())
        .collect()
}

fn config(server: &MockServer, more: Value) -> OpenAiLlmConfig {
    let mut config = json!({
        "api_key": KEY, "openai_base_url": format!("{}/v1", server.uri()), "model": "gpt-4.1-nano",
    });
    config
        .as_object_mut()
        .unwrap()
        .extend(more.as_object().unwrap().clone());
    serde_json::from_value(config).unwrap()
}

fn client(server: &MockServer, more: Value) -> ChatClient {
    config(server, more).build().with_retry(quick())
}

fn structured() -> ChatRequest {
    let schema = json!({"type": "object", "properties": {}, "additionalProperties": false});
    ChatRequest {
        format: ReplyFormat::Json {
            name: "nothing",
            schema,
        },
        ..prose()
    }
}
