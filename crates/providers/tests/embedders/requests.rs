//! What is asked, and that the answers are what every embedder must give.

use mem0_core::{Embedder, Purpose};
use mem0_providers::embedder::mock::MockEmbedderConfig;
use mem0_testkit::embedder_rules;
use serde_json::{Value, json};

use crate::double::{LENGTH, assert_near, body, embed, embed_one, requests, sent, server, vector};
use crate::table::{CASES, KEY};

#[tokio::test]
async fn every_embedder_keeps_the_rules() {
    for case in &CASES {
        let server = server(case).await;
        embedder_rules::check(&case.client(&server.uri(), json!({})))
            .await
            .unwrap_or_else(|error| panic!("{}: {error}", case.name));
    }
    let mock = MockEmbedderConfig::default().build();
    embedder_rules::check(&mock).await.unwrap();
}

#[tokio::test]
async fn requests_are_as_documented_field_by_field() {
    for case in &CASES {
        let server = server(case).await;
        let client = case.client(&server.uri(), json!({"headers": {"x-team": "mem0"}}));
        for purpose in [Purpose::Document, Purpose::Query] {
            let texts = ["  我喜欢披萨 ", "two\nlines\r\nof it"];
            let clean = ["我喜欢披萨", "two lines of it"];
            embed(&client, &texts, purpose).await.unwrap();
            let request = requests(&server).await.pop().unwrap();
            assert_eq!(request.url.path(), case.path, "{}", case.name);
            let query: Vec<(String, String)> = request.url.query_pairs().into_owned().collect();
            let expected: Vec<(String, String)> = case
                .query
                .iter()
                .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
                .collect();
            assert_eq!(query, expected, "{}", case.name);
            let (header, before) = case.key;
            assert_eq!(request.headers[header], format!("{before}{KEY}"));
            assert_eq!(
                request.headers.contains_key("authorization"),
                header == "authorization"
            );
            assert_eq!(request.headers["content-type"], "application/json");
            assert_eq!(request.headers["x-team"], "mem0");
            assert_eq!(
                body(&request),
                (case.body)(&clean, purpose, None),
                "{}",
                case.name
            );
        }
    }
}

#[tokio::test]
async fn vectors_have_length_one_and_the_order_of_the_texts() {
    for case in &CASES {
        let server = server(case).await;
        let client = case.client(&server.uri(), json!({"embedding_dims": LENGTH}));
        let texts = ["tea", "茶", "coffee", "tea"];
        let found = embed(&client, &texts, Purpose::Document).await.unwrap();
        for (text, found) in texts.iter().zip(&found) {
            assert_near(found, &vector(text, LENGTH));
        }
    }
}

#[tokio::test]
async fn texts_go_in_batches_of_the_size_that_the_server_takes() {
    for case in &CASES {
        let server = server(case).await;
        let client = case.client(&server.uri(), json!({"embedding_dims": LENGTH}));
        let texts: Vec<String> = (0..250).map(|number| format!("note {number}")).collect();
        let found = client.embed(&texts, Purpose::Document).await.unwrap();
        assert_eq!(found.len(), 250);
        for place in [0, 99, 100, 249] {
            assert_near(&found[place], &vector(&texts[place], LENGTH));
        }
        let sizes: Vec<usize> = sent(&server)
            .await
            .iter()
            .map(|body| (case.texts)(body).len())
            .collect();
        let mut expected = vec![case.batch; 250 / case.batch];
        expected.push(250 % case.batch);
        assert_eq!(sizes, expected, "{}", case.name);
    }
}

#[tokio::test]
async fn the_size_of_batches_can_be_set_in_both_spellings() {
    for case in &CASES {
        for option in ["batch_size", "batchSize"] {
            let server = server(case).await;
            let client = case.client(&server.uri(), json!({option: 2}));
            embed(&client, &["a", "b", "c"], Purpose::Document)
                .await
                .unwrap();
            assert_eq!(sent(&server).await.len(), 2, "{}", case.name);
        }
    }
}

#[tokio::test]
async fn no_texts_and_blank_texts_ask_nothing_of_the_server() {
    for case in &CASES {
        let server = server(case).await;
        let client = case.client(&server.uri(), json!({"embedding_dims": LENGTH}));
        assert!(
            embed(&client, &[], Purpose::Query)
                .await
                .unwrap()
                .is_empty()
        );
        let blank = embed(&client, &["", " \n\t"], Purpose::Query)
            .await
            .unwrap();
        assert_eq!(blank, [vec![0.0; LENGTH], vec![0.0; LENGTH]]);
        assert!(requests(&server).await.is_empty(), "{}", case.name);
    }
}

#[tokio::test]
async fn set_prefixes_stand_in_front_of_texts_and_mark_the_store() {
    for case in &CASES {
        let server = server(case).await;
        for (query, document) in [
            ("query_prefix", "document_prefix"),
            ("queryPrefix", "documentPrefix"),
        ] {
            let client = case.client(
                &server.uri(),
                json!({query: "Q: ", document: "D: ", "embedding_dims": LENGTH}),
            );
            for (purpose, expected) in [(Purpose::Query, "Q: tea"), (Purpose::Document, "D: tea")] {
                embed(&client, &["tea"], purpose).await.unwrap();
                let body = sent(&server).await.pop().unwrap();
                assert_eq!((case.texts)(&body), [expected], "{}", case.name);
            }
            // Vectors of texts with a prefix are others than those without.
            assert_eq!(client.identity().await.unwrap().revision, "D:");
        }
        let plain = case.client(&server.uri(), json!({"embedding_dims": LENGTH}));
        assert_eq!(
            plain.identity().await.unwrap().revision,
            "",
            "{}",
            case.name
        );
    }
}

#[tokio::test]
async fn a_family_brings_its_prefixes_where_the_server_adds_none() {
    for case in &CASES {
        let server = server(case).await;
        let known = json!({"model": "nomic-embed-text", "embedding_dims": LENGTH});
        let bare = json!({"model": "nomic-embed-text", "query_prefix": "", "document_prefix": ""});
        let brings = ["ollama", "lmstudio", "together", "huggingface"].contains(&case.name);
        for (options, expected) in [(known, brings), (bare, false)] {
            let client = case.client(&server.uri(), options);
            if case.name == "gemini" {
                // Its model is part of the path.
                assert!(embed_one(&client, "tea").await.is_err());
                continue;
            }
            embed(&client, &["tea"], Purpose::Query).await.unwrap();
            let texts: Vec<Value> = sent(&server).await;
            let last = (case.texts)(texts.last().unwrap());
            assert_eq!(
                last == ["search_query: tea"],
                expected,
                "{}: {last:?}",
                case.name
            );
        }
    }
}

#[tokio::test]
async fn a_very_long_text_is_cut_before_it_is_sent() {
    for case in &CASES {
        let server = server(case).await;
        let client = case.client(&server.uri(), json!({}));
        let long = "长".repeat(100_000);
        embed_one(&client, &long).await.unwrap();
        let text = (case.texts)(&sent(&server).await[0]).remove(0);
        let characters = text.chars().count();
        assert!(
            (6_000..=6_200).contains(&characters),
            "{}: {characters}",
            case.name
        );
    }
}
