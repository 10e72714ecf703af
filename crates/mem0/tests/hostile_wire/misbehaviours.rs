//! Answers that say nothing usable: a typed error, the messages kept, the memory made by `retry`.

use std::time::Duration;

use mem0::{AddOptions, Error, ModelError};
use serde_json::{Value, json};

use crate::room::{
    KEY, PIPELINES, Room, SAID, TEA, TestResult, after, ann, error_body, right, texts,
};
use crate::wire::{Act, completion, ok, response, saying};

/// The name of a failure, for the table.
fn name(error: &ModelError) -> &'static str {
    match error {
        ModelError::NoKey { .. } => "NoKey",
        ModelError::Unauthorized { .. } => "Unauthorized",
        ModelError::RateLimited { .. } => "RateLimited",
        ModelError::Quota { .. } => "Quota",
        ModelError::BadRequest { .. } => "BadRequest",
        ModelError::Unavailable { .. } => "Unavailable",
        ModelError::Unreachable { .. } => "Unreachable",
        ModelError::Timeout { .. } => "Timeout",
        ModelError::Unusable { .. } => "Unusable",
        ModelError::Local { .. } => "Local",
    }
}

/// What goes wrong, how the server does it, and what it is called.
fn misbehaviours() -> Vec<(&'static str, Act, &'static str)> {
    let html = "<!DOCTYPE html><html><body>Welcome to nginx!</body></html>";
    let whole = ok(saying(&right()));
    let half = whole[..whole.len() - 60].to_vec();
    let chunked = |body: &str, end: &str| {
        let head = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n";
        format!("{head}{:x}\r\n{body}\r\n{end}", body.len()).into_bytes()
    };
    let said = |content: Value| {
        Act::Send(ok(completion(
            &json!({"role": "assistant", "content": content}),
        )))
    };
    let refused = |status: &str, more: &[&str], message: &str, code: &str| {
        Act::Send(response(status, more, error_body(message, code)))
    };
    vec![
        ("a page with 200", Act::Send(ok(html)), "Unusable"),
        ("nothing with 200", Act::Send(ok("")), "Unusable"),
        (
            "204",
            Act::Send(response("204 No Content", &[], "")),
            "Unusable",
        ),
        (
            "half of the JSON with 200",
            Act::Send(ok(&saying(&right())[..60])),
            "Unusable",
        ),
        ("no choices", Act::Send(ok("{\"choices\": []}")), "Unusable"),
        ("a bare null", Act::Send(ok("null")), "Unusable"),
        ("a bare list", Act::Send(ok("[1, 2]")), "Unusable"),
        (
            "no UTF-8",
            Act::Send(ok(
                b"{\"choices\": [{\"message\": {\"content\": \"\xff\xfe\"}}]}",
            )),
            "Unusable",
        ),
        ("content null", said(Value::Null), "Unusable"),
        ("content empty", said(json!("")), "Unusable"),
        ("content of blanks", said(json!(" \n\t ")), "Unusable"),
        ("content a number", said(json!(42)), "Unusable"),
        ("content a list of nothing", said(json!([])), "Unusable"),
        (
            "a refusal in words",
            said(json!("I'm sorry, I can't help with that.")),
            "Unusable",
        ),
        (
            "a refusal in Chinese",
            said(json!("抱歉，我无法处理。")),
            "Unusable",
        ),
        (
            "a megabyte of prose",
            said(json!("All is well. ".repeat(80_000))),
            "Unusable",
        ),
        ("deep JSON", said(json!("[".repeat(10_000))), "Unusable"),
        (
            "a refusal beside the content",
            Act::Send(ok(completion(
                &json!({"content": null, "refusal": "I won't"}),
            ))),
            "Unusable",
        ),
        (
            "a tool call",
            Act::Send(ok(completion(&json!({"content": null, "tool_calls": [
                {"id": "1", "type": "function", "function": {"name": "x", "arguments": "{"}}]})))),
            "Unusable",
        ),
        (
            "an error with 200",
            Act::Send(ok(error_body("overloaded", "server_error"))),
            "Unavailable",
        ),
        (
            "500",
            refused("500 Oops", &[], "oops", "server_error"),
            "Unavailable",
        ),
        (
            "502 with a page",
            Act::Send(response("502 Bad Gateway", &[], html)),
            "Unavailable",
        ),
        (
            "503 with nothing",
            Act::Send(response("503 Busy", &[], "")),
            "Unavailable",
        ),
        (
            "401",
            refused("401 No", &[], &format!("bad key {KEY}"), "invalid_api_key"),
            "Unauthorized",
        ),
        (
            "429",
            refused("429 Slow", &[], "slow down", "rate_limit_exceeded"),
            "RateLimited",
        ),
        (
            "429 for an hour",
            refused(
                "429 Slow",
                &["retry-after: 3600"],
                "slow down",
                "rate_limit_exceeded",
            ),
            "RateLimited",
        ),
        (
            "429 without money",
            refused("429 Pay", &[], "pay first", "insufficient_quota"),
            "Quota",
        ),
        (
            "400",
            refused("400 Bad", &[], "no such model", "model_not_found"),
            "BadRequest",
        ),
        (
            "a redirect",
            Act::Send(response(
                "302 Found",
                &["location: http://127.0.0.1:1/"],
                "",
            )),
            "BadRequest|Unusable|Unavailable",
        ),
        (
            "nothing but an end",
            Act::SendAndClose(Vec::new()),
            "Unavailable|Unreachable",
        ),
        (
            "no HTTP",
            Act::SendAndClose(b"220 smtp.example ESMTP\r\n".to_vec()),
            "Unavailable|Unreachable",
        ),
        (
            "half a head",
            Act::SendAndClose(whole[..20].to_vec()),
            "Unavailable|Unreachable",
        ),
        (
            "half a body",
            Act::SendAndClose(half.clone()),
            "Unavailable",
        ),
        (
            "half a body in chunks",
            Act::SendAndClose(chunked(&right()[..40], "")),
            "Unavailable",
        ),
        (
            "chunks that are none",
            Act::SendAndClose(chunked("{", "zz\r\n")),
            "Unavailable",
        ),
        ("no answer", Act::SendAndStall(Vec::new()), "Timeout"),
        (
            "half an answer, then nothing",
            Act::SendAndStall(half),
            "Timeout",
        ),
        (
            "an answer drop by drop",
            Act::Drip(whole, 1, Duration::from_millis(20)),
            "Timeout",
        ),
        (
            "an answer without an end",
            Act::Flood(
                b"HTTP/1.1 200 OK\r\n\r\n{\"choices\": [\"".to_vec(),
                vec![b'a'; 1 << 20],
            ),
            "Unusable|Timeout",
        ),
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_a_server_does_the_messages_are_kept_and_retry_makes_the_memory_once() -> TestResult
{
    for pipeline in PIPELINES {
        for (case, act, expected) in misbehaviours() {
            // Twice: an answer that can't be used is asked for again.
            let server = after(vec![act.clone(), act]).await;
            let room = Room::new()?;
            let memory = room.open(pipeline, &server, 0).await?;
            let mut error = match memory.add(SAID, AddOptions::new(ann())).await {
                Err(error) => error,
                Ok(added) => return Err(format!("{case}: {added:?}").into()),
            };
            // A second call may still meet the second misbehaviour.
            for _ in 0..2 {
                let Error::Extraction { kept: 1, source } = &error else {
                    return Err(format!("{pipeline}, {case}: {error:?}").into());
                };
                assert!(
                    expected.split('|').any(|it| it == name(source)),
                    "{case}: {source:?}"
                );
                assert!(
                    !format!("{error} {error:?}").contains(KEY),
                    "{case} shows the key"
                );
                assert!(
                    error.to_string().len() < 2_000,
                    "{case}: {} bytes",
                    error.to_string().len()
                );
                assert!(texts(&memory, ann()).await?.is_empty(), "{case}");
                assert_eq!(memory.health().await?.pending_episodes, 1, "{case}");
                match memory.retry(AddOptions::new(ann())).await {
                    Err(again) => error = again,
                    Ok(_) => break,
                }
            }
            memory.retry(AddOptions::new(ann())).await?;
            assert_eq!(texts(&memory, ann()).await?, [TEA], "{pipeline}, {case}");
            let health = memory.health().await?;
            assert_eq!((health.pending_episodes, health.episodes), (0, 1), "{case}");
        }
    }
    Ok(())
}
