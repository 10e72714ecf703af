//! Clauses over tokens: where one thing is said and the next begins.

use std::ops::Range;

use crate::ingest::pipelines::local::phrases::Phrases;
use crate::ingest::pipelines::local::tokens::Token;

use std::sync::LazyLock;

/// Words between two clauses that belong to neither.
static CONJUNCTIONS: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::read(
        "and | but | so | then | because | while | though | although | and then | and also \
         | and so | but now | and now | 但是 | 但 | 不过 | 而且 | 并且 | 然后 | 所以 | 因为 | 后来 \
         | 可是 | 于是 | 而",
    )
});

/// The clauses of some tokens, as ranges of them without marks and conjunctions.
pub(super) fn clauses(tokens: &[Token]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    let mut at = 0;
    while at < tokens.len() {
        let skipped = if tokens[at].ends_clause() {
            Some(1)
        } else {
            CONJUNCTIONS
                .prefix(&tokens[at..])
                .filter(|_| is_free(tokens, at))
        };
        let Some(skipped) = skipped else {
            at += 1;
            continue;
        };
        if start < at {
            found.push(start..at);
        }
        at += skipped;
        start = at;
    }
    if start < tokens.len() {
        found.push(start..tokens.len());
    }
    found
}

/// Whether a conjunction is one: 但 and 而 are parts of other words.
fn is_free(tokens: &[Token], at: usize) -> bool {
    let before = at.checked_sub(1).map(|before| tokens[before].text.as_str());
    let after = tokens.get(at + 1).map(|token| token.text.as_str());
    !matches!(
        (before, tokens[at].text.as_str(), after),
        (Some("不" | "非"), "但", _) | (Some("反" | "然" | "从" | "因"), "而", _)
    )
}
