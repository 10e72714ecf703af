//! A store over its life: what it tells of itself, its end, and a long mixed use of it.

use std::collections::BTreeSet;

use mem0_core::memory_store::{
    CandidateQuery, Changes, Erasure, ListQuery, Outcome, ReadMemories, View, Write,
};
use mem0_core::{MemoryItem, MemoryStore, Scope, StoreError};

use crate::arbitrary::{arbitrary_filter, arbitrary_item, samples};
use crate::scribe::{FIRST_MOMENT, Scribe, asked, current, everything_of, writes};
use crate::{ReferenceStore, TestResult};

/// `health` counts current memories, versions, changes, and episodes kept and pending.
pub async fn health_counts_what_is_there(store: &dyn MemoryStore) -> TestResult {
    let scribe = Scribe::of(store).await?;
    let scope = Scope::user("ann");
    let changed = scribe.remember(store, &scope, "one").await?;
    let deleted = scribe.remember(store, &Scope::user("bob"), "two").await?;
    scribe.remember(store, &scope, "three").await?;
    let next = scribe.next_version(&changed, "one, changed");
    let mut commit = writes([scribe.update(&next), scribe.delete(&deleted)]);
    commit.episodes = vec![
        scribe.episode(&scope, "pending"),
        scribe.episode(&scope, "done"),
    ];
    commit.episodes[1].extracted = true;
    store.commit(commit).await?;

    let health = store.health().await?;
    assert_eq!(
        (health.memories, health.versions, health.changes),
        (2, 4, 5)
    );
    assert_eq!((health.episodes, health.pending_episodes), (2, 1));
    assert!(health.problems.is_empty(), "{:?}", health.problems);
    assert!(health.format >= 1);
    Ok(())
}

/// What is noted under a name is told until it is written anew, whatever is erased meanwhile.
pub async fn a_note_is_kept_through_every_erasure(store: &dyn MemoryStore) -> TestResult {
    let scribe = Scribe::of(store).await?;
    scribe
        .remember(store, &Scope::user("ann"), "drinks tea")
        .await?;
    // The names are like those of what a store may know about itself.
    for name in ["embedder", "茶"] {
        assert_eq!(store.note(name).await?, None);
        store.keep_note(name, "first").await?;
        store.keep_note(name, "{\"茶\": 0.25}").await?;
    }
    assert!(store.embedder().await?.is_some());
    store.erase(&Erasure::Everything, FIRST_MOMENT).await?;
    for name in ["embedder", "茶"] {
        let note = store.note(name).await?;
        assert_eq!(note.as_deref(), Some("{\"茶\": 0.25}"));
    }
    assert_eq!(store.note("another").await?, None);
    Ok(())
}

/// After `close` every call is refused with [`StoreError::Closed`]; closing twice is fine.
pub async fn a_closed_store_says_so(store: &dyn MemoryStore) -> TestResult {
    let scribe = Scribe::of(store).await?;
    let scope = Scope::user("ann");
    let item = scribe.remember(store, &scope, "drinks tea").await?;
    store.close().await?;
    store.close().await?;
    let late = scribe.next_version(&item, "late");
    let answers = [
        store.get(&scope.namespace, &item.id).await.err(),
        store.list(&everything_of(&scope)).await.err(),
        store.candidates(&asked(&scope, "tea")).await.err(),
        store.history(&scope.namespace, &item.id).await.err(),
        store.all_episodes(&scope, 0, 10).await.err(),
        store.commit(writes([scribe.update(&late)])).await.err(),
        store.erase(&Erasure::Everything, FIRST_MOMENT).await.err(),
        store.embedder().await.err(),
        store.note("any").await.err(),
        store.keep_note("any", "late").await.err(),
    ];
    for answer in answers {
        assert!(matches!(answer, Some(StoreError::Closed)), "{answer:?}");
    }
    Ok(())
}

/// What one step of a life came to, as far as it must be the same everywhere. Sequences are not
/// compared: they may have gaps.
fn told(result: &Result<Vec<Outcome>, StoreError>) -> String {
    match result {
        Ok(outcomes) => outcomes
            .iter()
            .map(|outcome| match outcome {
                Outcome::Applied { .. } => "applied ",
                Outcome::Duplicate { .. } => "duplicate ",
            })
            .collect(),
        Err(StoreError::Conflict { memory_id }) => format!("conflict on {memory_id}"),
        Err(error) => format!("{error:?}"),
    }
}

/// Numbers that look thrown, the same in every run (an LCG; constants of Knuth's MMIX).
struct Dice(u64);

impl Dice {
    fn throw(&mut self, sides: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % sides.max(1)
    }
}

/// Hundreds of commits, good and bad ones, and erasures: every read agrees with the
/// [`ReferenceStore`]'s that lived the same life.
pub async fn a_long_mixed_life_ends_like_the_references(store: &dyn MemoryStore) -> TestResult {
    let scribe = Scribe::of(store).await?;
    let reference = ReferenceStore::new();
    Scribe::of(&reference).await?;
    let mut dice = Dice(42);
    // Every memory at its latest version, current or not.
    let mut items: Vec<MemoryItem> = Vec::new();
    let fresh = samples(arbitrary_item(), 300);
    for (step, template) in fresh.iter().enumerate() {
        let mut changes = Changes::default();
        for _ in 0..=dice.throw(3) {
            changes
                .writes
                .push(any_write(&scribe, &mut dice, &mut items, template));
        }
        if dice.throw(3) == 0 {
            let mut said = scribe.episode(&template.scope, template.text.clone());
            said.extracted = dice.throw(2) == 0;
            changes.episodes.push(said);
        }
        let answers = (
            store.commit(changes.clone()).await,
            reference.commit(changes).await,
        );
        assert_eq!(told(&answers.0), told(&answers.1), "step {step}");
        items.retain(|item| item.version > 0);
        for item in &mut items {
            let versions = reference.versions(&item.scope.namespace, &item.id).await?;
            item.version = versions.last().map_or(0, |last| last.version);
        }
        if dice.throw(40) == 0 {
            let erasure = if dice.throw(2) == 0 {
                Erasure::Scope(Scope {
                    run_id: None,
                    ..template.scope.clone()
                })
            } else {
                let chosen = &items[dice.throw(items.len())];
                Erasure::Memory {
                    namespace: chosen.scope.namespace.clone(),
                    memory_id: chosen.id.clone(),
                }
            };
            let receipts = (
                store.erase(&erasure, FIRST_MOMENT).await?,
                reference.erase(&erasure, FIRST_MOMENT).await?,
            );
            assert_eq!(receipts.0, receipts.1, "step {step}: {erasure:?}");
        }
        if step % 25 == 24 {
            agree(store, &reference, &items).await?;
        }
    }
    agree(store, &reference, &items).await
}

/// An addition, update or deletion, sometimes of a wrong version. Additions are entered in `items`.
fn any_write(
    scribe: &Scribe,
    dice: &mut Dice,
    items: &mut Vec<MemoryItem>,
    template: &MemoryItem,
) -> Write {
    let known = (!items.is_empty()).then(|| items[dice.throw(items.len())].clone());
    match (known, dice.throw(10)) {
        (Some(mut known), 4..=6) => {
            known.version -= u32::from(dice.throw(8) == 0 && known.version > 1);
            let next = scribe.next_version(&known, template.text.clone());
            scribe.update(&next)
        }
        (Some(mut known), 7..=8) => {
            known.version += u32::from(dice.throw(8) == 0);
            scribe.delete(&known)
        }
        (Some(known), 9) => {
            let again = scribe.next_version(&known, known.text.clone());
            scribe.add(&again)
        }
        (_, throw) => {
            let mut item = scribe.memory(&template.scope, template.text.clone());
            item.metadata.clone_from(&template.metadata);
            item.expires_on = template.expires_on;
            items.push(item.clone());
            if throw % 2 == 0 {
                scribe.add_unless_known(&item)
            } else {
                scribe.add(&item)
            }
        }
    }
}

/// Every read of the two stores gives the same.
async fn agree(
    store: &dyn MemoryStore,
    reference: &ReferenceStore,
    items: &[MemoryItem],
) -> TestResult {
    let reference: &dyn MemoryStore = reference;
    for item in items {
        let (namespace, id) = (&item.scope.namespace, item.id.as_str());
        assert_eq!(
            store.get(namespace, id).await?,
            reference.get(namespace, id).await?
        );
        assert_eq!(
            store.versions(namespace, id).await?,
            reference.versions(namespace, id).await?
        );
        let histories = (
            store.history(namespace, id).await?,
            reference.history(namespace, id).await?,
        );
        let rows = |history: Vec<mem0_core::Change>| -> Vec<_> {
            history
                .into_iter()
                .map(|row| mem0_core::Change { sequence: 0, ..row })
                .collect()
        };
        assert_eq!(rows(histories.0), rows(histories.1));
    }
    let scopes: BTreeSet<_> = items
        .iter()
        .map(|item| (item.scope.namespace.clone(), item.scope.user_id.clone()))
        .collect();
    let moment = items.get(items.len() / 2).map(|item| item.created_at);
    for (place, (namespace, user_id)) in scopes.into_iter().enumerate() {
        let scope = Scope {
            namespace,
            user_id,
            ..Scope::default()
        };
        let filter = samples(arbitrary_filter(), place + 1).pop();
        let views = [
            current(),
            View {
                as_of: moment,
                ..current()
            },
        ];
        for view in views {
            let query = ListQuery {
                filter: filter.clone(),
                view: view.clone(),
                ..everything_of(&scope)
            };
            let pages = (store.list(&query).await?, reference.list(&query).await?);
            assert_eq!(pages.0.items, pages.1.items, "{query:?}");
            let question = CandidateQuery {
                filter: filter.clone(),
                view,
                pool: 10_000,
                ..asked(&scope, "Ann drinks tea 喝茶")
            };
            assert_eq!(
                recalled(store, &question).await?,
                recalled(reference, &question).await?,
                "{question:?}"
            );
        }
        let said = (
            store.pending_episodes(&scope).await?,
            reference.pending_episodes(&scope).await?,
        );
        assert_eq!(said.0, said.1);
    }
    let healths = (store.health().await?, reference.health().await?);
    assert_eq!(
        (
            healths.0.memories,
            healths.0.versions,
            healths.0.changes,
            healths.0.episodes
        ),
        (
            healths.1.memories,
            healths.1.versions,
            healths.1.changes,
            healths.1.episodes
        )
    );
    Ok(())
}

/// The candidates with all that they tell, sorted, and the statistics.
async fn recalled(store: &dyn MemoryStore, question: &CandidateQuery) -> TestResult<Vec<String>> {
    let found = store.candidates(question).await?;
    let mut told = Vec::new();
    for hit in &found.hits {
        let (_, item) = store.fetch(&[hit.key]).await?.remove(0);
        let cosine = (hit.dense.unwrap_or(-9.0) * 1_000.0).round();
        told.push(format!(
            "{} v{} {cosine} {:?} {}",
            item.id, item.version, hit.term_counts, hit.length
        ));
    }
    told.sort();
    told.push(format!(
        "{} {:?}",
        found.lexical.documents, found.lexical.document_frequency
    ));
    Ok(told)
}
