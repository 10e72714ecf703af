//! How long vectors are: what is set, else what is known, else what the server makes.

use mem0_core::{Embedder, ModelError, Purpose};
use serde_json::json;
use wiremock::ResponseTemplate;

use crate::double::{LENGTH, answering, body, embed, embed_one, reply, requests, sent, server};
use crate::table::{CASES, Case};

#[tokio::test]
async fn a_length_that_nothing_tells_is_asked_once() {
    for case in CASES.iter().filter(|case| case.name != "gemini") {
        let server = server(case).await;
        let client = case.client(&server.uri(), json!({}));
        for _ in 0..2 {
            let identity = client.identity().await.unwrap();
            assert_eq!(identity.provider, case.name);
            assert_eq!((&*identity.model, identity.dimensions), ("m", LENGTH));
        }
        assert_eq!(requests(&server).await.len(), 1, "{}", case.name);
        // What came with other texts tells as well.
        let client = case.client(&server.uri(), json!({}));
        embed_one(&client, "tea").await.unwrap();
        client.identity().await.unwrap();
        assert_eq!(requests(&server).await.len(), 2, "{}", case.name);
    }
}

#[tokio::test]
async fn a_set_length_needs_no_call_in_any_spelling() {
    for case in &CASES {
        for option in [
            "embedding_dims",
            "embeddingDims",
            "output_dimensionality",
            "dimensions",
        ] {
            let client = case.client("http://127.0.0.1:9", json!({option: 7}));
            assert_eq!(client.identity().await.unwrap().dimensions, 7, "{option}");
        }
    }
}

#[tokio::test]
async fn a_set_length_is_asked_for_where_the_server_can_be_asked() {
    for case in &CASES {
        let server = server(case).await;
        let length = if case.sends_dimensions { 6 } else { LENGTH };
        let client = case.client(&server.uri(), json!({"embedding_dims": length}));
        assert_eq!(embed_one(&client, "tea").await.unwrap().len(), length);
        let told = (case.asked)(&sent(&server).await[0]);
        let expected = case.sends_dimensions.then_some(length as u64);
        assert_eq!(told, expected, "{}", case.name);
    }
}

/// A server that makes one length, whatever it is asked.
fn stubborn(case: &'static Case) -> impl Fn(&wiremock::Request) -> ResponseTemplate {
    move |request| {
        let texts = (case.texts)(&body(request));
        let vectors: Vec<_> = texts
            .iter()
            .map(|text| crate::double::numbers(text, LENGTH))
            .collect();
        ResponseTemplate::new(200).set_body_json((case.answer)(&vectors))
    }
}

#[tokio::test]
async fn another_length_than_the_set_one_is_unusable_and_says_what_to_set() {
    for case in &CASES {
        let server = answering(stubborn(case)).await;
        let client = case.client(&server.uri(), json!({"embedding_dims": 512}));
        let error = embed_one(&client, "tea").await.unwrap_err();
        let ModelError::Unusable { problem, .. } = &error else {
            panic!("{}: {error}", case.name)
        };
        for part in ["24 dimensions", "512 are expected", "`embedding_dims`"] {
            assert!(problem.contains(part), "{}: {problem}", case.name);
        }
    }
}

#[tokio::test]
async fn a_server_whose_model_changes_meanwhile_is_unusable() {
    for case in CASES.iter().filter(|case| case.name != "gemini") {
        let server = answering(move |request| {
            let texts = (case.texts)(&body(request));
            let length = if texts[0] == "tea" { 8 } else { 9 };
            let vectors: Vec<_> = texts
                .iter()
                .map(|text| crate::double::numbers(text, length))
                .collect();
            ResponseTemplate::new(200).set_body_json((case.answer)(&vectors))
        })
        .await;
        let client = case.client(&server.uri(), json!({}));
        assert_eq!(embed_one(&client, "tea").await.unwrap().len(), 8);
        let error = embed_one(&client, "coffee").await.unwrap_err();
        assert!(
            error.to_string().contains("9 dimensions where 8"),
            "{error}"
        );
        // Also between two batches of one call.
        let client = case.client(&server.uri(), json!({"batch_size": 1}));
        let error = embed(&client, &["tea", "coffee"], Purpose::Document).await;
        assert!(error.is_err(), "{}", case.name);
    }
}

#[tokio::test]
async fn a_server_that_wants_no_length_is_not_told_again() {
    for case in CASES.iter().filter(|case| case.sends_dimensions) {
        let refusal = (case.refusal)(400, "Model does not support changing output dimensions");
        let server = answering(move |request| {
            if (case.asked)(&body(request)).is_some() {
                return ResponseTemplate::new(400).set_body_json(&refusal);
            }
            reply(case, request)
        })
        .await;
        let client = case.client(&server.uri(), json!({"embedding_dims": LENGTH}));
        embed_one(&client, "tea").await.unwrap();
        embed_one(&client, "coffee").await.unwrap();
        let told: Vec<bool> = sent(&server)
            .await
            .iter()
            .map(|body| (case.asked)(body).is_some())
            .collect();
        assert_eq!(told, [true, false, false], "{}", case.name);
    }
}

#[tokio::test]
async fn known_models_need_no_call() {
    for (name, model, length) in [
        ("openai", "text-embedding-3-large", 3072),
        ("openai", "text-embedding-ada-002", 1536),
        ("azure_openai", "text-embedding-3-small", 1536),
        ("together", "intfloat/multilingual-e5-large-instruct", 1024),
        ("gemini", "gemini-embedding-001", 768),
    ] {
        let case = CASES.iter().find(|case| case.name == name).unwrap();
        let mut config = json!({"model": model});
        if name == "azure_openai" {
            config["azure_endpoint"] = "http://127.0.0.1:9".into();
        }
        let identity = (case.build)(config).identity().await.unwrap();
        assert_eq!((&*identity.model, identity.dimensions), (model, length));
    }
}
