//! Words with their places: what the rules of this pipeline read.
//!
//! Unlike index terms these keep function words, punctuation and case, because the rules turn on
//! them. Contractions are opened ("don't" → "do not"), every Chinese character is a token of its
//! own, so that one pattern language serves both languages.

use std::ops::Range;

/// What a token is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sort {
    /// A word of a script with spaces; an address counts as one.
    Word,
    /// One character of a script without spaces.
    Glyph,
    /// Digits, with what stands between them.
    Number,
    /// Punctuation; runs of the same mark are one token.
    Mark,
}

/// One token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Token {
    /// Lower case, half width, contractions opened.
    pub text: String,
    /// Where it stands in the text.
    pub place: Range<usize>,
    /// What it is made of.
    pub sort: Sort,
    /// Whether it was written with a capital.
    pub capital: bool,
}

impl Token {
    /// Whether it is this word or mark.
    pub fn is(&self, text: &str) -> bool {
        self.text == text
    }

    /// Whether it carries meaning by itself: everything but punctuation.
    pub fn is_wordlike(&self) -> bool {
        self.sort != Sort::Mark
    }

    /// Whether it ends a clause: comma, semicolon, colon, dash or full stop.
    pub fn ends_clause(&self) -> bool {
        self.sort == Sort::Mark
            && matches!(
                self.text.as_str(),
                "," | ";" | ":" | "." | "!" | "?" | "…" | "—" | "–" | "--" | "(" | ")" | "-"
            )
    }
}

/// The tokens of a text, in order.
pub(super) fn tokens(text: &str) -> Vec<Token> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(first) = text[at..].chars().next() {
        let length = first.len_utf8();
        if is_glyph(first) {
            push(
                &mut found,
                first.to_string(),
                at..at + length,
                Sort::Glyph,
                false,
            );
            at += length;
        } else if let Some(address) = address(&text[at..]) {
            push(
                &mut found,
                address.to_lowercase(),
                at..at + address.len(),
                Sort::Word,
                false,
            );
            at += address.len();
        } else if first.is_numeric() {
            let number = number(&text[at..]);
            let plain = half_width(number).replace([',', '，'], "");
            push(
                &mut found,
                plain,
                at..at + number.len(),
                Sort::Number,
                false,
            );
            at += number.len();
        } else if is_letter(first) {
            let word = word(&text[at..]);
            push_word(&mut found, word, at);
            at += word.len();
        } else if first.is_whitespace() || is_silent(first) {
            at += length;
        } else {
            let run: usize = text[at..]
                .chars()
                .take_while(|c| *c == first)
                .map(char::len_utf8)
                .sum();
            push(
                &mut found,
                mark(first, run > length),
                at..at + run,
                Sort::Mark,
                false,
            );
            at += run;
        }
    }
    found
}

fn push(found: &mut Vec<Token>, text: String, place: Range<usize>, sort: Sort, capital: bool) {
    found.push(Token {
        text,
        place,
        sort,
        capital,
    });
}

/// Pushes a word, opening its contraction.
fn push_word(found: &mut Vec<Token>, word: &str, at: usize) {
    let place = at..at + word.len();
    let capital = word.starts_with(char::is_uppercase);
    let lower = half_width(word)
        .to_lowercase()
        .replace(['’', '‘', 'ʼ'], "'");
    let (head, tail) = open(&lower);
    let sort = Sort::Word;
    match tail {
        Some(tail) => {
            push(found, head.to_owned(), place.clone(), sort, capital);
            push(found, tail.to_owned(), place, sort, false);
        }
        None => push(found, head.to_owned(), place, sort, capital),
    }
}

/// Opens a contraction: "i'm" → "i", "am".
fn open(word: &str) -> (&str, Option<&str>) {
    match word {
        "can't" | "cannot" | "cant" => return ("can", Some("not")),
        "won't" => return ("will", Some("not")),
        "im" => return ("i", Some("am")),
        "ive" => return ("i", Some("have")),
        "dont" => return ("do", Some("not")),
        "doesnt" => return ("does", Some("not")),
        "didnt" => return ("did", Some("not")),
        "isnt" => return ("is", Some("not")),
        "wasnt" => return ("was", Some("not")),
        "arent" => return ("are", Some("not")),
        "gonna" => return ("going", Some("to")),
        "wanna" => return ("want", Some("to")),
        "let's" | "lets" => return ("let", Some("us")),
        _ => {}
    }
    if let Some(verb) = word.strip_suffix("n't") {
        return (verb, Some("not"));
    }
    let Some((head, tail)) = word.rsplit_once('\'') else {
        return (word, None);
    };
    let tail = match tail {
        "m" => "am",
        "re" => "are",
        "ve" => "have",
        "ll" => "will",
        "d" => "would",
        "s" if is_short_is(head) => "is",
        "s" => "'s",
        "" => return (head, None),
        _ => return (word, None),
    };
    (head, Some(tail))
}

/// Whether "'s" after this word means "is", not possession.
fn is_short_is(word: &str) -> bool {
    matches!(
        word,
        "it" | "that"
            | "he"
            | "she"
            | "what"
            | "where"
            | "who"
            | "there"
            | "here"
            | "how"
            | "name"
            | "when"
            | "why"
            | "this"
            | "everything"
            | "one"
    )
}

/// An address of the web or of mail at the start of a text.
pub(super) fn address(text: &str) -> Option<&str> {
    let first = text.chars().next()?;
    if !first.is_ascii_alphanumeric() {
        return None;
    }
    let end = text
        .find(|c: char| c.is_whitespace() || is_glyph(c) || "，。！？；、）”<>\"".contains(c))
        .unwrap_or(text.len())
        .min(text.floor_char_boundary(2048));
    let run = text[..end].trim_end_matches(['.', ',', '!', '?', ';', ':', ')', '\'']);
    let is_web = ["http://", "https://", "www.", "ftp://"]
        .iter()
        .any(|start| {
            run.get(..start.len())
                .is_some_and(|head| head.eq_ignore_ascii_case(start))
        });
    let is_mail = run
        .split_once('@')
        .is_some_and(|(user, host)| !user.is_empty() && host.contains('.'));
    (is_web || is_mail).then_some(run)
}

/// Digits with the marks between them: `3.5`, `2,000`, `10:30`, `2024-05-12`.
fn number(text: &str) -> &str {
    let mut end = 0;
    let mut characters = text.char_indices().peekable();
    while let Some((at, character)) = characters.next() {
        let joins = matches!(character, '.' | ',' | ':' | '/' | '-')
            && characters
                .peek()
                .is_some_and(|(_, next)| next.is_ascii_digit());
        if !(character.is_numeric() && !is_glyph(character) || joins) {
            break;
        }
        end = at + character.len_utf8();
    }
    &text[..end.max(text.chars().next().map_or(0, char::len_utf8))]
}

/// A word: letters and digits, apostrophes and hyphens between them.
fn word(text: &str) -> &str {
    let mut end = 0;
    let mut characters = text.char_indices().peekable();
    while let Some((at, character)) = characters.next() {
        let next = characters.peek().map(|(_, next)| *next);
        let joins = matches!(character, '\'' | '’' | '-' | '&' | '_')
            && next.is_some_and(|next| is_letter(next) || next.is_ascii_digit());
        let part = is_letter(character) || character.is_numeric() || is_mark_of_letter(character);
        if !(part || joins) {
            break;
        }
        end = at + character.len_utf8();
    }
    &text[..end]
}

fn is_letter(character: char) -> bool {
    character.is_alphabetic() && !is_glyph(character)
}

/// Combining marks, joiners and vowel signs, which belong to the letter before.
fn is_mark_of_letter(character: char) -> bool {
    matches!(character as u32, 0x300..=0x36F | 0x900..=0x97F | 0x980..=0xDFF | 0xE31..=0xE4E
        | 0x591..=0x5C7 | 0x610..=0x65F | 0x200C | 0x200D)
}

/// Control characters, joiners and variation selectors.
fn is_silent(character: char) -> bool {
    character.is_control()
        || matches!(character as u32, 0x200B..=0x200F | 0xFE00..=0xFE0F | 0xFEFF | 0x2060..=0x2064)
}

/// A character of a script written without spaces: Han, kana.
pub(super) fn is_glyph(character: char) -> bool {
    matches!(character as u32, 0x2E80..=0x2FDF | 0x3005..=0x3007 | 0x3041..=0x30FF | 0x31F0..=0x31FF
        | 0x3400..=0x4DBF | 0x4E00..=0x9FFF | 0xF900..=0xFAFF | 0x20000..=0x323AF)
}

/// A Chinese character.
pub(super) fn is_han(character: char) -> bool {
    is_glyph(character) && !matches!(character as u32, 0x3041..=0x30FF | 0x31F0..=0x31FF)
}

fn half_width(text: &str) -> String {
    text.chars()
        .map(|character| match character as u32 {
            code @ 0xFF01..=0xFF5E => char::from_u32(code - 0xFEE0).unwrap_or(character),
            _ => character,
        })
        .collect()
}

/// The half-width form of a mark; several full stops are an ellipsis.
fn mark(character: char, repeated: bool) -> String {
    let half = match character {
        '，' | '、' | '､' | '،' => ',',
        '。' | '｡' | '।' | '۔' => '.',
        '！' => '!',
        '？' | '؟' => '?',
        '；' | '؛' => ';',
        '：' => ':',
        '（' | '【' | '[' => '(',
        '）' | '】' | ']' => ')',
        '“' | '”' | '「' | '」' | '『' | '』' | '«' | '»' | '„' => '"',
        '～' => '~',
        other => other,
    };
    match (half, repeated) {
        ('.', true) => "…".to_owned(),
        ('-', true) => "—".to_owned(),
        // An enumeration comma joins items, it never ends a clause.
        _ if character == '、' => "、".to_owned(),
        _ => half.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<String> {
        tokens(text).into_iter().map(|token| token.text).collect()
    }

    #[test]
    fn words_glyphs_numbers_and_marks_are_told_apart() {
        assert_eq!(
            read("I'm 30, can't stop!"),
            ["i", "am", "30", ",", "can", "not", "stop", "!"]
        );
        assert_eq!(
            read("我用Rust，3年了。"),
            ["我", "用", "rust", ",", "3", "年", "了", "."]
        );
        assert_eq!(read("Anna's dog"), ["anna", "'s", "dog"]);
        assert_eq!(
            read("It’s 2,000.50 at 10:30"),
            ["it", "is", "2000.50", "at", "10:30"]
        );
        assert_eq!(
            read("see https://a.example/b?c=d, ok"),
            ["see", "https://a.example/b?c=d", ",", "ok"]
        );
        assert_eq!(
            read("mail ann@example.org."),
            ["mail", "ann@example.org", "."]
        );
    }

    #[test]
    fn places_point_into_the_text() {
        let text = "Ｈi 我's “x” ...";
        for token in tokens(text) {
            assert!(text.get(token.place.clone()).is_some(), "{token:?}");
        }
    }
}
