//! What surrounds a statement: greetings, names and interjections before it, tags after it.

use std::ops::Range;

use super::phrases::{OPENERS, SMALL_TALK, TAGS};
use super::questions::is_question_mark;
use super::speakers::Voice;
use super::tokens::{Sort, Token};

/// What is known about the conversation when a sentence is judged.
#[derive(Debug, Clone, Copy)]
pub(super) struct Listening<'a> {
    /// How the speaker is read.
    pub voice: Voice,
    /// The names of those who speak, lower case.
    pub names: &'a [String],
}

impl Listening<'_> {
    /// Whether this is a speaker's name, or its short form.
    fn is_name(&self, token: &Token) -> bool {
        let word = token.text.as_str();
        word.chars().count() >= 3 && self.names.iter().any(|name| name.starts_with(word))
            || self.names.iter().any(|name| name == word)
    }
}

/// "Did I tell you that …?": the question is a way to tell.
pub(super) fn tells_by_asking(tokens: &[Token], open: &[Token]) -> bool {
    let left_out = &tokens[..tokens.len() - open.len()];
    let asks = left_out
        .iter()
        .any(|token| token.is("did") || token.is("have"));
    asks && left_out.iter().any(|token| token.is("you"))
}

pub(super) fn without_end_marks(span: &[Token]) -> &[Token] {
    &span[..span
        .iter()
        .rposition(Token::is_wordlike)
        .map_or(0, |at| at + 1)]
}

/// The byte range that tokens span, without punctuation at its ends (but with closing marks).
pub(super) fn place(span: &[Token]) -> Option<Range<usize>> {
    let first = span.iter().find(|token| token.is_wordlike())?;
    let last = span.iter().rev().find(|token| !is_trailing(token))?;
    Some(first.place.start..last.place.end)
}

/// Marks that a statement doesn't end with.
fn is_trailing(token: &Token) -> bool {
    token.sort == Sort::Mark
        && matches!(
            token.text.as_str(),
            "," | ";" | ":" | "—" | "-" | "–" | "、"
        )
}

pub(super) fn skip_marks(mut span: &[Token]) -> &[Token] {
    while let Some((first, rest)) = span.split_first()
        && !first.is_wordlike()
    {
        span = rest;
    }
    span
}

/// Leaves out greetings, interjections and names at the start.
pub(super) fn without_openers<'a>(tokens: &'a [Token], listening: Listening<'_>) -> &'a [Token] {
    let mut span = skip_marks(tokens);
    loop {
        let length = match OPENERS.prefix(span) {
            Some(length) => length,
            None if span.first().is_some_and(|token| listening.is_name(token)) => 1,
            None => return span,
        };
        let (opener, after) = span.split_at(length);
        let mut rest = after;
        let mut addressed = false;
        while let Some((name, next)) = rest.split_first()
            && (listening.is_name(name) || addressed_by(opener, name))
        {
            rest = next;
            addressed = true;
        }
        let Some(next) = rest.first() else {
            return span;
        };
        let breaks = next.sort == Sort::Mark && !matches!(next.text.as_str(), "'" | "%" | "、");
        let glyphs = opener.iter().all(|token| token.sort == Sort::Glyph);
        let before_self = match next.text.as_str() {
            "i" | "my" | "we" | "our" => !glyphs,
            "我" => {
                glyphs && length > 1
                    || opener[0].is("但")
                    || opener[0].is("嗯")
                    || opener[0].is("那")
            }
            _ => length >= 4 && opener.last().is_some_and(|token| token.is("that")),
        };
        // "哈哈哈好的，…": another opener follows, and breaks there.
        let chains = OPENERS.prefix(rest).is_some_and(|length| {
            rest.get(length)
                .is_some_and(|after| after.sort == Sort::Mark)
        });
        if !(breaks || chains || before_self && !addressed) {
            return span;
        }
        span = skip_marks(rest);
    }
}

/// Whether a capitalised word after a greeting is the name of who is greeted.
fn addressed_by(opener: &[Token], name: &Token) -> bool {
    let greets = opener.last().is_some_and(|token| {
        matches!(
            token.text.as_str(),
            "hi" | "hello" | "hey" | "thanks" | "you" | "there"
        )
    });
    greets && name.capital && name.text.chars().count() > 1
}

/// Leaves out questions and names hung on the end; whether a question was among them.
pub(super) fn without_tags<'a>(span: &'a [Token], listening: Listening<'_>) -> (&'a [Token], bool) {
    let mut rest = span;
    let mut tagged = false;
    loop {
        let end = rest
            .iter()
            .rposition(|token| token.is_wordlike() || token.is("\""))
            .map_or(0, |at| at + 1);
        let words = &rest[..end];
        let length = match TAGS.suffix(words) {
            Some(length) => length,
            None if words.last().is_some_and(|token| listening.is_name(token)) => 1,
            None => break,
        };
        let before = &words[..end - length];
        let is_hung = before
            .last()
            .is_some_and(|mark| mark.is(",") || mark.is("—") || mark.is("-"));
        if !is_hung || before.iter().all(|token| !token.is_wordlike()) {
            break;
        }
        tagged |= rest[end..].iter().any(is_question_mark) || length > 1;
        rest = &before[..before.len() - 1];
    }
    (rest, tagged)
}

pub(super) fn ends_in_question(span: &[Token]) -> bool {
    span.iter()
        .rev()
        .take_while(|token| !token.is_wordlike())
        .any(is_question_mark)
}

/// Nothing but set phrases, calling names and punctuation.
pub(super) fn is_small_talk(span: &[Token], listening: Listening<'_>) -> bool {
    SMALL_TALK
        .uncovered(span)
        .iter()
        .all(|token| listening.is_name(token))
}
