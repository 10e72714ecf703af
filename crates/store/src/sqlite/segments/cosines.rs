//! How close rows are to a question, exactly.

use std::collections::HashMap;

use rusqlite::{CachedStatement, Connection, OptionalExtension};

use super::best::Best;
use super::bitmap::Bitmap;
use super::segment::Segment;
use super::vectors::{Asked, Vectors};
use crate::sqlite::codes;
use crate::sqlite::failure::Failure;

/// The cosines of one question with rows of a segment. What is not in RAM is read from the file,
/// once.
pub(super) struct Cosines<'a> {
    segment: &'a Segment,
    asked: Option<&'a Asked<'a>>,
    /// Reads a vector by its key.
    statement: CachedStatement<'a>,
    read: HashMap<u32, Option<f32>>,
}

impl<'a> Cosines<'a> {
    /// None computed yet.
    pub(super) fn new(
        snapshot: &'a Connection,
        segment: &'a Segment,
        asked: Option<&'a Asked<'a>>,
    ) -> Result<Self, Failure> {
        let sql = "SELECT scale, vector FROM recall WHERE row = ? AND vector IS NOT NULL";
        Ok(Self {
            segment,
            asked,
            statement: snapshot.prepare_cached(sql)?,
            read: HashMap::new(),
        })
    }

    /// The cosine, to 1e-5; `None` if the question or the row has no vector.
    pub(super) fn of(&mut self, row: u32) -> Result<Option<f32>, Failure> {
        let Some(asked) = self.asked else {
            return Ok(None);
        };
        if let Vectors::Whole(vectors) = &self.segment.vectors {
            return Ok(vectors.cosine(asked, row as usize));
        }
        if let Some(cosine) = self.read.get(&row) {
            return Ok(*cosine);
        }
        let cosine = self
            .statement
            .query_row([self.segment.keys[row as usize]], |columns| {
                let scale: f32 = columns.get(0)?;
                let (coarse, fine) = codes::planes(columns.get_ref(1)?.as_bytes()?);
                let number = |byte: u8| f32::from(byte as i8);
                Ok(codes::product(asked.exact, coarse, fine, number) * scale)
            })
            .optional()?;
        self.read.insert(row, cosine);
        Ok(cosine)
    }

    /// The `pool` rows with the highest cosine among those that the mask lets through.
    pub(super) fn nearest(
        &mut self,
        mask: Option<&Bitmap>,
        pool: usize,
    ) -> Result<Vec<u32>, Failure> {
        let Some(asked) = self.asked else {
            return Ok(Vec::new());
        };
        let mut near = self.segment.vectors.near(asked, mask, pool);
        // Neighbours in the file are read from the same page.
        near.sort_unstable();
        let mut best = Best::new(pool);
        for row in near {
            if let Some(cosine) = self.of(row)? {
                best.offer(cosine, row);
            }
        }
        Ok(best.into_rows().collect())
    }
}
