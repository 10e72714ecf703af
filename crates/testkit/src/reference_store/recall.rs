//! Candidates by looking at every row.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use async_trait::async_trait;
use mem0_core::Scope;
use mem0_core::memory_store::{
    Candidate, CandidateQuery, Candidates, LexicalStatistics, ReadCandidates, TimeSpan,
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
            let union: BTreeSet<usize> = signals
                .iter()
                .flat_map(|best| best.iter().take(query.pool).map(|(place, _)| *place))
                .collect();
            Candidates {
                hits: union
                    .into_iter()
                    .map(|place| candidate(query, rows[place]))
                    .collect(),
                entity_frequency: entity_frequency(query, &rows),
                lexical,
            }
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
    LexicalStatistics {
        documents: rows.len(),
        average_length: if rows.is_empty() {
            0.0
        } else {
            total as f32 / rows.len() as f32
        },
        document_frequency: query.terms.iter().map(|(term, _)| holding(*term)).collect(),
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
