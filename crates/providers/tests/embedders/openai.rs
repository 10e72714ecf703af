//! OpenAI itself.

use std::time::Duration;

use mem0_core::{Embedder, ModelError, Purpose};
use mem0_providers::RetryPolicy;
use mem0_providers::driver::embeddings::EmbeddingClient;
use mem0_providers::embedder::openai::OpenAiEmbedderConfig;
use serde_json::{Value, json};
use wiremock::matchers::{method, path};
use wiremock::{Mock, MockServer, Request, ResponseTemplate};

/// A server whose vectors are `[length of the text in characters, 1, 0, …]`, answered backwards.
async fn server(dimensions: usize) -> MockServer {
    let server = MockServer::start().await;
    Mock::given(method("POST"))
        .and(path("/v1/embeddings"))
        .respond_with(move |request: &Request| vectors(request, dimensions))
        .mount(&server)
        .await;
    server
}

fn vectors(request: &Request, dimensions: usize) -> ResponseTemplate {
    let body: Value = serde_json::from_slice(&request.body).unwrap();
    let dimensions = body["dimensions"]
        .as_u64()
        .map_or(dimensions, |asked| asked as usize);
    let texts = body["input"].as_array().unwrap();
    let rows: Vec<Value> = texts
        .iter()
        .enumerate()
        .rev()
        .map(|(index, text)| {
            let mut vector = vec![0.0; dimensions];
            vector[0] = text.as_str().unwrap().chars().count() as f64;
            vector[1] = 1.0;
            json!({"object": "embedding", "index": index, "embedding": vector})
        })
        .collect();
    ResponseTemplate::new(200).set_body_json(json!({"object": "list", "data": rows}))
}

async fn sent(server: &MockServer) -> Vec<Value> {
    let requests = server.received_requests().await.unwrap();
    requests
        .iter()
        .map(|request| serde_json::from_slice(&request.body).unwrap())
        .collect()
}

fn client(server: &MockServer, more: Value) -> EmbeddingClient {
    let mut config = json!({
        "api_key": "sk-test-1234567890", "openai_base_url": format!("{}/v1", server.uri()), "model": "m",
    });
    config
        .as_object_mut()
        .unwrap()
        .extend(more.as_object().unwrap().clone());
    let config: OpenAiEmbedderConfig = serde_json::from_value(config).unwrap();
    config.build().with_retry(RetryPolicy {
        max_retries: 2,
        first_wait: Duration::from_millis(5),
        ..RetryPolicy::default()
    })
}

async fn embed(client: &EmbeddingClient, texts: &[&str]) -> Result<Vec<Vec<f32>>, ModelError> {
    let texts: Vec<String> = texts.iter().map(ToString::to_string).collect();
    client.embed(&texts, Purpose::Document).await
}

/// The vector that the server makes of a text of this many characters, at length 1.
fn vector(characters: f32, dimensions: usize) -> Vec<f32> {
    let length = (characters * characters + 1.0).sqrt();
    let mut vector = vec![0.0; dimensions];
    (vector[0], vector[1]) = (characters / length, 1.0 / length);
    vector
}

#[tokio::test]
async fn vectors_are_of_length_one_and_in_order() {
    let server = server(3).await;
    let found = embed(
        &client(&server, json!({})),
        &["a", "我喜欢", "two\nlines\r\nof it"],
    )
    .await
    .unwrap();
    for (found, characters) in found.iter().zip([1.0, 3.0, 15.0]) {
        for (found, expected) in found.iter().zip(vector(characters, 3)) {
            assert!((found - expected).abs() < 1e-6, "{found} {expected}");
        }
    }
    assert_eq!(
        sent(&server).await,
        [
            json!({"model": "m", "input": ["a", "我喜欢", "two lines of it"], "encoding_format": "float"})
        ]
    );
    let requests = server.received_requests().await.unwrap();
    assert_eq!(
        requests[0].headers["authorization"],
        "Bearer sk-test-1234567890"
    );
}

#[tokio::test]
async fn texts_go_in_batches() {
    let server = server(2).await;
    let texts: Vec<String> = (1..=250).map(|length| "x".repeat(length)).collect();
    let found = client(&server, json!({}))
        .embed(&texts, Purpose::Document)
        .await
        .unwrap();
    assert_eq!(found.len(), 250);
    assert!((found[249][0] - vector(250.0, 2)[0]).abs() < 1e-6);
    let sizes: Vec<usize> = sent(&server)
        .await
        .iter()
        .map(|body| body["input"].as_array().unwrap().len())
        .collect();
    assert_eq!(sizes, [100, 100, 50]);
}

#[tokio::test]
async fn large_texts_make_small_batches_and_are_cut() {
    let server = server(2).await;
    let texts = vec!["长".repeat(20_000); 60];
    let found = client(&server, json!({}))
        .embed(&texts, Purpose::Document)
        .await
        .unwrap();
    assert_eq!(found.len(), 60);
    let bodies = sent(&server).await;
    assert_eq!(bodies.len(), 3);
    let characters = bodies[0]["input"][0].as_str().unwrap().chars().count();
    assert!((6_000..6_200).contains(&characters), "{characters}");
}

#[tokio::test]
async fn a_text_without_content_gets_a_zero_vector_and_is_not_sent() {
    let server = server(2).await;
    let client = client(&server, json!({}));
    assert_eq!(embed(&client, &[]).await.unwrap(), Vec::<Vec<f32>>::new());
    assert_eq!(sent(&server).await.len(), 0);
    let found = embed(&client, &["", "a", " \n"]).await.unwrap();
    assert_eq!((&found[0], &found[2]), (&vec![0.0, 0.0], &vec![0.0, 0.0]));
    assert!(found[1][0] > 0.0);
    assert_eq!(sent(&server).await[0]["input"], json!(["a"]));
    assert_eq!(embed(&client, &[" "]).await.unwrap(), [[0.0, 0.0]]);
    assert_eq!(sent(&server).await.len(), 1, "the length was known by then");
}

#[tokio::test]
async fn the_length_is_asked_for_once_if_nothing_tells() {
    let server = server(384).await;
    let client = client(&server, json!({}));
    for _ in 0..2 {
        let identity = client.identity().await.unwrap();
        assert_eq!(identity.to_string(), "openai/m (384 dimensions)");
    }
    assert_eq!(sent(&server).await.len(), 1);
    embed(&client, &["a"]).await.unwrap();
    assert_eq!(sent(&server).await.len(), 2);
}

#[tokio::test]
async fn known_and_configured_lengths_need_no_call() {
    let openai = |more: Value| {
        let config: OpenAiEmbedderConfig = serde_json::from_value(more).unwrap();
        config.build()
    };
    let dimensions = async |client: &EmbeddingClient| client.identity().await.unwrap().dimensions;
    assert_eq!(dimensions(&openai(json!({}))).await, 1536);
    assert_eq!(
        dimensions(&openai(json!({"model": "text-embedding-3-large"}))).await,
        3072
    );
    assert_eq!(
        dimensions(&openai(json!({"embedding_dims": 256}))).await,
        256
    );
    // The same name at another server may be anything.
    let server = server(7).await;
    let elsewhere = client(&server, json!({"model": "text-embedding-ada-002"}));
    assert_eq!(dimensions(&elsewhere).await, 7);
}

#[tokio::test]
async fn a_configured_length_is_asked_for_and_checked() {
    let server = server(4).await;
    let asking = client(&server, json!({"embedding_dims": 2}));
    assert_eq!(embed(&asking, &["a"]).await.unwrap()[0].len(), 2);
    assert_eq!(sent(&server).await[0]["dimensions"], 2);

    let refusing = MockServer::start().await;
    Mock::given(method("POST"))
        .respond_with(|request: &Request| {
            let body: Value = serde_json::from_slice(&request.body).unwrap();
            if body.get("dimensions").is_some() {
                let error = json!({"message": "Model does not support matryoshka representation"});
                return ResponseTemplate::new(400).set_body_json(json!({"error": error}));
            }
            vectors(request, 4)
        })
        .mount(&refusing)
        .await;
    let matching = client(&refusing, json!({"embedding_dims": 4}));
    embed(&matching, &["a"]).await.unwrap();
    embed(&matching, &["b"]).await.unwrap();
    let told: Vec<bool> = sent(&refusing)
        .await
        .iter()
        .map(|body| body.get("dimensions").is_some())
        .collect();
    assert_eq!(told, [true, false, false]);

    let error = embed(&client(&refusing, json!({"embedding_dims": 3})), &["a"])
        .await
        .unwrap_err();
    let ModelError::Unusable { provider, problem } = error else {
        panic!("{error}")
    };
    assert_eq!(provider, "embedder/openai");
    assert!(
        problem.contains("4 dimensions where 3 are expected"),
        "{problem}"
    );
}

#[tokio::test]
async fn what_is_too_long_for_the_server_is_divided_then_shortened() {
    let server = MockServer::start().await;
    Mock::given(method("POST"))
        .respond_with(|request: &Request| {
            let body: Value = serde_json::from_slice(&request.body).unwrap();
            let texts = body["input"].as_array().unwrap();
            let total: usize = texts.iter().map(|text| text.as_str().unwrap().len()).sum();
            if total > 200 {
                // As llama.cpp says it.
                let error = json!({"code": 500, "message": "input is too large to process. increase the physical batch size", "type": "server_error"});
                return ResponseTemplate::new(500).set_body_json(json!({"error": error}));
            }
            vectors(request, 2)
        })
        .mount(&server)
        .await;
    let texts = [
        "a".repeat(150),
        "b".repeat(150),
        "长".repeat(200),
        "c".to_owned(),
    ];
    let found = client(&server, json!({}))
        .embed(&texts, Purpose::Document)
        .await
        .unwrap();
    assert_eq!(found.len(), 4);
    assert!((found[1][0] - vector(150.0, 2)[0]).abs() < 1e-6);
    assert!((found[3][0] - vector(1.0, 2)[0]).abs() < 1e-6);
}

#[tokio::test]
async fn passing_troubles_are_tried_again_and_others_told() {
    let server = MockServer::start().await;
    Mock::given(method("POST"))
        .respond_with(ResponseTemplate::new(503))
        .up_to_n_times(1)
        .with_priority(1)
        .mount(&server)
        .await;
    Mock::given(method("POST"))
        .respond_with(|request: &Request| vectors(request, 2))
        .mount(&server)
        .await;
    embed(&client(&server, json!({})), &["a"]).await.unwrap();
    assert_eq!(sent(&server).await.len(), 2);

    let refusing = MockServer::start().await;
    let echo = json!({"error": {"message": "Incorrect API key: sk-test-1234567890"}});
    Mock::given(method("POST"))
        .respond_with(ResponseTemplate::new(401).set_body_json(echo))
        .mount(&refusing)
        .await;
    let refused = client(&refusing, json!({}));
    let error = embed(&refused, &["a"]).await.unwrap_err();
    assert!(matches!(error, ModelError::Unauthorized { .. }), "{error}");
    for shown in [format!("{error:?}"), format!("{refused:?}")] {
        assert!(!shown.contains("sk-test"), "{shown}");
    }
    assert_eq!(sent(&refusing).await.len(), 1);
}

#[tokio::test]
async fn a_missing_key_is_told_at_the_first_call() {
    let client = OpenAiEmbedderConfig::default().build();
    let error = embed(&client, &["a"]).await.unwrap_err();
    assert!(
        matches!(&error, ModelError::NoKey { provider, .. } if provider == "embedder/openai"),
        "{error}"
    );
}

#[tokio::test]
async fn for_embeddings_the_older_variable_wins() {
    let server = server(2).await;
    let url = format!("{}/v1", server.uri());
    let environment = |name: &str| match name {
        "OPENAI_API_BASE" => Some(url.clone()),
        "OPENAI_BASE_URL" => Some("http://127.0.0.1:9".to_owned()),
        _ => None,
    };
    let client = OpenAiEmbedderConfig::default()
        .or_environment(&environment)
        .build();
    embed(&client, &["a"]).await.unwrap();
    assert_eq!(sent(&server).await[0]["model"], "text-embedding-3-small");
}
