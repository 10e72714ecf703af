//! Tokens of Google Cloud: what is signed, how often they are fetched, and from whom.

use std::time::Duration;

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use mem0_core::{Embedder, ModelError, Purpose};
use mem0_providers::driver::lanes::InLanes;
use mem0_providers::embedder::vertexai::VertexEmbedderConfig;
use ring::signature::{RSA_PKCS1_2048_8192_SHA256, RsaKeyPair, UnparsedPublicKey};
use rustls::pki_types::PrivatePkcs8KeyDer;
use rustls::pki_types::pem::PemObject;
use serde_json::{Value, json};
use wiremock::matchers::{method, path, path_regex};
use wiremock::{Mock, MockServer, Request, ResponseTemplate};

use super::double::{environment, form, header, received};
use crate::chat_rules::quick;

const KEY: &str = include_str!("service_account_key.pem");

const EMAIL: &str = "mem0@my-project.iam.gserviceaccount.com";

pub fn service_account(server: &MockServer) -> Value {
    json!({
        "type": "service_account",
        "project_id": "my-project",
        "private_key_id": "key-1",
        "private_key": KEY,
        "client_email": EMAIL,
        "client_id": "1234",
        "token_uri": format!("{}/token", server.uri()),
    })
}

/// A model's server.
pub async fn double() -> MockServer {
    let server = MockServer::start().await;
    let answer = json!({"predictions": [{"embeddings": {"values": [3.0, 4.0],
        "statistics": {"truncated": false, "token_count": 2}}}]});
    Mock::given(path_regex(":predict$"))
        .respond_with(ResponseTemplate::new(200).set_body_json(answer))
        .mount(&server)
        .await;
    server
}

/// Gives a token that lives for so many seconds.
pub async fn gives_tokens(server: &MockServer, lives_for: u64) {
    let token = json!({"access_token": "ya29.google-token", "expires_in": lives_for,
        "token_type": "Bearer"});
    Mock::given(method("POST"))
        .and(path("/token"))
        .respond_with(ResponseTemplate::new(200).set_body_json(token))
        .mount(server)
        .await;
}

fn client(server: &MockServer, credentials: Value, variables: &[(&str, &str)]) -> InLanes {
    let config = json!({"vertex_credentials_json": credentials, "base_url": server.uri(),
        "embedding_dims": 2});
    let config: VertexEmbedderConfig = serde_json::from_value(config).unwrap();
    config.build_in(&environment(variables)).with_retry(quick())
}

async fn embed(client: &InLanes) -> Result<Vec<Vec<f32>>, ModelError> {
    client.embed(&["你好".to_owned()], Purpose::Query).await
}

async fn token_calls(server: &MockServer) -> Vec<Request> {
    let mut requests = received(server).await;
    requests.retain(|request| !request.url.path().ends_with(":predict"));
    requests
}

/// Fails unless the request carries a statement as a service account makes it.
fn assert_assertion(request: &Request, audience: &str) {
    let fields = form(request);
    let field = |name: &str| {
        let found = fields.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str()).unwrap()
    };
    assert_eq!(fields.len(), 2);
    assert_eq!(
        header(request, "content-type"),
        Some("application/x-www-form-urlencoded")
    );
    assert_eq!(
        field("grant_type"),
        "urn:ietf:params:oauth:grant-type:jwt-bearer"
    );
    let (statement, signature) = field("assertion").rsplit_once('.').unwrap();
    let decoded = |part: &str| BASE64_URL_SAFE_NO_PAD.decode(part).unwrap();
    let json = |part: &str| -> Value { serde_json::from_slice(&decoded(part)).unwrap() };
    let (head, claims) = statement.split_once('.').unwrap();
    assert_eq!(
        json(head),
        json!({"alg": "RS256", "typ": "JWT", "kid": "key-1"})
    );
    let claims = json(claims);
    assert_eq!(claims["iss"], EMAIL);
    assert_eq!(claims["aud"], audience);
    assert_eq!(
        claims["scope"],
        "https://www.googleapis.com/auth/cloud-platform"
    );
    let (from, to) = (
        claims["iat"].as_i64().unwrap(),
        claims["exp"].as_i64().unwrap(),
    );
    assert_eq!(to - from, 3_600);
    assert!((jiff::Timestamp::now().as_second() - from).abs() < 60);
    let der = PrivatePkcs8KeyDer::from_pem_slice(KEY.as_bytes()).unwrap();
    let pair = RsaKeyPair::from_pkcs8(der.secret_pkcs8_der()).unwrap();
    UnparsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, pair.public().as_ref())
        .verify(statement.as_bytes(), &decoded(signature))
        .expect("it is signed by the account's key");
}

#[tokio::test]
async fn many_calls_share_one_token() {
    let server = double().await;
    gives_tokens(&server, 3_600).await;
    let client = client(&server, service_account(&server), &[]);
    assert!(received(&server).await.is_empty(), "making it calls nobody");
    let texts: Vec<String> = (0..20).map(|place| place.to_string()).collect();
    client.embed(&texts, Purpose::Document).await.unwrap();
    embed(&client).await.unwrap();
    let fetched = token_calls(&server).await;
    assert_eq!(fetched.len(), 1);
    assert_assertion(&fetched[0], &format!("{}/token", server.uri()));
    let requests = received(&server).await;
    assert_eq!(requests.len(), 22);
    for request in requests
        .iter()
        .filter(|it| it.url.path().ends_with(":predict"))
    {
        assert_eq!(
            header(request, "authorization"),
            Some("Bearer ya29.google-token")
        );
    }
}

#[tokio::test]
async fn a_token_is_fetched_anew_when_it_has_expired() {
    let server = double().await;
    gives_tokens(&server, 1).await;
    let client = client(&server, service_account(&server), &[]);
    embed(&client).await.unwrap();
    embed(&client).await.unwrap();
    assert_eq!(token_calls(&server).await.len(), 1);
    tokio::time::sleep(Duration::from_millis(1_000)).await;
    embed(&client).await.unwrap();
    assert_eq!(token_calls(&server).await.len(), 2);
}

#[tokio::test]
async fn credentials_are_json_in_the_configuration_or_a_file() {
    let server = double().await;
    gives_tokens(&server, 3_600).await;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("service-account.json");
    let text = service_account(&server).to_string();
    std::fs::write(&file, &text).unwrap();
    let place = file.to_str().unwrap();
    for (credentials, variables) in [
        (json!(text), vec![]),
        (json!(place), vec![]),
        (Value::Null, vec![("GOOGLE_APPLICATION_CREDENTIALS", place)]),
    ] {
        let vectors = embed(&client(&server, credentials, &variables)).await;
        assert_eq!(vectors.unwrap(), [[0.6, 0.8]]);
    }
    assert_eq!(token_calls(&server).await.len(), 3);
}

#[tokio::test]
async fn who_logged_in_is_known_by_a_refresh_token() {
    let server = double().await;
    gives_tokens(&server, 3_600).await;
    let folder = tempfile::tempdir().unwrap();
    let user = json!({"type": "authorized_user", "client_id": "id-1", "client_secret": "hush-hush",
        "refresh_token": "1//refresh-me", "quota_project_id": "pays-for-it",
        "token_uri": format!("{}/token", server.uri())});
    let file = folder.path().join("application_default_credentials.json");
    std::fs::write(file, user.to_string()).unwrap();
    let variables = [("CLOUDSDK_CONFIG", folder.path().to_str().unwrap())];
    embed(&client(&server, Value::Null, &variables))
        .await
        .unwrap();
    let requests = received(&server).await;
    let expected = [
        ("grant_type", "refresh_token"),
        ("client_id", "id-1"),
        ("client_secret", "hush-hush"),
        ("refresh_token", "1//refresh-me"),
    ];
    let expected = expected.map(|(name, value)| (name.to_owned(), value.to_owned()));
    assert_eq!(form(&requests[0]), expected);
    assert_eq!(
        requests[1].url.path(),
        "/v1/projects/pays-for-it/locations/us-central1/publishers/google/models/gemini-embedding-001:predict"
    );
    assert_eq!(
        header(&requests[1], "x-goog-user-project"),
        Some("pays-for-it")
    );
}

#[tokio::test]
async fn google_s_own_machines_give_tokens() {
    let server = double().await;
    let token =
        json!({"access_token": "machine-token", "expires_in": 3_599, "token_type": "Bearer"});
    Mock::given(method("GET"))
        .and(path(
            "/computeMetadata/v1/instance/service-accounts/default/token",
        ))
        .and(wiremock::matchers::header("metadata-flavor", "Google"))
        .respond_with(ResponseTemplate::new(200).set_body_json(token))
        .expect(1)
        .mount(&server)
        .await;
    let host = server.address().to_string();
    let variables = [("GCE_METADATA_HOST", &*host), ("GOOGLE_CLOUD_PROJECT", "p")];
    let client = client(&server, Value::Null, &variables);
    embed(&client).await.unwrap();
    embed(&client).await.unwrap();
    let requests = received(&server).await;
    assert_eq!(
        header(requests.last().unwrap(), "authorization"),
        Some("Bearer machine-token")
    );
}

#[tokio::test]
async fn a_refused_statement_is_a_refused_key() {
    let server = double().await;
    let answer = json!({"error": "invalid_grant", "error_description": "Invalid JWT Signature."});
    Mock::given(path("/token"))
        .respond_with(ResponseTemplate::new(400).set_body_json(answer))
        .mount(&server)
        .await;
    let error = embed(&client(&server, service_account(&server), &[]))
        .await
        .unwrap_err();
    let ModelError::Unauthorized { message, provider } = &error else {
        panic!("{error:?}")
    };
    assert_eq!(provider, "embedder/vertexai");
    assert!(
        message.contains("invalid_grant: Invalid JWT Signature."),
        "{message}"
    );
    assert_eq!(
        received(&server).await.len(),
        1,
        "nothing is asked of the model"
    );
}

#[tokio::test]
async fn a_busy_server_of_tokens_is_asked_again() {
    let server = double().await;
    Mock::given(path("/token"))
        .respond_with(ResponseTemplate::new(503))
        .up_to_n_times(1)
        .mount(&server)
        .await;
    gives_tokens(&server, 3_600).await;
    embed(&client(&server, service_account(&server), &[]))
        .await
        .unwrap();
    assert_eq!(token_calls(&server).await.len(), 2);
}

#[tokio::test]
async fn what_is_missing_is_told_at_the_first_call_and_shows_no_key() {
    let server = double().await;
    let missing = client(
        &server,
        json!("/nowhere/key.json"),
        &[("GOOGLE_CLOUD_PROJECT", "p")],
    );
    let error = embed(&missing).await.unwrap_err().to_string();
    assert!(error.contains("/nowhere/key.json can't be read"), "{error}");

    let project = embed(&client(&server, Value::Null, &[])).await.unwrap_err();
    assert!(
        matches!(
            project,
            ModelError::NoKey {
                setting: "project",
                ..
            }
        ),
        "{project:?}"
    );

    let variables = [("GOOGLE_CLOUD_PROJECT", "p"), ("NO_GCE_CHECK", "true")];
    let nobody = embed(&client(&server, Value::Null, &variables))
        .await
        .unwrap_err();
    assert!(
        matches!(
            nobody,
            ModelError::NoKey {
                environment: "GOOGLE_APPLICATION_CREDENTIALS",
                ..
            }
        ),
        "{nobody:?}"
    );

    for (change, expected) in [
        (json!({"type": "external_account"}), "external_account"),
        (json!({"private_key": "no key at all"}), "no PEM text"),
        (json!({"client_email": null}), "invalid type: null"),
    ] {
        let mut account = service_account(&server);
        let fields = account.as_object_mut().unwrap();
        fields.extend(change.as_object().unwrap().clone());
        let client = client(&server, account, &[("GOOGLE_CLOUD_PROJECT", "p")]);
        let error = embed(&client).await.unwrap_err();
        assert!(!error.is_temporary());
        let shown = format!("{error} {error:?}");
        assert!(shown.contains(expected), "{shown}");
        assert!(
            !shown.contains("PRIVATE KEY") && !shown.contains("MII"),
            "{shown}"
        );
    }
    let config = json!({"vertex_credentials_json": service_account(&server)});
    let config: VertexEmbedderConfig = serde_json::from_value(config).unwrap();
    let shown = format!("{config:?} {:?}", config.clone().build_in(&|_| None));
    assert!(!shown.contains("PRIVATE KEY"), "{shown}");
}
