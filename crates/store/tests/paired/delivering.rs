//! What stands in the vector store after each change.

use super::*;
use mem0_core::memory_store::{Action, Changes};
use mem0_core::vector::dot;

#[tokio::test]
async fn every_change_reaches_the_vector_store() -> TestResult {
    let (side, vectors) = (side(), vectors());
    let store = pair(&side, &vectors).await;
    let scribe = Scribe::of(&store).await?;
    let ann = Scope::user("ann");
    let tea = scribe.remember(&store, &ann, "Ann drinks tea").await?;
    let chess = scribe.remember(&store, &ann, "Ann plays chess").await?;
    assert_in_line(&store, &vectors.inner).await?;
    let point = vectors.inner.points().remove(0);
    assert_eq!((point.id.as_str(), &point.scope), (tea.id.as_str(), &ann));
    assert!(dot(&point.vector, &vector_of("Ann drinks tea")) > 0.9999);
    assert_eq!(point.payload["data"], "Ann drinks tea");
    assert_eq!(point.payload["user_id"], "ann");

    let coffee = scribe.next_version(&tea, "Ann drinks coffee");
    store.commit(writes([scribe.update(&coffee)])).await?;
    assert_in_line(&store, &vectors.inner).await?;
    store.commit(writes([scribe.delete(&chess)])).await?;
    assert_in_line(&store, &vectors.inner).await?;
    assert_eq!(vectors.inner.points().len(), 1);

    // An undone deletion brings the point back.
    let again = MemoryItem {
        version: chess.version + 1,
        ..chess.clone()
    };
    store.commit(writes([scribe.add(&again)])).await?;
    assert_in_line(&store, &vectors.inner).await?;
    assert_eq!(vectors.inner.points().len(), 2);

    let forgotten = Erasure::Memory {
        namespace: Namespace::default(),
        memory_id: chess.id,
    };
    store.erase(&forgotten, FIRST_MOMENT).await?;
    assert_in_line(&store, &vectors.inner).await?;
    let everything_hers = Erasure::Scope(ann);
    store.erase(&everything_hers, FIRST_MOMENT).await?;
    assert_eq!(vectors.inner.points(), []);
    Ok(())
}

#[tokio::test]
async fn thousands_are_delivered_in_batches() -> TestResult {
    let (side, vectors) = (side(), vectors());
    let store = pair(&side, &vectors).await;
    let scribe = Scribe::of(&store).await?;
    let ann = Scope::user("ann");
    let items: Vec<MemoryItem> = (0..1_000)
        .map(|number| scribe.memory(&ann, format!("note {number}")))
        .collect();
    let adds = items.iter().map(|item| scribe.add(item));
    store.commit(writes(adds)).await?;
    assert_in_line(&store, &vectors.inner).await?;
    assert!(vectors.calls().len() < 20, "not one by one");
    Ok(())
}

#[tokio::test]
async fn only_its_own_namespace_is_delivered() -> TestResult {
    let (side, vectors) = (side(), vectors());
    let store = pair(&side, &vectors).await;
    let scribe = Scribe::of(&store).await?;
    let elsewhere = Scope {
        namespace: Namespace::new("elsewhere"),
        ..Scope::user("ann")
    };
    let item = scribe
        .remember(&store, &elsewhere, "Ann drinks tea")
        .await?;
    assert_eq!(vectors.inner.points(), []);
    assert!(store.get(&elsewhere.namespace, &item.id).await?.is_some());
    Ok(())
}

#[tokio::test]
async fn a_memory_without_a_vector_has_no_point() -> TestResult {
    let (side, vectors) = (side(), vectors());
    let store = pair(&side, &vectors).await;
    let scribe = Scribe::of(&store).await?;
    let item = scribe.memory(&Scope::user("ann"), "Ann drinks tea");
    let add = scribe.add_indexed(&item, Default::default());
    store.commit(writes([add])).await?;
    assert_eq!(vectors.inner.points(), []);
    assert_eq!(store.health().await?.problems, [""; 0]);
    Ok(())
}

/// What was there before the file stood beside a vector store is delivered when it first does.
#[tokio::test]
async fn a_file_that_has_memories_already_is_delivered_as_a_whole() -> TestResult {
    let (side, vectors) = (side(), vectors());
    let scribe = Scribe::of(&*side).await?;
    let ann = Scope::user("ann");
    let old = scribe.remember(&*side, &ann, "Ann drinks tea").await?;
    let gone = scribe.remember(&*side, &ann, "Ann smokes").await?;
    side.commit(writes([scribe.delete(&gone)])).await?;
    let store = pair(&side, &vectors).await;
    assert_in_line(&store, &vectors.inner).await?;
    assert_eq!(vectors.inner.points()[0].id, old.id);
    Ok(())
}

/// A process that has the file open by itself, without its vector store.
#[tokio::test]
async fn what_is_changed_without_the_vector_store_is_delivered_later() -> TestResult {
    let folder = tempfile::tempdir()?;
    let open =
        || Arc::new(SqliteStore::open(folder.path().join("s.db"), Settings::default()).unwrap());
    let vectors = vectors();
    let (side, alone) = (open(), open());
    let store = pair(&side, &vectors).await;
    let scribe = Scribe::of(&store).await?;
    let ann = Scope::user("ann");
    let tea = scribe.remember(&store, &ann, "Ann drinks tea").await?;
    let coffee = scribe.next_version(&tea, "Ann drinks coffee");
    alone.commit(writes([scribe.update(&coffee)])).await?;
    assert_eq!(vectors.inner.points()[0].text, "Ann drinks tea");
    scribe.remember(&store, &ann, "Ann plays chess").await?;
    assert_in_line(&store, &vectors.inner).await
}

/// Two processes deliver; whatever the order, the vector store ends with what the file says.
#[tokio::test(flavor = "multi_thread")]
async fn two_writers_of_one_file_end_in_line() -> TestResult {
    let folder = tempfile::tempdir()?;
    let open =
        || Arc::new(SqliteStore::open(folder.path().join("s.db"), Settings::default()).unwrap());
    let vectors = vectors();
    let stores = [pair(&open(), &vectors).await, pair(&open(), &vectors).await];
    let scribe = Scribe::of(&stores[0]).await?;
    Scribe::of(&stores[1]).await?;
    let ann = Scope::user("ann");
    let mut item = scribe.remember(&stores[0], &ann, "note 0").await?;
    for round in 1..40 {
        let next = scribe.next_version(&item, format!("note {round}"));
        let other = scribe.memory(&ann, format!("aside {round}"));
        let (one, two) = tokio::join!(
            stores[round % 2].commit(writes([scribe.update(&next)])),
            stores[(round + 1) % 2].commit(writes([scribe.add(&other)])),
        );
        one?;
        two?;
        item = next;
    }
    for store in &stores {
        store.close().await?;
    }
    assert_in_line(&*open(), &vectors.inner).await
}

#[tokio::test]
async fn new_vectors_reach_the_vector_store() -> TestResult {
    let (side, vectors) = (side(), vectors());
    let store = pair(&side, &vectors).await;
    let scribe = Scribe::of(&store).await?;
    scribe
        .remember(&store, &Scope::user("ann"), "Ann drinks tea")
        .await?;
    let other = mem0_core::EmbedderIdentity {
        model: "other".to_owned(),
        dimensions: 3,
        ..mem0_testkit::scribe::identity()
    };
    let texts = store.outdated_texts(&other, None, 10).await?;
    let staged = texts.iter().map(|it| (it.key, vec![0.0, 0.6, 0.8]));
    store.stage_vectors(&other, staged.collect()).await?;
    assert_eq!(vectors.inner.points()[0].vector.len(), 32);
    store.adopt(&other).await?;
    let vector = &vectors.inner.points()[0].vector;
    assert!(dot(vector, &[0.0, 0.6, 0.8]) > 0.9999, "{vector:?}");
    Ok(())
}

#[tokio::test]
async fn a_commit_of_episodes_alone_asks_the_vector_store_nothing() -> TestResult {
    let (side, vectors) = (side(), vectors());
    let store = pair(&side, &vectors).await;
    let scribe = Scribe::of(&store).await?;
    let episodes = vec![scribe.episode(&Scope::user("ann"), "hello")];
    store
        .commit(Changes {
            episodes,
            writes: Vec::new(),
        })
        .await?;
    assert_eq!(vectors.calls(), []);
    Ok(())
}

#[tokio::test]
async fn an_imported_memory_is_delivered_like_any_other() -> TestResult {
    let (side, vectors) = (side(), vectors());
    let store = pair(&side, &vectors).await;
    let scribe = Scribe::of(&store).await?;
    let item = scribe.memory(&Scope::user("ann"), "Ann drinks tea");
    let index = mem0_testkit::scribe::index_of(&item.text);
    let import = scribe.write(Action::Import {
        versions: vec![(item, index)],
        changes: Vec::new(),
    });
    store.commit(writes([import])).await?;
    assert_in_line(&store, &vectors.inner).await
}
