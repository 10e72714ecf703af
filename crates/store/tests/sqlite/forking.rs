//! No file is open while the process forks.

use std::time::Duration;

use mem0_core::memory_store::ReadMemories;
use mem0_core::{MemoryStore, Scope};
use mem0_store::sqlite::forking;
use mem0_store::{Settings, SqliteStore};
use mem0_testkit::TestResult;
use mem0_testkit::scribe::{Scribe, everything_of, writes};

use crate::open;

/// Whether a connection is open: the log and its index are there as long as one is.
fn in_use(folder: &std::path::Path) -> bool {
    folder.join("mem0.db-wal").exists() || folder.join("mem0.db-shm").exists()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_resting_store_has_no_file_open_and_goes_on_afterwards() -> TestResult {
    let folder = tempfile::tempdir()?;
    let store = open(folder.path());
    let scribe = Scribe::of(&store).await?;
    let ann = Scope::user("ann");
    let bees = scribe.memory(&ann, "Ann keeps bees");
    store.commit(writes([scribe.add(&bees)])).await?;
    assert!(in_use(folder.path()));
    let rest = forking::rest().await;
    assert!(!in_use(folder.path()));
    let waiting = tokio::spawn({
        let honey = scribe.memory(&ann, "Ann sells honey");
        let (store, written) = (store.clone(), writes([scribe.add(&honey)]));
        async move { store.commit(written).await }
    });
    tokio::time::sleep(Duration::from_millis(50)).await;
    assert!(!waiting.is_finished() && !in_use(folder.path()));
    drop(rest);
    waiting.await??;
    assert!(in_use(folder.path()));
    store.close().await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_closed_store_stays_closed() -> TestResult {
    let folder = tempfile::tempdir()?;
    let store = open(folder.path());
    let scribe = Scribe::of(&store).await?;
    store.close().await?;
    drop(forking::rest().await);
    let refused = store
        .commit(writes([
            scribe.add(&scribe.memory(&Scope::user("ann"), "Ann keeps bees"))
        ]))
        .await;
    assert!(refused.is_err());
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_store_in_memory_keeps_what_it_holds() -> TestResult {
    let store = SqliteStore::in_memory(Settings::default())?;
    let scribe = Scribe::of(&store).await?;
    let ann = Scope::user("ann");
    scribe.remember(&store, &ann, "Ann keeps bees").await?;
    drop(forking::rest().await);
    let kept = store.list(&everything_of(&ann)).await?;
    assert_eq!(kept.items.len(), 1);
    Ok(())
}
