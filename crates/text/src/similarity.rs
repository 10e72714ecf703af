//! How alike two texts are, by their words alone.

use crate::fold::fold;
use crate::script::script;
use crate::terms::{TermCounts, TermId};

/// The form in which two texts are the same text: case, width, diacritics, spacing and the
/// punctuation at both ends don't matter. Meant for finding exact repetitions, not for display.
///
/// ```
/// use mem0_text::normalized;
/// assert_eq!(normalized(" I like  Pizza. "), normalized("i like pizza"));
/// assert_eq!(normalized("我喜欢披萨。"), normalized("我喜欢披萨"));
/// ```
pub fn normalized(text: &str) -> String {
    let folded = fold(text);
    let mut normalized = String::with_capacity(folded.len());
    let mut after_cjk = false;
    for word in folded.split_whitespace() {
        // Spaces beside Chinese characters are a matter of taste: "用Rust" and "用 Rust".
        let before_cjk = word
            .chars()
            .next()
            .is_some_and(|first| script(first).is_cjk());
        if !(normalized.is_empty() || after_cjk || before_cjk) {
            normalized.push(' ');
        }
        normalized.push_str(word);
        after_cjk = word
            .chars()
            .next_back()
            .is_some_and(|last| script(last).is_cjk());
    }
    let is_edge = |character: char| {
        matches!(
            character,
            '.' | ','
                | ';'
                | ':'
                | '!'
                | '"'
                | '\''
                | '。'
                | '，'
                | '、'
                | '；'
                | '：'
                | '！'
                | '“'
                | '”'
                | '…'
                | '~'
                | '-'
                | '*'
                | '—'
        ) || character.is_whitespace()
    };
    let trimmed = normalized.trim_matches(is_edge);
    // A text of punctuation alone is what it is.
    if trimmed.is_empty() {
        normalized
    } else {
        trimmed.to_owned()
    }
}

/// How far two sets of terms cover each other; every field is 0..1.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Overlap {
    /// Shared terms by all terms of both.
    pub jaccard: f32,
    /// The share of the first text's terms that the second has too.
    pub containment_a: f32,
    /// The share of the second text's terms that the first has too.
    pub containment_b: f32,
}

/// Compares two texts by their words and bigrams; single characters and second stems are left
/// out, unless a text has nothing else. A text without terms overlaps with nothing.
pub fn overlap(a: &TermCounts, b: &TermCounts) -> Overlap {
    let has_primary = |counts: &TermCounts| counts.counts.iter().any(|(id, _)| id.is_primary());
    if has_primary(a) && has_primary(b) {
        compare(primary(a), primary(b))
    } else {
        compare(
            a.counts.iter().map(|(id, _)| *id),
            b.counts.iter().map(|(id, _)| *id),
        )
    }
}

fn primary(counts: &TermCounts) -> impl Iterator<Item = TermId> {
    counts
        .counts
        .iter()
        .map(|(id, _)| *id)
        .filter(|id| id.is_primary())
}

/// Compares two ascending sequences.
fn compare(a: impl Iterator<Item = TermId>, b: impl Iterator<Item = TermId>) -> Overlap {
    let (mut a, mut b) = (a.peekable(), b.peekable());
    let (mut shared, mut only_a, mut only_b) = (0_u32, 0_u32, 0_u32);
    loop {
        match (a.peek(), b.peek()) {
            (Some(one), Some(other)) if one == other => {
                shared += 1;
                a.next();
                b.next();
            }
            (Some(one), Some(other)) if one < other => {
                only_a += 1;
                a.next();
            }
            (Some(_), None) => {
                only_a += 1;
                a.next();
            }
            (_, Some(_)) => {
                only_b += 1;
                b.next();
            }
            (None, None) => break,
        }
    }
    let share = |of: u32| {
        if of == 0 {
            0.0
        } else {
            shared as f32 / of as f32
        }
    };
    Overlap {
        jaccard: share(shared + only_a + only_b),
        containment_a: share(shared + only_a),
        containment_b: share(shared + only_b),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::term_counts;
    use proptest::prelude::*;

    #[test]
    fn a_repetition_is_the_same_text() {
        for (one, other) in [
            ("I like pizza", "i like  pizza!"),
            ("Cafe\u{301}", "café"),
            ("我喜欢 Rust。", "我喜欢Rust"),
            ("ＡＢＣ", "abc"),
            ("“Hello”", "Hello"),
        ] {
            assert_eq!(normalized(one), normalized(other));
        }
        assert_ne!(normalized("I like pizza"), normalized("I like pizza?"));
        assert_ne!(normalized("a b"), normalized("ab"));
        assert_eq!(normalized("..."), "...");
    }

    #[test]
    fn a_part_is_contained_in_the_whole() {
        let part = term_counts("I like pizza");
        let whole = term_counts("I like pizza and hate broccoli");
        let overlap = overlap(&part, &whole);
        assert_eq!(overlap.containment_a, 1.0);
        assert_eq!(overlap.containment_b, 0.5);
        assert_eq!(overlap.jaccard, 0.5);
    }

    #[test]
    fn chinese_texts_overlap_by_bigrams() {
        let one = term_counts("我喜欢吃火锅");
        let other = term_counts("我喜欢吃烤鸭");
        let overlap = overlap(&one, &other);
        assert!(
            overlap.jaccard > 0.3 && overlap.jaccard < 0.7,
            "{overlap:?}"
        );
        assert_eq!(
            super::overlap(&term_counts("猫"), &term_counts("猫")).jaccard,
            1.0
        );
    }

    #[test]
    fn nothing_overlaps_with_an_empty_text() {
        assert_eq!(
            overlap(&term_counts(""), &term_counts("cat")),
            Overlap::default()
        );
    }

    proptest! {
        #[test]
        fn overlap_is_symmetric_and_bounded(a in ".*", b in ".*") {
            let (a, b) = (term_counts(&a), term_counts(&b));
            let (there, back) = (overlap(&a, &b), overlap(&b, &a));
            prop_assert_eq!(there.jaccard, back.jaccard);
            prop_assert_eq!(there.containment_a, back.containment_b);
            prop_assert!((0.0..=1.0).contains(&there.jaccard));
        }

        #[test]
        fn normalising_twice_changes_nothing(text in "[a-zA-Zé一-龥 .,!。]{0,30}") {
            let once = normalized(&text);
            prop_assert_eq!(normalized(&once), once);
        }
    }
}
