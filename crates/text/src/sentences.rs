//! Sentences, and the clauses inside them.

mod clauses;

pub use clauses::clauses;

use std::collections::HashSet;
use std::sync::LazyLock;

use crate::lexicon::lines;
use crate::script::is_cjk;

static ABBREVIATIONS: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
    lines(include_str!("lists/abbreviations.txt"))
        .flat_map(str::split_whitespace)
        .collect()
});

/// The sentences of a text in order, without the space around them.
///
/// A line break ends a sentence, so every item of a list is one; its bullet or number is left
/// out. Abbreviations, decimals, initials and addresses don't end a sentence. Lines of mere
/// punctuation are dropped.
///
/// ```
/// use mem0_text::sentences;
/// assert_eq!(sentences("Dr. Li paid $3.50. 我喜欢披萨！她呢？"),
///            ["Dr. Li paid $3.50.", "我喜欢披萨！", "她呢？"]);
/// ```
pub fn sentences(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    for line in text.split(['\n', '\r', '\u{2028}', '\u{2029}']) {
        let mut rest = without_bullet(line.trim());
        while !rest.is_empty() {
            let (sentence, after) = rest.split_at(sentence_end(rest));
            let sentence = sentence.trim_end();
            if sentence
                .chars()
                .any(|character| !character.is_ascii_punctuation())
            {
                found.push(sentence);
            }
            rest = after.trim_start();
        }
    }
    found
}

/// Drops `- `, `• `, `1. `, `2) `, `3、` from the start of a line.
fn without_bullet(line: &str) -> &str {
    let unmarked = line.trim_start_matches('#');
    if unmarked.len() < line.len() && unmarked.starts_with(' ') {
        return unmarked.trim_start();
    }
    if let Some(rest) = line.strip_prefix(['-', '*', '•', '·', '‣', '–', '◦', '●'])
        && (rest.starts_with(char::is_whitespace) || line.starts_with(['•', '●']))
    {
        return rest.trim_start();
    }
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    if (1..=2).contains(&digits) {
        let rest = &line[digits..];
        if let Some(item) = rest.strip_prefix('、') {
            return item.trim_start();
        }
        if let Some(item) = rest.strip_prefix(['.', ')', '）'])
            && item.starts_with(char::is_whitespace)
        {
            return item.trim_start();
        }
    }
    line
}

/// Where the first sentence of `text` ends; after its closing quotes.
fn sentence_end(text: &str) -> usize {
    let mut characters = text.char_indices().peekable();
    while let Some((at, character)) = characters.next() {
        let strong = match character {
            '。' | '！' | '？' | '；' | '｡' | '؟' | '۔' | '।' | '॥' | '‼' | '⁇' | '⁉' => {
                true
            }
            '!' | '?' | '…' => false,
            '.' if !is_inside(text, at) => false,
            _ => continue,
        };
        let mut end = at + character.len_utf8();
        let mut closed = false;
        while let Some((next, character)) = characters.peek().copied() {
            let is_end = !closed && is_terminator(character);
            let is_close = is_closing(character, &text[..at]);
            if !(is_end || is_close) {
                break;
            }
            closed |= is_close;
            end = next + character.len_utf8();
            characters.next();
        }
        let after = &text[end..];
        if strong || ends_here(&text[..at], character, &text[at..end], after) {
            return end;
        }
    }
    text.len()
}

fn is_terminator(character: char) -> bool {
    matches!(character, '.' | '!' | '?' | '…' | '。' | '！' | '？')
}

/// A closing quote or bracket; a straight quote closes only what was opened before.
fn is_closing(character: char, before: &str) -> bool {
    // Enough to see an opening quote; a bound keeps the whole scan linear.
    const REACH: usize = 400;
    match character {
        '”' | '’' | '」' | '』' | '）' | ')' | ']' | '】' | '》' | '»' => true,
        '"' | '\'' => {
            let from = before.ceil_char_boundary(before.len().saturating_sub(REACH));
            before[from..].matches(character).count() % 2 == 1
        }
        _ => false,
    }
}

/// A full stop between letters or digits: `3.5`, `example.com`, `e.g`.
fn is_inside(text: &str, at: usize) -> bool {
    let next = text[at + 1..].chars().next();
    next.is_some_and(|next| {
        next.is_alphanumeric() && !is_cjk(next) || matches!(next, '/' | '_' | '-' | ',' | '@')
    })
}

/// Whether a Latin terminator, which may mean other things, ends the sentence.
fn ends_here(before: &str, terminator: char, run: &str, after: &str) -> bool {
    let Some(next) = after.chars().next() else {
        return true;
    };
    if !(next.is_whitespace() || is_cjk(next) || is_emoji(next)) {
        return matches!(terminator, '!' | '?') && next.is_uppercase();
    }
    let Some(first) = after.trim_start().chars().next() else {
        return true;
    };
    match terminator {
        '…' => !first.is_lowercase(),
        '.' if run.starts_with("..") => !first.is_lowercase(),
        '.' => !is_abbreviation(before, first),
        _ => true,
    }
}

fn is_emoji(character: char) -> bool {
    matches!(character as u32, 0x1F000..=0x1FAFF | 0x2600..=0x27BF)
}

/// Whether the word before a full stop takes it as its own, given what follows.
fn is_abbreviation(before: &str, next: char) -> bool {
    const LONGEST: usize = 24;
    let from = before.ceil_char_boundary(before.len().saturating_sub(LONGEST));
    let word = before[from..]
        .rsplit(|character: char| {
            character.is_whitespace() || matches!(character, '(' | '"' | '“' | ',')
        })
        .next()
        .unwrap_or_default();
    let mut letters = word.chars();
    if let (Some(letter), None) = (letters.next(), letters.next()) {
        // An initial ("J. Smith"), but not "Plan B. Then" nor "So did I. We".
        let initial = letter.is_uppercase() && letter != 'I' && !is_cjk(letter);
        return initial && next.is_uppercase() && !follows_a_word(before, word);
    }
    if word.contains('.') && !word.chars().any(|character| character.is_ascii_digit()) {
        // "p.m. Then" ends; "U.S. law" and "e.g. tea" don't.
        let lower = word.to_lowercase();
        let listed = ABBREVIATIONS.contains(lower.as_str());
        let short = word.split('.').all(|part| part.chars().count() <= 2);
        return listed || short && !(word.starts_with(char::is_lowercase) && next.is_uppercase());
    }
    if !word.chars().all(char::is_alphabetic) {
        return false;
    }
    let lower = word.to_lowercase();
    // "No. 5" is an abbreviation, "No. I won't" isn't; so for months and days.
    let ambiguous = matches!(
        lower.as_str(),
        "no" | "nos"
            | "fig"
            | "mar"
            | "may"
            | "sat"
            | "sun"
            | "mon"
            | "wed"
            | "max"
            | "min"
            | "fr"
            | "est"
            | "m"
            | "al"
            | "nr"
            | "dec"
            | "sec"
    );
    ABBREVIATIONS.contains(lower.as_str()) && (!ambiguous || next.is_ascii_digit())
}

/// Whether the single letter `word` at the end of `before` follows a lower-case word, as in
/// "plan B", and not a name or the start of the text, as in "George W".
fn follows_a_word(before: &str, word: &str) -> bool {
    before[..before.len() - word.len()]
        .split_whitespace()
        .next_back()
        .is_some_and(|previous| {
            previous.starts_with(char::is_lowercase) && !is_title_word(previous)
        })
}

fn is_title_word(word: &str) -> bool {
    matches!(
        word,
        "by" | "and"
            | "with"
            | "from"
            | "to"
            | "of"
            | "for"
            | "met"
            | "is"
            | "named"
            | "called"
            | "author"
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn sentences_end_at_their_punctuation() {
        for (text, expected) in [
            (
                "I like tea. Do you? Yes!",
                &["I like tea.", "Do you?", "Yes!"][..],
            ),
            (
                "i like tea. my name is bob",
                &["i like tea.", "my name is bob"],
            ),
            (
                "我喜欢猫。你呢？太好了！",
                &["我喜欢猫。", "你呢？", "太好了！"],
            ),
            ("我叫李雷；我住在北京", &["我叫李雷；", "我住在北京"]),
            ("Wait... what? Really?!", &["Wait... what?", "Really?!"]),
            ("मैं यहाँ हूँ। तुम?", &["मैं यहाँ हूँ।", "तुम?"]),
            ("هل أنت هنا؟ نعم.", &["هل أنت هنا؟", "نعم."]),
            (
                "I use Rust.我也用Python。",
                &["I use Rust.", "我也用Python。"],
            ),
        ] {
            assert_eq!(sentences(text), expected, "{text}");
        }
    }

    #[test]
    fn a_full_stop_inside_a_word_ends_nothing() {
        for text in [
            "Dr. Smith met J. R. Tolkien at 3.30 p.m. in the U.S. embassy",
            "See https://example.com/a.b?c=d for version 1.2.3 of the tool",
            "Mail ann.lee@example.org, e.g. tomorrow",
            "He lives at No. 5 Baker St. in London",
            "Das kostet ca. 5 Euro, z.B. heute",
        ] {
            assert_eq!(sentences(text), [text]);
        }
    }

    #[test]
    fn an_abbreviation_may_still_end_a_sentence() {
        assert_eq!(
            sentences("We met at 5 p.m. Then we left."),
            ["We met at 5 p.m.", "Then we left."]
        );
        assert_eq!(
            sentences("No. I won't. So did I. We left."),
            ["No.", "I won't.", "So did I.", "We left."]
        );
    }

    #[test]
    fn closing_quotes_stay_with_their_sentence() {
        assert_eq!(
            sentences("他说：“好的。”然后走了。"),
            ["他说：“好的。”", "然后走了。"]
        );
        assert_eq!(
            sentences("She said \"Go.\" Then she left."),
            ["She said \"Go.\"", "Then she left."]
        );
    }

    #[test]
    fn every_line_of_a_list_is_a_sentence() {
        assert_eq!(
            sentences("My plans:\n- buy milk\n* call Ann\n1. 买牛奶\n2、打电话\n---\n\n• rest"),
            [
                "My plans:",
                "buy milk",
                "call Ann",
                "买牛奶",
                "打电话",
                "rest"
            ]
        );
        assert_eq!(sentences("-5 degrees"), ["-5 degrees"]);
    }

    proptest! {
        #[test]
        fn no_letter_is_lost(text in "([a-zA-Z一-龥0-9.!?。！？\"”', \\n]|Dr\\. ){0,60}") {
            // Numbers may be dropped as the labels of a list.
            let letters = |text: &str| text.chars().filter(|c| c.is_alphabetic()).collect::<String>();
            let kept: String = sentences(&text).into_iter().map(letters).collect();
            prop_assert_eq!(kept, letters(&text));
        }

        #[test]
        fn any_text_has_sentences(text in "\\PC*|.*") {
            for sentence in sentences(&text) {
                prop_assert!(!sentence.is_empty() && sentence.trim() == sentence);
                clauses(sentence);
            }
        }
    }
}
