//! Language models that speak languages of their own, from the configuration to their wire.

use mem0::{AddOptions, Memory};
use serde_json::{Value, json};
use wiremock::matchers::{header, method, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

use crate::room::{Room, TestResult, listed, mia};

/// A provider: its name and options, where it is asked, and how it answers with a text.
struct Case {
    provider: &'static str,
    options: fn(&str) -> Value,
    path: &'static str,
    header: (&'static str, &'static str),
    answer: fn(&str) -> Value,
}

const CASES: [Case; 3] = [
    Case {
        provider: "anthropic",
        options: |url| json!({"apiKey": "k-1234567", "anthropicBaseUrl": url, "maxTokens": 900}),
        path: "/v1/messages",
        header: ("x-api-key", "k-1234567"),
        answer: |text| {
            json!({"type": "message", "content": [{"type": "text", "text": text}],
                "stop_reason": "end_turn", "usage": {"input_tokens": 100, "output_tokens": 20}})
        },
    },
    Case {
        provider: "gemini",
        options: |url| {
            json!({"api_key": "k-1234567", "base_url": format!("{url}/v1beta"),
                "model": "gemini-2.5-flash", "thinking_budget": 0})
        },
        path: "/v1beta/models/gemini-2.5-flash:generateContent",
        header: ("x-goog-api-key", "k-1234567"),
        answer: |text| {
            json!({"candidates": [{"content": {"parts": [{"text": text}]}, "finishReason": "STOP"}],
                "usageMetadata": {"promptTokenCount": 100, "candidatesTokenCount": 20}})
        },
    },
    Case {
        provider: "ollama",
        options: |url| {
            json!({"ollama_base_url": url, "model": "qwen3:8b", "num_ctx": 16384, "think": false,
                "num_predict": -1})
        },
        path: "/api/chat",
        header: ("content-type", "application/json"),
        answer: |text| {
            json!({"message": {"role": "assistant", "content": text}, "done": true,
                "done_reason": "stop", "prompt_eval_count": 100, "eval_count": 20})
        },
    },
];

#[tokio::test]
async fn each_makes_memories_of_a_conversation_in_one_call() -> TestResult {
    for case in CASES {
        let room = Room::new();
        let operation = json!({"op": "add", "target": null, "text": "用户对花生过敏",
            "sources": [1], "quote": "我对花生过敏", "when": null});
        let reply = json!({"operations": [operation]}).to_string();
        let server = MockServer::start().await;
        Mock::given(method("POST"))
            .and(path(case.path))
            .and(header(case.header.0, case.header.1))
            .respond_with(ResponseTemplate::new(200).set_body_json((case.answer)(&reply)))
            .expect(1)
            .mount(&server)
            .await;
        let config = room.config().with(
            "llm",
            json!({"provider": case.provider, "config": (case.options)(&server.uri())}),
        )?;
        assert_eq!(config.warnings(), &[] as &[String], "{}", case.provider);
        let memory = Memory::open(config).await?;
        let added = memory.add("我对花生过敏。", AddOptions::new(mia())).await?;
        assert_eq!(listed(&memory, mia()).await?, ["用户对花生过敏"]);
        let usage = added.usage;
        assert_eq!(
            (usage.calls, usage.input_tokens, usage.output_tokens),
            (1, 100, 20),
            "{}",
            case.provider
        );
        let name = memory.llm_name().unwrap_or_default();
        assert!(name.starts_with(case.provider), "{name}");
    }
    Ok(())
}
