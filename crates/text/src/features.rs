//! What kinds of things a text speaks of, in one word of bits: computed once, when it is stored.

mod words;

use jiff::civil::DateTime;

use crate::mentions::{MentionKind, mentions};
use crate::question::{QuestionKind, is_question};
use crate::terms::tokens::{Analysis, TokenKind, analyse};
use crate::times::{Precision, times};
use words::{is_first_person, is_negation, is_number_word, is_preference, is_reason, is_relation};

/// A set of things that a text has; the bits are stored and never change their meaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct TextFeatures(u32);

impl TextFeatures {
    /// It asks something.
    pub const QUESTION: Self = Self(1);
    /// It speaks of a day, month, year or other time.
    pub const TIME: Self = Self(1 << 1);
    /// It has a number, in digits or written out.
    pub const NUMBER: Self = Self(1 << 2);
    /// It has a number with something counted or measured.
    pub const QUANTITY: Self = Self(1 << 3);
    /// It says how long or how often.
    pub const DURATION: Self = Self(1 << 4);
    /// It names a place.
    pub const PLACE: Self = Self(1 << 5);
    /// It names a person, product or the like.
    pub const NAME: Self = Self(1 << 6);
    /// It names an organisation.
    pub const ORGANIZATION: Self = Self(1 << 7);
    /// It speaks of the speaker: I, my, 我.
    pub const FIRST_PERSON: Self = Self(1 << 8);
    /// It speaks of relatives, friends or colleagues: my sister, 同事.
    pub const RELATION: Self = Self(1 << 9);
    /// It gives a reason: because, 因为.
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
    text.contains(|character: char| character.is_numeric()) || text.split(' ').any(is_number_word)
}

/// Reads what single words tell.
fn read_words(analysis: &Analysis<'_>, features: &mut TextFeatures) {
    for (at, token) in analysis.tokens.iter().enumerate() {
        let word = analysis.folded(token);
        match token.token.kind {
            TokenKind::Number => number(analysis, at, features),
            TokenKind::Word => {
                if is_number_word(word) {
                    number(analysis, at, features);
                }
                features.set(TextFeatures::FIRST_PERSON, is_first_person(word));
                features.set(TextFeatures::RELATION, is_relation(word));
                features.set(TextFeatures::REASON, is_reason(word));
                features.set(TextFeatures::PREFERENCE, is_preference(word));
                features.set(TextFeatures::NEGATION, is_negation(word));
            }
            TokenKind::Cjk | TokenKind::Hangul => characters(analysis.folded(token), features),
            TokenKind::Unspaced => {}
        }
    }
}

/// A number and what is counted.
fn number(analysis: &Analysis<'_>, at: usize, features: &mut TextFeatures) {
    features.set(TextFeatures::NUMBER, true);
    let Some(next) = analysis.tokens.get(at + 1) else {
        return;
    };
    let word = analysis.folded(next);
    let length = matches!(
        word,
        "second"
            | "seconds"
            | "minute"
            | "minutes"
            | "min"
            | "mins"
            | "hour"
            | "hours"
            | "day"
            | "days"
            | "week"
            | "weeks"
            | "month"
            | "months"
            | "year"
            | "years"
            | "decade"
            | "decades"
            | "times"
            | "anos"
            | "meses"
            | "dias"
            | "jahre"
            | "jahren"
            | "monate"
            | "tage"
            | "ans"
            | "mois"
            | "jours"
            | "anni"
            | "mesi"
            | "giorni"
            | "лет"
            | "года"
            | "месяца"
            | "дня"
    ) || [
        "年",
        "月",
        "天",
        "周",
        "星期",
        "小时",
        "分钟",
        "个月",
        "个小时",
        "个星期",
        "次",
    ]
    .iter()
    .any(|unit| word.starts_with(unit));
    features.set(
        TextFeatures::DURATION,
        length
            && !(word.starts_with('年') && analysis.folded(&analysis.tokens[at]).len() == 4
                || word.starts_with('月')),
    );
    let counted = match next.token.kind {
        TokenKind::Word => {
            let stop = next
                .known
                .is_some_and(|known| known.stop_in & analysis.language.bit() != 0);
            !stop && !length
        }
        TokenKind::Cjk | TokenKind::Hangul => {
            !length && next.token.start == analysis.tokens[at].token.end()
        }
        _ => false,
    };
    features.set(TextFeatures::QUANTITY, counted);
}

/// What Chinese and Korean runs tell; a word counts wherever it stands in its run.
fn characters(run: &str, features: &mut TextFeatures) {
    let any = |words: &[&str]| words.iter().any(|word| run.contains(word));
    features.set(
        TextFeatures::FIRST_PERSON,
        any(&["我", "咱", "私", "僕", "俺", "저는", "제가", "나는", "내가"]),
    );
    features.set(
        TextFeatures::RELATION,
        any(&[
            "妈", "爸", "父亲", "母亲", "姐", "妹", "哥哥", "弟弟", "爷爷", "奶奶", "外公", "外婆",
            "儿子", "女儿", "妻子", "丈夫", "老公", "老婆", "朋友", "男友", "女友", "同事", "同学",
            "老师", "老板", "室友", "邻居", "家人", "父母", "母", "父", "友達", "친구", "엄마",
            "아빠", "동생",
        ]),
    );
    features.set(
        TextFeatures::REASON,
        any(&["因为", "由于", "所以", "原因", "为了", "から", "때문"]),
    );
    features.set(
        TextFeatures::PREFERENCE,
        any(&[
            "喜欢", "讨厌", "爱吃", "爱喝", "最爱", "热爱", "偏好", "更爱", "不爱", "想要", "希望",
            "好き", "嫌い", "좋아", "싫어",
        ]),
    );
    features.set(
        TextFeatures::NEGATION,
        any(&[
            "不",
            "没",
            "无法",
            "从未",
            "别再",
            "ない",
            "ません",
            "안 ",
            "없",
        ]),
    );
    // Chinese numerals before a measure word: 三只猫, 两年.
    let mut previous = ' ';
    let mut after = run.char_indices().peekable();
    while let Some((_, character)) = after.next() {
        let numeral = "二两三四五六七八九十百千万".contains(previous)
            || previous == '一' && "岁年".contains(character);
        if numeral {
            let rest = after.peek().map_or("", |(next, _)| &run[*next..]);
            let long = matches!(character, '年' | '天' | '周' | '次')
                || character == '个'
                    && ["月", "小时", "星期"]
                        .iter()
                        .any(|unit| rest.starts_with(unit))
                || "小分星".contains(character)
                    && ["时", "钟", "期"].iter().any(|unit| rest.starts_with(unit));
            let measured =
                "只个岁口本件条块杯瓶辆台张间套份位名斤公里米元".contains(character) && !long;
            features.set(TextFeatures::NUMBER, long || measured);
            features.set(TextFeatures::DURATION, long);
            features.set(TextFeatures::QUANTITY, measured);
        }
        previous = character;
    }
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
