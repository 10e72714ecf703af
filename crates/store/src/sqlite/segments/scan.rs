//! What each signal brings in.

use mem0_core::StoreError;
use mem0_core::memory_store::{CandidateQuery, LexicalStatistics, TimeSpan};
use mem0_text::{Bm25, idf};

use super::best::Best;
use super::bitmap::Bitmap;
use super::census::Census;
use super::names::NOBODY;
use super::postings::Occurrences;
use super::segment::{RUN, Segment};
use crate::sqlite::codes::{FINE, quantize};
use crate::sqlite::failure::Failure;
use crate::sqlite::rows::microseconds;
use crate::sqlite::simd;

/// A question's embedding, ready to be compared.
pub(super) struct Asked<'a> {
    exact: &'a [f32],
    scale: f32,
    coarse: Vec<i8>,
}

impl<'a> Asked<'a> {
    /// Refuses a vector that doesn't fit the segment's. A segment without vectors fits all.
    pub(super) fn new(segment: &Segment, vector: &'a [f32]) -> Result<Self, Failure> {
        let expected = segment.dimensions;
        if expected != 0 && vector.len() != expected {
            return Err(StoreError::Dimensions {
                expected,
                found: vector.len(),
            }
            .into());
        }
        let (scale, mut coarse) = quantize(vector);
        coarse.resize(segment.stride, 0);
        Ok(Self {
            exact: vector,
            scale,
            coarse,
        })
    }
}

impl Segment {
    /// The cosine, to 1e-5; `None` if the row has no vector.
    pub(super) fn cosine(&self, asked: &Asked<'_>, row: usize) -> Option<f32> {
        let scale = self.scales[row];
        if scale.is_nan() {
            return None;
        }
        let coarse = &self.coarse[row * self.stride..][..self.dimensions];
        let fine = &self.fine[row * self.dimensions..][..self.dimensions];
        let mut lanes = [0.0_f32; 16];
        let (asked, asked_rest) = asked.exact.as_chunks::<16>();
        let (coarse, coarse_rest) = coarse.as_chunks::<16>();
        let (fine, fine_rest) = fine.as_chunks::<16>();
        for ((asked, coarse), fine) in asked.iter().zip(coarse).zip(fine) {
            for lane in 0..16 {
                let number = f32::from(coarse[lane]) + f32::from(fine[lane]) * (1.0 / FINE);
                lanes[lane] += asked[lane] * number;
            }
        }
        let rest = asked_rest
            .iter()
            .zip(coarse_rest)
            .zip(fine_rest)
            .map(|((asked, c), f)| asked * (f32::from(*c) + f32::from(*f) * (1.0 / FINE)));
        Some((lanes.iter().sum::<f32>() + rest.sum::<f32>()) * scale)
    }

    /// The cosine to two digits; below every cosine if the row has no vector.
    fn near_cosine(&self, asked: &Asked<'_>, row: usize) -> f32 {
        let coarse = &self.coarse[row * self.stride..][..self.stride];
        weighted(
            simd::product(&asked.coarse, coarse),
            self.scales[row] * asked.scale,
        )
    }

    /// The `pool` rows with the highest cosine.
    pub(super) fn nearest(
        &self,
        asked: &Asked<'_>,
        mask: Option<&Bitmap>,
        pool: usize,
    ) -> Vec<u32> {
        if self.dimensions == 0 || pool == 0 {
            return Vec::new();
        }
        // More than asked for, because the rough order is not quite the right one.
        let mut near = Best::new(pool.saturating_add(pool / 2).saturating_add(16));
        match mask.filter(|mask| mask.count() * 4 < self.rows()) {
            Some(mask) => {
                for row in mask.iter() {
                    let cosine = self.near_cosine(asked, row);
                    if cosine > NO_VECTOR {
                        near.offer(cosine, row as u32);
                    }
                }
            }
            None => self.scan_all(asked, mask, &mut near),
        }
        let mut best = Best::new(pool);
        for row in near.into_rows() {
            if let Some(cosine) = self.cosine(asked, row as usize) {
                best.offer(cosine, row);
            }
        }
        best.into_rows().collect()
    }

    fn scan_all(&self, asked: &Asked<'_>, mask: Option<&Bitmap>, near: &mut Best) {
        const BLOCK: usize = 256;
        let mut products = [0_i32; BLOCK];
        let blocks = self
            .coarse
            .chunks(BLOCK * self.stride)
            .zip(self.scales.chunks(BLOCK));
        for (block, (coarse, scales)) in blocks.enumerate() {
            simd::products(&asked.coarse, coarse, &mut products);
            for (place, (product, scale)) in products.iter().zip(scales).enumerate() {
                let cosine = weighted(*product, scale * asked.scale);
                if near.wants(cosine) && cosine > NO_VECTOR {
                    let row = block * BLOCK + place;
                    if mask.is_none_or(|mask| mask.contains(row)) {
                        near.offer(cosine, row as u32);
                    }
                }
            }
        }
    }

    /// The `pool` rows with the highest BM25, and what BM25 needs to know. `scores` receives
    /// every row's BM25; `runs` is room for a number of each run.
    pub(super) fn wordiest(
        &self,
        query: &CandidateQuery,
        found: &Occurrences<'_>,
        census: &Census<'_>,
        scores: &mut Vec<f32>,
        runs: &mut Vec<u32>,
    ) -> (Vec<u32>, LexicalStatistics) {
        let (sessions, average_session_length) = census.sessions();
        let mut statistics = LexicalStatistics {
            documents: census.all.rows as usize,
            average_length: census.average_length(),
            document_frequency: Vec::with_capacity(query.terms.len()),
            sessions,
            average_session_length,
            session_frequency: Vec::with_capacity(query.terms.len()),
        };
        scores.clear();
        scores.resize(self.rows(), 0.0);
        // The last term, counted from 1, that was met in each run.
        runs.clear();
        runs.resize(census.run_numbers(), 0);
        let formula = Bm25::default();
        let average = statistics.average_length;
        for (place, (_, weight)) in query.terms.iter().enumerate() {
            let frequency = match census.mask {
                None => found.count(place),
                Some(_) => found.of(place).filter(|it| census.shows(it.0)).count(),
            };
            let weighted_idf = weight * idf(statistics.documents as u64, frequency as u64);
            let term = place as u32 + 1;
            if let Some(outside) = runs.get_mut(NOBODY as usize) {
                *outside = term;
            }
            let mut met = 0;
            for (row, count) in found.of(place).filter(|it| census.shows(it.0)) {
                let row = row as usize;
                let length = self.lengths[row] as f32;
                scores[row] += formula.score(f32::from(count), length, average, weighted_idf);
                let run = &mut runs[self.ids[RUN][row] as usize];
                met += usize::from(*run != term);
                *run = term;
            }
            statistics.document_frequency.push(frequency);
            statistics.session_frequency.push(met);
        }
        let mut best = Best::new(query.pool);
        if !query.terms.is_empty() {
            for (row, score) in scores.iter().enumerate() {
                if *score > 0.0 && best.wants(*score) {
                    best.offer(*score, row as u32);
                }
            }
        }
        (best.into_rows().collect(), statistics)
    }

    /// The `pool` rows that name most of the question's entities, and how many rows name each;
    /// among equals, those that `liking` prefers.
    pub(super) fn naming(
        &self,
        found: &Occurrences<'_>,
        entities: usize,
        mask: Option<&Bitmap>,
        pool: usize,
        liking: impl Fn(u32) -> f32,
    ) -> (Vec<u32>, Vec<usize>) {
        let mut frequencies = Vec::with_capacity(entities);
        let mut rows = Vec::new();
        for place in 0..entities {
            let before = rows.len();
            let naming = found.of(place).map(|it| it.0);
            rows.extend(naming.filter(|it| mask.is_none_or(|mask| mask.contains(*it as usize))));
            frequencies.push(rows.len() - before);
        }
        rows.sort_unstable();
        let groups = rows.chunk_by(|a, b| a == b);
        let named = groups.map(|group| (group[0], group.len() as f32));
        (preferred(named.collect(), pool, liking), frequencies)
    }

    /// The `pool` rows that meet most of the spans asked about, by what they speak of or by when
    /// they were said; among equals, first those that speak of it, then those that `liking`
    /// prefers.
    pub(super) fn timely(
        &self,
        asked: &[TimeSpan],
        mask: Option<&Bitmap>,
        pool: usize,
        liking: impl Fn(u32) -> f32,
    ) -> Vec<u32> {
        let seen = |row: u32| mask.is_none_or(|mask| mask.contains(row as usize));
        // Row, place of the span it meets, and whether it speaks of it.
        let mut met: Vec<(u32, usize, bool)> = Vec::new();
        for (place, span) in asked.iter().enumerate() {
            let (first, end) = (microseconds(span.start), microseconds(span.end));
            // A span without length is a moment.
            let speaks = self
                .spans
                .iter()
                .filter(|(_, from, to)| *from < end && first < (*to).max(from.saturating_add(1)));
            met.extend(speaks.filter(|it| seen(it.0)).map(|it| (it.0, place, true)));
            for (row, moment) in self.occurred.iter().enumerate() {
                if first <= *moment && *moment < end && seen(row as u32) {
                    met.push((row as u32, place, false));
                }
            }
        }
        met.sort_unstable();
        met.dedup();
        let rows = met.chunk_by(|a, b| a.0 == b.0).map(|of_row| {
            let spans = of_row.chunk_by(|a, b| a.1 == b.1).count() as f32;
            let speaks = of_row.iter().any(|it| it.2);
            (of_row[0].0, 2.0 * spans + if speaks { 1.0 } else { 0.0 })
        });
        preferred(rows.collect(), pool, liking)
    }
}

/// Below every cosine.
const NO_VECTOR: f32 = -3.0;

fn weighted(product: i32, scale: f32) -> f32 {
    let cosine = product as f32 * scale;
    if cosine.is_nan() {
        2.0 * NO_VECTOR
    } else {
        cosine
    }
}

/// The `pool` rows of the highest rank; among equals, those with the highest liking (from 0 to 1,
/// about), which is only asked for when there is a choice to make.
fn preferred(rows: Vec<(u32, f32)>, pool: usize, liking: impl Fn(u32) -> f32) -> Vec<u32> {
    if rows.len() <= pool {
        return rows.into_iter().map(|it| it.0).collect();
    }
    let mut best = Best::new(pool);
    for (row, rank) in rows {
        best.offer(rank * 1000.0 + liking(row), row);
    }
    best.into_rows().collect()
}

/// The liking of a row: what its words and its vector say together.
pub(super) fn liking(segment: &Segment, asked: Option<&Asked<'_>>, words: &[f32], row: u32) -> f32 {
    let dense = asked.map_or(0.0, |asked| {
        segment.near_cosine(asked, row as usize).max(-1.0)
    });
    let words = words.get(row as usize).copied().unwrap_or(0.0);
    dense + words / (words + 10.0)
}
