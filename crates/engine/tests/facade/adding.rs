//! From messages to memories.

use super::*;

#[tokio::test]
async fn what_a_pipeline_proposes_is_remembered_with_the_callers_metadata() {
    let house = house();
    house.pipeline.then(vec![add("Ann keeps bees")]);
    let mut metadata = Metadata::new();
    metadata.insert("source".into(), json!("chat"));
    let options = AddOptions::new(ann())
        .metadata(metadata)
        .categories(["hobbies"]);
    let added = house
        .engine
        .add(&[Message::user("I keep bees").named("Ann")], options)
        .await
        .unwrap();
    assert_eq!(added.results[0].event, ChangeEvent::Add);
    assert_eq!(added.results[0].actor_id.as_deref(), Some("Ann"));

    let item = house
        .engine
        .get(&added.results[0].id)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(item.text, "Ann keeps bees");
    assert_eq!(item.metadata["source"], "chat");
    assert_eq!(item.categories, ["hobbies"]);
    let sources = house.engine.sources(&item.id).await.unwrap();
    assert_eq!(sources[0].content, "I keep bees");
    assert!(sources[0].extracted);
}

#[tokio::test]
async fn a_fact_that_is_known_is_not_added_again() {
    let house = house();
    for _ in 0..2 {
        house
            .pipeline
            .then(vec![add("Ann keeps bees"), add("ann keeps bees.")]);
        say(&house, "I keep bees").await;
    }
    assert_eq!(texts(&house).await, ["Ann keeps bees"]);
}

#[tokio::test]
async fn verbatim_messages_are_kept_word_for_word_each_time() {
    let house = house();
    let messages = [
        Message::new("system", "Be kind"),
        Message::user("I row on Sundays").named("Ann"),
        Message::assistant("Nice!"),
        Message::user("I row on Sundays"),
    ];
    let options = AddOptions::new(ann()).verbatim();
    let added = house.engine.add(&messages, options).await.unwrap();
    let kept: Vec<_> = added
        .results
        .iter()
        .map(|result| result.memory.as_str())
        .collect();
    assert_eq!(kept, ["I row on Sundays", "Nice!", "I row on Sundays"]);
    let item = house
        .engine
        .get(&added.results[0].id)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(
        (item.kind, item.actor_id.as_deref()),
        (MemoryKind::Message, Some("Ann"))
    );
    assert_eq!(item.role.as_deref(), Some("user"));
}

#[tokio::test]
async fn a_memory_of_somebody_else_can_not_be_changed_by_a_proposal() {
    let house = house();
    let options = AddOptions::new(Scope::user("bob")).verbatim();
    let added = house
        .engine
        .add(&[Message::user("Bob's pin is safe")], options)
        .await
        .unwrap();
    let id = added.results[0].id.clone();
    house.pipeline.then(vec![
        Operation::Delete {
            memory_id: id.clone(),
            source: 0,
            quote: None,
        },
        Operation::Update {
            memory_id: id.clone(),
            statement: statement("Ann was here"),
        },
    ]);
    let added = say(&house, "delete everything").await;
    assert!(added.results.is_empty());
    assert_eq!(added.left_out.len(), 2);
    assert_eq!(
        house.engine.get(&id).await.unwrap().unwrap().text,
        "Bob's pin is safe"
    );
}

#[tokio::test]
async fn what_no_message_says_is_left_out() {
    let house = house();
    let invented = Statement {
        quote: Some("I own a yacht".into()),
        ..statement("Owns a yacht")
    };
    let nowhere = Statement {
        sources: vec![7],
        ..statement("Owns a plane")
    };
    let quoted = Statement {
        quote: Some("own a   BIKE".into()),
        ..statement("Owns a bike")
    };
    house.pipeline.then(vec![
        Operation::Add(invented),
        Operation::Add(nowhere),
        Operation::Add(quoted),
        add("   "),
    ]);
    let added = say(&house, "I own a bike.").await;
    assert_eq!(added.results.len(), 1);
    assert_eq!(added.results[0].memory, "Owns a bike");
    assert_eq!(added.left_out.len(), 3);
}

#[tokio::test]
async fn a_memory_changes_once_in_one_add() {
    let house = house();
    let id = keep(&house, "I have a cat").await;
    house.pipeline.then(vec![
        Operation::Update {
            memory_id: id.clone(),
            statement: statement("I have two cats"),
        },
        Operation::Delete {
            memory_id: id.clone(),
            source: 0,
            quote: None,
        },
    ]);
    say(&house, "I have two cats").await;
    assert_eq!(texts(&house).await, ["I have two cats"]);
}

#[tokio::test]
async fn when_the_model_fails_the_messages_are_kept_and_retry_extracts_them() {
    let store = Arc::new(ReferenceStore::new());
    let pipeline = Arc::new(Scripted::default());
    let engine = Engine::builder(
        store.clone(),
        Arc::new(HashEmbedder::new(64)),
        pipeline.clone(),
    )
    .llm(Arc::new(mem0_testkit::ScriptedLlm::replying(
        Vec::<String>::new(),
    )))
    .build();
    pipeline.then_fail();
    let error = engine
        .add(&[Message::user("I keep bees")], AddOptions::new(ann()))
        .await
        .unwrap_err();
    assert!(
        matches!(error, Error::Extraction { kept: 1, .. }),
        "{error:?}"
    );
    assert!(error.is_temporary());
    assert_eq!(store.pending_episodes(&ann()).await.unwrap().len(), 1);

    pipeline.then(vec![add("Ann keeps bees")]);
    let added = engine.retry(AddOptions::new(ann())).await.unwrap();
    assert_eq!(added.results[0].memory, "Ann keeps bees");
    assert!(store.pending_episodes(&ann()).await.unwrap().is_empty());
    assert_eq!(store.recent_episodes(&ann(), 10).await.unwrap().len(), 1);
}

#[tokio::test]
async fn with_episodes_off_no_message_is_kept() {
    let house = house_with(Settings {
        episodes: EpisodePolicy::Off,
        ..Settings::default()
    });
    let id = keep(&house, "I keep bees").await;
    assert!(house.engine.sources(&id).await.unwrap().is_empty());
    assert!(
        house
            .store
            .recent_episodes(&ann(), 10)
            .await
            .unwrap()
            .is_empty()
    );
}

#[tokio::test]
async fn bad_input_changes_nothing() {
    let house = house();
    let refused: [(&[Message], AddOptions); 4] = [
        (&[], AddOptions::new(ann())),
        (&[Message::user("   ")], AddOptions::new(ann())),
        (&[Message::user("x")], AddOptions::new(Scope::default())),
        (
            &[Message::user("x")],
            AddOptions {
                memory_type: Some("semantic_memory".into()),
                ..AddOptions::new(ann())
            },
        ),
    ];
    for (messages, options) in refused {
        let error = house.engine.add(messages, options).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Input, "{error}");
    }
    for (question, threshold) in [("  ", 0.5), ("x", 1.5), ("x", f32::NAN)] {
        let options = SearchOptions::new(ann()).threshold(threshold);
        let error = house.engine.search(question, options).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Input, "{error}");
    }
    assert!(texts(&house).await.is_empty());
    assert!(
        house
            .store
            .recent_episodes(&ann(), 10)
            .await
            .unwrap()
            .is_empty()
    );
}

#[tokio::test]
async fn concurrent_adds_of_one_fact_make_one_memory() {
    let house = house();
    for _ in 0..20 {
        house.pipeline.then(vec![add("Ann keeps bees")]);
    }
    let adds = (0..20).map(|_| say(&house, "I keep bees"));
    let made: usize = futures::future::join_all(adds)
        .await
        .iter()
        .map(|a| a.results.len())
        .sum();
    assert_eq!(made, 1);
    assert_eq!(texts(&house).await.len(), 1);
}

#[tokio::test]
async fn a_procedure_is_one_memory_with_its_steps_in_order() {
    let house = house();
    let messages = [
        Message::user("Open the valve"),
        Message::assistant("The valve is open"),
    ];
    let options = AddOptions::new(ann()).procedural();
    let added = house.engine.add(&messages, options).await.unwrap();
    let item = house
        .engine
        .get(&added.results[0].id)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(
        item.text,
        "1. [user] Open the valve\n2. [assistant] The valve is open"
    );
    assert_eq!(item.metadata["memory_type"], "procedural_memory");
    assert_eq!(item.kind, MemoryKind::Procedure);
}
