//! Mentions that signs give away: addresses, handles, hashtags, quotes, identifiers.

use super::{Mention, MentionKind, mention};
use crate::script::{Script, is_cjk, script};

/// Pairs of quotes; the straight one is its own partner.
const QUOTES: [(char, char); 7] = [
    ('“', '”'),
    ('「', '」'),
    ('『', '』'),
    ('《', '》'),
    ('〈', '〉'),
    ('«', '»'),
    ('"', '"'),
];

/// A quotation longer than this, in characters, is speech or a passage.
const LONGEST_TITLE: usize = 60;
/// So is one of more words than this.
const MOST_WORDS: usize = 8;

/// The marked mentions of a text, in order.
pub(super) fn marked(text: &str) -> Vec<Mention<'_>> {
    let mut found = Vec::new();
    let mut at = 0;
    let mut previous = ' ';
    while let Some(character) = text[at..].chars().next() {
        let after = at + character.len_utf8();
        let end = if let Some((_, close)) = QUOTES.iter().find(|(open, _)| *open == character) {
            quoted(text, at, after, *close, previous, &mut found)
        } else if character.is_ascii_alphanumeric() || matches!(character, '_' | '/' | '~') {
            let joined = previous.is_alphanumeric() && !is_cjk(previous);
            let end = chunk_end(text, at);
            if !joined {
                chunk(text, at, end, &mut found);
            }
            Some(end)
        } else if matches!(character, '@' | '#') && !previous.is_alphanumeric() {
            tag(text, character, after, &mut found)
        } else {
            None
        };
        let next = end.unwrap_or(after);
        previous = text[..next].chars().next_back().unwrap_or(' ');
        at = next;
    }
    found
}

/// A title in quotes; the end of its closing quote.
fn quoted<'a>(
    text: &'a str,
    open_at: usize,
    start: usize,
    close: char,
    previous: char,
    found: &mut Vec<Mention<'a>>,
) -> Option<usize> {
    let straight = close == '"';
    // 6" is six inches.
    if straight && previous.is_alphanumeric() && !is_cjk(previous) {
        return None;
    }
    let mut characters = 0;
    let (length, _) =
        text[start..]
            .char_indices()
            .take(LONGEST_TITLE + 1)
            .find(|(_, character)| {
                characters += 1;
                *character == close || *character == '\n'
            })?;
    let inner = &text[start..start + length];
    if !text[start + length..].starts_with(close) || inner.trim().is_empty() || characters < 2 {
        return None;
    }
    let title = text[open_at..].starts_with(['《', '〈']);
    let is_speech = inner.ends_with(['.', '!', '?', ',', '。', '！', '？', '，', '…'])
        || inner.split_whitespace().count() > MOST_WORDS
        || inner.contains(['，', '。']);
    if !title && is_speech || !inner.chars().any(char::is_alphabetic) {
        // Names inside speech still count.
        return None;
    }
    let leading = inner.len() - inner.trim_start().len();
    let trimmed = inner.trim();
    found.push(mention(
        text,
        start + leading,
        start + leading + trimmed.len(),
        MentionKind::Quoted,
    ));
    Some(start + length + close.len_utf8())
}

fn is_chunk(character: char) -> bool {
    character.is_ascii_alphanumeric()
        || matches!(
            character,
            '_' | '/'
                | '~'
                | '.'
                | ':'
                | '@'
                | '-'
                | '+'
                | '%'
                | '?'
                | '&'
                | '='
                | '#'
                | '!'
                | '$'
                | ','
                | ';'
        )
}

/// The end of a run of characters that addresses and identifiers are made of.
fn chunk_end(text: &str, start: usize) -> usize {
    text[start..]
        .find(|character| !is_chunk(character))
        .map_or(text.len(), |length| start + length)
}

/// An address or identifier that a run of characters is.
fn chunk<'a>(text: &'a str, start: usize, end: usize, found: &mut Vec<Mention<'a>>) {
    let whole =
        text[start..end].trim_end_matches(['.', ',', ':', ';', '!', '?', '-', '#', '@', '&']);
    if let Some(url) = whole
        .find("http://")
        .or_else(|| whole.find("https://"))
        .or_else(|| whole.starts_with("www.").then_some(0))
    {
        found.push(mention(
            text,
            start + url,
            start + whole.len(),
            MentionKind::Url,
        ));
        return;
    }
    // Without white space after punctuation, one run holds several words: "tea,user_id".
    let mut offset = start;
    for part in whole.split_inclusive([',', ';', '!', '?', '=', '&', '$']) {
        let word = part.trim_end_matches([',', ';', '!', '?', '=', '&', '$', '.', ':', '-']);
        let kind = if is_email(word) {
            Some(MentionKind::Email)
        } else if is_identifier(word) {
            Some(MentionKind::Identifier)
        } else {
            None
        };
        if let Some(kind) = kind {
            found.push(mention(text, offset, offset + word.len(), kind));
        }
        offset += part.len();
    }
}

fn is_email(word: &str) -> bool {
    let Some((local, domain)) = word.split_once('@') else {
        return false;
    };
    let plain =
        |character: char| character.is_ascii_alphanumeric() || matches!(character, '.' | '-' | '_');
    !local.is_empty()
        && local
            .chars()
            .all(|character| plain(character) || matches!(character, '+' | '%'))
        && domain.chars().all(plain)
        && domain.rsplit_once('.').is_some_and(|(host, top)| {
            !host.is_empty()
                && top.len() >= 2
                && top.chars().all(|letter| letter.is_ascii_alphabetic())
        })
}

/// `numpy.array`, `std::fs`, `user_id`, `src/main.rs`; not "and/or", "e.g", "3.5", "tea.Then".
fn is_identifier(word: &str) -> bool {
    let parts = || {
        word.split(['.', ':', '/', '_', '~', '#'])
            .filter(|part| !part.is_empty())
    };
    if parts().count() < 2 || !word.contains(|letter: char| letter.is_ascii_alphabetic()) {
        return false;
    }
    let strange = word.contains(['@', '%', '+', '-']) && !word.contains(['_', '/']);
    let clean = parts().all(|part| {
        part.chars()
            .all(|letter| letter.is_ascii_alphanumeric() || letter == '-')
    });
    if strange || !clean {
        return false;
    }
    if word.contains('_') || word.contains("::") {
        return true;
    }
    if word.contains(':') {
        return false;
    }
    if word.contains('/') {
        // Paths have a dot or a root; "and/or" and "km/h" have neither.
        return word.starts_with(['/', '~'])
            || word.contains('.')
                && !word
                    .chars()
                    .all(|letter| letter.is_ascii_digit() || matches!(letter, '/' | '.'));
    }
    let mut previous: Option<&str> = None;
    for part in parts() {
        let starts_sentence = previous.is_some_and(|before| {
            before.ends_with(|letter: char| letter.is_ascii_lowercase())
                && part.starts_with(|letter: char| letter.is_ascii_uppercase())
        });
        if starts_sentence
            || part.len() < 2
            || part.starts_with(|digit: char| digit.is_ascii_digit())
        {
            return false;
        }
        previous = Some(part);
    }
    true
}

/// The name after `@` or `#`.
fn tag<'a>(text: &'a str, sign: char, start: usize, found: &mut Vec<Mention<'a>>) -> Option<usize> {
    let length = text[start..]
        .char_indices()
        .find(|(_, character)| {
            !(script(*character) != Script::None
                || matches!(character, '_')
                || sign == '@' && matches!(character, '-'))
        })
        .map_or(text.len() - start, |(length, _)| length);
    let name = &text[start..start + length];
    // "#1" and "@ 5" name nothing; a name in characters without end is no handle.
    if name.chars().count() > 40
        || name
            .chars()
            .filter(|letter| letter.is_alphabetic())
            .nth(1)
            .is_none()
    {
        return None;
    }
    let kind = if sign == '@' {
        MentionKind::Handle
    } else {
        MentionKind::Topic
    };
    found.push(mention(text, start, start + length, kind));
    Some(start + length)
}
