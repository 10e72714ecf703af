//! How much of a question's words the candidates hold: each by itself, with what was said around
//! it, and its whole conversation.
//!
//! Nothing here depends on how many memories there are or on their average length, only on the
//! memories that hold a word of the question. So a memory that has nothing to do with a question
//! changes no score.

use std::collections::HashSet;

use mem0_core::memory_store::{Candidate, Candidates};
use mem0_text::{Bm25, TermId};

use super::question::{Question, RelatedTerm};

/// The share of a term's weight that it keeps however many memories have it.
const COMMON: f32 = 0.4;
/// A term that this many memories have tells nothing apart.
const COMMON_AT: f32 = 10_000.0;
/// The same for whole conversations.
const COMMON_IN_SESSIONS: f32 = 0.1;
/// A term that this many conversations have tells nothing apart.
const COMMON_IN_SESSIONS_AT: f32 = 50.0;
/// Terms in a memory of ordinary length; longer ones count less for a word.
const MEMORY_LENGTH: f32 = 15.0;
/// Terms in a conversation of ordinary length.
const SESSION_LENGTH: f32 = 250.0;
/// BM25 for whole conversations: a word that is said more often counts for more than in one sentence.
const SESSION_BM25: Bm25 = Bm25 { k1: 1.2, b: 0.5 };
/// What is left of a word with each message between where it was said and where it is looked for.
const FADING: f32 = 0.7;

/// How much of the question each candidate covers, as shares of the information asked for.
#[derive(Debug, Default)]
pub struct Coverage {
    /// By place of the candidate: its own words and words related to the question's, 0..1.
    pub own: Vec<f32>,
    /// By place of the candidate: the same with its conversation, the nearer the more, 0..1.
    pub nearby: Vec<f32>,
    /// By place of the session: the conversation as one text, 0..1.5.
    pub sessions: Vec<f32>,
    /// Whether the question asks for any words at all.
    pub asks: bool,
}

impl Coverage {
    /// Measures all candidates. Terms of names of these speakers don't count: who speaks doesn't
    /// say their own name, and another signal has them.
    pub fn measure(
        question: &Question,
        candidates: &Candidates,
        named_speakers: &HashSet<TermId>,
    ) -> Self {
        let information = information(question, candidates, named_speakers);
        let asked: f32 = information.iter().sum();
        let count = candidates.hits.len();
        if asked <= 0.0 {
            return Self {
                own: vec![0.0; count],
                nearby: vec![0.0; count],
                sessions: vec![0.0; candidates.sessions.len()],
                asks: false,
            };
        }
        let chain = Chain::of(candidates);
        let mut own = vec![0.0; count];
        let mut nearby = vec![0.0; count];
        let mut presence = vec![0.0; count];
        for (term, information) in information.iter().enumerate() {
            if *information <= 0.0 {
                continue;
            }
            let related = question.related_to(term);
            for (place, hit) in candidates.hits.iter().enumerate() {
                let (plain, saturated) = strength(term, related, question.terms.len(), hit);
                presence[place] = plain;
                own[place] += information * saturated / asked;
            }
            chain.spread(&mut presence);
            for (nearby, presence) in nearby.iter_mut().zip(&presence) {
                *nearby += information * presence / asked;
            }
        }
        Self {
            own,
            nearby,
            sessions: sessions(question, candidates, &information, asked),
            asks: true,
        }
    }
}

/// How strongly a memory has a term of the question, itself or by a related word: as it is, and
/// with BM25's regard for the length of the memory.
fn strength(
    term: usize,
    related: &[RelatedTerm],
    first_related: usize,
    hit: &Candidate,
) -> (f32, f32) {
    let (mut plain, mut saturated) = (0.0_f32, 0.0_f32);
    let itself = std::iter::once((term, 1.0));
    let related = related
        .iter()
        .map(|it| (first_related + it.place, it.strength));
    for (place, strength) in itself.chain(related) {
        let Some(count @ 1..) = hit.term_counts.get(place).copied() else {
            continue;
        };
        let length = hit.length as f32;
        let share = Bm25::default().score(f32::from(count), length, MEMORY_LENGTH, 1.0);
        plain = plain.max(strength);
        saturated = saturated.max(strength * share.min(1.0));
    }
    (plain, saturated)
}

/// The information that each term carries: its weight, less if many memories have it or a related
/// word.
fn information(
    question: &Question,
    candidates: &Candidates,
    named_speakers: &HashSet<TermId>,
) -> Vec<f32> {
    let frequency = |place: usize| {
        let known = &candidates.lexical.document_frequency;
        known.get(place).map_or(0.0, |it| *it as f32)
    };
    let only_speakers = question
        .terms
        .iter()
        .all(|term| named_speakers.contains(&term.id));
    let of_term = |(place, term): (usize, &mem0_text::QueryTerm)| {
        if !only_speakers && named_speakers.contains(&term.id) {
            return 0.0;
        }
        let related: f32 = question
            .related_to(place)
            .iter()
            .map(|it| it.strength * frequency(question.terms.len() + it.place))
            .sum();
        let rarity = rarity(frequency(place) + related, COMMON_AT);
        term.weight * (COMMON + (1.0 - COMMON) * rarity)
    };
    question.terms.iter().enumerate().map(of_term).collect()
}

/// How rare a term is that so many texts have: 1 for none, 0 from `common_at` on, linear in the
/// logarithm between, as Robertson and Spärck Jones's idf is.
fn rarity(frequency: f32, common_at: f32) -> f32 {
    (1.0 - (2.0 * frequency).ln_1p() / (2.0 * common_at).ln()).max(0.0)
}

fn sessions(
    question: &Question,
    candidates: &Candidates,
    information: &[f32],
    asked: f32,
) -> Vec<f32> {
    let frequency = &candidates.lexical.session_frequency;
    let weights: Vec<f32> = question
        .terms
        .iter()
        .zip(information)
        .enumerate()
        .map(|(place, (term, information))| {
            if *information <= 0.0 {
                return 0.0;
            }
            let frequency = frequency.get(place).map_or(0.0, |it| *it as f32);
            let rarity = rarity(frequency, COMMON_IN_SESSIONS_AT);
            term.weight * (COMMON_IN_SESSIONS + (1.0 - COMMON_IN_SESSIONS) * rarity)
        })
        .collect();
    candidates
        .sessions
        .iter()
        .map(|session| {
            let terms = weights.iter().zip(&session.term_counts);
            let found: f32 = terms
                .map(|(weight, count)| {
                    let length = session.length as f32;
                    SESSION_BM25.score(*count as f32, length, SESSION_LENGTH, *weight)
                })
                .sum();
            (found / asked).min(1.5)
        })
        .collect()
}

/// The candidates in the order in which their conversations went.
struct Chain {
    /// Places, earlier messages first.
    order: Vec<usize>,
    previous: Vec<Option<usize>>,
}

impl Chain {
    fn of(candidates: &Candidates) -> Self {
        let hits = &candidates.hits;
        let mut order: Vec<usize> = (0..hits.len()).collect();
        order.sort_unstable_by_key(|place| hits[*place].key);
        Self {
            order,
            previous: hits.iter().map(|hit| hit.previous).collect(),
        }
    }

    /// Lets what is present in a message fade into those before and after it.
    fn spread(&self, presence: &mut [f32]) {
        let pairs = |place: &usize| Some((self.previous[*place]?, *place));
        let forwards = self.order.iter().filter_map(pairs);
        let own = presence.to_vec();
        for (before, after) in forwards {
            presence[after] = presence[after].max(FADING * presence[before]);
        }
        let mut backwards = own;
        for (before, after) in self.order.iter().rev().filter_map(pairs) {
            backwards[before] = backwards[before].max(FADING * backwards[after]);
        }
        for (presence, backwards) in presence.iter_mut().zip(backwards) {
            *presence = presence.max(backwards);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_fades_with_each_message_in_both_directions() {
        let chain = Chain {
            order: vec![0, 1, 2, 3],
            previous: vec![None, Some(0), Some(1), None],
        };
        let mut presence = vec![0.0, 1.0, 0.0, 0.0];
        chain.spread(&mut presence);
        assert_eq!(presence, [0.7, 1.0, 0.7, 0.0], "the last one is alone");
    }

    #[test]
    fn a_word_that_everybody_uses_is_not_rare() {
        assert_eq!(rarity(0.0, COMMON_AT), 1.0);
        assert!(rarity(1.0, COMMON_AT) > rarity(100.0, COMMON_AT));
        assert_eq!(rarity(1e9, COMMON_AT), 0.0);
    }
}
