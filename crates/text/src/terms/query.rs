//! What a question asks for: its terms, each with what it is worth.

use std::collections::hash_map::Entry;

use super::id::{TermClass, TermId, TermMap};
use super::tokens::{Analysed, Analysis, TokenKind, analyse};
use super::weight::{background_weight, number_weight};
use super::{own_stem, run_terms, word_id};
use crate::language::Language;
use crate::lexicon::{STOP_WEIGHT, lexicon};
use crate::script::{Script, script};

/// A term of a question.
#[derive(Debug, Clone, PartialEq)]
pub struct QueryTerm {
    /// The term as it is stored.
    pub id: TermId,
    /// The term as a person would read it: the word before stemming, the characters.
    pub text: String,
    /// What finding it is worth: 0..1. [`background_weight`], lowered for the weaker views of
    /// the same word: single characters, bigrams across a word boundary, second stems.
    pub weight: f32,
}

/// A word of a language with its own stemmer is looked for in two forms that share its weight.
const WORD_BESIDE_STEM: f32 = 0.5;
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
    for token in &analysis.tokens {
        match token.token.kind {
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
    match own_stem(token, analysis.language) {
        Some(stem) => {
            content.add(id, text, weight * WORD_BESIDE_STEM);
            content.add(stem, text, weight * (1.0 - WORD_BESIDE_STEM));
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

/// How a character of a run takes part in function words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    /// Part of what is asked for; the number of the listed word it belongs to, 0 for none.
    Content(u16),
    /// A function word of one character that is often part of another word.
    Weak,
    /// A function word, or part of one.
    Function,
}

fn run(
    analysis: &Analysis<'_>,
    token: &Analysed<'_>,
    kind: TokenKind,
    content: &mut Collected,
    function: &mut Collected,
) {
    let characters: Vec<char> = analysis.folded(token).chars().collect();
    let roles = match kind {
        TokenKind::Hangul => korean_roles(&characters),
        TokenKind::Cjk if analysis.language == Language::Japanese => {
            roles(&characters, Language::Japanese)
        }
        TokenKind::Cjk => roles(&characters, Language::Chinese),
        _ => vec![Role::Content(0); characters.len()],
    };
    // As written, where folding kept the characters apart: 東京, not 东京.
    let written: Vec<char> = token.token.text.chars().collect();
    let written = if written.len() == characters.len() {
        &written
    } else {
        &characters
    };
    let mut text = String::new();
    for term in run_terms(kind, &characters) {
        let span = term.start..term.start + term.length;
        text.clear();
        text.extend(&written[span.clone()]);
        let weight = background_weight(term.id);
        let share = match (&roles[span], term.id.class()) {
            ([Role::Content(_)], TermClass::Character) => {
                let alone = |at: Option<usize>| {
                    at.and_then(|at| roles.get(at))
                        .is_none_or(|role| !matches!(role, Role::Content(_)))
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

/// Function words found by longest match; a listed content word shields its characters, so that
/// 会议 is not 会 and a rest.
fn roles(characters: &[char], language: Language) -> Vec<Role> {
    /// Function characters that are hardly ever part of a content word.
    const PLAIN: &str = "我你您他她它的了吗呢吧啊嘛呀是谁啥哪这那は";
    let lexicon = lexicon();
    let longest = lexicon.longest_chinese();
    let mut roles = vec![Role::Content(0); characters.len()];
    let mut at = 0;
    let mut words = 0_u16;
    let mut word = String::new();
    while at < characters.len() {
        let known = (1..=longest.min(characters.len() - at))
            .rev()
            .find_map(|length| {
                word.clear();
                word.extend(&characters[at..at + length]);
                lexicon
                    .get(&word)
                    .map(|known| (length, known.stop_in & language.bit() != 0))
            });
        let length = match known {
            Some((1, true)) => {
                let plain = PLAIN.contains(characters[at]) || language == Language::Japanese;
                roles[at] = if plain { Role::Function } else { Role::Weak };
                1
            }
            Some((length, true)) => {
                roles[at..at + length].fill(Role::Function);
                length
            }
            Some((length, false)) => {
                words = words.wrapping_add(1).max(1);
                roles[at..at + length].fill(Role::Content(words));
                length
            }
            None => 1,
        };
        at += length;
    }
    roles
}

/// The particles that Korean writes onto its nouns, longest first.
const PARTICLES: [&str; 34] = [
    "에서는",
    "에게서",
    "이라고",
    "으로는",
    "이에요",
    "입니다",
    "에서",
    "에게",
    "한테",
    "으로",
    "까지",
    "부터",
    "처럼",
    "보다",
    "이나",
    "이랑",
    "하고",
    "라고",
    "에는",
    "은",
    "는",
    "이",
    "가",
    "을",
    "를",
    "에",
    "의",
    "도",
    "로",
    "와",
    "과",
    "만",
    "랑",
    "요",
];

fn korean_roles(characters: &[char]) -> Vec<Role> {
    let word: String = characters.iter().collect();
    if lexicon().is_stop(&word, Language::Korean) {
        return vec![Role::Function; characters.len()];
    }
    let mut roles = vec![Role::Content(0); characters.len()];
    if let Some(particle) = PARTICLES.iter().find(|particle| word.ends_with(**particle)) {
        let length = particle.chars().count();
        if length < characters.len() {
            roles[characters.len() - length..].fill(Role::Function);
        }
    }
    roles
}
