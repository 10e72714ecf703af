//! What is erased is gone: versions, history and episodes; the receipt says how much.

use jiff::Timestamp;
use mem0_core::memory_store::{Erasure, Receipt};
use mem0_core::{MemoryItem, MemoryStore, Namespace, Scope};

use crate::TestResult;
use crate::scribe::{FIRST_MOMENT, Scribe, applied, asked, everything_of, writes};

const AT: Timestamp = FIRST_MOMENT;

fn receipt(memories: usize, versions: usize, changes: usize, episodes: usize) -> Receipt {
    Receipt {
        memories,
        versions,
        changes,
        episodes,
        erased_at: Some(AT),
    }
}

/// Keeps an episode and a memory that came from it, with one update.
async fn two_versions(
    store: &dyn MemoryStore,
    scribe: &Scribe,
    scope: &Scope,
) -> TestResult<MemoryItem> {
    let said = scribe.episode(scope, "I drink tea");
    let mut first = scribe.memory(scope, "drinks tea");
    first.sources = vec![said.id.clone()];
    let second = scribe.next_version(&first, "drinks green tea");
    let mut commit = writes([scribe.add(&first), scribe.update(&second)]);
    commit.episodes = vec![said];
    store.commit(commit).await?;
    Ok(second)
}

fn memory(item: &MemoryItem) -> Erasure {
    Erasure::Memory {
        namespace: item.scope.namespace.clone(),
        memory_id: item.id.clone(),
    }
}

/// All versions, the history and the episode go, also of a deleted memory; a second time there is
/// nothing left.
pub async fn an_erased_memory_leaves_nothing_behind(store: &dyn MemoryStore) -> TestResult {
    let scribe = Scribe::of(store).await?;
    let scope = Scope::user("ann");
    for deleted in [false, true] {
        let item = two_versions(store, &scribe, &scope).await?;
        let other = scribe.remember(store, &scope, "drinks coffee").await?;
        if deleted {
            store.commit(writes([scribe.delete(&item)])).await?;
        }
        let changes = if deleted { 3 } else { 2 };
        assert_eq!(
            store.erase(&memory(&item), AT).await?,
            receipt(1, 2, changes, 1)
        );

        assert_eq!(store.get(&scope.namespace, &item.id).await?, None);
        assert!(store.versions(&scope.namespace, &item.id).await?.is_empty());
        assert!(store.history(&scope.namespace, &item.id).await?.is_empty());
        assert!(store.episodes(&item.sources).await?.is_empty());
        let found = store.candidates(&asked(&scope, "green tea")).await?;
        assert_eq!(found.lexical.document_frequency, [0, 0]);
        assert_eq!(
            store.list(&everything_of(&scope)).await?.items,
            std::slice::from_ref(&other)
        );
        let again = store.erase(&memory(&item), AT).await?;
        assert_eq!(
            (
                again.memories,
                again.versions,
                again.changes,
                again.episodes
            ),
            (0, 0, 0, 0)
        );
        store.erase(&memory(&other), AT).await?;
    }
    Ok(())
}

/// An episode goes with the last memory that came from it, old versions included.
pub async fn an_episode_stays_while_another_memory_came_from_it(
    store: &dyn MemoryStore,
) -> TestResult {
    let scribe = Scribe::of(store).await?;
    let scope = Scope::user("ann");
    let [shared, unused] = ["tea and coffee", "unused"].map(|it| scribe.episode(&scope, it));
    let mut tea = scribe.memory(&scope, "drinks tea");
    let mut coffee = scribe.memory(&scope, "drinks coffee");
    tea.sources = vec![shared.id.clone()];
    coffee.sources = vec![shared.id.clone()];
    let mut wine = scribe.next_version(&coffee, "drinks wine");
    wine.sources = Vec::new();
    let mut commit = writes([scribe.add(&tea), scribe.add(&coffee), scribe.update(&wine)]);
    commit.episodes = vec![shared, unused.clone()];
    store.commit(commit).await?;

    assert_eq!(store.erase(&memory(&tea), AT).await?, receipt(1, 1, 1, 0));
    assert_eq!(store.all_episodes(&scope, 0, 10).await?.len(), 2);
    assert_eq!(store.erase(&memory(&wine), AT).await?, receipt(1, 2, 2, 1));
    assert_eq!(store.all_episodes(&scope, 0, 10).await?, [unused]);
    Ok(())
}

/// A memory is erased only from where it lives.
pub async fn erasing_in_another_namespace_does_nothing(store: &dyn MemoryStore) -> TestResult {
    let scribe = Scribe::of(store).await?;
    let scope = Scope::user("ann");
    let item = two_versions(store, &scribe, &scope).await?;
    let elsewhere = Namespace::new("elsewhere");
    let erasures = [
        Erasure::Memory {
            namespace: elsewhere.clone(),
            memory_id: item.id.clone(),
        },
        Erasure::Scope(Scope {
            namespace: elsewhere,
            ..Scope::default()
        }),
        Erasure::Scope(Scope::user("bob")),
    ];
    for erasure in erasures {
        let nothing = store.erase(&erasure, AT).await?;
        assert_eq!((nothing.memories, nothing.versions), (0, 0), "{erasure:?}");
        assert_eq!((nothing.changes, nothing.episodes), (0, 0), "{erasure:?}");
    }
    assert_eq!(store.versions(&scope.namespace, &item.id).await?.len(), 2);
    assert_eq!(store.episodes(&item.sources).await?.len(), 1);
    Ok(())
}

/// A scope goes with everything narrower; wider scopes and others stay whole.
pub async fn an_erased_scope_leaves_others_alone(store: &dyn MemoryStore) -> TestResult {
    let scribe = Scribe::of(store).await?;
    let ann = Scope::user("ann");
    let monday = Scope {
        run_id: Some("monday".into()),
        ..ann.clone()
    };
    let bob = Scope::user("bob");
    two_versions(store, &scribe, &ann).await?;
    let narrow = two_versions(store, &scribe, &monday).await?;
    store.commit(writes([scribe.delete(&narrow)])).await?;
    two_versions(store, &scribe, &bob).await?;

    let erased = store.erase(&Erasure::Scope(monday.clone()), AT).await?;
    assert_eq!(erased, receipt(1, 2, 3, 1));
    assert!(store.changes(&monday, 0, 10).await?.is_empty());
    assert!(store.all_episodes(&monday, 0, 10).await?.is_empty());
    assert_eq!(store.list(&everything_of(&ann)).await?.total, 1);
    assert_eq!(
        store.erase(&Erasure::Scope(ann.clone()), AT).await?,
        receipt(1, 2, 2, 1)
    );
    assert_eq!(
        store.list(&everything_of(&Scope::default())).await?.total,
        1
    );
    assert_eq!(store.changes(&Scope::default(), 0, 10).await?.len(), 2);
    assert_eq!(store.all_episodes(&bob, 0, 10).await?.len(), 1);
    assert_eq!(store.candidates(&asked(&bob, "tea")).await?.hits.len(), 1);
    assert!(store.candidates(&asked(&ann, "tea")).await?.hits.is_empty());
    Ok(())
}

/// `Everything` empties all namespaces; the store can be used on.
pub async fn everything_can_be_erased(store: &dyn MemoryStore) -> TestResult {
    let scribe = Scribe::of(store).await?;
    let elsewhere = Scope {
        namespace: Namespace::new("elsewhere"),
        ..Scope::user("ann")
    };
    let scopes = [Scope::user("ann"), Scope::agent("tutor"), elsewhere];
    for scope in &scopes {
        two_versions(store, &scribe, scope).await?;
    }
    assert_eq!(
        store.erase(&Erasure::Everything, AT).await?,
        receipt(3, 6, 6, 3)
    );
    for scope in &scopes {
        assert_eq!(store.list(&everything_of(scope)).await?.total, 0);
        assert!(store.changes(scope, 0, 10).await?.is_empty());
        assert!(store.all_episodes(scope, 0, 10).await?.is_empty());
        assert!(
            store
                .candidates(&asked(scope, "tea"))
                .await?
                .hits
                .is_empty()
        );
    }
    let health = store.health().await?;
    assert_eq!(
        (health.versions, health.changes, health.episodes),
        (0, 0, 0)
    );
    let scribe = Scribe::of(store).await?;
    scribe.remember(store, &scopes[0], "begins anew").await?;
    assert_eq!(
        store
            .candidates(&asked(&scopes[0], "anew"))
            .await?
            .hits
            .len(),
        1
    );
    Ok(())
}

/// After an erasure sequences go on above all that ever were: readers of changes miss nothing.
pub async fn sequences_are_not_given_out_again(store: &dyn MemoryStore) -> TestResult {
    let scribe = Scribe::of(store).await?;
    let scope = Scope::user("ann");
    let item = scribe.memory(&scope, "drinks tea");
    let before = applied(&store.commit(writes([scribe.add(&item)])).await?)?[0];
    store.erase(&memory(&item), AT).await?;
    let item = scribe.memory(&scope, "drinks coffee");
    let after = applied(&store.commit(writes([scribe.add(&item)])).await?)?[0];
    assert!(before < after, "{before} was given out, then {after}");
    assert_eq!(store.changes(&scope, before, 10).await?.len(), 1);
    Ok(())
}
