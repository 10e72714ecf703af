//! Whether a sentence is worth remembering, and which part of it.
//!
//! The checks run from the surest to the vaguest: what was asked for explicitly, small talk,
//! questions and tasks, remarks about the other, sentences that lean on the one before, and last
//! how much is said at all.

use std::ops::Range;

use super::information::{Content, content};
use super::phrases::{
    BOILERPLATE, COMMITMENTS, FORGET, LEANING, OPENERS, PLEASANTRIES, POLITE_TASKS,
    QUESTION_STARTS, REACTIONS, REMEMBER, SMALL_TALK, STANDING_WISHES, TAGS, TASKS,
};
use super::questions::{is_question, is_question_mark};
use super::speakers::Voice;
use super::tokens::{Sort, Token, tokens};

/// What becomes of a sentence. Places are byte ranges of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Verdict {
    /// Worth remembering.
    Keep {
        /// The part that says it.
        place: Range<usize>,
        /// Whether the speaker asked to remember it.
        asked: bool,
    },
    /// Says something only together with the sentence before.
    Leans {
        /// The part that says it.
        place: Range<usize>,
        /// Whether it may stand alone if it must.
        can_stand: bool,
    },
    /// Asks to forget something.
    Forget {
        /// What should be forgotten.
        place: Range<usize>,
        /// Whether everything about it is meant, not one statement.
        about: bool,
    },
    /// A task for the assistant, and what follows is material for it.
    Material,
    /// Not worth it; why.
    Drop(&'static str),
}

/// What is known about the conversation when a sentence is judged.
#[derive(Debug, Clone, Copy)]
pub(super) struct Listening<'a> {
    /// How the speaker is read.
    pub voice: Voice,
    /// The names of those who speak, lower case.
    pub names: &'a [String],
}

impl Listening<'_> {
    /// Whether this is a speaker's name, or its short form.
    fn is_name(&self, token: &Token) -> bool {
        let word = token.text.as_str();
        word.chars().count() >= 3 && self.names.iter().any(|name| name.starts_with(word))
            || self.names.iter().any(|name| name == word)
    }
}

/// Judges one sentence.
pub(super) fn judge(sentence: &str, listening: Listening<'_>) -> Verdict {
    let tokens = tokens(sentence);
    judge_tokens(&tokens, listening, true)
}

fn judge_tokens(tokens: &[Token], listening: Listening<'_>, salvage: bool) -> Verdict {
    let open = without_openers(tokens, listening);
    let (mut span, mut tagged) = without_tags(open, listening);
    if tells_by_asking(tokens, open) {
        span = without_end_marks(span);
        tagged = true;
    }
    let Some(place) = place(span) else {
        return Verdict::Drop("small talk");
    };
    // "[image: a photo of a lake]" belongs to what it was sent with.
    if let [first, .., last] = tokens
        && first.is("(")
        && last.is(")")
    {
        let place = first.place.start..last.place.end;
        return Verdict::Leans {
            place,
            can_stand: content(span).amount >= 3.0,
        };
    }
    if let Some(verdict) = forget_request(span) {
        return verdict;
    }
    if let Some(verdict) = remember_request(span, listening) {
        return verdict;
    }
    if is_small_talk(open, listening) || is_small_talk(span, listening) {
        return Verdict::Drop("small talk");
    }
    let is_machine = matches!(span[0].text.as_str(), "as" | "作");
    if BOILERPLATE.prefix(span).is_some() && (is_machine || listening.voice == Voice::Agent) {
        return Verdict::Drop("an assistant's phrase");
    }
    let content = content(span);
    if STANDING_WISHES.prefix(span).is_some() && !ends_in_question(open) && content.amount >= 1.0 {
        return Verdict::Keep { place, asked: true };
    }
    let plain_words = span.iter().filter(|token| token.is_wordlike()).count();
    let is_pleasantry = PLEASANTRIES.prefix(span).is_some() && plain_words <= 14;
    let asks = ends_in_question(open) && !tagged || is_question(span);
    let tasks = TASKS.prefix(span).is_some();
    if is_pleasantry && !content.has_number || asks || tasks {
        if salvage && let Some(kept) = salvaged(span, listening) {
            return kept;
        }
        return match (tasks, asks) {
            (true, _) if introduces_material(span) => Verdict::Material,
            (true, _) => Verdict::Drop("a task"),
            (_, true) => Verdict::Drop("a question"),
            _ => Verdict::Drop("a kind remark"),
        };
    }
    if salvage
        && asks_on(span)
        && let Some(kept) = salvaged(span, listening)
    {
        return kept;
    }
    if listening.voice == Voice::Agent && !speaks_of_itself(span) {
        return Verdict::Drop("an assistant's answer");
    }
    weigh(span, place, &content, plain_words)
}

/// The vaguest checks: what leans, what only reacts, how much is said.
fn weigh(span: &[Token], place: Range<usize>, content: &Content, plain_words: usize) -> Verdict {
    let reacts = plain_words <= 10 && REACTIONS.uncovered(span).is_empty();
    if leans(span) {
        let can_stand =
            !reacts && content.amount >= 3.0 && (content.has_number || content.has_name);
        return Verdict::Leans { place, can_stand };
    }
    if reacts && !content.has_number {
        return Verdict::Drop("a reaction");
    }
    if is_about_listener(span) {
        return Verdict::Drop("about the listener");
    }
    if content.is_enough() {
        return Verdict::Keep {
            place,
            asked: false,
        };
    }
    // "Pasta." after "I like pizza." says something; alone it doesn't.
    if content.amount >= 0.5 && !content.is_personal {
        return Verdict::Leans {
            place,
            can_stand: false,
        };
    }
    Verdict::Drop("says too little")
}

/// "Did I tell you that …?": the question is a way to tell.
fn tells_by_asking(tokens: &[Token], open: &[Token]) -> bool {
    let left_out = &tokens[..tokens.len() - open.len()];
    let asks = left_out
        .iter()
        .any(|token| token.is("did") || token.is("have"));
    asks && left_out.iter().any(|token| token.is("you"))
}

fn without_end_marks(span: &[Token]) -> &[Token] {
    &span[..span
        .iter()
        .rposition(Token::is_wordlike)
        .map_or(0, |at| at + 1)]
}

/// Whether a later clause asks or sets a task.
fn asks_on(span: &[Token]) -> bool {
    (1..span.len()).any(|at| {
        let rest = &span[at..];
        span[at - 1].ends_clause()
            && (POLITE_TASKS.prefix(rest).is_some() || QUESTION_STARTS.prefix(rest).is_some())
    })
}

/// The byte range that tokens span, without punctuation at its ends (but with closing marks).
fn place(span: &[Token]) -> Option<Range<usize>> {
    let first = span.iter().find(|token| token.is_wordlike())?;
    let last = span.iter().rev().find(|token| !is_trailing(token))?;
    Some(first.place.start..last.place.end)
}

/// Marks that a statement doesn't end with.
fn is_trailing(token: &Token) -> bool {
    token.sort == Sort::Mark
        && matches!(
            token.text.as_str(),
            "," | ";" | ":" | "—" | "-" | "–" | "、"
        )
}

fn skip_marks(mut span: &[Token]) -> &[Token] {
    while let Some((first, rest)) = span.split_first()
        && !first.is_wordlike()
    {
        span = rest;
    }
    span
}

/// Leaves out greetings, interjections and names at the start.
fn without_openers<'a>(tokens: &'a [Token], listening: Listening<'_>) -> &'a [Token] {
    let mut span = skip_marks(tokens);
    loop {
        let length = match OPENERS.prefix(span) {
            Some(length) => length,
            None if span.first().is_some_and(|token| listening.is_name(token)) => 1,
            None => return span,
        };
        let (opener, after) = span.split_at(length);
        let mut rest = after;
        let mut addressed = false;
        while let Some((name, next)) = rest.split_first()
            && (listening.is_name(name) || addressed_by(opener, name))
        {
            rest = next;
            addressed = true;
        }
        let Some(next) = rest.first() else {
            return span;
        };
        let breaks = next.sort == Sort::Mark && !matches!(next.text.as_str(), "'" | "%" | "、");
        let glyphs = opener.iter().all(|token| token.sort == Sort::Glyph);
        let before_self = match next.text.as_str() {
            "i" | "my" | "we" | "our" => !glyphs,
            "我" => {
                glyphs && length > 1
                    || opener[0].is("但")
                    || opener[0].is("嗯")
                    || opener[0].is("那")
            }
            _ => length >= 4 && opener.last().is_some_and(|token| token.is("that")),
        };
        // "哈哈哈好的，…": another opener follows, and breaks there.
        let chains = OPENERS.prefix(rest).is_some_and(|length| {
            rest.get(length)
                .is_some_and(|after| after.sort == Sort::Mark)
        });
        if !(breaks || chains || before_self && !addressed) {
            return span;
        }
        span = skip_marks(rest);
    }
}

/// Whether a capitalised word after a greeting is the name of who is greeted.
fn addressed_by(opener: &[Token], name: &Token) -> bool {
    let greets = opener.last().is_some_and(|token| {
        matches!(
            token.text.as_str(),
            "hi" | "hello" | "hey" | "thanks" | "you" | "there"
        )
    });
    greets && name.capital && name.text.chars().count() > 1
}

/// Leaves out questions and names hung on the end; whether a question was among them.
fn without_tags<'a>(span: &'a [Token], listening: Listening<'_>) -> (&'a [Token], bool) {
    let mut rest = span;
    let mut tagged = false;
    loop {
        let end = rest
            .iter()
            .rposition(|token| token.is_wordlike() || token.is("\""))
            .map_or(0, |at| at + 1);
        let words = &rest[..end];
        let length = match TAGS.suffix(words) {
            Some(length) => length,
            None if words.last().is_some_and(|token| listening.is_name(token)) => 1,
            None => break,
        };
        let before = &words[..end - length];
        let is_hung = before
            .last()
            .is_some_and(|mark| mark.is(",") || mark.is("—") || mark.is("-"));
        if !is_hung || before.iter().all(|token| !token.is_wordlike()) {
            break;
        }
        tagged |= rest[end..].iter().any(is_question_mark) || length > 1;
        rest = &before[..before.len() - 1];
    }
    (rest, tagged)
}

fn ends_in_question(span: &[Token]) -> bool {
    span.iter()
        .rev()
        .take_while(|token| !token.is_wordlike())
        .any(is_question_mark)
}

/// Nothing but set phrases, calling names and punctuation.
fn is_small_talk(span: &[Token], listening: Listening<'_>) -> bool {
    SMALL_TALK
        .uncovered(span)
        .iter()
        .all(|token| listening.is_name(token))
}

fn forget_request(span: &[Token]) -> Option<Verdict> {
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

fn remember_request(span: &[Token], listening: Listening<'_>) -> Option<Verdict> {
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
    let kept = if speaks_of_somebody && !(reminds && !first.is("我")) {
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

/// The part of a question or task that is a statement: "I'm going to Japan in May, any tips?",
/// "推荐一家餐厅，我不吃辣".
fn salvaged(span: &[Token], listening: Listening<'_>) -> Option<Verdict> {
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
fn introduces_material(span: &[Token]) -> bool {
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

/// Whether an agent speaks of itself, or promises something.
fn speaks_of_itself(span: &[Token]) -> bool {
    if COMMITMENTS.prefix(span).is_some() {
        return true;
    }
    let first_person = span
        .first()
        .is_some_and(|token| matches!(token.text.as_str(), "i" | "my" | "we" | "our" | "我"));
    let to_listener = span
        .iter()
        .any(|token| matches!(token.text.as_str(), "you" | "your" | "yours" | "您" | "你"));
    let advises = span.iter().take(4).any(|token| {
        matches!(
            token.text.as_str(),
            "recommend"
                | "suggest"
                | "would"
                | "can"
                | "could"
                | "think"
                | "hope"
                | "understand"
                | "apologize"
                | "sorry"
        )
    });
    first_person && !to_listener && !advises
}

/// Whether a sentence needs the one before to be understood.
fn leans(span: &[Token]) -> bool {
    let Some(length) = LEANING.prefix(span) else {
        return false;
    };
    let first = span[0].text.as_str();
    let next = span.get(length).map_or("", |token| token.text.as_str());
    let is_time = matches!(first, "this" | "that" | "这" | "那" | "these")
        && matches!(
            next,
            "year"
                | "month"
                | "week"
                | "weekend"
                | "morning"
                | "afternoon"
                | "evening"
                | "summer"
                | "winter"
                | "spring"
                | "fall"
                | "autumn"
                | "time"
                | "friday"
                | "saturday"
                | "sunday"
                | "monday"
                | "tuesday"
                | "wednesday"
                | "thursday"
                | "days"
                | "周"
                | "月"
                | "学"
                | "几"
                | "两"
                | "次"
        );
    if is_time {
        return false;
    }
    let pronoun = matches!(
        first,
        "it" | "its"
            | "that"
            | "this"
            | "they"
            | "them"
            | "these"
            | "those"
            | "he"
            | "she"
            | "his"
            | "her"
            | "him"
            | "their"
            | "because"
            | "which"
            | "它"
            | "他"
            | "她"
            | "这"
            | "那"
    );
    let names_self = span
        .iter()
        .take(length + 4)
        .any(|token| matches!(token.text.as_str(), "i" | "my" | "we" | "our" | "我"));
    pronoun || !names_self
}

/// Whether the other is spoken to, and of, and nobody else.
fn is_about_listener(span: &[Token]) -> bool {
    let of_other = span
        .first()
        .is_some_and(|token| matches!(token.text.as_str(), "you" | "your" | "你" | "您"));
    let of_self = span.iter().any(|token| {
        matches!(
            token.text.as_str(),
            "i" | "my" | "me" | "mine" | "we" | "our" | "us" | "我"
        )
    });
    of_other && !of_self
}
