//! What is asked: the terms, names and times of a question.

use mem0_core::memory_store::{CandidateQuery, TimeSpan, View};
use mem0_core::{Filter, InputError, RelatedWords, Scope, Timestamp};
use mem0_text::{
    Aspects, Holding, QueryTerm, TermId, TextFeatures, aspects_of_question, holding, mentions,
    query_terms, question_kind, term_counts, times,
};

use super::person;
use crate::time::{civil, span};

/// Terms of a question that are looked up; the heaviest ones where there are more.
const MAX_TERMS: usize = 128;
/// Names of a question that are looked up.
const MAX_ENTITIES: usize = 16;

/// How many neighbours on each side come along with a candidate: beyond three messages a word
/// says a third of what it says in place.
const NEIGHBOURS: usize = 3;
/// A scope with no more memories than this is judged whole.
const EVERYTHING_BELOW: usize = 1000;

/// Related words that are looked up for one term, and for all of them.
const RELATED_TO_ONE: usize = 8;
const MAX_RELATED: usize = 24;
/// Words that say less than this aren't looked up.
const LEAST_RELATED: f32 = 0.2;

/// A word that means something close to a term of the question.
#[derive(Debug, Clone, PartialEq)]
pub struct RelatedTerm {
    /// Place of the question's term in [`Question::terms`].
    pub of: usize,
    /// Its own place among [`Question::related`].
    pub place: usize,
    /// The word's index term.
    pub id: TermId,
    /// The word as a person would read it.
    pub text: String,
    /// How much it says that a text has this word instead, 0..1.
    pub strength: f32,
}

/// A question, understood.
#[derive(Debug, Clone)]
pub struct Question {
    /// As it was asked, without surrounding blanks.
    pub text: String,
    /// Its terms with the information each carries.
    pub terms: Vec<QueryTerm>,
    /// Words related to its terms, in the order of the terms.
    pub related: Vec<RelatedTerm>,
    /// Keys of the entities that it names.
    pub entities: Vec<String>,
    /// Spans of time that it asks about.
    pub times: Vec<TimeSpan>,
    /// Features of which an answer has at least one; none if any text may answer.
    pub answering: TextFeatures,
    /// What it asks for: the aspects that its answer has.
    pub aspects: Aspects,
    /// Whether it asks for what holds now, or held before.
    pub holding: Option<Holding>,
    /// The text that is compared with memories: pronouns instead of the names of speakers.
    pub impersonal: String,
    /// Its embedding; `None` where the model finds nothing in it.
    pub vector: Option<Vec<f32>>,
}

impl Question {
    /// Understands a question that was asked at this moment.
    ///
    /// # Errors
    /// The question is blank.
    pub fn understand(text: &str, asked_at: Timestamp) -> Result<Self, InputError> {
        let text = text.trim();
        if text.is_empty() {
            return Err(InputError::Parameter {
                parameter: "query",
                value: "empty".to_owned(),
                problem: "there is nothing to look for".to_owned(),
            });
        }
        Ok(Self {
            text: text.to_owned(),
            terms: terms(text),
            related: Vec::new(),
            entities: entities(text),
            times: times(text, civil(asked_at))
                .iter()
                .filter_map(span)
                .collect(),
            answering: TextFeatures::answering(question_kind(text)),
            aspects: aspects_of_question(text),
            holding: holding(text),
            impersonal: text.to_owned(),
            vector: None,
        })
    }

    /// The same question with its embedding; a zero vector counts as none.
    pub fn with_vector(mut self, vector: Vec<f32>) -> Self {
        self.vector = vector.iter().any(|x| *x != 0.0).then_some(vector);
        self
    }

    /// Words related to the term at this place.
    pub fn related_to(&self, term: usize) -> &[RelatedTerm] {
        let start = self.related.partition_point(|it| it.of < term);
        let end = self.related.partition_point(|it| it.of <= term);
        &self.related[start..end]
    }

    /// The same question with the words that are related to its own.
    pub fn with_related(mut self, known: &dyn RelatedWords) -> Self {
        self.related.clear();
        let mut budget = MAX_RELATED;
        for (of, term) in self.terms.iter().enumerate() {
            let close = known.related(&term.text).into_iter();
            for word in close.take(RELATED_TO_ONE.min(budget)) {
                let strength = related_strength(word.similarity);
                let Some(id) = only_term(&word.text).filter(|_| strength >= LEAST_RELATED) else {
                    continue;
                };
                budget -= 1;
                self.related.push(RelatedTerm {
                    of,
                    place: self.related.len(),
                    id,
                    text: word.text,
                    strength,
                });
            }
        }
        self
    }

    /// Whether it names anybody at all, so that it is worth asking who speaks in a scope.
    pub fn names_somebody(&self) -> bool {
        !self.entities.is_empty()
    }

    /// What of it is to be embedded, where these people speak. Nobody says their own name, so
    /// the name of a speaker would lead away from the speaker's words.
    pub fn embeddable<'a>(&self, speakers: impl IntoIterator<Item = &'a str>) -> String {
        speakers
            .into_iter()
            .filter(|speaker| person::names(&self.text, speaker))
            .fold(self.text.clone(), |text, speaker| {
                person::impersonal(&text, speaker)
            })
    }

    /// What to ask of a store, each signal bringing in at most `pool` candidates.
    pub fn query(
        &self,
        scope: Scope,
        filter: Option<Filter>,
        view: View,
        pool: usize,
    ) -> CandidateQuery {
        CandidateQuery {
            scope,
            filter,
            view,
            vector: self.vector.clone(),
            terms: self.weighted_terms(),
            entities: self.entities.clone(),
            times: self.times.clone(),
            pool,
            neighbours: NEIGHBOURS,
            everything_below: EVERYTHING_BELOW,
        }
    }

    /// Its terms, then the related ones, each with what it is worth to find it.
    fn weighted_terms(&self) -> Vec<(u64, f32)> {
        let asked = self
            .terms
            .iter()
            .map(|term| (term.id.to_bits(), term.weight));
        let related = self.related.iter().map(|it| {
            let weight = self.terms[it.of].weight * it.strength;
            (it.id.to_bits(), weight)
        });
        asked.chain(related).collect()
    }
}

/// How much it says that a text has a word this similar instead of the one asked for.
fn related_strength(similarity: f32) -> f32 {
    0.9 * ((similarity - 0.35) / 0.5).clamp(0.0, 1.0)
}

/// The term by which a word is found, if it is one.
fn only_term(word: &str) -> Option<TermId> {
    let counted = term_counts(word).counts;
    let mut primary = counted.iter().filter(|(id, _)| id.is_primary());
    let (id, _) = primary.next()?;
    primary.next().is_none().then_some(*id)
}

fn terms(text: &str) -> Vec<QueryTerm> {
    let mut terms = query_terms(text);
    if terms.len() > MAX_TERMS {
        terms.sort_by(|a, b| b.weight.total_cmp(&a.weight));
        terms.truncate(MAX_TERMS);
    }
    terms
}

fn entities(text: &str) -> Vec<String> {
    let mut keys: Vec<String> = Vec::new();
    for mention in mentions(text) {
        if keys.len() < MAX_ENTITIES && !keys.contains(&mention.key) {
            keys.push(mention.key);
        }
    }
    keys
}
