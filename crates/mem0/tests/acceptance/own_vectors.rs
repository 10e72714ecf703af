//! A vector store that a program hands in, with the embedded store beside it.

use std::sync::Arc;

use mem0::parts::{Capabilities, Overrides, Point};
use mem0::{
    Error, Memory, MemoryItem, Purpose, Scope, SearchOptions, StoreError, Timestamp, UpdateOptions,
};
use mem0_testkit::vector_store::Call;
use mem0_testkit::{FailingVectorStore, PlainVectorStore};

use crate::room::{Room, TestResult, found, keep, mia};

fn handed(vectors: &Arc<FailingVectorStore>) -> Overrides {
    Overrides::default().vectors(vectors.clone())
}

fn lasting() -> Arc<FailingVectorStore> {
    Arc::new(FailingVectorStore::around(Arc::default()))
}

fn texts(vectors: &FailingVectorStore) -> Vec<String> {
    let points = vectors.inner.points().into_iter();
    let mut texts: Vec<String> = points.map(|point| point.text).collect();
    texts.sort();
    texts
}

/// A point that another program put there, with the vector that the memory's embedder makes.
async fn put(
    memory: &Memory,
    vectors: &FailingVectorStore,
    id: &str,
    scope: Scope,
    text: &str,
) -> TestResult {
    let item = MemoryItem::new(id, scope, text, Timestamp::now());
    let texts = [text.to_owned()];
    let mut embedded = memory.embed(&texts, Purpose::Document).await?;
    let vector = embedded.remove(0);
    vectors.inner.put(Point::of(&item, vector));
    Ok(())
}

#[tokio::test]
async fn every_change_reaches_the_vector_store() -> TestResult {
    let (room, vectors) = (Room::new(), lasting());
    let memory = Memory::open_with(room.config(), handed(&vectors)).await?;
    let id = keep(&memory, mia(), "我对花生过敏").await?;
    keep(&memory, Scope::user("bob"), "Bob keeps bees.").await?;
    assert_eq!(texts(&vectors), ["Bob keeps bees.", "我对花生过敏"]);
    memory
        .update(&id, UpdateOptions::text("我对虾过敏"))
        .await?;
    assert_eq!(texts(&vectors), ["Bob keeps bees.", "我对虾过敏"]);
    memory.delete(&id).await?;
    assert_eq!(texts(&vectors), ["Bob keeps bees."]);
    memory.undo(&id).await?;
    assert_eq!(texts(&vectors).len(), 2);
    memory.forget_all(mia()).await?;
    assert_eq!(texts(&vectors), ["Bob keeps bees."]);
    memory.reset().await?;
    assert_eq!(texts(&vectors), [""; 0]);
    Ok(())
}

#[tokio::test]
async fn what_others_put_there_is_met_and_taken_in() -> TestResult {
    let (room, vectors) = (Room::new(), lasting());
    let memory = Memory::open_with(room.config(), handed(&vectors)).await?;
    keep(&memory, mia(), "Mia drinks green tea.").await?;
    put(&memory, &vectors, "1", mia(), "Mia works at the zoo.").await?;
    put(
        &memory,
        &vectors,
        "2",
        Scope::user("bob"),
        "Bob works at the zoo.",
    )
    .await?;
    put(
        &memory,
        &vectors,
        "3",
        Scope::default(),
        "The zoo opens at nine.",
    )
    .await?;
    let hits = found(&memory, mia(), "Where does Mia work?").await?;
    assert_eq!(hits[0], "Mia works at the zoo.");
    assert!(!hits.contains(&"Bob works at the zoo.".to_owned()));
    let taken_in = memory.get("1").await?.ok_or("it is here now")?;
    assert_eq!((taken_in.version, taken_in.language.as_str()), (1, "en"));
    assert_eq!(memory.history("1").await?.len(), 1);
    memory
        .update("2", UpdateOptions::text("Bob left the zoo."))
        .await?;
    assert!(texts(&vectors).contains(&"Bob left the zoo.".to_owned()));
    assert!(memory.get("3").await?.is_none(), "nobody's");
    Ok(())
}

#[tokio::test]
async fn a_new_file_takes_in_all_that_is_there() -> TestResult {
    let (room, vectors) = (Room::new(), lasting());
    {
        let other = Room::new().open().await?;
        for number in 0..300 {
            let id = format!("{number}");
            put(&other, &vectors, &id, mia(), &format!("Note {number}.")).await?;
        }
    }
    let memory = Memory::open_with(room.config(), handed(&vectors)).await?;
    assert_eq!(memory.get_all(mia()).await?.total, 300);
    let files = room.config().dir().join("langchain").join("mem0.db");
    assert_eq!(memory.config().path(), files);
    assert!(files.exists());
    Ok(())
}

#[tokio::test]
async fn a_failure_delays_the_delivery_and_fails_an_erasure() -> TestResult {
    let (room, vectors) = (Room::new(), lasting());
    let memory = Memory::open_with(room.config(), handed(&vectors)).await?;
    vectors.fail(Call::ALL);
    let id = keep(&memory, mia(), "Mia drinks green tea.").await?;
    assert_eq!(
        found(&memory, mia(), "tea").await?,
        ["Mia drinks green tea."]
    );
    assert_eq!(memory.health().await?.problems.len(), 1);
    drop(memory);
    vectors.fail([]);
    let memory = Memory::open_with(room.config(), handed(&vectors)).await?;
    assert_eq!(texts(&vectors), ["Mia drinks green tea."]);
    vectors.fail([Call::Delete]);
    let told = memory.forget(&id).await;
    assert!(
        matches!(told, Err(Error::Store(StoreError::VectorStore { .. }))),
        "{told:?}"
    );
    assert!(memory.get(&id).await?.is_none());
    vectors.fail([]);
    drop(memory);
    Memory::open_with(room.config(), handed(&vectors)).await?;
    assert_eq!(texts(&vectors), [""; 0]);
    Ok(())
}

#[tokio::test]
async fn a_vector_store_of_this_process_leaves_no_file() -> TestResult {
    let room = Room::new();
    let vectors = Arc::new(PlainVectorStore::that_can(Capabilities::default()));
    let overrides = Overrides::default().vectors(vectors.clone());
    let memory = Memory::open_with(room.config(), overrides).await?;
    keep(&memory, mia(), "Mia drinks green tea.").await?;
    assert_eq!(vectors.points().len(), 1);
    assert_eq!(memory.config().path(), std::path::Path::new(":memory:"));
    let options = SearchOptions::new(mia());
    assert_eq!(memory.search("tea", options).await?.hits.len(), 1);
    Ok(())
}

#[tokio::test]
async fn a_vector_store_that_nobody_hands_over_is_missed_in_clear_words() -> TestResult {
    let room = Room::new();
    let config = room.config().with("vector_store.provider", "langchain")?;
    let refused = Memory::open(config).await.err();
    let Some(Error::Configuration { setting, problem }) = refused else {
        panic!("{refused:?} instead of a configuration error")
    };
    assert_eq!(setting, "vector_store.provider");
    for part in [
        "none was handed over",
        "open_with",
        "vector_store.config.client",
    ] {
        assert!(problem.contains(part), "{problem}");
    }
    Ok(())
}
