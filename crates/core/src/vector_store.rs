//! What we want of a database that keeps vectors, and little more.
//!
//! A [`VectorStore`] is one collection of [`Point`]s: an id, a vector, a text, a payload, and whose
//! it is. It is not asked for versions, history, words or exact filters: `mem0-store` pairs it with
//! a store that has all that, and the two together are a
//! [`MemoryStore`](crate::memory_store::MemoryStore). So the whole of an adapter is five methods,
//! of which only three must work; what else it can do it says in its [`Capabilities`].
//!
//! What every implementation must keep to stands at the methods, and `mem0_testkit::vector_store`
//! checks it:
//!
//! - **Everything may come twice.** A delivery is repeated after a crash or a failure, so putting a
//!   point that is there and deleting one that isn't are no errors.
//! - **Nothing is trusted to isolate.** Whoever asks compares scope and filter of every point that
//!   comes back; a store hands them on to its database where that finds more of the right ones.
//! - **Points of others are welcome.** Programs that share the collection put in what they like; a
//!   point without a payload that we understand is handed out as it is, and left alone.
//!
//! Where a payload's names come from, and how a memory is read from one: [`payload`].

pub mod payload;

use async_trait::async_trait;

use crate::error::StoreError;
use crate::filter::Filter;
use crate::memory::Metadata;
use crate::scope::Scope;

type Result<T> = std::result::Result<T, StoreError>;

/// A memory as a vector store keeps it.
#[derive(Debug, Clone, PartialEq)]
pub struct Point {
    /// The memory's id: most often a UUID, but nothing promises that.
    pub id: String,
    /// Whose it is; the payload says it too, for databases without a better place for it.
    pub scope: Scope,
    /// The embedding, of length 1.
    pub vector: Vec<f32>,
    /// The memory's text; `data` in the payload.
    pub text: String,
    /// What is kept beside the vector, with the original's names; see [`payload`].
    pub payload: Metadata,
}

/// A point that was found. What the database doesn't tell is left out.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct FoundPoint {
    /// Its id.
    pub id: String,
    /// How near it is, if it was searched for: greater is nearer, on a scale of the database's own.
    pub score: Option<f32>,
    /// Its text.
    pub text: Option<String>,
    /// What is kept beside the vector; empty where the database doesn't tell.
    pub payload: Metadata,
}

/// What to look for.
#[derive(Debug, Clone)]
pub struct PointQuery {
    /// The question's embedding, of length 1.
    pub vector: Vec<f32>,
    /// Whose points. The namespace needs no heeding: a vector store is one collection.
    pub scope: Scope,
    /// Which of them.
    pub filter: Option<Filter>,
    /// How many at most.
    pub limit: usize,
}

/// A page of all points.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct PointPage {
    /// The points of this page.
    pub points: Vec<FoundPoint>,
    /// Where the next page begins; `None` after the last one.
    pub next: Option<String>,
}

/// What a vector store can do beyond what it must. A method that stands here as absent answers
/// [`StoreError::Unsupported`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Capabilities {
    /// [`VectorStore::get`]: points by their ids.
    pub get: bool,
    /// [`VectorStore::list`]: all points, a page at a time.
    pub list: bool,
    /// [`VectorStore::clear`]: all points away at once.
    pub clear: bool,
    /// Whether points outlive the process.
    pub lasting: bool,
}

/// What can be absent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Capability {
    /// [`VectorStore::search`] by a vector.
    Search,
    /// [`VectorStore::delete`].
    Delete,
    /// [`VectorStore::get`].
    Get,
    /// [`VectorStore::list`].
    List,
    /// [`VectorStore::clear`].
    Clear,
}

impl Capability {
    /// What can't be done, in words that follow "can't".
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Search => "be searched by a vector",
            Self::Delete => "delete points",
            Self::Get => "get points by their ids",
            Self::List => "list its points",
            Self::Clear => "be cleared",
        }
    }

    /// The error of a store that lacks it.
    pub fn missing(self, store: impl Into<String>) -> StoreError {
        StoreError::Unsupported {
            store: store.into(),
            capability: self.as_str(),
        }
    }
}

/// A collection of vectors.
#[async_trait]
pub trait VectorStore: Send + Sync {
    /// What it is called in errors and logs, such as `langchain/Chroma`; without addresses and keys.
    fn name(&self) -> String;

    /// What it can do. The same for as long as it lives.
    fn capabilities(&self) -> Capabilities;

    /// Puts points in place, in any order; a point whose id is there is replaced as a whole. Ids
    /// within one call are distinct. Afterwards a search may take a moment to see them.
    ///
    /// # Errors
    /// Some may be in place then; the call can be repeated.
    async fn upsert(&self, points: &[Point]) -> Result<()>;

    /// Takes points away; those that aren't there are no error.
    ///
    /// # Errors
    /// Some may be gone then; the call can be repeated.
    async fn delete(&self, ids: &[String]) -> Result<()>;

    /// The points nearest to a vector, nearest first. Points outside scope and filter may be among
    /// them, but must not keep out those within if the database can tell them apart.
    ///
    /// # Errors
    /// The database failed, or the vector's length is not that of its points.
    async fn search(&self, query: &PointQuery) -> Result<Vec<FoundPoint>>;

    /// Points by their ids, in any order; those that aren't there are left out.
    ///
    /// # Errors
    /// It can't, or the database failed.
    async fn get(&self, ids: &[String]) -> Result<Vec<FoundPoint>> {
        let _ = ids;
        Err(Capability::Get.missing(self.name()))
    }

    /// A page of all points, at most `limit`, each point on one page; `after` is where the page
    /// before said that this one begins.
    ///
    /// # Errors
    /// It can't, or the database failed.
    async fn list(&self, after: Option<&str>, limit: usize) -> Result<PointPage> {
        let _ = (after, limit);
        Err(Capability::List.missing(self.name()))
    }

    /// Takes all points away, whoever put them there; the collection stays and can be used.
    ///
    /// # Errors
    /// It can't, or the database failed.
    async fn clear(&self) -> Result<()> {
        Err(Capability::Clear.missing(self.name()))
    }

    /// Lets go of connections. Closing again does nothing.
    ///
    /// # Errors
    /// The database failed while closing.
    async fn close(&self) -> Result<()> {
        Ok(())
    }
}
