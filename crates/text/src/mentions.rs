//! Entities that a text names, found by rules: people, places, organisations, titles in quotes,
//! addresses, identifiers.
//!
//! Rules with word lists miss names that no list and no capital letter gives away, and take
//! some words for names that are none; they cost microseconds and no model.

mod gazetteer;
mod han;
mod latin;
mod marked;

use crate::fold::fold;
use crate::language::{Language, detect};
use crate::terms::tokens::{Token, tokens};
use gazetteer::{Gazetteer, gazetteer};

/// What a mention names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum MentionKind {
    /// A person, product, work or anything else with a name.
    Name,
    /// A country, city, street or other place.
    Place,
    /// A company, school, hospital or other organisation.
    Organization,
    /// What stands in quotes or in 《》: a title.
    Quoted,
    /// A dotted, underscored or slashed name of code: `numpy.array`, `user_id`, `src/main.rs`.
    Identifier,
    /// An e-mail address.
    Email,
    /// A web address.
    Url,
    /// A name in a network: `@ann`.
    Handle,
    /// A hashtag: `#rust`.
    Topic,
}

impl MentionKind {
    /// Its name in lower case: `name`, `place`, `organization`, …
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Place => "place",
            Self::Organization => "organization",
            Self::Quoted => "quoted",
            Self::Identifier => "identifier",
            Self::Email => "email",
            Self::Url => "url",
            Self::Handle => "handle",
            Self::Topic => "topic",
        }
    }
}

/// An entity that a text names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention<'a> {
    /// The words of the mention, without quotes or titles such as "Dr.".
    pub text: &'a str,
    /// Where they begin in the text, in bytes.
    pub offset: usize,
    /// The form by which mentions of the same entity are equal: folded, single spaces.
    pub key: String,
    /// What is named.
    pub kind: MentionKind,
}

/// The entities that `text` names, in order, not overlapping; each occurrence is one.
///
/// Dates, numbers, amounts of money, weekdays and months are no entities.
///
/// ```
/// use mem0_text::mentions;
/// let keys: Vec<_> = mentions("Ann read “Dune” in San Francisco, 和同事李雷在北京大学见面")
///     .into_iter()
///     .map(|mention| mention.key)
///     .collect();
/// assert_eq!(keys, ["ann", "dune", "san francisco", "李雷", "北京大学"]);
/// ```
pub fn mentions(text: &str) -> Vec<Mention<'_>> {
    let language = detect(text);
    let mut found = marked::marked(text);
    let covered: Vec<_> = found
        .iter()
        .map(|mention| mention.offset..mention.offset + mention.text.len())
        .collect();
    let mut next_covered = covered.iter().peekable();
    let free: Vec<Token<'_>> = tokens(text)
        .filter(|token| {
            while next_covered
                .next_if(|span| span.end <= token.start)
                .is_some()
            {}
            next_covered
                .peek()
                .is_none_or(|span| token.end() <= span.start)
        })
        .collect();
    let reader = Reader {
        text,
        tokens: free,
        language,
        gazetteer: gazetteer(),
    };
    reader.latin(&mut found);
    reader.han(&mut found);
    found.sort_by_key(|mention| mention.offset);
    found
}

/// The tokens of a text that no marked mention covers, and what is known of names.
struct Reader<'a> {
    text: &'a str,
    tokens: Vec<Token<'a>>,
    language: Language,
    gazetteer: &'static Gazetteer,
}

impl<'a> Reader<'a> {
    fn mention(&self, start: usize, end: usize, kind: MentionKind) -> Mention<'a> {
        mention(self.text, start, end, kind)
    }

    /// What stands between two neighbouring tokens.
    fn gap(&self, at: usize) -> &'a str {
        let end = self.tokens.get(at).map_or(self.text.len(), Token::end);
        let next = self
            .tokens
            .get(at + 1)
            .map_or(self.text.len(), |token| token.start);
        &self.text[end..next]
    }

    /// Whether a token begins a sentence, as far as capital letters go.
    fn begins_sentence(&self, at: usize) -> bool {
        let Some(before) = at.checked_sub(1) else {
            return true;
        };
        let gap = self.gap(before);
        gap.contains([
            '.', '!', '?', ':', '\n', '\r', '。', '！', '？', '：', '"', '“', '”', '(', '…', '•',
            '*',
        ]) && !self.is_after_title(at)
    }

    /// Whether "Dr." or the like stands before a token.
    fn is_after_title(&self, at: usize) -> bool {
        at.checked_sub(1).is_some_and(|before| {
            self.gap(before) == ". " && latin::is_title(&fold(self.tokens[before].text))
        })
    }
}

fn mention(text: &str, start: usize, end: usize, kind: MentionKind) -> Mention<'_> {
    let text = &text[start..end];
    Mention {
        text,
        offset: start,
        key: key(text),
        kind,
    }
}

/// Folded, with single spaces.
fn key(text: &str) -> String {
    let folded = fold(text);
    if !folded.contains(char::is_whitespace) {
        return folded;
    }
    folded.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests;
