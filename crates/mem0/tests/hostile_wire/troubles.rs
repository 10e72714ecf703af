//! Servers that are busy, break off or stall, and callers who give up or all come at once.

use std::time::Duration;

use mem0::{AddOptions, Message};

use crate::room::{PIPELINES, Room, SAID, TEA, TestResult, after, ann, error_body, right, texts};
use crate::wire::{Act, ok, response, saying};

#[tokio::test(flavor = "multi_thread")]
async fn a_storm_of_refusals_is_waited_out_as_long_as_the_server_asks() -> TestResult {
    let busy = |wait: &str| {
        let body = error_body("slow down", "rate_limit_exceeded");
        Act::Send(response("429 Slow", &[wait], body))
    };
    for pipeline in PIPELINES {
        let storm = vec![
            busy("retry-after: 0"),
            busy("retry-after-ms: 20"),
            busy("retry-after: Wed, 21 Oct 2015 07:28:00 GMT"),
        ];
        let server = after(storm.clone()).await;
        let room = Room::new()?;
        let memory = room.open(pipeline, &server, 3).await?;
        memory.add(SAID, AddOptions::new(ann())).await?;
        assert_eq!(texts(&memory, ann()).await?, [TEA], "{pipeline}");
        assert_eq!(server.asked().len(), 4, "{pipeline}");

        // A storm that outlasts all tries, then one that asks for an hour: told at once.
        for (script, wait) in [
            (storm, Some(Duration::ZERO)),
            (
                vec![busy("retry-after: 3600")],
                Some(Duration::from_secs(3_600)),
            ),
        ] {
            let calls = script.len();
            let server = after(script).await;
            let room = Room::new()?;
            let memory = room.open(pipeline, &server, 2).await?;
            let error = memory.add(SAID, AddOptions::new(ann())).await.unwrap_err();
            assert!(error.is_temporary(), "{error}");
            assert_eq!(error.retry_after(), wait, "{pipeline}: {error}");
            assert_eq!(server.asked().len(), calls, "{pipeline}");
            memory.retry(AddOptions::new(ann())).await?;
            assert_eq!(texts(&memory, ann()).await?, [TEA], "{pipeline}");
        }
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn broken_connections_are_tried_again_without_storing_twice() -> TestResult {
    for pipeline in PIPELINES {
        let whole = ok(saying(&right()));
        let script = vec![
            Act::SendAndClose(whole[..whole.len() / 2].to_vec()),
            Act::SendAndStall(Vec::new()),
        ];
        let server = after(script).await;
        let room = Room::new()?;
        let memory = room.open(pipeline, &server, 2).await?;
        memory.add(SAID, AddOptions::new(ann())).await?;
        assert_eq!(texts(&memory, ann()).await?, [TEA], "{pipeline}");
        assert_eq!(memory.health().await?.episodes, 1, "{pipeline}");
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_that_is_given_up_leaves_the_messages_for_retry() -> TestResult {
    for pipeline in PIPELINES {
        let server = after(vec![Act::SendAndStall(Vec::new())]).await;
        let room = Room::new()?;
        let memory = room.open(pipeline, &server, 0).await?;
        let call = memory.add(SAID, AddOptions::new(ann()));
        let outcome = tokio::time::timeout(Duration::from_millis(300), call).await;
        assert!(outcome.is_err(), "{pipeline}: {outcome:?}");
        assert_eq!(memory.health().await?.pending_episodes, 1, "{pipeline}");
        memory.retry(AddOptions::new(ann())).await?;
        assert_eq!(texts(&memory, ann()).await?, [TEA], "{pipeline}");
        assert_eq!(memory.health().await?.pending_episodes, 0, "{pipeline}");
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_conversation_again_and_at_once_is_stored_once() -> TestResult {
    for pipeline in PIPELINES {
        let server = after(Vec::new()).await;
        let room = Room::new()?;
        let memory = room.open(pipeline, &server, 0).await?;
        // Another one has the same file open, as another process would.
        let other = room.open(pipeline, &server, 0).await?;
        let talk = [Message::user(SAID), Message::assistant("好的。")];
        let adds = (0..8).map(|place| {
            let memory = if place % 2 == 0 {
                memory.clone()
            } else {
                other.clone()
            };
            let talk = talk.clone();
            tokio::spawn(async move { memory.add(talk, AddOptions::new(ann())).await })
        });
        let mut made = 0;
        for add in adds.collect::<Vec<_>>() {
            made += add.await??.results.len();
        }
        assert_eq!(made, 1, "{pipeline}");
        assert_eq!(texts(&memory, ann()).await?, [TEA], "{pipeline}");
        let again = memory.add(talk.clone(), AddOptions::new(ann())).await?;
        assert!(again.results.is_empty(), "{pipeline}: {again:?}");
    }
    Ok(())
}
