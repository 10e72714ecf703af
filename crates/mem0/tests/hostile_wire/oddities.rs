//! Answers that are odd, but say everything: they are read.

use std::time::Duration;

use mem0::AddOptions;
use serde_json::{Value, json};

use crate::room::{PIPELINES, Room, SAID, TEA, TestResult, ann, right, texts};
use crate::wire::{Act, Server, completion, ok, response, saying};

/// Answers that are odd, but whole.
fn oddities() -> Vec<(&'static str, Act)> {
    let whole = ok(saying(&right()));
    let said = |content: String| Act::Send(ok(saying(&content)));
    let with_usage = |usage: Value| {
        let body = json!({"choices": [{"message": {"content": right()}}], "usage": usage});
        Act::Send(ok(body.to_string()))
    };
    let chunks: String = saying(&right())
        .chars()
        .map(|character| format!("{:x}\r\n{character}\r\n", character.len_utf8()))
        .collect();
    vec![
        (
            "drop by drop, but in time",
            Act::Drip(whole.clone(), 32, Duration::from_millis(5)),
        ),
        ("then the connection closed", Act::SendAndClose(whole)),
        (
            "in chunks of a letter",
            Act::Send(
                format!("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n{chunks}0\r\n\r\n")
                    .into_bytes(),
            ),
        ),
        (
            "after empty lines that keep the connection open",
            Act::Send(ok(format!("\n\n\n{}", saying(&right())))),
        ),
        (
            "called a page",
            Act::Send(response(
                "200 OK",
                &["content-type: text/html"],
                saying(&right()),
            )),
        ),
        (
            "in parts",
            Act::Send(ok(completion(&json!({"content": [
            {"type": "text", "text": &right()[..20]}, {"type": "text", "text": &right()[20..]}]})))),
        ),
        (
            "with thoughts beside it",
            Act::Send(ok(completion(&json!({
            "content": right(), "reasoning_content": "{\"operations\": []}", "refusal": null})))),
        ),
        (
            "with an empty error",
            Act::Send(ok(json!({"error": null, "choices": [
            {"message": {"content": right()}}]})
            .to_string())),
        ),
        ("without usage", with_usage(Value::Null)),
        (
            "with a strange usage",
            with_usage(json!({"prompt_tokens": -1, "completion_tokens": "many"})),
        ),
        (
            "with a usage beyond all numbers",
            with_usage(json!({"prompt_tokens": u64::MAX, "completion_tokens": 1.5})),
        ),
        ("in a fence", said(format!("```json\n{}\n```", right()))),
        (
            "after thoughts",
            said(format!("<think>hm {{</think>{}", right())),
        ),
        (
            "in thoughts that aren't closed",
            said(format!("<think>I answer {}", right())),
        ),
        (
            "with a control character",
            said(
                right()
                    .replace("likes ", "likes\u{1} ")
                    .replace('\u{1}', ""),
            ),
        ),
        ("in Chinese quotes", said(right().replace('"', "“"))),
        ("as facts", said(json!({"facts": [TEA]}).to_string())),
        (
            "as events",
            said(json!({"memory": [{"id": "0", "text": TEA, "event": "ADD"}]}).to_string()),
        ),
        ("as a list", said(json!([TEA]).to_string())),
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn an_odd_answer_that_says_everything_is_read() -> TestResult {
    for pipeline in PIPELINES {
        for (case, act) in oddities() {
            let server = Server::start(Vec::new(), act).await;
            let room = Room::new()?;
            let memory = room.open(pipeline, &server, 0).await?;
            let added = memory.add(SAID, AddOptions::new(ann())).await;
            assert!(added.is_ok(), "{pipeline}, {case}: {added:?}");
            assert_eq!(texts(&memory, ann()).await?, [TEA], "{pipeline}, {case}");
            assert_eq!(memory.health().await?.pending_episodes, 0, "{case}");
        }
    }
    Ok(())
}
