//! Introductions taken apart: "My name is Ann and I live in Rome", 我叫李雷，住在上海.
//!
//! A sentence is one memory unless it lists attributes that change independently; kept together,
//! one of them could never be closed without the others.

use std::ops::Range;

use super::clauses::clauses;
use super::subject::{Subject, openings};
use super::values::{known_place, normal};
use super::{About, Carried, Claim, of_clause, says_nothing};
use crate::ingest::pipelines::local::information::content;
use crate::ingest::pipelines::local::tokens::{Sort, Token, tokens};

/// One statement of a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in super::super) struct Part {
    /// Where it stands in the sentence.
    pub place: Range<usize>,
    /// How it reads, its subject restored.
    pub text: String,
}

/// The statements of a sentence, if it is to be taken apart; else none.
pub(in super::super) fn separate(sentence: &str) -> Vec<Part> {
    let tokens = tokens(sentence);
    if tokens
        .iter()
        .any(|token| matches!(token.text.as_str(), "\"" | "(" | ")" | "?"))
    {
        return Vec::new();
    }
    let clauses = clauses(&tokens);
    if !(2..=8).contains(&clauses.len()) {
        return Vec::new();
    }
    let mut parts: Vec<Part> = Vec::new();
    let mut changeable = 0;
    let mut carried = Carried::Start;
    let mut before: Option<&[Token]> = None;
    for clause in &clauses {
        let words = &tokens[clause.clone()];
        let place = place(words);
        // ", France" belongs to what stands before.
        if let Some(last) = parts.last_mut()
            && known_place(&normal(words)).is_some()
        {
            last.place.end = place.end;
            last.text
                .push_str(&sentence[last.place.end.min(place.start)..place.end]);
            last.text = sentence[last.place.clone()].to_owned();
            continue;
        }
        let said = of_clause(words, &mut carried);
        let attribute = said.iter().any(is_changeable);
        let own_subject = words
            .first()
            .is_some_and(|token| matches!(token.text.as_str(), "i" | "my" | "我"));
        let stands = own_subject && content(words).amount >= 1.0 && !refers_back(words);
        // "我换工作了，现在在…" tells of one change.
        let ends = said
            .iter()
            .any(|claim| !claim.holds && claim.value.is_empty());
        if says_nothing(words) || ends || !(attribute || stands) {
            return Vec::new();
        }
        if !own_subject && before.is_some_and(speaks_of_a_relation) {
            return Vec::new();
        }
        before = Some(words);
        changeable += usize::from(attribute);
        let text = match own_subject {
            true => sentence[place.clone()].to_owned(),
            false => with_subject(&sentence[place.clone()], words, &said),
        };
        parts.push(Part { place, text });
    }
    if changeable == 0 || parts.len() < 2 {
        Vec::new()
    } else {
        parts
    }
}

fn place(words: &[Token]) -> Range<usize> {
    let start = words.first().map_or(0, |token| token.place.start);
    start..words.last().map_or(start, |token| token.place.end)
}

/// An attribute of the speaker that has one value at a time.
fn is_changeable(claim: &Claim) -> bool {
    claim.subject == Subject::Speaker
        && claim.holds
        && claim.certain
        && matches!(claim.about, About::Attribute(_))
}

/// Whether a clause is about a relative or friend of the speaker. A clause after it without a
/// subject of its own goes on about them: 我男朋友叫周远，是中学老师.
fn speaks_of_a_relation(words: &[Token]) -> bool {
    let first = words.first().map(|token| token.text.as_str());
    matches!(first, Some("我" | "my" | "our"))
        && openings(words, None)
            .iter()
            .any(|opening| matches!(opening.subject, Subject::Other(_)))
}

/// Whether a clause needs the one before it.
fn refers_back(words: &[Token]) -> bool {
    words.iter().any(|token| {
        matches!(
            token.text.as_str(),
            "it" | "there"
                | "that"
                | "this"
                | "they"
                | "them"
                | "he"
                | "she"
                | "his"
                | "her"
                | "him"
                | "both"
                | "too"
                | "also"
                | "那"
                | "这"
                | "他"
                | "她"
                | "它"
                | "也"
                | "都"
                | "则"
        )
    })
}

/// The clause with the subject that it shares with the one before.
fn with_subject(clause: &str, words: &[Token], said: &[Claim]) -> String {
    let glyphs = words.first().is_some_and(|token| token.sort == Sort::Glyph);
    // "邮箱是…" tells of a thing of the speaker, "住在…" of the speaker.
    match glyphs {
        true if said.iter().any(|claim| is_owned(claim, words)) => format!("我的{clause}"),
        true => format!("我{clause}"),
        false => format!("I {clause}"),
    }
}

fn is_owned(claim: &Claim, words: &[Token]) -> bool {
    let verb = words.first().is_some_and(|token| {
        matches!(
            token.text.as_str(),
            "住" | "在"
                | "叫"
                | "是"
                | "今"
                | "搬"
                | "做"
                | "当"
                | "从"
                | "已"
                | "单"
                | "未"
                | "吃"
        )
    });
    let named = matches!(&claim.about, About::Attribute(name) if matches!(
        name.as_str(),
        "email" | "phone_number" | "address" | "wechat" | "birthday" | "hometown" | "height"
            | "weight" | "blood_type" | "native_language" | "nationality" | "time_zone" | "partner"
            | "boss" | "nickname"
    ));
    named && !verb
}
