//! What happened is told whole and in order.

use jiff::SignedDuration;
use mem0_core::{Change, ChangeEvent, MemoryStore, Scope};

use crate::TestResult;
use crate::scribe::{Scribe, applied, writes};

/// Every row says what was, what is, who said it, whose it is, and when.
pub async fn every_change_is_told_whole(store: &dyn MemoryStore) -> TestResult {
    let scribe = Scribe::of(store).await?;
    let scope = Scope {
        run_id: Some("monday".into()),
        ..Scope::user("ann")
    };
    let mut first = scribe.memory(&scope, "one");
    first.actor_id = Some("Ann".into());
    let mut second = scribe.next_version(&first, "two");
    second.actor_id = Some("Bob".into());
    second.role = Some("assistant".into());
    let commit = [
        scribe.add(&first),
        scribe.update(&second),
        scribe.delete(&second),
    ];
    let sequences = applied(&store.commit(writes(commit.clone())).await?)?;

    let row = |place: usize, event, old: Option<&str>, new: Option<&str>| Change {
        sequence: sequences[place],
        id: commit[place].change_id.clone(),
        memory_id: first.id.clone(),
        old_memory: old.map(Into::into),
        new_memory: new.map(Into::into),
        event,
        created_at: first.created_at,
        updated_at: commit[place].at,
        is_deleted: event == ChangeEvent::Delete,
        actor_id: if place == 0 {
            first.actor_id.clone()
        } else {
            second.actor_id.clone()
        },
        role: if place == 0 {
            first.role.clone()
        } else {
            second.role.clone()
        },
        scope: scope.clone(),
        version: if place == 0 { 1 } else { 2 },
        undoes: None,
    };
    let expected = [
        row(0, ChangeEvent::Add, None, Some("one")),
        row(1, ChangeEvent::Update, Some("one"), Some("two")),
        row(2, ChangeEvent::Delete, Some("two"), None),
    ];
    assert_eq!(store.history(&scope.namespace, &first.id).await?, expected);
    assert_eq!(store.changes(&scope, 0, 10).await?, expected);
    Ok(())
}

/// A clock that is turned back doesn't change the order.
pub async fn history_is_ordered_by_sequence_not_by_clock(store: &dyn MemoryStore) -> TestResult {
    let scribe = Scribe::of(store).await?;
    let scope = Scope::user("ann");
    let mut item = scribe.remember(store, &scope, "version 1").await?;
    for version in 2..6 {
        scribe.clock.advance(SignedDuration::from_hours(-1));
        item = scribe.next_version(&item, format!("version {version}"));
        store.commit(writes([scribe.update(&item)])).await?;
    }
    let history = store.history(&scope.namespace, &item.id).await?;
    assert_eq!(
        history.iter().map(|it| it.version).collect::<Vec<_>>(),
        [1, 2, 3, 4, 5]
    );
    assert!(history.is_sorted_by(|a, b| a.sequence < b.sequence));
    assert!(history[0].sequence >= 1);
    let versions = store.versions(&scope.namespace, &item.id).await?;
    assert_eq!(
        versions.iter().map(|it| it.version).collect::<Vec<_>>(),
        [1, 2, 3, 4, 5]
    );
    Ok(())
}

/// Nothing happened to what never was.
pub async fn an_unknown_memory_has_no_history(store: &dyn MemoryStore) -> TestResult {
    let scope = Scope::default();
    assert!(store.history(&scope.namespace, "unknown").await?.is_empty());
    assert!(
        store
            .versions(&scope.namespace, "unknown")
            .await?
            .is_empty()
    );
    assert!(store.fetch(&[]).await?.is_empty());
    Ok(())
}

/// Changes of a scope come in order, from where the reader left off, and never a foreign one.
pub async fn the_changes_of_a_scope_are_read_onward(store: &dyn MemoryStore) -> TestResult {
    let scribe = Scribe::of(store).await?;
    let ann = Scope::user("ann");
    let monday = Scope {
        run_id: Some("monday".into()),
        ..ann.clone()
    };
    for n in 0..3 {
        scribe.remember(store, &ann, &format!("hers {n}")).await?;
        scribe
            .remember(store, &Scope::user("bob"), &format!("his {n}"))
            .await?;
        scribe
            .remember(store, &monday, &format!("on monday {n}"))
            .await?;
    }
    let mut seen = Vec::new();
    let mut after = 0;
    loop {
        let page = store.changes(&ann, after, 4).await?;
        let Some(last) = page.last() else { break };
        assert!(page.len() <= 4);
        after = last.sequence;
        seen.extend(page.into_iter().filter_map(|change| change.new_memory));
    }
    let expected: Vec<_> = (0..3)
        .flat_map(|n| [format!("hers {n}"), format!("on monday {n}")])
        .collect();
    assert_eq!(seen, expected);
    assert_eq!(store.changes(&monday, 0, 100).await?.len(), 3);
    assert_eq!(store.changes(&Scope::default(), 0, 100).await?.len(), 9);
    Ok(())
}
