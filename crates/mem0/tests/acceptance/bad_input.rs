//! Whatever comes in: a clear error or a correct result.

use mem0::{
    AddOptions, Error, ErrorKind, Filter, InputError, ListOptions, Memory, Message, Messages,
    Metadata, Scope, SearchOptions, UpdateOptions,
};
use serde_json::json;

use crate::room::{Room, TestResult, keep, listed, mia};

/// It is the caller's mistake, it says what to do, and nothing was kept.
async fn refused(memory: &Memory, error: Error) -> TestResult {
    assert_eq!(error.kind(), ErrorKind::Input, "{error}");
    assert!(!error.hint().is_empty() && !error.is_temporary(), "{error}");
    let health = memory.health().await?;
    assert_eq!((health.memories, health.episodes), (0, 0), "{error}");
    Ok(())
}

#[tokio::test]
async fn messages_without_text_are_refused() -> TestResult {
    let room = Room::new();
    let memory = room.open().await?;
    let nothing: Vec<Messages> = vec![
        "".into(),
        " \n\t\u{3000}".into(),
        Vec::<Message>::new().into(),
        vec![Message::user(""), Message::assistant("  ")].into(),
        Messages::from_json(&json!([{"role": "assistant", "content": null}]))?,
    ];
    for messages in nothing {
        for options in [AddOptions::new(mia()), AddOptions::new(mia()).verbatim()] {
            let error = memory.add(messages.clone(), options).await.unwrap_err();
            assert!(
                matches!(error, Error::Input(InputError::Messages(_))),
                "{error}"
            );
            refused(&memory, error).await?;
        }
    }
    Ok(())
}

#[tokio::test]
async fn a_scope_without_ids_is_refused_by_everything_that_needs_one() -> TestResult {
    let room = Room::new();
    let memory = room.open().await?;
    let nobody = Scope::default;
    let errors = [
        memory
            .add("x", AddOptions::new(nobody()))
            .await
            .unwrap_err(),
        memory.retry(AddOptions::new(nobody())).await.unwrap_err(),
        memory
            .search("x", SearchOptions::new(nobody()))
            .await
            .unwrap_err(),
        memory
            .get_all(ListOptions::new(nobody()))
            .await
            .unwrap_err(),
        memory.delete_all(nobody()).await.unwrap_err(),
        memory.forget_all(nobody()).await.unwrap_err(),
    ];
    for error in errors {
        assert!(
            matches!(error, Error::Input(InputError::NoScope)),
            "{error}"
        );
        assert!(error.hint().contains("user_id") && error.hint().contains("reset"));
        refused(&memory, error).await?;
    }
    Ok(())
}

#[tokio::test]
async fn odd_ids_work_and_broken_ones_are_refused() -> TestResult {
    let room = Room::new();
    let memory = room.open().await?;
    for id in ["", "  ", "a\nb", "a\u{0}b", &"x".repeat(2000)] {
        let error = memory
            .add("x", AddOptions::new(Scope::user(id)))
            .await
            .unwrap_err();
        assert!(
            matches!(error, Error::Input(InputError::Id { .. })),
            "{error}"
        );
        refused(&memory, error).await?;
    }
    let odd = [
        "a/b",
        "../../etc",
        "李 雷",
        "🦀",
        "mail@example.test",
        "'; DROP TABLE x",
        "%_*\"\\",
    ];
    for id in odd {
        keep(&memory, Scope::user(id), "mine").await?;
    }
    for id in odd {
        assert_eq!(
            listed(&memory, Scope::user(format!(" {id} "))).await?,
            ["mine"],
            "{id}"
        );
        assert_eq!(memory.delete_all(Scope::user(id)).await?, 1, "{id}");
    }
    Ok(())
}

#[tokio::test]
async fn control_characters_and_odd_texts_come_back_as_they_were() -> TestResult {
    let room = Room::new();
    let memory = room.open().await?;
    for text in [
        "a\u{0}b\u{7}c\u{1b}[31m",
        "tab\tnew\r\nline",
        "\u{202e}right to left",
        "👨‍👩‍👧‍👦 🏳️‍🌈",
        "e\u{301}\u{301}\u{301}",
        "\u{feff}mark",
        "{\"role\": \"user\"}",
        "...!!!???",
        "，。！？",
    ] {
        let id = keep(&memory, mia(), text).await?;
        assert_eq!(memory.get(&id).await?.ok_or("it is gone")?.text, text);
        memory
            .search(text, SearchOptions::new(mia()).explain())
            .await?;
        memory.add(text, AddOptions::new(mia())).await?;
        memory.forget_all(mia()).await?;
    }
    Ok(())
}

#[tokio::test]
async fn ten_megabytes_are_kept_and_found_and_more_than_the_limit_is_refused() -> TestResult {
    let room = Room::new();
    let memory = room.open().await?;
    let too_long = "x".repeat((32 << 20) + 1);
    let error = memory
        .add(too_long, AddOptions::new(mia()).verbatim())
        .await
        .unwrap_err();
    refused(&memory, error).await?;
    let long = "我住在上海 and work in Leeds. ".repeat((10 << 20) / 34);
    let id = keep(&memory, mia(), &long).await?;
    assert_eq!(
        memory.get(&id).await?.ok_or("it is gone")?.text.len(),
        long.len()
    );
    let hits = memory.search("上海", SearchOptions::new(mia())).await?.hits;
    assert_eq!(hits[0].item.id, id);
    Ok(())
}

#[tokio::test]
async fn memories_are_drawn_from_ten_megabytes_too() -> TestResult {
    let room = Room::new();
    let memory = room.open().await?;
    let long = "I live in Leeds. 我对花生过敏。 ".repeat((10 << 20) / 40);
    let added = memory.add(long, AddOptions::new(mia())).await?;
    let drawn: Vec<&str> = added
        .results
        .iter()
        .map(|result| result.memory.as_str())
        .collect();
    assert!(drawn.iter().any(|text| text.contains("Leeds")), "{drawn:?}");
    assert!(
        drawn.len() <= 4,
        "the same statement is one memory: {}",
        drawn.len()
    );
    Ok(())
}

#[tokio::test]
async fn only_procedures_can_be_asked_for_by_type() -> TestResult {
    let room = Room::new();
    let memory = room.open().await?;
    for memory_type in ["semantic_memory", "episodic_memory", "procedural", ""] {
        let options = AddOptions {
            memory_type: Some(memory_type.into()),
            ..AddOptions::new(mia())
        };
        let error = memory.add("x", options).await.unwrap_err();
        assert!(
            matches!(error, Error::Input(InputError::MemoryType(_))),
            "{error}"
        );
        assert!(error.to_string().contains("procedural_memory"));
        refused(&memory, error).await?;
    }
    Ok(())
}

#[tokio::test]
async fn a_blank_question_and_an_impossible_threshold_are_refused() -> TestResult {
    let room = Room::new();
    let memory = room.open().await?;
    for question in ["", "  ", "\n\t", "\u{3000}"] {
        let error = memory
            .search(question, SearchOptions::new(mia()))
            .await
            .unwrap_err();
        refused(&memory, error).await?;
    }
    for threshold in [-0.1, 1.1, f32::NAN, f32::INFINITY] {
        let options = SearchOptions::new(mia()).threshold(threshold);
        let error = memory.search("x", options).await.unwrap_err();
        assert!(error.to_string().contains("threshold"), "{error}");
        refused(&memory, error).await?;
    }
    for threshold in [0.0, 1.0] {
        memory
            .search("x", SearchOptions::new(mia()).threshold(threshold))
            .await?;
    }
    Ok(())
}

#[tokio::test]
async fn a_question_in_an_empty_store_finds_nothing() -> TestResult {
    let room = Room::new();
    let memory = room.open().await?;
    let answers = memory
        .search("anything?", SearchOptions::new(mia()).rerank().explain())
        .await?;
    assert!(answers.hits.is_empty());
    assert!(listed(&memory, mia()).await?.is_empty());
    assert!(
        memory
            .retry(AddOptions::new(mia()))
            .await?
            .results
            .is_empty()
    );
    Ok(())
}

#[tokio::test]
async fn an_unknown_id_is_not_found() -> TestResult {
    let room = Room::new();
    let memory = room.open().await?;
    for id in [
        "",
        "nope",
        "00000000-0000-0000-0000-000000000000",
        "🦀",
        "a\0b",
    ] {
        assert!(memory.get(id).await?.is_none());
        assert!(memory.history(id).await?.is_empty());
        assert!(memory.exported(id).await?.is_none());
        let errors = [
            memory
                .update(id, UpdateOptions::text("x"))
                .await
                .unwrap_err(),
            memory.delete(id).await.unwrap_err(),
            memory.undo(id).await.unwrap_err(),
            memory.forget(id).await.unwrap_err(),
            memory.sources(id).await.unwrap_err(),
        ];
        for error in errors {
            assert_eq!(error.kind(), ErrorKind::NotFound, "{error}");
            assert!(!error.hint().is_empty());
        }
    }
    Ok(())
}

#[tokio::test]
async fn an_update_needs_something_to_change() -> TestResult {
    let room = Room::new();
    let memory = room.open().await?;
    let id = keep(&memory, mia(), "tea").await?;
    for options in [
        UpdateOptions::default(),
        UpdateOptions::text(""),
        UpdateOptions::text(" \n"),
    ] {
        let error = memory.update(&id, options).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Input, "{error}");
    }
    assert_eq!(memory.history(&id).await?.len(), 1);
    Ok(())
}

#[tokio::test]
async fn metadata_of_every_type_comes_back_and_is_never_a_crash() -> TestResult {
    let room = Room::new();
    let memory = room.open().await?;
    let metadata = json!({
        "": "empty key", "null": null, "yes": true, "big": u64::MAX, "small": i64::MIN,
        "float": 1e300, "list": [1, "two", null, [3]], "object": {"a": {"b": "c"}},
        "user_id": "not mine", "hash": "not mine", "role": 7, "键": "值", "a.b": 1, "data": "x",
        "id": "x", "created_at": "yesterday",
    });
    let metadata = metadata.as_object().cloned().unwrap_or_default();
    let options = AddOptions::new(mia()).verbatim().metadata(metadata.clone());
    let id = memory.add("tea", options).await?.results.remove(0).id;
    let item = memory.get(&id).await?.ok_or("it is gone")?;
    assert_eq!(item.metadata, metadata);
    assert_eq!(
        item.scope,
        mia(),
        "metadata can't change whose memory it is"
    );
    let filter = Filter::parse(&json!({"键": "值", "object.a.b": "c", "list": "two"}))?;
    assert_eq!(
        memory
            .get_all(ListOptions::new(mia()).filter(filter))
            .await?
            .total,
        1
    );
    Ok(())
}

#[tokio::test]
async fn deep_metadata_is_kept_or_refused() -> TestResult {
    let room = Room::new();
    let memory = room.open().await?;
    let mut value = json!(1);
    for _ in 0..100 {
        value = json!({"inner": value});
    }
    let mut metadata = Metadata::new();
    metadata.insert("deep".into(), value.clone());
    let options = AddOptions::new(mia()).verbatim().metadata(metadata);
    match memory.add("tea", options).await {
        Ok(added) => {
            let item = memory
                .get(&added.results[0].id)
                .await?
                .ok_or("it is gone")?;
            assert_eq!(item.metadata.get("deep"), Some(&value));
        }
        Err(error) => refused(&memory, error).await?,
    }
    Ok(())
}

#[test]
fn a_filter_that_can_not_be_understood_says_where() {
    for json in [
        json!({"price": {"greater": 3}}),
        json!({"AND": {"a": 1}}),
        json!({"OR": []}),
        json!([1]),
        json!("x"),
        json!({"a": {"in": 1}}),
    ] {
        let error = Error::from(Filter::parse(&json).unwrap_err());
        assert_eq!(error.kind(), ErrorKind::Input, "{json}");
    }
}
