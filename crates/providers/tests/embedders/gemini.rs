//! Gemini's own ways.

use std::time::Duration;

use mem0_core::{Embedder, ModelError, Purpose};
use serde_json::{Value, json};
use wiremock::ResponseTemplate;

use crate::double::{answering, body, embed, embed_one, numbers, requests, sent, server};
use crate::table::{CASES, Case};

fn gemini() -> &'static Case {
    CASES.iter().find(|case| case.name == "gemini").unwrap()
}

fn detail(kind: &str, mut more: Value) -> Value {
    more["@type"] = format!("type.googleapis.com/google.rpc.{kind}").into();
    more
}

#[tokio::test]
async fn a_wrong_key_is_told_as_one_though_it_comes_as_a_bad_request() {
    let server = answering(|_| {
        let info = detail(
            "ErrorInfo",
            json!({"reason": "API_KEY_INVALID", "domain": "googleapis.com"}),
        );
        let error = json!({
            "code": 400, "message": "API key not valid. Please pass a valid API key.",
            "status": "INVALID_ARGUMENT", "details": [info],
        });
        ResponseTemplate::new(400).set_body_json(json!({"error": error}))
    })
    .await;
    let client = gemini().client(&server.uri(), json!({}));
    let error = embed_one(&client, "tea").await.unwrap_err();
    assert!(matches!(error, ModelError::Unauthorized { .. }), "{error}");
}

#[tokio::test]
async fn a_limit_by_the_minute_is_told_with_its_delay_and_one_by_the_day_as_no_quota() {
    for (limit, is_day) in [
        ("RequestsPerMinutePerProject", false),
        ("RequestsPerDayPerProject", true),
    ] {
        let server = answering(move |_| {
            let error = json!({
                "code": 429, "status": "RESOURCE_EXHAUSTED",
                "message": "You exceeded your current quota, please check your plan and billing details.",
                "details": [
                    detail("QuotaFailure", json!({"violations": [{"quotaId": limit}]})),
                    detail("RetryInfo", json!({"retryDelay": "3600s"})),
                ],
            });
            ResponseTemplate::new(429).set_body_json(json!({"error": error}))
        })
        .await;
        let client = gemini().client(&server.uri(), json!({}));
        match embed_one(&client, "tea").await.unwrap_err() {
            ModelError::RateLimited { retry_after, .. } if !is_day => {
                assert_eq!(retry_after, Some(Duration::from_secs(3600)));
            }
            ModelError::Quota { .. } if is_day => {}
            other => panic!("{limit}: {other}"),
        }
        assert_eq!(requests(&server).await.len(), 1);
    }
}

#[tokio::test]
async fn other_tasks_can_be_named_and_mark_the_store() {
    let server = server(gemini()).await;
    let client = gemini().client(
        &server.uri(),
        json!({"memory_add_embedding_type": "SEMANTIC_SIMILARITY", "memorySearchEmbeddingType": "QUESTION_ANSWERING"}),
    );
    embed(&client, &["a"], Purpose::Document).await.unwrap();
    embed(&client, &["a"], Purpose::Query).await.unwrap();
    let tasks: Vec<Value> = sent(&server)
        .await
        .iter()
        .map(|body| body["requests"][0]["taskType"].clone())
        .collect();
    assert_eq!(tasks, ["SEMANTIC_SIMILARITY", "QUESTION_ANSWERING"]);
    assert_eq!(
        client.identity().await.unwrap().revision,
        "SEMANTIC_SIMILARITY"
    );
}

#[tokio::test]
async fn a_model_that_refuses_tasks_is_not_told_again() {
    let server = answering(|request| {
        let body = body(request);
        if body["requests"][0].get("taskType").is_some() {
            let error = json!({"code": 400, "message": "task_type is not supported for this model", "status": "INVALID_ARGUMENT"});
            return ResponseTemplate::new(400).set_body_json(json!({"error": error}));
        }
        let row = json!({"values": numbers("x", 768)});
        ResponseTemplate::new(200).set_body_json(json!({"embeddings": [row]}))
    })
    .await;
    let client = gemini().client(&server.uri(), json!({}));
    embed_one(&client, "tea").await.unwrap();
    embed_one(&client, "coffee").await.unwrap();
    assert_eq!(requests(&server).await.len(), 3);
}

#[tokio::test]
async fn the_second_generation_reads_its_task_in_front_of_the_text() {
    let server = answering(|request| {
        assert_eq!(
            request.url.path(),
            "/v1beta/models/gemini-embedding-2-preview:batchEmbedContents"
        );
        let row = json!({"values": numbers("x", 768)});
        ResponseTemplate::new(200).set_body_json(json!({"embeddings": [row]}))
    })
    .await;
    let more = json!({"model": "models/gemini-embedding-2-preview"});
    let client = gemini().client(&server.uri(), more);
    embed(&client, &["tea"], Purpose::Query).await.unwrap();
    embed(&client, &["tea"], Purpose::Document).await.unwrap();
    let requests: Vec<Value> = sent(&server)
        .await
        .iter()
        .map(|body| body["requests"][0].clone())
        .collect();
    assert_eq!(
        requests[0]["content"]["parts"][0]["text"],
        "task: search result | query: tea"
    );
    assert_eq!(
        requests[1]["content"]["parts"][0]["text"],
        "title: none | text: tea"
    );
    assert!(requests[0].get("taskType").is_none());
    assert_eq!(
        client.identity().await.unwrap().model,
        "gemini-embedding-2-preview"
    );
}

#[tokio::test]
async fn batches_never_exceed_what_the_service_takes() {
    let server = server(gemini()).await;
    let client = gemini().client(&server.uri(), json!({"batch_size": 500}));
    let texts: Vec<String> = (0..150).map(|number| format!("note {number}")).collect();
    client.embed(&texts, Purpose::Document).await.unwrap();
    let sizes: Vec<usize> = sent(&server)
        .await
        .iter()
        .map(|body| (gemini().texts)(body).len())
        .collect();
    assert_eq!(sizes, [100, 50]);
}
