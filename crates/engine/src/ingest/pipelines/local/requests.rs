//! Requests to remember and to forget.

use super::framing::{Listening, ends_in_question, place, skip_marks, without_openers};
use super::information::content;
use super::phrases::{FORGET, REMEMBER};
use super::questions::is_question;
use super::tokens::{Sort, Token};
use super::worth::Verdict;

/// What a request to forget asks for.
pub(super) fn forget_request(span: &[Token]) -> Option<Verdict> {
    let length = FORGET.prefix(span)?;
    let (request, rest) = span.split_at(length);
    let about = request.iter().any(|token| {
        matches!(
            token.text.as_str(),
            "about" | "关" | "memories" | "everything"
        )
    });
    // "forget it", "忘了吧": nothing in particular.
    let rest = skip_marks(rest);
    if content(rest).amount < 0.5 {
        return Some(Verdict::Drop("names nothing to forget"));
    }
    // "忘了带伞": a slip, not a request, unless it goes on with what was told.
    let bare =
        request.len() == 2 && request[0].is("忘") && (request[1].is("了") || request[1].is("记"));
    if bare
        && !rest
            .first()
            .is_some_and(|token| token.is("我") || token.is("关"))
    {
        return None;
    }
    if rest.first().is_some_and(|token| token.is("to")) {
        return None;
    }
    if ends_in_question(span) && !request[0].is("can") && !request[0].is("could") {
        return None;
    }
    let mut place = place(rest)?;
    if let Some(last) = rest
        .iter()
        .rev()
        .find(|token| token.is_wordlike() && !is_particle(token))
    {
        place.end = last.place.end;
    }
    Some(Verdict::Forget { place, about })
}

fn is_particle(token: &Token) -> bool {
    matches!(
        token.text.as_str(),
        "吧" | "吗" | "了" | "啊" | "please" | "anymore"
    )
}

/// What a request to remember asks for.
pub(super) fn remember_request(span: &[Token], listening: Listening<'_>) -> Option<Verdict> {
    let length = REMEMBER.prefix(span)?;
    let (request, after) = span.split_at(length);
    let polite = matches!(
        request[0].text.as_str(),
        "can" | "could" | "能" | "你" | "可"
    );
    let rest = without_openers(after, listening);
    if ends_in_question(span) && !polite {
        return Some(Verdict::Drop("a question"));
    }
    let first = rest.first()?;
    if matches!(
        first.text.as_str(),
        "when" | "how" | "what" | "where" | "who"
    ) {
        return Some(Verdict::Drop("a question"));
    }
    // "Remember to call Ann", "记得带伞": the request is the statement.
    let speaks_of_somebody = !matches!(first.text.as_str(), "to" | "the" | "a" | "an");
    let reminds = first.sort == Sort::Glyph && request.last().is_some_and(|token| token.is("得"));
    let kept = if speaks_of_somebody && (first.is("我") || !reminds) {
        rest
    } else {
        span
    };
    let mut place = place(kept)?;
    if content(kept).amount < 0.5 {
        return Some(Verdict::Drop("names nothing to remember"));
    }
    let mut words = kept.iter().rev().filter(|token| token.is_wordlike());
    if polite
        && let (Some(last), Some(before)) = (words.next(), words.next())
        && (last.is("吗") || ends_in_question(kept))
    {
        place.end = if last.is("吗") {
            before.place.end
        } else {
            last.place.end
        };
    } else if is_question(kept) {
        return Some(Verdict::Drop("a question"));
    }
    Some(Verdict::Keep { place, asked: true })
}
