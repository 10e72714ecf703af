//! Of whom a statement speaks, and of whom a question asks.

mod words;

use std::cell::OnceCell;
use std::ops::Range;
use std::sync::LazyLock;

use self::words::{
    GLYPHS_AFTER_RELATIONS, GLYPHS_OF_PREDICATES, OTHER_OPENINGS, PRONOUNS, goes_before,
    is_predicate, is_quality,
};
use super::Aspects;
use super::cues::{Cues, Match, is_han};
use super::units::{Break, Unit};
use crate::mentions::{MentionKind, mentions};

static RELATIONS: LazyLock<Cues<Aspects>> = LazyLock::new(|| {
    Cues::read(
        &[include_str!("relations.txt")],
        |meaning: &mut Aspects, section, _| {
            let section = if section == "partner" {
                "spouse"
            } else {
                section
            };
            *meaning |= Aspects::named(section).unwrap_or_default();
        },
    )
});

/// Of whom a statement speaks: the subjects of its clauses, and every relation it mentions.
///
/// "I visited my sister in Rome" is about the speaker and the sister, "My sister lives in Rome"
/// about the sister alone.
pub(super) fn of_statement(text: &str, units: &[Unit<'_>]) -> Aspects {
    let reader = Reader::new(text, units);
    let mut found = reader.related();
    if reader.tells_a_name() {
        found |= Aspects::NAME;
    }
    let mut start = 0;
    for end in 1..=units.len() {
        if reader.begins_sentence(end) {
            found |= reader.sentence(start..end);
            start = end;
        }
    }
    found
}

/// Of whom a question asks.
pub(super) fn of_question(text: &str, units: &[Unit<'_>]) -> Aspects {
    let reader = Reader::new(text, units);
    let speaks = (0..units.len()).any(|at| reader.is_speaker(at, false));
    match speaks {
        true => reader.related() | Aspects::SELF,
        false => reader.related(),
    }
}

/// Whom a sentence is about, as far as its first words tell.
enum Opening {
    /// The speaker, or the user that a note is about.
    Speaker,
    /// Somebody given by name.
    Named,
    /// The speaker, or somebody who can't be told from a plain word.
    Unclear,
    /// Somebody or something else.
    Nobody,
}

/// A text with the relations that it names.
struct Reader<'a> {
    text: &'a str,
    units: &'a [Unit<'a>],
    relations: Vec<Match<'static, Aspects>>,
    /// For each unit, whether a relation begins there.
    begins: Vec<bool>,
    /// For each unit, whether it belongs to a relation.
    belongs: Vec<bool>,
    /// Where people are named, in bytes; found when first asked for.
    names: OnceCell<Vec<Range<usize>>>,
}

impl<'a> Reader<'a> {
    fn new(text: &'a str, units: &'a [Unit<'a>]) -> Self {
        let relations: Vec<_> = RELATIONS
            .find(units, |_| true)
            .into_iter()
            .filter(|one| !one.meaning.is_empty())
            .collect();
        let mut begins = vec![false; units.len()];
        let mut belongs = vec![false; units.len()];
        for one in &relations {
            begins[one.start] = true;
            belongs[one.start..one.end].fill(true);
        }
        Self {
            text,
            units,
            relations,
            begins,
            belongs,
            names: OnceCell::new(),
        }
    }

    fn word(&self, at: usize) -> &'a str {
        self.units.get(at).map_or("", |unit| unit.word)
    }

    fn begins_relation(&self, at: usize) -> bool {
        self.begins.get(at).copied().unwrap_or(false)
    }

    /// Whether a sentence, or nothing, begins there.
    fn begins_sentence(&self, at: usize) -> bool {
        self.units
            .get(at)
            .is_none_or(|unit| unit.after == Break::Sentence)
    }

    /// The relations that are named. Somebody's somebody ("my sister's husband") is neither of
    /// the two.
    fn related(&self) -> Aspects {
        let mut found = Aspects::default();
        let mut relations = self.relations.iter().peekable();
        while let Some(first) = relations.next() {
            let (mut kind, mut end) = (*first.meaning, first.end);
            while let Some(next) =
                relations.next_if(|next| next.start < end || self.possesses(end, next.start))
            {
                kind = match next.start < end {
                    true => kind | *next.meaning,
                    false => Aspects::RELATIVE,
                };
                end = end.max(next.end);
            }
            found |= kind;
        }
        found
    }

    /// Whether a relation is given its name: "my sister Ana", "two sons, Rohan and Kiran", 老公周建明.
    fn tells_a_name(&self) -> bool {
        self.relations.iter().any(|one| {
            let after = match self.word(one.end) {
                "is" | "are" | "was" | "and" => one.end + 1,
                _ => one.end,
            };
            self.units.get(after).is_some_and(|next| {
                let place = self.units[one.end - 1].possessive || self.word(after) == "i";
                if next.after == Break::Sentence || place {
                    return false;
                }
                // Looking names up is dear: after a relation a capital letter is enough, and no
                // Chinese name begins with these.
                next.capital
                    || next.after == Break::None
                        && next.word.chars().all(is_han)
                        && !GLYPHS_AFTER_RELATIONS.contains(next.word)
                        && self.names_somebody(after)
            })
        })
    }

    /// Whether who ends before `end` is said to have what begins at `start`.
    fn possesses(&self, end: usize, start: usize) -> bool {
        let of = self
            .units
            .get(end.wrapping_sub(1))
            .is_some_and(|last| last.possessive);
        of && (end..end + 2).contains(&start) || start == end + 1 && self.word(end) == "的"
    }

    /// What a sentence says about the speaker and about people by name.
    fn sentence(&self, mut sentence: Range<usize>) -> Aspects {
        let mut late = false;
        let mut speaks = false;
        for at in sentence.clone() {
            speaks |= self.is_speaker(at, late);
            late |= self.belongs[at];
        }
        let mut found = match speaks {
            true => Aspects::SELF,
            false => Aspects::default(),
        };
        let opening = sentence.find(|at| self.belongs[*at] || !goes_before(self.word(*at)));
        let Some(opening) = opening else {
            return found;
        };
        if self.belongs[opening] || self.is_speaker(opening, false) {
            return found;
        }
        found |= match self.opening(opening) {
            Opening::Nobody => Aspects::default(),
            Opening::Speaker => Aspects::SELF,
            Opening::Named => Aspects::NAMED,
            Opening::Unclear if speaks => Aspects::default(),
            Opening::Unclear => Aspects::SELF | Aspects::NAMED,
        };
        found
    }

    /// Whom a sentence is about that opens with this unit, which is no relation.
    fn opening(&self, at: usize) -> Opening {
        let word = self.word(at);
        if PRONOUNS.contains(&word) {
            // Notes about the user say "she" as often as chats say it of others.
            return Opening::Unclear;
        }
        if OTHER_OPENINGS.contains(&word)
            || matches!(
                (word, self.word(at + 1)),
                ("公", "司") | ("用", "户") | ("我", _)
            )
        {
            return Opening::Nobody;
        }
        // "Prefers tea", "Moved to Rome", "Allergic to nuts": what is noted about the user has no
        // subject.
        if is_predicate(word) || GLYPHS_OF_PREDICATES.contains(word) && !self.names_somebody(at) {
            return Opening::Speaker;
        }
        match self.names_somebody(at) {
            true => Opening::Named,
            false => Opening::Unclear,
        }
    }

    /// Whether the unit is the speaker: I, me, 我, the user; "my" only with a thing of the
    /// speaker's, and not `late`, after somebody else was named.
    fn is_speaker(&self, at: usize, late: bool) -> bool {
        let after_of = |at: usize| if self.word(at) == "的" { at + 1 } else { at };
        match self.word(at) {
            "i" => at == 0 || self.word(at - 1) != "war",
            "we" | "im" | "ive" | "ill" | "id" | "me" | "myself" | "mine" | "us" | "ourselves"
            | "咱" => true,
            "my" | "our" => {
                let mut next = at + 1;
                while is_quality(self.word(next)) && !self.begins_relation(next) {
                    next += 1;
                }
                !late && !self.begins_relation(next) && !self.begins_relation(at)
            }
            "user" => !(self.units[at].possessive && self.begins_relation(at + 1)),
            "我" => !self.belongs[at] && !self.begins_relation(after_of(at + 1)),
            "用" => self.word(at + 1) == "户" && !self.begins_relation(after_of(at + 2)),
            _ => false,
        }
    }

    /// Whether the unit belongs to the name of a person.
    fn names_somebody(&self, at: usize) -> bool {
        let Some(unit) = self.units.get(at) else {
            return false;
        };
        if !unit.capital && !unit.word.chars().all(is_han) {
            return false;
        }
        let names = self.names.get_or_init(|| {
            mentions(self.text)
                .into_iter()
                .filter(|mention| mention.kind == MentionKind::Name)
                .map(|mention| mention.offset..mention.offset + mention.text.len())
                .collect()
        });
        let next = names.partition_point(|name| name.end <= unit.offset);
        names
            .get(next)
            .is_some_and(|name| name.contains(&unit.offset))
    }
}
