//! Words cut down to what their forms share.

use std::borrow::Cow;

use rust_stemmers::{Algorithm, Stemmer};

use crate::fold::fold;
use crate::language::Language;
use crate::script::Script;

/// Words longer than this (in bytes) are identifiers or noise and keep their form.
const LONGEST: usize = 48;

/// The stem of a folded word, chosen by script alone: a document and a question get the same
/// one, however their languages were detected. Latin letters get the English stemmer.
pub(crate) fn stem_word(folded: &str, script: Script) -> Cow<'_, str> {
    let algorithm = match script {
        Script::Latin => Algorithm::English,
        Script::Cyrillic => Algorithm::Russian,
        Script::Greek => Algorithm::Greek,
        Script::Arabic => Algorithm::Arabic,
        Script::Devanagari => return Cow::Borrowed(stem_hindi(folded)),
        _ => return Cow::Borrowed(folded),
    };
    if folded.len() <= 2 || folded.len() > LONGEST || folded.contains(is_digit_or_sign) {
        return Cow::Borrowed(folded);
    }
    Stemmer::create(algorithm).stem(folded)
}

/// The stem of a word as written in a language that has its own stemmer, folded; `None` for
/// others and for English, whose stem [`stem_word`] gives.
pub(crate) fn stem_in_language(word: &str, language: Language) -> Option<String> {
    let algorithm = match language {
        Language::Spanish => Algorithm::Spanish,
        Language::German => Algorithm::German,
        Language::French => Algorithm::French,
        Language::Italian => Algorithm::Italian,
        Language::Portuguese => Algorithm::Portuguese,
        Language::Dutch => Algorithm::Dutch,
        Language::Swedish => Algorithm::Swedish,
        Language::Turkish => Algorithm::Turkish,
        _ => return None,
    };
    // What follows an elision is the word: "l'été".
    let word = word
        .rsplit(['\'', '’'])
        .find(|part| part.len() > 2)
        .unwrap_or(word);
    if word.len() > LONGEST || word.contains(is_digit_or_sign) {
        return None;
    }
    let lower = word.to_lowercase();
    Some(fold(&Stemmer::create(algorithm).stem(&lower)))
}

fn is_digit_or_sign(character: char) -> bool {
    character.is_ascii_digit() || matches!(character, '+' | '#')
}

/// Endings of Hindi nouns and verbs, longest first (Ramanathan and Rao, "A Lightweight Stemmer
/// for Hindi", 2003), with the number of letters that must stay before them.
const HINDI_ENDINGS: [(&[&str], usize); 4] = [
    (&["ाएंगी", "ाएंगे", "ाऊंगी", "ाऊंगा", "ाइयाँ", "ाइयों", "ाइयां"], 2),
    (
        &[
            "ाएगी",
            "ाएगा",
            "ाओगी",
            "ाओगे",
            "एंगी",
            "ेंगी",
            "एंगे",
            "ेंगे",
            "ूंगी",
            "ूंगा",
            "ातीं",
            "नाओं",
            "नाएं",
            "ताओं",
            "ताएं",
            "ियाँ",
            "ियों",
            "ियां",
        ],
        2,
    ),
    (
        &[
            "ाकर",
            "ाइए",
            "ाईं",
            "ाया",
            "ेगी",
            "ेगा",
            "ोगी",
            "ोगे",
            "ाने",
            "ाना",
            "ाते",
            "ाती",
            "ाता",
            "तीं",
            "ाओं",
            "ाएं",
            "ुओं",
            "ुएं",
            "ुआं",
        ],
        2,
    ),
    (
        &[
            "कर", "ाओ", "िए", "ाई", "ाए", "ने", "नी", "ना", "ते", "ीं", "ती", "ता", "ाँ", "ां", "ों", "ें",
            "ो", "े", "ू", "ु", "ी", "ि", "ा",
        ],
        1,
    ),
];

fn stem_hindi(word: &str) -> &str {
    for (endings, keep) in HINDI_ENDINGS {
        for ending in endings {
            if let Some(stem) = word.strip_suffix(ending)
                && stem.chars().count() > keep
            {
                return stem;
            }
        }
    }
    word
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn forms_of_a_word_share_their_stem() {
        for (script, one, other) in [
            (Script::Latin, "running", "runs"),
            (Script::Latin, "allergies", "allergy"),
            (Script::Cyrillic, "кошка", "кошки"),
            (Script::Greek, "γατα", "γατες"),
            (Script::Devanagari, "लड़का", "लड़के"),
        ] {
            assert_eq!(
                stem_word(one, script),
                stem_word(other, script),
                "{one} {other}"
            );
        }
    }

    #[test]
    fn a_language_has_its_own_stems() {
        for (language, one, other) in [
            (Language::Spanish, "hermana", "hermanas"),
            (Language::German, "Katze", "Katzen"),
            (Language::French, "mangez", "mangé"),
            (Language::Italian, "gatto", "gatti"),
            (Language::Portuguese, "cidade", "cidades"),
        ] {
            let [one, other] = [one, other].map(|word| stem_in_language(word, language));
            assert!(one.is_some());
            assert_eq!(one, other);
        }
        assert_eq!(stem_in_language("cats", Language::English), None);
    }

    #[test]
    fn identifiers_keep_their_form() {
        assert_eq!(stem_word("mp3s", Script::Latin), "mp3s");
        assert_eq!(stem_word("c++", Script::Latin), "c++");
    }

    proptest! {
        #[test]
        fn any_word_can_be_stemmed(word in "[\\p{Latin}\\p{Cyrillic}\\p{Greek}\\p{Arabic}\\p{Devanagari}']{0,30}") {
            let folded = fold(&word);
            for script in [Script::Latin, Script::Cyrillic, Script::Greek, Script::Arabic, Script::Devanagari] {
                stem_word(&folded, script);
            }
            for language in Language::ALL {
                stem_in_language(&word, language);
            }
        }
    }
}
