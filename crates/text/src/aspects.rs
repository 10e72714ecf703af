//! What is said about whom: the topics and subjects of a statement, and those a question asks for.
//!
//! An embedding says that "Where do I live?" and "My sister lives in Rome" are close. This
//! reading says that both are about residence, and that one is about the asker and the other
//! about a sister. It goes by tables of cues (`aspects/cues_en.txt`, `aspects/cues_zh.txt`) and a
//! few rules of grammar; in other languages it reads nothing, and then says nothing.

mod cues;
mod names;
mod subjects;
mod topics;
mod units;

use crate::language::Language;
use crate::terms::tokens::analyse;
use names::{ASPECTS, FAMILIES, NEAR};

/// A set of topics and subjects; the bits are stored and never change their meaning.
///
/// Bits 0 to 49 are topics, 50 to 63 subjects.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Aspects(u64);

/// How well a statement fits what a question asks.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Agreement {
    /// The share of the topics asked for of which the statement speaks, 0..1; a topic near the
    /// one asked for (a dish liked where dislikes are asked for) counts half. `None` if the
    /// question asks for no known topic or the statement shows none.
    pub topics: Option<f32>,
    /// Whether the statement is about whom the question asks. `None` if either is unknown.
    pub subject: Option<bool>,
}

impl Aspects {
    const SUBJECTS: Self = Self(u64::MAX << 50);

    /// The bits as they are stored.
    pub const fn to_bits(self) -> u64 {
        self.0
    }

    /// Bits that were stored.
    pub const fn from_bits(bits: u64) -> Self {
        Self(bits)
    }

    /// Whether nothing is known.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Whether all of `other` are among these.
    pub const fn contains(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// Whether any of `other` is among these.
    pub const fn intersects(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// These and the other ones.
    pub const fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// These without the other ones.
    pub const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// The topics among these.
    pub const fn topics(self) -> Self {
        self.without(Self::SUBJECTS)
    }

    /// The subjects among these.
    pub const fn subjects(self) -> Self {
        Self(self.0 & Self::SUBJECTS.0)
    }

    /// The names of these, in the order of their bits: `residence`, `food_liked`, `self`, …
    pub fn names(self) -> impl Iterator<Item = &'static str> {
        ASPECTS
            .iter()
            .filter(move |named| self.intersects(named.aspect))
            .map(|named| named.name)
    }

    const fn both(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// The aspect of a name.
    fn named(name: &str) -> Option<Self> {
        ASPECTS
            .iter()
            .find(|named| named.name == name)
            .map(|named| named.aspect)
    }
}

impl std::ops::BitOr for Aspects {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        self.union(other)
    }
}

impl std::ops::BitOrAssign for Aspects {
    fn bitor_assign(&mut self, other: Self) {
        *self = self.union(other);
    }
}

/// What a statement speaks of, and of whom.
///
/// ```
/// use mem0_text::{Aspects, aspects_of_statement};
/// let said = aspects_of_statement("我喜欢披萨，讨厌西兰花");
/// assert!(said.contains(Aspects::FOOD_LIKED | Aspects::FOOD_DISLIKED | Aspects::SELF));
/// let said = aspects_of_statement("My sister lives in Rome");
/// assert!(said.contains(Aspects::RESIDENCE | Aspects::SISTER));
/// assert!(!said.contains(Aspects::SELF));
/// ```
pub fn aspects_of_statement(text: &str) -> Aspects {
    let analysis = analyse(text);
    if !is_read(analysis.language) {
        return Aspects::default();
    }
    let units = units::units(text, &analysis);
    topics::of_statement(text, &units) | subjects::of_statement(text, &units)
}

/// What a question asks for, and about whom: the aspects that its answer has.
///
/// ```
/// use mem0_text::{Aspects, aspects_of_question};
/// let asked = aspects_of_question("What can't she eat?");
/// assert_eq!(asked, Aspects::FOOD_DISLIKED | Aspects::DIET);
/// ```
pub fn aspects_of_question(text: &str) -> Aspects {
    let analysis = analyse(text);
    if !is_read(analysis.language) {
        return Aspects::default();
    }
    let units = units::units(text, &analysis);
    topics::of_question(text, &units) | subjects::of_question(text, &units)
}

fn is_read(language: Language) -> bool {
    matches!(language, Language::English | Language::Chinese)
}

/// How well a statement fits what a question asks; `None` if nothing can be told.
///
/// ```
/// use mem0_text::{agreement, aspects_of_question, aspects_of_statement};
/// let asked = aspects_of_question("Where do I live?");
/// let fits = |text| agreement(asked, aspects_of_statement(text)).unwrap();
/// assert_eq!(fits("I moved to Berlin").topics, Some(1.0));
/// assert_eq!(fits("I moved to Berlin").subject, Some(true));
/// assert_eq!(fits("My sister lives in Rome").subject, Some(false));
/// ```
pub fn agreement(question: Aspects, statement: Aspects) -> Option<Agreement> {
    let agreement = Agreement {
        topics: topic_agreement(question.topics(), statement.topics()),
        subject: subject_agreement(question.subjects(), statement.subjects()),
    };
    (agreement.topics.is_some() || agreement.subject.is_some()).then_some(agreement)
}

fn topic_agreement(asked: Aspects, offered: Aspects) -> Option<f32> {
    if asked.is_empty() || offered.is_empty() {
        return None;
    }
    let (mut sum, mut count) = (0.0, 0.0);
    let mut rest = asked;
    while !rest.is_empty() {
        let first = Aspects(rest.0 & rest.0.wrapping_neg());
        let family = FAMILIES
            .into_iter()
            .find(|family| family.intersects(first))
            .unwrap_or(first);
        let members = rest.both(family);
        rest = rest.without(members);
        count += 1.0;
        if offered.intersects(members) {
            sum += 1.0;
        } else if offered.intersects(near(members)) {
            sum += 0.5;
        }
    }
    Some(sum / count)
}

/// The topics near any of these.
fn near(topics: Aspects) -> Aspects {
    NEAR.into_iter()
        .filter(|group| group.intersects(topics))
        .fold(Aspects::default(), Aspects::union)
}

fn subject_agreement(asked: Aspects, spoken_of: Aspects) -> Option<bool> {
    // A name tells who it is, which no bit does.
    let asked = asked.without(Aspects::NAMED);
    if asked.is_empty() || spoken_of.is_empty() {
        return None;
    }
    if asked.intersects(spoken_of) {
        return Some(true);
    }
    // Whoever is named may be the sister asked for, and a cousin is some aunt's child.
    let others = asked != Aspects::SELF;
    let may_be = others && (asked | spoken_of).intersects(Aspects::NAMED | Aspects::RELATIVE);
    (!may_be).then_some(false)
}

#[cfg(test)]
mod tests;
