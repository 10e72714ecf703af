//! Statements inside questions and tasks.

use super::framing::{Listening, skip_marks};
use super::phrases::{POLITE_TASKS, QUESTION_STARTS};
use super::questions::is_question_mark;
use super::tokens::Token;
use super::worth::{Verdict, judge_tokens};

/// The part of a question or task that is a statement: "I'm going to Japan in May, any tips?",
/// "推荐一家餐厅，我不吃辣".
pub(super) fn salvaged(span: &[Token], listening: Listening<'_>) -> Option<Verdict> {
    let ends: Vec<usize> = span
        .iter()
        .enumerate()
        .filter(|(at, token)| token.ends_clause() && span[*at..].iter().any(Token::is_wordlike))
        .map(|(at, _)| at)
        .collect();
    let keeps = |part: &[Token]| {
        let speaks_of_self = skip_marks(part)
            .first()
            .is_some_and(|token| matches!(token.text.as_str(), "i" | "my" | "we" | "our" | "我"));
        match judge_tokens(part, listening, false) {
            Verdict::Keep { place, .. } if speaks_of_self && !asks_on(part) => {
                Some(Verdict::Keep {
                    place,
                    asked: false,
                })
            }
            _ => None,
        }
    };
    let reason = |part: &'_ [Token]| -> usize {
        match part.first().map(|token| token.text.as_str()) {
            Some("since" | "because" | "as") => 1,
            Some("given") if part.get(1).is_some_and(|token| token.is("that")) => 2,
            Some("因" | "由" | "既") => 2,
            _ => 0,
        }
    };
    // Long texts have many commas; the statement stands near one of the ends.
    const TRIED: usize = 4;
    for end in ends.iter().rev().take(TRIED) {
        let head = skip_marks(&span[..*end]);
        if let Some(kept) = keeps(&head[reason(head).min(head.len())..]) {
            return Some(kept);
        }
    }
    // What follows a colon is material for the task, not the speaker's own word.
    if span.iter().any(|token| token.is(":") || token.is("\"")) {
        return None;
    }
    ends.iter()
        .take(TRIED)
        .find_map(|end| keeps(skip_marks(&span[*end + 1..])))
}

/// Whether a task says that its material follows: "Translate this:", "总结下面这段话".
pub(super) fn introduces_material(span: &[Token]) -> bool {
    span.iter().any(|token| token.is(":"))
        || span
            .iter()
            .any(|token| matches!(token.text.as_str(), "following" | "below"))
        || span.windows(2).any(|pair| {
            matches!(
                (pair[0].text.as_str(), pair[1].text.as_str()),
                ("下", "面") | ("以", "下") | ("这", "段" | "篇" | "句")
            )
        })
}

/// Whether a later clause asks or sets a task.
pub(super) fn asks_on(span: &[Token]) -> bool {
    (1..span.len()).any(|at| {
        let rest = &span[at..];
        span[at - 1].ends_clause()
            && (POLITE_TASKS.prefix(rest).is_some()
                || QUESTION_STARTS.prefix(rest).is_some() && !is_relative_clause(rest))
    })
}

/// ", who is four" and, after it, ", is a chef": no question where nothing asks.
fn is_relative_clause(rest: &[Token]) -> bool {
    let is_one_of = |at: usize, words: &[&str]| {
        rest.get(at)
            .is_some_and(|token| words.contains(&token.text.as_str()))
    };
    let relates = is_one_of(0, &["who", "whose", "whom", "which"])
        && !is_one_of(1, &["do", "does", "did", "should", "one", "of"])
        && !is_one_of(2, &["i", "we", "you"]);
    let goes_on = is_one_of(0, &["is", "are", "was", "were"])
        && is_one_of(1, &["a", "an", "the", "my", "our"]);
    (relates || goes_on) && !rest.iter().any(is_question_mark)
}
