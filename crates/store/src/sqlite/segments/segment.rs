//! The current rows of one owner, laid out for scanning.

use std::sync::{Arc, Mutex};

use mem0_core::{Filter, Namespace, ScopeId};
use rusqlite::Row;

use super::bitmap::Bitmap;
use super::names::Names;
use super::postings::Postings;
use super::runs::Runs;
use super::vectors::Vectors;
use crate::sqlite::codes;
use crate::sqlite::failure::Failure;
use crate::sqlite::filter_sql::Where;
use crate::sqlite::scopes::text;

/// Whose rows: everybody's in a namespace, or those that have one id.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Owner {
    pub(super) namespace: Namespace,
    pub(super) id: Option<(ScopeId, String)>,
}

impl Owner {
    /// The rows of this owner as a condition of SQL.
    pub(super) fn condition(&self) -> Where {
        self.written("")
    }

    /// The same, beside something that narrows better: no index is to be chosen for it.
    pub(super) fn condition_beside(&self) -> Where {
        self.written("+")
    }

    fn written(&self, plus: &str) -> Where {
        let mut condition = Where::default();
        condition.and(
            &format!("{plus}namespace = ?"),
            [text(self.namespace.as_str())],
        );
        if let Some((id, value)) = &self.id {
            condition.and(&format!("{plus}{} = ?", id.name()), [text(value)]);
        }
        condition
    }
}

/// Which state of the file a segment shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Mark {
    pub(super) epoch: i64,
    /// The last change of history.
    pub(super) sequence: i64,
}

/// Rows laid out for scanning; a row's place in one column is its place in all.
#[derive(Debug)]
pub(super) struct Segment {
    pub(super) mark: Mark,
    /// Beyond so many rows vectors are sketched.
    whole: usize,
    pub(super) vectors: Vectors,
    /// Keys of the versions, ascending.
    pub(super) keys: Vec<i64>,
    pub(super) lengths: Vec<u32>,
    pub(super) features: Vec<u32>,
    pub(super) aspects: Vec<u64>,
    pub(super) occurred: Vec<i64>,
    pub(super) created: Vec<i64>,
    /// The four ids, in the order of [`ScopeId::ALL`].
    pub(super) ids: [Vec<u32>; 4],
    speakers: Vec<u32>,
    /// How many rows that are alive each name spoke.
    spoken: Vec<u32>,
    pub(super) names: Names,
    pub(super) runs: Runs,
    /// Rows that expire, with their last day.
    pub(super) expiring: Vec<(u32, i64)>,
    /// Spans of time that rows speak of, in order of the rows.
    pub(super) spans: Vec<(u32, i64, i64)>,
    pub(super) terms: Postings,
    pub(super) entities: Postings,
    /// Rows that are no longer current.
    pub(super) dead: Bitmap,
    pub(super) dead_rows: usize,
    /// Rows that pass a filter, for the filters that were asked last.
    pub(super) filtered: Mutex<Vec<(Filter, Arc<Bitmap>)>>,
}

/// The place of `run_id` in [`ScopeId::ALL`].
pub(super) const RUN: usize = ScopeId::Run as usize;

/// The columns of `recall` from which [`Segment::push`] reads.
pub(super) const COLUMNS: &str = "row, length, features, occurred_at, created_at, expires_on, \
     user_id, agent_id, run_id, app_id, actor_id, times, entities, terms, scale, vector, aspects";

impl Segment {
    /// A segment without rows, with room for so many.
    pub(super) fn empty(mark: Mark, dimensions: usize, rows: usize, whole: usize) -> Self {
        Self {
            mark,
            whole,
            vectors: Vectors::empty(dimensions, rows, whole),
            keys: Vec::with_capacity(rows),
            lengths: Vec::with_capacity(rows),
            features: Vec::with_capacity(rows),
            aspects: Vec::with_capacity(rows),
            occurred: Vec::with_capacity(rows),
            created: Vec::with_capacity(rows),
            ids: std::array::from_fn(|_| Vec::with_capacity(rows)),
            speakers: Vec::with_capacity(rows),
            spoken: Vec::new(),
            names: Names::default(),
            runs: Runs::default(),
            expiring: Vec::new(),
            spans: Vec::new(),
            terms: Postings::default(),
            entities: Postings::default(),
            dead: Bitmap::default(),
            dead_rows: 0,
            filtered: Mutex::default(),
        }
    }

    /// How many rows there are, dead ones included.
    pub(super) fn rows(&self) -> usize {
        self.keys.len()
    }

    /// Adds a row from the columns [`COLUMNS`]; keys must come in ascending order. `false`: its
    /// vector doesn't fit here, and nothing was added.
    pub(super) fn push(&mut self, row: &Row<'_>) -> Result<bool, Failure> {
        let vector = row
            .get_ref(15)?
            .as_bytes_or_null()
            .map_err(rusqlite::Error::from)?;
        if vector.is_some_and(|planes| planes.len() != 2 * self.vectors.dimensions()) {
            return Ok(false);
        }
        let place = self.rows() as u32;
        let key = row.get(0)?;
        if self.keys.last().is_some_and(|last| *last >= key) {
            return Err(Failure::Damaged(
                "keys of versions are out of order".to_owned(),
            ));
        }
        self.keys.push(key);
        self.lengths.push(row.get(1)?);
        self.features.push(row.get(2)?);
        self.aspects.push(row.get::<_, i64>(16)? as u64);
        self.occurred.push(row.get(3)?);
        self.created.push(row.get(4)?);
        if let Some(last_day) = row.get::<_, Option<i64>>(5)? {
            self.expiring.push((place, last_day));
        }
        for (column, numbers) in self.ids.iter_mut().chain([&mut self.speakers]).enumerate() {
            let name = row
                .get_ref(6 + column)?
                .as_str_or_null()
                .map_err(rusqlite::Error::from)?;
            let before = numbers.last().copied().unwrap_or_default();
            numbers.push(self.names.number(name, before));
        }
        let speaker = self.speakers[place as usize] as usize;
        if speaker >= self.spoken.len() {
            self.spoken.resize(speaker + 1, 0);
        }
        self.spoken[speaker] += 1;
        self.runs
            .push(self.ids[RUN][place as usize], self.lengths[place as usize]);
        let blob = |column| -> Result<&[u8], Failure> {
            let bytes = row
                .get_ref(column)?
                .as_bytes_or_null()
                .map_err(rusqlite::Error::from)?;
            Ok(bytes.unwrap_or_default())
        };
        codes::decode_spans(blob(11)?, |start, end| self.spans.push((place, start, end)))?;
        codes::decode_numbers(blob(12)?, |it| self.entities.push_entry(it as u64, 1))?;
        self.entities.end_row();
        codes::decode_terms(blob(13)?, |term, count| self.terms.push_entry(term, count))?;
        self.terms.end_row();
        self.vectors.push(vector, row.get(14)?, self.whole);
        self.dead.push(false);
        Ok(true)
    }

    /// Who said what this row says.
    pub(super) fn speaker(&self, row: usize) -> Option<&Arc<str>> {
        self.names.name(self.speakers[row])
    }

    /// Who said anything that is current, each once.
    pub(super) fn speakers(&self) -> Vec<Arc<str>> {
        let spoken = self.spoken.iter().zip(0..).filter(|(rows, _)| **rows > 0);
        let named = spoken.filter_map(|(_, number)| self.names.name(number));
        named.cloned().collect()
    }

    /// Marks the row with this key as no longer current.
    pub(super) fn bury(&mut self, key: i64) {
        if let Ok(row) = self.keys.binary_search(&key)
            && !self.dead.contains(row)
        {
            self.dead.set(row);
            self.dead_rows += 1;
            self.spoken[self.speakers[row] as usize] -= 1;
            self.runs.bury(self.ids[RUN][row], self.lengths[row]);
        }
    }

    /// Bytes that it takes, about.
    pub(super) fn bytes(&self) -> usize {
        self.vectors.bytes()
            + self.rows() * (8 + 4 + 4 + 8 + 8 + 8 + 4 * 5)
            + self.expiring.capacity() * 16
            + self.spans.capacity() * 24
            + self.names.bytes()
            + self.runs.bytes()
            + self.terms.bytes()
            + self.entities.bytes()
            + self.dead.bytes()
    }
}
