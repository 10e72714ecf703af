//! What kinds of things a text speaks of, in one word of bits: computed once, when it is stored.

mod characters;
mod words;

use jiff::civil::DateTime;

use crate::language::Language;
use crate::mentions::{MentionKind, mentions};
use crate::question::{QuestionKind, is_question};
use crate::terms::tokens::{Analysed, Analysis, TokenKind, analyse};
use crate::terms::word_id;
use crate::times::{Precision, times};
use words::telling;

/// A set of things that a text has; the bits are stored and never change their meaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct TextFeatures(u32);

impl TextFeatures {
    /// It asks something.
    pub const QUESTION: Self = Self(1);
    /// It speaks of a day, month, year or other time, or of what happens again and again.
    pub const TIME: Self = Self(1 << 1);
    /// It has a number, in digits or written out.
    pub const NUMBER: Self = Self(1 << 2);
    /// It has a number with something counted or measured.
    pub const QUANTITY: Self = Self(1 << 3);
    /// It says how long or how often.
    pub const DURATION: Self = Self(1 << 4);
    /// It names a place, or says that somebody lives, goes or keeps something somewhere.
    pub const PLACE: Self = Self(1 << 5);
    /// It names a person, product or the like.
    pub const NAME: Self = Self(1 << 6);
    /// It names an organisation.
    pub const ORGANIZATION: Self = Self(1 << 7);
    /// It speaks of the speaker: I, my, 我.
    pub const FIRST_PERSON: Self = Self(1 << 8);
    /// It speaks of relatives, friends or colleagues: my sister, 同事.
    pub const RELATION: Self = Self(1 << 9);
    /// It gives a reason or a consequence: because, 因为.
    pub const REASON: Self = Self(1 << 10);
    /// It says what somebody likes, wants or dislikes.
    pub const PREFERENCE: Self = Self(1 << 11);
    /// It denies something: not, never, 不, 没.
    pub const NEGATION: Self = Self(1 << 12);
    /// It has an address, handle or identifier.
    pub const ADDRESS: Self = Self(1 << 13);
    /// It has a title in quotes.
    pub const QUOTED: Self = Self(1 << 14);

    /// The bits as they are stored.
    pub const fn to_bits(self) -> u32 {
        self.0
    }

    /// Bits that were stored; unknown ones are kept.
    pub const fn from_bits(bits: u32) -> Self {
        Self(bits)
    }

    /// Whether all of `other` are among these.
    pub const fn contains(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// Whether any of `other` is among these.
    pub const fn intersects(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// These and the other ones.
    pub const fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    fn set(&mut self, feature: Self, present: bool) {
        if present {
            self.0 |= feature.0;
        }
    }

    /// The features of which an answer to such a question has at least one; none if every text
    /// may answer it.
    pub const fn answering(kind: QuestionKind) -> Self {
        match kind {
            QuestionKind::When => Self::TIME,
            QuestionKind::Where => Self::PLACE.union(Self::ORGANIZATION),
            QuestionKind::Who => Self::NAME.union(Self::RELATION),
            QuestionKind::HowMany => Self::NUMBER.union(Self::QUANTITY),
            QuestionKind::HowLong => Self::DURATION.union(Self::TIME),
            QuestionKind::Why => Self::REASON,
            QuestionKind::What | QuestionKind::How | QuestionKind::YesNo | QuestionKind::Other => {
                Self(0)
            }
        }
    }
}

impl std::ops::BitOr for TextFeatures {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        self.union(other)
    }
}

/// The features of a text.
///
/// ```
/// use mem0_text::{TextFeatures, text_features};
/// let features = text_features("我和同事李雷在北京住了三年");
/// assert!(features.contains(TextFeatures::PLACE | TextFeatures::NAME | TextFeatures::DURATION));
/// assert!(!features.contains(TextFeatures::QUESTION));
/// ```
pub fn text_features(text: &str) -> TextFeatures {
    let mut features = TextFeatures::default();
    features.set(TextFeatures::QUESTION, is_question(text));
    // The moment of speaking moves a time but doesn't make one.
    let found = times(text, DateTime::constant(2000, 1, 1, 12, 0, 0, 0));
    features.set(TextFeatures::TIME, !found.is_empty());
    features.set(
        TextFeatures::DURATION,
        found.iter().any(|time| {
            time.relative && time.precision >= Precision::Week && is_counted(time.text)
        }),
    );
    for mention in mentions(text) {
        let feature = match mention.kind {
            MentionKind::Name => TextFeatures::NAME,
            MentionKind::Place => TextFeatures::PLACE,
            MentionKind::Organization => TextFeatures::ORGANIZATION,
            MentionKind::Quoted => TextFeatures::QUOTED,
            MentionKind::Email
            | MentionKind::Url
            | MentionKind::Handle
            | MentionKind::Identifier => TextFeatures::ADDRESS,
            MentionKind::Topic => continue,
        };
        features.set(feature, true);
    }
    read_words(&analyse(text), &mut features);
    features
}

fn is_counted(text: &str) -> bool {
    text.contains(|character: char| character.is_numeric())
        || analyse(text)
            .tokens
            .iter()
            .any(|token| token.known.is_some_and(|known| telling(known.id).is_number))
}

/// Reads what single words tell.
fn read_words(analysis: &Analysis<'_>, features: &mut TextFeatures) {
    let mut previous = words::Telling::default();
    for (at, token) in analysis.tokens.iter().enumerate() {
        match token.token.kind {
            TokenKind::Number => {
                previous = words::Telling::default();
                number(analysis, at, features);
            }
            TokenKind::Word => {
                let word = telling(word_id(analysis, token));
                *features = features.union(word.features);
                if word.is_number {
                    number(analysis, at, features);
                }
                // English has better evidence: "to Ann" is no place, "in Ghent" a mention.
                let in_place = previous.is_in_place && analysis.language != Language::English;
                features.set(TextFeatures::PLACE, in_place && is_capitalised(token));
                previous = word;
            }
            TokenKind::Cjk => characters::read(analysis.folded(token), features),
            TokenKind::Hangul => {
                let word = analysis.folded(token);
                let next = analysis.tokens.get(at + 1);
                let next = next.map_or("", |next| analysis.folded(next));
                characters::read(word, features);
                features.set(TextFeatures::PLACE, characters::is_somewhere(word, next));
            }
            TokenKind::Unspaced => {}
        }
    }
}

fn is_capitalised(token: &Analysed<'_>) -> bool {
    token.token.text.starts_with(char::is_uppercase)
}

/// A number and what is counted.
fn number(analysis: &Analysis<'_>, at: usize, features: &mut TextFeatures) {
    features.set(TextFeatures::NUMBER, true);
    let Some(next) = analysis.tokens.get(at + 1) else {
        return;
    };
    let own = &analysis.tokens[at];
    let (length, counted) = match next.token.kind {
        TokenKind::Word => {
            let length = telling(word_id(analysis, next)).is_length;
            let stop = next
                .known
                .is_some_and(|known| known.stop_in & analysis.language.bit() != 0);
            (length, !stop && !length)
        }
        TokenKind::Cjk | TokenKind::Hangul => {
            let run = analysis.folded(next);
            let calendar = characters::is_calendar(run, analysis.folded(own).len() == 4);
            let length = !calendar && characters::is_length(run);
            let joined = next.token.start == own.token.end();
            (length, joined && !calendar && !length)
        }
        _ => (false, false),
    };
    features.set(TextFeatures::DURATION, length);
    features.set(TextFeatures::QUANTITY, counted);
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn texts_show_what_they_speak_of() {
        let f = |text: &str, expected: TextFeatures| {
            let features = text_features(text);
            assert!(
                features.contains(expected),
                "{text}: {:b} lacks {:b}",
                features.0,
                expected.0
            );
        };
        f(
            "Where do I live?",
            TextFeatures::QUESTION | TextFeatures::FIRST_PERSON,
        );
        f(
            "I moved to Berlin in May 2023",
            TextFeatures::PLACE | TextFeatures::TIME,
        );
        f(
            "I have three cats",
            TextFeatures::NUMBER | TextFeatures::QUANTITY,
        );
        f("She lived there for 5 years", TextFeatures::DURATION);
        f(
            "My sister Melanie never eats meat",
            TextFeatures::RELATION | TextFeatures::NAME | TextFeatures::NEGATION,
        );
        f("We left because it rained", TextFeatures::REASON);
        f("I love pizza", TextFeatures::PREFERENCE);
        f(
            "我住在上海",
            TextFeatures::PLACE | TextFeatures::FIRST_PERSON,
        );
        f(
            "我养了两只猫",
            TextFeatures::NUMBER | TextFeatures::QUANTITY,
        );
        f("她学了三年钢琴", TextFeatures::DURATION);
        f("我讨厌西兰花", TextFeatures::PREFERENCE);
        f("每周四排练", TextFeatures::TIME);
        f("存折放在卧室的抽屉里", TextFeatures::PLACE);
        f("旧车卖了三万二", TextFeatures::NUMBER);
        f(
            "妻は東京に住んでいます",
            TextFeatures::RELATION | TextFeatures::PLACE,
        );
        f("花粉症の薬は眠くなるので、夜だけ飲む", TextFeatures::REASON);
        f(
            "할머니는 안동에 살아요",
            TextFeatures::RELATION | TextFeatures::PLACE,
        );
        f("고양이 두 마리를 키워요", TextFeatures::NUMBER);
        f(
            "Mi abuela vive en Teruel desde hace seis años",
            TextFeatures::RELATION | TextFeatures::PLACE | TextFeatures::DURATION,
        );
        f(
            "Der Kater ist vierzehn Jahre alt",
            TextFeatures::NUMBER | TextFeatures::DURATION,
        );
        f(
            "Mia madre gestisce un'edicola a Udine",
            TextFeatures::RELATION | TextFeatures::PLACE,
        );
        f("J'ai peur, donc je prends l'escalier", TextFeatures::REASON);
        f(
            "У нас двое сыновей",
            TextFeatures::NUMBER | TextFeatures::RELATION,
        );
        f(
            "Мой брат переехал в Мурманск",
            TextFeatures::RELATION | TextFeatures::PLACE,
        );
        f("По средам хожу в бассейн", TextFeatures::TIME);
        f(
            "أسكن في القاهرة مع أختي",
            TextFeatures::PLACE | TextFeatures::RELATION,
        );
        f(
            "हमारा बेटा तीन साल का है",
            TextFeatures::RELATION | TextFeatures::NUMBER | TextFeatures::DURATION,
        );
        f("मेरी आँख कमज़ोर है, इसलिए चश्मा पहनता हूँ", TextFeatures::REASON);
        f(
            "同事李雷去年结婚了",
            TextFeatures::RELATION | TextFeatures::NAME | TextFeatures::TIME,
        );
    }

    #[test]
    fn and_not_what_they_do_not() {
        let not = |text: &str, unexpected: TextFeatures| {
            let features = text_features(text);
            assert!(
                !features.intersects(unexpected),
                "{text}: {:b} has {:b}",
                features.0,
                unexpected.0
            );
        };
        not("The soup is hot", TextFeatures::from_bits(u32::MAX));
        not(
            "It happened in 2023年",
            TextFeatures::DURATION | TextFeatures::QUANTITY,
        );
        not("天气很好", TextFeatures::from_bits(u32::MAX));
    }

    #[test]
    fn an_answer_has_what_is_asked_for() {
        assert!(
            text_features("我2019年搬家").intersects(TextFeatures::answering(QuestionKind::When))
        );
        assert!(
            text_features("I live in Rome")
                .intersects(TextFeatures::answering(QuestionKind::Where))
        );
        assert_eq!(
            TextFeatures::answering(QuestionKind::YesNo),
            TextFeatures::default()
        );
    }

    proptest! {
        #[test]
        fn any_text_has_features(text in "(?s).*") {
            let features = text_features(&text);
            prop_assert_eq!(TextFeatures::from_bits(features.to_bits()), features);
        }
    }
}
