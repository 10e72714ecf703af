//! Doubles of servers.

use mem0_core::vector::normalize;
use mem0_core::{Embedder, ModelError, Purpose};
use serde_json::Value;
use wiremock::matchers::method;
use wiremock::{Mock, MockServer, Request, ResponseTemplate};

use crate::table::Case;

/// How long the servers' own vectors are.
pub const LENGTH: usize = 24;

/// A server that embeds as the case's does, with vectors that depend on nothing but the text. What
/// comes in another way than documented gets 404.
pub async fn server(case: &'static Case) -> MockServer {
    let server = MockServer::start().await;
    answers(&server, |request| reply(case, request)).await;
    server
}

/// A server that answers everything like this.
pub async fn answering(
    answer: impl Fn(&Request) -> ResponseTemplate + Send + Sync + 'static,
) -> MockServer {
    let server = MockServer::start().await;
    answers(&server, answer).await;
    server
}

/// Adds an answer to a server that has none for this request.
pub async fn answers(
    server: &MockServer,
    answer: impl Fn(&Request) -> ResponseTemplate + Send + Sync + 'static,
) {
    Mock::given(method("POST"))
        .respond_with(answer)
        .mount(server)
        .await;
}

/// What the case's server says to a request.
pub fn reply(case: &Case, request: &Request) -> ResponseTemplate {
    if request.url.path() != case.path {
        return ResponseTemplate::new(404).set_body_string("404 page not found");
    }
    let body = body(request);
    let length = (case.asked)(&body).map_or(LENGTH, |asked| asked as usize);
    let vectors: Vec<Vec<f64>> = (case.texts)(&body)
        .iter()
        .map(|text| numbers(text, length))
        .collect();
    ResponseTemplate::new(200).set_body_json((case.answer)(&vectors))
}

/// The vector that servers give to a text; not of length 1.
pub fn numbers(text: &str, length: usize) -> Vec<f64> {
    let number = |place: usize| {
        let hash = text
            .bytes()
            .chain(place.to_le_bytes())
            .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
                (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
            });
        let mixed = (hash ^ (hash >> 29)).wrapping_mul(0xff51_afd7_ed55_8ccd) >> 40;
        (mixed as f64 / f64::from(1 << 24) - 0.5) * 8.0
    };
    (0..length).map(number).collect()
}

/// The same at length 1.
pub fn vector(text: &str, length: usize) -> Vec<f32> {
    let mut vector: Vec<f32> = numbers(text, length)
        .into_iter()
        .map(|x| x as f32)
        .collect();
    normalize(&mut vector);
    vector
}

pub fn body(request: &Request) -> Value {
    serde_json::from_slice(&request.body).unwrap()
}

/// All requests so far.
pub async fn requests(server: &MockServer) -> Vec<Request> {
    server.received_requests().await.unwrap()
}

/// The bodies of all requests so far.
pub async fn sent(server: &MockServer) -> Vec<Value> {
    requests(server).await.iter().map(body).collect()
}

pub async fn embed(
    client: &dyn Embedder,
    texts: &[&str],
    purpose: Purpose,
) -> Result<Vec<Vec<f32>>, ModelError> {
    let texts: Vec<String> = texts.iter().map(ToString::to_string).collect();
    client.embed(&texts, purpose).await
}

/// Embeds one text that will be found.
pub async fn embed_one(client: &dyn Embedder, text: &str) -> Result<Vec<f32>, ModelError> {
    let mut vectors = embed(client, &[text], Purpose::Document).await?;
    assert_eq!(vectors.len(), 1);
    Ok(vectors.remove(0))
}

pub fn assert_near(found: &[f32], expected: &[f32]) {
    assert_eq!(found.len(), expected.len());
    for (found, expected) in found.iter().zip(expected) {
        assert!((found - expected).abs() < 1e-5, "{found} {expected}");
    }
}
