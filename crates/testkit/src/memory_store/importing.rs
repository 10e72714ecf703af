//! A whole memory brought in from elsewhere is as it was there.

use mem0_core::memory_store::{Action, Changes, IndexEntry, Outcome};
use mem0_core::{Change, MemoryItem, MemoryStore, Namespace, Scope};

use crate::scribe::{Scribe, asked, everything_of, identity, index_of, writes};
use crate::{ReferenceStore, TestResult};

/// A memory with its history as another store exports it: three versions, deleted at the end or
/// not.
async fn exported(scope: &Scope, deleted: bool) -> TestResult<(Vec<MemoryItem>, Vec<Change>)> {
    let elsewhere = ReferenceStore::new();
    let scribe = Scribe::of(&elsewhere).await?;
    let store: &dyn MemoryStore = &elsewhere;
    scribe
        .remember(store, scope, "takes up the first sequence")
        .await?;
    let first = scribe.remember(store, scope, "drinks tea").await?;
    let second = scribe.next_version(&first, "drinks green tea");
    let third = scribe.next_version(&second, "drinks oolong tea");
    store
        .commit(writes([scribe.update(&second), scribe.update(&third)]))
        .await?;
    if deleted {
        store.commit(writes([scribe.delete(&third)])).await?;
    }
    let namespace = &scope.namespace;
    Ok((
        store.versions(namespace, &first.id).await?,
        store.history(namespace, &first.id).await?,
    ))
}

fn import(scribe: &Scribe, versions: &[MemoryItem], changes: &[Change]) -> Changes {
    let indexed =
        |item: &MemoryItem| -> (MemoryItem, IndexEntry) { (item.clone(), index_of(&item.text)) };
    writes([scribe.write(Action::Import {
        versions: versions.iter().map(indexed).collect(),
        changes: changes.to_vec(),
    })])
}

/// Versions come as they were, history with sequences of this store, and recall finds what is
/// current.
pub async fn an_imported_memory_is_as_it_was(store: &dyn MemoryStore) -> TestResult {
    let scribe = Scribe::of(store).await?;
    let scope = Scope::user("ann");
    let (versions, changes) = exported(&scope, false).await?;
    let outcomes = store.commit(import(&scribe, &versions, &changes)).await?;

    let id = versions[0].id.as_str();
    assert_eq!(store.versions(&scope.namespace, id).await?, versions);
    assert_eq!(
        store.get(&scope.namespace, id).await?.as_ref(),
        versions.last()
    );
    assert_eq!(
        store.list(&everything_of(&scope)).await?.items,
        versions[2..]
    );
    let history = store.history(&scope.namespace, id).await?;
    let last = history.last().map_or(0, |change| change.sequence);
    assert_eq!(outcomes, [Outcome::Applied { sequence: last }]);
    assert!(history.is_sorted_by(|a, b| a.sequence < b.sequence));
    let rows: Vec<_> = history
        .iter()
        .map(|it| Change {
            sequence: 0,
            ..it.clone()
        })
        .collect();
    let exported: Vec<_> = changes
        .iter()
        .map(|it| Change {
            sequence: 0,
            ..it.clone()
        })
        .collect();
    assert_eq!(rows, exported);
    let found = store.candidates(&asked(&scope, "oolong green tea")).await?;
    assert_eq!(found.hits.len(), 1);
    assert_eq!(found.lexical.document_frequency, [1, 0, 1]);

    // It lives on like any other.
    let next = scribe.next_version(&versions[2], "drinks water");
    store.commit(writes([scribe.update(&next)])).await?;
    assert_eq!(store.history(&scope.namespace, id).await?.len(), 4);
    Ok(())
}

/// A memory whose id is here already is left as it is.
pub async fn what_is_here_is_not_imported_again(store: &dyn MemoryStore) -> TestResult {
    let scribe = Scribe::of(store).await?;
    let scope = Scope::user("ann");
    for deleted in [false, true] {
        let (mut versions, mut changes) = exported(&scope, deleted).await?;
        versions
            .iter_mut()
            .for_each(|item| item.id.push_str(if deleted { "d" } else { "c" }));
        let id = versions[0].id.clone();
        changes
            .iter_mut()
            .for_each(|change| change.memory_id.clone_from(&id));
        store.commit(import(&scribe, &versions, &changes)).await?;
        let outcomes = store
            .commit(import(&scribe, &versions[..1], &changes[..1]))
            .await?;
        assert_eq!(
            outcomes,
            [Outcome::Duplicate { of: id.clone() }],
            "deleted: {deleted}"
        );
        assert_eq!(store.versions(&scope.namespace, &id).await?, versions);
        assert_eq!(
            store.history(&scope.namespace, &id).await?.len(),
            changes.len()
        );
    }
    Ok(())
}

/// A deleted memory comes in deleted: its history can be read, and recall doesn't see it.
pub async fn a_deleted_memory_is_imported_deleted(store: &dyn MemoryStore) -> TestResult {
    let scribe = Scribe::of(store).await?;
    let scope = Scope::user("ann");
    let (versions, changes) = exported(&scope, true).await?;
    store.commit(import(&scribe, &versions, &changes)).await?;
    let id = versions[0].id.as_str();
    assert_eq!(store.get(&scope.namespace, id).await?, None);
    assert_eq!(store.versions(&scope.namespace, id).await?, versions);
    assert_eq!(store.history(&scope.namespace, id).await?.len(), 4);
    assert!(
        store
            .candidates(&asked(&scope, "tea"))
            .await?
            .hits
            .is_empty()
    );
    Ok(())
}

/// The same memory may live in two namespaces; what happens to one doesn't touch the other.
pub async fn an_id_may_be_imported_into_another_namespace(store: &dyn MemoryStore) -> TestResult {
    let scribe = Scribe::of(store).await?;
    let here = Scope::user("ann");
    let there = Scope {
        namespace: Namespace::new("there"),
        ..here.clone()
    };
    for scope in [&here, &there] {
        let (versions, changes) = exported(scope, false).await?;
        store.commit(import(&scribe, &versions, &changes)).await?;
    }
    let item = store.list(&everything_of(&there)).await?.items.remove(0);
    let next = scribe.next_version(&item, "drinks water");
    store.commit(writes([scribe.update(&next)])).await?;
    assert_eq!(
        store.get(&there.namespace, &item.id).await?,
        Some(next.clone())
    );
    let unchanged = store
        .get(&here.namespace, &item.id)
        .await?
        .ok_or("it is gone")?;
    assert_eq!((unchanged.version, unchanged.scope), (3, here.clone()));
    assert_eq!(store.history(&here.namespace, &item.id).await?.len(), 3);
    assert_eq!(store.history(&there.namespace, &item.id).await?.len(), 4);

    store.commit(writes([scribe.delete(&next)])).await?;
    assert_eq!(store.get(&there.namespace, &item.id).await?, None);
    assert!(store.get(&here.namespace, &item.id).await?.is_some());
    assert_eq!(store.embedder().await?, Some(identity()));
    Ok(())
}

/// Without history rows a memory is there all the same, and seen at once.
pub async fn a_memory_may_come_without_history(store: &dyn MemoryStore) -> TestResult {
    let scribe = Scribe::of(store).await?;
    let scope = Scope::user("ann");
    scribe.remember(store, &scope, "here before").await?;
    assert_eq!(
        store
            .candidates(&asked(&scope, "tea"))
            .await?
            .lexical
            .documents,
        1
    );
    let item = scribe.memory(&scope, "drinks tea");
    let outcomes = store
        .commit(import(&scribe, std::slice::from_ref(&item), &[]))
        .await?;
    assert_eq!(outcomes, [Outcome::Applied { sequence: 0 }]);
    assert!(store.history(&scope.namespace, &item.id).await?.is_empty());
    let found = store.candidates(&asked(&scope, "tea")).await?;
    assert_eq!(found.lexical.documents, 2);
    assert_eq!(found.lexical.document_frequency, [1]);
    Ok(())
}
