//! Figures, computed from ranks and scores.

/// The depths at which recall is reported.
pub const DEPTHS: [usize; 4] = [5, 10, 20, 50];

/// Tokens in a text, estimated as words between blanks × 1.35. Chinese, Japanese and Thai have no
/// blanks: there each character counts as a word.
pub fn tokens(text: &str) -> f64 {
    let words: usize = text
        .split_whitespace()
        .map(|word| {
            let unspaced = word
                .chars()
                .filter(|character| is_unspaced(*character))
                .count();
            if unspaced == 0 { 1 } else { unspaced }
        })
        .sum();
    1.35 * words as f64
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
    /// Tokens of the texts returned at each of [`DEPTHS`].
    pub tokens: [f64; 4],
}

/// Recall over several questions.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Recall {
    /// How many questions.
    pub questions: usize,
    /// Share with at least one right turn, in percent, at each of [`DEPTHS`].
    pub any: [f64; 4],
    /// Share with all right turns, in percent.
    pub all: [f64; 4],
    /// Mean tokens returned.
    pub tokens: [f64; 4],
}

/// Recall over these questions; those without any right turn are left out.
pub fn recall<'a>(outcomes: impl IntoIterator<Item = &'a Outcome>) -> Recall {
    let mut recall = Recall::default();
    for outcome in outcomes
        .into_iter()
        .filter(|outcome| !outcome.ranks.is_empty())
    {
        recall.questions += 1;
        for (place, depth) in DEPTHS.into_iter().enumerate() {
            let found = |rank: &Option<usize>| rank.is_some_and(|rank| rank < depth);
            recall.any[place] += f64::from(u8::from(outcome.ranks.iter().any(found)));
            recall.all[place] += f64::from(u8::from(outcome.ranks.iter().all(found)));
            recall.tokens[place] += outcome.tokens[place];
        }
    }
    if recall.questions > 0 {
        let count = recall.questions as f64;
        for place in 0..DEPTHS.len() {
            recall.any[place] *= 100.0 / count;
            recall.all[place] *= 100.0 / count;
            recall.tokens[place] /= count;
        }
    }
    recall
}

/// How often a random answerable question scores above a random unanswerable one; ties count
/// half. 0.5 without any of either.
pub fn auc(answerable: &[f32], unanswerable: &[f32]) -> f64 {
    let pairs = answerable.len() * unanswerable.len();
    if pairs == 0 {
        return 0.5;
    }
    let mut above = 0.0;
    for yes in answerable {
        for no in unanswerable {
            above += match yes.total_cmp(no) {
                std::cmp::Ordering::Greater => 1.0,
                std::cmp::Ordering::Equal => 0.5,
                std::cmp::Ordering::Less => 0.0,
            };
        }
    }
    above / pairs as f64
}

/// What a threshold does: the share of answerable questions that still get an answer, and of
/// unanswerable ones that get none, in percent.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Cut {
    /// The threshold.
    pub threshold: f32,
    /// Answerable questions answered.
    pub answered: f64,
    /// Unanswerable questions refused.
    pub refused: f64,
}

/// What thresholds from 0 to 1 do, in steps of 0.05.
pub fn abstention(answerable: &[f32], unanswerable: &[f32]) -> Vec<Cut> {
    let share = |scores: &[f32], passes: &dyn Fn(f32) -> bool| {
        let passed = scores.iter().filter(|score| passes(**score)).count();
        if scores.is_empty() {
            0.0
        } else {
            100.0 * passed as f64 / scores.len() as f64
        }
    };
    (0..=20_u8)
        .map(|step| f32::from(step) / 20.0)
        .map(|threshold| Cut {
            threshold,
            answered: share(answerable, &|score| score >= threshold),
            refused: share(unanswerable, &|score| score < threshold),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_wants_one_right_turn_and_all_wants_every_one() {
        let outcome = |ranks: &[Option<usize>]| Outcome {
            category: 1,
            ranks: ranks.to_vec(),
            tokens: [10.0, 20.0, 40.0, 100.0],
        };
        let outcomes = [
            outcome(&[Some(0), Some(9)]),
            outcome(&[Some(4), None]),
            outcome(&[]),
            outcome(&[None]),
        ];
        let recall = recall(&outcomes);
        assert_eq!(recall.questions, 3);
        assert_eq!(recall.any.map(f64::round), [67.0, 67.0, 67.0, 67.0]);
        assert_eq!(recall.all.map(f64::round), [0.0, 33.0, 33.0, 33.0]);
        assert_eq!(recall.tokens, [10.0, 20.0, 40.0, 100.0]);
    }

    #[test]
    fn auc_is_one_when_every_answerable_question_scores_higher() {
        assert_eq!(auc(&[0.9, 0.8], &[0.1]), 1.0);
        assert_eq!(auc(&[0.5], &[0.5]), 0.5);
        assert_eq!(auc(&[0.1], &[0.5, 0.0]), 0.5);
        assert_eq!(auc(&[], &[0.5]), 0.5);
    }

    #[test]
    fn a_higher_threshold_answers_less_and_refuses_more() {
        let cuts = abstention(&[0.9, 0.4], &[0.2]);
        assert_eq!((cuts[0].answered, cuts[0].refused), (100.0, 0.0));
        assert_eq!((cuts[10].answered, cuts[10].refused), (50.0, 100.0));
    }

    #[test]
    fn tokens_are_counted_with_and_without_blanks() {
        assert!((tokens("three short words") - 4.05).abs() < 1e-9);
        assert!((tokens("我喜欢披萨") - 6.75).abs() < 1e-9);
    }
}
