//! What is added is there, once, and in order.

use mem0_core::memory_store::{ListQuery, Outcome};
use mem0_core::{MemoryStore, Namespace, Scope, StoreError};

use crate::TestResult;
use crate::scribe::{Scribe, applied, everything_of, index_of, writes};

/// A memory comes back with everything that was written, by id, by list and by key.
pub async fn an_added_memory_is_got_back_whole(store: &dyn MemoryStore) -> TestResult {
    let scribe = Scribe::of(store).await?;
    let scope = Scope {
        agent_id: Some("tutor".into()),
        run_id: Some("monday".into()),
        app_id: Some("web".into()),
        ..Scope::user("ann")
    };
    let mut item = scribe.memory(&scope, "Ann drinks tea");
    item.language = "en".into();
    item.actor_id = Some("Ann".into());
    item.metadata = serde_json::from_str(r#"{"type": "habit", "cups": 3, "odd": [1.5, null]}"#)?;
    item.categories = vec!["food".into(), "爱好".into()];
    item.expires_on = Some(jiff::civil::date(2027, 1, 1));
    item.immutable = true;
    item.sources = vec!["e-1".into(), "e-2".into()];
    let sequences = applied(&store.commit(writes([scribe.add(&item)])).await?)?;
    assert_eq!(sequences.len(), 1);

    assert_eq!(
        store.get(&scope.namespace, &item.id).await?.as_ref(),
        Some(&item)
    );
    let page = store.list(&everything_of(&scope)).await?;
    assert_eq!((page.total, page.items.first()), (1, Some(&item)));
    assert_eq!(
        store.versions(&scope.namespace, &item.id).await?,
        std::slice::from_ref(&item)
    );
    assert_eq!(store.get(&scope.namespace, "unknown").await?, None);
    Ok(())
}

/// Lists begin with the youngest memory; of equally young ones, with the lowest id.
pub async fn a_list_is_ordered_newest_first_then_by_id(store: &dyn MemoryStore) -> TestResult {
    let scribe = Scribe::of(store).await?;
    let scope = Scope::user("ann");
    let old = scribe.memory(&scope, "old");
    let mut twins = [
        scribe.memory(&scope, "second twin"),
        scribe.memory(&scope, "first twin"),
    ];
    let born = twins[0].created_at;
    twins.iter_mut().for_each(|twin| twin.created_at = born);
    let young = scribe.memory(&scope, "young");
    for item in [&twins[1], &young, &old, &twins[0]] {
        store.commit(writes([scribe.add(item)])).await?;
    }
    let changed = scribe.next_version(&old, "old, but changed lately");
    store.commit(writes([scribe.update(&changed)])).await?;

    let page = store.list(&everything_of(&scope)).await?;
    let ids: Vec<_> = page.items.iter().map(|item| item.id.as_str()).collect();
    assert_eq!(ids, [&young.id, &twins[0].id, &twins[1].id, &old.id]);
    Ok(())
}

/// Read page by page, a list has every memory once; every page tells the total.
pub async fn pages_neither_repeat_nor_skip(store: &dyn MemoryStore) -> TestResult {
    let scribe = Scribe::of(store).await?;
    let scope = Scope::user("ann");
    let items: Vec<_> = (0..25)
        .map(|n| scribe.memory(&scope, format!("memory {n}")))
        .collect();
    store
        .commit(writes(items.iter().map(|item| scribe.add(item))))
        .await?;
    scribe
        .remember(store, &Scope::user("bob"), "not hers")
        .await?;

    let mut seen = Vec::new();
    for offset in [0, 10, 20, 30] {
        let query = ListQuery {
            offset,
            limit: 10,
            ..everything_of(&scope)
        };
        let page = store.list(&query).await?;
        assert_eq!(page.total, 25, "at offset {offset}");
        seen.extend(page.items.into_iter().map(|item| item.id));
    }
    let newest_first: Vec<_> = items.iter().rev().map(|item| item.id.clone()).collect();
    assert_eq!(seen, newest_first);
    let none = ListQuery {
        limit: 0,
        ..everything_of(&scope)
    };
    let page = store.list(&none).await?;
    assert_eq!((page.total, page.items.len()), (25, 0));
    Ok(())
}

/// A second first version is a conflict, and leaves the memory as it is.
pub async fn an_id_that_is_current_cannot_be_added_again(store: &dyn MemoryStore) -> TestResult {
    let scribe = Scribe::of(store).await?;
    let scope = Scope::user("ann");
    let item = scribe.remember(store, &scope, "Ann drinks tea").await?;
    for version in [1, 2] {
        let mut again = scribe.memory(&scope, "Ann drinks coffee");
        again.id.clone_from(&item.id);
        again.version = version;
        let refused = store.commit(writes([scribe.add(&again)])).await;
        assert!(refused.is_err(), "version {version}: {refused:?}");
    }
    assert_eq!(
        store.versions(&scope.namespace, &item.id).await?,
        std::slice::from_ref(&item)
    );
    assert_eq!(store.history(&scope.namespace, &item.id).await?.len(), 1);
    Ok(())
}

/// `unless_known` looks for the same text in exactly the same scope, and for nothing else.
pub async fn unless_known_leaves_out_exactly_equal_scope_and_hash(
    store: &dyn MemoryStore,
) -> TestResult {
    let scribe = Scribe::of(store).await?;
    let ann = Scope::user("ann");
    let known = scribe.remember(store, &ann, "drinks tea").await?;

    let mut wider = scribe.memory(&ann, "drinks tea");
    wider.scope.run_id = Some("monday".into());
    let elsewhere = scribe.memory(&Scope::user("bob"), "drinks tea");
    let other_text = scribe.memory(&ann, "Drinks tea");
    let same = scribe.memory(&ann, "drinks tea");
    let commit = [&wider, &elsewhere, &same, &other_text].map(|it| scribe.add_unless_known(it));
    let outcomes = store.commit(writes(commit)).await?;
    let left_out: Vec<_> = outcomes
        .iter()
        .map(|outcome| match outcome {
            Outcome::Applied { .. } => None,
            Outcome::Duplicate { of } => Some(of.as_str()),
        })
        .collect();
    assert_eq!(left_out, [None, None, Some(known.id.as_str()), None]);
    assert_eq!(store.get(&ann.namespace, &same.id).await?, None);
    assert!(store.history(&ann.namespace, &same.id).await?.is_empty());

    // Without the condition a second memory may say the same.
    applied(&store.commit(writes([scribe.add(&same)])).await?)?;
    assert_eq!(store.list(&everything_of(&ann)).await?.total, 4);
    Ok(())
}

/// Of two equal additions in one commit the second is the duplicate.
pub async fn unless_known_sees_the_writes_of_its_own_commit(store: &dyn MemoryStore) -> TestResult {
    let scribe = Scribe::of(store).await?;
    let scope = Scope::user("ann");
    let [first, second] = [(); 2].map(|()| scribe.memory(&scope, "drinks tea"));
    let commit = [&first, &second].map(|item| scribe.add_unless_known(item));
    let outcomes = store.commit(writes(commit)).await?;
    assert!(matches!(outcomes[0], Outcome::Applied { .. }));
    let duplicate = Outcome::Duplicate {
        of: first.id.clone(),
    };
    assert_eq!(outcomes[1], duplicate);
    Ok(())
}

/// What was deleted, or said by an old version only, may be added again.
pub async fn unless_known_forgets_what_was_deleted(store: &dyn MemoryStore) -> TestResult {
    let scribe = Scribe::of(store).await?;
    let scope = Scope::user("ann");
    let deleted = scribe.remember(store, &scope, "drinks tea").await?;
    store.commit(writes([scribe.delete(&deleted)])).await?;
    let old = scribe.remember(store, &scope, "lives in Paris").await?;
    let next = scribe.next_version(&old, "lives in Berlin");
    store.commit(writes([scribe.update(&next)])).await?;

    for (text, is_new) in [
        ("drinks tea", true),
        ("lives in Paris", true),
        ("lives in Berlin", false),
    ] {
        let item = scribe.memory(&scope, text);
        let outcomes = store
            .commit(writes([scribe.add_unless_known(&item)]))
            .await?;
        assert_eq!(applied(&outcomes).is_ok(), is_new, "{text}");
    }
    Ok(())
}

/// Two writers can't both add the same fact.
pub async fn of_two_equal_additions_at_once_one_is_a_duplicate(
    store: &dyn MemoryStore,
) -> TestResult {
    let scribe = Scribe::of(store).await?;
    let scope = Scope::user("ann");
    for round in 0..10 {
        let [one, other] = [(); 2].map(|()| {
            let item = scribe.memory(&scope, format!("fact {round}"));
            store.commit(writes([scribe.add_unless_known(&item)]))
        });
        let (one, other) = tokio::join!(one, other);
        let outcomes = [one?, other?].concat();
        let kept = outcomes
            .iter()
            .filter(|it| matches!(it, Outcome::Applied { .. }))
            .count();
        assert_eq!(kept, 1, "round {round}: {outcomes:?}");
    }
    assert_eq!(store.list(&everything_of(&scope)).await?.total, 10);
    Ok(())
}

/// `known_hashes` tells of current memories with equal ids, absent ones included.
pub async fn known_hashes_need_exactly_the_scope(store: &dyn MemoryStore) -> TestResult {
    let scribe = Scribe::of(store).await?;
    let ann = Scope::user("ann");
    let monday = Scope {
        run_id: Some("monday".into()),
        ..ann.clone()
    };
    let hers = scribe.remember(store, &ann, "drinks tea").await?;
    let on_monday = scribe.remember(store, &monday, "runs").await?;
    let gone = scribe.remember(store, &ann, "smokes").await?;
    store.commit(writes([scribe.delete(&gone)])).await?;

    let hashes: Vec<_> = [&hers, &on_monday, &gone]
        .map(|item| item.hash.clone())
        .into();
    let known = store.known_hashes(&ann, &hashes).await?;
    assert_eq!(
        known.into_iter().collect::<Vec<_>>(),
        [(hers.hash.clone(), hers.id.clone())]
    );
    let known = store.known_hashes(&monday, &hashes).await?;
    assert_eq!(
        known.into_iter().collect::<Vec<_>>(),
        [(on_monday.hash, on_monday.id)]
    );
    assert!(
        store
            .known_hashes(&Scope::default(), &hashes)
            .await?
            .is_empty()
    );
    assert!(store.known_hashes(&ann, &[]).await?.is_empty());
    Ok(())
}

/// `known_ids` tells of every memory of the namespace, also of those that were deleted.
pub async fn known_ids_are_those_of_the_namespace_current_or_not(
    store: &dyn MemoryStore,
) -> TestResult {
    let scribe = Scribe::of(store).await?;
    let ann = Scope::user("ann");
    let elsewhere = Scope {
        namespace: Namespace::new("elsewhere"),
        ..ann.clone()
    };
    let current = scribe.remember(store, &ann, "drinks tea").await?;
    let gone = scribe.remember(store, &ann, "smokes").await?;
    store.commit(writes([scribe.delete(&gone)])).await?;
    let foreign = scribe.remember(store, &elsewhere, "runs").await?;

    let asked = [&current.id, &gone.id, &foreign.id, &"nobody".to_owned()].map(Clone::clone);
    let known = store.known_ids(&ann.namespace, &asked).await?;
    assert_eq!(known, [current.id, gone.id].into());
    assert!(store.known_ids(&ann.namespace, &[]).await?.is_empty());
    Ok(())
}

/// Wrong dimensions: an error that names both numbers, and nothing of the commit is kept.
pub async fn a_vector_of_another_length_is_refused_with_the_whole_commit(
    store: &dyn MemoryStore,
) -> TestResult {
    let scribe = Scribe::of(store).await?;
    let scope = Scope::user("ann");
    let right = scribe.memory(&scope, "right");
    let wrong = scribe.memory(&scope, "wrong");
    let mut index = index_of("wrong");
    index.vector.pop();
    let mut commit = writes([scribe.add(&right), scribe.add_indexed(&wrong, index)]);
    commit.episodes.push(scribe.episode(&scope, "said"));
    match store.commit(commit).await {
        Err(StoreError::Dimensions { expected, found }) => {
            assert_eq!(
                (expected, found),
                (crate::scribe::DIMENSIONS, crate::scribe::DIMENSIONS - 1)
            );
        }
        other => panic!("{other:?}"),
    }
    assert_eq!(store.list(&everything_of(&scope)).await?.total, 0);
    assert!(store.changes(&scope, 0, 10).await?.is_empty());
    assert!(store.all_episodes(&scope, 0, 10).await?.is_empty());
    Ok(())
}

/// An import of 5,000 memories is one commit.
pub async fn thousands_of_writes_fit_in_one_commit(store: &dyn MemoryStore) -> TestResult {
    let scribe = Scribe::of(store).await?;
    let scope = Scope::user("ann");
    let items: Vec<_> = (0..5_000)
        .map(|n| scribe.memory(&scope, format!("fact {n}")))
        .collect();
    let outcomes = store
        .commit(writes(items.iter().map(|item| scribe.add(item))))
        .await?;
    let sequences = applied(&outcomes)?;
    assert_eq!(sequences.len(), 5_000);
    assert!(sequences.is_sorted_by(|a, b| a < b));
    let query = ListQuery {
        offset: 4_999,
        limit: 1,
        ..everything_of(&scope)
    };
    let page = store.list(&query).await?;
    assert_eq!((page.total, page.items.first()), (5_000, items.first()));
    Ok(())
}
