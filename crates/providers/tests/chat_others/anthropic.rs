use mem0_core::{ChatMessage, ChatRequest, Llm, ModelError, ToolChoice, Usage};
use mem0_providers::driver::chat_api::ChatApiClient;
use mem0_providers::llm::anthropic::AnthropicLlmConfig;
use mem0_providers::wire::anthropic_messages::MessagesApi;
use serde_json::{Value, json};
use wiremock::{MockServer, ResponseTemplate};

use crate::double::*;

const PATH: &str = "/v1/messages";

fn message(content: Value, stop_reason: &str) -> ResponseTemplate {
    ok(json!({
        "id": "msg_01", "type": "message", "role": "assistant", "model": "claude-sonnet-4-6",
        "content": content, "stop_reason": stop_reason, "stop_sequence": null,
        "usage": {"input_tokens": 10, "cache_creation_input_tokens": 3,
            "cache_read_input_tokens": 5, "output_tokens": 7},
    }))
}

fn answer(text: &str) -> ResponseTemplate {
    message(json!([{"type": "text", "text": text}]), "end_turn")
}

fn refusal(status: u16, kind: &str, message: &str) -> ResponseTemplate {
    failure(
        status,
        json!({"type": "error", "error": {"type": kind, "message": message}, "request_id": "req_1"}),
    )
}

fn config(server: &MockServer, more: Value) -> AnthropicLlmConfig {
    let config = json!({"api_key": KEY, "anthropic_base_url": server.uri()});
    serde_json::from_value(joined(config, more)).unwrap()
}

fn client(server: &MockServer, more: Value) -> ChatApiClient<MessagesApi> {
    config(server, more).build().with_retry(quick(2))
}

#[tokio::test]
async fn a_request_holds_what_the_api_wants() {
    let server = server(PATH, vec![answer("您好")]).await;
    let llm = client(&server, json!({"headers": {"x-team": "blue"}}));
    assert_eq!(llm.name(), "anthropic/claude-sonnet-4-6");
    let reply = llm.chat(prose()).await.unwrap();
    assert_eq!((reply.text.as_str(), reply.truncated), ("您好", false));
    assert_eq!(
        reply.usage,
        Usage {
            calls: 1,
            input_tokens: 18,
            cached_tokens: 5,
            output_tokens: 7
        }
    );
    let request = &requests(&server).await[0];
    assert_eq!(request.url.query(), None);
    for (name, value) in [
        ("x-api-key", KEY),
        ("anthropic-version", "2023-06-01"),
        ("content-type", "application/json"),
        ("x-team", "blue"),
    ] {
        assert_eq!(request.headers[name], value, "{name}");
    }
    assert!(!request.headers.contains_key("authorization"));
    assert_eq!(
        sent(&server).await[0],
        json!({
            "model": "claude-sonnet-4-6",
            "max_tokens": 2000,
            "temperature": 0.1,
            "system": "Be brief",
            "messages": [{"role": "user", "content": "你好"}],
        })
    );
}

#[tokio::test]
async fn all_rules_are_joined_and_turns_alternate_beginning_with_the_user() {
    let server = server(PATH, vec![answer("x")]).await;
    let messages = vec![
        ChatMessage::system("One"),
        ChatMessage::assistant("Hello"),
        ChatMessage::user("a"),
        ChatMessage::user(""),
        ChatMessage::user("b"),
        ChatMessage::system("Two"),
        ChatMessage::assistant("{ "),
    ];
    let request = ChatRequest {
        messages,
        ..ChatRequest::default()
    };
    let llm = client(&server, json!({}));
    llm.chat(request).await.unwrap();
    let only_rules = ChatRequest {
        messages: vec![ChatMessage::system("Say hello")],
        ..ChatRequest::default()
    };
    llm.chat(only_rules).await.unwrap();
    let bodies = sent(&server).await;
    assert_eq!(bodies[0]["system"], "One\n\nTwo");
    assert_eq!(
        bodies[0]["messages"],
        json!([
            {"role": "user", "content": "…"},
            {"role": "assistant", "content": "Hello"},
            {"role": "user", "content": [{"type": "text", "text": "a"}, {"type": "text", "text": "b"}]},
            {"role": "assistant", "content": "{"},
        ])
    );
    assert!(bodies[1].get("system").is_none());
    assert_eq!(
        bodies[1]["messages"],
        json!([{"role": "user", "content": "Say hello"}])
    );
}

#[tokio::test]
async fn temperature_wins_over_top_p_and_newer_models_get_neither() {
    for (more, temperature, top_p) in [
        (json!({}), Some(0.1), None),
        (json!({"temperature": 0.7, "top_p": 0.5}), Some(0.7), None),
        (json!({"top_p": 0.5}), None, Some(0.5)),
        (
            json!({"model": "claude-opus-4-8", "temperature": 0.7}),
            None,
            None,
        ),
        (
            json!({"model": "claude-opus-4-8", "temperature": 0.7, "enable_sampling_parameters": true}),
            Some(0.7),
            None,
        ),
        (json!({"enable_sampling_parameters": false}), None, None),
    ] {
        let server = server(PATH, vec![answer("x")]).await;
        client(&server, more.clone()).chat(prose()).await.unwrap();
        let body = &sent(&server).await[0];
        let number = |key: &str| body.get(key).and_then(Value::as_f64);
        assert_eq!(
            (number("temperature"), number("top_p")),
            (temperature, top_p),
            "{more}"
        );
    }
}

#[tokio::test]
async fn tools_are_written_in_its_own_form_and_calls_are_read() {
    let calls = json!([
        {"type": "thinking", "thinking": "hm", "signature": "s"},
        {"type": "text", "text": "Let me see."},
        {"type": "tool_use", "id": "toolu_1", "name": "relate", "input": {"town": "杭州", "age": 3}},
        {"type": "tool_use", "id": "toolu_2", "name": "noop", "input": {}},
    ]);
    for (choice, expected) in [
        (ToolChoice::Auto, json!({"type": "auto"})),
        (ToolChoice::None, json!({"type": "none"})),
        (ToolChoice::Required, json!({"type": "any"})),
        (
            ToolChoice::Named("relate".into()),
            json!({"type": "tool", "name": "relate"}),
        ),
    ] {
        let server = server(PATH, vec![message(calls.clone(), "tool_use")]).await;
        let llm = client(&server, json!({}));
        let reply = llm.chat(with_tools(choice)).await.unwrap();
        assert_eq!(reply.text, "Let me see.");
        assert_eq!(reply.tool_calls.len(), 2);
        assert_eq!(reply.tool_calls[0].name, "relate");
        assert_eq!(
            reply.tool_calls[0].arguments,
            arguments(json!({"town": "杭州", "age": 3}))
        );
        assert_eq!(reply.tool_calls[1].arguments, arguments(json!({})));
        let body = &sent(&server).await[0];
        assert_eq!(body["tool_choice"], expected);
        assert_eq!(
            body["tools"][0],
            json!({"name": "relate", "description": "Does relate.", "input_schema": schema()})
        );
        assert_eq!(body["tools"][1]["name"], "noop");
    }
}

#[tokio::test]
async fn a_structured_reply_is_asked_for_by_schema() {
    let server = server(PATH, vec![answer(r#"{"town":null,"age":3}"#)]).await;
    let reply = client(&server, json!({})).chat(structured()).await.unwrap();
    assert_eq!(reply.text, r#"{"town":null,"age":3}"#);
    let body = &sent(&server).await[0];
    assert_eq!(
        body["output_config"],
        json!({"format": {"type": "json_schema", "schema": schema()}})
    );
    assert_eq!(body["system"], "Be brief");
    assert!(body.get("tools").is_none());
    assert!(
        !requests(&server).await[0]
            .headers
            .contains_key("anthropic-beta")
    );
}

#[tokio::test]
async fn a_model_without_schemas_answers_by_a_tool_and_else_by_the_prompt_and_is_remembered() {
    let by_tool = json!([
        {"type": "text", "text": "Here:"},
        {"type": "tool_use", "id": "toolu_1", "name": "facts", "input": {"town": "杭州", "age": 3}},
    ]);
    let answers = vec![
        refusal(
            400,
            "invalid_request_error",
            "output_config.format: Extra inputs are not permitted",
        ),
        message(by_tool, "tool_use"),
        refusal(
            400,
            "invalid_request_error",
            "Thinking may not be enabled when tool_choice forces tool use.",
        ),
        answer("{}"),
    ];
    let server = server(PATH, answers).await;
    let llm = client(&server, json!({}));
    let reply = llm.chat(structured()).await.unwrap();
    assert_eq!(reply.text, r#"{"town":"杭州","age":3}"#);
    assert!(reply.tool_calls.is_empty(), "{reply:?}");
    llm.chat(structured()).await.unwrap();
    llm.chat(structured()).await.unwrap();
    let bodies = sent(&server).await;
    assert_eq!(bodies.len(), 5);
    for body in &bodies[1..3] {
        assert!(body.get("output_config").is_none());
        assert_eq!(body["tools"].as_array().unwrap().len(), 1);
        assert_eq!(body["tools"][0]["name"], "facts");
        assert_eq!(body["tools"][0]["input_schema"], schema());
        assert_eq!(
            body["tool_choice"],
            json!({"type": "tool", "name": "facts"})
        );
    }
    for body in &bodies[3..] {
        assert!(body.get("tools").is_none() && body.get("output_config").is_none());
        let system = body["system"].as_str().unwrap();
        assert!(
            system.starts_with("Be brief\n\n") && system.contains("JSON schema"),
            "{system}"
        );
        assert!(
            system.contains("\"additionalProperties\":false"),
            "{system}"
        );
    }
}

#[tokio::test]
async fn images_are_shown_behind_the_text() {
    let server = server(PATH, vec![answer("A cat")]).await;
    client(&server, json!({})).chat(showing()).await.unwrap();
    assert_eq!(
        sent(&server).await[0]["messages"],
        json!([{"role": "user", "content": [
            {"type": "text", "text": "What is this?"},
            {"type": "image", "source": {"type": "base64", "media_type": "image/png", "data": IMAGE}},
        ]}])
    );
}

#[tokio::test]
async fn what_a_model_refuses_is_not_sent_again() {
    let answers = vec![
        refusal(
            400,
            "invalid_request_error",
            "`temperature` is deprecated for this model.",
        ),
        refusal(
            400,
            "invalid_request_error",
            "max_tokens: 9000 > 4096, which is the maximum allowed number of output tokens for x",
        ),
        answer("x"),
    ];
    let server = server(PATH, answers).await;
    let llm = client(&server, json!({"max_tokens": 9000}));
    llm.chat(prose()).await.unwrap();
    llm.chat(prose()).await.unwrap();
    let bodies = sent(&server).await;
    assert_eq!(bodies.len(), 4);
    for body in &bodies[2..] {
        assert!(body.get("temperature").is_none());
        assert_eq!(body["max_tokens"], 4096);
    }
}

#[tokio::test]
async fn a_reply_that_was_cut_off_says_so() {
    for reason in ["max_tokens", "model_context_window_exceeded"] {
        let cut = message(json!([{"type": "text", "text": "half"}]), reason);
        let server = server(PATH, vec![cut]).await;
        let reply = client(&server, json!({})).chat(prose()).await.unwrap();
        assert_eq!((reply.text.as_str(), reply.truncated), ("half", true));
    }
}

#[tokio::test]
async fn a_model_that_declines_gives_no_answer() {
    let declined = ok(json!({
        "type": "message", "role": "assistant", "content": [], "stop_reason": "refusal",
        "stop_details": {"type": "refusal", "category": "cyber", "explanation": "Not this."},
        "usage": {"input_tokens": 1, "output_tokens": 1},
    }));
    let server = server(PATH, vec![declined]).await;
    let error = client(&server, json!({})).chat(prose()).await.unwrap_err();
    let ModelError::Unusable { problem, .. } = error else {
        panic!("{error}")
    };
    assert_eq!(problem, "the model declined: Not this.");
    assert_eq!(sent(&server).await.len(), 1);
}

#[tokio::test]
async fn every_documented_error_is_typed() {
    use ModelError as E;
    type Check = fn(&ModelError) -> bool;
    let cases: [(u16, &str, &str, Check); 9] = [
        (401, "authentication_error", "invalid x-api-key", |e| {
            matches!(e, E::Unauthorized { .. })
        }),
        (403, "permission_error", "not yours", |e| {
            matches!(e, E::Unauthorized { .. })
        }),
        (402, "billing_error", "unpaid", |e| {
            matches!(e, E::Quota { .. })
        }),
        (
            400,
            "invalid_request_error",
            "Your credit balance is too low to access the Anthropic API.",
            |e| matches!(e, E::Quota { .. }),
        ),
        (
            400,
            "invalid_request_error",
            "messages.0.content: Field required",
            |e| matches!(e, E::BadRequest { parameter: Some(it), .. } if it == "messages.0.content"),
        ),
        (
            404,
            "not_found_error",
            "model: claude-x",
            |e| matches!(e, E::BadRequest { parameter: Some(it), .. } if it == "model"),
        ),
        (
            413,
            "request_too_large",
            "Request exceeds the maximum size",
            |e| matches!(e, E::BadRequest { .. }),
        ),
        (500, "api_error", "Internal server error", |e| {
            matches!(e, E::Unavailable { .. })
        }),
        (529, "overloaded_error", "Overloaded", |e| {
            matches!(e, E::Unavailable { .. })
        }),
    ];
    for (status, kind, said, expected) in cases {
        let server = server(PATH, vec![refusal(status, kind, said)]).await;
        let llm = config(&server, json!({})).build().with_retry(quick(0));
        let error = llm.chat(prose()).await.unwrap_err();
        assert!(expected(&error), "{status}: {error:?}");
        assert!(error.to_string().contains("llm/anthropic"), "{error}");
    }
}

#[tokio::test]
async fn an_overloaded_server_is_asked_again_also_when_it_says_so_in_a_success() {
    let overloaded =
        json!({"type": "error", "error": {"type": "overloaded_error", "message": "Overloaded"}});
    let answers = vec![
        failure(529, overloaded.clone()),
        ok(overloaded),
        answer("x"),
    ];
    let server = server(PATH, answers).await;
    client(&server, json!({})).chat(prose()).await.unwrap();
    assert_eq!(sent(&server).await.len(), 3);
}

#[tokio::test]
async fn the_base_url_may_end_in_the_version() {
    let server = server(PATH, vec![answer("x")]).await;
    let base_url = format!("{}/v1/", server.uri());
    let config = json!({"apiKey": KEY, "base_url": base_url, "maxTokens": 9, "topP": 0.3});
    let config: AnthropicLlmConfig = serde_json::from_value(config).unwrap();
    config.build().chat(prose()).await.unwrap();
    let body = &sent(&server).await[0];
    assert_eq!(
        (&body["max_tokens"], &body["top_p"]),
        (&json!(9), &json!(0.3))
    );
}

#[tokio::test]
async fn the_environment_fills_in_what_is_missing() {
    let server = server(PATH, vec![answer("x")]).await;
    let url = server.uri();
    let environment = |name: &str| match name {
        "ANTHROPIC_API_KEY" => Some(KEY.to_owned()),
        "ANTHROPIC_BASE_URL" => Some(url.clone()),
        _ => None,
    };
    let config = AnthropicLlmConfig::default().or_environment(&environment);
    config.build().chat(prose()).await.unwrap();
    assert_eq!(requests(&server).await[0].headers["x-api-key"], KEY);
    let error = AnthropicLlmConfig::default()
        .build()
        .chat(prose())
        .await
        .unwrap_err();
    assert!(
        matches!(
            error,
            ModelError::NoKey {
                setting: "api_key",
                environment: "ANTHROPIC_API_KEY",
                ..
            }
        ),
        "{error}"
    );
}
