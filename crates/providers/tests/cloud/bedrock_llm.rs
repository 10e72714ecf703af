//! Bedrock's `Converse`: what is sent, what answers mean, what is learnt from a refusal.

use mem0_core::{
    ChatMessage, ChatRequest, Image, ImageDetail, Llm, ModelError, ReplyFormat, Tool, ToolChoice,
};
use mem0_providers::driver::chat_api::ChatApiClient;
use mem0_providers::llm::aws_bedrock::BedrockLlmConfig;
use mem0_providers::wire::bedrock_converse::ConverseApi;
use serde_json::{Value, json};
use wiremock::{MockServer, ResponseTemplate};

use super::double::{KEY_ID, REGION, SECRET, assert_signed, body, environment, header, received};
use crate::chat_rules::quick;
use crate::chat_rules::server;

const MODEL: &str = "anthropic.claude-3-5-sonnet-20240620-v1:0";

fn client(server: &MockServer, more: Value) -> ChatApiClient<ConverseApi> {
    let mut config = json!({
        "aws_access_key_id": KEY_ID,
        "aws_secret_access_key": SECRET,
        "aws_region": REGION,
        "aws_endpoint_url": server.uri(),
    });
    let fields = config.as_object_mut().unwrap();
    fields.extend(more.as_object().unwrap().clone());
    let config: BedrockLlmConfig = serde_json::from_value(config).unwrap();
    config.build_in(&|_| None).with_retry(quick())
}

fn answer(content: Value) -> ResponseTemplate {
    stopped("end_turn", content)
}

fn stopped(reason: &str, content: Value) -> ResponseTemplate {
    ResponseTemplate::new(200).set_body_json(json!({
        "output": {"message": {"role": "assistant", "content": content}},
        "stopReason": reason,
        "usage": {"inputTokens": 12, "outputTokens": 3, "totalTokens": 15,
            "cacheReadInputTokens": 4, "cacheWriteInputTokens": 1},
        "metrics": {"latencyMs": 5},
    }))
}

fn refusal(message: &str) -> ResponseTemplate {
    ResponseTemplate::new(400)
        .insert_header("x-amzn-errortype", "ValidationException")
        .set_body_json(json!({ "message": message }))
}

fn prose() -> ChatRequest {
    ChatRequest {
        messages: vec![ChatMessage::system("Be brief"), ChatMessage::user("你好")],
        ..ChatRequest::default()
    }
}

fn schema() -> Value {
    json!({"type": "object", "properties": {"facts": {"type": "array"}},
        "required": ["facts"], "additionalProperties": false})
}

fn structured() -> ChatRequest {
    ChatRequest {
        format: ReplyFormat::Json {
            name: "facts",
            schema: schema(),
        },
        ..prose()
    }
}

fn weather() -> Tool {
    Tool {
        name: "weather".into(),
        description: "Tells the weather".into(),
        parameters: json!({"type": "object", "properties": {"city": {"type": "string"}}}),
    }
}

#[tokio::test]
async fn a_chat_is_sent_field_by_field_and_signed() {
    let server = server(vec![answer(json!([{"text": "您好"}]))]).await;
    let client = client(&server, json!({}));
    assert!(received(&server).await.is_empty(), "making it calls nobody");
    let image = Image {
        media_type: "image/jpeg".into(),
        bytes: [1, 2, 3].into(),
        detail: ImageDetail::Auto,
    };
    let messages = vec![
        ChatMessage::system("Be brief"),
        ChatMessage::system("Be kind"),
        ChatMessage::user("a"),
        ChatMessage::user("b").showing(image),
        ChatMessage::assistant("c"),
        ChatMessage::user("d"),
    ];
    let request = ChatRequest {
        messages,
        ..ChatRequest::default()
    };
    let reply = client.chat(request).await.unwrap();
    assert_eq!(reply.text, "您好");
    let usage = reply.usage;
    assert_eq!((usage.calls, usage.output_tokens), (1, 3));
    assert_eq!((usage.input_tokens, usage.cached_tokens), (17, 4));
    assert_eq!(client.name(), format!("aws_bedrock/{MODEL}"));

    let requests = received(&server).await;
    let request = &requests[0];
    assert_eq!(request.method.as_str(), "POST");
    assert_eq!(
        request.url.path(),
        "/model/anthropic.claude-3-5-sonnet-20240620-v1%3A0/converse"
    );
    assert_eq!(request.url.query(), None);
    assert_eq!(header(request, "content-type"), Some("application/json"));
    assert_signed(request, KEY_ID, SECRET, None);
    assert_eq!(
        body(request),
        json!({
            "system": [{"text": "Be brief\n\nBe kind"}],
            "messages": [
                {"role": "user", "content": [
                    {"text": "a"},
                    {"text": "b"},
                    {"image": {"format": "jpeg", "source": {"bytes": "AQID"}}},
                ]},
                {"role": "assistant", "content": [{"text": "c"}]},
                {"role": "user", "content": [{"text": "d"}]},
            ],
            "inferenceConfig": {"maxTokens": 2000, "temperature": 0.1},
        })
    );
}

#[tokio::test]
async fn an_arn_is_one_segment_of_the_path() {
    let server = server(vec![answer(json!([{"text": "x"}]))]).await;
    let arn =
        "arn:aws:bedrock:eu-central-1:123456789012:inference-profile/eu.amazon.nova-lite-v1:0";
    client(&server, json!({"model": arn}))
        .chat(prose())
        .await
        .unwrap();
    let requests = received(&server).await;
    assert_eq!(
        requests[0].url.path(),
        "/model/arn%3Aaws%3Abedrock%3Aeu-central-1%3A123456789012%3Ainference-profile%2Feu.amazon.nova-lite-v1%3A0/converse"
    );
    assert_signed(&requests[0], KEY_ID, SECRET, None);
}

#[tokio::test]
async fn a_structured_reply_is_the_input_of_a_tool_that_has_to_be_called() {
    let input = json!({"facts": ["likes tea"]});
    let call = json!([{"text": "Here:"}, {"toolUse": {"toolUseId": "t1", "name": "facts", "input": input}}]);
    let server = server(vec![stopped("tool_use", call)]).await;
    let reply = client(&server, json!({})).chat(structured()).await.unwrap();
    assert_eq!(serde_json::from_str::<Value>(&reply.text).unwrap(), input);
    assert!(reply.tool_calls.is_empty());
    assert_eq!(
        body(&received(&server).await[0])["toolConfig"],
        json!({
            "tools": [{"toolSpec": {
                "name": "facts", "description": "Takes the answer.",
                "inputSchema": {"json": schema()},
            }}],
            "toolChoice": {"tool": {"name": "facts"}},
        })
    );
}

#[tokio::test]
async fn tools_are_shown_and_calls_come_back() {
    let call =
        json!([{"toolUse": {"toolUseId": "t1", "name": "weather", "input": {"city": "上海"}}}]);
    let server = server(vec![stopped("tool_use", call)]).await;
    let client = client(&server, json!({}));
    let spec = json!({"toolSpec": {"name": "weather", "description": "Tells the weather",
        "inputSchema": {"json": weather().parameters}}});
    for (choice, expected) in [
        (ToolChoice::Auto, json!({"auto": {}})),
        (ToolChoice::Required, json!({"any": {}})),
        (
            ToolChoice::Named("weather".into()),
            json!({"tool": {"name": "weather"}}),
        ),
    ] {
        let request = ChatRequest {
            tools: vec![weather()],
            tool_choice: choice,
            ..prose()
        };
        let reply = client.chat(request).await.unwrap();
        assert_eq!(reply.tool_calls[0].name, "weather");
        assert_eq!(reply.tool_calls[0].arguments["city"], "上海");
        assert_eq!(reply.text, "");
        let sent = body(received(&server).await.last().unwrap());
        assert_eq!(
            sent["toolConfig"],
            json!({"tools": [spec], "toolChoice": expected})
        );
    }
    let forbidden = ChatRequest {
        tools: vec![weather()],
        tool_choice: ToolChoice::None,
        ..prose()
    };
    client.chat(forbidden).await.unwrap();
    let sent = body(received(&server).await.last().unwrap());
    assert_eq!(sent.get("toolConfig"), None, "Converse can't forbid tools");
}

#[tokio::test]
async fn more_options_go_where_they_belong() {
    let server = server(vec![answer(json!([{"text": "x"}]))]).await;
    let more = json!({"top_p": 0.5, "max_tokens": 100, "model_kwargs": {
        "temperature": 0.7, "maxTokens": 50, "stop_sequences": ["END"], "top_k": 40,
        "guardrailConfig": {"guardrailIdentifier": "g", "guardrailVersion": "1"},
    }});
    client(&server, more).chat(prose()).await.unwrap();
    let sent = body(&received(&server).await[0]);
    assert_eq!(
        sent["inferenceConfig"],
        json!({"maxTokens": 50, "temperature": 0.7, "topP": 0.5, "stopSequences": ["END"]})
    );
    assert_eq!(sent["additionalModelRequestFields"], json!({"top_k": 40}));
    assert_eq!(sent["guardrailConfig"]["guardrailVersion"], "1");
}

#[tokio::test]
async fn what_a_model_refuses_is_left_out_now_and_later() {
    let server = server(vec![
        refusal("The model returned the following errors: `temperature` and `top_p` cannot both be specified for this model. Please use only one."),
        refusal("This model doesn't support the toolConfig.toolChoice.tool field. Remove toolConfig.toolChoice.tool and try again."),
        refusal("This model doesn't support the toolConfig.toolChoice.any field. Remove toolConfig.toolChoice.any and try again."),
        refusal("This model doesn't support system messages. Try again without system messages or use a model that supports system messages."),
        answer(json!([{"text": "{\"facts\":[]}"}])),
    ])
    .await;
    let client = client(&server, json!({"top_p": 0.9}));
    for _ in 0..2 {
        let reply = client.chat(structured()).await.unwrap();
        assert_eq!(reply.text, "{\"facts\":[]}");
    }
    let bodies: Vec<Value> = received(&server).await.iter().map(body).collect();
    assert_eq!(bodies.len(), 6, "each lesson is learnt once");
    assert_eq!(bodies[0]["inferenceConfig"]["topP"], 0.9);
    assert_eq!(bodies[1]["inferenceConfig"].get("topP"), None);
    assert_eq!(bodies[2]["toolConfig"]["toolChoice"], json!({"any": {}}));
    assert_eq!(bodies[3].get("toolConfig"), None);
    let rules = bodies[3]["system"][0]["text"].as_str().unwrap();
    assert!(
        rules.starts_with("Be brief\n\n") && rules.contains("\"facts\""),
        "{rules}"
    );
    for last in &bodies[4..] {
        assert_eq!(last.get("system"), None);
        assert_eq!(last["messages"][0]["content"][0]["text"], *rules);
        assert_eq!(last["messages"][0]["content"][1]["text"], "你好");
    }
}

#[tokio::test]
async fn a_refusal_that_teaches_nothing_is_told_with_its_parameter() {
    let server = server(vec![refusal(
        "1 validation error detected: Value '' at 'modelId' failed to satisfy constraint",
    )])
    .await;
    let error = client(&server, json!({})).chat(prose()).await.unwrap_err();
    let ModelError::BadRequest { parameter, .. } = &error else {
        panic!("{error:?}")
    };
    assert_eq!(parameter.as_deref(), Some("modelId"));
    assert_eq!(received(&server).await.len(), 1);
}

#[tokio::test]
async fn what_is_cut_off_withheld_or_nonsense_is_known() {
    let cut = server(vec![stopped("max_tokens", json!([{"text": "x"}]))]).await;
    assert!(
        client(&cut, json!({}))
            .chat(prose())
            .await
            .unwrap()
            .truncated
    );
    for reason in [
        "content_filtered",
        "guardrail_intervened",
        "malformed_tool_use",
    ] {
        let server = server(vec![stopped(reason, json!([]))]).await;
        let error = client(&server, json!({})).chat(prose()).await.unwrap_err();
        assert!(
            matches!(&error, ModelError::Unusable { problem, .. } if problem.contains(reason)),
            "{error:?}"
        );
    }
    let thinking = json!([{"reasoningContent": {"reasoningText": {"text": "hm"}}}, {"text": "x"}]);
    let server = server(vec![answer(thinking)]).await;
    assert_eq!(
        client(&server, json!({})).chat(prose()).await.unwrap().text,
        "x"
    );
}

#[tokio::test]
async fn every_turn_is_by_another_and_the_user_has_the_first() {
    let server = server(vec![answer(json!([{"text": "x"}]))]).await;
    let client = client(&server, json!({}));
    for (messages, expected) in [
        (
            vec![ChatMessage::assistant("a"), ChatMessage::user(" ")],
            json!([{"role": "user", "content": [{"text": "…"}]},
                {"role": "assistant", "content": [{"text": "a"}]}]),
        ),
        (
            vec![ChatMessage::system("only rules")],
            json!([{"role": "user", "content": [{"text": "only rules"}]}]),
        ),
    ] {
        let request = ChatRequest {
            messages,
            ..ChatRequest::default()
        };
        client.chat(request).await.unwrap();
        let sent = body(received(&server).await.last().unwrap());
        assert_eq!(sent["messages"], expected);
        assert_eq!(sent.get("system"), None);
    }
}

#[tokio::test]
async fn keys_of_the_configuration_win_over_a_key_of_bedrock_s_own() {
    let server = server(vec![answer(json!([{"text": "x"}]))]).await;
    let variables = environment(&[
        ("AWS_BEARER_TOKEN_BEDROCK", "bedrock-api-key-123"),
        ("AWS_ACCESS_KEY_ID", "AKIAOTHER"),
        ("AWS_SECRET_ACCESS_KEY", "other"),
        ("AWS_ENDPOINT_URL_BEDROCK_RUNTIME", &server.uri()),
        ("AWS_REGION", REGION),
    ]);
    let bearer = BedrockLlmConfig::default().build_in(&variables);
    bearer.chat(prose()).await.unwrap();
    let keys = json!({"awsAccessKeyId": KEY_ID, "awsSecretAccessKey": SECRET});
    let signed: BedrockLlmConfig = serde_json::from_value(keys).unwrap();
    signed.build_in(&variables).chat(prose()).await.unwrap();
    let requests = received(&server).await;
    assert_eq!(
        header(&requests[0], "authorization"),
        Some("Bearer bedrock-api-key-123")
    );
    assert_signed(&requests[1], KEY_ID, SECRET, None);
}
