//! Whether two statements say the same.
//!
//! Not how alike they look but whether one can be spared: numbers, names, negations, tenses and
//! the days spoken of must be the same. What is left of both is compared word by word, after
//! empty words are left out and equal words made one.

use std::collections::HashMap;
use std::sync::LazyLock;

use jiff::civil::Date;

use super::attributes::stem;
use super::dates::Event;
use super::phrases::Phrases;
use super::tokens::{Sort, Token, tokens};

static FILLERS: LazyLock<Phrases> =
    LazyLock::new(|| Phrases::read(include_str!("lists/fillers.txt")));
static JOINTS: LazyLock<Phrases> =
    LazyLock::new(|| Phrases::read(include_str!("lists/joints.txt")));
static GUARDS: LazyLock<Phrases> =
    LazyLock::new(|| Phrases::read(include_str!("lists/guards.txt")));

/// Words that mean the same, by line; the line's number is the common form.
static EQUAL: LazyLock<Vec<Phrases>> = LazyLock::new(|| {
    include_str!("lists/equal_words.txt")
        .lines()
        .map(Phrases::read)
        .collect()
});

/// A statement in the form in which it is compared.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Wording {
    units: Vec<Unit>,
    guards: HashMap<String, usize>,
    numbers: Vec<String>,
    names: Vec<String>,
    days: Vec<(Date, Date)>,
    lists: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Unit {
    Word { word: String, joins: bool },
    Mark,
}

impl Unit {
    /// Whether a statement may begin or end here.
    fn is_joint(&self) -> bool {
        matches!(self, Self::Mark | Self::Word { joins: true, .. })
    }
}

/// How a new statement relates to one that is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Relation {
    /// They say the same.
    Same,
    /// The new one says all that the known one says, and more.
    NewSaysMore,
    /// The known one says all that the new one says, and more.
    KnownSaysMore,
    /// Neither can be spared.
    Different,
}

impl Wording {
    /// The wording of a statement and the times it speaks of.
    pub fn of(text: &str, events: &[Event]) -> Self {
        let tokens = tokens(text);
        let mut guards = HashMap::new();
        let mut at = 0;
        while at < tokens.len() {
            let length = GUARDS.prefix(&tokens[at..]).unwrap_or(0);
            if length > 0 {
                let guard: String = tokens[at..at + length]
                    .iter()
                    .map(|t| t.text.as_str())
                    .collect();
                *guards.entry(guard).or_insert(0) += 1;
            }
            at += length.max(1);
        }
        let numbers = tokens.iter().filter(|token| token.sort == Sort::Number);
        let names = tokens
            .iter()
            .skip(1)
            .filter(|token| token.capital && !token.is("i"));
        Self {
            guards,
            numbers: numbers.map(|token| token.text.clone()).collect(),
            names: names.map(|token| token.text.clone()).collect(),
            days: events
                .iter()
                .map(|event| (event.first, event.last))
                .collect(),
            lists: tokens.iter().any(|token| {
                matches!(token.text.as_str(), "and" | "or" | "和" | "、" | "跟" | ",")
            }),
            units: units(&tokens),
        }
    }

    /// Its words, each once.
    pub fn distinct_words(&self) -> Vec<&str> {
        let mut words = self.words();
        words.sort_unstable();
        words.dedup();
        words
    }

    fn words(&self) -> Vec<&str> {
        self.units
            .iter()
            .filter_map(|unit| match unit {
                Unit::Word { word, .. } => Some(word.as_str()),
                Unit::Mark => None,
            })
            .collect()
    }
}

/// How `new` relates to `known`.
pub(super) fn relation(new: &Wording, known: &Wording) -> Relation {
    let days_differ = !new.days.is_empty() && !known.days.is_empty() && new.days != known.days;
    if days_differ || new.guards != known.guards {
        return Relation::Different;
    }
    let (one, other) = (new.words(), known.words());
    if one.is_empty() || other.is_empty() {
        return Relation::Different;
    }
    if one == other {
        return Relation::Same;
    }
    let same_names = new.names == known.names && new.numbers == known.numbers;
    if new.lists && known.lists && same_names && sorted(&one) == sorted(&other) {
        return Relation::Same;
    }
    if !known.days.iter().all(|day| new.days.contains(day)) {
        return match contains(known, new) {
            true => Relation::KnownSaysMore,
            false => Relation::Different,
        };
    }
    if contains(new, known) {
        return Relation::NewSaysMore;
    }
    match new.days.iter().all(|day| known.days.contains(day)) && contains(known, new) {
        true => Relation::KnownSaysMore,
        false => Relation::Different,
    }
}

fn sorted<'a>(words: &[&'a str]) -> Vec<&'a str> {
    let mut words = words.to_vec();
    words.sort_unstable();
    words
}

/// Whether `whole` says `part` word for word, as a statement of its own: "I have a dog" is said
/// by "I have a dog named Max", not by "I have a dog allergy".
fn contains(whole: &Wording, part: &Wording) -> bool {
    let words = part.words();
    if words.len() < 2 || part.units.len() >= whole.units.len() {
        return false;
    }
    let needle: Vec<&Unit> = part.units.iter().collect();
    let ends = |at: usize| whole.units.get(at).is_none_or(Unit::is_joint);
    (0..=whole.units.len() - needle.len()).any(|start| {
        let end = start + needle.len();
        let same = whole.units[start..end]
            .iter()
            .zip(&needle)
            .all(|(one, other)| one == *other);
        same && ends(end) && (start == 0 || whole.units[start - 1].is_joint())
    })
}

/// Words without fillers, equal words made one, the speaker left out where he comes first.
fn units(tokens: &[Token]) -> Vec<Unit> {
    let mut units = Vec::with_capacity(tokens.len());
    let mut at = 0;
    while at < tokens.len() {
        let rest = &tokens[at..];
        if rest[0].sort == Sort::Mark {
            if rest[0].ends_clause() && !units.is_empty() && units.last() != Some(&Unit::Mark) {
                units.push(Unit::Mark);
            }
            at += 1;
            continue;
        }
        let equal = EQUAL.iter().enumerate().find_map(|(line, words)| {
            words
                .prefix(rest)
                .map(|length| (length, format!("={line}")))
        });
        let joins = JOINTS.prefix(rest).is_some();
        let (length, word) = match equal {
            Some(found) => found,
            None => match FILLERS.prefix(rest) {
                Some(length) => {
                    at += length;
                    continue;
                }
                None => (1, stem(&rest[0])),
            },
        };
        units.push(Unit::Word { word, joins });
        at += length;
    }
    while units.last() == Some(&Unit::Mark) {
        units.pop();
    }
    let speaker = units.first().is_some_and(|unit| match unit {
        Unit::Word { word, .. } => *word == *SPEAKER || *word == *CHINESE_SPEAKER,
        Unit::Mark => false,
    });
    if speaker {
        units.remove(0);
    }
    units
}

static SPEAKER: LazyLock<String> = LazyLock::new(|| common_form("i"));
static CHINESE_SPEAKER: LazyLock<String> = LazyLock::new(|| common_form("我"));

fn common_form(word: &str) -> String {
    let line = EQUAL
        .iter()
        .position(|words| words.has(word))
        .unwrap_or(usize::MAX);
    format!("={line}")
}
