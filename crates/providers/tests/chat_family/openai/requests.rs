//! What is asked, where, and with whose key.

use mem0_core::{ChatMessage, ChatRequest, Llm, ModelError};
use mem0_providers::llm::openai::OpenAiLlmConfig;
use serde_json::json;

use super::{client, completion, config, failure, sent, server, structured};
use crate::chat_rules::{KEY, prose};

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
