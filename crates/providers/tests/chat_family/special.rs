//! What only one of the family does.

use std::time::{Duration, Instant};

use mem0_core::{Llm, ModelError};
use mem0_providers::llm::openai::OpenAiLlmConfig;
use serde_json::{Value, json};
use wiremock::{MockServer, ResponseTemplate};

use crate::chat_rules::{KEY, asked, prose, quick, server};
use crate::family::{Member, all, bodies, refusing, saying, structured};

fn member(name: &str) -> Member {
    all()
        .into_iter()
        .find(|member| member.name == name)
        .unwrap()
}

fn open_router(server: &MockServer, more: Value) -> OpenAiLlmConfig {
    let mut config = json!({"openrouter_base_url": format!("{}/api/v1", server.uri())});
    config
        .as_object_mut()
        .unwrap()
        .extend(more.as_object().unwrap().clone());
    serde_json::from_value(config).unwrap()
}

#[tokio::test]
async fn open_router_tries_models_in_order() {
    let server = server(vec![saying("x")]).await;
    let options = json!({"models": ["a/one", "b/two"], "site_url": "https://me.example",
        "app_name": "Mine", "api_key": KEY});
    let llm = open_router(&server, options).build();
    assert_eq!(llm.name(), "openai/a/one");
    llm.chat(prose()).await.unwrap();
    let requests = server.received_requests().await.unwrap();
    let request = &requests[0];
    assert_eq!(request.url.path(), "/api/v1/chat/completions");
    assert_eq!(request.headers["http-referer"], "https://me.example");
    assert_eq!(request.headers["x-title"], "Mine");
    let body = &bodies(&server).await[0];
    assert_eq!(body["models"], json!(["a/one", "b/two"]));
    assert_eq!(body["route"], "fallback");
    assert!(body.get("model").is_none());
}

#[tokio::test]
async fn open_router_is_asked_only_on_request_and_with_its_own_key() {
    let router = server(vec![saying("x")]).await;
    let openai = server(vec![saying("x")]).await;
    let lookup = |name: &str| match name {
        "OPENROUTER_API_KEY" => Some("router-key".to_owned()),
        "OPENROUTER_API_BASE" => Some(format!("{}/api/v1", router.uri())),
        "OPENAI_API_KEY" => Some("openai-key".to_owned()),
        "OPENAI_BASE_URL" => Some(format!("{}/v1", openai.uri())),
        _ => None,
    };
    for (config, server, key) in [
        (json!({}), &openai, "Bearer openai-key"),
        (json!({"models": ["a/one"]}), &router, "Bearer router-key"),
        (json!({"route": "fallback"}), &router, "Bearer router-key"),
    ] {
        let config: OpenAiLlmConfig = serde_json::from_value(config).unwrap();
        config
            .or_environment(&lookup)
            .build()
            .chat(prose())
            .await
            .unwrap();
        let requests = server.received_requests().await.unwrap();
        assert_eq!(requests.last().unwrap().headers["authorization"], key);
    }
    assert_eq!((asked(&openai).await, asked(&router).await), (1, 2));
}

#[tokio::test]
async fn open_router_without_a_key_says_which_is_missing() {
    let config: OpenAiLlmConfig = serde_json::from_value(json!({"models": ["a/one"]})).unwrap();
    let error = config.build().chat(prose()).await.unwrap_err();
    assert!(
        matches!(
            error,
            ModelError::NoKey {
                environment: "OPENROUTER_API_KEY",
                ..
            }
        ),
        "{error:?}"
    );
}

#[test]
fn a_secret_in_the_address_of_open_router_is_not_shown() {
    let config = json!({"openrouter_base_url": "https://ann:word-in-url@router.example/v1"});
    let config: OpenAiLlmConfig = serde_json::from_value(config).unwrap();
    let shown = format!("{config:?} {:?}", config.clone().build());
    assert!(
        shown.contains("router.example") && !shown.contains("word-in-url"),
        "{shown}"
    );
}

#[tokio::test]
async fn openai_is_told_whether_to_store() {
    for store in [true, false] {
        let server = server(vec![saying("x")]).await;
        let llm = member("openai").client(&server, json!({"store": store}));
        llm.chat(prose()).await.unwrap();
        assert_eq!(bodies(&server).await[0]["store"], store);
    }
}

#[tokio::test]
async fn groqs_compound_systems_get_schemas_in_the_prompt() {
    for (model, form) in [
        ("groq/compound-mini", None),
        ("compound-beta", None),
        ("openai/gpt-oss-20b", Some("json_schema")),
    ] {
        let server = server(vec![saying("{}")]).await;
        let llm = member("groq").client(&server, json!({"model": model}));
        llm.chat(structured()).await.unwrap();
        let body = &bodies(&server).await[0];
        let sent = body.pointer("/response_format/type");
        assert_eq!(sent.and_then(Value::as_str), form, "{model}");
    }
}

#[tokio::test]
async fn what_groq_refuses_as_not_fitting_is_read_all_the_same() {
    let failed = ResponseTemplate::new(400).set_body_json(json!({"error": {
        "message": "Failed to validate JSON. Please adjust your prompt.",
        "type": "invalid_request_error", "code": "json_validate_failed",
        "failed_generation": "{\"city\": \"北京\",}"}}));
    let server = server(vec![failed]).await;
    let llm = member("groq").client(&server, json!({}));
    let reply = llm.chat(structured()).await.unwrap();
    assert_eq!(reply.text, "{\"city\": \"北京\",}");
    assert_eq!(asked(&server).await, 1);
}

#[tokio::test]
async fn lm_studio_is_asked_for_structured_replies_as_configured() {
    for (format, form) in [
        (
            json!({"type": "json_schema", "json_schema": {"schema": {}}}),
            Some("json_schema"),
        ),
        (json!({"type": "json_object"}), Some("json_object")),
        (json!({"type": "text"}), None),
    ] {
        let server = server(vec![saying("{}")]).await;
        let options = json!({"lmstudio_response_format": format});
        let llm = member("lmstudio").client(&server, options);
        llm.chat(structured()).await.unwrap();
        llm.chat(prose()).await.unwrap();
        let bodies = bodies(&server).await;
        let sent = bodies[0].pointer("/response_format/type");
        assert_eq!(sent.and_then(Value::as_str), form);
        assert!(bodies[1].get("response_format").is_none(), "prose is prose");
    }
}

#[tokio::test]
async fn sarvams_model_may_be_a_table() {
    let server = server(vec![saying("x")]).await;
    let model = json!({"name": "sarvam-30b", "reasoning_effort": "low", "seed": 7,
        "frequency_penalty": 0.5, "presence_penalty": null, "stop": ["\n"], "n": 1,
        "unknown": true});
    let llm = member("sarvam").client(&server, json!({"model": model}));
    assert_eq!(llm.name(), "sarvam/sarvam-30b");
    llm.chat(prose()).await.unwrap();
    let body = bodies(&server).await.remove(0);
    for (key, value) in [
        ("model", json!("sarvam-30b")),
        ("reasoning_effort", json!("low")),
        ("seed", json!(7)),
        ("frequency_penalty", json!(0.5)),
        ("stop", json!(["\n"])),
        ("n", json!(1)),
    ] {
        assert_eq!(body[key], value, "{key}");
    }
    assert!(body.get("presence_penalty").is_none() && body.get("unknown").is_none());
}

#[tokio::test]
async fn minimax_hides_errors_in_successes() {
    type Meaning = fn(&ModelError) -> bool;
    let meanings: [(i64, Meaning, usize); 4] = [
        (1004, |e| matches!(e, ModelError::Unauthorized { .. }), 1),
        (2013, |e| matches!(e, ModelError::BadRequest { .. }), 1),
        (1002, |e| matches!(e, ModelError::RateLimited { .. }), 3),
        (1000, |e| matches!(e, ModelError::Unavailable { .. }), 3),
    ];
    for (code, means, calls) in meanings {
        let body =
            json!({"choices": null, "base_resp": {"status_code": code, "status_msg": "so it is"}});
        let server = server(vec![ResponseTemplate::new(200).set_body_json(body)]).await;
        let llm = member("minimax").client(&server, json!({}));
        let error = llm.chat(prose()).await.unwrap_err();
        assert!(means(&error), "{code}: {error:?}");
        assert!(error.to_string().contains("so it is"), "{error}");
        assert_eq!(asked(&server).await, calls, "{code}");
    }
    let mut fine = crate::family::completion(json!({"content": "x"}));
    fine["base_resp"] = json!({"status_code": 0, "status_msg": ""});
    let server = server(vec![ResponseTemplate::new(200).set_body_json(fine)]).await;
    let llm = member("minimax").client(&server, json!({}));
    assert_eq!(llm.chat(prose()).await.unwrap().text, "x");
}

#[tokio::test]
async fn xai_refuses_a_key_as_a_bad_request() {
    let refusal = ResponseTemplate::new(400).set_body_json(
        json!({"code": "invalid argument", "error": "Incorrect API key provided: xx"}),
    );
    let server = server(vec![refusal]).await;
    let llm = member("xai").client(&server, json!({}));
    let error = llm.chat(prose()).await.unwrap_err();
    assert!(
        matches!(error, ModelError::Unauthorized { .. }),
        "{error:?}"
    );
}

#[tokio::test]
async fn vllm_without_a_tool_parser_is_told_of_tools_in_the_prompt() {
    let refusal = refusing(
        "\"auto\" tool choice requires --enable-auto-tool-choice and --tool-call-parser to be set",
        None,
    );
    let server = server(vec![refusal.clone(), refusal, saying("no")]).await;
    let llm = member("vllm").client(&server, json!({}));
    let request = mem0_core::ChatRequest {
        tools: vec![mem0_core::Tool {
            name: "visit".into(),
            description: "Goes there".into(),
            parameters: json!({"type": "object"}),
        }],
        ..prose()
    };
    assert_eq!(llm.chat(request).await.unwrap().text, "no");
    let bodies = bodies(&server).await;
    assert!(bodies[2].get("tools").is_none());
    assert!(bodies[2].to_string().contains("Goes there"));
}

#[tokio::test]
async fn a_date_is_waited_for() {
    let soon = jiff::Timestamp::now() + Duration::from_secs(2);
    let date = soon
        .to_zoned(jiff::tz::TimeZone::UTC)
        .strftime("%a, %d %b %Y %H:%M:%S GMT")
        .to_string();
    let limited = ResponseTemplate::new(429)
        .set_body_json(json!({"error": {"message": "slow down"}}))
        .insert_header("retry-after", date);
    let server = server(vec![limited, saying("x")]).await;
    let llm = member("openai")
        .client(&server, json!({}))
        .with_retry(quick());
    let start = Instant::now();
    llm.chat(prose()).await.unwrap();
    // A date has whole seconds: up to one of the two is lost.
    assert!(
        start.elapsed() >= Duration::from_millis(900),
        "{:?}",
        start.elapsed()
    );
}
