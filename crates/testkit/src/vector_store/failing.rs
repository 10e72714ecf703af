//! A vector store that fails when the test says so.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use mem0_core::vector_store::{Capabilities, FoundPoint, Point, PointPage, PointQuery};
use mem0_core::{StoreError, VectorStore};

use super::PlainVectorStore;
use crate::lock;

type Result<T> = std::result::Result<T, StoreError>;

/// A call to a vector store.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Call {
    /// Of [`VectorStore::upsert`].
    Upsert,
    /// Of [`VectorStore::delete`].
    Delete,
    /// Of [`VectorStore::search`].
    Search,
    /// Of [`VectorStore::get`].
    Get,
    /// Of [`VectorStore::list`].
    List,
    /// Of [`VectorStore::clear`].
    Clear,
    /// Of [`VectorStore::close`].
    Close,
}

impl Call {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::Upsert,
        Self::Delete,
        Self::Search,
        Self::Get,
        Self::List,
        Self::Clear,
        Self::Close,
    ];
}

/// A [`PlainVectorStore`] with faults.
#[derive(Debug)]
pub struct FailingVectorStore {
    /// What is behind it.
    pub inner: Arc<PlainVectorStore>,
    down: Mutex<BTreeSet<Call>>,
    poison: Mutex<Option<String>>,
    calls: Mutex<Vec<Call>>,
}

impl FailingVectorStore {
    /// One that works, so far.
    pub fn around(inner: Arc<PlainVectorStore>) -> Self {
        Self {
            inner,
            down: Mutex::default(),
            poison: Mutex::default(),
            calls: Mutex::default(),
        }
    }

    /// From now on these calls fail, and no others.
    pub fn fail(&self, calls: impl IntoIterator<Item = Call>) {
        *lock(&self.down) = calls.into_iter().collect();
    }

    /// From now on points with this text are refused, and what is put with them.
    pub fn refuse(&self, text: &str) {
        *lock(&self.poison) = Some(text.to_owned());
    }

    /// The calls so far.
    pub fn calls(&self) -> Vec<Call> {
        lock(&self.calls).clone()
    }

    fn called(&self, call: Call) -> Result<()> {
        lock(&self.calls).push(call);
        if lock(&self.down).contains(&call) {
            return Err(self.failed("being down", format!("{call:?} is out of order")));
        }
        Ok(())
    }

    fn failed(&self, doing: &'static str, problem: String) -> StoreError {
        StoreError::VectorStore {
            store: self.inner.name(),
            doing,
            problem,
        }
    }
}

#[async_trait]
impl VectorStore for FailingVectorStore {
    fn name(&self) -> String {
        self.inner.name()
    }

    fn capabilities(&self) -> Capabilities {
        self.inner.capabilities()
    }

    async fn upsert(&self, points: &[Point]) -> Result<()> {
        self.called(Call::Upsert)?;
        let poison = lock(&self.poison).clone();
        if points
            .iter()
            .any(|point| Some(&point.text) == poison.as_ref())
        {
            return Err(self.failed("writing", "a point is refused".to_owned()));
        }
        self.inner.upsert(points).await
    }

    async fn delete(&self, ids: &[String]) -> Result<()> {
        self.called(Call::Delete)?;
        self.inner.delete(ids).await
    }

    async fn search(&self, query: &PointQuery) -> Result<Vec<FoundPoint>> {
        self.called(Call::Search)?;
        self.inner.search(query).await
    }

    async fn get(&self, ids: &[String]) -> Result<Vec<FoundPoint>> {
        self.called(Call::Get)?;
        self.inner.get(ids).await
    }

    async fn list(&self, after: Option<&str>, limit: usize) -> Result<PointPage> {
        self.called(Call::List)?;
        self.inner.list(after, limit).await
    }

    async fn clear(&self) -> Result<()> {
        self.called(Call::Clear)?;
        self.inner.clear().await
    }

    async fn close(&self) -> Result<()> {
        self.called(Call::Close)?;
        self.inner.close().await
    }
}
