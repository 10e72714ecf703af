//! The rules of vector stores: the plain store keeps them, whatever it can do, and a store with a
//! fault doesn't.

use async_trait::async_trait;
use mem0_core::vector_store::{Capabilities, FoundPoint, Point, PointPage, PointQuery};
use mem0_core::{StoreError, VectorStore};
use mem0_testkit::vector_store::check;
use mem0_testkit::{PlainVectorStore, TestResult};

type Result<T> = std::result::Result<T, StoreError>;

#[tokio::test]
async fn the_plain_store_keeps_the_rules_whatever_it_can_do() -> TestResult {
    for bits in 0..8_u8 {
        let can = Capabilities {
            get: bits & 1 > 0,
            list: bits & 2 > 0,
            clear: bits & 4 > 0,
            lasting: false,
        };
        check(|| PlainVectorStore::that_can(can)).await?;
    }
    Ok(())
}

/// What a store may do wrong.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Fault {
    AppendsWhatIsThere,
    RefusesToDeleteNobody,
    DeletesNothing,
    LosesPayloads,
    FindsTheFarthest,
    IgnoresTheLimit,
    RepeatsAPage,
    ClearsNothing,
    PromisesTooMuch,
    AnswersAnyway,
}

struct Faulty {
    inner: PlainVectorStore,
    fault: Fault,
}

impl Faulty {
    fn has(&self, fault: Fault) -> bool {
        self.fault == fault
    }

    fn failed(&self) -> StoreError {
        StoreError::VectorStore {
            store: self.name(),
            doing: "testing",
            problem: "it was told to fail".to_owned(),
        }
    }
}

#[async_trait]
impl VectorStore for Faulty {
    fn name(&self) -> String {
        self.inner.name()
    }

    fn capabilities(&self) -> Capabilities {
        let can = self.inner.capabilities();
        Capabilities {
            get: can.get && !self.has(Fault::AnswersAnyway),
            ..can
        }
    }

    async fn upsert(&self, points: &[Point]) -> Result<()> {
        for point in points {
            let mut point = point.clone();
            let ids = [point.id.clone()];
            if self.has(Fault::AppendsWhatIsThere) && !self.inner.get(&ids).await?.is_empty() {
                point.id.push('+');
            }
            if self.has(Fault::LosesPayloads) {
                point.payload.clear();
            }
            self.inner.put(point);
        }
        Ok(())
    }

    async fn delete(&self, ids: &[String]) -> Result<()> {
        if self.has(Fault::DeletesNothing) {
            return Ok(());
        }
        let known = self.inner.get(ids).await?;
        if self.has(Fault::RefusesToDeleteNobody) && known.len() < ids.len() {
            return Err(self.failed());
        }
        self.inner.delete(ids).await
    }

    async fn search(&self, query: &PointQuery) -> Result<Vec<FoundPoint>> {
        let mut query = query.clone();
        if self.has(Fault::IgnoresTheLimit) {
            query.limit += 1;
        }
        let mut found = self.inner.search(&query).await?;
        if self.has(Fault::FindsTheFarthest) {
            found.reverse();
        }
        Ok(found)
    }

    async fn get(&self, ids: &[String]) -> Result<Vec<FoundPoint>> {
        if self.has(Fault::PromisesTooMuch) {
            return Err(self.failed());
        }
        self.inner.get(ids).await
    }

    async fn list(&self, after: Option<&str>, limit: usize) -> Result<PointPage> {
        let mut page = self.inner.list(after, limit).await?;
        if self.has(Fault::RepeatsAPage) && after.is_some() {
            page.points.extend(self.inner.list(None, 1).await?.points);
        }
        Ok(page)
    }

    async fn clear(&self) -> Result<()> {
        if self.has(Fault::ClearsNothing) {
            return Ok(());
        }
        self.inner.clear().await
    }
}

#[tokio::test]
async fn every_fault_breaks_a_rule() {
    for fault in [
        Fault::AppendsWhatIsThere,
        Fault::RefusesToDeleteNobody,
        Fault::DeletesNothing,
        Fault::LosesPayloads,
        Fault::FindsTheFarthest,
        Fault::IgnoresTheLimit,
        Fault::RepeatsAPage,
        Fault::ClearsNothing,
        Fault::PromisesTooMuch,
        Fault::AnswersAnyway,
    ] {
        let checked = tokio::spawn(check(move || Faulty {
            inner: PlainVectorStore::default(),
            fault,
        }));
        let kept = matches!(checked.await, Ok(Ok(())));
        assert!(!kept, "{fault:?} goes unnoticed");
    }
}
