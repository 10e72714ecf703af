//! Models that fail: the messages are kept, and `retry` makes the memories.

use std::time::Duration;

use mem0_core::{ErrorKind, Message, ModelError};

use crate::house::{House, ann, assert_kept, reply};
use crate::pipelines::{WAYS, add};

fn failures() -> Vec<(ModelError, ErrorKind, bool)> {
    let provider = || "llm/test".to_owned();
    let message = || "it says <so>".to_owned();
    vec![
        (
            ModelError::NoKey {
                provider: provider(),
                setting: "api_key",
                environment: "TEST_KEY",
            },
            ErrorKind::Authentication,
            false,
        ),
        (
            ModelError::Unauthorized {
                provider: provider(),
                message: message(),
            },
            ErrorKind::Authentication,
            false,
        ),
        (
            ModelError::RateLimited {
                provider: provider(),
                message: message(),
                retry_after: Some(Duration::from_secs(7)),
            },
            ErrorKind::RateLimit,
            true,
        ),
        (
            ModelError::Quota {
                provider: provider(),
                message: message(),
            },
            ErrorKind::RateLimit,
            false,
        ),
        (
            ModelError::BadRequest {
                provider: provider(),
                message: message(),
                parameter: Some("temperature".to_owned()),
            },
            ErrorKind::Model,
            false,
        ),
        (
            ModelError::Unavailable {
                provider: provider(),
                message: message(),
            },
            ErrorKind::Model,
            true,
        ),
        (
            ModelError::Unreachable {
                provider: provider(),
                url: "http://127.0.0.1:1".to_owned(),
                message: message(),
            },
            ErrorKind::Model,
            true,
        ),
        (
            ModelError::Timeout {
                provider: provider(),
                after: Duration::from_secs(1),
            },
            ErrorKind::Model,
            true,
        ),
        (
            ModelError::Unusable {
                provider: provider(),
                problem: message(),
            },
            ErrorKind::Model,
            false,
        ),
    ]
}

#[tokio::test]
async fn whatever_fails_the_messages_are_kept_and_retry_makes_the_memories_once() {
    for way in WAYS {
        for (error, kind, temporary) in failures() {
            let failure = error.clone();
            let house = House::new(way, move |call, request| {
                if call < 2 {
                    return Err(failure.clone());
                }
                Ok(reply((way.answer)(
                    request,
                    &[add("User likes tea", "I like tea")],
                )))
            });
            let talk = [Message::user("I like tea"), Message::assistant("Good!")];
            let outcome = house.talk(&talk).await;
            let failed = outcome.as_ref().unwrap_err();
            assert_eq!(
                (failed.kind(), failed.is_temporary()),
                (kind, temporary),
                "{failed}"
            );
            assert!(failed.hint().contains("retry"), "{}", failed.hint());
            if let ModelError::RateLimited { retry_after, .. } = &error {
                assert_eq!(failed.retry_after(), *retry_after);
            }
            assert_kept(outcome, 2, way.name);
            assert_eq!(house.pending().await, 2, "{}: {error}", way.name);

            assert!(house.retry().await.is_err());
            assert_eq!(house.pending().await, 2, "{}: {error}", way.name);
            house.retry().await.unwrap();
            house.retry().await.unwrap();
            assert_eq!(
                house.texts(ann()).await,
                ["User likes tea"],
                "{}: {error}",
                way.name
            );
            assert_eq!(house.pending().await, 0, "{}: {error}", way.name);
            let kept = house.engine.sources(&only_id(&house).await).await.unwrap();
            assert_eq!(kept.len(), 1, "{}: the source is kept once", way.name);
        }
    }
}

#[tokio::test]
async fn an_embedder_that_fails_loses_nothing_either() {
    let failure = || ModelError::Unavailable {
        provider: "embedder/test".to_owned(),
        message: "off".to_owned(),
    };
    for way in WAYS {
        let mut failed = 0;
        // Looking up what is known, then embedding what is new: whichever call fails.
        for failing in 0..3 {
            let house = House::new(way, |_, request| {
                Ok(reply((way.answer)(
                    request,
                    &[add("User likes tea", "I like tea")],
                )))
            });
            house.keep(ann(), "User likes coffee").await;
            // The scale is measured at the first look-up; from then on calls are those of `add`.
            house.say("Hello").await.unwrap();
            house.embedder.succeed_then_fail(failing, failure());
            let outcome = house.say("I like tea").await;
            if outcome.is_err() {
                failed += 1;
                let error = assert_kept(outcome, 1, way.name);
                assert!(matches!(error, ModelError::Unavailable { .. }), "{error}");
                assert_eq!(house.texts(ann()).await.len(), 1, "{}", way.name);
                assert_eq!(house.pending().await, 1, "{}", way.name);
                house.retry().await.unwrap();
            }
            assert_eq!(
                house.texts(ann()).await,
                ["User likes coffee", "User likes tea"],
                "{}, {failing}",
                way.name
            );
            assert_eq!(house.pending().await, 0, "{}, {failing}", way.name);
        }
        assert!(failed >= 2, "{}: {failed} calls failed", way.name);
    }
}

#[tokio::test]
async fn a_failure_in_the_middle_of_a_long_conversation_stores_nothing_until_retry() {
    for way in WAYS {
        let house = House::new(way, move |call, request| {
            if call == 1 {
                return Err(ModelError::Timeout {
                    provider: "llm/test".to_owned(),
                    after: Duration::from_secs(1),
                });
            }
            Ok(reply((way.answer)(
                request,
                &[add("User likes tea", "I like tea")],
            )))
        });
        let filler = "I went for a long walk along the river and thought about nothing. ".repeat(8);
        let mut talk = vec![Message::user("I like tea")];
        talk.extend((0..80).map(|n| Message::user(format!("{n} {filler}"))));
        assert_kept(house.talk(&talk).await, talk.len(), way.name);
        assert_eq!(house.texts(ann()).await.len(), 0, "{}", way.name);
        house.retry().await.unwrap();
        assert_eq!(house.texts(ann()).await, ["User likes tea"], "{}", way.name);
        assert_eq!(house.pending().await, 0, "{}", way.name);
    }
}

async fn only_id(house: &House) -> String {
    let options = mem0_engine::ListOptions::new(ann());
    let listed = house.engine.get_all(options).await.unwrap();
    listed.items[0].id.clone()
}
