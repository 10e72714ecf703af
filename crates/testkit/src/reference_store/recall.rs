//! Candidates by looking at every row.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use async_trait::async_trait;
use mem0_core::Scope;
use mem0_core::memory_store::{
    Candidate, CandidateQuery, Candidates, LexicalStatistics, ReadCandidates, Session, TimeSpan,
};
use mem0_core::vector::dot;

use super::{ReferenceStore, Result, Row};

#[async_trait]
impl ReadCandidates for ReferenceStore {
    async fn candidates(&self, query: &CandidateQuery) -> Result<Candidates> {
        self.read(|state| {
            let rows: Vec<&Row> = state
                .rows
                .iter()
                .filter(|row| query.scope.admits(&row.item.scope) && query.view.shows(&row.item))
                .filter(|row| query.filter.as_ref().is_none_or(|it| it.matches(&row.item)))
                .collect();
            let lexical = statistics(query, &rows);
            let signals: [Vec<(usize, f32)>; 4] = [
                ranked(&rows, |row| dense(query, row)),
                ranked(&rows, |row| lexical_score(query, row, &lexical)),
                ranked(&rows, |row| some(named(query, row).len())),
                ranked(&rows, |row| some(times_met(query, row))),
            ];
            let mut union: BTreeSet<usize> = signals
                .iter()
                .flat_map(|best| best.iter().take(query.pool).map(|(place, _)| *place))
                .collect();
            union.extend(neighbours(query, &rows, &union));
            if rows.len() <= query.everything_below {
                union = (0..rows.len()).collect();
            }
            let mut found = Candidates {
                hits: union
                    .iter()
                    .map(|place| candidate(query, rows[*place]))
                    .collect(),
                sessions: sessions(query, &rows, &union),
                entity_frequency: entity_frequency(query, &rows),
                lexical,
            };
            link(&mut found, &rows, &union);
            found
        })
    }

    async fn speakers(&self, scope: &Scope) -> Result<Vec<Arc<str>>> {
        self.read(|state| {
            let current = state
                .rows
                .iter()
                .filter(|row| row.item.is_current() && scope.admits(&row.item.scope));
            let names: BTreeSet<&str> = current
                .filter_map(|row| row.item.actor_id.as_deref())
                .collect();
            names.into_iter().map(Into::into).collect()
        })
    }
}

fn candidate(query: &CandidateQuery, row: &Row) -> Candidate {
    let Row { key, item, index } = row;
    Candidate {
        key: *key,
        dense: dense(query, row),
        term_counts: query
            .terms
            .iter()
            .map(|(term, _)| count(row, *term))
            .collect(),
        length: index.length,
        entities: named(query, row),
        speaker: item.actor_id.as_deref().map(Into::into),
        run_id: item.scope.run_id.as_deref().map(Into::into),
        occurred_at: item.occurred_at,
        created_at: item.created_at,
        times: index.times.clone(),
        features: index.features,
        aspects: index.aspects,
        previous: None,
        next: None,
        session: None,
    }
}

/// Places of the rows of one run, in the order of their keys.
fn of_run(rows: &[&Row], run_id: &str) -> Vec<usize> {
    let run = |place: &usize| rows[*place].item.scope.run_id.as_deref() == Some(run_id);
    let mut places: Vec<usize> = (0..rows.len()).filter(run).collect();
    places.sort_by_key(|place| rows[*place].key);
    places
}

/// The rows of its run and its own place among them.
fn run_of(rows: &[&Row], place: usize) -> Option<(Vec<usize>, usize)> {
    let places = of_run(rows, rows[place].item.scope.run_id.as_deref()?);
    let own = places.iter().position(|it| *it == place)?;
    Some((places, own))
}

fn neighbours(query: &CandidateQuery, rows: &[&Row], hits: &BTreeSet<usize>) -> Vec<usize> {
    let runs = hits.iter().filter_map(|place| run_of(rows, *place));
    runs.flat_map(|(places, own)| {
        let first = own.saturating_sub(query.neighbours);
        let end = own
            .saturating_add(query.neighbours)
            .saturating_add(1)
            .min(places.len());
        places[first..end].to_vec()
    })
    .collect()
}

fn sessions(query: &CandidateQuery, rows: &[&Row], hits: &BTreeSet<usize>) -> Vec<Session> {
    let run_ids: BTreeSet<&str> = hits
        .iter()
        .filter_map(|place| rows[*place].item.scope.run_id.as_deref())
        .collect();
    let session = |run_id: &str| {
        let places = of_run(rows, run_id);
        let times = |term: u64| -> u32 {
            let of_row = |place: &usize| u32::from(count(rows[*place], term));
            places.iter().map(of_row).sum()
        };
        Session {
            run_id: run_id.into(),
            memories: places.len(),
            length: places
                .iter()
                .map(|place| u64::from(rows[*place].index.length))
                .sum(),
            term_counts: query.terms.iter().map(|(term, _)| times(*term)).collect(),
        }
    };
    run_ids.into_iter().map(session).collect()
}

/// Tells each hit where its neighbours and its conversation stand.
fn link(found: &mut Candidates, rows: &[&Row], hits: &BTreeSet<usize>) {
    let stands = |place: Option<&usize>| hits.iter().position(|it| Some(it) == place);
    for (hit, place) in found.hits.iter_mut().zip(hits) {
        let Some((places, own)) = run_of(rows, *place) else {
            continue;
        };
        hit.previous = own.checked_sub(1).and_then(|it| stands(places.get(it)));
        hit.next = stands(places.get(own + 1));
        hit.session = found
            .sessions
            .iter()
            .position(|it| Some(&it.run_id) == hit.run_id.as_ref());
    }
}

/// The rows that a signal speaks for, best first; of equals the newest first.
fn ranked(rows: &[&Row], score: impl Fn(&Row) -> Option<f32>) -> Vec<(usize, f32)> {
    let mut scored: Vec<_> = rows
        .iter()
        .enumerate()
        .filter_map(|(place, row)| Some((place, score(row)?)))
        .collect();
    scored.sort_by(|(a, a_score), (b, b_score)| {
        let by_score = b_score.partial_cmp(a_score).unwrap_or(Ordering::Equal);
        by_score.then_with(|| rows[*b].key.cmp(&rows[*a].key))
    });
    scored
}

fn dense(query: &CandidateQuery, row: &Row) -> Option<f32> {
    let question = query.vector.as_ref()?;
    (!row.index.vector.is_empty()).then(|| dot(question, &row.index.vector))
}

/// BM25 with the constants that suit short statements; the engine judges anew, this only chooses.
fn lexical_score(query: &CandidateQuery, row: &Row, all: &LexicalStatistics) -> Option<f32> {
    let documents = all.documents as f32;
    let relative = row.index.length as f32 / all.average_length.max(1.0);
    let parts = query
        .terms
        .iter()
        .zip(&all.document_frequency)
        .map(|((term, weight), found)| {
            let frequency = f32::from(count(row, *term));
            let found = *found as f32;
            let rarity = ((documents - found + 0.5) / (found + 0.5)).ln_1p();
            weight * rarity * frequency / (frequency + 0.9 * (0.6 + 0.4 * relative))
        });
    let occurs = query.terms.iter().any(|(term, _)| count(row, *term) > 0);
    occurs.then(|| parts.sum())
}

fn count(row: &Row, term: u64) -> u16 {
    row.index
        .terms
        .iter()
        .find(|(known, _)| *known == term)
        .map_or(0, |(_, count)| *count)
}

fn named(query: &CandidateQuery, row: &Row) -> Vec<usize> {
    let names = |key: &String| row.index.entities.iter().any(|entity| entity.key == *key);
    (0..query.entities.len())
        .filter(|place| names(&query.entities[*place]))
        .collect()
}

/// In how many of the question's spans it was said or true, or speaks of.
fn times_met(query: &CandidateQuery, row: &Row) -> usize {
    let met = |asked: &&TimeSpan| {
        (asked.start <= row.item.occurred_at && row.item.occurred_at < asked.end)
            || row
                .index
                .times
                .iter()
                .any(|told| told.start < asked.end && asked.start < told.end)
    };
    query.times.iter().filter(met).count()
}

fn some(count: usize) -> Option<f32> {
    (count > 0).then_some(count as f32)
}

fn statistics(query: &CandidateQuery, rows: &[&Row]) -> LexicalStatistics {
    let total: u64 = rows.iter().map(|row| u64::from(row.index.length)).sum();
    let holding = |term: u64| rows.iter().filter(|row| count(row, term) > 0).count();
    let run_ids = |holding: Option<u64>| -> BTreeSet<&str> {
        rows.iter()
            .filter(|row| holding.is_none_or(|term| count(row, term) > 0))
            .filter_map(|row| row.item.scope.run_id.as_deref())
            .collect()
    };
    let sessions = run_ids(None).len();
    let in_sessions: u64 = rows
        .iter()
        .filter(|row| row.item.scope.run_id.is_some())
        .map(|row| u64::from(row.index.length))
        .sum();
    LexicalStatistics {
        documents: rows.len(),
        average_length: if rows.is_empty() {
            0.0
        } else {
            total as f32 / rows.len() as f32
        },
        document_frequency: query.terms.iter().map(|(term, _)| holding(*term)).collect(),
        sessions,
        average_session_length: if sessions == 0 {
            0.0
        } else {
            in_sessions as f32 / sessions as f32
        },
        session_frequency: query
            .terms
            .iter()
            .map(|(term, _)| run_ids(Some(*term)).len())
            .collect(),
    }
}

fn entity_frequency(query: &CandidateQuery, rows: &[&Row]) -> BTreeMap<String, usize> {
    let naming = |key: &String| {
        rows.iter()
            .filter(|row| row.index.entities.iter().any(|it| it.key == *key))
            .count()
    };
    let counted = query.entities.iter().map(|key| (key.clone(), naming(key)));
    counted.filter(|(_, memories)| *memories > 0).collect()
}
