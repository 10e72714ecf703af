use mem0_core::{ChatMessage, ChatRequest, Llm, ModelError, ToolChoice, Usage};
use mem0_providers::driver::chat_api::ChatApiClient;
use mem0_providers::llm::ollama::OllamaLlmConfig;
use mem0_providers::wire::ollama_chat::OllamaApi;
use serde_json::{Value, json};
use wiremock::{MockServer, ResponseTemplate};

use crate::double::*;

const PATH: &str = "/api/chat";

fn message(message: Value, done_reason: &str) -> ResponseTemplate {
    ok(json!({
        "model": "llama3.1:70b", "created_at": "2026-01-01T00:00:00Z", "message": message,
        "done_reason": done_reason, "done": true, "total_duration": 1, "load_duration": 1,
        "prompt_eval_count": 26, "prompt_eval_duration": 1, "eval_count": 9, "eval_duration": 1,
    }))
}

fn answer(text: &str) -> ResponseTemplate {
    message(json!({"role": "assistant", "content": text}), "stop")
}

fn refusal(status: u16, message: &str) -> ResponseTemplate {
    failure(status, json!({"error": message}))
}

fn config(server: &MockServer, more: Value) -> OllamaLlmConfig {
    let config = json!({"ollama_base_url": server.uri()});
    serde_json::from_value(joined(config, more)).unwrap()
}

fn client(server: &MockServer, more: Value) -> ChatApiClient<OllamaApi> {
    config(server, more).build().with_retry(quick(2))
}

#[tokio::test]
async fn a_request_holds_what_the_api_wants_and_no_key() {
    let server = server(PATH, vec![answer("您好")]).await;
    let llm = client(&server, json!({}));
    assert_eq!(llm.name(), "ollama/llama3.1:70b");
    let reply = llm.chat(prose()).await.unwrap();
    assert_eq!((reply.text.as_str(), reply.truncated), ("您好", false));
    assert_eq!(
        reply.usage,
        Usage {
            calls: 1,
            input_tokens: 26,
            cached_tokens: 0,
            output_tokens: 9
        }
    );
    assert!(
        !requests(&server).await[0]
            .headers
            .contains_key("authorization")
    );
    assert_eq!(
        sent(&server).await[0],
        json!({
            "model": "llama3.1:70b",
            "messages": [
                {"role": "system", "content": "Be brief"},
                {"role": "user", "content": "你好"},
            ],
            "stream": false,
            "options": {"temperature": 0.1, "top_p": 0.1, "num_predict": 2000},
        })
    );
}

#[tokio::test]
async fn configured_options_are_sent() {
    let server = server(PATH, vec![answer("x")]).await;
    let more = json!({"model": "qwen3:8b", "temperature": 0, "topP": 0.5, "max_tokens": -1,
        "num_ctx": 16384, "think": "false", "keep_alive": "10m", "api_key": KEY});
    client(&server, more).chat(prose()).await.unwrap();
    let body = &sent(&server).await[0];
    assert_eq!(
        body["options"],
        json!({"temperature": 0.0, "top_p": 0.5, "num_predict": -1, "num_ctx": 16384})
    );
    assert_eq!(
        (&body["model"], &body["think"], &body["keep_alive"]),
        (&json!("qwen3:8b"), &json!(false), &json!("10m"))
    );
    assert_eq!(
        requests(&server).await[0].headers["authorization"],
        format!("Bearer {KEY}").as_str()
    );
}

#[tokio::test]
async fn structured_replies_fall_back_step_by_step_and_stay_there() {
    let answers = vec![
        refusal(
            400,
            "json: cannot unmarshal object into Go struct field ChatRequest.format of type string",
        ),
        refusal(400, "invalid format: \"json\""),
        answer("{}"),
    ];
    let server = server(PATH, answers).await;
    let llm = client(&server, json!({}));
    llm.chat(structured()).await.unwrap();
    let without_rules = ChatRequest {
        messages: vec![ChatMessage::user("hi")],
        ..structured()
    };
    llm.chat(without_rules).await.unwrap();
    let bodies = sent(&server).await;
    assert_eq!(bodies.len(), 4);
    assert_eq!(bodies[0]["format"], schema());
    assert_eq!(bodies[0]["messages"][0]["content"], "Be brief");
    assert_eq!(bodies[1]["format"], "json");
    for body in &bodies[1..] {
        let rules = &body["messages"][0];
        assert_eq!(rules["role"], "system");
        assert!(rules["content"].as_str().unwrap().contains("JSON schema"));
    }
    for body in &bodies[2..] {
        assert!(body.get("format").is_none());
    }
    assert_eq!(
        bodies[3]["messages"][1],
        json!({"role": "user", "content": "hi"})
    );
}

#[tokio::test]
async fn tools_are_offered_and_calls_are_read_in_both_forms() {
    let calls = json!({"role": "assistant", "content": "", "tool_calls": [
        {"function": {"name": "relate", "arguments": {"town": "杭州", "age": 3}}},
        {"id": "call_1", "function": {"index": 1, "name": "relate", "arguments": "{\"age\": 4}"}},
        {"function": {"name": "noop", "arguments": ""}},
    ]});
    for (choice, offered) in [
        (ToolChoice::Auto, vec!["relate", "noop"]),
        (ToolChoice::Required, vec!["relate", "noop"]),
        (ToolChoice::Named("relate".into()), vec!["relate"]),
        (ToolChoice::None, vec![]),
    ] {
        let server = server(PATH, vec![message(calls.clone(), "stop")]).await;
        let reply = client(&server, json!({}))
            .chat(with_tools(choice))
            .await
            .unwrap();
        let read: Vec<_> = reply
            .tool_calls
            .into_iter()
            .map(|call| call.arguments)
            .collect();
        assert_eq!(
            read,
            [
                arguments(json!({"town": "杭州", "age": 3})),
                arguments(json!({"age": 4})),
                arguments(json!({})),
            ]
        );
        let body = &sent(&server).await[0];
        let tools = body.get("tools").and_then(Value::as_array);
        let names: Vec<_> = tools
            .into_iter()
            .flatten()
            .map(|tool| tool["function"]["name"].as_str().unwrap())
            .collect();
        assert_eq!(names, offered);
        if let Some(tools) = tools {
            assert_eq!(
                tools[0],
                json!({"type": "function", "function": {
                    "name": "relate", "description": "Does relate.", "parameters": schema(),
                }})
            );
        }
    }
}

#[tokio::test]
async fn images_stand_beside_the_text() {
    let server = server(PATH, vec![answer("A cat")]).await;
    client(&server, json!({})).chat(showing()).await.unwrap();
    assert_eq!(
        sent(&server).await[0]["messages"],
        json!([{"role": "user", "content": "What is this?", "images": [IMAGE]}])
    );
}

#[tokio::test]
async fn thoughts_are_left_out_wherever_they_stand() {
    for (given, expected) in [
        (
            json!({"role": "assistant", "content": "<think>\nhm\n</think>\n\n{\"a\": 1}"}),
            "{\"a\": 1}",
        ),
        (
            json!({"role": "assistant", "thinking": "hm", "content": "hello"}),
            "hello",
        ),
    ] {
        let server = server(PATH, vec![message(given, "stop")]).await;
        let reply = client(&server, json!({})).chat(prose()).await.unwrap();
        assert_eq!(reply.text, expected);
    }
}

#[tokio::test]
async fn a_model_that_cannot_think_is_not_told_to_again() {
    let answers = vec![
        refusal(400, "\"llama3.1:70b\" does not support thinking"),
        answer("x"),
    ];
    let server = server(PATH, answers).await;
    let llm = client(&server, json!({"think": true}));
    llm.chat(prose()).await.unwrap();
    llm.chat(prose()).await.unwrap();
    let bodies = sent(&server).await;
    assert_eq!(bodies.len(), 3);
    assert_eq!(bodies[0]["think"], true);
    assert!(bodies[1].get("think").is_none() && bodies[2].get("think").is_none());
}

#[tokio::test]
async fn a_missing_model_is_told_with_the_command_that_gets_it() {
    let answers = vec![refusal(
        404,
        "model \"qwen9:1b\" not found, try pulling it first",
    )];
    let server = server(PATH, answers).await;
    let llm = client(&server, json!({"model": "qwen9:1b"}));
    let error = llm.chat(prose()).await.unwrap_err();
    let ModelError::BadRequest {
        provider,
        message,
        parameter,
    } = error
    else {
        panic!("{error}")
    };
    assert_eq!(
        (provider.as_str(), parameter.as_deref()),
        ("llm/ollama", Some("model"))
    );
    assert_eq!(
        message,
        "model \"qwen9:1b\" not found (HTTP 404); run `ollama pull qwen9:1b`"
    );
    assert_eq!(sent(&server).await.len(), 1);
}

#[tokio::test]
async fn every_other_error_is_typed() {
    use ModelError as E;
    type Check = fn(&ModelError) -> bool;
    let cases: [(u16, &str, usize, Check); 5] = [
        (401, "unauthorized", 1, |e| {
            matches!(e, E::Unauthorized { .. })
        }),
        (400, "\"x\" does not support tools", 1, |e| {
            matches!(e, E::BadRequest { .. })
        }),
        (
            503,
            "server busy, please try again. maximum pending requests exceeded",
            3,
            |e| matches!(e, E::Unavailable { .. }),
        ),
        (500, "llama runner process has terminated", 3, |e| {
            matches!(e, E::Unavailable { .. })
        }),
        (
            500,
            "model requires more system memory (38.0 GiB) than is available (14.9 GiB)",
            1,
            |e| matches!(e, E::BadRequest { parameter: Some(it), .. } if it == "model"),
        ),
    ];
    for (status, said, calls, expected) in cases {
        let server = server(PATH, vec![refusal(status, said)]).await;
        let error = client(&server, json!({})).chat(prose()).await.unwrap_err();
        assert!(expected(&error), "{status}: {error:?}");
        assert_eq!(sent(&server).await.len(), calls, "{said}");
    }
}

#[tokio::test]
async fn a_reply_that_was_cut_off_says_so() {
    let cut = message(json!({"role": "assistant", "content": "half"}), "length");
    let server = server(PATH, vec![cut]).await;
    let reply = client(&server, json!({})).chat(prose()).await.unwrap();
    assert_eq!((reply.text.as_str(), reply.truncated), ("half", true));
}

#[tokio::test]
async fn a_stream_that_nobody_asked_for_is_read_and_half_of_one_is_not() {
    let piece = |text: &str, done: bool| {
        let piece = json!({"message": {"role": "assistant", "content": text}, "done": done,
            "eval_count": u64::from(done) * 4});
        format!("{piece}\n")
    };
    let stream = |pieces: &[String]| {
        ResponseTemplate::new(200).set_body_raw(pieces.concat(), "application/x-ndjson")
    };
    let whole = server(
        PATH,
        vec![stream(&[
            piece("你", false),
            piece("好", false),
            piece("", true),
        ])],
    )
    .await;
    let reply = client(&whole, json!({})).chat(prose()).await.unwrap();
    assert_eq!(
        (reply.text.as_str(), reply.usage.output_tokens),
        ("你好", 4)
    );

    let error = json!({"error": "an error was encountered while running the model"}).to_string();
    for broken in [
        vec![piece("你", false)],
        vec![piece("你", false), "{\"mess".to_owned()],
    ] {
        let half = server(PATH, vec![stream(&broken)]).await;
        let error = client(&half, json!({})).chat(prose()).await.unwrap_err();
        assert!(matches!(error, ModelError::Unusable { .. }), "{error:?}");
    }
    let failing = server(PATH, vec![stream(&[piece("你", false), error])]).await;
    let error = client(&failing, json!({})).chat(prose()).await.unwrap_err();
    assert!(matches!(error, ModelError::Unavailable { .. }), "{error:?}");
    assert_eq!(sent(&failing).await.len(), 3);
}

#[tokio::test]
async fn the_host_of_the_environment_needs_no_scheme() {
    let server = server(PATH, vec![answer("x")]).await;
    let host = server.address().to_string();
    let environment = |name: &str| (name == "OLLAMA_HOST").then(|| host.clone());
    let config = OllamaLlmConfig::default().or_environment(&environment);
    config.build().chat(prose()).await.unwrap();
    let slash_v1 = json!({"base_url": format!("{}/v1/", server.uri())});
    let config: OllamaLlmConfig = serde_json::from_value(slash_v1).unwrap();
    config.build().chat(prose()).await.unwrap();
    assert_eq!(sent(&server).await.len(), 2);
}
