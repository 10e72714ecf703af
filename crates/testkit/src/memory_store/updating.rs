//! Nothing is overwritten: an update closes one version and opens the next.

use mem0_core::{MemoryItem, MemoryStore, Scope, StoreError};

use crate::TestResult;
use crate::scribe::{Scribe, applied, asked, everything_of, writes};

/// The old version is kept, closed when the new one begins; reads show the new one.
pub async fn an_update_closes_the_old_version_and_opens_the_next(
    store: &dyn MemoryStore,
) -> TestResult {
    let scribe = Scribe::of(store).await?;
    let scope = Scope::user("ann");
    let paris = scribe.remember(store, &scope, "lives in Paris").await?;
    let mut berlin = scribe.next_version(&paris, "lives in Berlin");
    berlin.metadata.insert("source".into(), "letter".into());
    store.commit(writes([scribe.update(&berlin)])).await?;

    assert_eq!(
        store.get(&scope.namespace, &paris.id).await?.as_ref(),
        Some(&berlin)
    );
    assert_eq!(
        store.list(&everything_of(&scope)).await?.items,
        [berlin.clone()]
    );
    let closed = MemoryItem {
        valid_to: Some(berlin.valid_from),
        ..paris
    };
    assert_eq!(
        store.versions(&scope.namespace, &berlin.id).await?,
        [closed, berlin]
    );
    Ok(())
}

/// Who has seen another version must read again.
pub async fn an_update_that_saw_another_version_is_a_conflict(
    store: &dyn MemoryStore,
) -> TestResult {
    let scribe = Scribe::of(store).await?;
    let scope = Scope::user("ann");
    let first = scribe.remember(store, &scope, "one").await?;
    let second = scribe.next_version(&first, "two");
    store.commit(writes([scribe.update(&second)])).await?;

    let late = scribe.next_version(&first, "late");
    let mut early = scribe.next_version(&second, "early");
    early.version = 4;
    for item in [late, early] {
        match store.commit(writes([scribe.update(&item)])).await {
            Err(StoreError::Conflict { memory_id }) => assert_eq!(memory_id, first.id),
            other => panic!("{:?} gave {other:?}", item.text),
        }
    }
    assert_eq!(store.versions(&scope.namespace, &first.id).await?.len(), 2);
    Ok(())
}

/// What isn't there, or no longer, can't be updated.
pub async fn an_unknown_memory_cannot_be_updated(store: &dyn MemoryStore) -> TestResult {
    let scribe = Scribe::of(store).await?;
    let scope = Scope::user("ann");
    let unknown = scribe.memory(&scope, "never added");
    let deleted = scribe.remember(store, &scope, "soon gone").await?;
    store.commit(writes([scribe.delete(&deleted)])).await?;
    for item in [unknown, deleted] {
        let next = scribe.next_version(&item, "next");
        let refused = store.commit(writes([scribe.update(&next)])).await;
        assert!(
            matches!(refused, Err(StoreError::Conflict { .. })),
            "{refused:?}"
        );
    }
    Ok(())
}

/// If the last write conflicts, the writes and episodes before it are not kept either.
pub async fn a_conflict_leaves_nothing_of_its_commit(store: &dyn MemoryStore) -> TestResult {
    let scribe = Scribe::of(store).await?;
    let scope = Scope::user("ann");
    let known = scribe.remember(store, &scope, "known").await?;
    let mut said = scribe.episode(&scope, "said before");
    let mut before = crate::scribe::episodes([said.clone()]);
    before.writes.clear();
    store.commit(before).await?;

    let added = scribe.memory(&scope, "added words");
    let changed = scribe.next_version(&known, "changed words");
    let missing = scribe.memory(&scope, "never added");
    let mut commit = writes([
        scribe.add(&added),
        scribe.update(&changed),
        scribe.delete(&missing),
    ]);
    said.content = "replaced".into();
    commit.episodes = vec![said.clone(), scribe.episode(&scope, "said in vain")];
    let refused = store.commit(commit).await;
    assert!(
        matches!(refused, Err(StoreError::Conflict { .. })),
        "{refused:?}"
    );

    assert_eq!(
        store.list(&everything_of(&scope)).await?.items,
        std::slice::from_ref(&known)
    );
    assert_eq!(store.versions(&scope.namespace, &known.id).await?.len(), 1);
    assert_eq!(store.changes(&scope, 0, 10).await?.len(), 1);
    let kept = store.all_episodes(&scope, 0, 10).await?;
    assert_eq!(
        kept.iter()
            .map(|it| it.content.as_str())
            .collect::<Vec<_>>(),
        ["said before"]
    );
    let found = store
        .candidates(&asked(&scope, "added changed words"))
        .await?;
    assert_eq!(found.lexical.documents, 1);
    assert_eq!(found.lexical.document_frequency, [0, 0, 0]);
    Ok(())
}

/// Two writers who saw the same version: one is told that it came too late.
pub async fn of_two_updates_at_once_one_wins(store: &dyn MemoryStore) -> TestResult {
    let scribe = Scribe::of(store).await?;
    let scope = Scope::user("ann");
    let mut seen = scribe.remember(store, &scope, "start").await?;
    for round in 0..10 {
        let tries =
            ["one", "other"].map(|who| scribe.next_version(&seen, format!("{who} {round}")));
        let [one, other] = tries
            .each_ref()
            .map(|item| store.commit(writes([scribe.update(item)])));
        let (one, other) = tokio::join!(one, other);
        assert!(
            one.is_ok() != other.is_ok(),
            "round {round}: {one:?}, {other:?}"
        );
        let [first, second] = tries;
        seen = if one.is_ok() { first } else { second };
        assert_eq!(
            store.get(&scope.namespace, &seen.id).await?.as_ref(),
            Some(&seen)
        );
    }
    assert_eq!(store.versions(&scope.namespace, &seen.id).await?.len(), 11);
    Ok(())
}

/// Writes are applied in order, each on what the ones before it left.
pub async fn one_commit_may_change_a_memory_twice(store: &dyn MemoryStore) -> TestResult {
    let scribe = Scribe::of(store).await?;
    let scope = Scope::user("ann");
    let first = scribe.memory(&scope, "one");
    let second = scribe.next_version(&first, "two");
    let third = scribe.next_version(&second, "three");
    let commit = [
        scribe.add(&first),
        scribe.update(&second),
        scribe.update(&third),
        scribe.delete(&third),
    ];
    applied(&store.commit(writes(commit)).await?)?;
    assert_eq!(store.get(&scope.namespace, &first.id).await?, None);
    let history = store.history(&scope.namespace, &first.id).await?;
    let told: Vec<_> = history
        .iter()
        .map(|it| (it.event.as_str(), it.version))
        .collect();
    assert_eq!(
        told,
        [("ADD", 1), ("UPDATE", 2), ("UPDATE", 3), ("DELETE", 3)]
    );
    Ok(())
}
