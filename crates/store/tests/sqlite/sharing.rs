//! Several handles on one file, in one process or in several.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use mem0_core::memory_store::{Action, Erasure, ReadCandidates, ReadHistory, ReadMemories};
use mem0_core::{EmbedderIdentity, MemoryStore, Scope, StoreError};
use mem0_store::{Settings, SqliteStore};
use mem0_testkit::TestResult;
use mem0_testkit::scribe::{Scribe, applied, asked, everything_of, identity, index_of, writes};

use crate::{open, settings};

#[tokio::test]
async fn a_second_handle_sees_every_commit_in_its_next_search() -> TestResult {
    let folder = tempfile::tempdir()?;
    let (here, there) = (open(folder.path()), open(folder.path()));
    let scribe = Scribe::of(&here).await?;
    let scope = Scope::user("ann");
    let mut known = Vec::new();
    for round in 0..50 {
        let item = scribe
            .remember(&here, &scope, &format!("drink number{round}"))
            .await?;
        let found = there
            .candidates(&asked(&scope, &format!("number{round}")))
            .await?;
        assert_eq!(found.lexical.documents, known.len() + 1, "round {round}");
        assert_eq!(found.lexical.document_frequency, [1]);
        known.push(item);
        if round % 3 == 2 {
            let gone = known.remove(0);
            there.commit(writes([scribe.delete(&gone)])).await?;
            let found = here.candidates(&asked(&scope, &gone.text)).await?;
            assert_eq!(found.lexical.documents, known.len());
            let last = found.lexical.document_frequency.last();
            assert_eq!(last, Some(&0), "{} is gone", gone.text);
        }
    }
    assert_eq!(there.list(&everything_of(&scope)).await?.total, known.len());
    Ok(())
}

#[tokio::test]
async fn a_segment_far_behind_is_read_anew() -> TestResult {
    let folder = tempfile::tempdir()?;
    let (here, there) = (open(folder.path()), open(folder.path()));
    let scribe = Scribe::of(&here).await?;
    let scope = Scope::user("ann");
    scribe.remember(&here, &scope, "first words").await?;
    assert_eq!(
        there
            .candidates(&asked(&scope, "words"))
            .await?
            .lexical
            .documents,
        1
    );
    let many: Vec<_> = (0..3000)
        .map(|it| scribe.memory(&scope, format!("words of {it}")))
        .collect();
    here.commit(writes(many.iter().map(|it| scribe.add(it))))
        .await?;
    assert_eq!(
        there
            .candidates(&asked(&scope, "words"))
            .await?
            .lexical
            .documents,
        3001
    );
    here.commit(writes(many.iter().map(|it| scribe.delete(it))))
        .await?;
    assert_eq!(
        there
            .candidates(&asked(&scope, "words"))
            .await?
            .lexical
            .documents,
        1
    );
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_handles_write_and_search_at_once_and_lose_nothing() -> TestResult {
    const EACH: usize = 150;
    let folder = tempfile::tempdir()?;
    let scope = Scope::user("ann");
    let work = |who: &'static str, first: u64| {
        let store = open(folder.path());
        let scope = scope.clone();
        tokio::spawn(async move {
            let scribe = Scribe {
                ids: mem0_testkit::SequentialIds::from(first),
                ..Scribe::default()
            };
            let mut last = 0;
            for round in 0..EACH {
                let item = scribe.memory(&scope, format!("{who} says {round}"));
                let outcome = store.commit(writes([scribe.add(&item)])).await?;
                let sequence = applied(&outcome)?[0];
                assert!(sequence > last, "sequences grow");
                last = sequence;
                let found = store.candidates(&asked(&scope, "says")).await?;
                assert!(found.lexical.documents > round, "sees at least its own");
                assert_eq!(found.lexical.document_frequency, [found.lexical.documents]);
            }
            TestResult::Ok(())
        })
    };
    let (one, other) = (work("one", 1), work("other", 1_000_000));
    one.await??;
    other.await??;
    let store = open(folder.path());
    assert_eq!(store.list(&everything_of(&scope)).await?.total, 2 * EACH);
    let changes = store.changes(&scope, 0, 1000).await?;
    assert_eq!(changes.len(), 2 * EACH);
    assert!(changes.is_sorted_by(|a, b| a.sequence < b.sequence));
    assert_eq!(store.health().await?.problems, [""; 0]);
    Ok(())
}

#[tokio::test]
async fn many_searches_at_once_agree() -> TestResult {
    let folder = tempfile::tempdir()?;
    let store = open(folder.path());
    let scribe = Scribe::of(&store).await?;
    for user in 0..8 {
        for memory in 0..20 {
            let scope = Scope::user(format!("user{user}"));
            scribe
                .remember(&store, &scope, &format!("fact {memory} of {user}"))
                .await?;
        }
    }
    let searches = (0..64).map(|it| {
        let store = store.clone();
        tokio::spawn(async move {
            let scope = Scope::user(format!("user{}", it % 8));
            store
                .candidates(&asked(&scope, "fact"))
                .await
                .map(|it| it.lexical.documents)
        })
    });
    for search in searches.collect::<Vec<_>>() {
        assert_eq!(search.await??, 20);
    }
    Ok(())
}

#[tokio::test]
async fn segments_that_do_not_fit_are_read_again() -> TestResult {
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("mem0.db");
    let store = SqliteStore::open(
        path,
        Settings {
            cache_bytes: 1,
            ..settings()
        },
    )?;
    let scribe = Scribe::of(&store).await?;
    let scopes = ["ann", "bob", "cid"].map(Scope::user);
    for scope in &scopes {
        scribe.remember(&store, scope, "some words").await?;
    }
    for _ in 0..3 {
        for scope in &scopes {
            let found = store.candidates(&asked(scope, "words")).await?;
            assert_eq!(found.lexical.documents, 1);
            assert_eq!(found.hits.len(), 1);
        }
    }
    Ok(())
}

#[tokio::test]
async fn a_writer_that_is_kept_waiting_says_busy() -> TestResult {
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("mem0.db");
    let patience = Duration::from_millis(100);
    let store = SqliteStore::open(
        &path,
        Settings {
            busy_timeout: patience,
            ..Settings::default()
        },
    )?;
    let scribe = Scribe::of(&store).await?;
    let item = scribe.memory(&Scope::user("ann"), "some words");
    let elsewhere = rusqlite::Connection::open(&path)?;
    elsewhere.execute_batch("BEGIN IMMEDIATE")?;
    match store.commit(writes([scribe.add(&item)])).await {
        Err(StoreError::Busy { waited }) => assert_eq!(waited, patience),
        other => panic!("{other:?}"),
    }
    assert_eq!(
        store.list(&everything_of(&item.scope)).await?.total,
        0,
        "reading goes on"
    );
    elsewhere.execute_batch("ROLLBACK")?;
    store.commit(writes([scribe.add(&item)])).await?;
    Ok(())
}

#[tokio::test]
async fn a_handle_with_the_old_embedder_is_refused_after_another_took_over() -> TestResult {
    let folder = tempfile::tempdir()?;
    let (old, new) = (open(folder.path()), open(folder.path()));
    let scribe = Scribe::of(&old).await?;
    let scope = Scope::user("ann");
    scribe.remember(&old, &scope, "some words").await?;
    assert_eq!(old.candidates(&asked(&scope, "words")).await?.hits.len(), 1);

    let better = EmbedderIdentity {
        model: "better".to_owned(),
        ..identity()
    };
    let texts = new.outdated_texts(&better, None, 10).await?;
    let vectors = texts
        .iter()
        .map(|it| (it.key, index_of(&it.text).vector))
        .collect();
    new.stage_vectors(&better, vectors).await?;
    new.adopt(&better).await?;

    let item = scribe.memory(&scope, "more words");
    let refused = old.commit(writes([scribe.add(&item)])).await;
    assert!(
        matches!(refused, Err(StoreError::OtherEmbedder { .. })),
        "{refused:?}"
    );
    let refused = old.candidates(&asked(&scope, "words")).await;
    assert!(
        matches!(refused, Err(StoreError::OtherEmbedder { .. })),
        "{refused:?}"
    );
    assert_eq!(new.candidates(&asked(&scope, "words")).await?.hits.len(), 1);
    new.commit(writes([scribe.add(&item)])).await?;
    Ok(())
}

#[tokio::test]
async fn a_memory_that_changes_its_scope_leaves_the_old_one() -> TestResult {
    let folder = tempfile::tempdir()?;
    let store = open(folder.path());
    let scribe = Scribe::of(&store).await?;
    let (ann, bob) = (Scope::user("ann"), Scope::user("bob"));
    let item = scribe.remember(&store, &ann, "some words").await?;
    for scope in [&ann, &bob] {
        store.candidates(&asked(scope, "words")).await?;
    }
    let mut moved = scribe.next_version(&item, "some words");
    moved.scope = bob.clone();
    store.commit(writes([scribe.update(&moved)])).await?;
    assert_eq!(
        store
            .candidates(&asked(&ann, "words"))
            .await?
            .lexical
            .documents,
        0
    );
    assert_eq!(
        store
            .candidates(&asked(&bob, "words"))
            .await?
            .lexical
            .documents,
        1
    );
    Ok(())
}

#[tokio::test]
async fn an_import_is_seen_and_keeps_everything() -> TestResult {
    let folder = tempfile::tempdir()?;
    let (here, there) = (open(folder.path()), open(folder.path()));
    let scribe = Scribe::of(&here).await?;
    let scope = Scope::user("ann");
    let item = scribe.remember(&here, &scope, "old words").await?;
    let newer = scribe.next_version(&item, "new words");
    here.commit(writes([scribe.update(&newer)])).await?;
    let versions = here.versions(&scope.namespace, &item.id).await?;
    let changes = here.history(&scope.namespace, &item.id).await?;

    let other = tempfile::tempdir()?;
    let (copy, copy_there) = (open(other.path()), open(other.path()));
    let scribe = Scribe::of(&copy).await?;
    assert_eq!(
        copy_there
            .candidates(&asked(&scope, "words"))
            .await?
            .lexical
            .documents,
        0
    );
    let import = |versions: &[mem0_core::MemoryItem], changes: &[mem0_core::Change]| {
        let indexed = versions.iter().map(|it| (it.clone(), index_of(&it.text)));
        scribe.write(Action::Import {
            versions: indexed.collect(),
            changes: changes.to_vec(),
        })
    };
    copy.commit(writes([import(&versions, &changes)])).await?;
    assert_eq!(copy.versions(&scope.namespace, &item.id).await?, versions);
    assert_eq!(copy.history(&scope.namespace, &item.id).await?, changes);
    let found = copy_there.candidates(&asked(&scope, "words")).await?;
    assert_eq!(found.lexical.documents, 1, "the log tells of it");

    let again = copy.commit(writes([import(&versions, &changes)])).await?;
    assert!(applied(&again).is_err(), "it is there already");

    let mut silent = versions[1].clone();
    silent.id = "00000000-0000-0000-0000-00000000ffff".to_owned();
    copy.commit(writes([import(&[silent], &[])])).await?;
    let found = copy_there.candidates(&asked(&scope, "words")).await?;
    assert_eq!(found.lexical.documents, 2, "also without history");
    drop(there);
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn many_handles_open_a_new_file_at_once() -> TestResult {
    for _ in 0..5 {
        let folder = tempfile::tempdir()?;
        let path = folder.path().join("mem0.db");
        let openings: Vec<_> = (0..8)
            .map(|number| {
                let path = path.clone();
                tokio::task::spawn_blocking(move || {
                    SqliteStore::open(path, settings()).map(|store| (number, store))
                })
            })
            .collect();
        let mut stores = Vec::new();
        for opening in openings {
            stores.push(opening.await??);
        }
        for (number, store) in &stores {
            let ids = mem0_testkit::SequentialIds::from(number * 1000 + 1);
            let scribe = Scribe {
                ids,
                ..Scribe::default()
            };
            scribe
                .remember(store, &Scope::user("ann"), "some words")
                .await?;
        }
        let listed = stores[0]
            .1
            .list(&everything_of(&Scope::user("ann")))
            .await?;
        assert_eq!(listed.total, stores.len());
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn erasing_and_searching_at_once_disturb_nobody() -> TestResult {
    let folder = tempfile::tempdir()?;
    let (store, neighbour) = (open(folder.path()), open(folder.path()));
    let scribe = Scribe::of(&store).await?;
    let scope = Scope::user("ann");
    let mut known = Vec::new();
    for number in 0..30 {
        known.push(
            scribe
                .remember(&store, &scope, &format!("fact {number}"))
                .await?,
        );
    }
    let done = Arc::new(AtomicBool::new(false));
    let searches: Vec<_> = [store.clone(), neighbour.clone(), neighbour.clone()]
        .into_iter()
        .map(|store| {
            let (scope, done) = (scope.clone(), done.clone());
            tokio::spawn(async move {
                let mut last = usize::MAX;
                while !done.load(Ordering::Relaxed) {
                    let found = store.candidates(&asked(&scope, "fact")).await?;
                    assert!(
                        found.lexical.documents <= last,
                        "what was erased never comes back"
                    );
                    last = found.lexical.documents;
                }
                TestResult::Ok(())
            })
        })
        .collect();
    for item in known.iter().take(10) {
        let namespace = scope.namespace.clone();
        let erasure = Erasure::Memory {
            namespace,
            memory_id: item.id.clone(),
        };
        assert_eq!(store.erase(&erasure, item.created_at).await?.memories, 1);
    }
    done.store(true, Ordering::Relaxed);
    for search in searches {
        search.await??;
    }
    let found = neighbour.candidates(&asked(&scope, "fact")).await?;
    assert_eq!(found.lexical.documents, 20);
    Ok(())
}
