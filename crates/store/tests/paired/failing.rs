//! A vector store that fails, at each call: nothing is lost, and it is told later.

use super::*;
use mem0_core::StoreError;
use mem0_core::memory_store::Strangers;
use mem0_core::vector_store::Capabilities;
use mem0_testkit::SequentialIds;
use mem0_testkit::scribe::asked;
use mem0_testkit::vector_store::{Call, point};

/// A day in the life of a store whose vector store fails: everything the side does works.
async fn day(store: &PairedStore, scribe: &Scribe, name: &str) -> TestResult {
    let ann = Scope::user("ann");
    let text = format!("{name}: Ann drinks tea");
    let tea = scribe.remember(store, &ann, &text).await?;
    let chess = scribe
        .remember(store, &ann, &format!("{name}: Ann plays chess"))
        .await?;
    let coffee = scribe.next_version(&tea, format!("{name}: Ann drinks coffee"));
    store.commit(writes([scribe.update(&coffee)])).await?;
    store.commit(writes([scribe.delete(&chess)])).await?;
    let kept = store.get(&ann.namespace, &tea.id).await?;
    assert_eq!(kept, Some(coffee));
    let question = asked(&ann, "coffee");
    let met = store.strangers(Strangers::Near(&question)).await?;
    assert!(met.items.is_empty());
    Ok(())
}

#[tokio::test]
async fn whatever_fails_heals_with_the_next_change() -> TestResult {
    for down in Call::ALL {
        let (side, vectors) = (side(), vectors());
        let store = pair(&side, &vectors).await;
        let scribe = Scribe::of(&store).await?;
        vectors.fail([down]);
        day(&store, &scribe, "down").await?;
        let waits = !store.health().await?.problems.is_empty();
        let tells = matches!(down, Call::Upsert | Call::Delete);
        assert_eq!(
            waits,
            tells,
            "{down:?}: {:?}",
            store.health().await?.problems
        );
        vectors.fail([]);
        day(&store, &scribe, "up").await?;
        assert_in_line(&store, &vectors.inner).await?;
        assert_eq!(store.health().await?.problems, [""; 0], "{down:?}");
    }
    Ok(())
}

#[tokio::test]
async fn whatever_fails_heals_when_the_store_is_opened_again() -> TestResult {
    for down in Call::ALL {
        let (side, vectors) = (side(), vectors());
        let store = pair(&side, &vectors).await;
        let scribe = Scribe::of(&store).await?;
        vectors.fail(Call::ALL);
        day(&store, &scribe, "down").await?;
        assert_eq!(vectors.inner.points(), []);
        drop(store);
        vectors.fail([down]);
        let store = pair(&side, &vectors).await;
        drop(store);
        vectors.fail([]);
        let store = pair(&side, &vectors).await;
        assert_in_line(&store, &vectors.inner).await?;
    }
    Ok(())
}

/// The process ends between the commit at the side and the delivery, as when it is killed there.
#[tokio::test]
async fn a_commit_that_was_not_delivered_is_delivered_at_the_next_opening() -> TestResult {
    let (side, vectors) = (side(), vectors());
    let store = pair(&side, &vectors).await;
    let scribe = Scribe::of(&store).await?;
    let ann = Scope::user("ann");
    let tea = scribe.remember(&store, &ann, "Ann drinks tea").await?;
    let chess = scribe.remember(&store, &ann, "Ann plays chess").await?;
    let sea = scribe.remember(&store, &ann, "Ann swims").await?;
    drop(store);
    // The side alone is what a killed process leaves.
    let coffee = scribe.next_version(&tea, "Ann drinks coffee");
    side.commit(writes([scribe.update(&coffee)])).await?;
    side.commit(writes([scribe.delete(&chess)])).await?;
    let forgotten = Erasure::Memory {
        namespace: ann.namespace.clone(),
        memory_id: sea.id,
    };
    side.erase(&forgotten, FIRST_MOMENT).await?;
    scribe.remember(&*side, &ann, "Ann paints").await?;
    assert_eq!(vectors.inner.points().len(), 3);
    let store = pair(&side, &vectors).await;
    assert_in_line(&store, &vectors.inner).await?;
    assert_eq!(vectors.inner.points().len(), 2);
    Ok(())
}

/// A vector store that fails is not asked with every question.
#[tokio::test]
async fn a_silent_vector_store_is_left_in_peace_for_a_while() -> TestResult {
    let (side, vectors) = (side(), vectors());
    let store = pair(&side, &vectors).await;
    vectors.fail([Call::Search]);
    let question = asked(&Scope::user("ann"), "tea");
    for _ in 0..5 {
        let met = store.strangers(Strangers::Near(&question)).await?;
        assert!(met.items.is_empty());
    }
    let searches = vectors.calls();
    let searches = searches.iter().filter(|call| **call == Call::Search);
    assert_eq!(searches.count(), 1);
    Ok(())
}

/// What was delivered but not ticked off is delivered again, and nothing comes of it.
#[tokio::test]
async fn a_delivery_that_was_not_ticked_off_is_repeated() -> TestResult {
    let (side, vectors) = (side(), vectors());
    let store = pair(&side, &vectors).await;
    let scribe = Scribe::of(&store).await?;
    scribe
        .remember(&store, &Scope::user("ann"), "Ann drinks tea")
        .await?;
    mem0_store::paired::Outbox::redeliver(&*side, &Namespace::default()).await?;
    drop(store);
    let store = pair(&side, &vectors).await;
    assert_in_line(&store, &vectors.inner).await
}

#[tokio::test]
async fn an_erasure_that_the_vector_store_refuses_is_told_and_repeated() -> TestResult {
    let (side, vectors) = (side(), vectors());
    let store = pair(&side, &vectors).await;
    let scribe = Scribe::of(&store).await?;
    let ann = Scope::user("ann");
    let tea = scribe.remember(&store, &ann, "Ann drinks tea").await?;
    vectors.fail([Call::Delete]);
    let erasure = Erasure::Memory {
        namespace: ann.namespace.clone(),
        memory_id: tea.id.clone(),
    };
    let told = store.erase(&erasure, FIRST_MOMENT).await;
    assert!(
        matches!(told, Err(StoreError::VectorStore { .. })),
        "{told:?}"
    );
    assert_eq!(store.versions(&ann.namespace, &tea.id).await?, []);
    assert_eq!(vectors.inner.points().len(), 1);
    // What stands there still is no memory of another program.
    let (question, ids) = (asked(&ann, "tea"), [tea.id.clone()]);
    let namespace = &ann.namespace;
    for which in [
        Strangers::Near(&question),
        Strangers::Named {
            namespace,
            ids: &ids,
        },
        Strangers::Page {
            namespace,
            after: None,
        },
    ] {
        assert!(store.strangers(which).await?.items.is_empty(), "{which:?}");
    }
    vectors.fail([]);
    scribe.remember(&store, &ann, "Ann plays chess").await?;
    assert_in_line(&store, &vectors.inner).await?;
    assert_eq!(vectors.inner.points().len(), 1);
    Ok(())
}

#[tokio::test]
async fn a_point_that_is_refused_keeps_out_no_others() -> TestResult {
    let (side, vectors) = (side(), vectors());
    let store = pair(&side, &vectors).await;
    let scribe = Scribe::of(&store).await?;
    let ann = Scope::user("ann");
    vectors.refuse("poison");
    for text in ["poison", "poison", "poison", "tea", "chess"] {
        scribe.remember(&store, &ann, text).await?;
    }
    let texts: Vec<String> = vectors
        .inner
        .points()
        .into_iter()
        .map(|it| it.text)
        .collect();
    assert_eq!(texts, ["tea", "chess"]);
    let problems = store.health().await?.problems;
    assert!(problems[0].contains("3 memories"), "{problems:?}");
    assert!(problems[0].contains("a point is refused"), "{problems:?}");
    vectors.refuse("");
    scribe.remember(&store, &ann, "the sea").await?;
    assert_in_line(&store, &vectors.inner).await
}

#[tokio::test]
async fn another_vector_store_is_refused_and_left_as_it_is() -> TestResult {
    let (side, vectors) = (side(), vectors());
    let store = pair(&side, &vectors).await;
    let scribe = Scribe::of(&store).await?;
    let tea = scribe
        .remember(&store, &Scope::user("ann"), "Ann drinks tea")
        .await?;
    drop(store);
    let other = super::vectors();
    other.inner.put(point(
        &SequentialIds::from(900),
        &Scope::user("bob"),
        "Bob keeps bees",
    ));
    let opened = PairedStore::open(side.clone(), other.clone(), Namespace::default()).await;
    assert!(
        matches!(opened, Err(StoreError::OtherPoints { .. })),
        "{opened:?}"
    );
    assert_eq!(other.inner.points().len(), 1);
    // The right one is taken again, also when it can't be asked.
    vectors.fail([Call::Get]);
    pair(&side, &vectors).await;
    assert_eq!(vectors.inner.points()[0].id, tea.id);
    Ok(())
}

/// A vector store that lives in a process only is empty in the next one, and filled again.
#[tokio::test]
async fn an_empty_vector_store_of_this_process_is_filled_from_the_file() -> TestResult {
    let (side, vectors) = (side(), vectors());
    let store = pair(&side, &vectors).await;
    let scribe = Scribe::of(&store).await?;
    scribe
        .remember(&store, &Scope::user("ann"), "Ann drinks tea")
        .await?;
    drop(store);
    let can = Capabilities {
        get: true,
        list: true,
        clear: true,
        lasting: false,
    };
    let passing = Arc::new(PlainVectorStore::that_can(can));
    let store = PairedStore::open(side.clone(), passing.clone(), Namespace::default()).await?;
    assert_in_line(&store, &passing).await?;
    assert_eq!(everything(&*passing).await?.len(), 1);
    assert!(!passing.capabilities().lasting);
    Ok(())
}

/// Without an answer of the vector store a closed store stays closed.
#[tokio::test]
async fn closing_works_while_the_vector_store_is_down() -> TestResult {
    let (side, vectors) = (side(), vectors());
    let store = pair(&side, &vectors).await;
    vectors.fail([Call::Close]);
    let told = store.close().await;
    assert!(matches!(told, Err(StoreError::VectorStore { .. })));
    assert!(matches!(side.health().await, Err(StoreError::Closed)));
    Ok(())
}
