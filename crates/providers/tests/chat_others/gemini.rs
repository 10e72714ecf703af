use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use mem0_core::{ChatMessage, ChatRequest, Llm, ModelError, ToolChoice, Usage};
use mem0_providers::driver::chat_api::ChatApiClient;
use mem0_providers::llm::gemini::GeminiLlmConfig;
use mem0_providers::transport::{Authorize, Key, Target};
use mem0_providers::wire::gemini_generate::GenerateApi;
use reqwest::Url;
use reqwest::header::{HeaderMap, HeaderValue};
use secrecy::SecretString;
use serde_json::{Value, json};
use wiremock::{MockServer, ResponseTemplate};

use crate::double::*;

const PATH: &str = "/v1beta/models/gemini-2.0-flash:generateContent";

fn nothing(_: &str) -> Option<String> {
    None
}

fn candidate(parts: Value, finish: &str) -> ResponseTemplate {
    ok(json!({
        "candidates": [{
            "content": {"parts": parts, "role": "model"},
            "finishReason": finish, "index": 0, "avgLogprobs": -0.1,
        }],
        "usageMetadata": {"promptTokenCount": 12, "cachedContentTokenCount": 4,
            "candidatesTokenCount": 5, "thoughtsTokenCount": 20, "totalTokenCount": 37},
        "modelVersion": "gemini-2.0-flash", "responseId": "r1",
    }))
}

fn answer(text: &str) -> ResponseTemplate {
    candidate(json!([{"text": text}]), "STOP")
}

fn refusal(code: u16, status: &str, message: &str, details: Value) -> ResponseTemplate {
    failure(
        code,
        json!({"error": {"code": code, "message": message, "status": status, "details": details}}),
    )
}

fn config(server: &MockServer, more: Value) -> GeminiLlmConfig {
    let config = json!({"api_key": KEY, "base_url": format!("{}/v1beta", server.uri())});
    serde_json::from_value(joined(config, more)).unwrap()
}

fn client(server: &MockServer, more: Value) -> ChatApiClient<GenerateApi> {
    config(server, more).build(&nothing).with_retry(quick(2))
}

#[tokio::test]
async fn a_request_holds_what_the_api_wants() {
    let server = server(PATH, vec![answer("您好")]).await;
    let llm = client(&server, json!({}));
    assert_eq!(llm.name(), "gemini/gemini-2.0-flash");
    let messages = vec![
        ChatMessage::system("Be brief"),
        ChatMessage::user("你好"),
        ChatMessage::user("在吗"),
        ChatMessage::assistant("在"),
        ChatMessage::system("Be kind"),
        ChatMessage::user("好"),
    ];
    let request = ChatRequest {
        messages,
        ..ChatRequest::default()
    };
    let reply = llm.chat(request).await.unwrap();
    assert_eq!((reply.text.as_str(), reply.truncated), ("您好", false));
    assert_eq!(
        reply.usage,
        Usage {
            calls: 1,
            input_tokens: 12,
            cached_tokens: 4,
            output_tokens: 25
        }
    );
    let request = &requests(&server).await[0];
    assert_eq!(request.headers["x-goog-api-key"], KEY);
    assert_eq!(request.url.query(), None, "no key in the URL");
    assert!(!request.headers.contains_key("authorization"));
    assert_eq!(
        sent(&server).await[0],
        json!({
            "contents": [
                {"role": "user", "parts": [{"text": "你好"}, {"text": "在吗"}]},
                {"role": "model", "parts": [{"text": "在"}]},
                {"role": "user", "parts": [{"text": "好"}]},
            ],
            "systemInstruction": {"parts": [{"text": "Be brief\n\nBe kind"}]},
            "generationConfig": {"temperature": 0.1, "topP": 0.1, "maxOutputTokens": 2000},
        })
    );
}

#[tokio::test]
async fn later_models_get_only_what_is_asked_for() {
    for (more, resource, expected) in [
        (
            json!({"model": "models/gemini-2.5-flash"}),
            "models/gemini-2.5-flash",
            Some(json!({"temperature": 0.1, "topP": 0.1})),
        ),
        (
            json!({"model": "gemini-3-pro"}),
            "models/gemini-3-pro",
            None,
        ),
        (
            json!({"model": "gemini-3-pro", "temperature": 0.5, "max_output_tokens": 99, "thinking_budget": -1}),
            "models/gemini-3-pro",
            Some(
                json!({"temperature": 0.5, "maxOutputTokens": 99, "thinkingConfig": {"thinkingBudget": -1}}),
            ),
        ),
        (
            json!({"model": "tunedModels/mine"}),
            "tunedModels/mine",
            None,
        ),
    ] {
        let at = format!("/v1beta/{resource}:generateContent");
        let server = server(&at, vec![answer("x")]).await;
        client(&server, more).chat(prose()).await.unwrap();
        assert_eq!(
            sent(&server).await[0].get("generationConfig").cloned(),
            expected,
            "{resource}"
        );
    }
}

#[tokio::test]
async fn a_structured_reply_is_asked_for_by_json_schema() {
    let server = server(PATH, vec![answer("{}")]).await;
    client(&server, json!({})).chat(structured()).await.unwrap();
    let body = &sent(&server).await[0];
    let config = &body["generationConfig"];
    assert_eq!(config["responseMimeType"], "application/json");
    let mut expected = schema();
    expected["propertyOrdering"] = json!(["town", "age"]);
    assert_eq!(config["responseJsonSchema"], expected);
    assert!(config.get("responseSchema").is_none());
    assert_eq!(
        body["systemInstruction"]["parts"],
        json!([{"text": "Be brief"}])
    );
}

#[tokio::test]
async fn structured_replies_fall_back_step_by_step_and_stay_there() {
    let unknown = |name: &str, at: &str| {
        let message = format!(
            "Invalid JSON payload received. Unknown name \"{name}\" at '{at}': Cannot find field."
        );
        let field = json!([{"@type": "type.googleapis.com/google.rpc.BadRequest",
            "fieldViolations": [{"field": at, "description": message}]}]);
        refusal(400, "INVALID_ARGUMENT", &message, field)
    };
    let answers = vec![
        unknown("responseJsonSchema", "generation_config"),
        unknown("propertyOrdering", "generation_config.response_schema"),
        refusal(
            400,
            "INVALID_ARGUMENT",
            "JSON mode is not enabled for models/x",
            json!([]),
        ),
        refusal(
            400,
            "INVALID_ARGUMENT",
            "Developer instruction is not enabled for models/x",
            json!([]),
        ),
        answer("{}"),
    ];
    let server = server(PATH, answers).await;
    let llm = client(&server, json!({}));
    llm.chat(structured()).await.unwrap();
    llm.chat(structured()).await.unwrap();
    let bodies = sent(&server).await;
    assert_eq!(bodies.len(), 6);
    let open_api = &bodies[1]["generationConfig"];
    assert!(open_api.get("responseJsonSchema").is_none());
    assert_eq!(
        open_api["responseSchema"],
        json!({
            "type": "object",
            "required": ["town", "age"],
            "properties": {"town": {"type": "string", "nullable": true}, "age": {"type": "integer"}},
            "propertyOrdering": ["town", "age"],
        })
    );
    let mime = &bodies[2]["generationConfig"];
    assert_eq!(mime["responseMimeType"], "application/json");
    assert!(mime.get("responseSchema").is_none());
    let rules = bodies[2]["systemInstruction"]["parts"][0]["text"]
        .as_str()
        .unwrap();
    assert!(
        rules.starts_with("Be brief\n\n") && rules.contains("JSON schema"),
        "{rules}"
    );
    assert!(
        bodies[3]["generationConfig"]
            .get("responseMimeType")
            .is_none()
    );
    for body in &bodies[4..] {
        assert!(body.get("systemInstruction").is_none());
        let first = &body["contents"][0];
        assert_eq!(first["role"], "user");
        assert_eq!(first["parts"][0]["text"], rules);
        assert_eq!(first["parts"][1]["text"], "你好");
    }
}

#[tokio::test]
async fn tools_are_declared_and_calls_are_read() {
    let calls = json!([
        {"text": "thinking aloud", "thought": true},
        {"functionCall": {"name": "relate", "args": {"town": "杭州", "age": 3}}, "thoughtSignature": "s"},
        {"functionCall": {"name": "noop"}},
    ]);
    for (choice, expected) in [
        (ToolChoice::Auto, json!({"mode": "AUTO"})),
        (ToolChoice::None, json!({"mode": "NONE"})),
        (ToolChoice::Required, json!({"mode": "ANY"})),
        (
            ToolChoice::Named("relate".into()),
            json!({"mode": "ANY", "allowedFunctionNames": ["relate"]}),
        ),
    ] {
        let server = server(PATH, vec![candidate(calls.clone(), "STOP")]).await;
        let llm = client(&server, json!({}));
        let reply = llm.chat(with_tools(choice)).await.unwrap();
        assert_eq!(reply.text, "");
        assert_eq!(reply.tool_calls[0].name, "relate");
        assert_eq!(
            reply.tool_calls[0].arguments,
            arguments(json!({"town": "杭州", "age": 3}))
        );
        assert_eq!(reply.tool_calls[1].arguments, arguments(json!({})));
        let body = &sent(&server).await[0];
        assert_eq!(
            body["toolConfig"],
            json!({"functionCallingConfig": expected})
        );
        assert_eq!(
            body["tools"],
            json!([{"functionDeclarations": [
                {"name": "relate", "description": "Does relate.", "parametersJsonSchema": schema()},
                {"name": "noop", "description": "Does noop."},
            ]}])
        );
    }
}

#[tokio::test]
async fn tools_are_declared_in_the_older_form_where_the_newer_is_refused() {
    let message = "Invalid JSON payload received. Unknown name \"parametersJsonSchema\" at 'tools[0].function_declarations[0]': Cannot find field.";
    let answers = vec![
        refusal(400, "INVALID_ARGUMENT", message, json!([])),
        candidate(json!([]), "STOP"),
    ];
    let server = server(PATH, answers).await;
    let mut request = with_tools(ToolChoice::Auto);
    request.format = structured().format;
    client(&server, json!({})).chat(request).await.unwrap();
    let body = &sent(&server).await[1];
    let declared = &body["tools"][0]["functionDeclarations"][0];
    assert!(declared.get("parametersJsonSchema").is_none());
    assert_eq!(
        declared["parameters"]["properties"]["town"]["nullable"],
        true
    );
    assert!(declared["parameters"].get("additionalProperties").is_none());
    assert!(
        body["generationConfig"].get("responseMimeType").is_none(),
        "not beside tools"
    );
}

#[tokio::test]
async fn images_are_shown_and_thoughts_are_left_out() {
    let parts = json!([{"text": "hm", "thought": true}, {"text": "A "}, {"text": "cat"}]);
    let server = server(PATH, vec![candidate(parts, "STOP")]).await;
    let reply = client(&server, json!({})).chat(showing()).await.unwrap();
    assert_eq!(reply.text, "A cat");
    assert_eq!(
        sent(&server).await[0]["contents"],
        json!([{"role": "user", "parts": [
            {"text": "What is this?"},
            {"inlineData": {"mimeType": "image/png", "data": IMAGE}},
        ]}])
    );
}

#[tokio::test]
async fn a_reply_that_was_cut_off_says_so_even_when_only_thoughts_came() {
    let all_thoughts = ok(json!({
        "candidates": [{"content": {"role": "model"}, "finishReason": "MAX_TOKENS", "index": 0}],
        "usageMetadata": {"promptTokenCount": 3, "thoughtsTokenCount": 2000},
    }));
    for (cut, text) in [
        (candidate(json!([{"text": "half"}]), "MAX_TOKENS"), "half"),
        (all_thoughts, ""),
    ] {
        let server = server(PATH, vec![cut]).await;
        let reply = client(&server, json!({})).chat(prose()).await.unwrap();
        assert_eq!((reply.text.as_str(), reply.truncated), (text, true));
    }
}

#[tokio::test]
async fn what_is_blocked_or_withheld_is_no_answer() {
    let blocked = ok(json!({
        "promptFeedback": {"blockReason": "PROHIBITED_CONTENT"},
        "usageMetadata": {"promptTokenCount": 3},
    }));
    let stopped = |reason: &str| ok(json!({"candidates": [{"finishReason": reason, "index": 0}]}));
    for (given, expected) in [
        (blocked, "the prompt was blocked (PROHIBITED_CONTENT)"),
        (stopped("SAFETY"), "the model was stopped (SAFETY)"),
        (stopped("RECITATION"), "the model was stopped (RECITATION)"),
        (
            candidate(json!([{"text": "half"}]), "SPII"),
            "the model was stopped (SPII)",
        ),
        (
            ok(
                json!({"candidates": [{"finishReason": "MALFORMED_FUNCTION_CALL", "finishMessage": "print(x"}]}),
            ),
            "the model was stopped (MALFORMED_FUNCTION_CALL): print(x",
        ),
        (ok(json!({})), "it has no candidates: \"{}\""),
    ] {
        let server = server(PATH, vec![given]).await;
        let error = client(&server, json!({})).chat(prose()).await.unwrap_err();
        let ModelError::Unusable { problem, .. } = error else {
            panic!("{error}")
        };
        assert_eq!(problem, expected);
    }
}

#[tokio::test]
async fn every_documented_error_is_typed() {
    use ModelError as E;
    type Check = fn(&ModelError) -> bool;
    let detail = |kind: &str, more: Value| {
        joined(
            json!({"@type": format!("type.googleapis.com/google.rpc.{kind}")}),
            more,
        )
    };
    let quota = |id: &str| {
        json!([
            detail("QuotaFailure", json!({"violations": [{"quotaId": id}]})),
            detail("RetryInfo", json!({"retryDelay": "3600s"})),
        ])
    };
    let exceeded = "You exceeded your current quota, please check your plan and billing details.";
    let cases: Vec<(u16, &str, &str, Value, Check)> = vec![
        (
            400,
            "INVALID_ARGUMENT",
            "API key not valid. Please pass a valid API key.",
            json!([detail("ErrorInfo", json!({"reason": "API_KEY_INVALID"}))]),
            |e| matches!(e, E::Unauthorized { .. }),
        ),
        (403, "PERMISSION_DENIED", "denied", json!([]), |e| {
            matches!(e, E::Unauthorized { .. })
        }),
        (
            404,
            "NOT_FOUND",
            "models/x is not found for API version v1beta",
            json!([]),
            |e| matches!(e, E::BadRequest { parameter: Some(it), .. } if it == "model"),
        ),
        (
            400,
            "INVALID_ARGUMENT",
            "bad",
            json!([detail(
                "BadRequest",
                json!({"fieldViolations": [{"field": "contents[0]"}]})
            )]),
            |e| matches!(e, E::BadRequest { parameter: Some(it), .. } if it == "contents[0]"),
        ),
        (
            400,
            "FAILED_PRECONDITION",
            "User location is not supported for the API use.",
            json!([]),
            |e| matches!(e, E::BadRequest { .. }),
        ),
        (
            429,
            "RESOURCE_EXHAUSTED",
            exceeded,
            quota("GenerateRequestsPerMinutePerProjectPerModel-FreeTier"),
            |e| matches!(e, E::RateLimited { retry_after: Some(wait), .. } if *wait == Duration::from_secs(3600)),
        ),
        (
            429,
            "RESOURCE_EXHAUSTED",
            exceeded,
            quota("GenerateRequestsPerDayPerProjectPerModel-FreeTier"),
            |e| matches!(e, E::Quota { .. }),
        ),
        (
            503,
            "UNAVAILABLE",
            "The model is overloaded.",
            json!([]),
            |e| matches!(e, E::Unavailable { .. }),
        ),
        (504, "DEADLINE_EXCEEDED", "too slow", json!([]), |e| {
            matches!(e, E::Unavailable { .. })
        }),
    ];
    for (code, status, message, details, expected) in cases {
        let server = server(PATH, vec![refusal(code, status, message, details)]).await;
        let llm = config(&server, json!({}))
            .build(&nothing)
            .with_retry(quick(0));
        let error = llm.chat(prose()).await.unwrap_err();
        assert!(expected(&error), "{code}: {error:?}");
    }
}

#[tokio::test]
async fn the_environment_fills_in_the_key() {
    let server = server(PATH, vec![answer("x")]).await;
    for name in ["GOOGLE_API_KEY", "GEMINI_API_KEY"] {
        let mut config = config(&server, json!({}));
        config.connection.api_key = None;
        let llm = config
            .or_environment(&|asked| (asked == name).then(|| KEY.to_owned()))
            .build(&nothing);
        llm.chat(prose()).await.unwrap();
    }
    for request in requests(&server).await {
        assert_eq!(request.headers["x-goog-api-key"], KEY);
    }
    let error = GeminiLlmConfig::default()
        .build(&nothing)
        .chat(prose())
        .await
        .unwrap_err();
    assert!(
        matches!(
            error,
            ModelError::NoKey {
                setting: "api_key",
                environment: "GOOGLE_API_KEY",
                ..
            }
        ),
        "{error}"
    );
}

struct Token;

#[async_trait]
impl Authorize for Token {
    async fn headers(&self, _: &Url, _: &[u8]) -> Result<HeaderMap, ModelError> {
        let token = HeaderValue::from_static("Bearer token-of-the-hour");
        Ok(HeaderMap::from_iter([(
            reqwest::header::AUTHORIZATION,
            token,
        )]))
    }

    fn secrets(&self) -> Vec<SecretString> {
        Vec::new()
    }
}

#[tokio::test]
async fn on_vertex_the_path_names_project_and_place_and_the_call_is_signed() {
    let home = "/v1/projects/mine/locations/us-central1/publishers/google";
    let at = format!("{home}/models/gemini-2.5-pro:generateContent");
    let server = server(&at, vec![answer("x")]).await;
    let target = Target {
        base_url: format!("{}{home}", server.uri()),
        query: Vec::new(),
        key: Key::Signed(Arc::new(Token)),
        headers: [].into(),
        proxies: None,
        timeout: Duration::from_secs(5),
    };
    let config = json!({"model": "publishers/google/models/gemini-2.5-pro"});
    let config: GeminiLlmConfig = serde_json::from_value(config).unwrap();
    let llm = config.build_at(target);
    assert_eq!(llm.name(), "gemini/gemini-2.5-pro");
    llm.chat(prose()).await.unwrap();
    let request = &requests(&server).await[0];
    assert_eq!(request.headers["authorization"], "Bearer token-of-the-hour");
    assert!(!request.headers.contains_key("x-goog-api-key"));
}

#[tokio::test]
async fn vertex_without_a_project_says_so_at_the_first_call() {
    let config: GeminiLlmConfig = serde_json::from_value(json!({"vertexai": true})).unwrap();
    let error = config.build(&nothing).chat(prose()).await.unwrap_err();
    assert!(
        matches!(
            error,
            ModelError::NoKey {
                setting: "project",
                ..
            }
        ),
        "{error}"
    );
}
