//! How well turns were found, computed from their ranks.

use serde_json::{Map, Value, json};

use crate::bench::timing::rounded;

/// How [`tokens`] counts, for whoever reads the figures.
pub const COUNTING: &str =
    "words between blanks × 1.35; in scripts without blanks one for each character";

/// Tokens in a text, estimated: words between blanks × 1.35, and one for each character of scripts
/// without blanks (Chinese, Japanese, Thai), which is close to what the tokenizers of BERT-like
/// models make of them.
pub fn tokens(text: &str) -> f64 {
    let mut words = 0_usize;
    let mut characters = 0_usize;
    for chunk in text.split_whitespace() {
        let mut in_word = false;
        for character in chunk.chars() {
            let unspaced = is_unspaced(character);
            characters += usize::from(unspaced);
            words += usize::from(!unspaced && !in_word && character.is_alphanumeric());
            in_word = !unspaced && (in_word || character.is_alphanumeric());
        }
    }
    1.35 * words as f64 + characters as f64
}

fn is_unspaced(character: char) -> bool {
    matches!(u32::from(character),
        0x0E00..=0x0E7F | 0x3040..=0x30FF | 0x3400..=0x4DBF | 0x4E00..=0x9FFF | 0x20000..=0x3FFFF)
}

/// How one question went.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// The question's category.
    pub category: u8,
    /// The rank of each turn that answers it, from 0; `None` if it wasn't found.
    pub ranks: Vec<Option<usize>>,
    /// Tokens of the texts returned at each depth.
    pub tokens: Vec<f64>,
}

/// Recall over several questions; shares in percent, lists by depth.
#[derive(Debug, Clone, PartialEq)]
pub struct Recall {
    /// How many questions.
    pub questions: usize,
    /// Share whose first hit is a right turn.
    pub first: f64,
    /// Mean of 1 / rank of the first right turn; 0 where none was found.
    pub reciprocal: f64,
    /// Share with at least one right turn.
    pub any: Vec<f64>,
    /// Share with all right turns.
    pub all: Vec<f64>,
    /// Mean tokens returned.
    pub tokens: Vec<f64>,
}

/// Recall over these questions at these depths; questions without any right turn are left out.
pub fn recall<'a>(outcomes: impl IntoIterator<Item = &'a Outcome>, depths: &[usize]) -> Recall {
    let labelled: Vec<&Outcome> = outcomes
        .into_iter()
        .filter(|outcome| !outcome.ranks.is_empty())
        .collect();
    let mean = |value: &dyn Fn(&Outcome) -> f64| {
        let sum: f64 = labelled.iter().map(|outcome| value(outcome)).sum();
        sum / labelled.len().max(1) as f64
    };
    let share = |right: &dyn Fn(&Outcome) -> bool| {
        100.0 * mean(&|outcome| f64::from(u8::from(right(outcome))))
    };
    let within = |rank: &Option<usize>, depth: usize| rank.is_some_and(|rank| rank < depth);
    Recall {
        questions: labelled.len(),
        first: share(&|outcome| outcome.ranks.contains(&Some(0))),
        reciprocal: mean(&|outcome| {
            let best = outcome.ranks.iter().flatten().min();
            best.map_or(0.0, |rank| 1.0 / (rank + 1) as f64)
        }),
        any: depths
            .iter()
            .map(|&depth| share(&|it| it.ranks.iter().any(|rank| within(rank, depth))))
            .collect(),
        all: depths
            .iter()
            .map(|&depth| share(&|it| it.ranks.iter().all(|rank| within(rank, depth))))
            .collect(),
        tokens: (0..depths.len())
            .map(|place| mean(&|it| it.tokens.get(place).copied().unwrap_or(0.0)))
            .collect(),
    }
}

impl Recall {
    /// As JSON.
    pub fn to_json(&self, depths: &[usize]) -> Value {
        let by_depth = |figures: &[f64]| {
            let pairs = depths.iter().zip(figures);
            let pairs = pairs.map(|(depth, figure)| (depth.to_string(), json!(rounded(*figure))));
            Value::Object(pairs.collect::<Map<_, _>>())
        };
        json!({
            "questions": self.questions,
            "hit@1": rounded(self.first),
            "mrr": rounded(self.reciprocal),
            "any": by_depth(&self.any),
            "all": by_depth(&self.all),
            "tokens": by_depth(&self.tokens),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DEPTHS: [usize; 2] = [5, 10];

    fn outcome(ranks: &[Option<usize>]) -> Outcome {
        Outcome {
            category: 1,
            ranks: ranks.to_vec(),
            tokens: vec![10.0, 20.0],
        }
    }

    #[test]
    fn any_wants_one_right_turn_and_all_wants_every_one() {
        let outcomes = [
            outcome(&[Some(9), Some(0)]),
            outcome(&[Some(4), None]),
            outcome(&[]),
            outcome(&[None]),
        ];
        let recall = recall(&outcomes, &DEPTHS);
        assert_eq!(recall.questions, 3);
        let whole = |shares: &[f64]| -> Vec<f64> { shares.iter().map(|it| it.round()).collect() };
        assert_eq!(whole(&recall.any), [67.0, 67.0]);
        assert_eq!(whole(&recall.all), [0.0, 33.0]);
        assert_eq!(recall.tokens, [10.0, 20.0]);
        assert_eq!(recall.first.round(), 33.0);
        assert!((recall.reciprocal - (1.0 + 0.2) / 3.0).abs() < 1e-9);
    }

    #[test]
    fn nothing_asked_is_nothing_found() {
        let nothing = recall(&[], &DEPTHS);
        assert_eq!((nothing.questions, nothing.first), (0, 0.0));
        assert_eq!(nothing.any, [0.0, 0.0]);
    }

    #[test]
    fn tokens_are_counted_with_and_without_blanks() {
        assert!((tokens("three short words") - 4.05).abs() < 1e-9);
        assert!((tokens("我喜欢披萨") - 5.0).abs() < 1e-9);
        assert!((tokens("我喜欢pizza，真的!") - 6.35).abs() < 1e-9);
        assert!((tokens("it's -- fine.") - 2.7).abs() < 1e-9);
    }
}
