//! What is known about single words: whose function words they are, how common they are, and
//! what irregular forms belong together. The words stand in `lists/`.

use std::collections::HashMap;
use std::hash::BuildHasherDefault;
use std::sync::LazyLock;

use crate::fold::fold;
use crate::language::Language;
use crate::script::{Script, script};
use crate::terms::id::{TermClass, TermId, TermIdHasher, TermMap, fnv1a};
use crate::terms::stem;

/// What is known about one folded word.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Known {
    /// The languages (bits) in which it is a function word.
    pub(crate) stop_in: u32,
    /// The languages (bits) that it speaks for when it is met in a text.
    pub(crate) typical_of: u32,
    /// The id of its index term.
    pub(crate) id: TermId,
}

/// The words of `lists/`, by the hash of their folded form.
#[derive(Debug)]
pub(crate) struct Lexicon {
    words: HashMap<u64, Known, BuildHasherDefault<TermIdHasher>>,
    weights: TermMap<f32>,
    longest_chinese: usize,
    longest_japanese: usize,
}

/// Words of a language.
struct WordList {
    language: Language,
    words: &'static str,
}

macro_rules! word_lists {
    ($folder:literal, $($language:ident $code:literal),* $(,)?) => {
        [$(WordList {
            language: Language::$language,
            words: include_str!(concat!("lists/", $folder, "/", $code, ".txt")),
        }),*]
    };
}

/// Function words and question words.
const STOP_LISTS: [WordList; 23] = word_lists![
"stop",
    English "en", Chinese "zh", Japanese "ja", Korean "ko", Spanish "es", German "de",
    French "fr", Italian "it", Portuguese "pt", Dutch "nl", Swedish "sv", Polish "pl",
    Turkish "tr", Vietnamese "vi", Indonesian "id", Russian "ru", Ukrainian "uk", Greek "el",
    Arabic "ar", Persian "fa", Urdu "ur", Hebrew "he", Hindi "hi",
];

/// Words that are often met, beside function words, with what they tell of the language.
const FREQUENCY_LISTS: [WordList; 14] = word_lists![
"frequency",
    English "en", Chinese "zh", Spanish "es", German "de", French "fr", Italian "it",
    Portuguese "pt", Dutch "nl", Russian "ru", Arabic "ar", Hindi "hi", Japanese "ja",
    Korean "ko", Turkish "tr",
];

const IRREGULAR_ENGLISH: &str = include_str!("lists/irregular_en.txt");

/// The weight of a function word of English, Chinese or the text's other language.
pub(crate) const STOP_WEIGHT: f32 = 0.15;

/// The lines of a list, without comments.
pub(crate) fn lines(list: &'static str) -> impl Iterator<Item = &'static str> {
    list.lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
}

static LEXICON: LazyLock<Lexicon> = LazyLock::new(Lexicon::read);

/// The words we know; read once, at the first call.
pub(crate) fn lexicon() -> &'static Lexicon {
    &LEXICON
}

impl Lexicon {
    fn read() -> Self {
        let mut lexicon = Self {
            words: HashMap::default(),
            weights: TermMap::default(),
            longest_chinese: 1,
            longest_japanese: 1,
        };
        for line in lines(IRREGULAR_ENGLISH) {
            let mut forms = line.split_whitespace();
            let Some(base) = forms.next() else { continue };
            let id = lexicon.id_of(base);
            lexicon.insert(base, id, 0, Language::English.bit());
            for form in forms {
                lexicon.insert(form, id, 0, Language::English.bit());
            }
        }
        for list in &STOP_LISTS {
            for word in lines(list.words).flat_map(str::split_whitespace) {
                let word = fold(word);
                let id = lexicon.id_of(&word);
                lexicon.insert(&word, id, list.language.bit(), list.language.bit());
                if matches!(list.language, Language::English | Language::Chinese) {
                    lexicon.weigh(id, STOP_WEIGHT);
                }
                lexicon.measure(list.language, &word);
            }
        }
        let (first, others) = FREQUENCY_LISTS.split_at(2);
        first.iter().for_each(|list| lexicon.read_frequent(list));
        // After the common words: German "die" and French "son" are words of weight in English.
        for word in STOP_LISTS.iter().flat_map(|list| lines(list.words)) {
            for word in word.split_whitespace() {
                let id = lexicon.id_of(&fold(word));
                lexicon.weigh(id, STOP_WEIGHT);
            }
        }
        others.iter().for_each(|list| lexicon.read_frequent(list));
        lexicon
    }

    /// Reads a list of common words.
    fn read_frequent(&mut self, list: &WordList) {
        let language = list.language;
        for line in lines(list.words) {
            let mut words = line.split_whitespace();
            let per_million = words
                .next()
                .and_then(|number| number.parse().ok())
                .unwrap_or(1.0);
            let weight = information(per_million);
            for written in words {
                let word = fold(written);
                let script = first_script(&word);
                // Of scripts without spaces only the characters tell the language.
                let typical = match script.is_cjk() {
                    true => 0,
                    false => language.bit(),
                };
                let id = self.id_of(&word);
                self.insert(&word, id, 0, typical);
                self.weigh(id, weight);
                self.measure(language, &word);
                if let Some(root) = stem::root(written, &word, script, language) {
                    self.weigh(TermId::new(TermClass::Root, &root), weight);
                }
            }
        }
    }

    /// Notes the length of a word that is looked for inside runs.
    fn measure(&mut self, language: Language, word: &str) {
        let longest = match language {
            Language::Chinese => &mut self.longest_chinese,
            Language::Japanese => &mut self.longest_japanese,
            _ => return,
        };
        *longest = (*longest).max(word.chars().count());
    }

    /// The id of the index term of a folded word, irregular forms resolved.
    pub(crate) fn id_of(&self, folded: &str) -> TermId {
        if let Some(known) = self.get(folded) {
            return known.id;
        }
        let script = first_script(folded);
        if script.is_cjk() {
            let class = match folded.chars().count() {
                1 => TermClass::Character,
                _ => TermClass::Bigram,
            };
            return TermId::new(class, folded);
        }
        TermId::new(TermClass::Word, &stem::stem_word(folded, script))
    }

    fn insert(&mut self, folded: &str, id: TermId, stop_in: u32, typical_of: u32) {
        self.words
            .entry(fnv1a(folded.as_bytes()))
            .and_modify(|known| {
                known.stop_in |= stop_in;
                known.typical_of |= typical_of;
            })
            .or_insert(Known {
                stop_in,
                typical_of,
                id,
            });
    }

    /// Notes a weight; the first list that names a term decides.
    fn weigh(&mut self, id: TermId, weight: f32) {
        self.weights.entry(id).or_insert(weight);
    }

    /// What is known about a folded word.
    pub(crate) fn get(&self, folded: &str) -> Option<Known> {
        self.words.get(&fnv1a(folded.as_bytes())).copied()
    }

    /// Whether a folded word is a function word of `language`.
    pub(crate) fn is_stop(&self, folded: &str, language: Language) -> bool {
        self.get(folded)
            .is_some_and(|known| known.stop_in & language.bit() != 0)
    }

    /// The weight of a term that a list names.
    pub(crate) fn weight(&self, id: TermId) -> Option<f32> {
        self.weights.get(&id).copied()
    }

    /// The length in characters of the longest listed word of Japanese or Chinese.
    pub(crate) fn longest_run(&self, language: Language) -> usize {
        match language {
            Language::Japanese => self.longest_japanese,
            _ => self.longest_chinese,
        }
    }
}

fn first_script(word: &str) -> Script {
    word.chars().next().map_or(Script::None, script)
}

/// The information of a word, relative to one that occurs once in a million words: 0..1.
fn information(per_million: f32) -> f32 {
    ((1e6 / per_million).ln() / 1e6_f32.ln()).clamp(0.0, 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn function_words_belong_to_their_languages() {
        let lexicon = lexicon();
        assert!(lexicon.is_stop("the", Language::English));
        assert!(!lexicon.is_stop("the", Language::German));
        assert!(lexicon.is_stop("die", Language::German));
        assert!(!lexicon.is_stop("die", Language::English));
        assert!(lexicon.is_stop("什么", Language::Chinese));
        assert!(lexicon.is_stop("где", Language::Russian));
        assert!(lexicon.is_stop("क्या", Language::Hindi));
    }

    #[test]
    fn every_list_is_read() {
        let lexicon = lexicon();
        for list in &STOP_LISTS {
            let count = lines(list.words)
                .flat_map(str::split_whitespace)
                .filter(|word| lexicon.is_stop(&fold(word), list.language))
                .count();
            assert!(count >= 30, "{} has {count}", list.language);
        }
    }

    #[test]
    fn rarer_means_more_information() {
        assert!(information(1000.0) < information(100.0));
        assert!((information(1000.0) - 0.5).abs() < 1e-6);
        assert_eq!(information(0.5), 1.0);
    }
}
