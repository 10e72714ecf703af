//! Names that are known beforehand: places, given names, family names.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use crate::fold::fold;
use crate::lexicon::lines;

/// Known names, folded.
#[derive(Debug)]
pub(super) struct Gazetteer {
    /// Places in Latin letters; true if they count in lower case too.
    places: HashMap<String, bool>,
    /// First words of places of several words.
    place_starts: HashSet<String>,
    /// Given names in Latin letters; true if they count in lower case too.
    given_names: HashMap<String, bool>,
    /// Places in characters.
    places_in_characters: HashSet<&'static str>,
    surnames: HashSet<&'static str>,
    surname_words: HashSet<&'static str>,
}

/// The greatest number of words of a listed place in Latin letters.
pub(super) const LONGEST_PLACE: usize = 5;
/// The greatest number of characters of a listed place in Chinese.
pub(super) const LONGEST_PLACE_IN_CHARACTERS: usize = 8;

static GAZETTEER: LazyLock<Gazetteer> = LazyLock::new(|| {
    let places: HashMap<_, _> = lines(include_str!("../lists/places_latin.txt"))
        .map(starred)
        .collect();
    let place_starts = places
        .keys()
        .filter_map(|place| Some(place.split_once(' ')?.0.to_owned()))
        .collect();
    Gazetteer {
        place_starts,
        places,
        given_names: words(include_str!("../lists/given_names.txt"))
            .map(starred)
            .collect(),
        places_in_characters: words(include_str!("../lists/places_zh.txt")).collect(),
        surnames: words(include_str!("../lists/surnames_zh.txt")).collect(),
        surname_words: words(include_str!("../lists/surname_words_zh.txt")).collect(),
    }
});

fn words(list: &'static str) -> impl Iterator<Item = &'static str> {
    lines(list).flat_map(str::split_whitespace)
}

/// A name and whether it counts in lower case: not if a star follows it.
fn starred(entry: &str) -> (String, bool) {
    match entry.strip_suffix('*') {
        Some(name) => (fold(name), false),
        None => (fold(entry), true),
    }
}

/// The known names; read once, at the first call.
pub(super) fn gazetteer() -> &'static Gazetteer {
    &GAZETTEER
}

impl Gazetteer {
    pub(super) fn is_place(&self, folded: &str, capital: bool) -> bool {
        self.places
            .get(folded)
            .is_some_and(|lower| capital || *lower)
    }

    /// Whether some place of several words begins with this one.
    pub(super) fn starts_place(&self, folded: &str) -> bool {
        self.place_starts.contains(folded)
    }

    pub(super) fn is_given_name(&self, folded: &str, capital: bool) -> bool {
        self.given_names
            .get(folded)
            .is_some_and(|lower| capital || *lower)
    }

    pub(super) fn is_place_in_characters(&self, characters: &str) -> bool {
        self.places_in_characters.contains(characters)
    }

    pub(super) fn is_surname(&self, characters: &str) -> bool {
        self.surnames.contains(characters)
    }

    /// Whether the characters are a word that merely begins with a family name.
    pub(super) fn is_surname_word(&self, characters: &str) -> bool {
        self.surname_words.contains(characters)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_are_words_need_their_capital() {
        let gazetteer = gazetteer();
        assert!(gazetteer.is_place("malaga", false));
        assert!(gazetteer.is_place("nice", true) && !gazetteer.is_place("nice", false));
        assert!(gazetteer.is_given_name("melanie", false));
        assert!(gazetteer.is_given_name("mark", true) && !gazetteer.is_given_name("mark", false));
    }

    #[test]
    fn no_listed_place_is_longer_than_what_is_looked_for() {
        let gazetteer = gazetteer();
        assert!(
            gazetteer
                .places
                .keys()
                .all(|place| place.split(' ').count() <= LONGEST_PLACE)
        );
        assert!(
            gazetteer
                .places_in_characters
                .iter()
                .all(|place| place.chars().count() <= LONGEST_PLACE_IN_CHARACTERS)
        );
    }
}
