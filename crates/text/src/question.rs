//! Whether a text asks, and what for.

mod characters;
mod holding;
#[cfg(test)]
mod tests;
mod words;

use crate::fold::fold_into;
use crate::terms::tokens::{Token, TokenKind, tokens};
use characters::{IN_CHARACTERS, YES_NO};
pub use holding::{Holding, holding};
use words::may_precede;

/// What a question asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum QuestionKind {
    /// A point or stretch of time: when, which year, 什么时候.
    When,
    /// A place: where, 哪里.
    Where,
    /// A person: who, whose, 谁.
    Who,
    /// A number or an amount: how many, how much, how old, 多少, 几个.
    HowMany,
    /// A duration or how often: how long, 多久.
    HowLong,
    /// A thing: what, which, 什么, 哪个.
    What,
    /// A reason: why, 为什么.
    Why,
    /// A way: how, 怎么.
    How,
    /// Whether it is so: is …?, do …?, 吗.
    YesNo,
    /// None of these, or no question.
    Other,
}

/// Whether the text asks something: it ends a sentence in a question mark, or begins one as
/// questions begin. A request ("tell me where …", 告诉我…) is a question too.
pub fn is_question(text: &str) -> bool {
    has_question_mark(text) || question_kind(text) != QuestionKind::Other
}

/// A question mark that closes something; not the one of an address (`?q=1`).
fn has_question_mark(text: &str) -> bool {
    text.char_indices().any(|(at, character)| match character {
        '？' | '؟' | '⁇' | '⁉' => true,
        '?' => text[at + 1..]
            .chars()
            .next()
            .is_none_or(|next| !next.is_ascii_alphanumeric() && next != '='),
        _ => false,
    })
}

/// What the text asks for. Of several questions the first counts; a statement is
/// [`QuestionKind::Other`].
///
/// ```
/// use mem0_text::{QuestionKind, question_kind};
/// assert_eq!(question_kind("When did I move to Berlin?"), QuestionKind::When);
/// assert_eq!(question_kind("我住在哪里"), QuestionKind::Where);
/// ```
pub fn question_kind(text: &str) -> QuestionKind {
    // Questions are short; of a long text the beginning decides.
    const ENOUGH: usize = 1000;
    let text = &text[..text.floor_char_boundary(ENOUGH)];
    let mut words = Words::default();
    for token in tokens(text).take(60) {
        words.add(token);
    }
    let marked = has_question_mark(text);
    if words
        .spans
        .iter()
        .any(|span| matches!(span.kind, TokenKind::Cjk | TokenKind::Hangul))
        && let Some(kind) = in_characters(&words, marked)
    {
        return kind;
    }
    in_words(&words, marked).unwrap_or(QuestionKind::Other)
}

/// The folded tokens of a text.
#[derive(Default)]
struct Words {
    folded: String,
    spans: Vec<Span>,
}

/// A token's folded form, and how it was written.
struct Span {
    start: usize,
    end: usize,
    kind: TokenKind,
    /// Whether it has a diacritic or another letter beyond ASCII: "qué" asks, "que" may not.
    accented: bool,
}

impl Words {
    fn add(&mut self, token: Token<'_>) {
        let start = self.folded.len();
        fold_into(token.text, &mut self.folded);
        if token.kind == TokenKind::Word
            && let Some(at) = self.folded[start..].find('\'')
        {
            let at = start + at;
            match (&self.folded[start..at], &self.folded[at + 1..]) {
                ("qu" | "j", _) => self.folded.replace_range(at.., "e"),
                (_, "s") => self.folded.truncate(at),
                _ => self.folded.replace_range(at..=at, ""),
            }
        }
        self.spans.push(Span {
            start,
            end: self.folded.len(),
            kind: token.kind,
            accented: !token.text.is_ascii(),
        });
    }

    fn get(&self, at: usize) -> &str {
        self.spans
            .get(at)
            .map_or("", |span| &self.folded[span.start..span.end])
    }

    fn is_accented(&self, at: usize) -> bool {
        self.spans.get(at).is_some_and(|span| span.accented)
    }

    fn len(&self) -> usize {
        self.spans.len()
    }
}

/// Question words after these are indefinite: 没什么, 谁都, 什么都.
fn is_indefinite(before: &str, after: &str) -> bool {
    before.ends_with(['没', '无', '不']) && !after.is_empty() && !before.ends_with("不知道")
        || after.starts_with(['都', '也'])
}

fn in_characters(words: &Words, marked: bool) -> Option<QuestionKind> {
    // Tokens stand one after the other without spaces: "何时" is found across none.
    let text = &words.folded;
    let mut best: Option<(usize, usize, QuestionKind)> = None;
    for (word, kind) in IN_CHARACTERS {
        let Some(at) = text.find(word) else { continue };
        let (before, after) = (&text[..at], &text[at + word.len()..]);
        if !marked && is_indefinite(before, after) {
            continue;
        }
        // 几 is also "some": 几天前, 前几天, 几个朋友. Without a mark it asks only at the end or
        // after 有.
        let counts = word.starts_with('几');
        let asks = marked
            || after.is_empty()
            || before.ends_with(['有', '是', '在', '养'])
            || after.starts_with(['了', '吗', '呢']);
        if counts
            && (!asks || after.starts_with(['前', '后']) || before.ends_with(['前', '这', '好']))
        {
            continue;
        }
        let earlier =
            best.is_none_or(|(found, length, _)| at < found || at == found && word.len() > length);
        if earlier {
            best = Some((at, word.len(), *kind));
        }
    }
    if let Some((at, _, kind)) = best {
        // 为什么 contains 什么 and begins earlier; 在哪里 begins before 哪里: both are settled by
        // position. A question word in a statement about knowing asks nothing, unless marked.
        let statement = !marked
            && (text[..at].contains("知道")
                || text[..at].contains("无论")
                || text[..at].contains("不管"));
        return (!statement).then_some(kind);
    }
    if YES_NO.iter().any(|form| text.contains(form)) || marked {
        return Some(QuestionKind::YesNo);
    }
    None
}

fn in_words(words: &Words, marked: bool) -> Option<QuestionKind> {
    let mut at = 0;
    while at < words.len().min(12) {
        if let Some(kind) = question_word(words, at, marked) {
            // "When I was young, …", "What a day": a statement, unless somebody is asked to tell.
            let asked = marked
                || (0..at)
                    .any(|at| matches!(words.get(at), "tell" | "know" | "remind" | "remember"));
            return (asked || !begins_statement(words.get(at + 1))).then_some(kind);
        }
        if !may_precede(words.get(at)) {
            break;
        }
        at += 1;
    }
    let first = words.get(0);
    let asks = matches!(
        first,
        "is" | "are"
            | "am"
            | "was"
            | "were"
            | "do"
            | "does"
            | "did"
            | "have"
            | "has"
            | "had"
            | "can"
            | "could"
            | "will"
            | "would"
            | "should"
            | "shall"
            | "may"
            | "might"
            | "must"
            | "isnt"
            | "arent"
            | "dont"
            | "doesnt"
            | "didnt"
            | "havent"
            | "hasnt"
            | "cant"
            | "wont"
    );
    let subject = matches!(
        words.get(1),
        "i" | "you"
            | "he"
            | "she"
            | "it"
            | "we"
            | "they"
            | "my"
            | "your"
            | "his"
            | "her"
            | "our"
            | "their"
            | "the"
            | "there"
            | "this"
            | "that"
            | "any"
            | "anyone"
    );
    if marked {
        // A mark after a statement, or with a question word further back: "You live where?"
        let later = (at..words.len())
            .filter(|at| !is_relative(words.get(*at)))
            .find_map(|at| question_word(words, at, true));
        return Some(later.unwrap_or(QuestionKind::YesNo));
    }
    // "have you", "did she": without a mark the subject must follow; "may I" is polite, "will" a name.
    (asks && subject && words.len() > 2).then_some(QuestionKind::YesNo)
}

/// Whether a word after an English question word makes it a conjunction or a cry.
fn begins_statement(next: &str) -> bool {
    matches!(
        next,
        "i" | "you"
            | "he"
            | "she"
            | "it"
            | "we"
            | "they"
            | "my"
            | "his"
            | "her"
            | "our"
            | "their"
            | "the"
            | "a"
            | "an"
            | "im"
            | "ive"
            | "youre"
            | "ich"
            | "du"
            | "er"
            | "je"
            | "il"
            | "elle"
            | "yo"
            | "era"
            | "я"
            | "ik"
    )
}

/// Words that ask only at the beginning; further back they join clauses: "the town that …".
fn is_relative(word: &str) -> bool {
    matches!(
        word,
        "que"
            | "che"
            | "qui"
            | "was"
            | "como"
            | "wie"
            | "как"
            | "что"
            | "чем"
            | "ما"
            | "cosa"
            | "when"
            | "quando"
            | "cuando"
            | "quand"
    )
}

/// What a question word asks for, by the words after it.
fn question_word(words: &Words, at: usize, marked: bool) -> Option<QuestionKind> {
    use QuestionKind::{How, HowMany, What, Where, Who, Why};
    let (word, next) = (words.get(at), words.get(at + 1));
    // Words of other uses ask where a mark or an accent says so: "como" is also "I eat", and
    // Arabic "who" is written like "from".
    let doubtful = matches!(
        word,
        "que" | "che" | "cosa" | "como" | "qui" | "ou" | "ما" | "من"
    );
    if doubtful && !marked && !(word.is_ascii() && words.is_accented(at)) {
        return None;
    }
    let kind = match (word, next) {
        ("por", "que") => return Some(Why),
        ("ou", _) if at == 0 => return Some(Where),
        ("من", _) if at == 0 || matches!(words.get(at - 1), "مع" | "عند") => {
            return Some(Who);
        }
        _ => words::question_word(word)?,
    };
    Some(match kind {
        // "Wie viele Jahre", "how many times".
        How => match words::by_degree(next).unwrap_or(How) {
            HowMany => words::by_unit(words.get(at + 2)).unwrap_or(HowMany),
            asked => asked,
        },
        HowMany => words::by_unit(next).unwrap_or(HowMany),
        What if !is_german_what(words, at) => return None,
        What => match (word, next) {
            ("कौन", "सा" | "सी" | "से") => What,
            ("कौन", _) => Who,
            // "उम्र क्या है": the noun stands before.
            ("क्या", _) => at
                .checked_sub(1)
                .and_then(|before| words::by_noun(words.get(before)))
                .unwrap_or(What),
            _ => {
                let noun = (at + 1..at + 4)
                    .find(|at| !words::is_small(words.get(*at)))
                    .and_then(|at| words::by_noun(words.get(at)));
                noun.unwrap_or(What)
            }
        },
        kind => kind,
    })
}

/// False for an English "was"; German "was" asks only where it opens the text.
fn is_german_what(words: &Words, at: usize) -> bool {
    let english_was = words.get(at) == "was"
        && (at > 0
            || matches!(
                words.get(at + 1),
                "i" | "you"
                    | "he"
                    | "she"
                    | "it"
                    | "the"
                    | "my"
                    | "your"
                    | "there"
                    | "this"
                    | "that"
                    | "a"
                    | "an"
                    | "not"
                    | ""
            ));
    !english_was
}
