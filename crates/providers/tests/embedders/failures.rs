//! What goes wrong, and as which error it is told.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use mem0_core::{Embedder, ModelError, Purpose};
use serde_json::{Value, json};
use wiremock::{MockServer, ResponseTemplate};

use crate::double::{LENGTH, answering, embed, embed_one, numbers, reply, requests};
use crate::table::{CASES, Case, KEY};

/// The error of a server that answers everything with this status and body.
async fn refused(case: &'static Case, status: u16, message: &str) -> (ModelError, MockServer) {
    let refusal = (case.refusal)(status, message);
    let server = answering(move |_| ResponseTemplate::new(status).set_body_json(&refusal)).await;
    let client = case.client(&server.uri(), json!({}));
    let error = embed_one(&client, "tea").await.unwrap_err();
    (error, server)
}

#[tokio::test]
async fn a_refused_key_is_told_at_once_and_never_shown() {
    for case in &CASES {
        for status in [401, 403] {
            let (error, server) = refused(case, status, &format!("no such key: {KEY}")).await;
            let ModelError::Unauthorized { provider, message } = &error else {
                panic!("{}: {error}", case.name)
            };
            assert_eq!(*provider, format!("embedder/{}", case.name));
            assert!(message.starts_with("no such key"), "{message}");
            assert_eq!(requests(&server).await.len(), 1, "asking again can't help");
            for shown in [error.to_string(), format!("{error:?}")] {
                assert!(!shown.contains(KEY), "{}: {shown}", case.name);
            }
        }
    }
}

#[tokio::test]
async fn debug_output_shows_no_secret() {
    for case in &CASES {
        let more = json!({"headers": {"x-pass": "open-sesame"}, "http_client_proxies": "http://u:geheim99@proxy:1"});
        let client = case.client("http://ann:geheim99@127.0.0.1:9", more);
        let shown = format!("{client:?}");
        for secret in [KEY, "geheim99", "open-sesame"] {
            assert!(!shown.contains(secret), "{}: {shown}", case.name);
        }
        assert!(shown.contains("127.0.0.1:9"), "{shown}");
    }
}

#[tokio::test]
async fn a_missing_key_is_told_at_the_first_call() {
    for case in CASES.iter().filter(|case| case.needs_key) {
        let client = (case.build)(json!({"model": "m"}));
        let error = embed_one(&client, "tea").await.unwrap_err();
        let ModelError::NoKey {
            provider,
            setting,
            environment,
        } = &error
        else {
            panic!("{}: {error}", case.name)
        };
        assert_eq!(*provider, format!("embedder/{}", case.name));
        assert_eq!(*setting, "api_key");
        assert!(environment.ends_with("_API_KEY"), "{environment}");
    }
}

#[tokio::test]
async fn a_server_of_ones_own_needs_no_key() {
    for case in CASES.iter().filter(|case| case.name != "azure_openai") {
        let server = crate::double::server(case).await;
        let client = case.client(&server.uri(), json!({"api_key": null}));
        embed_one(&client, "tea").await.unwrap();
        let request = requests(&server).await.remove(0);
        assert!(!request.headers.contains_key(case.key.0), "{}", case.name);
    }
}

#[tokio::test]
async fn a_server_that_asks_us_to_slow_down_is_waited_for() {
    for case in &CASES {
        let calls = AtomicUsize::new(0);
        let refusal = (case.refusal)(429, "slow down");
        let server = answering(move |request| {
            if calls.fetch_add(1, Ordering::SeqCst) > 0 {
                return reply(case, request);
            }
            ResponseTemplate::new(429)
                .insert_header("retry-after", "0.2")
                .set_body_json(&refusal)
        })
        .await;
        let started = Instant::now();
        let client = case.client(&server.uri(), json!({}));
        embed_one(&client, "tea").await.unwrap();
        assert!(
            started.elapsed() >= Duration::from_millis(200),
            "{}",
            case.name
        );
        assert_eq!(requests(&server).await.len(), 2);
    }
}

#[tokio::test]
async fn a_limit_that_stays_is_told_with_the_time_to_wait() {
    for case in &CASES {
        let refusal = (case.refusal)(429, "slow down");
        let server = answering(move |_| {
            ResponseTemplate::new(429)
                .insert_header("retry-after", "3600")
                .set_body_json(&refusal)
        })
        .await;
        let client = case.client(&server.uri(), json!({}));
        let error = embed_one(&client, "tea").await.unwrap_err();
        let ModelError::RateLimited { retry_after, .. } = error else {
            panic!("{}: {error}", case.name)
        };
        assert_eq!(retry_after, Some(Duration::from_secs(3600)));
        assert_eq!(requests(&server).await.len(), 1, "nobody waits for an hour");
    }
}

#[tokio::test]
async fn an_empty_account_and_a_bad_request_are_told_at_once() {
    for case in &CASES {
        let (error, server) = refused(case, 402, "no credit left").await;
        assert!(
            matches!(error, ModelError::Quota { .. }),
            "{}: {error}",
            case.name
        );
        assert_eq!(requests(&server).await.len(), 1);

        let (error, server) = refused(case, 400, "the model m does not embed").await;
        let ModelError::BadRequest { message, .. } = &error else {
            panic!("{}: {error}", case.name)
        };
        assert!(
            message.starts_with("the model m does not embed"),
            "{message}"
        );
        assert_eq!(requests(&server).await.len(), 1);
    }
}

#[tokio::test]
async fn passing_troubles_are_tried_again() {
    for case in &CASES {
        for status in [500, 502, 503, 529] {
            let (error, server) = refused(case, status, "overloaded").await;
            let unavailable = matches!(error, ModelError::Unavailable { .. });
            assert!(unavailable, "{} {status}: {error}", case.name);
            assert_eq!(requests(&server).await.len(), 3, "{} {status}", case.name);
        }
    }
}

#[tokio::test]
async fn silence_is_a_timeout_and_nobody_there_is_unreachable() {
    for case in &CASES {
        let server =
            answering(|_| ResponseTemplate::new(200).set_delay(Duration::from_secs(5))).await;
        let quick = json!({"timeout": 0.05, "max_retries": 0});
        let client = (case.build)(case.config(&server.uri(), quick.clone()));
        let error = embed_one(&client, "tea").await.unwrap_err();
        assert!(
            matches!(error, ModelError::Timeout { .. }),
            "{}: {error}",
            case.name
        );

        // Port 9 discards, where it is served at all.
        let client = (case.build)(case.config("http://127.0.0.1:9", quick));
        let error = embed_one(&client, "tea").await.unwrap_err();
        let ModelError::Unreachable { url, .. } = &error else {
            panic!("{}: {error}", case.name)
        };
        assert!(url.starts_with("http://127.0.0.1:9"), "{url}");
    }
}

#[tokio::test]
async fn answers_that_hold_no_vectors_are_unusable() {
    for case in &CASES {
        let vectors = |lengths: &[usize]| -> Value {
            let vectors: Vec<_> = lengths.iter().map(|length| numbers("x", *length)).collect();
            (case.answer)(&vectors)
        };
        let with_a_word =
            vectors(&[3, 3])
                .to_string()
                .replacen(&numbers("x", 1)[0].to_string(), "\"word\"", 1);
        let bodies = [
            ("a page", "<html>login</html>".to_owned()),
            ("nothing", String::new()),
            ("an empty object", "{}".to_owned()),
            ("no vector", vectors(&[]).to_string()),
            ("one vector too few", vectors(&[LENGTH]).to_string()),
            ("one vector too many", vectors(&[LENGTH; 3]).to_string()),
            ("two lengths", vectors(&[LENGTH, LENGTH + 1]).to_string()),
            ("an empty vector", vectors(&[0, 0]).to_string()),
            (
                "half an answer",
                vectors(&[8, 8]).to_string()[..40].to_owned(),
            ),
            ("a word for a number", with_a_word),
        ];
        for (what, text) in bodies {
            let server = answering(move |_| {
                ResponseTemplate::new(200).set_body_raw(text.clone(), "application/json")
            })
            .await;
            let client = case.client(&server.uri(), json!({}));
            let error = embed(&client, &["tea", "茶"], Purpose::Document)
                .await
                .unwrap_err();
            assert!(
                matches!(&error, ModelError::Unusable { provider, .. } if provider.ends_with(case.name)),
                "{}, {what}: {error}",
                case.name
            );
        }
    }
}

#[tokio::test]
async fn a_redirection_is_not_followed_with_the_texts() {
    for case in &CASES {
        let server =
            answering(|_| ResponseTemplate::new(302).insert_header("location", "/elsewhere")).await;
        let client = case.client(&server.uri(), json!({}));
        let error = embed_one(&client, "tea").await.unwrap_err();
        assert!(
            error.to_string().contains("redirects"),
            "{}: {error}",
            case.name
        );
        assert_eq!(requests(&server).await.len(), 1);
    }
}

#[tokio::test]
async fn too_many_texts_are_divided_and_the_lesson_is_kept() {
    for case in &CASES {
        let refusal = (case.refusal)(422, "batch size 32 > maximum allowed batch size 8");
        let server = answering(move |request| {
            if (case.texts)(&crate::double::body(request)).len() > 8 {
                return ResponseTemplate::new(422).set_body_json(&refusal);
            }
            reply(case, request)
        })
        .await;
        let more = json!({"batch_size": 32, "embedding_dims": LENGTH});
        let client = case.client(&server.uri(), more);
        let texts: Vec<String> = (0..32).map(|number| format!("note {number}")).collect();
        let found = client.embed(&texts, Purpose::Document).await.unwrap();
        for (text, found) in texts.iter().zip(&found) {
            crate::double::assert_near(found, &crate::double::vector(text, LENGTH));
        }
        let before = requests(&server).await.len();
        client.embed(&texts, Purpose::Document).await.unwrap();
        assert_eq!(requests(&server).await.len() - before, 4, "{}", case.name);
    }
}

#[tokio::test]
async fn a_text_that_is_too_long_loses_its_end() {
    for case in &CASES {
        let refusal = (case.refusal)(
            413,
            "Input validation error: `inputs` must have less than 512 tokens. Given: 1002",
        );
        let server = answering(move |request| {
            let texts = (case.texts)(&crate::double::body(request));
            if texts.iter().any(|text| text.len() > 512) {
                return ResponseTemplate::new(413).set_body_json(&refusal);
            }
            reply(case, request)
        })
        .await;
        let client = case.client(&server.uri(), json!({"embedding_dims": LENGTH}));
        let long = "好".repeat(500);
        let found = embed(&client, &["tea", &long, "coffee"], Purpose::Document)
            .await
            .unwrap();
        crate::double::assert_near(&found[2], &crate::double::vector("coffee", LENGTH));
        // Halved until it fits, never inside a character.
        crate::double::assert_near(&found[1], &crate::double::vector(&"好".repeat(125), LENGTH));
    }
}

#[tokio::test]
async fn callers_at_once_get_their_own_vectors() {
    for case in &CASES {
        let server = crate::double::server(case).await;
        let client = case.client(&server.uri(), json!({"embedding_dims": LENGTH}));
        let (tea, coffee, identity) = tokio::join!(
            embed_one(&client, "tea"),
            embed_one(&client, "coffee"),
            client.identity()
        );
        crate::double::assert_near(&tea.unwrap(), &crate::double::vector("tea", LENGTH));
        crate::double::assert_near(&coffee.unwrap(), &crate::double::vector("coffee", LENGTH));
        assert_eq!(identity.unwrap().dimensions, LENGTH);
    }
}
