//! A vector database and a file beside it, as one store.
//!
//! The file (the *side*) has everything: memories with their versions, words, history, messages,
//! and its own codes of the vectors, so recall is as exact as it is with the file alone. The vector
//! store has a [`Point`](mem0_core::vector_store::Point) for each current memory, for whoever else
//! reads it, and may hold points of other programs, which are memories too.
//!
//! **Writing** goes to the side first. In the same transaction the side notes which memories the
//! vector store has to be told of (its [`Outbox`]); then they are delivered. A process that is
//! killed between the two, or a vector store that is down, delays the delivery to the next commit
//! or the next opening, and loses nothing. What is delivered is the state of a memory when it is
//! delivered, not the change that was made: a delivery may be repeated, and comes in any order.
//!
//! **Searching** asks the side alone. What another program put into the vector store is handed to
//! the engine as [`strangers`](mem0_core::MemoryStore::strangers), which embeds and imports it: taking in
//! needs an embedder and the language of texts, and a store knows neither. From then on they are
//! found, listed and changed like the rest; their points stay as they are until then.
//!
//! | module | question it answers |
//! | --- | --- |
//! | `outbox` | what must the side do? |
//! | `delivery` | how does the vector store come to know? |
//! | `strangers` | who put what there? |
//! | `reading`, `writing` | how is it a store? |

mod delivery;
mod outbox;
mod reading;
mod strangers;
mod writing;

use std::collections::BTreeMap;
use std::fmt;
use std::sync::atomic::AtomicU64;
use std::sync::{Arc, Mutex};
use std::time::Instant;

use mem0_core::memory_store::{ListQuery, View};
use mem0_core::{Date, Namespace, Scope, StoreError, VectorStore};

pub use self::outbox::{Outbox, Parcel};

type Result<T> = std::result::Result<T, StoreError>;

/// How many memories the vector store is asked for when a file is opened beside it.
const SAMPLE: usize = 20;

/// A vector store with a side, as one [`MemoryStore`](mem0_core::MemoryStore).
///
/// The vector store is one collection, so it stands for one namespace; memories of others are kept
/// at the side alone.
pub struct PairedStore {
    side: Arc<dyn Outbox>,
    vectors: Arc<dyn VectorStore>,
    namespace: Namespace,
    /// Deliveries take turns.
    turn: tokio::sync::Mutex<()>,
    /// Why the last delivery failed, if it did.
    failure: Mutex<Option<String>>,
    /// When the vector store last failed to answer a question.
    silent_since: Mutex<Option<Instant>>,
    /// Ids of strangers that were handed out and have not come back, each with the number of
    /// erasures that had begun by then.
    met: Mutex<BTreeMap<String, u64>>,
    /// How many erasures have begun.
    erasures: tokio::sync::RwLock<u64>,
    /// How many of them have ended, also by being cut off.
    erased: AtomicU64,
}

impl fmt::Debug for PairedStore {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("PairedStore")
            .field("vectors", &self.vectors.name())
            .field("namespace", &self.namespace)
            .finish_non_exhaustive()
    }
}

impl PairedStore {
    /// Pairs them, looks whether they belong together, and delivers what is waiting. A vector store
    /// that can't be asked or told now is no error: it is tried again with the next commit.
    ///
    /// # Errors
    /// The side failed; [`StoreError::OtherPoints`]: the side has memories that a vector store which
    /// outlives processes should know, and it knows none of the newest.
    pub async fn open(
        side: Arc<dyn Outbox>,
        vectors: Arc<dyn VectorStore>,
        namespace: Namespace,
    ) -> Result<Self> {
        let paired = Self {
            side,
            vectors,
            namespace,
            turn: tokio::sync::Mutex::default(),
            failure: Mutex::default(),
            silent_since: Mutex::default(),
            met: Mutex::default(),
            erasures: tokio::sync::RwLock::default(),
            erased: AtomicU64::default(),
        };
        let new = paired.side.open_outbox(&paired.namespace).await?;
        if !new {
            paired.compare().await?;
        }
        paired.try_to_deliver().await?;
        Ok(paired)
    }

    /// Whether no current memory of the namespace is at the side.
    ///
    /// # Errors
    /// The side failed.
    pub async fn is_empty(&self) -> Result<bool> {
        let everything = ListQuery {
            scope: self.everything(),
            filter: None,
            view: View {
                show_expired: true,
                ..View::current(Date::MIN)
            },
            offset: 0,
            limit: 0,
        };
        Ok(self.side.list(&everything).await?.total == 0)
    }

    fn everything(&self) -> Scope {
        Scope {
            namespace: self.namespace.clone(),
            ..Scope::default()
        }
    }

    /// Looks whether side and vector store belong together.
    async fn compare(&self) -> Result<()> {
        let newest = self.side.newest_delivered(&self.namespace, SAMPLE).await?;
        if newest.is_empty() || !self.vectors.capabilities().get {
            return Ok(());
        }
        match self.vectors.get(&newest).await {
            Ok(known) if known.is_empty() && self.forgets().await => {
                self.side.redeliver(&self.namespace).await
            }
            Ok(known) if known.is_empty() => Err(StoreError::OtherPoints {
                store: self.vectors.name(),
                path: self.side.health().await?.location,
            }),
            Ok(_) => Ok(()),
            Err(error) => {
                tracing::warn!(%error, "the vector store can't be compared with the file beside it");
                Ok(())
            }
        }
    }

    /// Whether it is right that the vector store knows nothing: it lives in this process only, and
    /// nobody has put anything into it yet.
    async fn forgets(&self) -> bool {
        let can = self.vectors.capabilities();
        if can.lasting {
            return false;
        }
        !can.list || matches!(self.vectors.list(None, 1).await, Ok(page) if page.points.is_empty())
    }
}
