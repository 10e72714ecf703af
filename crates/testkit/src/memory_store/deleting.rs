//! A deleted memory leaves recall; what it was is kept until it is erased.

use mem0_core::memory_store::Action;
use mem0_core::{MemoryItem, MemoryStore, Scope, StoreError};

use crate::TestResult;
use crate::scribe::{Scribe, asked, everything_of, writes};

/// No read of current memories shows it; its versions and history remain.
pub async fn a_deletion_leaves_recall_and_keeps_the_versions(
    store: &dyn MemoryStore,
) -> TestResult {
    let scribe = Scribe::of(store).await?;
    let scope = Scope::user("ann");
    let item = scribe.remember(store, &scope, "drinks tea").await?;
    let delete = scribe.delete(&item);
    let at = delete.at;
    store.commit(writes([delete])).await?;

    assert_eq!(store.get(&scope.namespace, &item.id).await?, None);
    assert_eq!(store.list(&everything_of(&scope)).await?.total, 0);
    assert!(
        store
            .candidates(&asked(&scope, "drinks tea"))
            .await?
            .hits
            .is_empty()
    );
    let closed = MemoryItem {
        valid_to: Some(at),
        ..item.clone()
    };
    assert_eq!(store.versions(&scope.namespace, &item.id).await?, [closed]);
    assert_eq!(store.history(&scope.namespace, &item.id).await?.len(), 2);
    Ok(())
}

/// The closed version says which memory took its place.
pub async fn a_deletion_names_its_successor(store: &dyn MemoryStore) -> TestResult {
    let scribe = Scribe::of(store).await?;
    let scope = Scope::user("ann");
    let paris = scribe.remember(store, &scope, "lives in Paris").await?;
    let berlin = scribe.memory(&scope, "moved to Berlin");
    let replace = scribe.write(Action::Delete {
        namespace: scope.namespace.clone(),
        memory_id: paris.id.clone(),
        expected_version: 1,
        superseded_by: Some(berlin.id.clone()),
    });
    store.commit(writes([scribe.add(&berlin), replace])).await?;
    let versions = store.versions(&scope.namespace, &paris.id).await?;
    assert_eq!(versions[0].superseded_by, Some(berlin.id.clone()));
    assert_eq!(store.list(&everything_of(&scope)).await?.items, [berlin]);
    Ok(())
}

/// Who has seen another version, or a memory that is gone, must read again.
pub async fn a_deletion_that_saw_another_version_is_a_conflict(
    store: &dyn MemoryStore,
) -> TestResult {
    let scribe = Scribe::of(store).await?;
    let scope = Scope::user("ann");
    let first = scribe.remember(store, &scope, "one").await?;
    let second = scribe.next_version(&first, "two");
    store.commit(writes([scribe.update(&second)])).await?;
    let refused = store.commit(writes([scribe.delete(&first)])).await;
    assert!(
        matches!(refused, Err(StoreError::Conflict { .. })),
        "stale: {refused:?}"
    );
    store.commit(writes([scribe.delete(&second)])).await?;
    let refused = store.commit(writes([scribe.delete(&second)])).await;
    assert!(
        matches!(refused, Err(StoreError::Conflict { .. })),
        "twice: {refused:?}"
    );
    Ok(())
}

/// Undo of a deletion: a further version, an ADD row that names what it takes back, and recall.
pub async fn a_deleted_memory_can_be_opened_again(store: &dyn MemoryStore) -> TestResult {
    let scribe = Scribe::of(store).await?;
    let scope = Scope::user("ann");
    let item = scribe.remember(store, &scope, "drinks tea").await?;
    store.commit(writes([scribe.delete(&item)])).await?;
    let deletion = store.history(&scope.namespace, &item.id).await?[1].sequence;

    let again = scribe.next_version(&item, "drinks tea");
    let mut stale = scribe.add(&item);
    stale.undoes = Some(deletion);
    assert!(
        store.commit(writes([stale])).await.is_err(),
        "version 1 was already there"
    );
    let mut undo = scribe.add(&again);
    undo.undoes = Some(deletion);
    store.commit(writes([undo])).await?;

    assert_eq!(
        store.get(&scope.namespace, &item.id).await?.as_ref(),
        Some(&again)
    );
    assert_eq!(store.candidates(&asked(&scope, "tea")).await?.hits.len(), 1);
    let history = store.history(&scope.namespace, &item.id).await?;
    let told: Vec<_> = history
        .iter()
        .map(|it| (it.event.as_str(), it.version, it.undoes))
        .collect();
    assert_eq!(
        told,
        [
            ("ADD", 1, None),
            ("DELETE", 1, None),
            ("ADD", 2, Some(deletion))
        ]
    );
    assert_eq!(history[2].old_memory, None);
    assert_eq!(store.versions(&scope.namespace, &item.id).await?.len(), 2);
    Ok(())
}
