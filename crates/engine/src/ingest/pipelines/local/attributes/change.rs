//! Whether a statement takes the place of an earlier one.

use super::predicate::DISTRICTS;
use super::subject::Subject;
use super::values::{known_place, number_of};
use super::{About, Claim};
use crate::ingest::pipelines::local::tokens::{is_glyph, tokens};

/// Whether what is said now surely makes untrue what was said before, and all that was said
/// then. The caller knows that it was said by the same person, and not later.
pub(in super::super) fn replaces(now: &[Claim], before: &[Claim]) -> bool {
    now.iter()
        .any(|now| before.iter().any(|before| contradicts(now, before)))
}

fn contradicts(now: &Claim, before: &Claim) -> bool {
    let sure = now.certain && before.certain && before.alone;
    sure && same_subject(now, before)
        && match (&now.about, &before.about) {
            (About::Attribute(one), About::Attribute(other)) => {
                one == other && attribute_changed(one, now, before)
            }
            (About::Taste(one), About::Taste(other)) | (About::Habit(one), About::Habit(other)) => {
                one == other && now.holds != before.holds
            }
            (About::Replacement(first), About::Habit(done)) => {
                before.holds && is_use_of(done, first)
            }
            _ => false,
        }
}

fn same_subject(now: &Claim, before: &Claim) -> bool {
    let moved = matches!(
        &now.about,
        About::Attribute(name) if name == "residence" || name == "relationship"
    );
    now.subject == before.subject
        || moved && now.subject == Subject::Group && before.subject == Subject::Speaker
}

fn attribute_changed(attribute: &str, now: &Claim, before: &Claim) -> bool {
    match (now.holds, before.holds) {
        (true, true) => differ(attribute, now, before),
        (false, true) => now.value.is_empty() || now.value == before.value,
        (true, false) => !now.value.is_empty() && now.value == before.value,
        (false, false) => false,
    }
}

/// Whether two values of an attribute can't both be so.
fn differ(attribute: &str, now: &Claim, before: &Claim) -> bool {
    let (one, other) = (&now.value, &before.value);
    if one.is_empty() || other.is_empty() || includes(one, other) || includes(other, one) {
        return false;
    }
    if attribute == "residence" {
        return places_differ(one, other, now.changes);
    }
    if attribute == "age" {
        let numbers = number_of(one).zip(number_of(other));
        return numbers.is_some_and(|(one, other)| one != other);
    }
    // "李明" and "Li Ming" may be the same.
    if is_glyphic(one) != is_glyphic(other) {
        return false;
    }
    match attribute {
        "phone_number" => digits(one) != digits(other),
        // One can be a nurse and a writer at once.
        "occupation" => now.changes,
        // The same day or length can be written in several ways.
        "birthday" | "height" | "weight" | "address" | "time_zone" => {
            now.changes || one.len() == other.len()
        }
        _ => true,
    }
}

fn places_differ(one: &[String], other: &[String], moved: bool) -> bool {
    match (known_place(one), known_place(other)) {
        (Some((one, _)), Some((other, _))) if one == other => false,
        // Berlin may lie in the region that was named; only a move says that it doesn't.
        (Some((_, one)), Some((_, other))) => one == other || moved,
        _ if is_ascii(one) != is_ascii(other) => false,
        (None, None) => true,
        // A part of a town and the town: only a move tells, and not one within the town.
        _ => moved && !may_be_part_of_town(one),
    }
}

/// 浦东, 南京路, 万科花园: may lie in the town that was named before.
fn may_be_part_of_town(place: &[String]) -> bool {
    const ENDS: [&str; 24] = [
        "路", "街", "道", "巷", "弄", "号", "区", "苑", "园", "城", "庭", "府", "村", "镇", "乡",
        "楼", "厦", "场", "里", "湾", "庄", "桥", "口", "庙",
    ];
    place
        .last()
        .is_some_and(|last| ENDS.contains(&last.as_str()))
        || DISTRICTS.is(&tokens(&place.concat()))
}

fn includes(whole: &[String], part: &[String]) -> bool {
    whole.windows(part.len()).any(|words| words == part)
}

fn is_ascii(words: &[String]) -> bool {
    words.iter().all(|word| word.is_ascii())
}

fn is_glyphic(words: &[String]) -> bool {
    words.iter().any(|word| word.chars().any(is_glyph))
}

fn digits(words: &[String]) -> String {
    words
        .iter()
        .flat_map(|word| word.chars())
        .filter(char::is_ascii_digit)
        .collect()
}

/// Whether a habit is the use of a thing: one word before the thing's.
fn is_use_of(done: &[String], thing: &[String]) -> bool {
    !thing.is_empty() && done.len() == thing.len() + 1 && done.ends_with(thing)
}
