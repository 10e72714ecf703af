//! Moving in and out, and to another embedder.

use super::*;

#[tokio::test]
async fn an_export_comes_back_whole_and_only_once() {
    let house = house();
    let id = keep(&house, "one").await;
    house
        .engine
        .update(&id, UpdateOptions::text("two"))
        .await
        .unwrap();
    let record = house.engine.exported(&id).await.unwrap().unwrap();

    let other = self::house();
    let imported = other
        .engine
        .import(vec![record.clone(), record])
        .await
        .unwrap();
    assert_eq!((imported.memories, imported.skipped), (1, 1));
    assert_eq!(
        other.engine.get(&id).await.unwrap(),
        house.engine.get(&id).await.unwrap()
    );
    let texts = |history: Vec<mem0_core::Change>| {
        history
            .into_iter()
            .map(|change| change.new_memory)
            .collect::<Vec<_>>()
    };
    assert_eq!(
        texts(other.engine.history(&id).await.unwrap()),
        texts(house.engine.history(&id).await.unwrap())
    );
    assert_eq!(
        other
            .engine
            .search("two", SearchOptions::new(ann()))
            .await
            .unwrap()
            .hits
            .len(),
        1
    );
}

#[tokio::test]
async fn another_embedder_is_refused_until_the_store_is_reembedded() {
    let house = house();
    keep(&house, "I keep bees").await;
    let other = Engine::builder(
        house.store.clone(),
        Arc::new(HashEmbedder::new(32)),
        Arc::new(Scripted::default()),
    )
    .build();
    let options = SearchOptions::new(ann());
    let error = other.search("bees", options.clone()).await.unwrap_err();
    assert!(error.hint().contains("reembed"), "{error}");
    assert_eq!(other.reembed(|_| {}).await.unwrap(), 1);
    assert_eq!(other.search("bees", options).await.unwrap().hits.len(), 1);
}

#[tokio::test]
async fn an_imported_change_without_a_version_before_it_can_not_be_undone() {
    let house = house();
    let id = keep(&house, "one").await;
    house
        .engine
        .update(&id, UpdateOptions::text("two"))
        .await
        .unwrap();
    let Some(mem0_engine::ImportRecord::Memory {
        versions,
        mut history,
    }) = house.engine.exported(&id).await.unwrap()
    else {
        panic!("a memory is exported as a memory");
    };
    for change in &mut history {
        change.version = 0;
    }
    let other = self::house();
    let record = mem0_engine::ImportRecord::Memory { versions, history };
    other.engine.import(vec![record]).await.unwrap();
    let error = other.engine.undo(&id).await.unwrap_err();
    assert!(
        matches!(error, Error::Input(InputError::NothingToUndo(_))),
        "{error:?}"
    );
    assert_eq!(texts(&other).await, ["two"]);
}
