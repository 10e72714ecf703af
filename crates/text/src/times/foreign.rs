//! The words of dates in other languages than English: `lists/times/words.txt`.

use std::sync::LazyLock;

use super::holidays::Holiday;
use super::lexemes::{Kind, Word};
use super::range::{Part, Season, Third, Unit};
use crate::fold::fold;
use crate::language::Language;
use crate::lexicon::lines;
use crate::terms::id::{TermIdHasher, fnv1a};

type Map<V> = std::collections::HashMap<u64, V, std::hash::BuildHasherDefault<TermIdHasher>>;

#[derive(Default)]
struct Words {
    kinds: Map<Kind>,
    /// What words mean in some language, by the number in [`Kind::Foreign`].
    sensitive: Vec<Sensitive>,
}

/// A word whose meaning depends on the language.
#[derive(Default, Clone)]
struct Sensitive {
    /// What it means in the other languages.
    otherwise: Option<Word>,
    meanings: Vec<(Language, Word)>,
}

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    let mut words = Words::default();
    for line in lines(include_str!("../lists/times/words.txt")) {
        let Some((meaning, forms)) = line.split_once(':') else {
            continue;
        };
        let (meaning, language) = match meaning.split_once('@') {
            Some((meaning, code)) => (meaning.trim(), Some(Language::from_code(code.trim()))),
            None => (meaning.trim(), None),
        };
        let Some(word) = parse(meaning) else { continue };
        for form in forms.split_whitespace() {
            words.add(fnv1a(fold(form).as_bytes()), word, language);
        }
    }
    words
});

impl Words {
    fn add(&mut self, key: u64, word: Word, language: Option<Language>) {
        let known = self.kinds.get(&key).copied();
        let Some(language) = language else {
            match known {
                Some(Kind::Foreign(place)) => {
                    let sensitive = &mut self.sensitive[usize::from(place)];
                    sensitive.otherwise.get_or_insert(word);
                }
                Some(_) => {}
                None => {
                    self.kinds.insert(key, Kind::Word(word));
                }
            }
            return;
        };
        let place = match known {
            Some(Kind::Foreign(place)) => usize::from(place),
            other => {
                self.sensitive.push(Sensitive {
                    otherwise: match other {
                        Some(Kind::Word(word)) => Some(word),
                        _ => None,
                    },
                    meanings: Vec::new(),
                });
                let place = self.sensitive.len() - 1;
                let number = u16::try_from(place).unwrap_or(u16::MAX);
                self.kinds.insert(key, Kind::Foreign(number));
                place
            }
        };
        self.sensitive[place].meanings.push((language, word));
    }
}

/// What a folded word means.
pub(super) fn meaning(folded: &str) -> Kind {
    WORDS
        .kinds
        .get(&fnv1a(folded.as_bytes()))
        .copied()
        .unwrap_or(Kind::Other)
}

/// What a word means in a text of `language`.
pub(super) fn meaning_in(place: u16, language: Language) -> Kind {
    let Some(sensitive) = WORDS.sensitive.get(usize::from(place)) else {
        return Kind::Other;
    };
    sensitive
        .meanings
        .iter()
        .find(|(known, _)| *known == language)
        .map(|(_, word)| *word)
        .or(sensitive.otherwise)
        .map_or(Kind::Other, Kind::Word)
}

/// Reads a meaning: its name, and for some a value.
fn parse(meaning: &str) -> Option<Word> {
    let (name, value) = meaning.split_once(' ').unwrap_or((meaning, ""));
    let number = || value.parse::<i64>().ok();
    Some(match name {
        "month" => Word::Month {
            month: i8::try_from(number()?).ok()?,
            plain: false,
        },
        "weekday" => Word::Weekday {
            weekday: i8::try_from(number()?).ok()?,
            plain: true,
        },
        "unit" => Word::Unit(unit(value)?),
        "dual" => Word::Dual(unit(value)?),
        "count" => Word::Count(u32::try_from(number()?).ok()?),
        "few" => Word::Few,
        "season" => Word::Season(match value {
            "spring" => Season::Spring,
            "summer" => Season::Summer,
            "autumn" => Season::Autumn,
            _ => Season::Winter,
        }),
        "part" => Word::Part(match value {
            "morning" => Part::Morning,
            "noon" => Part::Noon,
            "afternoon" => Part::Afternoon,
            "evening" => Part::Evening,
            _ => Part::Night,
        }),
        "day" => Word::Day(number()?),
        "doubtful" => Word::EitherDay(number()?),
        "lastnight" => Word::LastNight,
        "last" => Word::Last,
        "beforelast" => Word::BeforeLast,
        "gone" => Word::Gone,
        "next" => Word::Next,
        "tocome" => Word::ToCome,
        "this" => Word::This,
        "agobefore" => Word::AgoBefore,
        "ago" => Word::Ago,
        "in" => Word::In,
        "preposition" => Word::Preposition,
        "of" => Word::Of,
        "from" => Word::From,
        "between" => Word::Between,
        "early" => Word::Third(Third::Early),
        "middle" => Word::Third(Third::Middle),
        "late" => Word::Third(Third::Late),
        "now" => Word::Now,
        "holiday" => Word::Holiday(match value {
            "christmas" => Holiday::Fixed(12, 25),
            "christmaseve" => Holiday::Fixed(12, 24),
            "newyearseve" => Holiday::Fixed(12, 31),
            "newyear" => Holiday::Fixed(1, 1),
            "easter" => Holiday::Easter(0),
            "pentecost" => Holiday::Easter(49),
            "ferragosto" => Holiday::Fixed(8, 15),
            _ => return None,
        }),
        _ => return None,
    })
}

fn unit(name: &str) -> Option<Unit> {
    Some(match name {
        "minute" => Unit::Minute,
        "hour" => Unit::Hour,
        "day" => Unit::Day,
        "week" => Unit::Week,
        "weekend" => Unit::Weekend,
        "month" => Unit::Month,
        "year" => Unit::Year,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_meaning_is_one() {
        for line in lines(include_str!("../lists/times/words.txt")) {
            let (meaning, words) = line.split_once(':').expect("a colon");
            let (meaning, language) = meaning.split_once('@').unwrap_or((meaning, "en"));
            assert!(parse(meaning.trim()).is_some(), "{meaning}");
            assert_ne!(Language::from_code(language.trim()), Language::Unknown);
            assert!(words.split_whitespace().next().is_some(), "{meaning}");
        }
    }

    #[test]
    fn a_word_means_what_it_means_in_its_language() {
        let Kind::Foreign(place) = meaning("hier") else {
            panic!("hier is here in German and yesterday in French")
        };
        assert_eq!(
            meaning_in(place, Language::French),
            Kind::Word(Word::Day(-1))
        );
        assert_eq!(meaning_in(place, Language::German), Kind::Other);
        assert_eq!(meaning("gestern"), Kind::Word(Word::Day(-1)));
    }
}
