//! What is erased stands in no byte of the files.

use std::path::Path;
use std::time::Duration;

use mem0_core::memory_store::{
    Changes, Erasure, IndexEntry, ReadCandidates, ReadHistory, ReadMemories,
};
use mem0_core::{MemoryStore, Scope, StoreError};
use mem0_store::{Settings, SqliteStore};
use mem0_testkit::TestResult;
use mem0_testkit::scribe::{FIRST_MOMENT, Scribe, asked, entity, index_of, writes};

use crate::open;

/// Words that stand nowhere else.
const SECRET: &str = "Quecksilberdampflampe";

/// Settings of a store that soon stops waiting for others.
fn impatient() -> Settings {
    Settings {
        busy_timeout: Duration::from_millis(100),
        ..Settings::default()
    }
}

/// Files of this folder that hold these bytes.
fn files_with(folder: &Path, bytes: &[u8]) -> Vec<String> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let content = std::fs::read(&path).unwrap();
        if content.windows(bytes.len()).any(|it| it == bytes) {
            found.push(path.file_name().unwrap().to_string_lossy().into_owned());
        }
    }
    found
}

/// Remembers the secret in every place where a text can stand, between many other memories, with
/// deletions and updates that make pages move. Answers the memory's id.
async fn remember_secret(
    store: &SqliteStore,
    scribe: &Scribe,
    scope: &Scope,
) -> TestResult<String> {
    let episode = scribe.episode(scope, format!("I said: the {SECRET} is mine"));
    let mut item = scribe.memory(scope, format!("owns a {SECRET}"));
    item.metadata
        .insert("note".into(), format!("{SECRET} in metadata").into());
    item.categories = vec![format!("{SECRET} category")];
    item.actor_id = Some(format!("{SECRET} speaker"));
    item.sources = vec![episode.id.clone()];
    let named = entity(SECRET);
    let index = IndexEntry {
        entities: vec![named],
        ..index_of(&item.text)
    };
    let others = |what: &str| -> Vec<_> {
        (0..200)
            .map(|it| {
                scribe.memory(
                    &Scope::user("other"),
                    format!("{what} {it} ").repeat(it % 30 + 1),
                )
            })
            .collect()
    };
    let before = others("before");
    store
        .commit(writes(before.iter().map(|it| scribe.add(it))))
        .await?;
    store
        .commit(Changes {
            episodes: vec![episode],
            writes: vec![scribe.add_indexed(&item, index)],
        })
        .await?;
    store
        .commit(writes(others("after").iter().map(|it| scribe.add(it))))
        .await?;
    store
        .commit(writes(before.iter().step_by(3).map(|it| scribe.delete(it))))
        .await?;
    let next = scribe.next_version(&item, format!("sold the {SECRET}"));
    store.commit(writes([scribe.update(&next)])).await?;
    store.commit(writes([scribe.delete(&next)])).await?;
    Ok(item.id)
}

#[tokio::test]
async fn the_text_stands_in_no_byte_of_the_files() -> TestResult {
    for whole_scope in [false, true] {
        let folder = tempfile::tempdir()?;
        let (store, neighbour) = (open(folder.path()), open(folder.path()));
        let scribe = Scribe::of(&store).await?;
        let scope = Scope::user("ann");
        let memory_id = remember_secret(&store, &scribe, &scope).await?;
        neighbour.candidates(&asked(&scope, SECRET)).await?;
        assert!(!files_with(folder.path(), SECRET.as_bytes()).is_empty());

        let erasure = if whole_scope {
            Erasure::Scope(scope.clone())
        } else {
            Erasure::Memory {
                namespace: scope.namespace.clone(),
                memory_id: memory_id.clone(),
            }
        };
        let receipt = store.erase(&erasure, FIRST_MOMENT).await?;
        assert_eq!((receipt.memories, receipt.versions), (1, 2));
        assert_eq!((receipt.changes, receipt.episodes), (3, 1));
        assert_eq!(receipt.erased_at, Some(FIRST_MOMENT));
        for spelling in [SECRET.to_owned(), SECRET.to_lowercase(), memory_id.clone()] {
            let found = files_with(folder.path(), spelling.as_bytes());
            assert_eq!(found, [""; 0], "{spelling:?} still stands in files");
        }
        assert_eq!(store.history(&scope.namespace, &memory_id).await?, []);
        assert_eq!(store.health().await?.problems, [""; 0]);
        let others = neighbour
            .candidates(&asked(&Scope::user("other"), "after"))
            .await?;
        assert_eq!(others.lexical.documents, 400 - 67, "others are untouched");
    }
    Ok(())
}

#[tokio::test]
async fn everything_leaves_and_a_new_embedder_may_move_in() -> TestResult {
    let folder = tempfile::tempdir()?;
    let store = open(folder.path());
    let scribe = Scribe::of(&store).await?;
    remember_secret(&store, &scribe, &Scope::user("ann")).await?;
    let receipt = store.erase(&Erasure::Everything, FIRST_MOMENT).await?;
    assert_eq!((receipt.memories, receipt.episodes), (401, 1));
    assert_eq!(files_with(folder.path(), SECRET.as_bytes()), [""; 0]);
    assert_eq!(files_with(folder.path(), b"after 1"), [""; 0]);
    let health = store.health().await?;
    assert_eq!(
        (health.versions, health.changes, health.embedder),
        (0, 0, None)
    );
    assert_eq!(health.problems, [""; 0]);

    scribe
        .remember(&store, &Scope::user("ann"), "a new life")
        .await?;
    assert_eq!(
        store.embedder().await?,
        Some(mem0_testkit::scribe::identity())
    );
    Ok(())
}

#[tokio::test]
async fn an_erasure_held_up_by_a_reader_says_so_and_is_finished_later() -> TestResult {
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("mem0.db");
    let store = SqliteStore::open(&path, impatient())?;
    let scribe = Scribe::of(&store).await?;
    let scope = Scope::user("ann");
    let memory_id = remember_secret(&store, &scribe, &scope).await?;

    let reader = rusqlite::Connection::open(&path)?;
    reader.execute_batch("BEGIN; SELECT count(*) FROM versions;")?;
    let erasure = Erasure::Memory {
        namespace: scope.namespace.clone(),
        memory_id: memory_id.clone(),
    };
    let refused = store.erase(&erasure, FIRST_MOMENT).await;
    assert!(
        matches!(refused, Err(StoreError::Busy { .. })),
        "{refused:?}"
    );
    assert_eq!(
        store.versions(&scope.namespace, &memory_id).await?,
        [],
        "nobody sees it any more"
    );
    let problems = store.health().await?.problems;
    assert!(
        problems.iter().any(|it| it.contains("erasure")),
        "{problems:?}"
    );

    reader.execute_batch("COMMIT")?;
    let receipt = store.erase(&erasure, FIRST_MOMENT).await?;
    assert_eq!(receipt.memories, 0, "it was gone already");
    assert_eq!(files_with(folder.path(), SECRET.as_bytes()), [""; 0]);
    assert_eq!(store.health().await?.problems, [""; 0]);
    Ok(())
}

#[tokio::test]
async fn an_interrupted_erasure_is_finished_when_the_file_is_opened() -> TestResult {
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("mem0.db");
    let store = SqliteStore::open(&path, impatient())?;
    let scribe = Scribe::of(&store).await?;
    let scope = Scope::user("ann");
    remember_secret(&store, &scribe, &scope).await?;
    let reader = rusqlite::Connection::open(&path)?;
    reader.execute_batch("BEGIN; SELECT count(*) FROM versions;")?;
    let refused = store
        .erase(&Erasure::Scope(scope.clone()), FIRST_MOMENT)
        .await;
    assert!(
        matches!(refused, Err(StoreError::Busy { .. })),
        "{refused:?}"
    );
    reader.execute_batch("COMMIT")?;
    store.close().await?;
    drop(reader);

    let store = SqliteStore::open(&path, impatient())?;
    assert_eq!(files_with(folder.path(), SECRET.as_bytes()), [""; 0]);
    assert_eq!(store.health().await?.problems, [""; 0]);
    Ok(())
}
