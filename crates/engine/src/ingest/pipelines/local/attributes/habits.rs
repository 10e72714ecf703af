//! Tastes and habits: what is liked, done or had, as words that can be compared.

use std::sync::LazyLock;

use mem0_text::term_counts;

use super::About;
use super::predicate::{Denial, is_glyphic};
use super::values::TIME_WORDS;
use crate::ingest::pipelines::local::phrases::Phrases;
use crate::ingest::pipelines::local::tokens::{Sort, Token};

/// Declares lists of a few phrases.
macro_rules! phrases {
    ($($(#[$doc:meta])* $name:ident = $list:literal;)*) => {$(
        $(#[$doc])*
        static $name: LazyLock<Phrases> = LazyLock::new(|| Phrases::read($list));
    )*};
}

phrases! {
    /// Verbs of liking.
    LIKING = "like | likes | love | loves | enjoy | enjoys | adore | liking | enjoying | am fond of \
        | am a fan of | am a big fan of | am a huge fan of | 喜欢 | 喜爱 | 热爱 | 爱 | 最喜欢 | 最爱";
    /// Verbs of disliking.
    DISLIKING = "hate | hates | dislike | dislikes | detest | despise | loathe | 讨厌 | 恨 | 厌恶 \
        | 反感 | 受不了 | 嫌弃";
    /// What is done with food, drink and such: liking it is liking the thing.
    CONSUMING = "eat | eating | eats | drink | drinking | drinks | to eat | to drink | 吃 | 喝";
    /// Verbs in the past, and what makes no habit.
    NO_HABIT = "was | were | had | did | went | got | made | took | saw | met | bought | sold | used \
        | came | gave | said | told | thought | felt | found | lost | won | ate | drank | ran | read \
        | wrote | began | became | broke | kept | left | grew | knew | put | set | spent | taught \
        | will | would | shall | should | could | might | may | must | can | want | wants | need \
        | needs | hope | hopes | plan | plans | wish | wishes | try | trying | going | think \
        | thinks | guess | believe | know | feel | have been | has been | never | am going | am planning \
        | am thinking | am trying | am about | am hoping | 想 | 要 | 会 | 将 | 打算 | 计划 | 准备 \
        | 希望 | 觉得 | 认为 | 可能 | 应该 | 知道 | 曾 | 曾经 | 以前 | 是 | 去了 | 来了 | 到了 | 看了 \
        | 买了 | 说 | 问";
    /// How often: left out of what is done, kept in what is denied.
    FREQUENCY = "every day | every morning | every evening | every night | every week | every weekend \
        | daily | often | usually | sometimes | regularly | always | all the time | a lot | every \
        | morning | weekends | on weekends | very much | so much | 每天 | 每周 | 每晚 | 每天早上 | 经常 \
        | 常常 | 总是 | 有时 | 有时候 | 偶尔 | 平时 | 周末 | 很 | 非常 | 特别 | 最 | 挺 | 真";
    /// Words that change nothing about what is done.
    EMPTY = "a | an | the | my | any | some | of | to | really | very | now | currently | still \
        | anymore | am | is | are | been | 了 | 着 | 一 | 个 | 只 | 条 | 辆 | 台 | 部 | 匹 | 头 | 的 | 任何";
}

/// Whether something is liked or not, and what.
pub(super) fn taste(said: &[Token], denial: Denial) -> Vec<(About, bool)> {
    let said = without_front(said);
    let (length, liked) = match (LIKING.prefix(said), DISLIKING.prefix(said)) {
        (Some(length), _) => (length, true),
        (_, Some(length)) => (length, false),
        _ => return Vec::new(),
    };
    // "I don't hate it" is no liking.
    let likes = match (liked, denial) {
        (liked, Denial::None) => liked,
        (true, _) => false,
        (false, _) => return Vec::new(),
    };
    let object = thing(&said[length..], likes);
    if object.is_empty() {
        return Vec::new();
    }
    vec![(About::Taste(object), likes)]
}

/// What is done or had, or is so no longer.
pub(super) fn habit(said: &[Token], denial: Denial) -> Vec<(About, bool)> {
    let said = if denial == Denial::None {
        without_front(said)
    } else {
        said
    };
    let Some(first) = said.first() else {
        return Vec::new();
    };
    let past = first.sort == Sort::Word && first.text.len() > 3 && first.text.ends_with("ed");
    let perfect = said.iter().any(|token| token.is("过")) && is_glyphic(said);
    if past || perfect || NO_HABIT.prefix(said).is_some() {
        return Vec::new();
    }
    let holds = denial == Denial::None;
    let done = words(said, holds || denial == Denial::NoLonger);
    if done.is_empty() {
        return Vec::new();
    }
    if denial == Denial::GivenUp {
        // 戒烟, 戒咖啡: what was done with it goes without saying.
        let with = |verb: &str| {
            std::iter::once(verb.to_owned())
                .chain(done.clone())
                .collect()
        };
        let habits = ["抽", "喝", "吃", "玩", "打"].map(|verb| (About::Habit(with(verb)), false));
        return habits
            .into_iter()
            .chain([(About::Taste(done.clone()), false)])
            .collect();
    }
    let mut found = vec![(About::Habit(done), holds)];
    if denial == Denial::NoLonger
        && let Some(length) = CONSUMING.prefix(said)
    {
        let object = thing(&said[length..], false);
        if !object.is_empty() {
            found.push((About::Taste(object), false));
        }
    }
    found
}

/// Leaves out words of frequency and degree at the start.
fn without_front(mut said: &[Token]) -> &[Token] {
    while let Some(length) = FREQUENCY.prefix(said) {
        said = &said[length..];
    }
    said
}

/// The words of a thing liked.
fn thing(tokens: &[Token], likes: bool) -> Vec<String> {
    let length = CONSUMING.prefix(tokens).unwrap_or(0);
    words(&tokens[length..], likes)
}

/// Words as they are compared: stems, without articles and measure words, and where `loosely`
/// also without how often.
fn words(tokens: &[Token], loosely: bool) -> Vec<String> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let rest = &tokens[at..];
        let skipped = EMPTY
            .prefix(rest)
            .or_else(|| FREQUENCY.prefix(rest).filter(|_| loosely))
            // Times at the end: "since 2020", 去年.
            .or_else(|| {
                TIME_WORDS
                    .prefix(rest)
                    .filter(|length| loosely && is_time(&rest[..*length]))
            });
        match skipped {
            Some(length) => at += length,
            None => {
                if tokens[at].is_wordlike() {
                    found.push(stem(&tokens[at]));
                }
                at += 1;
            }
        }
    }
    found
}

/// Whether a phrase of time is one, and not a word that may be a thing too.
fn is_time(phrase: &[Token]) -> bool {
    phrase.len() > 1
        || phrase.iter().all(|token| {
            matches!(
                token.text.as_str(),
                "now" | "recently" | "lately" | "finally"
            )
        })
}

/// The stem of a word: equal for all forms of it.
pub(in super::super) fn stem(token: &Token) -> String {
    // Having a pet and keeping one is the same.
    if token.is("养") {
        return "有".to_owned();
    }
    if token.sort != Sort::Word {
        return token.text.clone();
    }
    let counts = term_counts(&token.text).counts;
    match counts.iter().find(|(id, _)| id.is_primary()) {
        Some((id, _)) => format!("{:x}", id.to_bits()),
        None => token.text.clone(),
    }
}
