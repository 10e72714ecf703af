//! The plainest vector store: a list in memory.

use std::collections::BTreeMap;
use std::sync::Mutex;

use async_trait::async_trait;
use mem0_core::vector::dot;
use mem0_core::vector_store::{Capabilities, Capability, FoundPoint, Point, PointPage, PointQuery};
use mem0_core::{StoreError, VectorStore};

use crate::lock;

type Result<T> = std::result::Result<T, StoreError>;

/// A [`VectorStore`] in memory that can do what the test says.
#[derive(Debug)]
pub struct PlainVectorStore {
    points: Mutex<BTreeMap<String, Point>>,
    can: Capabilities,
}

impl Default for PlainVectorStore {
    /// One that can do everything, as a server would.
    fn default() -> Self {
        Self::that_can(Capabilities {
            get: true,
            list: true,
            clear: true,
            lasting: true,
        })
    }
}

impl PlainVectorStore {
    /// One that can do this and no more.
    pub fn that_can(can: Capabilities) -> Self {
        Self {
            points: Mutex::default(),
            can,
        }
    }

    /// All points, in the order of their ids.
    pub fn points(&self) -> Vec<Point> {
        lock(&self.points).values().cloned().collect()
    }

    /// Another program puts a point there.
    pub fn put(&self, point: Point) {
        lock(&self.points).insert(point.id.clone(), point);
    }
}

fn found(point: &Point, score: Option<f32>) -> FoundPoint {
    FoundPoint {
        id: point.id.clone(),
        score,
        text: Some(point.text.clone()),
        payload: point.payload.clone(),
    }
}

#[async_trait]
impl VectorStore for PlainVectorStore {
    fn name(&self) -> String {
        "plain".to_owned()
    }

    fn capabilities(&self) -> Capabilities {
        self.can
    }

    async fn upsert(&self, points: &[Point]) -> Result<()> {
        points.iter().for_each(|point| self.put(point.clone()));
        Ok(())
    }

    async fn delete(&self, ids: &[String]) -> Result<()> {
        let mut points = lock(&self.points);
        for id in ids {
            points.remove(id);
        }
        Ok(())
    }

    /// As a database that knows nothing of scopes.
    async fn search(&self, query: &PointQuery) -> Result<Vec<FoundPoint>> {
        let points = lock(&self.points);
        let scored = points.values();
        let mut all: Vec<FoundPoint> = scored
            .map(|point| found(point, Some(dot(&point.vector, &query.vector))))
            .collect();
        all.sort_by(|one, other| {
            other
                .score
                .unwrap_or(0.0)
                .total_cmp(&one.score.unwrap_or(0.0))
        });
        all.truncate(query.limit);
        Ok(all)
    }

    async fn get(&self, ids: &[String]) -> Result<Vec<FoundPoint>> {
        if !self.can.get {
            return Err(Capability::Get.missing(self.name()));
        }
        let points = lock(&self.points);
        let known = ids.iter().filter_map(|id| points.get(id));
        Ok(known.map(|point| found(point, None)).collect())
    }

    async fn list(&self, after: Option<&str>, limit: usize) -> Result<PointPage> {
        if !self.can.list {
            return Err(Capability::List.missing(self.name()));
        }
        let points = lock(&self.points);
        let rest = points.values();
        let rest = rest.filter(|point| after.is_none_or(|after| point.id.as_str() > after));
        let page: Vec<FoundPoint> = rest.take(limit).map(|point| found(point, None)).collect();
        let next = page.last().filter(|_| page.len() == limit);
        Ok(PointPage {
            next: next.map(|last| last.id.clone()),
            points: page,
        })
    }

    async fn clear(&self) -> Result<()> {
        if !self.can.clear {
            return Err(Capability::Clear.missing(self.name()));
        }
        lock(&self.points).clear();
        Ok(())
    }
}
