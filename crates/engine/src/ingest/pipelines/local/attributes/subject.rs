//! Of whom a clause speaks.

use std::sync::LazyLock;

use crate::ingest::pipelines::local::phrases::Phrases;
use crate::ingest::pipelines::local::tokens::{Sort, Token};

/// Of whom a clause speaks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Subject {
    /// The speaker.
    Speaker,
    /// The speaker and others.
    Group,
    /// Somebody else, as named: "my sister", "tom", "我妹妹".
    Other(String),
}

/// A reading of the start of a clause.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Opening {
    /// Of whom.
    pub subject: Subject,
    /// Where what is said of them begins.
    pub from: usize,
    /// Whether what follows is a thing of theirs ("my name …"), not what they are or do.
    pub possessive: bool,
}

pub(super) static RELATIONS: LazyLock<Phrases> =
    LazyLock::new(|| Phrases::read(include_str!("../lists/relations.txt")));

/// The speaker's own, after 我们: 我们一家搬到了成都.
static HOUSEHOLD: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::read("一家 | 一家人 | 全家 | 全家人 | 一家三口 | 一家四口 | 俩 | 两个")
});

/// Every way to read who a clause speaks of, the likeliest first; the subject of the clause
/// before it stands in where the clause has none.
pub(super) fn openings(clause: &[Token], carried: Option<&Subject>) -> Vec<Opening> {
    let mut found = Vec::new();
    let Some(first) = clause.first() else {
        return found;
    };
    let mut push = |subject: &Subject, from: usize, possessive: bool| {
        found.push(Opening {
            subject: subject.clone(),
            from,
            possessive,
        });
    };
    let is = |at: usize, word: &str| clause.get(at).is_some_and(|token| token.is(word));
    let speaker = Subject::Speaker;
    match first.text.as_str() {
        "i" => push(&speaker, 1, false),
        "we" => push(&Subject::Group, 1, false),
        "user" if !is(1, "'s") => push(&speaker, 1, false),
        "the" if is(1, "user") && is(2, "'s") => push(&speaker, 3, true),
        "the" if is(1, "user") => push(&speaker, 2, false),
        "user" => push(&speaker, 2, true),
        "my" | "our" => {
            if let Some((other, from)) = relation(clause, 1) {
                push(
                    &other,
                    if is(from, "'s") { from + 1 } else { from },
                    is(from, "'s"),
                );
            }
            push(&speaker, 1, true);
        }
        "我" if is(1, "们") => {
            let family = HOUSEHOLD.prefix(&clause[2..]).unwrap_or(0);
            push(&Subject::Group, 2 + family, false);
        }
        "咱" => push(&Subject::Group, if is(1, "们") { 2 } else { 1 }, false),
        "用" if is(1, "户") => {
            push(&speaker, 2, false);
            push(&speaker, if is(2, "的") { 3 } else { 2 }, true);
        }
        "我" => {
            let owned = if is(1, "的") { 2 } else { 1 };
            push(&speaker, owned, true);
            if let Some((other, from)) = relation(clause, owned) {
                let of = is(from, "的");
                push(&other, if of { from + 1 } else { from }, of);
                push(&other, from, true);
            } else {
                push(&speaker, 1, false);
            }
        }
        "he" | "she" | "it" | "they" | "you" | "this" | "that" | "these" | "those" | "他"
        | "她" | "它" | "你" | "您" | "这" | "那" => {}
        _ => {
            push(carried.unwrap_or(&speaker), 0, false);
            push(carried.unwrap_or(&speaker), 0, true);
            for length in 1..=4.min(clause.len().saturating_sub(1)) {
                let name = &clause[..length];
                let named = match first.sort {
                    Sort::Word => name.iter().all(|token| token.capital) && length <= 2,
                    Sort::Glyph => name.iter().all(|token| token.sort == Sort::Glyph) && length > 1,
                    _ => false,
                };
                if named {
                    let other = Subject::Other(spelled(name));
                    let of = is(length, "'s") || is(length, "的");
                    push(&other, if of { length + 1 } else { length }, of);
                }
            }
        }
    }
    found
}

/// A relation ("older sister Anna", 妹妹) from `at`: who that is, and where it ends.
fn relation(clause: &[Token], at: usize) -> Option<(Subject, usize)> {
    const QUALIFIERS: [&str; 12] = [
        "older", "younger", "elder", "little", "big", "twin", "best", "ex", "late", "former",
        "new", "good",
    ];
    let mut from = at;
    while clause
        .get(from)
        .is_some_and(|token| QUALIFIERS.contains(&token.text.as_str()))
    {
        from += 1;
    }
    let length = RELATIONS.prefix(clause.get(from..)?)?;
    let mut end = from + length;
    let spelled = spelled(&clause[at..end]);
    // "my sister Anna": the name follows without a comma.
    if clause
        .get(end)
        .is_some_and(|token| token.capital && token.sort == Sort::Word)
    {
        end += 1;
    }
    Some((Subject::Other(format!("my {spelled}")), end))
}

fn spelled(tokens: &[Token]) -> String {
    tokens
        .iter()
        .map(|token| token.text.as_str())
        .collect::<Vec<_>>()
        .join(" ")
}
