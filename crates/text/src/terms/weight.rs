//! How much a term says, whatever else is stored.

use super::id::{TermClass, TermId};
use crate::lexicon::lexicon;

/// A single character against a bigram: characters are shared by many unrelated words.
pub(crate) const CHARACTER: f32 = 0.3;

/// How much information a term carries in ordinary talk: 0..1, 1 for a word that occurs at most
/// once in a million.
///
/// It depends on built-in lists of common words only, not on what is stored, so a score made
/// from it does not move when an unrelated text is added. Words in no list count as rare.
pub fn background_weight(id: TermId) -> f32 {
    match lexicon().weight(id) {
        Some(weight) => weight,
        None if id.class() == TermClass::Character => CHARACTER,
        None => 1.0,
    }
}

/// The weight of a number: the more digits, the less likely by chance.
pub(super) fn number_weight(number: &str) -> f32 {
    match number.len() {
        0 | 1 => 0.4,
        2 => 0.6,
        3 | 4 => 0.8,
        _ => 1.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query_terms;

    fn weight(word: &str) -> f32 {
        query_terms(word)
            .iter()
            .filter(|term| term.id.is_primary())
            .map(|term| background_weight(term.id))
            .fold(0.0, f32::max)
    }

    #[test]
    fn common_words_say_little_and_rare_words_much() {
        assert!(weight("the") < weight("like"));
        assert!(weight("like") < weight("dinner"));
        assert!(weight("dinner") < weight("peanut"));
        assert!(weight("peanut") < weight("zugzwang"));
        assert_eq!(weight("zugzwang"), 1.0);
    }

    #[test]
    fn chinese_words_too() {
        assert!(weight("什么") < weight("喜欢"));
        assert!(weight("喜欢") < weight("过敏"));
        assert!(weight("过敏") < weight("麒麟"));
    }

    #[test]
    fn forms_of_a_common_word_are_common() {
        assert_eq!(weight("went"), weight("go"));
        assert_eq!(weight("restaurants"), weight("restaurant"));
    }
}
