//! Text Embeddings Inference's own ways, and the hosted service.

use serde_json::json;

use crate::double::{LENGTH, answering, embed_one, numbers, requests};
use crate::table::{KEY, quick, read};
use mem0_providers::embedder::huggingface::HuggingFaceEmbedderConfig;
use wiremock::ResponseTemplate;

#[tokio::test]
async fn every_spelling_of_the_url_reaches_the_server() {
    let server = answering(|request| {
        let vector = numbers("x", LENGTH);
        let body = match request.url.path() {
            "/v1/embeddings" => json!({"data": [{"index": 0, "embedding": vector}]}),
            "/embed" | "/models/a/b/pipeline/feature-extraction" => json!([vector]),
            other => return ResponseTemplate::new(404).set_body_string(other.to_owned()),
        };
        ResponseTemplate::new(200).set_body_json(body)
    })
    .await;
    for behind in [
        "",
        "/",
        "/v1",
        "/v1/",
        "/v1/embeddings",
        "/embed",
        "/models/a/b/pipeline/feature-extraction",
    ] {
        for option in ["huggingface_base_url", "huggingfaceBaseUrl", "base_url"] {
            let url = format!("{}{behind}", server.uri());
            let config: HuggingFaceEmbedderConfig = read(json!({option: url}));
            let client = config.build().with_retry(quick());
            assert_eq!(
                embed_one(&client, "tea").await.unwrap().len(),
                LENGTH,
                "{behind}"
            );
        }
    }
}

#[tokio::test]
async fn the_key_of_the_environment_is_shown_and_a_model_has_a_name_without_one() {
    let server = answering(|_| {
        let body = json!({"data": [{"index": 0, "embedding": numbers("x", LENGTH)}]});
        ResponseTemplate::new(200).set_body_json(body)
    })
    .await;
    let lookup = |name: &str| (name == "HUGGINGFACE_API_KEY").then(|| KEY.to_owned());
    let config: HuggingFaceEmbedderConfig = read(json!({"huggingface_base_url": server.uri()}));
    let client = config.or_environment(&lookup).build();
    embed_one(&client, "tea").await.unwrap();
    let request = requests(&server).await.remove(0);
    assert_eq!(request.headers["authorization"], format!("Bearer {KEY}"));
    assert_eq!(crate::double::body(&request)["model"], "tei");
}
