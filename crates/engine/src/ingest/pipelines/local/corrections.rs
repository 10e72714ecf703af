//! "No wait, I meant March 19th", 不对，我说错了，是13日: the statement before is put right.
//!
//! Only what is plain is put right: one date or one number that takes the place of the only one
//! of its kind, with nothing said besides that wasn't said before.

use std::ops::Range;
use std::sync::LazyLock;

use jiff::civil::DateTime;
use mem0_text::times;

use super::phrases::{LIGHT, Phrases};
use super::tokens::{Sort, Token, tokens};

/// What says that the speaker takes back a word of theirs.
static CORRECTIONS: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::read(
        "no wait | wait no | no i meant | i meant | i meant to say | correction | i misspoke \
         | my mistake | sorry my mistake | my bad | i got that wrong | i was wrong | scratch that \
         | 不对 | 不对不对 | 说错了 | 我说错了 | 刚才说错了 | 刚刚说错了 | 我刚才说错了 | 我刚刚说错了 \
         | 上面说错了 | 前面说错了 | 记错了 | 我记错了 | 打错了 | 我打错了 | 写错了 | 我写错了 | 更正 \
         | 更正一下 | 纠正一下 | 口误",
    )
});

/// What may stand beside it.
static BESIDE: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::read(
        "no | wait | sorry | oops | oh | actually | well | hmm | 啊 | 哦 | 哎呀 | 哎 | 抱歉 | 不好意思 \
         | 等等 | 等一下 | 不",
    )
});

/// What a correction begins with and the statement didn't: "it's", 是, 应该是.
static COPULAS: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::read(
        "it is | it's | it was | that is | that was | it should be | on | at | in | by | is | was \
         | 是 | 应该是 | 其实是 | 我是说 | 是在 | 应该",
    )
});

/// Where a correction's own words begin: `None` if the sentence corrects nothing, the sentence's
/// end if the correction itself comes with the next one.
pub(super) fn corrected(sentence: &str) -> Option<usize> {
    let tokens = tokens(sentence);
    let mut at = 0;
    let mut corrects = false;
    while at < tokens.len() {
        let rest = &tokens[at..];
        let (length, marks) = match (CORRECTIONS.prefix(rest), BESIDE.prefix(rest)) {
            _ if !rest[0].is_wordlike() => (1, false),
            (Some(length), _) => (length, true),
            (None, Some(length)) => (length, false),
            (None, None) => break,
        };
        // 不对称 is a word; "i meant" goes on without a mark.
        let breaks = tokens
            .get(at + length)
            .is_none_or(|next| !next.is_wordlike() || rest[0].is("i") || rest[length - 1].is("了"));
        let chains = BESIDE.prefix(&tokens[at + length..]).is_some()
            || CORRECTIONS.prefix(&tokens[at + length..]).is_some();
        if rest[0].is_wordlike() && !(breaks || chains) {
            break;
        }
        corrects |= marks;
        at += length;
    }
    corrects.then(|| {
        tokens
            .get(at)
            .map_or(sentence.len(), |token| token.place.start)
    })
}

/// The statement as it was meant, if a correction is plain.
pub(super) fn amended(statement: &str, correction: &str, said: DateTime) -> Option<String> {
    let before = tokens(statement);
    let now = tokens(correction);
    let time_places = |text: &str| -> Vec<Range<usize>> {
        let mentions = times(text, said);
        mentions
            .iter()
            .map(|mention| mention.offset..mention.offset + mention.text.len())
            .collect()
    };
    let (old_times, new_times) = (time_places(statement), time_places(correction));
    let numbers = |tokens: &[Token], times: &[Range<usize>]| -> Vec<Range<usize>> {
        tokens
            .iter()
            .filter(|token| token.sort == Sort::Number)
            .map(|token| token.place.clone())
            .filter(|place| !times.iter().any(|time| time.contains(&place.start)))
            .collect()
    };
    let one = |old: Vec<Range<usize>>, new: Vec<Range<usize>>| match (&old[..], &new[..]) {
        ([old], [new]) => Some((old.clone(), new.clone())),
        _ => None,
    };
    let (old, new) = one(numbers(&before, &old_times), numbers(&now, &new_times))
        .or_else(|| one(old_times.clone(), new_times.clone()))?;
    let start = COPULAS.prefix(&now).unwrap_or(0);
    let says_more = now[start..].iter().any(|token| {
        token.is_wordlike()
            && !new.contains(&token.place.start)
            && !LIGHT.has(&token.text)
            && !before.iter().any(|known| known.text == token.text)
    });
    let changed = statement.get(old.clone())? != correction.get(new.clone())?;
    (!says_more && changed).then(|| {
        format!(
            "{}{}{}",
            &statement[..old.start],
            &correction[new],
            &statement[old.end..]
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn corrections_are_told_from_other_sentences() {
        let rest = |sentence: &'static str| corrected(sentence).map(|at| &sentence[at..]);
        for (sentence, expected) in [
            ("No wait, I meant March 19th.", Some("March 19th.")),
            ("Oops, correction: it's 42.", Some("it's 42.")),
            ("Sorry, my mistake.", Some("")),
            (
                "不对，我说错了，是12月13日去东京。",
                Some("是12月13日去东京。"),
            ),
            ("说错了，我爸爸今年66岁。", Some("我爸爸今年66岁。")),
            ("Wait for me at the station.", None),
            ("No sugar in my coffee.", None),
            ("不对称的图案我最喜欢", None),
            ("不喜欢香菜", None),
        ] {
            assert_eq!(rest(sentence), expected, "{sentence}");
        }
    }

    #[test]
    fn only_a_plain_correction_amends() {
        let said = date(2024, 5, 8).at(12, 0, 0, 0);
        for (statement, correction, expected) in [
            (
                "My birthday is on March 9th.",
                "March 19th.",
                Some("My birthday is on March 19th."),
            ),
            (
                "我打算12月3日去东京旅游，机票已经买好了。",
                "是12月13日去东京。",
                Some("我打算12月13日去东京旅游，机票已经买好了。"),
            ),
            (
                "我爸爸今年65岁，有高血压。",
                "我爸爸今年66岁。",
                Some("我爸爸今年66岁，有高血压。"),
            ),
            (
                "I paid $45 for it.",
                "it was $54.",
                Some("I paid $54 for it."),
            ),
            (
                "My birthday is on March 9th.",
                "Anna's is March 19th.",
                None,
            ),
            ("I was there on May 3rd and May 5th.", "May 6th.", None),
            ("My sister lives in Lyon.", "Nice.", None),
        ] {
            assert_eq!(
                amended(statement, correction, said).as_deref(),
                expected,
                "{statement} {correction}"
            );
        }
    }
}
