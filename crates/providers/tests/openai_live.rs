//! The same clients against a real server that speaks OpenAI's language. Only the form of its
//! answers is checked: what a small model says is its own affair.
//!
//! ```sh
//! MEM0_TEST_OPENAI_BASE_URL=http://127.0.0.1:8080/v1 \
//! MEM0_TEST_OPENAI_EMBEDDINGS_BASE_URL=http://127.0.0.1:8081/v1 \
//!     cargo test -p mem0-providers --test openai_live -- --ignored --nocapture
//! ```
//! `MEM0_TEST_OPENAI_API_KEY`, `MEM0_TEST_OPENAI_MODEL` and
//! `MEM0_TEST_OPENAI_EMBEDDINGS_MODEL` where the server wants them.

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test may panic and say what it skips, also in what it shares with others"
)]

use mem0_core::{
    ChatMessage, ChatRequest, Embedder, Llm, ModelError, Purpose, ReplyFormat, Tool, ToolChoice,
};
use mem0_providers::connection::process_environment;
use mem0_providers::embedder::openai::OpenAiEmbedderConfig;
use mem0_providers::llm::openai::OpenAiLlmConfig;
use serde_json::{Value, json};

/// The configuration of a server, if the environment names one; else says that nothing is tested.
fn server(base_url: &str, model: &str) -> Option<Value> {
    let Some(url) = process_environment(base_url) else {
        println!("skipped: {base_url} names no server");
        return None;
    };
    Some(json!({
        "base_url": url,
        "api_key": process_environment("MEM0_TEST_OPENAI_API_KEY"),
        "model": process_environment(model),
    }))
}

fn llm(more: Value) -> Option<impl Llm> {
    let mut config = server("MEM0_TEST_OPENAI_BASE_URL", "MEM0_TEST_OPENAI_MODEL")?;
    config
        .as_object_mut()
        .unwrap()
        .extend(more.as_object().unwrap().clone());
    Some(
        serde_json::from_value::<OpenAiLlmConfig>(config)
            .unwrap()
            .build(),
    )
}

#[tokio::test]
#[ignore = "needs a server: set MEM0_TEST_OPENAI_BASE_URL"]
async fn a_real_server_chats() {
    let Some(llm) = llm(json!({"max_tokens": 12})) else {
        return;
    };
    let messages = vec![
        ChatMessage::system("Be brief."),
        ChatMessage::user("Count to a hundred."),
    ];
    let reply = llm
        .chat(ChatRequest {
            messages,
            ..ChatRequest::default()
        })
        .await
        .unwrap();
    println!("{}: {reply:?}", llm.name());
    assert!(!reply.text.is_empty());
    // A small model may lose interest before its twelve tokens are used up.
    assert_eq!(reply.truncated, reply.usage.output_tokens >= 12);
    assert!(reply.usage.input_tokens > 0 && reply.usage.output_tokens > 0);
}

#[tokio::test]
#[ignore = "needs a server: set MEM0_TEST_OPENAI_BASE_URL"]
async fn a_real_server_answers_by_a_schema() {
    let Some(llm) = llm(json!({"max_tokens": 200})) else {
        return;
    };
    let schema = json!({
        "type": "object",
        "properties": {"city": {"type": "string"}, "target": {"type": ["integer", "null"]}},
        "required": ["city", "target"],
        "additionalProperties": false,
    });
    let messages = vec![ChatMessage::user(
        "Ann lives in Porto. Answer in JSON: which city?",
    )];
    let format = ReplyFormat::Json {
        name: "city",
        schema,
    };
    let reply = llm
        .chat(ChatRequest {
            messages,
            format,
            ..ChatRequest::default()
        })
        .await
        .unwrap();
    println!("{}: {reply:?}", llm.name());
    if !reply.truncated {
        let value: Value = serde_json::from_str(reply.text.trim()).unwrap();
        assert!(value["city"].is_string(), "{value}");
    }
}

#[tokio::test]
#[ignore = "needs a server: set MEM0_TEST_OPENAI_BASE_URL"]
async fn a_real_server_takes_tools_in_every_choice() {
    let Some(llm) = llm(json!({"max_tokens": 200})) else {
        return;
    };
    let tool = Tool {
        name: "weather".to_owned(),
        description: "Tells the weather in a city".to_owned(),
        parameters: json!({
            "type": "object",
            "properties": {"city": {"type": "string"}},
            "required": ["city"],
            "additionalProperties": false,
        }),
    };
    for tool_choice in [
        ToolChoice::Auto,
        ToolChoice::Required,
        ToolChoice::Named("weather".to_owned()),
        ToolChoice::None,
    ] {
        let outcome = llm
            .chat(ChatRequest {
                messages: vec![ChatMessage::user("What is the weather in Porto?")],
                tools: vec![tool.clone()],
                tool_choice: tool_choice.clone(),
                ..ChatRequest::default()
            })
            .await;
        println!("{tool_choice:?}: {outcome:?}");
        match outcome {
            Ok(reply) => assert!(reply.tool_calls.iter().all(|call| call.name == "weather")),
            // A small model may lose itself in its arguments; the request was taken.
            Err(error) => assert!(matches!(error, ModelError::Unusable { .. }), "{error:?}"),
        }
    }
}

#[tokio::test]
#[ignore = "needs a server: set MEM0_TEST_OPENAI_EMBEDDINGS_BASE_URL"]
async fn a_real_server_embeds() {
    let names = (
        "MEM0_TEST_OPENAI_EMBEDDINGS_BASE_URL",
        "MEM0_TEST_OPENAI_EMBEDDINGS_MODEL",
    );
    let Some(config) = server(names.0, names.1) else {
        return;
    };
    let embedder = serde_json::from_value::<OpenAiEmbedderConfig>(config)
        .unwrap()
        .build();
    let identity = embedder.identity().await.unwrap();
    println!("{identity}");
    let texts: Vec<String> = ["I love pizza", "", "我喜欢披萨", "I love pizza"]
        .map(str::to_owned)
        .to_vec();
    let vectors = embedder.embed(&texts, Purpose::Document).await.unwrap();
    assert_eq!(vectors.len(), 4);
    for (text, vector) in texts.iter().zip(&vectors) {
        assert_eq!(vector.len(), identity.dimensions);
        let length = vector.iter().map(|x| x * x).sum::<f32>();
        let expected = if text.is_empty() { 0.0 } else { 1.0 };
        assert!((length - expected).abs() < 1e-3, "{text}: {length}");
    }
    assert!(mem0_core::vector::dot(&vectors[0], &vectors[3]) > 0.99);
}
