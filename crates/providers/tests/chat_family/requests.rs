//! What is asked, field by field.

use std::sync::Arc;

use mem0_core::{ChatMessage, ChatRequest, Image, ImageDetail, Llm};
use mem0_providers::dialect::JsonMode;
use serde_json::{Value, json};

use crate::chat_rules::{Subject, prose, server};
use crate::family::{all, bodies, saying, schema, structured};

#[tokio::test]
async fn a_request_goes_to_the_right_place_with_the_right_key() {
    for member in all() {
        let server = server(vec![saying("x")]).await;
        let options = json!({"model": "my-model", "headers": {"x-team": "blue"}});
        let llm = member.client(&server, options);
        assert_eq!(llm.name(), format!("{}/my-model", member.name));
        llm.chat(prose()).await.unwrap();
        let requests = server.received_requests().await.unwrap();
        let request = &requests[0];
        assert_eq!(request.method.as_str(), "POST", "{}", member.name);
        let url = &request.url;
        let place = match url.query() {
            Some(query) => format!("{}?{query}", url.path()),
            None => url.path().to_owned(),
        };
        assert_eq!(place, member.path("my-model"), "{}", member.name);
        let (header, key) = member.key_header();
        assert_eq!(request.headers[header], key.as_str(), "{}", member.name);
        for other in ["authorization", "api-key"] {
            let sent = request.headers.contains_key(other);
            assert_eq!(sent, other == header, "{} {other}", member.name);
        }
        assert_eq!(request.headers["content-type"], "application/json");
        assert_eq!(request.headers["x-team"], "blue");
    }
}

#[tokio::test]
async fn a_request_holds_the_defaults_and_nothing_else() {
    for member in all() {
        let server = server(vec![saying("x")]).await;
        member
            .client(&server, json!({}))
            .chat(prose())
            .await
            .unwrap();
        let mut expected = json!({
            "model": member.model,
            "messages": [
                {"role": "system", "content": "Be brief"},
                {"role": "user", "content": "你好"},
            ],
        });
        // The family's default model thinks, and takes no options of wording.
        if member.model != "gpt-5-mini" {
            for (key, value) in [("temperature", 0.1), ("top_p", 0.1)] {
                expected[key] = value.into();
            }
            expected["max_tokens"] = 2000.into();
        }
        for (key, value) in member.extra {
            expected[*key] = (*value).into();
        }
        assert_eq!(bodies(&server).await[0], expected, "{}", member.name);
    }
}

#[tokio::test]
async fn configured_options_are_sent_under_both_spellings() {
    let snake = json!({"model": "m", "temperature": 0, "top_p": 0.5, "max_tokens": 50,
        "reasoning_effort": "low", "top_k": 7});
    let camel = json!({"model": "m", "temperature": 0, "topP": 0.5, "maxTokens": 50,
        "reasoningEffort": "low"});
    for member in all() {
        for options in [snake.clone(), camel.clone()] {
            let server = server(vec![saying("x")]).await;
            member.client(&server, options).chat(prose()).await.unwrap();
            let body = &bodies(&server).await[0];
            for (key, value) in [
                ("temperature", json!(0.0)),
                ("top_p", json!(0.5)),
                ("max_tokens", json!(50)),
                ("reasoning_effort", json!("low")),
            ] {
                assert_eq!(body[key], value, "{} {key}", member.name);
            }
            assert!(body.get("top_k").is_none(), "{}", member.name);
        }
    }
}

#[tokio::test]
async fn models_that_think_get_no_options_that_they_refuse() {
    for member in all() {
        for (options, expected) in [
            (
                json!({"model": "o3-mini", "temperature": 0.5, "max_tokens": 9}),
                vec![],
            ),
            (json!({"model": "m", "is_reasoning_model": true}), vec![]),
            (
                json!({"model": "gpt-5-mini", "max_tokens": 9}),
                vec!["max_completion_tokens"],
            ),
            (
                json!({"model": "o3", "is_reasoning_model": false}),
                vec!["temperature", "top_p", "max_tokens"],
            ),
        ] {
            let server = server(vec![saying("x")]).await;
            member
                .client(&server, options.clone())
                .chat(prose())
                .await
                .unwrap();
            let body = bodies(&server).await.remove(0);
            let mut sent: Vec<&str> = [
                "temperature",
                "top_p",
                "max_tokens",
                "max_completion_tokens",
            ]
            .into_iter()
            .filter(|key| body.get(key).is_some())
            .collect();
            sent.sort_by_key(|key| expected.iter().position(|expected| expected == key));
            assert_eq!(sent, expected, "{} {options}", member.name);
        }
    }
}

#[tokio::test]
async fn structured_replies_are_asked_for_in_the_best_way_that_each_has() {
    for member in all() {
        let server = server(vec![saying(r#"{"city": "北京"}"#)]).await;
        let options = json!({"model": "m"});
        let reply = member
            .client(&server, options)
            .chat(structured())
            .await
            .unwrap();
        assert_eq!(reply.text, r#"{"city": "北京"}"#);
        let body = &bodies(&server).await[0];
        let system = body["messages"][0]["content"].as_str().unwrap();
        let format = body.get("response_format");
        match member.json {
            JsonMode::Schema => {
                let schema = json!({"name": "place", "strict": true, "schema": schema()});
                let expected = json!({"type": "json_schema", "json_schema": schema});
                assert_eq!(format, Some(&expected), "{}", member.name);
                assert_eq!(system, "Be brief", "{}", member.name);
            }
            JsonMode::Object => {
                assert_eq!(
                    format,
                    Some(&json!({"type": "json_object"})),
                    "{}",
                    member.name
                );
            }
            JsonMode::Plain => assert_eq!(format, None, "{}", member.name),
        }
        if member.json != JsonMode::Schema {
            let rule = "Be brief\n\nAnswer with one JSON object that fits this JSON schema";
            assert!(system.starts_with(rule), "{}: {system}", member.name);
            assert!(system.contains(&schema().to_string()), "{}", member.name);
        }
    }
}

fn image(detail: ImageDetail) -> Image {
    Image {
        media_type: "image/png".to_owned(),
        bytes: Arc::from(&b"\x89PNG"[..]),
        detail,
    }
}

#[tokio::test]
async fn images_are_shown_behind_what_is_said() {
    for member in all() {
        let server = server(vec![saying("a cat")]).await;
        let request = ChatRequest {
            messages: vec![
                ChatMessage::system("Be brief"),
                ChatMessage::user("What is it?")
                    .showing(image(ImageDetail::High))
                    .showing(image(ImageDetail::Low)),
                ChatMessage::user("").showing(image(ImageDetail::Auto)),
                ChatMessage::user("And this?"),
            ],
            ..ChatRequest::default()
        };
        member
            .client(&server, json!({}))
            .chat(request)
            .await
            .unwrap();
        let shown = |detail: &str| {
            json!({"type": "image_url",
                "image_url": {"url": "data:image/png;base64,iVBORw==", "detail": detail}})
        };
        let said = |text: &str| json!({"type": "text", "text": text});
        assert_eq!(
            bodies(&server).await[0]["messages"],
            json!([
                {"role": "system", "content": "Be brief"},
                {"role": "user", "content": [said("What is it?"), shown("high"), shown("low"),
                    shown("auto"), said("And this?")]},
            ]),
            "{}",
            member.name
        );
    }
}

#[tokio::test]
async fn messages_are_sent_as_they_are() {
    let text = "You are my assistant; ask the assistant";
    for member in all() {
        let server = server(vec![saying("x")]).await;
        let request = ChatRequest {
            messages: vec![
                ChatMessage::user("a"),
                ChatMessage::assistant("assistant"),
                ChatMessage::user("b"),
                ChatMessage::user(text),
            ],
            ..ChatRequest::default()
        };
        member
            .client(&server, json!({}))
            .chat(request)
            .await
            .unwrap();
        assert_eq!(
            bodies(&server).await[0]["messages"],
            json!([
                {"role": "user", "content": "a"},
                {"role": "assistant", "content": "assistant"},
                {"role": "user", "content": format!("b\n\n{text}")},
            ]),
            "{}",
            member.provider()
        );
    }
}

#[tokio::test]
async fn cached_tokens_are_counted() {
    for (usage, cached) in [
        (
            json!({"prompt_tokens": 9, "completion_tokens": 2, "prompt_tokens_details": {"cached_tokens": 4}}),
            4,
        ),
        (
            json!({"prompt_tokens": 9, "completion_tokens": 2, "prompt_cache_hit_tokens": 5}),
            5,
        ),
        (json!({"prompt_tokens": 9, "completion_tokens": 2}), 0),
    ] {
        for member in all() {
            let mut answer = member.says("x");
            answer["usage"] = usage.clone();
            let answer = wiremock::ResponseTemplate::new(200).set_body_json(answer);
            let server = server(vec![answer]).await;
            let reply = member
                .client(&server, Value::Object(Default::default()))
                .chat(prose())
                .await;
            let usage = reply.unwrap().usage;
            assert_eq!(
                (usage.input_tokens, usage.cached_tokens, usage.output_tokens),
                (9, cached, 2),
                "{}",
                member.name
            );
        }
    }
}
