//! Azure: deployments, versions, nested options, and tokens instead of keys.

use mem0_core::{Llm, ModelError};
use mem0_providers::llm::azure_openai::{AzureOpenAiLlmConfig, DIALECT};
use serde_json::{Value, json};
use wiremock::matchers::{body_string_contains, method, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

use crate::chat_rules::{KEY, prose, quick, server};
use crate::family::{bodies, saying};

fn read(config: Value) -> AzureOpenAiLlmConfig {
    serde_json::from_value(config).unwrap()
}

async fn place_and_key(server: &MockServer) -> (String, String) {
    let requests = server.received_requests().await.unwrap();
    let url = &requests[0].url;
    let key = requests[0].headers["api-key"].to_str().unwrap().to_owned();
    let query = url.query().unwrap_or_default();
    (format!("{}?{query}", url.path()), key)
}

#[tokio::test]
async fn nested_options_mean_the_same_as_flat_ones_and_win_over_them() {
    for nested in [false, true] {
        let server = server(vec![saying("x")]).await;
        let options = json!({"api_key": KEY, "azure_deployment": "my-deployment",
            "azure_endpoint": format!("{}/", server.uri()), "api_version": "2024-02-01"});
        let mut config = json!({"model": "gpt-4o"});
        if nested {
            config = json!({"model": "gpt-4o", "azure_endpoint": "http://elsewhere.invalid",
                "api_version": "1", "azure_deployment": "other", "api_key": "other-key"});
            config["azure_kwargs"] = options;
            config["azure_kwargs"]["default_headers"] = json!({"x-team": "blue"});
        } else {
            config
                .as_object_mut()
                .unwrap()
                .extend(options.as_object().unwrap().clone());
            config["headers"] = json!({"x-team": "blue"});
        }
        let config = read(config).or_environment(&|name| match name {
            "LLM_AZURE_OPENAI_API_KEY" => Some("environment-key".to_owned()),
            "LLM_AZURE_ENDPOINT" => Some("http://environment.invalid".to_owned()),
            "LLM_AZURE_DEPLOYMENT" | "LLM_AZURE_API_VERSION" => Some("environment".to_owned()),
            _ => None,
        });
        let llm = config.build();
        assert_eq!(llm.name(), "azure_openai/my-deployment");
        llm.chat(prose()).await.unwrap();
        let (place, key) = place_and_key(&server).await;
        assert_eq!(
            (&*place, &*key),
            (
                "/openai/deployments/my-deployment/chat/completions?api-version=2024-02-01",
                KEY
            )
        );
        assert_eq!(bodies(&server).await[0]["model"], "my-deployment");
        // What the model takes is told by its own name, not by the deployment's.
        assert_eq!(bodies(&server).await[0]["temperature"], 0.1);
        let requests = server.received_requests().await.unwrap();
        assert_eq!(requests[0].headers["x-team"], "blue");
    }
}

#[tokio::test]
async fn the_environment_names_the_deployment_and_the_version() {
    let server = server(vec![saying("x")]).await;
    let url = server.uri();
    let config = read(json!({})).or_environment(&|name| match name {
        "LLM_AZURE_OPENAI_API_KEY" => Some(KEY.to_owned()),
        "LLM_AZURE_ENDPOINT" => Some(url.clone()),
        "LLM_AZURE_DEPLOYMENT" => Some("theirs".to_owned()),
        "LLM_AZURE_API_VERSION" => Some("2025-01-01".to_owned()),
        _ => None,
    });
    config.build().chat(prose()).await.unwrap();
    let (place, _) = place_and_key(&server).await;
    assert_eq!(
        place,
        "/openai/deployments/theirs/chat/completions?api-version=2025-01-01"
    );
}

#[tokio::test]
async fn an_endpoint_without_deployments_is_called_as_it_is() {
    let server = server(vec![saying("x")]).await;
    let endpoint = format!("{}/openai/v1/", server.uri());
    let config = json!({"model": "gpt-4o", "azure_endpoint": endpoint, "api_key": KEY});
    read(config).build().chat(prose()).await.unwrap();
    let (place, key) = place_and_key(&server).await;
    assert_eq!((&*place, &*key), ("/openai/v1/chat/completions?", KEY));
    assert_eq!(bodies(&server).await[0]["model"], "gpt-4o");
}

#[tokio::test]
async fn without_an_endpoint_the_error_names_it() {
    let llm = read(json!({"api_key": KEY})).build().with_retry(quick());
    let error = llm.chat(prose()).await.unwrap_err();
    assert!(
        matches!(&error, ModelError::BadRequest { message, .. } if message.contains("azure_endpoint")),
        "{error:?}"
    );
}

#[tokio::test]
async fn without_a_key_a_token_is_sent() {
    for key in [json!(null), json!("your-api-key"), json!("")] {
        let server = MockServer::start().await;
        Mock::given(method("POST"))
            .and(path("/tenant/oauth2/v2.0/token"))
            .and(body_string_contains("client_id=application"))
            .and(body_string_contains("client_secret=very-secret"))
            .and(body_string_contains(
                "cognitiveservices.azure.com%2F.default",
            ))
            .respond_with(ResponseTemplate::new(200).set_body_json(
                json!({"token_type": "Bearer", "expires_in": 3599, "access_token": "the-token"}),
            ))
            .expect(1)
            .mount(&server)
            .await;
        Mock::given(path("/openai/deployments/gpt-4o/chat/completions"))
            .respond_with(saying("x"))
            .expect(2)
            .mount(&server)
            .await;
        let config = json!({"model": "gpt-4o", "azure_endpoint": server.uri(), "api_key": key});
        let uri = server.uri();
        let lookup = |name: &str| match name {
            "AZURE_TENANT_ID" => Some("tenant".to_owned()),
            "AZURE_CLIENT_ID" => Some("application".to_owned()),
            "AZURE_CLIENT_SECRET" => Some("very-secret".to_owned()),
            "AZURE_AUTHORITY_HOST" => Some(uri.clone()),
            _ => None,
        };
        let llm = read(config).build_as(&DIALECT, &lookup);
        llm.chat(prose()).await.unwrap();
        llm.chat(prose()).await.unwrap();
        let requests = server.received_requests().await.unwrap();
        let last = requests.last().unwrap();
        assert_eq!(last.headers["authorization"], "Bearer the-token");
        assert!(!last.headers.contains_key("api-key"));
    }
}
