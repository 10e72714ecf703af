//! Evidence for a language, gathered word by word.

use super::Language;
use crate::script::Script;

/// A word that is typical of one language only counts this much.
const WORD: u32 = 12;
/// A letter that few languages have.
const LETTER: u32 = 6;
/// What another language needs against English, which is what unmarked ASCII means.
const ENOUGH: u32 = 13;

/// Evidence seen so far in a text.
#[derive(Debug, Default)]
pub(crate) struct Votes {
    by_language: [u32; Language::ALL.len()],
    latin: u32,
    cyrillic: u32,
    greek: u32,
    arabic: u32,
    hebrew: u32,
    devanagari: u32,
    han: u32,
    kana: u32,
    hangul: u32,
    unspaced: u32,
}

impl Votes {
    /// Counts a word; `languages` is the set of languages that it is typical of.
    pub(crate) fn word(&mut self, raw: &str, script: Script, languages: u32) {
        match script {
            Script::Latin => self.latin += 1,
            Script::Cyrillic => self.cyrillic += 1,
            Script::Greek => self.greek += 1,
            Script::Arabic => self.arabic += 1,
            Script::Hebrew => self.hebrew += 1,
            Script::Devanagari => self.devanagari += 1,
            _ => return,
        }
        if languages != 0 {
            let share = WORD / languages.count_ones();
            self.add(languages, share);
        }
        if !raw.is_ascii() {
            // One odd word (a name, a loan) is no more than a hint, however many marks it has.
            let hints = raw
                .chars()
                .filter(|c| !c.is_ascii())
                .fold(0, |all, c| all | hints(c));
            // Ukrainian, Persian and Urdu have letters that their neighbours don't.
            let share = if script == Script::Latin {
                LETTER
            } else {
                WORD
            };
            self.add(hints, share);
        }
    }

    fn add(&mut self, languages: u32, share: u32) {
        let mut rest = languages;
        while rest != 0 {
            self.by_language[rest.trailing_zeros() as usize] += share;
            rest &= rest - 1;
        }
    }

    /// Counts a character of a run of Chinese, Japanese or Korean.
    pub(crate) fn character(&mut self, script: Script) {
        match script {
            Script::Han => self.han += 1,
            Script::Hiragana | Script::Katakana => self.kana += 1,
            Script::Hangul => self.hangul += 1,
            Script::Unspaced => self.unspaced += 1,
            _ => {}
        }
    }

    /// Counts a sign that only one language uses.
    pub(crate) fn sign(&mut self, sign: char) {
        if matches!(sign, '¿' | '¡') {
            self.add(Language::Spanish.bit(), WORD);
        }
    }

    /// The language that the evidence speaks for.
    pub(crate) fn decide(&self) -> Language {
        // A Chinese character carries about as much as half a word of the others.
        let east_asian = (self.han + self.kana).div_ceil(2);
        let candidates = [
            (self.latin, Script::Latin),
            (self.cyrillic, Script::Cyrillic),
            (self.greek, Script::Greek),
            (self.arabic, Script::Arabic),
            (self.hebrew, Script::Hebrew),
            (self.devanagari, Script::Devanagari),
            (self.hangul.div_ceil(2), Script::Hangul),
            (self.unspaced.div_ceil(3), Script::Unspaced),
            // Last: of two scripts with equal counts the later one wins, and names and jargon in
            // Latin letters are common inside Chinese.
            (east_asian, Script::Han),
        ];
        let (count, script) = candidates
            .into_iter()
            .max_by_key(|(count, _)| *count)
            .unwrap_or((0, Script::None));
        if count == 0 {
            return Language::Unknown;
        }
        match script {
            Script::Latin => self.among_latin(),
            Script::Cyrillic => self.strongest(Language::Russian, &[Language::Ukrainian]),
            Script::Greek => Language::Greek,
            Script::Arabic => {
                self.strongest(Language::Arabic, &[Language::Persian, Language::Urdu])
            }
            Script::Hebrew => Language::Hebrew,
            Script::Devanagari => Language::Hindi,
            Script::Hangul => Language::Korean,
            Script::Unspaced => Language::Thai,
            _ if self.kana * 5 >= self.han && self.kana > 0 => Language::Japanese,
            _ => Language::Chinese,
        }
    }

    /// Whether at least one word is typical of a language.
    pub(crate) fn speak_for(&self, language: Language) -> bool {
        self.by_language[language as usize] >= WORD
    }

    fn strongest(&self, default: Language, others: &[Language]) -> Language {
        others.iter().copied().fold(default, |best, other| {
            if self.by_language[other as usize] > self.by_language[best as usize] {
                other
            } else {
                best
            }
        })
    }

    fn among_latin(&self) -> Language {
        const OTHERS: [Language; 11] = [
            Language::Spanish,
            Language::German,
            Language::French,
            Language::Italian,
            Language::Portuguese,
            Language::Dutch,
            Language::Swedish,
            Language::Polish,
            Language::Turkish,
            Language::Vietnamese,
            Language::Indonesian,
        ];
        let english = self.by_language[Language::English as usize];
        let best = self.strongest(Language::Unknown, &OTHERS);
        let votes = self.by_language[best as usize];
        // The longer the text, the more a few foreign words and names in it mean nothing.
        let needed = ENOUGH + self.latin / 3;
        if votes >= needed && votes > english + english / 4 {
            best
        } else {
            Language::English
        }
    }
}

/// The languages that a letter with a diacritic speaks for.
fn hints(letter: char) -> u32 {
    use Language::{
        Dutch, French, German, Italian, Persian, Polish, Portuguese, Spanish, Swedish, Turkish,
        Ukrainian, Urdu, Vietnamese,
    };
    let languages: &[Language] = match letter {
        'ñ' | 'Ñ' => &[Spanish],
        'á' | 'í' | 'ó' | 'ú' | 'Á' | 'Í' | 'Ó' | 'Ú' => &[Spanish, Portuguese],
        'ß' => &[German],
        'ä' | 'Ä' => &[German, Swedish],
        'ö' | 'Ö' => &[German, Swedish, Turkish],
        'ü' | 'Ü' => &[German, Turkish],
        'å' | 'Å' => &[Swedish],
        'ã' | 'õ' | 'Ã' | 'Õ' => &[Portuguese],
        'ç' | 'Ç' => &[French, Portuguese, Turkish],
        'œ' | 'Œ' | 'û' | 'î' | 'ï' | 'Î' => &[French],
        'è' | 'à' | 'ù' | 'È' | 'À' => &[French, Italian],
        'ì' | 'ò' => &[Italian],
        'é' | 'É' => &[French, Spanish, Portuguese],
        'ê' | 'â' | 'Ê' => &[French, Portuguese],
        'ë' => &[Dutch, French],
        'ą' | 'ę' | 'ł' | 'ś' | 'ź' | 'ż' | 'ć' | 'ń' | 'Ł' | 'Ś' | 'Ż' => &[Polish],
        'ğ' | 'ı' | 'ş' | 'İ' | 'Ş' => &[Turkish],
        'đ' | 'ơ' | 'ư' | 'ă' | 'Đ' | '\u{1EA0}'..='\u{1EF9}' => &[Vietnamese],
        'і' | 'ї' | 'є' | 'ґ' | 'І' | 'Ї' | 'Є' => &[Ukrainian],
        'پ' | 'چ' | 'ژ' | 'گ' | 'ک' | 'ی' => &[Persian],
        'ٹ' | 'ڈ' | 'ڑ' | 'ے' | 'ں' | 'ہ' | 'ھ' => &[Urdu],
        _ => return 0,
    };
    languages
        .iter()
        .fold(0, |set, language| set | language.bit())
}
