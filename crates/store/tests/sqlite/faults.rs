//! Files, folders and disks that are not as they should be: a clear error, and nothing is lost.

use std::path::Path;

use mem0_core::memory_store::ReadMemories;
use mem0_core::{MemoryStore, Scope, StoreError};
use mem0_store::{Durability, Settings, SqliteStore};
use mem0_testkit::TestResult;
use mem0_testkit::scribe::{Scribe, everything_of, writes};

use crate::open;

fn refused(path: &Path) -> StoreError {
    SqliteStore::open(path, Settings::default()).expect_err("it must be refused")
}

#[tokio::test]
async fn folders_are_made_and_the_file_is_its_owners_only() -> TestResult {
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("a/b c/记忆/mem0.db");
    let store = SqliteStore::open(&path, Settings::default())?;
    Scribe::default()
        .remember(&store, &Scope::user("ann"), "some words")
        .await?;
    #[cfg(unix)]
    for file in [
        path.clone(),
        path.with_extension("db-wal"),
        path.with_extension("db-shm"),
    ] {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(
            std::fs::metadata(&file)?.permissions().mode() & 0o777,
            0o600,
            "{file:?}"
        );
    }
    store.close().await?;
    let store = SqliteStore::open(&path, Settings::default())?;
    assert_eq!(store.health().await?.memories, 1);
    Ok(())
}

#[tokio::test]
async fn both_durabilities_keep_what_they_are_told() -> TestResult {
    for durability in [Durability::Normal, Durability::Full] {
        let folder = tempfile::tempdir()?;
        let path = folder.path().join("mem0.db");
        let store = SqliteStore::open(
            &path,
            Settings {
                durability,
                ..Settings::default()
            },
        )?;
        Scribe::default()
            .remember(&store, &Scope::user("ann"), "some words")
            .await?;
        drop(store);
        assert_eq!(open(folder.path()).health().await?.memories, 1);
        assert_eq!(Durability::from_name(durability.as_str()), Some(durability));
    }
    Ok(())
}

#[tokio::test]
async fn a_newer_format_is_refused_in_words() -> TestResult {
    let folder = tempfile::tempdir()?;
    let store = open(folder.path());
    Scribe::default()
        .remember(&store, &Scope::user("ann"), "some words")
        .await?;
    store.close().await?;
    let path = folder.path().join("mem0.db");
    let connection = rusqlite::Connection::open(&path)?;
    connection.pragma_update(None, "user_version", 99)?;
    drop(connection);
    let before = std::fs::read(&path)?;
    let error = refused(&path);
    assert!(
        matches!(error, StoreError::NewerFormat { found: 99, .. }),
        "{error:?}"
    );
    assert!(error.to_string().contains("newer version"), "{error}");
    assert_eq!(std::fs::read(&path)?, before, "the file is left as it is");
    Ok(())
}

#[test]
fn what_is_no_store_is_left_as_it_is() -> TestResult {
    let folder = tempfile::tempdir()?;
    let text = folder.path().join("letter.txt");
    std::fs::write(&text, "Dear Ann,\n".repeat(300))?;
    let short = folder.path().join("short.txt");
    std::fs::write(&short, "Hi")?;
    let other = folder.path().join("other.db");
    rusqlite::Connection::open(&other)?.execute_batch("CREATE TABLE recipes(name TEXT);")?;
    let marked = folder.path().join("marked.db");
    rusqlite::Connection::open(&marked)?.execute_batch("PRAGMA application_id = 7;")?;
    for path in [text, short, other, marked] {
        let before = std::fs::read(&path)?;
        let error = refused(&path);
        assert!(
            matches!(error, StoreError::Corrupt { .. }),
            "{path:?}: {error:?}"
        );
        assert_eq!(std::fs::read(&path)?, before, "{path:?} was touched");
    }
    Ok(())
}

#[test]
fn an_empty_file_becomes_a_store() -> TestResult {
    let folder = tempfile::tempdir()?;
    std::fs::write(folder.path().join("mem0.db"), "")?;
    open(folder.path());
    Ok(())
}

#[tokio::test]
async fn damage_is_told_and_never_a_panic() -> TestResult {
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("mem0.db");
    let store = open(folder.path());
    let scribe = Scribe::of(&store).await?;
    let scope = Scope::user("ann");
    let many: Vec<_> = (0..500)
        .map(|it| scribe.memory(&scope, format!("words of {it}")))
        .collect();
    store
        .commit(writes(many.iter().map(|it| scribe.add(it))))
        .await?;
    store.close().await?;
    let whole = std::fs::read(&path)?;
    let mut told = 0;
    for page in (1..whole.len() / 4096).step_by(7) {
        let mut broken = whole.clone();
        broken[page * 4096..][..4096].fill(0x5a);
        std::fs::write(&path, &broken)?;
        let store = match SqliteStore::open(&path, Settings::default()) {
            Ok(store) => store,
            Err(StoreError::Corrupt { .. }) => {
                told += 1;
                continue;
            }
            Err(other) => panic!("page {page}: {other:?}"),
        };
        let listed = store.list(&everything_of(&scope)).await;
        let found = mem0_core::memory_store::ReadCandidates::candidates(
            &store,
            &mem0_testkit::scribe::asked(&scope, "words"),
        )
        .await;
        for error in [listed.err(), found.err()].into_iter().flatten() {
            assert!(
                matches!(error, StoreError::Corrupt { .. }),
                "page {page}: {error:?}"
            );
        }
        match store.health().await {
            Ok(health) => told += usize::from(!health.problems.is_empty()),
            Err(StoreError::Corrupt { .. }) => told += 1,
            Err(other) => panic!("page {page}: {other:?}"),
        }
    }
    assert_eq!(
        told,
        (1..whole.len() / 4096).step_by(7).count(),
        "health sees every damage"
    );
    let half = &whole[..whole.len() / 2];
    std::fs::write(&path, half)?;
    match SqliteStore::open(&path, Settings::default()) {
        Err(StoreError::Corrupt { .. }) => {}
        Err(other) => panic!("{other:?}"),
        Ok(store) => {
            let listed = store.list(&everything_of(&scope)).await;
            assert!(
                matches!(listed, Err(StoreError::Corrupt { .. })),
                "{listed:?}"
            );
        }
    }
    Ok(())
}

#[test]
fn a_path_that_cannot_be_is_an_error_that_names_it() -> TestResult {
    let folder = tempfile::tempdir()?;
    std::fs::write(folder.path().join("file"), "")?;
    for path in [folder.path().join("file/mem0.db"), folder.path().to_owned()] {
        let error = refused(&path);
        assert!(
            matches!(error, StoreError::Open { .. }),
            "{path:?}: {error:?}"
        );
        assert!(
            error.to_string().contains(&*path.to_string_lossy()),
            "{error}"
        );
    }
    Ok(())
}

/// Whoever runs the tests as root can write everywhere, so a folder that refuses everybody is
/// looked for.
#[cfg(target_os = "linux")]
#[test]
fn a_read_only_folder_is_told() {
    let error = refused(Path::new("/proc/self/mem0/mem0.db"));
    assert!(
        matches!(error, StoreError::Open { .. } | StoreError::ReadOnly { .. }),
        "{error:?}"
    );
}

#[cfg(unix)]
#[tokio::test]
async fn a_read_only_file_is_told() -> TestResult {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir()?;
    let store = open(folder.path());
    store.close().await?;
    let path = folder.path().join("mem0.db");
    let set = |file: u32, of_folder: u32| -> std::io::Result<()> {
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(file))?;
        std::fs::set_permissions(folder.path(), std::fs::Permissions::from_mode(of_folder))
    };
    set(0o400, 0o500)?;
    let can_write_anyway = std::fs::OpenOptions::new().append(true).open(&path).is_ok();
    let opened = SqliteStore::open(&path, Settings::default());
    set(0o600, 0o700)?;
    match opened {
        Ok(_) => assert!(can_write_anyway, "only root may"),
        Err(error) => assert!(matches!(error, StoreError::ReadOnly { .. }), "{error:?}"),
    }
    Ok(())
}

#[tokio::test]
async fn a_full_disk_keeps_nothing_of_the_commit_and_all_before_it() -> TestResult {
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("mem0.db");
    let settings = Settings {
        max_bytes: Some(600 * 1024),
        ..Settings::default()
    };
    let store = SqliteStore::open(&path, settings)?;
    let scribe = Scribe::of(&store).await?;
    let scope = Scope::user("ann");
    let mut kept = 0;
    let error = loop {
        let two = [(); 2].map(|()| scribe.memory(&scope, "many words ".repeat(200)));
        match store
            .commit(writes(two.iter().map(|it| scribe.add(it))))
            .await
        {
            Ok(_) => kept += 2,
            Err(error) => break error,
        }
        assert!(kept < 10_000, "the disk never filled");
    };
    assert!(matches!(error, StoreError::Full { .. }), "{error:?}");
    assert!(kept > 0);
    assert_eq!(store.list(&everything_of(&scope)).await?.total, kept);
    assert_eq!(store.health().await?.problems, [""; 0]);
    store.close().await?;
    // With room again, it goes on.
    let store = open(folder.path());
    scribe.remember(&store, &scope, "one more").await?;
    assert_eq!(store.list(&everything_of(&scope)).await?.total, kept + 1);
    Ok(())
}

#[tokio::test]
async fn a_closed_store_refuses_everything_and_closes_twice() -> TestResult {
    let folder = tempfile::tempdir()?;
    let store = open(folder.path());
    let clone = store.clone();
    store.close().await?;
    store.close().await?;
    let refused = clone.list(&everything_of(&Scope::user("ann"))).await;
    assert!(matches!(refused, Err(StoreError::Closed)), "{refused:?}");
    let names: Vec<_> = std::fs::read_dir(folder.path())?
        .map(|it| it.map(|it| it.file_name()))
        .collect::<Result<_, _>>()?;
    assert_eq!(names, ["mem0.db"], "no journal is left behind");
    Ok(())
}
