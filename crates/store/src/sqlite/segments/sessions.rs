//! What surrounds a hit: its neighbours and its conversation.

use mem0_core::memory_store::Session;

use super::census::Census;
use super::names::NOBODY;
use super::postings::Occurrences;
use super::segment::{RUN, Segment};

/// The conversations of some rows.
#[derive(Debug, Default)]
pub(super) struct Sessions {
    pub(super) sessions: Vec<Session>,
    /// The conversation of each row, in the order of the rows.
    pub(super) of_row: Vec<Option<usize>>,
}

impl Segment {
    /// Up to `reach` rows on each side of each row that come before and after it in its run.
    pub(super) fn neighbours(&self, rows: &[u32], reach: usize, census: &Census<'_>) -> Vec<u32> {
        let seen = |row| census.shows(row);
        let mut found = Vec::with_capacity(rows.len().saturating_mul(reach.min(4) * 2));
        for row in rows {
            let before = std::iter::successors(Some(*row), |it| self.runs.before(*it, seen));
            found.extend(before.skip(1).take(reach));
            let after = std::iter::successors(Some(*row), |it| self.runs.after(*it, seen));
            found.extend(after.skip(1).take(reach));
        }
        found
    }

    /// The conversations that these rows belong to. `slots` is room that is kept between
    /// searches.
    pub(super) fn sessions(
        &self,
        rows: &[u32],
        terms: &Occurrences,
        asked: usize,
        census: &Census<'_>,
        slots: &mut Vec<u32>,
    ) -> Sessions {
        let runs = &self.ids[RUN];
        let mut found = Sessions::default();
        // The place of each run among the sessions, counted from 1.
        slots.clear();
        slots.resize(census.run_numbers(), 0);
        for row in rows {
            let run = runs[*row as usize];
            let Some(run_id) = self.names.name(run).filter(|_| run != NOBODY) else {
                found.of_row.push(None);
                continue;
            };
            let slot = &mut slots[run as usize];
            if *slot == 0 {
                let total = census.run(run);
                found.sessions.push(Session {
                    run_id: run_id.clone(),
                    memories: total.rows as usize,
                    length: total.length,
                    term_counts: vec![0; asked],
                });
                *slot = found.sessions.len() as u32;
            }
            found.of_row.push(Some(*slot as usize - 1));
        }
        if !found.sessions.is_empty() {
            for place in 0..asked {
                for (row, count) in terms.of(place) {
                    let slot = slots[runs[row as usize] as usize];
                    if slot != 0 {
                        found.sessions[slot as usize - 1].term_counts[place] += u32::from(count);
                    }
                }
            }
        }
        found
    }
}
