//! A vector store with a file beside it: the rules of every store, and what must be true when
//! either of the two fails.

#![expect(clippy::unwrap_used, reason = "a test that can't go on says where")]

mod behaviour;
mod delivering;
mod failing;
mod strangers;

use std::sync::Arc;

use mem0_core::memory_store::{Erasure, MemoryStore, ReadMemories};
use mem0_core::{MemoryItem, Namespace, Scope, VectorStore};
use mem0_store::{PairedStore, Settings, SqliteStore};
use mem0_testkit::scribe::{FIRST_MOMENT, Scribe, everything_of, vector_of, writes};
use mem0_testkit::vector_store::everything;
use mem0_testkit::{FailingVectorStore, PlainVectorStore, TestResult};

/// A side in memory.
fn side() -> Arc<SqliteStore> {
    Arc::new(SqliteStore::in_memory(Settings::default()).unwrap())
}

/// A vector store that can do everything, with faults that a test may switch on.
fn vectors() -> Arc<FailingVectorStore> {
    Arc::new(FailingVectorStore::around(Arc::default()))
}

/// The two together.
async fn pair(side: &Arc<SqliteStore>, vectors: &Arc<FailingVectorStore>) -> PairedStore {
    PairedStore::open(side.clone(), vectors.clone(), Namespace::default())
        .await
        .unwrap()
}

/// Holds the vector store to what the side says: a point for each current memory, and no other.
async fn assert_in_line(side: &dyn MemoryStore, vectors: &PlainVectorStore) -> TestResult {
    let page = side.list(&everything_of(&Scope::default())).await?;
    let mut current: Vec<(String, String)> = page
        .items
        .into_iter()
        .map(|item| (item.id, item.text))
        .collect();
    current.sort();
    let points: Vec<(String, String)> = vectors
        .points()
        .into_iter()
        .map(|point| (point.id, point.text))
        .collect();
    assert_eq!(points, current);
    Ok(())
}
