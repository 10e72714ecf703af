//! Vertex AI: what is asked of its embedding models, and Gemini's chats there.

use mem0_core::{ChatMessage, ChatRequest, Embedder, Llm, ModelError, Purpose};
use mem0_providers::driver::lanes::InLanes;
use mem0_providers::embedder::vertexai::VertexEmbedderConfig;
use mem0_providers::llm::gemini::GeminiLlmConfig;
use mem0_testkit::embedder_rules;
use serde_json::{Value, json};
use wiremock::matchers::{path, path_regex};
use wiremock::{Mock, MockServer, Request, ResponseTemplate};

use super::double::{body, header, received, vector};
use super::google::{gives_tokens, service_account};
use crate::chat_rules::quick;

fn answers(request: &Request) -> ResponseTemplate {
    let asked = body(request);
    let dimensions = asked["parameters"]["outputDimensionality"]
        .as_u64()
        .unwrap_or(768);
    let rows: Vec<Value> = asked["instances"]
        .as_array()
        .unwrap()
        .iter()
        .map(|instance| {
            let text = instance["content"].as_str().unwrap();
            json!({"embeddings": {"values": vector(text, dimensions),
                "statistics": {"truncated": false, "token_count": 3}}})
        })
        .collect();
    ResponseTemplate::new(200).set_body_json(json!({ "predictions": rows }))
}

async fn double() -> MockServer {
    let server = MockServer::start().await;
    gives_tokens(&server, 3_600).await;
    Mock::given(path_regex(":predict$"))
        .respond_with(answers)
        .mount(&server)
        .await;
    server
}

fn client(server: &MockServer, more: Value) -> InLanes {
    let mut config = json!({"vertex_credentials_json": service_account(server),
        "base_url": server.uri()});
    let fields = config.as_object_mut().unwrap();
    fields.extend(more.as_object().unwrap().clone());
    let config: VertexEmbedderConfig = serde_json::from_value(config).unwrap();
    config.build_in(&|_| None).with_retry(quick())
}

async fn predictions(server: &MockServer) -> Vec<Request> {
    let mut requests = received(server).await;
    requests.retain(|request| request.url.path().ends_with(":predict"));
    requests
}

#[tokio::test]
async fn the_rules_of_embedders_hold() {
    for model in ["gemini-embedding-001", "text-multilingual-embedding-002"] {
        let server = double().await;
        if let Err(error) = embedder_rules::check(&client(&server, json!({ "model": model }))).await
        {
            panic!("{model}: {error}");
        }
    }
}

#[tokio::test]
async fn texts_are_sent_field_by_field_with_what_they_are_for() {
    let server = double().await;
    let client = client(
        &server,
        json!({"project": "other", "location": "europe-west4"}),
    );
    for (purpose, task) in [
        (Purpose::Document, "RETRIEVAL_DOCUMENT"),
        (Purpose::Query, "RETRIEVAL_QUERY"),
    ] {
        client
            .embed(&["你好\nthere".to_owned()], purpose)
            .await
            .unwrap();
        let requests = predictions(&server).await;
        let request = requests.last().unwrap();
        assert_eq!(
            request.url.path(),
            "/v1/projects/other/locations/europe-west4/publishers/google/models/gemini-embedding-001:predict"
        );
        assert_eq!(header(request, "content-type"), Some("application/json"));
        assert_eq!(
            body(request),
            json!({
                "instances": [{"content": "你好 there", "task_type": task}],
                "parameters": {"autoTruncate": true, "outputDimensionality": 256},
            })
        );
    }
    assert_eq!(client.identity().await.unwrap().dimensions, 256);
}

#[tokio::test]
async fn tasks_and_length_can_be_chosen() {
    let server = double().await;
    let more = json!({"memory_add_embedding_type": "CLUSTERING",
        "memorySearchEmbeddingType": "QUESTION_ANSWERING", "output_dimensionality": 768});
    let client = client(&server, more);
    for (purpose, task) in [
        (Purpose::Document, "CLUSTERING"),
        (Purpose::Query, "QUESTION_ANSWERING"),
    ] {
        let vectors = client.embed(&["x".to_owned()], purpose).await.unwrap();
        assert_eq!(vectors[0].len(), 768);
        let sent = body(predictions(&server).await.last().unwrap());
        assert_eq!(sent["instances"][0]["task_type"], task);
        assert_eq!(sent["parameters"]["outputDimensionality"], 768);
    }
}

#[tokio::test]
async fn each_model_gets_as_many_texts_as_it_takes() {
    let texts: Vec<String> = (0..600).map(|place| format!("text {place}")).collect();
    for (model, count, requests) in [
        ("text-embedding-005", 600, 8),
        ("gemini-embedding-001", 30, 30),
    ] {
        let server = double().await;
        let client = client(&server, json!({"model": model, "embedding_dims": 8}));
        let vectors = client
            .embed(&texts[..count], Purpose::Document)
            .await
            .unwrap();
        let sent = predictions(&server).await;
        assert!(sent.len() <= requests, "{model}: {}", sent.len());
        let most = sent
            .iter()
            .map(|request| body(request)["instances"].as_array().unwrap().len());
        assert!(most.max().unwrap() <= 250, "{model}");
        assert_eq!(vectors.len(), count);
        let last = client
            .embed(&texts[count - 1..count], Purpose::Document)
            .await
            .unwrap();
        assert_eq!(last[0], vectors[count - 1], "{model}");
    }
}

#[tokio::test]
async fn errors_mean_what_they_should() {
    use ModelError as E;
    type Meaning = fn(&ModelError) -> bool;
    let cases: [(u16, Value, Meaning); 4] = [
        (
            403,
            json!({"error": {"code": 403, "status": "PERMISSION_DENIED",
                "message": "Permission 'aiplatform.endpoints.predict' denied"}}),
            |error| matches!(error, E::Unauthorized { .. }),
        ),
        (
            400,
            json!({"error": {"code": 400, "status": "INVALID_ARGUMENT",
                "message": "Unsupported task"}}),
            |error| matches!(error, E::BadRequest { .. }),
        ),
        (
            429,
            json!({"error": {"code": 429, "status": "RESOURCE_EXHAUSTED",
                "message": "Quota exceeded for online_prediction_requests_per_base_model"}}),
            |error| matches!(error, E::RateLimited { .. }),
        ),
        (200, json!({"candidates": []}), |error| {
            matches!(error, E::Unusable { .. })
        }),
    ];
    for (status, answer, means) in cases {
        let server = MockServer::start().await;
        gives_tokens(&server, 3_600).await;
        Mock::given(path_regex(":predict$"))
            .respond_with(ResponseTemplate::new(status).set_body_json(&answer))
            .mount(&server)
            .await;
        let error = client(&server, json!({}))
            .embed(&["x".to_owned()], Purpose::Document)
            .await
            .unwrap_err();
        assert!(means(&error), "{status}: {error:?}");
    }
}

#[tokio::test]
async fn gemini_chats_there_on_behalf_of_the_same_account() {
    let server = MockServer::start().await;
    gives_tokens(&server, 3_600).await;
    let answer = json!({"candidates": [{"content": {"role": "model", "parts": [{"text": "您好"}]},
        "finishReason": "STOP"}], "usageMetadata": {"promptTokenCount": 2, "candidatesTokenCount": 1}});
    Mock::given(path(
        "/v1/projects/my-project/locations/global/publishers/google/models/gemini-2.5-flash:generateContent",
    ))
    .respond_with(ResponseTemplate::new(200).set_body_json(answer))
    .mount(&server)
    .await;
    let config = json!({"vertexai": true, "location": "global", "model": "gemini-2.5-flash",
        "vertex_credentials_json": service_account(&server), "base_url": server.uri()});
    let config: GeminiLlmConfig = serde_json::from_value(config).unwrap();
    let llm = config.build(&|_| None);
    for _ in 0..2 {
        let request = ChatRequest {
            messages: vec![ChatMessage::user("你好")],
            ..ChatRequest::default()
        };
        assert_eq!(llm.chat(request).await.unwrap().text, "您好");
    }
    let requests = received(&server).await;
    assert_eq!(requests.len(), 3, "one token for both");
    assert_eq!(
        header(&requests[1], "authorization"),
        Some("Bearer ya29.google-token")
    );
    assert_eq!(header(&requests[1], "x-goog-api-key"), None);
}
