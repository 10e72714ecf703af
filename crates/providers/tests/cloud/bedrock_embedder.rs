//! Bedrock's embedding models: the bodies of each family, batches, and what is done about refusals.

use mem0_core::{Embedder, ModelError, Purpose};
use mem0_providers::driver::lanes::InLanes;
use mem0_providers::embedder::aws_bedrock::BedrockEmbedderConfig;
use mem0_testkit::embedder_rules;
use serde_json::{Value, json};
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, Request, ResponseTemplate};

use super::double::{KEY_ID, REGION, SECRET, assert_signed, body, received, vector};
use crate::chat_rules::quick;

fn client(server: &MockServer, more: Value) -> InLanes {
    let mut config = json!({
        "aws_access_key_id": KEY_ID,
        "aws_secret_access_key": SECRET,
        "aws_region": REGION,
        "aws_endpoint_url": server.uri(),
    });
    let fields = config.as_object_mut().unwrap();
    fields.extend(more.as_object().unwrap().clone());
    let config: BedrockEmbedderConfig = serde_json::from_value(config).unwrap();
    config.build_in(&|_| None).with_retry(quick())
}

/// Answers as the model in the path does.
fn answers(request: &Request) -> ResponseTemplate {
    let asked = body(request);
    let path = request.url.path();
    let said = |answer: Value| ResponseTemplate::new(200).set_body_json(answer);
    if path.contains("cohere") {
        let four = path.contains("embed-v4");
        let length = asked["output_dimension"]
            .as_u64()
            .unwrap_or(if four { 1_536 } else { 1_024 });
        let texts = asked["texts"].as_array().unwrap();
        assert!(texts.len() <= 96);
        let rows: Vec<_> = texts
            .iter()
            .map(|text| vector(text.as_str().unwrap(), length))
            .collect();
        return said(json!({"id": "1", "response_type": "embeddings_by_type",
            "embeddings": {"float": rows}, "texts": texts}));
    }
    if path.contains("nova") {
        let asked = &asked["singleEmbeddingParams"];
        let length = asked["embeddingDimension"].as_u64().unwrap_or(3_072);
        let text = asked["text"]["value"].as_str().unwrap();
        return said(json!({"embeddings": [
            {"embeddingType": "TEXT", "embedding": vector(text, length)}]}));
    }
    let usual = if path.contains("v1") { 1_536 } else { 1_024 };
    let length = asked["dimensions"].as_u64().unwrap_or(usual);
    let text = asked["inputText"].as_str().unwrap();
    said(json!({"embedding": vector(text, length), "inputTextTokenCount": 3}))
}

async fn double() -> MockServer {
    let server = MockServer::start().await;
    Mock::given(any())
        .respond_with(answers)
        .mount(&server)
        .await;
    server
}

fn texts(count: usize) -> Vec<String> {
    (0..count).map(|place| format!("text {place}")).collect()
}

#[tokio::test]
async fn the_rules_of_embedders_hold_for_every_family() {
    for model in [
        "amazon.titan-embed-text-v1",
        "amazon.titan-embed-text-v2:0",
        "amazon.nova-2-multimodal-embeddings-v1:0",
        "cohere.embed-multilingual-v3",
        "us.cohere.embed-v4:0",
    ] {
        let server = double().await;
        let client = client(&server, json!({ "model": model }));
        assert!(received(&server).await.is_empty(), "making it calls nobody");
        if let Err(error) = embedder_rules::check(&client).await {
            panic!("{model}: {error}");
        }
        for request in received(&server).await {
            assert_signed(&request, KEY_ID, SECRET, None);
        }
    }
}

#[tokio::test]
async fn each_family_gets_its_own_body() {
    for (model, path, dimensions, purpose, expected) in [
        (
            "amazon.titan-embed-text-v1",
            "/model/amazon.titan-embed-text-v1/invoke",
            json!(null),
            Purpose::Document,
            json!({"inputText": "你好 there"}),
        ),
        (
            "amazon.titan-embed-text-v2:0",
            "/model/amazon.titan-embed-text-v2%3A0/invoke",
            json!(512),
            Purpose::Query,
            json!({"inputText": "你好 there", "dimensions": 512, "normalize": true}),
        ),
        (
            "amazon.nova-2-multimodal-embeddings-v1:0",
            "/model/amazon.nova-2-multimodal-embeddings-v1%3A0/invoke",
            json!(384),
            Purpose::Query,
            json!({"taskType": "SINGLE_EMBEDDING", "singleEmbeddingParams": {
                "embeddingPurpose": "TEXT_RETRIEVAL", "embeddingDimension": 384,
                "text": {"truncationMode": "END", "value": "你好 there"}}}),
        ),
        (
            "cohere.embed-multilingual-v3",
            "/model/cohere.embed-multilingual-v3/invoke",
            json!(null),
            Purpose::Document,
            json!({"texts": ["你好 there"], "input_type": "search_document", "truncate": "END",
                "embedding_types": ["float"]}),
        ),
        (
            "us.cohere.embed-v4:0",
            "/model/us.cohere.embed-v4%3A0/invoke",
            json!(256),
            Purpose::Query,
            json!({"texts": ["你好 there"], "input_type": "search_query", "truncate": "RIGHT",
                "embedding_types": ["float"], "output_dimension": 256}),
        ),
    ] {
        let server = double().await;
        let client = client(
            &server,
            json!({"model": model, "embedding_dims": dimensions}),
        );
        let vectors = client
            .embed(&["你好\nthere".to_owned()], purpose)
            .await
            .unwrap();
        if let Some(length) = dimensions.as_u64() {
            assert_eq!(vectors[0].len() as u64, length, "{model}");
        }
        let requests = received(&server).await;
        assert_eq!(requests.len(), 1, "{model}");
        assert_eq!(requests[0].url.path(), path);
        assert_eq!(body(&requests[0]), expected, "{model}");
    }
}

#[tokio::test]
async fn many_texts_go_in_batches_or_side_by_side_and_come_back_in_order() {
    for (model, requests) in [
        ("amazon.titan-embed-text-v2:0", 200),
        ("cohere.embed-english-v3", 3),
    ] {
        let server = double().await;
        let client = client(&server, json!({ "model": model }));
        let texts = texts(200);
        let vectors = client.embed(&texts, Purpose::Document).await.unwrap();
        assert_eq!(received(&server).await.len(), requests, "{model}");
        for (text, vector) in texts.iter().zip(&vectors) {
            let alone = client.embed(std::slice::from_ref(text), Purpose::Document);
            assert_eq!(alone.await.unwrap()[0], *vector, "{model}: {text}");
        }
    }
}

#[tokio::test]
async fn up_to_eight_requests_run_side_by_side() {
    let server = MockServer::start().await;
    let slow =
        |request: &Request| answers(request).set_delay(std::time::Duration::from_millis(100));
    Mock::given(any()).respond_with(slow).mount(&server).await;
    let client = client(&server, json!({"model": "amazon.titan-embed-text-v2:0"}));
    let start = std::time::Instant::now();
    client.embed(&texts(16), Purpose::Document).await.unwrap();
    let took = start.elapsed().as_millis();
    // Two rounds; one after another would be sixteen.
    assert!((200..1_200).contains(&took), "{took} ms");
}

#[tokio::test]
async fn another_length_than_asked_for_is_told_before_anything_is_kept() {
    let server = double().await;
    let client = client(&server, json!({"embedding_dims": 256}));
    let error = client
        .embed(&["x".to_owned()], Purpose::Document)
        .await
        .unwrap_err();
    assert!(
        matches!(&error, ModelError::Unusable { problem, .. } if problem.contains("1536")),
        "{error:?}"
    );
    // The first Titan has no choice of length: it was not asked for one.
    assert_eq!(body(&received(&server).await[0]).get("dimensions"), None);
}

#[tokio::test]
async fn errors_mean_what_they_should() {
    use ModelError as E;
    type Meaning = fn(&ModelError) -> bool;
    let cases: [(u16, Value, Meaning, usize); 4] = [
        (
            403,
            json!({"message": "The security token included in the request is invalid."}),
            |error| matches!(error, E::Unauthorized { .. }),
            1,
        ),
        (
            400,
            json!({"message": "Malformed input request: #: required key [inputText] not found"}),
            |error| matches!(error, E::BadRequest { .. }),
            1,
        ),
        (
            429,
            json!({"message": "Too many requests, please wait before trying again."}),
            |error| matches!(error, E::RateLimited { .. }),
            3,
        ),
        (
            200,
            json!({"outputText": "a poem"}),
            |error| matches!(error, E::Unusable { .. }),
            1,
        ),
    ];
    for (status, answer, means, asked) in cases {
        let server = MockServer::start().await;
        Mock::given(any())
            .respond_with(ResponseTemplate::new(status).set_body_json(&answer))
            .mount(&server)
            .await;
        let error = client(&server, json!({}))
            .embed(&["x".to_owned()], Purpose::Document)
            .await
            .unwrap_err();
        assert!(means(&error), "{status}: {error:?}");
        assert_eq!(received(&server).await.len(), asked, "{status}");
    }
}
