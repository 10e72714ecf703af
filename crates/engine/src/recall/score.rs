//! From evidence to one number.
//!
//! Each signal adds `weight · (strength - expected)` to a logit, and the logistic function makes a
//! score of the sum: `score = 1 / (1 + exp(-(BASE + Σ weight · (strength - expected))))`. So the
//! score is between 0 and 1 and in the order of the sum. A signal that abstains adds nothing.
//! A memory that has nothing to do with the question (no word, name or speaker of it) moves no
//! score at all; one that has moves others only by making its words, names and speakers known.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use mem0_core::Timestamp;
use mem0_core::memory_store::{Candidate, Candidates};
use mem0_text::{TermId, query_terms};

use super::coverage::Coverage;
use super::explain::{Contribution, Explanation};
use super::person;
use super::question::Question;
use super::scale::Scale;
use super::second_hop::Linked;
use super::signals::{LINK, Reading, SIGNALS, Signal, Weighed};

/// The logit of a memory that stands alone and that nothing speaks for.
const BASE_ALONE: f32 = -3.5;
/// The same for a memory that is part of a conversation.
const BASE_IN_CONVERSATION: f32 = -3.1;

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
    /// How much of the question's words the candidates hold.
    pub coverage: Coverage,
    /// How close the texts of some candidates come to the question, by their places.
    pub closeness: HashMap<usize, f32>,
    /// Memories to which better ones lead, by their places.
    pub linked: HashMap<usize, Linked>,
    /// How well the time of some candidates fits what the question says of it, by their places.
    pub holding: HashMap<usize, f32>,
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
        let coverage = Coverage::measure(
            question,
            candidates,
            &terms_of_names(question, &named_speakers),
        );
        Self {
            coverage,
            closeness: HashMap::new(),
            linked: HashMap::new(),
            holding: HashMap::new(),
            named_speakers,
            question,
            candidates,
            scale,
            asked_at,
        }
    }

    /// Whether the candidate at this place is one of several memories of a conversation.
    pub fn in_conversation(&self, place: usize) -> bool {
        let session = self.candidates.hits[place].session;
        session
            .and_then(|it| self.candidates.sessions.get(it))
            .is_some_and(|session| session.memories > 1)
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
    score_places(context, 0..context.candidates.hits.len())
}

/// Scores the candidates at these places, best first.
pub fn score_places(context: &Context<'_>, places: impl IntoIterator<Item = usize>) -> Vec<Scored> {
    let hits = &context.candidates.hits;
    let mut scored: Vec<Scored> = places
        .into_iter()
        .map(|place| Scored {
            place,
            score: relevance(context, place),
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

fn relevance(context: &Context<'_>, place: usize) -> f32 {
    logistic(logit(context, place))
}

/// What all evidence for the candidate at this place adds up to.
pub(super) fn logit(context: &Context<'_>, place: usize) -> f32 {
    let evidence: f32 = SIGNALS
        .iter()
        .filter_map(|weighed| {
            let weight = weight(weighed, context, place);
            match weighed.signal.read(context, place) {
                Reading::Strength(strength) if weight > 0.0 => {
                    Some(weight * (strength - weighed.expected))
                }
                _ => None,
            }
        })
        .sum();
    base(context, place) + evidence
}

/// What a full link of the second hop adds for the candidate at this place.
pub(super) fn link_weight(context: &Context<'_>, place: usize) -> f32 {
    weight(&LINK, context, place)
}

fn base(context: &Context<'_>, place: usize) -> f32 {
    if context.in_conversation(place) {
        BASE_IN_CONVERSATION
    } else {
        BASE_ALONE
    }
}

fn weight(weighed: &Weighed, context: &Context<'_>, place: usize) -> f32 {
    if context.in_conversation(place) {
        weighed.in_conversation
    } else {
        weighed.alone
    }
}

/// Says how the score of the candidate at this place came about.
pub fn explain(context: &Context<'_>, place: usize) -> Explanation {
    let candidate = &context.candidates.hits[place];
    let contributions: Vec<Contribution> = SIGNALS
        .iter()
        .filter_map(|weighed| match weighed.signal.read(context, place) {
            Reading::Abstain => None,
            Reading::Strength(strength) => Some(Contribution {
                signal: weighed.signal.name(),
                strength,
                expected: weighed.expected,
                weight: weight(weighed, context, place),
            }),
        })
        .collect();
    Explanation {
        score: relevance(context, place),
        base: base(context, place),
        contributions,
        matched: matched(context, candidate),
        related: related(context, candidate),
        linked_by: context.linked.get(&place).map(|it| it.word.clone()),
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

/// Words of the memory that are close to words of the question that it doesn't have.
fn related(context: &Context<'_>, candidate: &Candidate) -> Vec<String> {
    let question = context.question;
    let counts = &candidate.term_counts;
    let has = |place: usize| counts.get(place).is_some_and(|count| *count > 0);
    let mut words: Vec<String> = Vec::new();
    for it in &question.related {
        let here = has(question.terms.len() + it.place) && !has(it.of);
        if here && !words.contains(&it.text) {
            words.push(it.text.clone());
        }
    }
    words
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
            let has_data = |place| signal.read(context, place) != Reading::Abstain;
            (0..context.candidates.hits.len()).any(has_data)
        })
        .map(Signal::name)
        .collect()
}

fn logistic(x: f32) -> f32 {
    1.0 / (1.0 + (-x).exp())
}

/// Terms of the question that the names of speakers bring in: the names themselves, and pairs of
/// characters across a name and the word beside it.
fn terms_of_names(question: &Question, named_speakers: &HashSet<Arc<str>>) -> HashSet<TermId> {
    let ids = |text: &str| query_terms(text).into_iter().map(|term| term.id);
    let mut of_names: HashSet<TermId> = named_speakers.iter().flat_map(|name| ids(name)).collect();
    if !named_speakers.is_empty() && question.impersonal != question.text {
        let without: HashSet<TermId> = ids(&question.impersonal).collect();
        let asked = question.terms.iter().map(|term| term.id);
        of_names.extend(asked.filter(|id| !without.contains(id)));
    }
    of_names
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
