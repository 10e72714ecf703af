//! A small pattern language over tokens, for the tables of rules.
//!
//! | form | meaning |
//! | --- | --- |
//! | `live` | this word; `住在` these characters |
//! | `lives\|reside_in` | one of these; `_` stands for a space |
//! | `[now]` | may be missing |
//! | `{place}` | a value of this kind, read as [`values`](super::values) says |

use super::values::{Kind, read};
use crate::ingest::pipelines::local::tokens::{Token, tokens};

/// One step of a pattern.
#[derive(Debug, Clone, PartialEq)]
enum Step {
    /// One of several sequences of words; may be missing if optional.
    Words {
        alternatives: Vec<Vec<String>>,
        optional: bool,
    },
    /// A value.
    Value(Kind),
}

/// A sequence of steps.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Pattern(Vec<Step>);

/// What a pattern found at the start of some tokens.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Match {
    /// The values, with the place of their tokens.
    pub values: Vec<(Kind, std::ops::Range<usize>)>,
    /// How many tokens were matched.
    pub length: usize,
}

impl Pattern {
    /// Reads a pattern; `None` if a value kind is unknown or nothing is left.
    pub fn parse(pattern: &str) -> Option<Self> {
        let steps: Option<Vec<Step>> = pattern.split_whitespace().map(step).collect();
        steps.filter(|steps| !steps.is_empty()).map(Self)
    }

    /// Matches at the start of `tokens`.
    pub fn matches(&self, tokens: &[Token]) -> Option<Match> {
        let mut found = Match::default();
        follow(&self.0, tokens, 0, &mut found).then_some(found)
    }
}

fn step(written: &str) -> Option<Step> {
    if let Some(kind) = written
        .strip_prefix('{')
        .and_then(|rest| rest.strip_suffix('}'))
    {
        return Kind::named(kind).map(Step::Value);
    }
    let inner = written
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'));
    let alternatives = inner
        .unwrap_or(written)
        .split('|')
        .map(|words| {
            tokens(&words.replace('_', " "))
                .into_iter()
                .map(|token| token.text)
                .collect()
        })
        .collect();
    Some(Step::Words {
        alternatives,
        optional: inner.is_some(),
    })
}

/// Follows the steps from `at`; tries alternatives in order and goes back where one fails.
fn follow(steps: &[Step], tokens: &[Token], at: usize, found: &mut Match) -> bool {
    let Some((step, rest)) = steps.split_first() else {
        found.length = at;
        return true;
    };
    match step {
        Step::Words {
            alternatives,
            optional,
        } => {
            let taken = alternatives.iter().any(|words| {
                starts_with(&tokens[at..], words) && follow(rest, tokens, at + words.len(), found)
            });
            taken || *optional && follow(rest, tokens, at, found)
        }
        Step::Value(kind) => {
            let Some(longest) = read(*kind, &tokens[at..]) else {
                return false;
            };
            // In the middle of a pattern the shortest value that lets the rest match.
            let lengths: Vec<usize> = if rest.is_empty() {
                vec![longest]
            } else {
                (1..=longest).collect()
            };
            lengths.into_iter().any(|length| {
                let before = found.values.len();
                found.values.push((*kind, at..at + length));
                let fits = follow(rest, tokens, at + length, found);
                if !fits {
                    found.values.truncate(before);
                }
                fits
            })
        }
    }
}

fn starts_with(tokens: &[Token], words: &[String]) -> bool {
    words.len() <= tokens.len() && words.iter().zip(tokens).all(|(word, token)| token.is(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(pattern: &str, text: &str) -> Option<Vec<String>> {
        let tokens = tokens(text);
        let found = Pattern::parse(pattern).unwrap().matches(&tokens)?;
        let text = |range: std::ops::Range<usize>| {
            tokens[range]
                .iter()
                .map(|token| token.text.clone())
                .collect::<Vec<_>>()
                .join(" ")
        };
        Some(
            found
                .values
                .into_iter()
                .map(|(_, range)| text(range))
                .collect(),
        )
    }

    #[test]
    fn alternatives_options_and_values_are_matched() {
        assert_eq!(
            found(
                "moved|relocated [back] to {place}",
                "moved back to New York last May"
            ),
            Some(vec!["new york".into()])
        );
        assert_eq!(
            found("从 {thing} 换成 {thing}", "从苹果换成华为了"),
            Some(vec!["苹 果".into(), "华 为".into()])
        );
        assert_eq!(found("live in {place}", "love it"), None);
        assert!(Pattern::parse("live in {nowhere}").is_none());
    }
}
