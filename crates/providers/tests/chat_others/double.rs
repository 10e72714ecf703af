//! Doubles of servers, and what is asked of them.

use std::sync::Arc;

use mem0_core::{ChatMessage, ChatRequest, Image, ImageDetail, ReplyFormat, Tool, ToolChoice};
use serde_json::{Map, Value, json};
use wiremock::matchers::{method, path};
use wiremock::{Mock, MockServer, Request, ResponseTemplate};

use crate::chat_rules::in_turn;
pub use crate::chat_rules::{prose, quick_tries as quick};

pub const KEY: &str = "secret-key-1234567890";

/// A server that gives these answers to a POST there, one after another; the last one for ever.
pub async fn server(at: &str, answers: Vec<ResponseTemplate>) -> MockServer {
    in_turn(|| Mock::given(method("POST")).and(path(at)), answers).await
}

pub async fn requests(server: &MockServer) -> Vec<Request> {
    server.received_requests().await.unwrap()
}

/// The bodies that came.
pub async fn sent(server: &MockServer) -> Vec<Value> {
    requests(server)
        .await
        .iter()
        .map(|request| serde_json::from_slice(&request.body).unwrap())
        .collect()
}

pub fn ok(body: Value) -> ResponseTemplate {
    ResponseTemplate::new(200).set_body_json(body)
}

pub fn failure(status: u16, body: Value) -> ResponseTemplate {
    ResponseTemplate::new(status).set_body_json(body)
}

/// Two objects as one.
pub fn joined(base: Value, more: Value) -> Value {
    let (Value::Object(mut base), Value::Object(more)) = (base, more) else {
        panic!("both must be objects")
    };
    base.extend(more);
    Value::Object(base)
}

pub fn schema() -> Value {
    json!({
        "type": "object",
        "properties": {"town": {"type": ["string", "null"]}, "age": {"type": "integer"}},
        "required": ["town", "age"],
        "additionalProperties": false,
    })
}

pub fn structured() -> ChatRequest {
    ChatRequest {
        format: ReplyFormat::Json {
            name: "facts",
            schema: schema(),
        },
        ..prose()
    }
}

pub fn with_tools(tool_choice: ToolChoice) -> ChatRequest {
    let no_arguments = json!({"type": "object", "properties": {}, "additionalProperties": false});
    let tool = |name: &str, parameters| Tool {
        name: name.into(),
        description: format!("Does {name}."),
        parameters,
    };
    ChatRequest {
        tools: vec![tool("relate", schema()), tool("noop", no_arguments)],
        tool_choice,
        ..prose()
    }
}

pub fn image() -> Image {
    Image {
        media_type: "image/png".into(),
        bytes: Arc::from(&b"PNG!"[..]),
        detail: ImageDetail::Auto,
    }
}

/// What `b"PNG!"` is in base64.
pub const IMAGE: &str = "UE5HIQ==";

pub fn showing() -> ChatRequest {
    ChatRequest {
        messages: vec![ChatMessage::user("What is this?").showing(image())],
        ..ChatRequest::default()
    }
}

pub fn arguments(value: Value) -> Map<String, Value> {
    value.as_object().unwrap().clone()
}
