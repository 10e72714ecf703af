//! What a statement says about a changeable attribute of somebody, so that a later statement can
//! take the place of an earlier one.
//!
//! Built for precision: a claim is read only from a clause of the plain form "subject, adverbs,
//! what the tables know", so whatever is wished, planned, reported, supposed or past makes none.
//! What makes none is simply kept beside what is known.

use std::sync::LazyLock;

mod change;
mod clauses;
mod habits;
mod pattern;
mod predicate;
mod rules;
mod separate;
mod subject;
mod values;

pub(super) use change::replaces;
pub(super) use habits::stem;
pub(super) use separate::separate;

use clauses::clauses;
use predicate::FUTURE_WORDS;
use subject::{Opening, RELATIONS, Subject, openings};
use values::{TIME_WORDS, known_place, normal};

use super::phrases::{LIGHT, Phrases};
use super::tokens::{Sort, Token, tokens};

/// What a claim is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum About {
    /// An attribute with one value at a time, such as `residence` or `favourite colour`.
    Attribute(String),
    /// Whether something is liked: its words.
    Taste(Vec<String>),
    /// Whether something is done or had: its words.
    Habit(Vec<String>),
    /// What one thing was replaced with: the words of the first.
    Replacement(Vec<String>),
}

/// One thing that a statement says of somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Claim {
    subject: Subject,
    about: About,
    /// The value's words; empty where there is none.
    value: Vec<String>,
    /// Whether it is so; `false`: no longer, or not.
    holds: bool,
    /// Whether a change is said ("moved", "no longer", "now").
    changes: bool,
    /// Whether what is meant is beyond doubt.
    certain: bool,
    /// Whether the statement says nothing besides.
    alone: bool,
}

impl Claim {
    /// Texts near which what it changes is to be looked for.
    pub fn probes(&self) -> Vec<String> {
        match &self.about {
            About::Attribute(name) => match name.as_str() {
                "residence" => vec!["I live in".to_owned(), "我住在".to_owned()],
                "employer" => vec!["I work at".to_owned(), "我在公司工作".to_owned()],
                "occupation" => vec!["I work as a".to_owned(), "我的工作是".to_owned()],
                "name" => vec!["My name is".to_owned(), "我叫".to_owned()],
                "age" => vec!["years old".to_owned(), "我今年岁".to_owned()],
                "relationship" => vec!["single married".to_owned(), "单身结婚".to_owned()],
                "diet" => vec!["vegetarian vegan".to_owned(), "吃素 素食".to_owned()],
                _ => Vec::new(),
            },
            // These share their words with what they change.
            About::Taste(_) | About::Habit(_) | About::Replacement(_) => Vec::new(),
        }
    }
}

/// What a text says, clause by clause.
pub(super) fn claims(text: &str) -> Vec<Claim> {
    let tokens = tokens(text);
    // What stands in quotes is somebody else's word.
    if tokens.iter().any(|token| token.is("\"") || token.is("?")) {
        return Vec::new();
    }
    let clauses = clauses(&tokens);
    let mut found = Vec::new();
    let mut carried = Carried::Start;
    for (place, clause) in clauses.iter().enumerate() {
        let others = || {
            clauses
                .iter()
                .enumerate()
                .filter(|(other, _)| *other != place)
        };
        let mut said = of_clause(&tokens[clause.clone()], &mut carried);
        let silent = others().all(|(_, other)| says_nothing(&tokens[other.clone()]));
        let region = clauses
            .get(place + 1)
            .is_some_and(|next| known_place(&normal(&tokens[next.clone()])).is_some());
        for claim in &mut said {
            claim.alone &= silent;
            // "Bergen, Norway" is a place, known or not.
            claim.certain |= region && claim.about == About::Attribute("residence".to_owned());
        }
        found.extend(said);
    }
    found
}

/// Who a clause without a subject speaks of.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Carried {
    /// The first clause: the speaker, if a rule fits.
    Start,
    /// As the clause before.
    Known(Subject),
    /// Nobody can tell.
    Unknown,
}

/// What one clause says.
fn of_clause(clause: &[Token], carried: &mut Carried) -> Vec<Claim> {
    let clause = without_times(clause);
    let before = match carried {
        Carried::Start => Some(&Subject::Speaker),
        Carried::Known(subject) => Some(&*subject),
        Carried::Unknown => None,
    };
    let openings: Vec<Opening> = openings(clause, before)
        .into_iter()
        .filter(|opening| before.is_some() || opening.from > 0)
        .collect();
    if clause.is_empty() {
        return Vec::new();
    }
    for opening in &openings {
        let said = predicate::attributes(clause, opening);
        if !said.is_empty() {
            *carried = Carried::Known(opening.subject.clone());
            return said;
        }
    }
    let named = openings
        .iter()
        .find(|opening| opening.from > 0 && !opening.possessive);
    *carried = match named {
        Some(opening) if keeps_subject(clause) => Carried::Known(opening.subject.clone()),
        _ => Carried::Unknown,
    };
    let habits = openings
        .iter()
        .map(|opening| predicate::habits(clause, opening));
    habits
        .into_iter()
        .find(|said| !said.is_empty())
        .unwrap_or_default()
}

/// Of the speaker, as it was: 我以前住在深圳，现在搬到珠海了.
static ONCE: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::read(
        "我以前住 | 我之前住 | 我原来住 | 我过去住 | 我曾经住 | 我原先住 | 我以前在 | 我之前在 | 我原来在 \
         | 我过去在 | 我原先在 | 我以前是 | 我之前是 | 我原来是 | 我以前做 | 我之前做",
    )
});

/// Whether the next clause still speaks of the same. Chinese goes on about whoever was just
/// mentioned: 我有个妹妹，住在北京.
fn keeps_subject(clause: &[Token]) -> bool {
    let glyphs = clause.iter().any(|token| token.sort == Sort::Glyph);
    let introduces = clause.iter().any(|token| {
        matches!(
            token.text.as_str(),
            "有" | "养" | "认" | "遇" | "见" | "叫" | "去" | "给" | "和" | "跟"
        )
    });
    let once = ONCE.prefix(clause).is_some();
    !glyphs || once || !introduces && !RELATIONS.occur_in(clause) && !FUTURE_WORDS.occur_in(clause)
}

/// A clause without the times it begins with: "last May I moved".
fn without_times(clause: &[Token]) -> &[Token] {
    let mut rest = clause;
    while let Some(length) = TIME_WORDS.prefix(rest) {
        rest = &rest[length..];
    }
    let number = |token: &Token| token.sort == Sort::Number;
    // "30 people live in Paris": only a time may be left out.
    if rest
        .first()
        .is_some_and(|first| matches!(first.text.as_str(), "i" | "we" | "my" | "我"))
    {
        rest
    } else if rest.first().is_some_and(number) && rest.len() > 1 {
        let after = &rest[1..];
        let years = TIME_WORDS.prefix(after).map(|length| &after[length..]);
        match years {
            Some(left) if left.first().is_some_and(|t| t.is("我") || t.is("i")) => left,
            _ => clause,
        }
    } else if clause
        .first()
        .is_some_and(|first| first.sort == Sort::Glyph)
    {
        rest
    } else {
        clause
    }
}

/// Whether a clause says nothing: function words, times, a country after a city.
fn says_nothing(clause: &[Token]) -> bool {
    is_light(clause) || known_place(&normal(clause)).is_some()
}

/// Whether tokens are nothing but function words, times and numbers of times.
fn is_light(tokens: &[Token]) -> bool {
    TIME_WORDS
        .uncovered(tokens)
        .iter()
        .all(|token| token.sort == Sort::Number || LIGHT.has(&token.text))
}
