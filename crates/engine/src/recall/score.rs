//! From evidence to one number.
//!
//! Each signal adds `weight · (strength - expected)` to a logit, and the logistic function makes a
//! score of the sum: `score = 1 / (1 + exp(-(BASE + Σ weight · (strength - expected))))`. So the
//! score is between 0 and 1 and in the order of the sum. A signal that abstains adds nothing.
//! Evidence for one memory never lowers another, and adding a memory that has nothing to do with
//! the question moves the others only as far as it changes how rare the question's words are.

use std::collections::HashSet;
use std::sync::Arc;

use mem0_core::Timestamp;
use mem0_core::memory_store::{Candidate, Candidates};
use mem0_text::query_terms;

use super::explain::{Contribution, Explanation};
use super::person;
use super::question::Question;
use super::scale::Scale;
use super::signals::{Reading, SIGNALS, Signal, Weighed, lexical_information};

/// The logit of a memory that nothing speaks for: about 2 in 100.
const BASE: f32 = -3.7;

/// What signals may look at beside the candidate.
pub struct Context<'a> {
    /// The question.
    pub question: &'a Question,
    /// All candidates with their statistics.
    pub candidates: &'a Candidates,
    /// What a cosine means.
    pub scale: Scale,
    /// When the question is asked.
    pub asked_at: Timestamp,
    /// The information that each of the question's terms carries here.
    pub information: Vec<f32>,
    /// Speakers of the candidates that the question names.
    pub named_speakers: HashSet<Arc<str>>,
}

impl<'a> Context<'a> {
    /// Prepares what all signals share.
    pub fn new(
        question: &'a Question,
        candidates: &'a Candidates,
        scale: Scale,
        asked_at: Timestamp,
    ) -> Self {
        let named_speakers = named_speakers(question, candidates);
        Self {
            information: information(question, candidates, &named_speakers),
            named_speakers,
            question,
            candidates,
            scale,
            asked_at,
        }
    }

    /// Whether an entity of the question is one of the speakers that it names.
    pub fn is_speaker(&self, key: &str) -> bool {
        self.named_speakers
            .iter()
            .any(|speaker| person::names(key, speaker))
    }
}

/// A candidate with its score.
#[derive(Debug, Clone)]
pub struct Scored {
    /// Place in [`Candidates::hits`].
    pub place: usize,
    /// Relevance, 0..1.
    pub score: f32,
}

/// Scores all candidates, best first; equal scores in the order of creation, newest first.
pub fn score(context: &Context<'_>) -> Vec<Scored> {
    let hits = &context.candidates.hits;
    let mut scored: Vec<Scored> = hits
        .iter()
        .enumerate()
        .map(|(place, candidate)| Scored {
            place,
            score: relevance(context, candidate),
        })
        .collect();
    scored.sort_by(|a, b| {
        let newest_first = || {
            let (a, b) = (&hits[a.place], &hits[b.place]);
            b.created_at.cmp(&a.created_at).then(b.key.cmp(&a.key))
        };
        b.score.total_cmp(&a.score).then_with(newest_first)
    });
    scored
}

fn relevance(context: &Context<'_>, candidate: &Candidate) -> f32 {
    let evidence: f32 = SIGNALS
        .iter()
        .filter_map(|weighed| added(weighed, context, candidate))
        .sum();
    logistic(BASE + evidence)
}

/// What a signal adds to the logit; `None` if it abstains.
fn added(weighed: &Weighed, context: &Context<'_>, candidate: &Candidate) -> Option<f32> {
    match weighed.signal.read(context, candidate) {
        Reading::Abstain => None,
        Reading::Strength(strength) => Some(weighed.weight * (strength - weighed.expected)),
    }
}

/// Says how the score of a candidate came about.
pub fn explain(context: &Context<'_>, candidate: &Candidate) -> Explanation {
    let contributions: Vec<Contribution> = SIGNALS
        .iter()
        .filter_map(|weighed| match weighed.signal.read(context, candidate) {
            Reading::Abstain => None,
            Reading::Strength(strength) => Some(Contribution {
                signal: weighed.signal.name(),
                strength,
                expected: weighed.expected,
                weight: weighed.weight,
            }),
        })
        .collect();
    Explanation {
        score: relevance(context, candidate),
        base: BASE,
        contributions,
        matched: matched(context, candidate),
        entities: candidate
            .entities
            .iter()
            .filter_map(|place| context.question.entities.get(*place).cloned())
            .collect(),
        speaker: candidate
            .speaker
            .as_ref()
            .filter(|speaker| context.named_speakers.contains(*speaker))
            .map(ToString::to_string),
        occurred_at: candidate.occurred_at,
        asks_for_time: !context.question.times.is_empty(),
        in_chinese: mem0_text::detect(&context.question.text) == mem0_text::Language::Chinese,
    }
}

/// The question's words that the memory has, as a person reads them: neighbouring pieces of one
/// word are put together again, and no piece stands beside what holds it.
fn matched(context: &Context<'_>, candidate: &Candidate) -> Vec<String> {
    let terms = context.question.terms.iter().zip(&candidate.term_counts);
    let found = terms
        .filter(|(_, count)| **count > 0)
        .map(|(term, _)| term.text.as_str());
    let question = context.question.text.to_lowercase();
    let mut words: Vec<String> = Vec::new();
    for piece in found {
        if words.iter().any(|word| word.contains(piece)) {
            continue;
        }
        words.retain(|word| !piece.contains(word.as_str()));
        match words
            .last()
            .and_then(|last| joined(last, piece))
            .filter(|it| question.contains(it))
        {
            Some(whole) => {
                words.pop();
                words.push(whole);
            }
            None => words.push(piece.to_owned()),
        }
    }
    words
}

/// Two bigrams that share a character, as one: 男朋 and 朋友 are 男朋友.
fn joined(before: &str, after: &str) -> Option<String> {
    let shared = before.chars().next_back()?;
    let rest = after.strip_prefix(shared)?;
    (!shared.is_ascii()).then(|| format!("{before}{rest}"))
}

/// Names of the signals that have data for at least one candidate.
pub fn active(context: &Context<'_>) -> Vec<&'static str> {
    SIGNALS
        .iter()
        .map(|weighed| weighed.signal)
        .filter(|signal| {
            let has_data = |hit| signal.read(context, hit) != Reading::Abstain;
            context.candidates.hits.iter().any(has_data)
        })
        .map(Signal::name)
        .collect()
}

fn logistic(x: f32) -> f32 {
    1.0 / (1.0 + (-x).exp())
}

fn named_speakers(question: &Question, candidates: &Candidates) -> HashSet<Arc<str>> {
    let mut known: HashSet<&Arc<str>> = HashSet::new();
    let mut named = HashSet::new();
    for speaker in candidates
        .hits
        .iter()
        .filter_map(|hit| hit.speaker.as_ref())
    {
        if known.insert(speaker) && person::names(&question.text, speaker) {
            named.insert(Arc::clone(speaker));
        }
    }
    named
}

/// What of the question is asked of the memories' texts: not the names of speakers, who don't say
/// their own names. For those there is a signal of its own.
fn information(
    question: &Question,
    candidates: &Candidates,
    named_speakers: &HashSet<Arc<str>>,
) -> Vec<f32> {
    let mut information = lexical_information(&question.terms, &candidates.lexical);
    let asked_of: HashSet<_> = named_speakers
        .iter()
        .flat_map(|name| query_terms(name))
        .map(|term| term.id)
        .collect();
    if question
        .terms
        .iter()
        .all(|term| asked_of.contains(&term.id))
    {
        return information;
    }
    for (term, information) in question.terms.iter().zip(&mut information) {
        if asked_of.contains(&term.id) {
            *information = 0.0;
        }
    }
    information
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_of_a_word_are_put_together_again() {
        assert_eq!(joined("男朋", "朋友").as_deref(), Some("男朋友"));
        assert_eq!(joined("喜欢", "披萨"), None);
        assert_eq!(joined("cat", "table"), None);
    }
}
