//! What is tried again and what is told, and what an answer means that is none.

use std::time::{Duration, Instant};

use mem0_core::{Llm, ModelError};
use mem0_providers::llm::openai::OpenAiLlmConfig;
use serde_json::json;
use wiremock::ResponseTemplate;

use super::{client, completion, config, failure, sent, server};
use crate::chat_rules::{prose, quick_tries};

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
        .with_retry(quick_tries(1));
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
