//! `add`: what becomes a memory.

use mem0::{AddOptions, ChangeEvent, MemoryKind, Message, Messages, Scope};
use serde_json::json;

use crate::room::{Room, TestResult, at, infer, keep, listed, mia};

#[tokio::test]
async fn statements_become_memories_and_small_talk_does_not() -> TestResult {
    let room = Room::new();
    let memory = room.open().await?;
    let talk = [
        Message::user("Hi there! How are you?"),
        Message::assistant("Fine, thanks. What can I do for you?"),
        Message::user("I'm allergic to peanuts. My sister Ana lives in Porto."),
        Message::user("Thanks, bye!"),
    ];
    let all = infer(&memory, mia(), talk).await?.join("\n");
    assert!(all.contains("peanuts") && all.contains("Ana"), "{all}");
    assert!(
        !all.contains("How are you") && !all.contains("bye"),
        "{all}"
    );
    Ok(())
}

#[tokio::test]
async fn chinese_statements_become_memories_in_chinese() -> TestResult {
    let room = Room::new();
    let memory = room.open().await?;
    let talk = [
        Message::user("你好！"),
        Message::assistant("你好，有什么可以帮你的吗？"),
        Message::user("我叫李雷，在上海做软件工程师。我对花生过敏。"),
        Message::user("谢谢，再见！"),
    ];
    let all = infer(&memory, Scope::user("李雷"), talk).await?.join("\n");
    assert!(all.contains("花生") && all.contains("上海"), "{all}");
    assert!(
        !all.contains("再见") && !all.contains("有什么可以"),
        "{all}"
    );
    Ok(())
}

#[tokio::test]
async fn a_fact_that_is_known_is_not_remembered_again() -> TestResult {
    let room = Room::new();
    let memory = room.open().await?;
    infer(&memory, mia(), "I love spicy ramen.").await?;
    infer(&memory, mia(), "我住在上海。").await?;
    let before = listed(&memory, mia()).await?;
    for again in ["I love spicy ramen.", "I love spicy ramen!", "我住在上海"] {
        let added = memory.add(again, AddOptions::new(mia())).await?;
        assert!(added.results.is_empty(), "{again}: {:?}", added.results);
        assert!(!added.left_out.is_empty(), "{again}: nobody says why");
    }
    assert_eq!(listed(&memory, mia()).await?, before);
    Ok(())
}

#[tokio::test]
async fn a_plain_change_takes_the_place_of_what_was_true() -> TestResult {
    for (before, after, gone) in [
        ("I live in Paris.", "I moved to Berlin.", "Paris"),
        ("我住在上海。", "我搬到北京了。", "上海"),
    ] {
        let room = Room::new();
        let memory = room.open().await?;
        let first = memory.add(before, AddOptions::new(mia())).await?;
        let id = first
            .results
            .first()
            .ok_or("nothing was remembered")?
            .id
            .clone();
        infer(&memory, mia(), after).await?;
        let now = listed(&memory, mia()).await?;
        assert_eq!(now.len(), 1, "{now:?}");
        assert!(!now[0].contains(gone), "{now:?}");
        let history = memory.history(&id).await?;
        assert!(
            history.len() >= 2,
            "the old statement's end is in its history: {history:?}"
        );
    }
    Ok(())
}

#[tokio::test]
async fn word_for_word_keeps_each_message_with_its_speaker_and_time() -> TestResult {
    let room = Room::new();
    let memory = room.open().await?;
    let talk = [
        Message::new("system", "You are helpful."),
        Message::user("ok").named("Mia"),
        Message::assistant("ok"),
        Message::user("  "),
        Message::user("ok"),
    ];
    let said_at = at("2024-03-01T09:30:00Z");
    let options = AddOptions::new(mia()).verbatim().timestamp(said_at);
    let added = memory.add(talk, options).await?;
    assert_eq!(
        added.results.len(),
        3,
        "no system message, no blank one, repetition allowed"
    );
    assert!(
        added
            .results
            .iter()
            .all(|result| result.event == ChangeEvent::Add)
    );
    let item = memory
        .get(&added.results[0].id)
        .await?
        .ok_or("it is gone")?;
    assert_eq!((item.text.as_str(), item.kind), ("ok", MemoryKind::Message));
    assert_eq!(item.role.as_deref(), Some("user"));
    assert_eq!(item.actor_id.as_deref(), Some("Mia"));
    assert_eq!(item.occurred_at, said_at);
    assert!(item.created_at > said_at);
    Ok(())
}

#[tokio::test]
async fn every_option_of_add_is_kept_with_the_memory() -> TestResult {
    let room = Room::new();
    let memory = room.open().await?;
    let scope = Scope {
        agent_id: Some("coach".into()),
        run_id: Some("monday".into()),
        app_id: Some("diary".into()),
        ..mia()
    };
    let metadata = json!({"topic": "home", "price": 12.5, "tags": ["a", "b"], "deep": {"x": null}});
    let metadata = metadata.as_object().cloned().unwrap_or_default();
    let last_day = mem0::parse_expiration("2999-12-31")?;
    for infer in [true, false] {
        let options = AddOptions {
            infer,
            prompt: Some("Only what concerns the home.".into()),
            ..AddOptions::new(scope.clone())
                .metadata(metadata.clone())
                .timestamp(at("2024-03-01"))
                .expires_on(last_day)
                .immutable()
                .categories(["home", "住处"])
        };
        let added = memory
            .add("I live in Lisbon with two cats.", options)
            .await?;
        let id = &added.results.first().ok_or("nothing was remembered")?.id;
        let item = memory.get(id).await?.ok_or("it is gone")?;
        for (key, value) in &metadata {
            assert_eq!(item.metadata.get(key), Some(value), "{key}");
        }
        assert_eq!(item.scope, scope);
        assert_eq!(item.expires_on, Some(last_day));
        assert!(item.immutable);
        assert_eq!(item.categories, ["home", "住处"]);
        assert_eq!(item.occurred_at, at("2024-03-01"));
        memory.forget_all(mia()).await?;
    }
    Ok(())
}

#[tokio::test]
async fn a_procedure_is_one_memory_for_any_kind_of_scope() -> TestResult {
    let room = Room::new();
    let memory = room.open().await?;
    let steps = [
        Message::user("打开设置"),
        Message::assistant("点击“隐私”"),
        Message::user("Done"),
    ];
    for scope in [Scope::user("u"), Scope::agent("a"), Scope::run("r")] {
        let options = AddOptions::new(scope.clone()).procedural();
        let added = memory.add(steps.clone(), options).await?;
        assert_eq!(added.results.len(), 1);
        let item = memory
            .get(&added.results[0].id)
            .await?
            .ok_or("it is gone")?;
        assert_eq!(item.kind, MemoryKind::Procedure);
        assert!(
            item.text.contains("打开设置") && item.text.contains("Done"),
            "{}",
            item.text
        );
        assert_eq!(
            item.metadata.get("memory_type"),
            Some(&json!("procedural_memory"))
        );
    }
    Ok(())
}

#[tokio::test]
async fn a_memory_knows_the_messages_it_came_from() -> TestResult {
    let room = Room::new();
    let memory = room.open().await?;
    let said = "I grew up in Nairobi.";
    let added = memory.add(said, AddOptions::new(mia())).await?;
    let id = &added.results.first().ok_or("nothing was remembered")?.id;
    let sources = memory.sources(id).await?;
    assert_eq!(sources.len(), 1);
    assert_eq!(
        (sources[0].content.as_str(), sources[0].extracted),
        (said, true)
    );
    assert_eq!(memory.recent_episodes(mia(), 10).await?, sources);
    assert_eq!(memory.episodes(mia(), 0, 10).await?, sources);
    Ok(())
}

#[tokio::test]
async fn with_episodes_off_no_message_is_kept() -> TestResult {
    let room = Room::new();
    let memory = mem0::Memory::open(room.config().with("episodes", "off")?).await?;
    infer(&memory, mia(), "I grew up in Nairobi.").await?;
    keep(&memory, mia(), "word for word").await?;
    assert!(memory.episodes(Scope::default(), 0, 10).await?.is_empty());
    assert_eq!(memory.health().await?.episodes, 0);
    assert_eq!(listed(&memory, mia()).await?.len(), 2);
    Ok(())
}

#[tokio::test]
async fn messages_come_in_every_form_of_the_contract() -> TestResult {
    let room = Room::new();
    let memory = room.open().await?;
    let forms: Vec<Messages> = vec![
        "a text".into(),
        String::from("a string").into(),
        Message::user("one message").into(),
        vec![Message::user("a list")].into(),
        Messages::try_from(json!("json text"))?,
        Messages::try_from(json!({"role": "user", "content": "json object"}))?,
        Messages::try_from(json!([{"role": "user", "content": [
            {"type": "text", "text": "json parts"},
            {"type": "image_url", "image_url": {"url": "data:,"}},
        ]}]))?,
        mem0::messages_from_str(r#"{"role": "user", "content": "half \ud83d emoji"}"#)?,
    ];
    let count = forms.len();
    for form in forms {
        memory.add(form, AddOptions::new(mia()).verbatim()).await?;
    }
    let all = listed(&memory, mia()).await?;
    assert_eq!(all.len(), count, "{all:?}");
    assert_eq!(all[0], "half \u{fffd} emoji");
    assert!(all.contains(&"json parts".to_owned()));
    Ok(())
}

#[tokio::test]
async fn an_attachment_that_can_not_be_read_is_reported() -> TestResult {
    let room = Room::new();
    let memory = room.open().await?;
    let messages = Messages::try_from(json!([{"role": "user", "content": [
        {"type": "text", "text": "I live in Lisbon."},
        {"type": "pdf_url", "pdf_url": {"url": "https://example.test/a.pdf"}},
    ]}]))?;
    let added = memory.add(messages, AddOptions::new(mia())).await?;
    assert!(!added.results.is_empty());
    let [error] = &added.errors[..] else {
        panic!("{:?}", added.errors);
    };
    assert_eq!(
        (error.kind.as_str(), error.source.as_str()),
        ("pdf_url", "https://example.test/a.pdf")
    );
    Ok(())
}
