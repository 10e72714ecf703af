//! Words that tell what a text speaks of, in the languages that are written with spaces.

use std::sync::LazyLock;

use super::TextFeatures;
use crate::fold::fold;
use crate::lexicon::{lexicon, lines};
use crate::terms::id::{TermId, TermMap};

/// What a word tells.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Telling {
    /// What the text has because of this word alone.
    pub(super) features: TextFeatures,
    /// It is a number written out.
    pub(super) is_number: bool,
    /// It is a unit of time: a length after a number.
    pub(super) is_length: bool,
    /// A capitalised word after it is a place.
    pub(super) is_in_place: bool,
}

static WORDS: LazyLock<TermMap<Telling>> = LazyLock::new(|| {
    use TextFeatures as F;
    let mut words = TermMap::default();
    let mut read = |list: &'static str, note: &dyn Fn(&mut Telling)| {
        for word in lines(list).flat_map(str::split_whitespace) {
            let id = lexicon().id_of(&fold(word));
            note(words.entry(id).or_insert_with(Telling::default));
        }
    };
    let has = |feature: TextFeatures| move |word: &mut Telling| word.features.set(feature, true);
    read(
        include_str!("../lists/features/first_person.txt"),
        &has(F::FIRST_PERSON),
    );
    read(
        include_str!("../lists/features/relation.txt"),
        &has(F::RELATION),
    );
    read(
        include_str!("../lists/features/reason.txt"),
        &has(F::REASON),
    );
    read(
        include_str!("../lists/features/preference.txt"),
        &has(F::PREFERENCE),
    );
    read(
        include_str!("../lists/features/negation.txt"),
        &has(F::NEGATION),
    );
    read(include_str!("../lists/features/place.txt"), &has(F::PLACE));
    read(
        include_str!("../lists/features/regular.txt"),
        &has(F::TIME | F::DURATION),
    );
    read(include_str!("../lists/features/number.txt"), &|word| {
        word.is_number = true
    });
    read(include_str!("../lists/features/length.txt"), &|word| {
        word.is_length = true
    });
    read(include_str!("../lists/features/in_place.txt"), &|word| {
        word.is_in_place = true
    });
    words
});

/// What the word of an index term tells.
pub(super) fn telling(id: TermId) -> Telling {
    WORDS.get(&id).copied().unwrap_or_default()
}
