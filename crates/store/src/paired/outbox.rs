//! What the store beside a vector store must do beyond being a store.

use std::collections::BTreeSet;

use async_trait::async_trait;
use mem0_core::memory_store::{MemoryStore, VersionKey};
use mem0_core::vector_store::Point;
use mem0_core::{Namespace, StoreError};

type Result<T> = std::result::Result<T, StoreError>;

/// Memories that a vector store has still to be told of, as they are now.
#[derive(Debug, Clone, Default)]
pub struct Parcel {
    /// The last entry that it answers; the next parcel begins after it.
    pub last: i64,
    /// Points that should be there, each with the version that it is.
    pub points: Vec<(VersionKey, Point)>,
    /// Ids of points that should not.
    pub gone: Vec<String>,
}

impl Parcel {
    /// Whether nothing is to be delivered.
    pub fn is_empty(&self) -> bool {
        self.points.is_empty() && self.gone.is_empty()
    }
}

/// A store that notes, in the transaction of every change, which memories a vector store has still
/// to be told of: a process that is killed between the two loses nothing.
#[async_trait]
pub trait Outbox: MemoryStore {
    /// Begins to note the changes of a namespace, for good: also those that are made while no
    /// vector store is at hand. The first time, all that is there is noted; answers whether this
    /// was the first time.
    async fn open_outbox(&self, namespace: &Namespace) -> Result<bool>;

    /// Notes all that is there: for a vector store that lost its points.
    async fn redeliver(&self, namespace: &Namespace) -> Result<()>;

    /// What is to be delivered, from up to `limit` entries after this one; 0: from the first.
    async fn undelivered(&self, namespace: &Namespace, after: i64, limit: usize) -> Result<Parcel>;

    /// Takes off the list what of this parcel was not changed since it was read.
    async fn delivered(&self, namespace: &Namespace, parcel: &Parcel) -> Result<()>;

    /// Takes memories off the list that came from the vector store and are as they came.
    async fn pass_over(&self, namespace: &Namespace, ids: &[String]) -> Result<()>;

    /// Which of these memories are to be delivered: what the vector store has of them is out of date.
    async fn are_waiting(&self, namespace: &Namespace, ids: &[String]) -> Result<BTreeSet<String>>;

    /// How many memories are to be delivered.
    async fn waiting(&self, namespace: &Namespace) -> Result<usize>;

    /// Ids of the newest memories that were delivered, at most `limit`.
    async fn newest_delivered(&self, namespace: &Namespace, limit: usize) -> Result<Vec<String>>;
}
