//! Words cut down to what their forms share.
//!
//! Each word has a stem that depends on its script alone, so that a question and a text agree on
//! it, whatever languages they were taken for. Where that stem keeps forms apart, the word has a
//! root beside it, which joins more of them.

mod arabic;
mod cyrillic;
mod hindi;
pub(super) mod korean;
mod latin;

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
        Script::Arabic => return Cow::Borrowed(arabic::stem(folded)),
        Script::Devanagari => return Cow::Borrowed(hindi::stem(folded)),
        _ => return Cow::Borrowed(folded),
    };
    if folded.len() <= 2 || folded.len() > LONGEST || folded.contains(is_digit_or_sign) {
        return Cow::Borrowed(folded);
    }
    Stemmer::create(algorithm).stem(folded)
}

/// The root of a word; `None` where it has none beside its [`stem_word`]. `written` is the word
/// before folding, `language` that of the text: it only keeps away what would do harm, and gives
/// Turkish and Swedish stemmers of their own.
pub(crate) fn root(
    written: &str,
    folded: &str,
    script: Script,
    language: Language,
) -> Option<String> {
    if folded.len() > LONGEST || folded.contains(is_digit_or_sign) {
        return None;
    }
    match (script, language) {
        (Script::Latin, Language::Turkish) => Some(snowball(Algorithm::Turkish, written)),
        (Script::Latin, Language::Swedish) => Some(snowball(Algorithm::Swedish, written)),
        // Neither bends its words by endings.
        (Script::Latin, Language::Vietnamese | Language::Indonesian) => None,
        (Script::Latin, language) if language.is_latin() => Some(latin::root(folded)),
        (Script::Cyrillic, _) => Some(cyrillic::root(folded, &stem_word(folded, script))),
        (Script::Arabic, _) => Some(arabic::root(folded).to_owned()),
        (Script::Hangul, _) => korean::root(folded),
        _ => None,
    }
}

fn snowball(algorithm: Algorithm, written: &str) -> String {
    // What follows the apostrophe of a Turkish name is its case: "Ankara'da".
    let word = written.split(['\'', '’']).next().unwrap_or(written);
    fold(&Stemmer::create(algorithm).stem(&word.to_lowercase()))
}

fn is_digit_or_sign(character: char) -> bool {
    character.is_ascii_digit() || matches!(character, '+' | '#')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::script::script;
    use proptest::prelude::*;

    fn first_script(word: &str) -> Script {
        word.chars().next().map_or(Script::None, script)
    }

    #[test]
    fn forms_of_a_word_share_their_stem() {
        for (script, one, other) in [
            (Script::Latin, "running", "runs"),
            (Script::Latin, "allergies", "allergy"),
            (Script::Cyrillic, "кошка", "кошки"),
            (Script::Greek, "γατα", "γατες"),
            (Script::Devanagari, "लड़का", "लड़के"),
            (Script::Devanagari, "रहता", "रहती"),
            (Script::Devanagari, "बिल्ली", "बिल्लियाँ"),
            (Script::Arabic, "المدرسه", "مدرسه"),
        ] {
            assert_eq!(
                stem_word(one, script),
                stem_word(other, script),
                "{one} {other}"
            );
        }
    }

    fn roots(language: Language, words: &[&str]) -> Vec<Option<String>> {
        words
            .iter()
            .map(|word| {
                let folded = fold(word);
                root(word, &folded, first_script(&folded), language)
            })
            .collect()
    }

    #[test]
    fn forms_share_a_root_where_stems_differ() {
        use Language::{Arabic, Dutch, French, German, Italian, Korean, Portuguese, Russian};
        use Language::{Spanish, Swedish, Turkish};
        for (language, words) in [
            (Spanish, &["hermana", "hermanas", "hermano"][..]),
            (Spanish, &["vivo", "vive", "vivir", "viví"]),
            (Spanish, &["comer", "como", "comió", "comieron", "comida"]),
            (Spanish, &["ciudad", "ciudades"]),
            (Spanish, &["trabaja", "trabajo", "trabajar", "trabajando"]),
            (Spanish, &["reunión", "reuniones"]),
            (German, &["Katze", "Katzen"]),
            (German, &["Haus", "Häuser"]),
            (German, &["Buch", "Bücher", "Büchern"]),
            (German, &["wohne", "wohnt", "wohnen", "wohnte"]),
            (German, &["arbeite", "arbeitet", "arbeiten", "Arbeit"]),
            (German, &["kaufe", "kauft", "gekauft"]),
            (German, &["Freund", "Freundin", "Freundinnen"]),
            (German, &["Familie", "Familien"]),
            (French, &["mange", "mangez", "mangé", "mangeons", "manger"]),
            (French, &["habite", "habitent", "habitait", "habiter"]),
            (French, &["cheval", "chevaux"]),
            (French, &["heureux", "heureuse"]),
            (Italian, &["gatto", "gatti", "gatta"]),
            (
                Italian,
                &["abito", "abita", "abitiamo", "abitare", "abitato"],
            ),
            (Italian, &["amico", "amici", "amiche"]),
            (Portuguese, &["cidade", "cidades"]),
            (Portuguese, &["irmã", "irmão", "irmãos"]),
            (Portuguese, &["reunião", "reuniões"]),
            (Dutch, &["woon", "woont", "wonen"]),
            (Dutch, &["huis", "huizen"]),
            (Swedish, &["katt", "katter", "katten"]),
            (Turkish, &["kedi", "kediler", "kedim"]),
            (Russian, &["живу", "живёт", "живём"]),
            (Russian, &["люблю", "любит", "любят"]),
            (Russian, &["кошка", "кошки", "кошек"]),
            (Russian, &["работаю", "работает", "работал"]),
            (Arabic, &["أعيش", "يعيش", "تعيش"]),
            (Arabic, &["برلين", "لبرلين"]),
            (Arabic, &["القطة", "قطتي", "وقطة"]),
            (Korean, &["마셔요", "마십니다", "마시는", "마셨어요"]),
            (Korean, &["살아요", "삽니다", "살고"]),
            (
                Korean,
                &["좋아해요", "좋아합니다", "좋아하는", "좋아했어요"],
            ),
            (Korean, &["먹었어요", "먹어요", "먹습니다"]),
            (Korean, &["갔어요", "가요", "갑니다"]),
        ] {
            let roots = roots(language, words);
            assert!(roots[0].is_some());
            assert!(
                roots.iter().all(|root| *root == roots[0]),
                "{words:?}: {roots:?}"
            );
        }
    }

    #[test]
    fn different_words_keep_different_roots() {
        for (language, words) in [
            (Language::Spanish, ["hermana", "hermoso"]),
            (Language::German, ["Katze", "Karte"]),
            (Language::French, ["chat", "chien"]),
            (Language::Russian, ["кошка", "собака"]),
            (Language::Arabic, ["قهوة", "قطة"]),
            (Language::Korean, ["마셔요", "먹어요"]),
        ] {
            let roots = roots(language, &words);
            assert_ne!(roots[0], roots[1], "{words:?}");
        }
        assert_eq!(roots(Language::Chinese, &["Rust"]), [None]);
    }

    #[test]
    fn identifiers_keep_their_form() {
        assert_eq!(stem_word("mp3s", Script::Latin), "mp3s");
        assert_eq!(stem_word("c++", Script::Latin), "c++");
    }

    proptest! {
        #[test]
        fn any_word_can_be_stemmed(word in "[\\p{Latin}\\p{Cyrillic}\\p{Greek}\\p{Arabic}\\p{Devanagari}\\p{Hangul}']{0,30}") {
            let folded = fold(&word);
            for script in [Script::Latin, Script::Cyrillic, Script::Greek, Script::Arabic, Script::Devanagari] {
                stem_word(&folded, script);
            }
            for language in Language::ALL {
                root(&word, &folded, first_script(&folded), language);
            }
        }
    }
}
