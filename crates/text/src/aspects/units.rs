//! A text as a row of words and characters that cues are looked up in.

use std::collections::HashMap;
use std::hash::BuildHasherDefault;
use std::sync::LazyLock;

use crate::lexicon::lines;
use crate::terms::id::{TermIdHasher, fnv1a};
use crate::terms::tokens::{Analysis, TokenKind};

/// What stands between a unit and the one before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Break {
    /// A space or nothing.
    None,
    /// A comma or the like.
    Clause,
    /// The end of a sentence, or the start of the text.
    Sentence,
}

/// A word, a number, or one Chinese character.
#[derive(Debug, Clone, Copy)]
pub(super) struct Unit<'a> {
    /// Folded.
    pub(super) word: &'a str,
    /// Where it begins in the text, in bytes.
    pub(super) offset: usize,
    /// The keys of the word itself and of what it may be a form of; 0 where there is none.
    forms: [u64; FORMS],
    /// What stands before it.
    pub(super) after: Break,
    /// Whether `'s` follows.
    pub(super) possessive: bool,
    /// Whether it begins with a capital letter.
    pub(super) capital: bool,
}

const FORMS: usize = 6;

impl Unit<'_> {
    /// Whether this is the word of `key` or a form of it.
    pub(super) fn is_form_of(&self, key: u64) -> bool {
        self.forms.contains(&key)
    }

    /// The keys of the word and of what it may be a form of.
    pub(super) fn forms(&self) -> impl Iterator<Item = u64> {
        self.forms.into_iter().filter(|key| *key != 0)
    }
}

/// The key of a folded word or character.
pub(super) fn key(word: &str) -> u64 {
    // 0 stands for "none"; no word is known to hash to it.
    fnv1a(word.as_bytes()).max(1)
}

/// The units of an analysed text.
pub(super) fn units<'a>(text: &str, analysis: &'a Analysis<'_>) -> Vec<Unit<'a>> {
    let mut found: Vec<Unit<'a>> = Vec::with_capacity(analysis.tokens.len() * 2);
    let mut end = 0;
    for analysed in &analysis.tokens {
        let token = analysed.token;
        let folded = analysis.folded(analysed);
        let after = match found.last() {
            None => Break::Sentence,
            Some(last) => between(&text[end..token.start], last.word),
        };
        end = token.end();
        match token.kind {
            TokenKind::Word => found.push(Unit {
                word: folded,
                offset: token.start,
                forms: forms(folded),
                after,
                possessive: token.text.ends_with("'s") || token.text.ends_with("’s"),
                capital: token.text.starts_with(char::is_uppercase),
            }),
            TokenKind::Number => found.push(character(folded, token.start, after)),
            TokenKind::Cjk => {
                // Folding a run keeps its characters in number, except for rare marks; offsets
                // only serve to compare places, so the run's own start is exact enough.
                for (at, sign) in folded.char_indices() {
                    let word = &folded[at..at + sign.len_utf8()];
                    let after = if at == 0 { after } else { Break::None };
                    found.push(character(word, token.start + at, after));
                }
            }
            TokenKind::Hangul | TokenKind::Unspaced => {}
        }
    }
    found
}

fn character(word: &str, offset: usize, after: Break) -> Unit<'_> {
    let mut forms = [0; FORMS];
    forms[0] = key(word);
    Unit {
        word,
        offset,
        forms,
        after,
        possessive: false,
        capital: false,
    }
}

/// What the signs between two units mean.
fn between(signs: &str, before: &str) -> Break {
    let mut found = Break::None;
    for sign in signs.chars() {
        match sign {
            '!' | '?' | '。' | '！' | '？' | '\n' | '…' => return Break::Sentence,
            '.' if !matches!(before, "mr" | "mrs" | "ms" | "dr" | "st" | "vs" | "prof") => {
                return Break::Sentence;
            }
            ',' | ';' | ':' | '，' | '；' | '：' | '(' | ')' | '（' | '）' | '—' => {
                found = Break::Clause;
            }
            _ => {}
        }
    }
    found
}

/// Irregular forms of English and their base forms, by key.
static IRREGULAR: LazyLock<HashMap<u64, u64, BuildHasherDefault<TermIdHasher>>> =
    LazyLock::new(|| {
        lines(include_str!("../lists/irregular_en.txt"))
            .flat_map(|line| {
                let mut words = line.split_whitespace();
                let base = words.next().map_or(0, key);
                words.map(move |form| (key(form), base))
            })
            .collect()
    });

/// The keys of a word and of the base forms that it may come from by the regular endings of
/// English. More than one is tried, for no table tells whether "rating" comes from "rat".
fn forms(word: &str) -> [u64; FORMS] {
    let mut found = [0; FORMS];
    let mut count = 0;
    let mut push = |key: u64| {
        if count < FORMS {
            found[count] = key;
            count += 1;
        }
    };
    push(key(word));
    if word.len() <= 2 || !word.is_ascii() {
        return found;
    }
    if let Some(base) = IRREGULAR.get(&key(word)) {
        push(*base);
    }
    let joined = |stem: &str, ending: &str| {
        let mut bytes = [0_u8; 72];
        let length = stem.len() + ending.len();
        let buffer = bytes.get_mut(..length)?;
        buffer[..stem.len()].copy_from_slice(stem.as_bytes());
        buffer[stem.len()..].copy_from_slice(ending.as_bytes());
        Some(fnv1a(buffer).max(1))
    };
    if let Some(stem) = word.strip_suffix("ies").or(word.strip_suffix("ied")) {
        if stem.len() >= 2 {
            joined(stem, "y").into_iter().for_each(&mut push);
        }
        push(key(&word[..word.len() - 1]));
    } else if let Some(stem) = word.strip_suffix("ing").or(word.strip_suffix("ed")) {
        if stem.len() >= 2 && stem.contains(['a', 'e', 'i', 'o', 'u', 'y']) {
            push(key(stem));
            joined(stem, "e").into_iter().for_each(&mut push);
            let bytes = stem.as_bytes();
            if bytes.len() > 2 && bytes[bytes.len() - 1] == bytes[bytes.len() - 2] {
                push(key(&stem[..stem.len() - 1]));
            }
        }
    } else if let Some(stem) = word.strip_suffix('s')
        && stem.len() >= 2
        && !stem.ends_with(['s', 'u'])
    {
        push(key(stem));
        if let Some(stem) = stem.strip_suffix('e')
            && (stem.ends_with(['s', 'x', 'z', 'o'])
                || stem.ends_with("ch")
                || stem.ends_with("sh"))
        {
            push(key(stem));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::terms::tokens::analyse;

    #[test]
    fn forms_of_a_word_share_a_key() {
        for (form, base) in [
            ("lives", "live"),
            ("living", "live"),
            ("lived", "live"),
            ("hobbies", "hobby"),
            ("studied", "study"),
            ("running", "run"),
            ("swam", "swim"),
            ("bought", "buy"),
            ("dishes", "dish"),
            ("allergies", "allergy"),
            ("cookies", "cookie"),
            ("potatoes", "potato"),
            ("movies", "movie"),
        ] {
            assert!(forms(form).contains(&key(base)), "{form} {base}");
        }
        assert!(!forms("bus").contains(&key("bu")));
        assert!(!forms("care").contains(&key("car")));
        assert!(!forms("thing").contains(&key("th")));
    }

    #[test]
    fn breaks_are_told_apart() {
        let text = "Dr. Lee left, I stayed. 我喜欢披萨，讨厌葱";
        let analysis = analyse(text);
        let breaks: Vec<_> = units(text, &analysis)
            .into_iter()
            .filter(|unit| unit.after != Break::None)
            .map(|unit| (unit.word, unit.after))
            .collect();
        assert_eq!(
            breaks,
            [
                ("dr", Break::Sentence),
                ("i", Break::Clause),
                ("我", Break::Sentence),
                ("讨", Break::Clause)
            ]
        );
    }
}
