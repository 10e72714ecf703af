//! Words and runs of characters, found in one pass and folded.

use crate::fold::fold_into;
use crate::language::{Language, Votes};
use crate::lexicon::{Known, lexicon};
use crate::script::{Script, script};

/// What a token is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TokenKind {
    /// Letters, perhaps with digits, of a script that separates words.
    Word,
    /// Digits, perhaps with separators: `2024`, `3.5`, `12,000`.
    Number,
    /// Chinese characters and kana.
    Cjk,
    /// Korean syllables between spaces.
    Hangul,
    /// Thai and its like: letters without spaces between words.
    Unspaced,
}

/// A token as it stands in the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Token<'a> {
    /// The text of the token; the whole run for scripts without spaces.
    pub(crate) text: &'a str,
    /// Where it begins in the text, in bytes.
    pub(crate) start: usize,
    /// What it is made of.
    pub(crate) kind: TokenKind,
    /// The script of its first letter.
    pub(crate) script: Script,
}

impl Token<'_> {
    /// Where the token ends in the text, in bytes.
    pub(crate) fn end(&self) -> usize {
        self.start + self.text.len()
    }
}

/// The tokens of a text, in order.
#[derive(Debug, Clone)]
pub(crate) struct Tokens<'a> {
    text: &'a str,
    at: usize,
}

/// The tokens of `text`.
pub(crate) fn tokens(text: &str) -> Tokens<'_> {
    Tokens { text, at: 0 }
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        loop {
            let start = self.at;
            let first = self.text[start..].chars().next()?;
            let script = script(first);
            let (kind, end) = match script {
                Script::None | Script::Mark => {
                    self.at += first.len_utf8();
                    continue;
                }
                Script::Han | Script::Hiragana | Script::Katakana => {
                    let end =
                        self.run_end(start, |script| script.is_cjk() && script != Script::Hangul);
                    (TokenKind::Cjk, end)
                }
                Script::Hangul => (
                    TokenKind::Hangul,
                    self.run_end(start, |script| script == Script::Hangul),
                ),
                Script::Unspaced => (
                    TokenKind::Unspaced,
                    self.run_end(start, |script| script == Script::Unspaced),
                ),
                _ => self.word_end(start),
            };
            self.at = end;
            let text = &self.text[start..end];
            return Some(Token {
                text,
                start,
                kind,
                script,
            });
        }
    }
}

impl Tokens<'_> {
    fn run_end(&self, start: usize, belongs: impl Fn(Script) -> bool) -> usize {
        self.text[start..]
            .char_indices()
            .find(|(_, character)| {
                let script = script(*character);
                !(belongs(script) || script == Script::Mark)
            })
            .map_or(self.text.len(), |(offset, _)| start + offset)
    }

    /// The end of a word or number, and which of the two it is.
    fn word_end(&self, start: usize) -> (TokenKind, usize) {
        let rest = &self.text[start..];
        let mut characters = rest.char_indices().peekable();
        let mut previous = Script::None;
        let mut kind = TokenKind::Number;
        let mut end = 0;
        while let Some((offset, character)) = characters.next() {
            let current = script(character);
            let next = || {
                characters
                    .clone()
                    .next()
                    .map_or(Script::None, |(_, next)| script(next))
            };
            let joins = match current {
                Script::Mark => true,
                // "5km" is "5 km", and "3rd" counts as "3"; "3d4f" stays whole.
                _ if current.is_word() && current != Script::Digit => {
                    if kind == TokenKind::Number && end > 0 && only_letters_follow(&rest[offset..])
                    {
                        break;
                    }
                    kind = TokenKind::Word;
                    true
                }
                Script::Digit => true,
                _ => match character {
                    '\'' | '’' | 'ʼ' | '＇' => previous.is_word() && next().is_word(),
                    '.' | ',' => {
                        previous == Script::Digit
                            && next() == Script::Digit
                            && kind == TokenKind::Number
                    }
                    // C++, C#, F#.
                    '+' if end == 1 && kind == TokenKind::Word => rest[offset..].starts_with("++"),
                    '+' if end == 2 => rest.as_bytes()[1] == b'+',
                    '#' => end == 1 && kind == TokenKind::Word && !next().is_word(),
                    _ => false,
                },
            };
            if !joins {
                break;
            }
            end = offset + character.len_utf8();
            previous = current;
        }
        (kind, start + end)
    }
}

/// Whether the letters at the start of `rest` end before any further digit.
fn only_letters_follow(rest: &str) -> bool {
    // Longer than any unit; a bound keeps a long run of letters from being read twice.
    const LONGEST_UNIT: usize = 12;
    let after =
        rest.chars().take(LONGEST_UNIT).map(script).find(|script| {
            *script == Script::Digit || !(script.is_word() || *script == Script::Mark)
        });
    after != Some(Script::Digit)
}

/// A token with its folded form, which stands in [`Analysis::folded`].
#[derive(Debug, Clone, Copy)]
pub(crate) struct Analysed<'a> {
    /// The token as written.
    pub(crate) token: Token<'a>,
    start: usize,
    end: usize,
    /// What is known about the folded word.
    pub(crate) known: Option<Known>,
}

/// A text's tokens, folded, and its language.
#[derive(Debug)]
pub(crate) struct Analysis<'a> {
    folded: String,
    /// The tokens in order.
    pub(crate) tokens: Vec<Analysed<'a>>,
    /// The language most of the text is in.
    pub(crate) language: Language,
    /// Whether words speak for the language; not if it is only what unmarked ASCII means.
    pub(crate) sure: bool,
}

impl Analysis<'_> {
    /// The folded form of a token.
    pub(crate) fn folded(&self, token: &Analysed<'_>) -> &str {
        &self.folded[token.start..token.end]
    }
}

/// A word longer than this is no word of any language; only its beginning counts.
const LONGEST_WORD: usize = 64;

/// Reads a text once: its tokens, their folded forms, what is known of them, the language.
pub(crate) fn analyse(text: &str) -> Analysis<'_> {
    let lexicon = lexicon();
    let mut votes = Votes::default();
    let mut folded = String::with_capacity(text.len() + 8);
    let mut found = Vec::with_capacity(text.len() / 5 + 1);
    for token in tokens(text) {
        let start = folded.len();
        let mut known = None;
        match token.kind {
            TokenKind::Word => {
                fold_word(token.text, &mut folded);
                known = lexicon.get(&folded[start..]);
                votes.word(
                    token.text,
                    token.script,
                    known.map_or(0, |known| known.typical_of),
                );
            }
            TokenKind::Number => fold_number(token.text, &mut folded),
            TokenKind::Cjk | TokenKind::Hangul | TokenKind::Unspaced => {
                fold_into(token.text, &mut folded);
                if token.kind == TokenKind::Hangul {
                    known = lexicon.get(&folded[start..]);
                }
                folded[start..]
                    .chars()
                    .for_each(|character| votes.character(script(character)));
            }
        }
        found.push(Analysed {
            token,
            start,
            end: folded.len(),
            known,
        });
    }
    if !text.is_ascii() {
        text.chars()
            .filter(|character| !character.is_ascii())
            .for_each(|sign| votes.sign(sign));
    }
    let language = votes.decide();
    Analysis {
        folded,
        tokens: found,
        language,
        sure: votes.speak_for(language),
    }
}

/// Folds a word, and what an apostrophe adds to it: `Ann's` is `ann`, `l'été` is `ete`,
/// `don't` is `dont`.
fn fold_word(word: &str, folded: &mut String) {
    let start = folded.len();
    fold_into(&word[..word.floor_char_boundary(LONGEST_WORD)], folded);
    let Some(apostrophe) = folded[start..].find('\'') else {
        return;
    };
    let (before, after) = folded[start..].split_at(apostrophe);
    let after = &after[1..];
    if after == "s" {
        folded.truncate(start + apostrophe);
    } else if after.len() > 2
        && matches!(
            before,
            "l" | "d"
                | "j"
                | "m"
                | "t"
                | "s"
                | "n"
                | "c"
                | "qu"
                | "un"
                | "dell"
                | "nell"
                | "all"
                | "sull"
                | "dall"
        )
    {
        folded.replace_range(start..=start + apostrophe, "");
    } else {
        while let Some(next) = folded[start..].find('\'') {
            folded.remove(start + next);
        }
    }
}

/// Folds a number: ASCII digits, no thousands separators, a point for the decimals.
fn fold_number(number: &str, folded: &mut String) {
    let start = folded.len();
    fold_into(&number[..number.floor_char_boundary(LONGEST_WORD)], folded);
    if !folded[start..].contains(',') {
        return;
    }
    let number = folded.split_off(start);
    let groups = || number.split(',').skip(1);
    let thousands = groups().all(|group| group.len() == 3 || group.get(3..4) == Some("."));
    folded.push_str(&number.replace(',', if thousands { "" } else { "." }));
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn folded(text: &str) -> Vec<String> {
        let analysis = analyse(text);
        analysis
            .tokens
            .iter()
            .map(|token| analysis.folded(token).to_owned())
            .collect()
    }

    #[test]
    fn words_numbers_and_runs_are_told_apart() {
        for (text, expected) in [
            ("Ann's cat, don't!", &["ann", "cat", "dont"][..]),
            ("l'été d'Anne", &["ete", "anne"]),
            ("Dell’amore", &["amore"]),
            ("C++ and C# or A+", &["c++", "and", "c#", "or", "a"]),
            (
                "3.5 kg, 12,000 or 3,5",
                &["3.5", "kg", "12000", "or", "3.5"],
            ),
            (
                "5km 3rd mp3 b12 3d4f",
                &["5", "km", "3", "rd", "mp3", "b12", "3d4f"],
            ),
            ("foo_bar.baz gpt-4", &["foo", "bar", "baz", "gpt", "4"]),
            ("我用Rust写代码", &["我用", "rust", "写代码"]),
            ("2024年5月", &["2024", "年", "5", "月"]),
            ("서울에 살아요", &["서울에", "살아요"]),
            ("カフェ☕コーヒー", &["カフェ", "コーヒー"]),
            ("１２３ ＡＢＣ", &["123", "abc"]),
            ("", &[]),
            ("… — 🎉", &[]),
        ] {
            assert_eq!(folded(text), expected, "{text}");
        }
    }

    #[test]
    fn a_word_without_end_is_cut() {
        let folded = folded(&"a".repeat(10_000));
        assert_eq!(folded, ["a".repeat(LONGEST_WORD)]);
    }

    proptest! {
        #[test]
        fn tokens_stand_in_order_and_cover_every_letter(text in "\\PC*|.*") {
            let mut end = 0;
            for token in tokens(&text) {
                prop_assert!(!token.text.is_empty());
                prop_assert!(token.start >= end);
                prop_assert_eq!(&text[token.start..token.end()], token.text);
                let between = &text[end..token.start];
                prop_assert!(between.chars().all(|c| matches!(script(c), Script::None | Script::Mark)));
                end = token.end();
            }
            analyse(&text);
        }
    }
}
