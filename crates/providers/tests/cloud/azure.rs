//! Tokens of Microsoft Entra ID: from whom, for what, and how often.

use std::sync::Arc;
use std::time::Duration;

use mem0_core::ModelError;
use mem0_providers::auth::azure::default_credential;
use mem0_providers::transport::{Key, Target, Transport};
use serde_json::json;
use wiremock::matchers::{header as has_header, method, path, query_param};
use wiremock::{Mock, MockServer, ResponseTemplate};

use super::double::{environment, form, header, received};
use crate::chat_rules::quick;

/// A model's server that shows nothing but who asked.
async fn double() -> MockServer {
    let server = MockServer::start().await;
    Mock::given(path("/chat"))
        .respond_with(ResponseTemplate::new(200))
        .mount(&server)
        .await;
    server
}

async fn gives_tokens(server: &MockServer, expires_in: serde_json::Value) {
    let token = json!({"token_type": "Bearer", "expires_in": expires_in,
        "access_token": "entra-token"});
    Mock::given(method("POST"))
        .and(path("/my-tenant/oauth2/v2.0/token"))
        .respond_with(ResponseTemplate::new(200).set_body_json(token))
        .mount(server)
        .await;
}

fn transport(server: &MockServer, variables: &[(&str, &str)]) -> Arc<Transport> {
    let key = default_credential("llm/azure_openai", None, &environment(variables));
    let target = Target {
        base_url: server.uri(),
        query: Vec::new(),
        key: Key::Signed(key),
        headers: Default::default(),
        proxies: None,
        timeout: Duration::from_secs(5),
    };
    Arc::new(Transport::new("llm/azure_openai".into(), target, quick()))
}

async fn ask(transport: &Transport) -> Result<(), ModelError> {
    transport.post("chat", &json!({}), |_| Ok(())).await
}

async fn asked_for_tokens(server: &MockServer) -> Vec<wiremock::Request> {
    let mut requests = received(server).await;
    requests.retain(|request| request.url.path() != "/chat");
    requests
}

fn application(uri: &str) -> [(&str, &str); 4] {
    [
        ("AZURE_TENANT_ID", "my-tenant"),
        ("AZURE_CLIENT_ID", "my-client"),
        ("AZURE_CLIENT_SECRET", "client-secret-123"),
        ("AZURE_AUTHORITY_HOST", uri),
    ]
}

#[tokio::test]
async fn an_application_gets_one_token_for_many_calls() {
    let server = double().await;
    gives_tokens(&server, json!(3_599)).await;
    let transport = transport(&server, &application(&server.uri()));
    assert!(received(&server).await.is_empty(), "making it calls nobody");
    let calls: Vec<_> = (0..10)
        .map(|_| {
            let transport = Arc::clone(&transport);
            tokio::spawn(async move { ask(&transport).await })
        })
        .collect();
    for call in calls {
        call.await.unwrap().unwrap();
    }
    let fetched = asked_for_tokens(&server).await;
    assert_eq!(fetched.len(), 1, "the others wait for it");
    let expected = [
        ("grant_type", "client_credentials"),
        ("client_id", "my-client"),
        ("scope", "https://cognitiveservices.azure.com/.default"),
        ("client_secret", "client-secret-123"),
    ];
    let expected = expected.map(|(name, value)| (name.to_owned(), value.to_owned()));
    assert_eq!(form(&fetched[0]), expected);
    for request in received(&server).await {
        if request.url.path() == "/chat" {
            assert_eq!(
                header(&request, "authorization"),
                Some("Bearer entra-token")
            );
        }
    }
}

#[tokio::test]
async fn a_token_is_fetched_anew_when_it_has_expired() {
    let server = double().await;
    gives_tokens(&server, json!("1")).await;
    let transport = transport(&server, &application(&server.uri()));
    ask(&transport).await.unwrap();
    ask(&transport).await.unwrap();
    assert_eq!(asked_for_tokens(&server).await.len(), 1);
    tokio::time::sleep(Duration::from_millis(1_000)).await;
    ask(&transport).await.unwrap();
    assert_eq!(asked_for_tokens(&server).await.len(), 2);
}

#[tokio::test]
async fn a_workload_shows_the_token_of_its_cluster() {
    let server = double().await;
    gives_tokens(&server, json!(3_599)).await;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("token");
    std::fs::write(&file, "cluster-token\n").unwrap();
    let uri = server.uri();
    let variables = [
        ("AZURE_TENANT_ID", "my-tenant"),
        ("AZURE_CLIENT_ID", "my-client"),
        ("AZURE_FEDERATED_TOKEN_FILE", file.to_str().unwrap()),
        ("AZURE_AUTHORITY_HOST", &uri),
    ];
    ask(&transport(&server, &variables)).await.unwrap();
    let fields = form(&asked_for_tokens(&server).await[0]);
    assert!(fields.contains(&("client_assertion".into(), "cluster-token".into())));
    assert!(fields.contains(&(
        "client_assertion_type".into(),
        "urn:ietf:params:oauth:client-assertion-type:jwt-bearer".into()
    )));
}

#[tokio::test]
async fn azure_s_own_machines_give_tokens() {
    let end = jiff::Timestamp::now().as_second() + 3_600;
    let by_service = json!({"access_token": "machine-token", "expires_on": end.to_string()});
    let by_machine = json!({"access_token": "machine-token", "expires_in": "3599"});
    for is_service in [true, false] {
        let server = double().await;
        let uri = server.uri();
        let (place, version, shown, answer) = if is_service {
            (
                "/msi/token",
                "2019-08-01",
                ("x-identity-header", "identity-secret"),
                &by_service,
            )
        } else {
            let place = "/metadata/identity/oauth2/token";
            (place, "2018-02-01", ("metadata", "true"), &by_machine)
        };
        Mock::given(method("GET"))
            .and(path(place))
            .and(query_param("api-version", version))
            .and(query_param(
                "resource",
                "https://cognitiveservices.azure.com",
            ))
            .and(query_param("client_id", "my-client"))
            .and(has_header(shown.0, shown.1))
            .respond_with(ResponseTemplate::new(200).set_body_json(answer))
            .expect(1)
            .mount(&server)
            .await;
        let endpoint = format!("{uri}{place}");
        let variables = if is_service {
            vec![
                ("IDENTITY_ENDPOINT", &*endpoint),
                ("IDENTITY_HEADER", "identity-secret"),
                ("AZURE_CLIENT_ID", "my-client"),
            ]
        } else {
            vec![
                ("AZURE_POD_IDENTITY_AUTHORITY_HOST", &*uri),
                ("AZURE_CLIENT_ID", "my-client"),
            ]
        };
        let transport = transport(&server, &variables);
        ask(&transport).await.unwrap();
        ask(&transport).await.unwrap();
        let requests = received(&server).await;
        assert_eq!(
            header(requests.last().unwrap(), "authorization"),
            Some("Bearer machine-token")
        );
    }
}

#[tokio::test]
async fn a_refused_application_is_a_refused_key_and_its_secret_stays_hidden() {
    let server = double().await;
    let answer = json!({"error": "invalid_client", "error_description":
        "AADSTS7000215: Invalid client secret provided: client-secret-123."});
    Mock::given(path("/my-tenant/oauth2/v2.0/token"))
        .respond_with(ResponseTemplate::new(401).set_body_json(answer))
        .mount(&server)
        .await;
    let transport = transport(&server, &application(&server.uri()));
    let error = ask(&transport).await.unwrap_err();
    assert!(
        matches!(error, ModelError::Unauthorized { .. }),
        "{error:?}"
    );
    let shown = format!("{error} {error:?} {transport:?}");
    assert!(shown.contains("AADSTS7000215"), "{shown}");
    assert!(!shown.contains("client-secret-123"), "{shown}");
    assert_eq!(
        received(&server).await.len(),
        1,
        "nothing is asked of the model"
    );
}

#[tokio::test]
async fn without_any_identity_the_first_call_says_what_is_missing() {
    let server = double().await;
    // A port that was free a moment ago: nobody answers there.
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let nobody = format!("http://{}", free.local_addr().unwrap());
    drop(free);
    let variables = [("AZURE_POD_IDENTITY_AUTHORITY_HOST", &*nobody)];
    let error = ask(&transport(&server, &variables)).await.unwrap_err();
    let ModelError::NoKey { environment, .. } = &error else {
        panic!("{error:?}")
    };
    assert!(environment.contains("AZURE_CLIENT_SECRET"));
    assert!(received(&server).await.is_empty());
}
