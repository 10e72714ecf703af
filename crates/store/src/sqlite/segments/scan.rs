//! What each signal brings in.

use mem0_core::memory_store::{CandidateQuery, LexicalStatistics, TimeSpan};
use mem0_text::{Bm25, idf};

use super::best::Best;
use super::bitmap::Bitmap;
use super::census::Census;
use super::names::NOBODY;
use super::postings::Occurrences;
use super::segment::{RUN, Segment};
use super::vectors::Asked;
use crate::sqlite::rows::microseconds;

impl Segment {
    /// The `pool` rows with the highest BM25, and what BM25 needs to know. `scores` receives
    /// every row's BM25; `runs` is room for a number of each run.
    pub(super) fn wordiest(
        &self,
        query: &CandidateQuery,
        found: &Occurrences,
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
        // Nearly all occur once, in a text that isn't long: worked out beforehand.
        let once: Vec<f32> = (0..256.min(self.rows()))
            .map(|length| formula.score(1.0, length as f32, average, 1.0))
            .collect();
        for (place, (_, weight)) in query.terms.iter().enumerate() {
            let frequency = found.count(place);
            let weighted_idf = weight * idf(statistics.documents as u64, frequency as u64);
            for (row, count) in found.of(place) {
                let length = self.lengths[row as usize];
                let frequency = match once.get(length as usize) {
                    Some(known) if count == 1 => *known,
                    _ => formula.score(f32::from(count), length as f32, average, 1.0),
                };
                scores[row as usize] += frequency * weighted_idf;
            }
            statistics.document_frequency.push(frequency);
            let met = if sessions == 0 {
                0
            } else {
                self.sessions_met(found.rows(place), place as u32 + 1, runs)
            };
            statistics.session_frequency.push(met);
        }
        let mut best = Best::new(query.pool);
        if !query.terms.is_empty() {
            best.offer_all(scores, 0, 0.0, |_| true);
        }
        (best.into_rows().collect(), statistics)
    }

    /// How many runs these rows belong to. `met` holds the last mark set on each run; this call
    /// sets its own.
    fn sessions_met(&self, rows: &[u32], mark: u32, met: &mut [u32]) -> usize {
        // What is in no run counts as met.
        if let Some(outside) = met.get_mut(NOBODY as usize) {
            *outside = mark;
        }
        let mut runs = 0;
        for row in rows {
            let run = &mut met[self.ids[RUN][*row as usize] as usize];
            runs += usize::from(*run != mark);
            *run = mark;
        }
        runs
    }

    /// The `pool` rows that name most of the question's entities, and how many rows name each;
    /// among equals, those that `liking` prefers.
    pub(super) fn naming(
        &self,
        found: &Occurrences,
        entities: usize,
        pool: usize,
        liking: impl Fn(u32) -> f32,
    ) -> (Vec<u32>, Vec<usize>) {
        let mut frequencies = Vec::with_capacity(entities);
        let mut rows = Vec::new();
        for place in 0..entities {
            rows.extend_from_slice(found.rows(place));
            frequencies.push(found.count(place));
        }
        // A few sorted lists one behind the other: the stable sort merges them.
        rows.sort();
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
        if asked.is_empty() {
            return Vec::new();
        }
        let asked: Vec<(i64, i64)> = asked
            .iter()
            .map(|it| (microseconds(it.start), microseconds(it.end)))
            .collect();
        let mut spans = self.spans.as_slice();
        let mut rows = Vec::new();
        for (row, moment) in self.occurred.iter().enumerate() {
            let (of_row, rest) =
                spans.split_at(spans.iter().take_while(|it| it.0 as usize == row).count());
            spans = rest;
            if mask.is_some_and(|mask| !mask.contains(row)) {
                continue;
            }
            let (mut met, mut speaks) = (0.0, 0.0);
            for (first, end) in &asked {
                // A span without length is a moment.
                let spoken = of_row
                    .iter()
                    .any(|(_, from, to)| from < end && *first < (*to).max(from.saturating_add(1)));
                if spoken {
                    speaks = 1.0;
                }
                if spoken || (first <= moment && moment < end) {
                    met += 2.0;
                }
            }
            if met > 0.0 {
                rows.push((row as u32, met + speaks));
            }
        }
        preferred(rows, pool, liking)
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
        segment.vectors.rough_cosine(asked, row as usize).max(-1.0)
    });
    let words = words.get(row as usize).copied().unwrap_or(0.0);
    dense + words / (words + 10.0)
}
