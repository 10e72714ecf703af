//! Same words: BM25 over the memory's text, as a share of what the question asks for.
//!
//! Each term of the question carries information: its background weight, scaled by how rare it
//! is in the scope. A memory's strength is the information that it covers (with BM25's
//! saturation by frequency and length) over all the information asked for. So a memory that has
//! every word reads about 1, and a word that nobody has counts as asked for and not found.
//! Abstains where the question has no terms.

use mem0_core::memory_store::{Candidate, LexicalStatistics};
use mem0_text::{Bm25, QueryTerm, idf};

use super::{Reading, Signal};
use crate::recall::score::Context;

pub(super) struct Lexical;

impl Signal for Lexical {
    fn name(&self) -> &'static str {
        "words"
    }

    fn read(&self, context: &Context<'_>, candidate: &Candidate) -> Reading {
        let asked: f32 = context.information.iter().sum();
        if asked <= 0.0 {
            return Reading::Abstain;
        }
        Reading::Strength(coverage(
            &context.information,
            candidate,
            context.candidates.lexical.average_length,
        ))
    }
}

/// Share of the information asked for that this memory covers, 0..1.
pub fn coverage(information: &[f32], candidate: &Candidate, average_length: f32) -> f32 {
    let asked: f32 = information.iter().sum();
    if asked <= 0.0 {
        return 0.0;
    }
    let found: f32 = information
        .iter()
        .zip(&candidate.term_counts)
        .filter(|(_, count)| **count > 0)
        .map(|(information, count)| {
            Bm25::default().score(
                f32::from(*count),
                candidate.length as f32,
                average_length,
                *information,
            )
        })
        .sum();
    (found / asked).min(1.0)
}

/// The information that each term carries in this scope.
pub(crate) fn information(terms: &[QueryTerm], statistics: &LexicalStatistics) -> Vec<f32> {
    let rarest = idf(statistics.documents as u64, 0).max(f32::EPSILON);
    terms
        .iter()
        .enumerate()
        .map(|(place, term)| {
            let frequency = statistics
                .document_frequency
                .get(place)
                .copied()
                .unwrap_or(0);
            let rarity = idf(statistics.documents as u64, frequency as u64) / rarest;
            term.weight * (0.5 + 0.5 * rarity)
        })
        .collect()
}
