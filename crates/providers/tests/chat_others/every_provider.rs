//! What holds for each of them alike.

use std::sync::Arc;
use std::time::{Duration, Instant};

use mem0_core::{Llm, ModelError};
use serde_json::{Value, json};
use wiremock::{MockServer, ResponseTemplate};

use super::double::*;
use super::{anthropic, gemini, ollama};

/// A provider under test.
struct Case {
    name: &'static str,
    path: &'static str,
    answer: fn(&str) -> ResponseTemplate,
    client: fn(&MockServer, Value) -> Arc<dyn Llm>,
    shown: fn(&MockServer, Value) -> String,
}

fn cases() -> [Case; 3] {
    [
        Case {
            name: "llm/anthropic",
            path: "/v1/messages",
            answer: anthropic::answer,
            client: |server, more| Arc::new(anthropic::client(server, more)),
            shown: |server, more| {
                let config = anthropic::config(server, more);
                format!("{config:?} {:?}", config.clone().build())
            },
        },
        Case {
            name: "llm/gemini",
            path: "/v1beta/models/gemini-2.0-flash:generateContent",
            answer: gemini::answer,
            client: |server, more| Arc::new(gemini::client(server, more)),
            shown: |server, more| {
                let config = gemini::config(server, more);
                format!("{config:?} {:?}", config.clone().build(&|_| None))
            },
        },
        Case {
            name: "llm/ollama",
            path: "/api/chat",
            answer: ollama::answer,
            client: |server, more| Arc::new(ollama::client(server, more)),
            shown: |server, more| {
                let config = ollama::config(server, more);
                format!("{config:?} {:?}", config.clone().build())
            },
        },
    ]
}

#[tokio::test]
async fn passing_troubles_are_tried_again() {
    for case in cases() {
        for trouble in [
            ResponseTemplate::new(500),
            ResponseTemplate::new(503).set_body_string("<html>overloaded</html>"),
            failure(529, json!({"error": {"message": "overloaded"}})),
            failure(429, json!({"error": {"message": "slow down"}}))
                .insert_header("retry-after", "0"),
        ] {
            let answers = vec![trouble.clone(), trouble, (case.answer)("x")];
            let server = server(case.path, answers).await;
            let reply = (case.client)(&server, json!({}))
                .chat(prose())
                .await
                .unwrap();
            assert_eq!(reply.text, "x", "{}", case.name);
            assert_eq!(sent(&server).await.len(), 3, "{}", case.name);
        }
    }
}

#[tokio::test]
async fn a_server_that_names_a_time_is_waited_for() {
    for case in cases() {
        let limited = failure(429, json!({"error": {"message": "slow down"}}));
        let soon = limited.clone().insert_header("retry-after-ms", "150");
        let waiting = server(case.path, vec![soon, (case.answer)("x")]).await;
        let start = Instant::now();
        (case.client)(&waiting, json!({}))
            .chat(prose())
            .await
            .unwrap();
        assert!(
            start.elapsed() >= Duration::from_millis(150),
            "{}",
            case.name
        );

        let late = server(
            case.path,
            vec![limited.insert_header("retry-after", "3600")],
        )
        .await;
        let error = (case.client)(&late, json!({}))
            .chat(prose())
            .await
            .unwrap_err();
        let ModelError::RateLimited { retry_after, .. } = error else {
            panic!("{error}")
        };
        assert_eq!(retry_after, Some(Duration::from_secs(3600)));
        assert_eq!(sent(&late).await.len(), 1, "{}", case.name);
    }
}

#[tokio::test]
async fn a_secret_is_never_shown() {
    for case in cases() {
        let echo = failure(
            401,
            json!({"error": {"message": format!("invalid key: {KEY}")}}),
        );
        let server = server(case.path, vec![echo]).await;
        let more = json!({"api_key": KEY, "headers": {"x-secret": "header-secret"}});
        let shown = (case.shown)(&server, more.clone());
        assert!(
            !shown.contains(KEY) && !shown.contains("header-secret"),
            "{shown}"
        );
        let error = (case.client)(&server, more)
            .chat(prose())
            .await
            .unwrap_err();
        assert!(matches!(error, ModelError::Unauthorized { .. }), "{error}");
        for shown in [error.to_string(), format!("{error:?}")] {
            assert!(
                shown.contains("[hidden]") && !shown.contains(KEY),
                "{shown}"
            );
            assert!(shown.contains(case.name), "{shown}");
        }
    }
}

#[tokio::test]
async fn what_is_no_reply_is_unusable() {
    for case in cases() {
        for body in ["<html>Welcome</html>", "", "{}", "[]", "null", "\"hello\""] {
            let server = server(
                case.path,
                vec![ResponseTemplate::new(200).set_body_string(body)],
            )
            .await;
            let error = (case.client)(&server, json!({}))
                .chat(prose())
                .await
                .unwrap_err();
            assert!(
                matches!(error, ModelError::Unusable { .. }),
                "{} {body}: {error:?}",
                case.name
            );
            assert_eq!(sent(&server).await.len(), 1);
        }
    }
}

#[tokio::test]
async fn a_server_that_does_not_answer_in_time_is_a_timeout() {
    for case in cases() {
        let slow = (case.answer)("x").set_delay(Duration::from_secs(5));
        let server = server(case.path, vec![slow]).await;
        let llm = (case.client)(&server, json!({"timeout": 0.05}));
        let error = llm.chat(prose()).await.unwrap_err();
        assert!(
            matches!(error, ModelError::Timeout { .. }),
            "{}: {error}",
            case.name
        );
        assert_eq!(requests(&server).await.len(), 3);
    }
}

#[tokio::test]
async fn a_refusal_of_something_else_is_told_at_once() {
    for case in cases() {
        let refused = failure(400, json!({"error": {"message": "no such thing"}}));
        let server = server(case.path, vec![refused]).await;
        let error = (case.client)(&server, json!({}))
            .chat(prose())
            .await
            .unwrap_err();
        let ModelError::BadRequest { message, .. } = error else {
            panic!("{error}")
        };
        assert_eq!(message, "no such thing (HTTP 400)");
        assert_eq!(sent(&server).await.len(), 1);
    }
}

#[tokio::test]
async fn many_calls_share_a_client_across_tasks() {
    for case in cases() {
        let server = server(case.path, vec![(case.answer)("x")]).await;
        let llm = (case.client)(&server, json!({}));
        let calls: Vec<_> = (0..8)
            .map(|_| {
                let llm = Arc::clone(&llm);
                tokio::spawn(async move { llm.chat(prose()).await.map(|reply| reply.text) })
            })
            .collect();
        for call in calls {
            assert_eq!(call.await.unwrap().unwrap(), "x");
        }
    }
}
