//! OpenAI's chat completions against a double of the server: what is sent, what answers mean,
//! what is tried again, and what is learnt from a refusal.

#![expect(
    clippy::unwrap_used,
    reason = "a test may panic, also in what it shares with others"
)]

use std::time::{Duration, Instant};

use mem0_core::{ChatMessage, ChatRequest, Llm, ModelError, ReplyFormat};
use mem0_providers::RetryPolicy;
use mem0_providers::driver::chat::ChatClient;
use mem0_providers::llm::openai::OpenAiLlmConfig;
use serde_json::{Value, json};
use wiremock::matchers::{method, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

const KEY: &str = "sk-test-1234567890";

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
    let server = MockServer::start().await;
    let last = answers.len() - 1;
    for (place, answer) in answers.into_iter().enumerate() {
        let mock = Mock::given(method("POST"))
            .and(path("/v1/chat/completions"))
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

fn quick(max_retries: u32) -> RetryPolicy {
    RetryPolicy {
        max_retries,
        first_wait: Duration::from_millis(5),
        longest_wait: Duration::from_millis(20),
        longest_asked_wait: Duration::from_secs(2),
    }
}

fn client(server: &MockServer, more: Value) -> ChatClient {
    config(server, more).build().with_retry(quick(2))
}

fn prose() -> ChatRequest {
    ChatRequest {
        messages: vec![ChatMessage::system("Be brief"), ChatMessage::user("你好")],
        ..ChatRequest::default()
    }
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

#[tokio::test]
async fn a_request_holds_what_the_contract_says() {
    let server = server(vec![completion("您好")]).await;
    let llm = client(&server, json!({"headers": {"x-team": "blue"}}));
    assert_eq!(llm.name(), "openai/gpt-4.1-nano");
    let reply = llm.chat(prose()).await.unwrap();
    assert_eq!((reply.text.as_str(), reply.truncated), ("您好", false));
    assert_eq!(
        (
            reply.usage.calls,
            reply.usage.input_tokens,
            reply.usage.output_tokens
        ),
        (1, 12, 3)
    );

    let requests = server.received_requests().await.unwrap();
    assert_eq!(
        requests[0].headers["authorization"],
        format!("Bearer {KEY}").as_str()
    );
    assert_eq!(requests[0].headers["content-type"], "application/json");
    assert_eq!(requests[0].headers["x-team"], "blue");
    assert_eq!(
        sent(&server).await[0],
        json!({
            "model": "gpt-4.1-nano",
            "messages": [{"role": "system", "content": "Be brief"}, {"role": "user", "content": "你好"}],
            "temperature": 0.1, "top_p": 0.1, "max_tokens": 2000,
        })
    );
}

#[tokio::test]
async fn configured_options_are_sent() {
    let server = server(vec![completion("x")]).await;
    let options = json!({"temperature": 0, "top_p": 0.5, "max_tokens": 50, "store": false,
        "reasoning_effort": "low", "unknown_key": 1});
    client(&server, options).chat(prose()).await.unwrap();
    let body = &sent(&server).await[0];
    for (key, value) in [
        ("temperature", json!(0.0)),
        ("top_p", json!(0.5)),
        ("max_tokens", json!(50)),
        ("store", json!(false)),
        ("reasoning_effort", json!("low")),
    ] {
        assert_eq!(body[key], value, "{key}");
    }
}

#[tokio::test]
async fn models_that_think_get_no_options_that_they_refuse() {
    for (model, more, expected) in [
        (
            "o3-mini",
            json!({"temperature": 0.5}),
            vec!["model", "messages"],
        ),
        ("openai/o1-2024", json!({}), vec!["model", "messages"]),
        (
            "gpt-5",
            json!({"reasoning_effort": "low"}),
            vec!["model", "messages", "reasoning_effort"],
        ),
        ("gpt-5-mini", json!({}), vec!["model", "messages"]),
        (
            "gpt-5-mini",
            json!({"max_tokens": 9}),
            vec!["model", "messages", "max_completion_tokens"],
        ),
        (
            "mine",
            json!({"is_reasoning_model": true}),
            vec!["model", "messages"],
        ),
    ] {
        let server = server(vec![completion("x")]).await;
        let mut options = more;
        options["model"] = model.into();
        client(&server, options).chat(prose()).await.unwrap();
        let body = sent(&server).await[0].clone();
        let keys: Vec<&String> = body.as_object().unwrap().keys().collect();
        assert_eq!(keys, expected, "{model}");
    }
}

#[tokio::test]
async fn neighbours_of_one_role_become_one_message() {
    let server = server(vec![completion("x")]).await;
    let messages = vec![
        ChatMessage::user("a"),
        ChatMessage::user("b"),
        ChatMessage::assistant("c"),
    ];
    let request = ChatRequest {
        messages,
        ..ChatRequest::default()
    };
    client(&server, json!({})).chat(request).await.unwrap();
    assert_eq!(
        sent(&server).await[0]["messages"],
        json!([{"role": "user", "content": "a\n\nb"}, {"role": "assistant", "content": "c"}])
    );
}

#[tokio::test]
async fn structured_replies_fall_back_step_by_step_and_stay_there() {
    let refusal =
        |message: &str| failure(400, json!({"message": message, "param": "response_format"}));
    let server = server(vec![
        refusal("json_schema is not supported"),
        refusal("response_format is not supported"),
        completion("{}"),
    ])
    .await;
    let llm = client(&server, json!({}));
    llm.chat(structured()).await.unwrap();
    llm.chat(structured()).await.unwrap();
    let bodies = sent(&server).await;
    assert_eq!(bodies.len(), 4);
    assert_eq!(bodies[0]["response_format"]["type"], "json_schema");
    let schema = &bodies[0]["response_format"]["json_schema"];
    assert_eq!(
        (&schema["name"], &schema["strict"]),
        (&json!("nothing"), &json!(true))
    );
    assert_eq!(schema["schema"]["additionalProperties"], false);
    assert!(
        !bodies[0]
            .to_string()
            .contains("Answer with one JSON object")
    );
    assert_eq!(bodies[1]["response_format"], json!({"type": "json_object"}));
    let system = |body: &Value| body["messages"][0]["content"].as_str().unwrap().to_owned();
    assert!(system(&bodies[1]).starts_with("Be brief\n\nAnswer with one JSON object"));
    assert!(system(&bodies[1]).contains("\"additionalProperties\":false"));
    for body in &bodies[2..] {
        assert!(body.get("response_format").is_none());
        assert!(system(body).contains("JSON schema"));
    }
}

#[tokio::test]
async fn json_mode_says_json_also_without_a_system_message() {
    let refusal = failure(400, json!({"message": "json_schema is not supported"}));
    let server = server(vec![refusal, completion("{}")]).await;
    let request = ChatRequest {
        messages: vec![ChatMessage::user("hi")],
        ..structured()
    };
    client(&server, json!({})).chat(request).await.unwrap();
    let messages = &sent(&server).await[1]["messages"];
    assert_eq!(messages[0]["role"], "system");
    assert!(messages[0]["content"].as_str().unwrap().contains("JSON"));
    assert_eq!(messages[1], json!({"role": "user", "content": "hi"}));
}

#[tokio::test]
async fn a_refused_parameter_is_left_out_and_not_sent_again() {
    let server = server(vec![
        failure(400, json!({"message": "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.", "param": "max_tokens", "code": "unsupported_parameter"})),
        failure(400, json!({"message": "Unsupported value: 'temperature' does not support 0.1", "param": "temperature", "code": "unsupported_value"})),
        completion("x"),
    ])
    .await;
    let llm = client(&server, json!({}));
    llm.chat(prose()).await.unwrap();
    llm.chat(prose()).await.unwrap();
    let bodies = sent(&server).await;
    assert_eq!(bodies.len(), 4, "two refusals, two answers");
    assert_eq!(
        (
            &bodies[1]["max_completion_tokens"],
            bodies[1].get("max_tokens")
        ),
        (&json!(2000), None)
    );
    assert!(bodies[1].get("temperature").is_some());
    for body in &bodies[2..] {
        assert!(body.get("temperature").is_none() && body.get("top_p").is_none());
        assert_eq!(body["max_completion_tokens"], 2000);
    }
}

#[tokio::test]
async fn a_refusal_of_something_else_is_told_at_once() {
    let refusal = failure(
        404,
        json!({"message": "The model `x` does not exist", "param": "model", "code": "model_not_found"}),
    );
    let server = server(vec![refusal]).await;
    let error = client(&server, json!({})).chat(prose()).await.unwrap_err();
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
        ("llm/openai", Some("model"))
    );
    assert_eq!(message, "The model `x` does not exist (HTTP 404)");
    assert_eq!(sent(&server).await.len(), 1);
}

#[tokio::test]
async fn passing_troubles_are_tried_again() {
    for trouble in [
        ResponseTemplate::new(500),
        ResponseTemplate::new(503).set_body_string("<html>overloaded</html>"),
        failure(529, json!({"message": "overloaded"})),
        failure(429, json!({"message": "slow down"})).insert_header("retry-after", "0"),
    ] {
        let server = server(vec![trouble.clone(), trouble, completion("x")]).await;
        client(&server, json!({})).chat(prose()).await.unwrap();
        assert_eq!(sent(&server).await.len(), 3);
    }
}

#[tokio::test]
async fn tries_end() {
    let server = server(vec![ResponseTemplate::new(503).set_body_string("busy")]).await;
    let error = client(&server, json!({})).chat(prose()).await.unwrap_err();
    assert!(
        matches!(&error, ModelError::Unavailable { message, .. } if message == "busy (HTTP 503)"),
        "{error}"
    );
    assert_eq!(sent(&server).await.len(), 3);
    let none = config(&server, json!({"max_retries": 0})).build();
    none.chat(prose()).await.unwrap_err();
    assert_eq!(sent(&server).await.len(), 4);
}

#[tokio::test]
async fn a_server_that_names_a_time_is_waited_for() {
    let limited = failure(429, json!({"message": "slow down"}));
    let waiting = server(vec![
        limited.clone().insert_header("retry-after-ms", "300"),
        completion("x"),
    ])
    .await;
    let start = Instant::now();
    client(&waiting, json!({})).chat(prose()).await.unwrap();
    assert!(
        start.elapsed() >= Duration::from_millis(300),
        "{:?}",
        start.elapsed()
    );

    let too_long = server(vec![limited.insert_header("retry-after", "3600")]).await;
    let error = client(&too_long, json!({}))
        .chat(prose())
        .await
        .unwrap_err();
    let ModelError::RateLimited { retry_after, .. } = error else {
        panic!("{error}")
    };
    assert_eq!(retry_after, Some(Duration::from_secs(3600)));
    assert_eq!(sent(&too_long).await.len(), 1);
}

#[tokio::test]
async fn an_empty_account_is_not_asked_again() {
    let empty = failure(
        429,
        json!({"message": "You exceeded your current quota", "type": "insufficient_quota", "code": "insufficient_quota"}),
    );
    let server = server(vec![empty]).await;
    let error = client(&server, json!({})).chat(prose()).await.unwrap_err();
    assert!(matches!(error, ModelError::Quota { .. }), "{error}");
    assert_eq!(sent(&server).await.len(), 1);
}

#[tokio::test]
async fn a_key_is_never_shown() {
    let echo = failure(
        401,
        json!({"message": format!("Incorrect API key provided: {KEY}. Find yours …")}),
    );
    let server = server(vec![echo]).await;
    let config = config(&server, json!({"headers": {"x-secret": "header-secret"}}));
    assert!(!format!("{config:?}").contains(KEY), "{config:?}");
    assert!(
        !format!("{config:?}").contains("header-secret"),
        "{config:?}"
    );
    let llm = config.build();
    assert!(!format!("{llm:?}").contains(KEY), "{llm:?}");
    let error = llm.chat(prose()).await.unwrap_err();
    assert!(matches!(error, ModelError::Unauthorized { .. }), "{error}");
    for shown in [format!("{error}"), format!("{error:?}")] {
        assert!(
            shown.contains("[hidden]") && !shown.contains(KEY),
            "{shown}"
        );
    }
}

#[tokio::test]
async fn a_missing_key_is_told_at_the_first_call() {
    let llm = OpenAiLlmConfig::default().build();
    let error = llm.chat(prose()).await.unwrap_err();
    let ModelError::NoKey {
        provider,
        setting,
        environment,
    } = error
    else {
        panic!("{error}")
    };
    assert_eq!(
        (provider.as_str(), setting, environment),
        ("llm/openai", "api_key", "OPENAI_API_KEY")
    );
    let blank: OpenAiLlmConfig = serde_json::from_value(json!({"api_key": "  "})).unwrap();
    assert!(matches!(
        blank.build().chat(prose()).await,
        Err(ModelError::NoKey { .. })
    ));
}

#[tokio::test]
async fn a_server_of_ones_own_needs_no_key() {
    let server = server(vec![completion("x")]).await;
    let config = json!({"base_url": format!("{}/v1/", server.uri()), "model": "local"});
    let config: OpenAiLlmConfig = serde_json::from_value(config).unwrap();
    config.build().chat(prose()).await.unwrap();
    let requests = server.received_requests().await.unwrap();
    assert!(!requests[0].headers.contains_key("authorization"));
}

#[tokio::test]
async fn the_environment_fills_in_what_is_missing() {
    let server = server(vec![completion("x")]).await;
    let url = format!("{}/v1", server.uri());
    let environment = |name: &str| match name {
        "OPENAI_API_KEY" => Some(KEY.to_owned()),
        "OPENAI_API_BASE" => Some(url.clone()),
        "OPENAI_BASE_URL" => Some("  ".to_owned()),
        _ => None,
    };
    let llm = OpenAiLlmConfig::default()
        .or_environment(&environment)
        .build();
    assert_eq!(llm.name(), "openai/gpt-5-mini");
    llm.chat(prose()).await.unwrap();
    let requests = server.received_requests().await.unwrap();
    assert_eq!(
        requests[0].headers["authorization"],
        format!("Bearer {KEY}").as_str()
    );
}

#[tokio::test]
async fn a_reply_that_was_cut_off_says_so() {
    let answer = ResponseTemplate::new(200).set_body_json(json!({
        "choices": [{"message": {"content": "half a"}, "finish_reason": "length"}],
    }));
    let server = server(vec![answer]).await;
    let reply = client(&server, json!({})).chat(prose()).await.unwrap();
    assert_eq!(
        (reply.text.as_str(), reply.truncated, reply.usage.calls),
        ("half a", true, 1)
    );
}

#[tokio::test]
async fn a_web_page_is_no_answer() {
    let server = server(vec![
        ResponseTemplate::new(200).set_body_string("<html>Welcome</html>"),
    ])
    .await;
    let error = client(&server, json!({})).chat(prose()).await.unwrap_err();
    let ModelError::Unusable { problem, .. } = error else {
        panic!("{error}")
    };
    assert!(
        problem.contains("<html>Welcome") && problem.contains("base URL"),
        "{problem}"
    );
    assert_eq!(sent(&server).await.len(), 1);
}

#[tokio::test]
async fn a_server_that_does_not_answer_in_time_is_a_timeout() {
    let server = server(vec![completion("x").set_delay(Duration::from_secs(5))]).await;
    let llm = config(&server, json!({"timeout": 0.05}))
        .build()
        .with_retry(quick(1));
    let error = llm.chat(prose()).await.unwrap_err();
    assert!(
        matches!(error, ModelError::Timeout { after, .. } if after == Duration::from_millis(50)),
        "{error}"
    );
    assert_eq!(server.received_requests().await.unwrap().len(), 2);
}

#[tokio::test]
async fn a_server_that_is_not_there_is_unreachable() {
    // A port that was free a moment ago.
    let port = std::net::TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port();
    for base_url in [
        format!("http://ann:secret-word@127.0.0.1:{port}/v1"),
        "http://[".to_owned(),
    ] {
        let config = json!({"base_url": base_url, "max_retries": 0});
        let config: OpenAiLlmConfig = serde_json::from_value(config).unwrap();
        assert!(!format!("{config:?}").contains("secret-word"), "{config:?}");
        let error = config.build().chat(prose()).await.unwrap_err();
        let shown = format!("{error} {error:?}");
        assert!(matches!(error, ModelError::Unreachable { .. }), "{shown}");
        assert!(!shown.contains("secret-word"), "{shown}");
    }
}

#[tokio::test]
async fn many_calls_share_a_client_across_tasks() {
    let server = server(vec![completion("x")]).await;
    let llm = std::sync::Arc::new(client(&server, json!({})));
    let calls: Vec<_> = (0..8)
        .map(|_| {
            let llm = llm.clone();
            tokio::spawn(async move { llm.chat(prose()).await.map(|reply| reply.text) })
        })
        .collect();
    for call in calls {
        assert_eq!(call.await.unwrap().unwrap(), "x");
    }
}
