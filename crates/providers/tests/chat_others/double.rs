//! Doubles of servers, and what is asked of them.

use std::sync::Arc;
use std::time::Duration;

use mem0_core::{ChatMessage, ChatRequest, Image, ImageDetail, ReplyFormat, Tool, ToolChoice};
use mem0_providers::RetryPolicy;
use serde_json::{Map, Value, json};
use wiremock::matchers::{method, path};
use wiremock::{Mock, MockServer, Request, ResponseTemplate};

pub const KEY: &str = "secret-key-1234567890";

/// A server that gives these answers to a POST there, one after another; the last one for ever.
pub async fn server(at: &str, answers: Vec<ResponseTemplate>) -> MockServer {
    let server = MockServer::start().await;
    let last = answers.len() - 1;
    for (place, answer) in answers.into_iter().enumerate() {
        let mock = Mock::given(method("POST"))
            .and(path(at))
            .respond_with(answer);
        let mock = if place < last {
            mock.up_to_n_times(1)
        } else {
            mock
        };
        mock.with_priority(u8::try_from(place + 1).unwrap())
            .mount(&server)
            .await;
    }
    server
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

pub fn quick(max_retries: u32) -> RetryPolicy {
    RetryPolicy {
        max_retries,
        first_wait: Duration::from_millis(5),
        longest_wait: Duration::from_millis(20),
        longest_asked_wait: Duration::from_secs(2),
    }
}

pub fn prose() -> ChatRequest {
    ChatRequest {
        messages: vec![ChatMessage::system("Be brief"), ChatMessage::user("你好")],
        ..ChatRequest::default()
    }
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
