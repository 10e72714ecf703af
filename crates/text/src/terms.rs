//! Index terms: what of a text can be looked up.
//!
//! A text and a question go through the same analysis, and no choice in it depends on things
//! that a short question gets wrong: the stem that every word is found by depends on its script
//! alone, for Latin letters it is the English one. Where that keeps the forms of a word apart, a
//! root is added as a second term, the same for all languages of a script but for a few.
//!
//! | script | terms |
//! | --- | --- |
//! | Latin | words, folded, with their English stem; roots unless the text is surely English; in stored German, Dutch and Swedish what long words may be made of |
//! | Cyrillic, Arabic | words, folded and stemmed; roots |
//! | Greek, Hebrew, Devanagari … | words, folded and stemmed |
//! | digits | numbers without thousands separators |
//! | Chinese, Japanese | bigrams; single Chinese characters as weaker terms |
//! | Korean | bigrams of syllables within a word; single syllables as weaker terms; roots of predicates |
//! | Thai, Lao, Khmer, Burmese | trigrams of letters |

pub(crate) mod id;
mod query;
mod roles;
pub(crate) mod stem;
pub(crate) mod tokens;
mod weight;

pub use id::{TermClass, TermId, TermIdHasher, TermMap};
pub use query::{QueryTerm, query_terms};
pub use weight::background_weight;

use crate::language::Language;
use crate::script::{Script, script};
use tokens::{Analysed, Analysis, TokenKind, analyse};

/// How often each term occurs in a text.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TermCounts {
    /// The length of the text in words; three characters of Chinese, Japanese, Korean or Thai
    /// count as two words, single characters, roots and parts of compounds do not count again.
    pub length: u32,
    /// Each term with its number of occurrences (at most 65,535), in ascending order of the id.
    pub counts: Vec<(TermId, u16)>,
}

impl TermCounts {
    /// How often a term occurs: 0 if it does not.
    pub fn count(&self, id: TermId) -> u16 {
        match self.counts.binary_search_by_key(&id, |(id, _)| *id) {
            Ok(at) => self.counts[at].1,
            Err(_) => 0,
        }
    }

    /// Whether the text has no terms at all.
    pub fn is_empty(&self) -> bool {
        self.counts.is_empty()
    }
}

/// The terms of `text`, counted. Nothing is left out, also no function words: a stored text
/// doesn't know which words a question will turn on.
///
/// ```
/// use mem0_text::{query_terms, term_counts};
/// let text = term_counts("Ann's allergies: peanuts, shellfish");
/// let question = query_terms("Is Ann allergic to peanut butter?");
/// assert!(question.iter().any(|term| text.count(term.id) > 0));
/// ```
pub fn term_counts(text: &str) -> TermCounts {
    let analysis = analyse(text);
    let mut ids = Vec::with_capacity(analysis.tokens.len() * 2);
    let mut words = 0_usize;
    let mut thirds = 0_usize;
    let mut characters = Vec::new();
    for token in &analysis.tokens {
        match token.token.kind {
            TokenKind::Word | TokenKind::Number => {
                words += 1;
                ids.push(word_id(&analysis, token));
                ids.extend(root_id(&analysis, token));
                ids.extend(compound_parts(&analysis, token));
            }
            kind => {
                characters.clear();
                characters.extend(analysis.folded(token).chars());
                thirds += 2 * characters.len();
                ids.extend(run_terms(kind, &characters).map(|term| term.id));
                ids.extend(root_id(&analysis, token));
            }
        }
    }
    let length = u32::try_from(words + thirds.div_ceil(3)).unwrap_or(u32::MAX);
    ids.sort_unstable();
    let mut counts: Vec<(TermId, u16)> = Vec::with_capacity(ids.len());
    for id in ids {
        match counts.last_mut() {
            Some((last, count)) if *last == id => *count = count.saturating_add(1),
            _ => counts.push((id, 1)),
        }
    }
    TermCounts { length, counts }
}

/// The id that a word or number is found by.
pub(crate) fn word_id(analysis: &Analysis<'_>, token: &Analysed<'_>) -> TermId {
    match token.known {
        Some(known) => known.id,
        None => {
            let folded = analysis.folded(token);
            TermId::new(
                TermClass::Word,
                &stem::stem_word(folded, token.token.script),
            )
        }
    }
}

/// The id of a content word's root, where it has one.
///
/// A text that is surely English needs none, nor does a Latin word among other scripts: the
/// English stem has it. Everywhere else the root is what survives a language taken for another.
fn root_id(analysis: &Analysis<'_>, token: &Analysed<'_>) -> Option<TermId> {
    let language = analysis.language;
    let is_stop = token
        .known
        .is_some_and(|known| known.stop_in & language.bit() != 0);
    let is_plain = token.token.script == Script::Latin
        && (language == Language::English && analysis.sure || !language.is_latin());
    if is_stop || is_plain {
        return None;
    }
    let folded = analysis.folded(token);
    let root = stem::root(token.token.text, folded, token.token.script, language)?;
    Some(TermId::new(TermClass::Root, &root))
}

/// Roots of what a long German, Dutch or Swedish word may be made of, so that "Pfeifen" finds
/// "Orgelpfeifen". No dictionary tells where the parts meet, so every place counts; a question
/// has none of them, and finds only parts that are words.
fn compound_parts(analysis: &Analysis<'_>, token: &Analysed<'_>) -> impl Iterator<Item = TermId> {
    /// Letters that each part has at least; shorter ones are in too many words.
    const PART: usize = 5;
    /// Letters that a word has at most to be taken apart; longer ones are no words.
    const LONGEST: usize = 40;
    let folded = analysis.folded(token);
    let joins = matches!(
        analysis.language,
        Language::German | Language::Dutch | Language::Swedish
    ) && token.token.kind == TokenKind::Word
        && folded.len() <= LONGEST
        && folded.is_ascii();
    let places = match joins {
        true => PART..(folded.len() + 1).saturating_sub(PART).max(PART),
        false => 0..0,
    };
    places
        .flat_map(move |at| [&folded[..at], &folded[at..]])
        .filter_map(|part| stem::root(part, part, Script::Latin, Language::German))
        .map(|root| TermId::new(TermClass::Root, &root))
}

/// A term of a run without spaces: `length` characters from `start`.
struct RunTerm {
    id: TermId,
    start: usize,
    length: usize,
}

/// The terms of a run of (folded) characters: single characters first, then n-grams.
fn run_terms(kind: TokenKind, characters: &[char]) -> impl Iterator<Item = RunTerm> {
    let size = if kind == TokenKind::Unspaced { 3 } else { 2 }.min(characters.len().max(1));
    let singles = characters
        .iter()
        .enumerate()
        .filter_map(move |(start, character)| {
            let stands_alone = match script(*character) {
                Script::Han | Script::Hangul => true,
                // A kana says nothing alone; but nothing else is left of a run of one.
                _ => size == 1 && kind != TokenKind::Unspaced,
            };
            stands_alone.then(|| run_term(characters, start, 1))
        });
    let grams = if size == 1 && kind != TokenKind::Unspaced {
        0
    } else {
        characters.len() + 1 - size
    };
    singles.chain((0..grams).map(move |start| run_term(characters, start, size)))
}

fn run_term(characters: &[char], start: usize, length: usize) -> RunTerm {
    let mut bytes = [0; 12];
    let mut end = 0;
    for character in &characters[start..start + length] {
        end += character.encode_utf8(&mut bytes[end..]).len();
    }
    let class = match (length, script(characters[start])) {
        (1, script) if script != Script::Unspaced => TermClass::Character,
        _ => TermClass::Bigram,
    };
    // Whole characters were encoded, so the bytes are a string.
    let id = std::str::from_utf8(&bytes[..end]).map(|text| TermId::new(class, text));
    RunTerm {
        id: id.unwrap_or(TermId::from_bits(0)),
        start,
        length,
    }
}

#[cfg(test)]
mod tests;
