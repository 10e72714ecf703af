//! Updates, deletions, and taking them back.

use super::*;

#[tokio::test]
async fn an_update_keeps_the_id_and_the_version_before() {
    let house = house();
    let id = keep(&house, "I live in Paris").await;
    house.pipeline.then(vec![Operation::Update {
        memory_id: id.clone(),
        statement: statement("I moved to Berlin"),
    }]);
    house.clock.set("2024-06-01T12:00:00Z".parse().unwrap());
    let added = say(&house, "I moved to Berlin").await;
    assert_eq!(added.results[0].event, ChangeEvent::Update);
    assert_eq!(added.results[0].id, id);
    assert_eq!(
        added.results[0].previous_memory.as_deref(),
        Some("I live in Paris")
    );
    assert_eq!(texts(&house).await, ["I moved to Berlin"]);

    let history = house.engine.history(&id).await.unwrap();
    let events: Vec<_> = history.iter().map(|change| change.event).collect();
    assert_eq!(events, [ChangeEvent::Add, ChangeEvent::Update]);
    assert_eq!(history[1].old_memory.as_deref(), Some("I live in Paris"));
}

#[tokio::test]
async fn undo_walks_back_one_change_at_a_time() {
    let house = house();
    let id = keep(&house, "one").await;
    house
        .engine
        .update(&id, UpdateOptions::text("two"))
        .await
        .unwrap();
    house
        .engine
        .update(&id, UpdateOptions::text("three"))
        .await
        .unwrap();
    house.engine.delete(&id).await.unwrap();
    assert!(texts(&house).await.is_empty());
    for expected in ["three", "two", "one"] {
        house.engine.undo(&id).await.unwrap();
        assert_eq!(texts(&house).await, [expected]);
    }
    house.engine.undo(&id).await.unwrap();
    assert!(texts(&house).await.is_empty());
    let error = house.engine.undo(&id).await.unwrap_err();
    assert!(
        matches!(error, Error::Input(InputError::NothingToUndo(_))),
        "{error:?}"
    );
    assert_eq!(house.engine.history(&id).await.unwrap().len(), 8);
}

#[tokio::test]
async fn an_undone_deletion_is_found_again() {
    let house = house();
    let id = keep(&house, "I keep bees").await;
    house.engine.delete(&id).await.unwrap();
    assert!(
        house
            .engine
            .search("bees", SearchOptions::new(ann()))
            .await
            .unwrap()
            .hits
            .is_empty()
    );
    let change = house.engine.undo(&id).await.unwrap();
    assert_eq!(change.event, ChangeEvent::Add);
    let found = house
        .engine
        .search("bees", SearchOptions::new(ann()))
        .await
        .unwrap();
    assert_eq!(found.hits[0].item.id, id);
}

#[tokio::test]
async fn update_merges_metadata_and_refuses_what_it_can_not_do() {
    let house = house();
    let id = keep(&house, "I keep bees").await;
    let metadata = |key: &str| Metadata::from_iter([(key.to_owned(), json!(1))]);
    house
        .engine
        .update(&id, UpdateOptions::default().metadata(metadata("a")))
        .await
        .unwrap();
    let options = UpdateOptions::text("I keep many bees").metadata(metadata("b"));
    let item = house.engine.update(&id, options).await.unwrap();
    assert_eq!(item.metadata.keys().collect::<Vec<_>>(), ["a", "b"]);
    assert_eq!(item.version, 3);

    for options in [UpdateOptions::default(), UpdateOptions::text("  ")] {
        let error = house.engine.update(&id, options).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Input);
    }
    let error = house
        .engine
        .update("nobody", UpdateOptions::text("x"))
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NotFound);

    let options = AddOptions::new(ann()).verbatim().immutable();
    let added = house
        .engine
        .add(&[Message::user("carved in stone")], options)
        .await
        .unwrap();
    let error = house
        .engine
        .update(&added.results[0].id, UpdateOptions::text("x"))
        .await
        .unwrap_err();
    assert!(
        matches!(error, Error::Input(InputError::Immutable(_))),
        "{error:?}"
    );
}

#[tokio::test]
async fn delete_all_takes_the_scope_and_nothing_else() {
    let house = house();
    keep(&house, "one").await;
    keep(&house, "two").await;
    let options = AddOptions::new(Scope::user("bob")).verbatim();
    house
        .engine
        .add(&[Message::user("three")], options)
        .await
        .unwrap();
    assert_eq!(house.engine.delete_all(ann()).await.unwrap(), 2);
    assert!(texts(&house).await.is_empty());
    let bob = house
        .engine
        .get_all(ListOptions::new(Scope::user("bob")))
        .await
        .unwrap();
    assert_eq!(bob.total, 1);
    let error = house.engine.delete_all(Scope::default()).await.unwrap_err();
    assert!(error.hint().contains("reset"), "{}", error.hint());
}

#[tokio::test]
async fn forget_leaves_no_trace_and_says_what_it_erased() {
    let house = house();
    let id = keep(&house, "my secret").await;
    house
        .engine
        .update(&id, UpdateOptions::text("my other secret"))
        .await
        .unwrap();
    let receipt = house.engine.forget(&id).await.unwrap();
    assert_eq!(
        (receipt.memories, receipt.versions, receipt.changes),
        (1, 2, 2)
    );
    assert_eq!(receipt.episodes, 1);
    assert!(house.engine.history(&id).await.unwrap().is_empty());
    assert_eq!(
        house.engine.forget(&id).await.unwrap_err().kind(),
        ErrorKind::NotFound
    );
}

#[tokio::test]
async fn expired_memories_are_hidden_until_asked_for() {
    let house = house();
    let options = AddOptions::new(ann())
        .verbatim()
        .expires_on("2024-05-01".parse().unwrap());
    let added = house
        .engine
        .add(&[Message::user("The offer ends soon")], options)
        .await
        .unwrap();
    assert_eq!(texts(&house).await.len(), 1, "the day itself still counts");
    house.clock.set("2024-05-02T00:00:00Z".parse().unwrap());
    assert!(texts(&house).await.is_empty());
    let id = &added.results[0].id;
    assert!(house.engine.get(id).await.unwrap().is_some());
    let all = house
        .engine
        .get_all(ListOptions::new(ann()).show_expired())
        .await
        .unwrap();
    assert_eq!(all.items.len(), 1);
    house
        .engine
        .update(id, UpdateOptions::default().expires_on(None))
        .await
        .unwrap();
    assert_eq!(texts(&house).await.len(), 1);
}
