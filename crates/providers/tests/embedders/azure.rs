//! Azure's own ways.

use mem0_core::{Embedder, ModelError};
use mem0_providers::embedder::azure_openai::AzureOpenAiEmbedderConfig;
use serde_json::{Value, json};
use wiremock::ResponseTemplate;

use crate::double::{LENGTH, answering, body, embed_one, numbers, requests};
use crate::table::{KEY, quick, read};

async fn azure() -> wiremock::MockServer {
    answering(|request| {
        if request.url.path().ends_with("/oauth2/v2.0/token") {
            let token = json!({"token_type": "Bearer", "expires_in": 3599, "access_token": "token-of-entra"});
            return ResponseTemplate::new(200).set_body_json(token);
        }
        let rows = json!([{"index": 0, "embedding": numbers("x", LENGTH)}]);
        ResponseTemplate::new(200).set_body_json(json!({"object": "list", "data": rows}))
    })
    .await
}

fn config(options: Value) -> AzureOpenAiEmbedderConfig {
    read(options)
}

#[tokio::test]
async fn nested_flat_and_camel_options_mean_the_same() {
    let server = azure().await;
    let endpoint = server.uri();
    for options in [
        json!({"azure_endpoint": endpoint, "azure_deployment": "d", "api_version": "v", "api_key": KEY, "headers": {"x-a": "b"}}),
        json!({"azureEndpoint": endpoint, "azureDeployment": "d", "apiVersion": "v", "apiKey": KEY, "defaultHeaders": {"x-a": "b"}}),
        json!({"azure_kwargs": {"azure_endpoint": endpoint, "azure_deployment": "d", "api_version": "v", "api_key": KEY, "default_headers": {"x-a": "b"}}}),
        // As the original's TypeScript has it.
        json!({"apiKey": KEY, "headers": {"x-a": "b"}, "azureKwargs": {"endpoint": endpoint, "deployment": "d", "apiVersion": "v"}}),
        // Nested wins over what stands beside it.
        json!({"api_key": "another", "azure_deployment": "e", "azure_kwargs": {"azure_endpoint": endpoint, "azure_deployment": "d", "api_version": "v", "api_key": KEY, "default_headers": {"x-a": "b"}}}),
    ] {
        let client = config(options).build_with(&|_| None);
        embed_one(&client, "tea").await.unwrap();
        let request = requests(&server).await.pop().unwrap();
        assert_eq!(request.url.path(), "/openai/deployments/d/embeddings");
        assert_eq!(request.url.query(), Some("api-version=v"));
        assert_eq!(request.headers["api-key"], KEY);
        assert_eq!(request.headers["x-a"], "b");
        assert!(!request.headers.contains_key("authorization"));
    }
}

#[tokio::test]
async fn the_environment_fills_in_what_is_missing() {
    let server = azure().await;
    let lookup = |name: &str| {
        let value = match name {
            "EMBEDDING_AZURE_OPENAI_API_KEY" => KEY.to_owned(),
            "EMBEDDING_AZURE_DEPLOYMENT" => "mine".to_owned(),
            "EMBEDDING_AZURE_ENDPOINT" => server.uri(),
            "EMBEDDING_AZURE_API_VERSION" => "2023-05-15".to_owned(),
            // Of the language models.
            "LLM_AZURE_OPENAI_API_KEY" | "LLM_AZURE_DEPLOYMENT" => "wrong".to_owned(),
            _ => return None,
        };
        Some(value)
    };
    let client = config(json!({}))
        .or_environment(&lookup)
        .build_with(&lookup);
    embed_one(&client, "tea").await.unwrap();
    let request = requests(&server).await.remove(0);
    assert_eq!(request.url.path(), "/openai/deployments/mine/embeddings");
    assert_eq!(request.url.query(), Some("api-version=2023-05-15"));
    assert_eq!(request.headers["api-key"], KEY);
}

#[tokio::test]
async fn a_model_without_a_deployment_is_one() {
    let server = azure().await;
    let options = json!({"azure_endpoint": server.uri(), "api_key": KEY, "model": "text-embedding-ada-002", "embedding_dims": LENGTH});
    let client = config(options).build_with(&|_| None);
    embed_one(&client, "tea").await.unwrap();
    let request = requests(&server).await.remove(0);
    assert_eq!(
        request.url.path(),
        "/openai/deployments/text-embedding-ada-002/embeddings"
    );
    assert!(
        request
            .url
            .query()
            .is_some_and(|query| query.starts_with("api-version=2"))
    );
    // This one takes no length; one that is set is only checked.
    assert!(body(&request).get("dimensions").is_none());
}

#[tokio::test]
async fn the_newer_endpoint_has_neither_deployment_nor_version_in_its_url() {
    let server = azure().await;
    let options = json!({"azure_endpoint": format!("{}/openai/v1/", server.uri()), "api_key": KEY, "model": "m"});
    let client = config(options).build_with(&|_| None);
    embed_one(&client, "tea").await.unwrap();
    let request = requests(&server).await.remove(0);
    assert_eq!(request.url.path(), "/openai/v1/embeddings");
    assert_eq!(request.url.query(), None);
}

#[tokio::test]
async fn without_a_key_a_token_of_entra_opens_the_door() {
    let server = azure().await;
    for key in [None, Some("your-api-key")] {
        let lookup = |name: &str| {
            let value = match name {
                "AZURE_TENANT_ID" => "tenant".to_owned(),
                "AZURE_CLIENT_ID" => "client".to_owned(),
                "AZURE_CLIENT_SECRET" => "client-secret".to_owned(),
                "AZURE_AUTHORITY_HOST" => server.uri(),
                _ => return None,
            };
            Some(value)
        };
        let options =
            json!({"azure_endpoint": server.uri(), "azure_deployment": "d", "api_key": key});
        let client = config(options).build_with(&lookup);
        embed_one(&client, "tea").await.unwrap();
        let request = requests(&server).await.pop().unwrap();
        assert_eq!(request.headers["authorization"], "Bearer token-of-entra");
        assert!(!request.headers.contains_key("api-key"));
    }
}

#[tokio::test]
async fn neither_key_nor_token_is_told_at_the_first_call() {
    let server = azure().await;
    // A machine of Azure's would answer here.
    let lookup = |name: &str| match name {
        "IDENTITY_ENDPOINT" => Some("http://127.0.0.1:9/token".to_owned()),
        "IDENTITY_HEADER" => Some("none".to_owned()),
        _ => None,
    };
    let options = json!({"azure_endpoint": server.uri(), "azure_deployment": "d"});
    let client = config(options).build_with(&lookup).with_retry(quick());
    let error = embed_one(&client, "tea").await.unwrap_err();
    let ModelError::NoKey {
        provider, setting, ..
    } = &error
    else {
        panic!("{error}")
    };
    assert_eq!(
        (&**provider, *setting),
        ("embedder/azure_openai", "api_key")
    );
    assert!(requests(&server).await.is_empty());
}

#[tokio::test]
async fn a_deployment_called_as_its_model_tells_the_length() {
    let options = json!({"azure_endpoint": "http://127.0.0.1:9", "azure_deployment": "text-embedding-3-large", "api_key": KEY});
    let identity = config(options)
        .build_with(&|_| None)
        .identity()
        .await
        .unwrap();
    assert_eq!(
        identity.to_string(),
        "azure_openai/text-embedding-3-large (3072 dimensions)"
    );
}
