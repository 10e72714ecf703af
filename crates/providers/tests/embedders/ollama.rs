//! Ollama's own ways.

use mem0_core::{Embedder, ModelError};
use mem0_providers::embedder::ollama::OllamaEmbedderConfig;
use serde_json::json;
use wiremock::ResponseTemplate;

use crate::double::{answering, embed_one, requests, sent, server};
use crate::table::{CASES, Case, quick, read};

fn ollama() -> &'static Case {
    CASES.iter().find(|case| case.name == "ollama").unwrap()
}

#[tokio::test]
async fn a_model_that_is_not_there_is_not_pulled_but_told() {
    let server = answering(|_| {
        let body = json!({"error": "model \"bge-m3\" not found, try pulling it first"});
        ResponseTemplate::new(404).set_body_json(body)
    })
    .await;
    let client = ollama().client(&server.uri(), json!({"model": "bge-m3"}));
    let error = embed_one(&client, "tea").await.unwrap_err();
    let ModelError::BadRequest { message, .. } = &error else {
        panic!("{error}")
    };
    assert!(message.contains("`ollama pull bge-m3`"), "{message}");
    let paths: Vec<String> = requests(&server)
        .await
        .iter()
        .map(|request| request.url.path().to_owned())
        .collect();
    assert_eq!(paths, ["/api/embed"]);
}

#[tokio::test]
async fn a_server_without_the_path_is_told_from_a_missing_model() {
    let server =
        answering(|_| ResponseTemplate::new(404).set_body_string("404 page not found")).await;
    let client = ollama().client(&server.uri(), json!({}));
    let error = embed_one(&client, "tea").await.unwrap_err().to_string();
    assert!(error.contains("Ollama from 0.3"), "{error}");
    assert!(!error.contains("ollama pull"), "{error}");
}

#[tokio::test]
async fn the_host_of_the_environment_is_an_address_in_any_spelling() {
    let server = server(ollama()).await;
    let address = server.address().to_string();
    let port = format!(":{}", server.address().port());
    for host in [
        address.clone(),
        port.clone(),
        format!("0.0.0.0{port}"),
        format!("http://{address}/"),
    ] {
        let lookup = |name: &str| (name == "OLLAMA_HOST").then(|| host.clone());
        let config: OllamaEmbedderConfig = read(json!({"model": "m"}));
        let client = config.or_environment(&lookup).build().with_retry(quick());
        embed_one(&client, "tea").await.unwrap();
    }
    assert_eq!(requests(&server).await.len(), 4);
}

#[tokio::test]
async fn options_of_the_model_are_handed_on() {
    let server = server(ollama()).await;
    let client = ollama().client(
        &server.uri(),
        json!({"keep_alive": "5m", "model_kwargs": {"num_ctx": 512}}),
    );
    embed_one(&client, "tea").await.unwrap();
    let body = sent(&server).await.remove(0);
    assert_eq!(body["keep_alive"], "5m");
    assert_eq!(body["options"], json!({"num_ctx": 512}));
}

#[tokio::test]
async fn the_latest_edition_is_the_same_model_under_another_name() {
    let server = server(ollama()).await;
    let client = ollama().client(&server.uri(), json!({"model": "nomic-embed-text:latest"}));
    let identity = client.identity().await.unwrap();
    assert_eq!(identity.model, "nomic-embed-text");
    assert_eq!(identity.revision, "search_document:");
}
