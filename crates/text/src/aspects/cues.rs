//! The cues of the tables, and where they occur.

use std::collections::HashMap;
use std::hash::BuildHasherDefault;

use super::units::{Break, Unit, key};
use crate::fold::fold;
use crate::lexicon::lines;
use crate::script::{Script, script};
use crate::terms::id::TermIdHasher;

/// How many units ".." stands for at most, in words and in characters.
const WORDS_BETWEEN: usize = 6;
const CHARACTERS_BETWEEN: usize = 10;

/// One unit of a cue.
#[derive(Debug, Clone, Copy)]
struct Part {
    key: u64,
    /// How many units may stand before it.
    gap: usize,
}

/// A phrase and what it means to whoever made the table.
#[derive(Debug)]
struct Cue<T> {
    /// What follows the units that it is filed under.
    rest: Vec<Part>,
    meaning: T,
}

/// Where a cue occurs.
#[derive(Debug, Clone, Copy)]
pub(super) struct Match<'t, T> {
    /// The first unit.
    pub(super) start: usize,
    /// After the last unit.
    pub(super) end: usize,
    /// Whether nothing was skipped.
    whole: bool,
    /// What it means.
    pub(super) meaning: &'t T,
}

/// Phrases by their first two units, or by the first if nothing or a gap follows it. Many begin
/// with "on" or "in"; few share two words.
#[derive(Debug)]
pub(super) struct Cues<T> {
    by_start: HashMap<u64, Vec<Cue<T>>, BuildHasherDefault<TermIdHasher>>,
}

impl<T: Copy + Default> Cues<T> {
    /// Reads tables: `[section]` lines and lines of cues, which may begin with `kind:`. What
    /// each cue means is for `mean` to say, given what it meant before, the section and kind.
    pub(super) fn read(tables: &[&'static str], mean: impl Fn(&mut T, &str, &str)) -> Self {
        let mut cues = Self {
            by_start: HashMap::default(),
        };
        for table in tables {
            let mut section = "";
            for line in lines(table) {
                if let Some(name) = line.strip_prefix('[') {
                    section = name.trim_end_matches(']');
                    continue;
                }
                let (kind, list) = line.split_once(": ").unwrap_or(("", line));
                for cue in list.split(", ") {
                    if let Some(meaning) = cues.entry(cue) {
                        mean(meaning, section, kind);
                    }
                }
            }
        }
        cues
    }

    /// The meaning of a cue, which is new or known from another section.
    fn entry(&mut self, cue: &str) -> Option<&mut T> {
        let mut parts = Vec::new();
        let mut skips = false;
        for word in cue.split([' ', '-']) {
            if word == ".." {
                skips = true;
                continue;
            }
            // As in a text: no apostrophes, and every Chinese character by itself.
            let word = fold(word).replace('\'', "");
            for unit in characters_apart(&word) {
                let between = match unit.starts_with(is_han) {
                    true => CHARACTERS_BETWEEN,
                    false => WORDS_BETWEEN,
                };
                parts.push(Part {
                    key: key(unit),
                    gap: if skips { between } else { 0 },
                });
                skips = false;
            }
        }
        let (start, rest) = match parts.as_slice() {
            [first, second, rest @ ..] if second.gap == 0 => (pair(first.key, second.key), rest),
            [first, rest @ ..] => (first.key, rest),
            [] => return None,
        };
        let known = self.by_start.entry(start).or_default();
        let same = |cue: &Cue<T>| {
            cue.rest.len() == rest.len()
                && cue
                    .rest
                    .iter()
                    .zip(rest)
                    .all(|(one, other)| one.key == other.key && one.gap == other.gap)
        };
        let at = known.iter().position(same).unwrap_or_else(|| {
            known.push(Cue {
                rest: rest.to_vec(),
                meaning: T::default(),
            });
            known.len() - 1
        });
        known.get_mut(at).map(|cue| &mut cue.meaning)
    }

    /// Where cues occur whose meaning counts, in order of their start; none that lies inside a
    /// longer one.
    pub(super) fn find(
        &self,
        units: &[Unit<'_>],
        counts: impl Fn(&T) -> bool,
    ) -> Vec<Match<'_, T>> {
        let mut found: Vec<Match<'_, T>> = Vec::new();
        // The end of the whole cue that reaches furthest, and its start.
        let mut reach = (0, 0);
        for (start, unit) in units.iter().enumerate() {
            let before = found.len();
            let mut look_up = |key: u64, after: usize| {
                for cue in self.by_start.get(&key).into_iter().flatten() {
                    if counts(&cue.meaning)
                        && let Some(end) = ending(&cue.rest, units, after)
                    {
                        found.push(Match {
                            start,
                            end,
                            whole: end == after + cue.rest.len(),
                            meaning: &cue.meaning,
                        });
                    }
                }
            };
            let next = units
                .get(start + 1)
                .filter(|next| next.after == Break::None);
            for first in unit.forms() {
                look_up(first, start + 1);
                for second in next.into_iter().flat_map(Unit::forms) {
                    look_up(pair(first, second), start + 2);
                }
            }
            let longest = found[before..]
                .iter()
                .filter(|found| found.whole)
                .map(|found| found.end)
                .max()
                .unwrap_or(0);
            let mut at = before;
            while at < found.len() {
                let one = found[at];
                let hidden =
                    one.whole && (one.end < longest || one.end <= reach.0 && reach.1 < start);
                if hidden {
                    found.swap_remove(at);
                } else {
                    at += 1;
                }
            }
            if longest > reach.0 {
                reach = (longest, start);
            }
        }
        found
    }
}

/// The key of two units in a row.
fn pair(first: u64, second: u64) -> u64 {
    first.rotate_left(23) ^ second
}

/// Whether the sign is a Chinese character.
pub(super) fn is_han(sign: char) -> bool {
    script(sign) == Script::Han
}

/// The Chinese characters of a word one by one, and what stands between them.
fn characters_apart(word: &str) -> impl Iterator<Item = &str> {
    word.split_inclusive(is_han).flat_map(|piece| {
        let last = piece.char_indices().next_back();
        let cut = match last {
            Some((at, sign)) if is_han(sign) => at,
            _ => piece.len(),
        };
        let (before, sign) = piece.split_at(cut);
        [before, sign].into_iter().filter(|unit| !unit.is_empty())
    })
}

/// Where the rest of a cue ends if it follows at `at`.
fn ending(rest: &[Part], units: &[Unit<'_>], at: usize) -> Option<usize> {
    let Some((part, after)) = rest.split_first() else {
        return Some(at);
    };
    for (skipped, unit) in units.get(at..)?.iter().take(part.gap + 1).enumerate() {
        let stops = match part.gap {
            0 => unit.after != Break::None,
            _ => unit.after == Break::Sentence,
        };
        if stops {
            return None;
        }
        if unit.is_form_of(part.key)
            && let Some(end) = ending(after, units, at + skipped + 1)
        {
            return Some(end);
        }
    }
    None
}
