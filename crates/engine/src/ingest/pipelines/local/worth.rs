//! Whether a sentence is worth remembering, and which part of it.
//!
//! The checks run from the surest to the vaguest: what was asked for explicitly, small talk,
//! questions and tasks, remarks about the other, sentences that lean on the one before, and last
//! how much is said at all.

use std::ops::Range;
use std::sync::LazyLock;

use super::framing::{
    Listening, ends_in_question, is_small_talk, place, tells_by_asking, without_end_marks,
    without_openers, without_tags,
};
use super::information::{Content, content};
use super::phrases::{
    BOILERPLATE, COMMITMENTS, LEANING, PLEASANTRIES, Phrases, REACTIONS, STANDING_WISHES, TASKS,
};
use super::questions::is_question;
use super::requests::{forget_request, remember_request};
use super::salvage::{asks_on, introduces_material, salvaged};
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

/// Judges one sentence.
pub(super) fn judge(sentence: &str, listening: Listening<'_>) -> Verdict {
    let tokens = tokens(sentence);
    judge_tokens(&tokens, listening, true)
}

/// Judges some tokens; with `salvage` also looks for statements inside questions and tasks.
pub(super) fn judge_tokens(tokens: &[Token], listening: Listening<'_>, salvage: bool) -> Verdict {
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
    if is_small_talk(open, listening)
        || is_small_talk(span, listening)
        || is_kind_throughout(open, listening)
    {
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
    if supposes(span) {
        return Verdict::Drop("a supposition");
    }
    weigh(span, place, &content, plain_words)
}

/// "Good morning, lovely weather today", 下次聊，再见: every clause is a set phrase or a kind remark.
fn is_kind_throughout(span: &[Token], listening: Listening<'_>) -> bool {
    let clauses: Vec<&[Token]> = span
        .split(|token| token.is(","))
        .filter(|clause| clause.iter().any(Token::is_wordlike))
        .collect();
    clauses.len() > 1
        && !content(span).has_number
        && clauses
            .iter()
            .all(|clause| is_small_talk(clause, listening) || PLEASANTRIES.prefix(clause).is_some())
}

/// "If I won the lottery, I would …", 如果我有钱，我就…: tells what is not so. A condition that
/// may come true ("If it rains I take the bus") is no supposition.
fn supposes(span: &[Token]) -> bool {
    let would = span
        .iter()
        .any(|token| matches!(token.text.as_str(), "would" | "could"));
    let has_no_would = span.first().is_some_and(|first| first.sort == Sort::Glyph);
    (would || has_no_would) && SUPPOSITIONS.prefix(span).is_some()
}

static SUPPOSITIONS: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::read(
        "if i were | if i won | if i had | if i was | if i lived | if i could | if i ever won \
         | if we were | if we won | if we had | suppose i | supposing i | imagine i \
         | 如果我有钱 | 要是我有钱 | 假如我有钱 | 如果有钱 | 要是有钱 | 如果我是 | 要是我是 \
         | 假如我是 | 假设我 | 如果我中了 | 要是我中了 | 假如我中了 | 如果中了 | 要是中了 | 如果我当初 | 要是我当初 \
         | 如果当初 | 要是当初 | 如果能重来 | 假如我住 | 如果我住 | 要是我住",
    )
});

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
