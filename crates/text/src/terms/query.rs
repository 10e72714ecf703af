//! What a question asks for: its terms, each with what it is worth.

use std::collections::hash_map::Entry;

use super::id::{TermClass, TermId, TermMap};
use super::roles::{Role, roles};
use super::tokens::{Analysed, Analysis, TokenKind, analyse};
use super::weight::{background_weight, number_weight};
use super::{root_id, run_terms, word_id};
use crate::language::Language;
use crate::lexicon::STOP_WEIGHT;
use crate::script::{Script, script};

/// A term of a question.
#[derive(Debug, Clone, PartialEq)]
pub struct QueryTerm {
    /// The term as it is stored.
    pub id: TermId,
    /// The term as a person would read it: the word before stemming, the characters.
    pub text: String,
    /// What finding it is worth: 0..1. [`background_weight`], lowered for the weaker views of
    /// the same word: single characters, bigrams across a word boundary, roots.
    pub weight: f32,
}

/// A word that has a root is looked for in two forms that share its weight.
const WORD_BESIDE_ROOT: f32 = 0.5;
/// The same where nothing tells a text from English: most often it is.
const WORD_OF_DOUBTFUL_ENGLISH: f32 = 0.75;
/// One Chinese character that stands between function words is a word of its own: 住, 猫.
const LONE_CHARACTER: f32 = 0.5;
/// A character of a longer stretch repeats what its bigrams say.
const CHARACTER_IN_WORD: f32 = 0.2;
/// A bigram of a content character and a function character that is often part of a word: 会, 对.
const BESIDE_WEAK_STOP: f32 = 0.6;
/// A bigram that reaches into a function word or another word says little: 我住, 欢周.
const ACROSS_BOUNDARY: f32 = 0.25;
/// A bigram of Thai letters: a third of a word.
const TRIGRAM: f32 = 0.6;

/// The terms of a question, in order of appearance and each once.
///
/// Function words and question words are left out, unless nothing else would remain.
///
/// ```
/// use mem0_text::query_terms;
/// let terms = query_terms("我对什么过敏？");
/// let best = terms.iter().max_by(|a, b| a.weight.total_cmp(&b.weight)).unwrap();
/// assert_eq!(best.text, "过敏");
/// ```
pub fn query_terms(text: &str) -> Vec<QueryTerm> {
    let analysis = analyse(text);
    let mut content = Collected::default();
    let mut function = Collected::default();
    for (place, token) in analysis.tokens.iter().enumerate() {
        match token.token.kind {
            TokenKind::Word if is_livelihood(&analysis, place) => {}
            TokenKind::Word => word(&analysis, token, &mut content, &mut function),
            TokenKind::Number => {
                let number = analysis.folded(token);
                content.add(word_id(&analysis, token), number, number_weight(number));
            }
            kind => run(&analysis, token, kind, &mut content, &mut function),
        }
    }
    if content.terms.is_empty() {
        function.terms
    } else {
        content.terms
    }
}

/// Whether a word is the "living" of "for a living": that asks for work, and not where or with whom
/// somebody lives.
fn is_livelihood(analysis: &Analysis<'_>, place: usize) -> bool {
    let tokens = &analysis.tokens[..=place];
    let words = tokens.iter().rev().map(|token| analysis.folded(token));
    words.take(3).eq(["living", "a", "for"])
}

/// Terms in order, each once, with the greatest of its weights.
#[derive(Default)]
struct Collected {
    terms: Vec<QueryTerm>,
    places: TermMap<usize>,
}

impl Collected {
    fn add(&mut self, id: TermId, text: &str, weight: f32) {
        match self.places.entry(id) {
            Entry::Occupied(place) => {
                let term = &mut self.terms[*place.get()];
                term.weight = term.weight.max(weight);
            }
            Entry::Vacant(place) => {
                place.insert(self.terms.len());
                self.terms.push(QueryTerm {
                    id,
                    text: text.to_owned(),
                    weight,
                });
            }
        }
    }
}

fn word(
    analysis: &Analysis<'_>,
    token: &Analysed<'_>,
    content: &mut Collected,
    function: &mut Collected,
) {
    let text = analysis.folded(token);
    let id = word_id(analysis, token);
    let languages = stop_languages(token.token.script, analysis.language);
    if token
        .known
        .is_some_and(|known| known.stop_in & languages != 0)
    {
        function.add(id, text, STOP_WEIGHT);
        return;
    }
    let weight = background_weight(id);
    match root_id(analysis, token) {
        Some(root) => {
            // The root of a common word is common in its other forms too.
            let weight = weight.min(background_weight(root));
            let share = match analysis.language {
                Language::English => WORD_OF_DOUBTFUL_ENGLISH,
                _ => WORD_BESIDE_ROOT,
            };
            content.add(id, text, weight * share);
            content.add(root, text, weight * (1.0 - share));
        }
        None => content.add(id, text, weight),
    }
}

/// The languages whose function words are dropped: English ones also inside Chinese.
fn stop_languages(script: Script, language: Language) -> u32 {
    match (script, language) {
        (Script::Cyrillic, _) => Language::Russian.bit() | Language::Ukrainian.bit(),
        (Script::Arabic, Language::Arabic | Language::Persian | Language::Urdu) => language.bit(),
        (Script::Arabic, _) => Language::Arabic.bit(),
        (Script::Latin, language) if language.is_latin() => language.bit(),
        (Script::Latin, _) => Language::English.bit(),
        (Script::Greek, _) => Language::Greek.bit(),
        (Script::Hebrew, _) => Language::Hebrew.bit(),
        (Script::Devanagari, _) => Language::Hindi.bit(),
        _ => 0,
    }
}

fn run(
    analysis: &Analysis<'_>,
    token: &Analysed<'_>,
    kind: TokenKind,
    content: &mut Collected,
    function: &mut Collected,
) {
    let characters: Vec<char> = analysis.folded(token).chars().collect();
    let roles = roles(kind, &characters, analysis.language);
    // As written, where folding kept the characters apart: 東京, not 东京.
    let written: Vec<char> = token.token.text.chars().collect();
    let written = if written.len() == characters.len() {
        &written
    } else {
        &characters
    };
    let mut text = String::new();
    if let Some(root) = root_id(analysis, token) {
        let whole: String = written.iter().collect();
        content.add(
            root,
            &whole,
            background_weight(root) * (1.0 - WORD_BESIDE_ROOT),
        );
    }
    for term in run_terms(kind, &characters) {
        let span = term.start..term.start + term.length;
        text.clear();
        text.extend(&written[span.clone()]);
        let weight = background_weight(term.id);
        let share = match (&roles[span], term.id.class()) {
            ([Role::Content(_)], TermClass::Character) => {
                // The endings of a Japanese verb are no part of its character: 住んで.
                let alone = |at: Option<usize>| {
                    at.and_then(|at| Some((roles.get(at)?, characters[at])))
                        .is_none_or(|(role, other)| {
                            !matches!(role, Role::Content(_)) || script(other) == Script::Hiragana
                        })
                };
                let lone = alone(term.start.checked_sub(1)) && alone(Some(term.start + 1));
                // Weights of characters are low by class already; a word of one isn't weak.
                let share = if lone {
                    LONE_CHARACTER
                } else {
                    CHARACTER_IN_WORD
                };
                content.add(
                    term.id,
                    &text,
                    share * (weight / super::weight::CHARACTER).min(1.0),
                );
                continue;
            }
            ([_], TermClass::Character) => None,
            ([Role::Content(word), Role::Content(next)], _) if word != next => {
                Some(ACROSS_BOUNDARY)
            }
            ([Role::Content(_), Role::Content(_)], _) => Some(kana_share(&characters, term.start)),
            ([Role::Content(_), Role::Weak] | [Role::Weak, Role::Content(_)], _) => {
                Some(BESIDE_WEAK_STOP)
            }
            ([Role::Content(_), _] | [_, Role::Content(_)] | [Role::Weak, Role::Weak], _) => {
                Some(ACROSS_BOUNDARY)
            }
            ([_, _], _) => None,
            _ => Some(TRIGRAM),
        };
        match share {
            Some(share) => content.add(term.id, &text, weight * share),
            None => function.add(term.id, &text, STOP_WEIGHT * weight.max(0.5)),
        }
    }
}

/// Kana are an alphabet: two of them say less than two Chinese characters.
fn kana_share(characters: &[char], start: usize) -> f32 {
    match (script(characters[start]), script(characters[start + 1])) {
        (Script::Hiragana, Script::Hiragana) => 0.3,
        (Script::Hiragana, _) | (_, Script::Hiragana) => 0.5,
        (Script::Katakana, Script::Katakana) => 0.8,
        _ => 1.0,
    }
}
