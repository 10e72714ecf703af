//! What scores say about questions that nothing stored answers.

use serde_json::{Value, json};

use crate::bench::timing::rounded;

/// How many hits of a question are looked at.
pub const SHOWN: usize = 10;

/// The scores that one question brought.
#[derive(Debug, Clone, PartialEq)]
pub struct Scored {
    /// Whether something stored answers it.
    pub answerable: bool,
    /// `near` or `far` from all that is stored, where somebody said so.
    pub distance: Option<String>,
    /// The score of each of the first [`SHOWN`] hits, best first, and whether it is a right one.
    pub hits: Vec<(f32, bool)>,
}

impl Scored {
    /// The score of the best hit; 0 where nothing was found.
    pub fn best(&self) -> f32 {
        self.hits.first().map_or(0.0, |hit| hit.0)
    }
}

/// How often the best hit of a random answerable question scores above that of a random
/// unanswerable one; ties count half. `None` without both.
pub fn auc<'a>(
    answerable: impl IntoIterator<Item = &'a Scored>,
    unanswerable: impl IntoIterator<Item = &'a Scored>,
) -> Option<f64> {
    let answerable: Vec<f32> = answerable.into_iter().map(Scored::best).collect();
    let unanswerable: Vec<f32> = unanswerable.into_iter().map(Scored::best).collect();
    let pairs = answerable.len() * unanswerable.len();
    let mut above = 0.0;
    for yes in &answerable {
        for no in &unanswerable {
            above += match yes.total_cmp(no) {
                std::cmp::Ordering::Greater => 1.0,
                std::cmp::Ordering::Equal => 0.5,
                std::cmp::Ordering::Less => 0.0,
            };
        }
    }
    (pairs > 0).then(|| above / pairs as f64)
}

/// What a threshold does, in percent.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Cut {
    /// The threshold.
    pub threshold: f32,
    /// Answerable questions for which anything is shown.
    pub answered: f64,
    /// Answerable questions for which a right memory is shown: the recall of the threshold.
    pub right: f64,
    /// Questions with a right memory among those for which anything is shown: its precision.
    pub precision: f64,
    /// Right ones among all memories shown.
    pub memories_right: f64,
    /// Unanswerable questions for which nothing is shown.
    pub silenced: f64,
}

/// What a threshold shows, counted.
#[derive(Debug, Default)]
struct Shown {
    answerable: usize,
    answered: usize,
    right: usize,
    unanswerable: usize,
    silenced: usize,
    memories: usize,
    memories_right: usize,
}

impl Shown {
    fn count(threshold: f32, questions: &[Scored]) -> Self {
        let mut count = Self::default();
        for question in questions {
            let shown = question.hits.iter().filter(|hit| hit.0 >= threshold);
            let right = shown.clone().filter(|hit| hit.1).count();
            let shown = shown.count();
            count.memories += shown;
            count.memories_right += right;
            if question.answerable {
                count.answerable += 1;
                count.answered += usize::from(shown > 0);
                count.right += usize::from(right > 0);
            } else {
                count.unanswerable += 1;
                count.silenced += usize::from(shown == 0);
            }
        }
        count
    }
}

impl Cut {
    fn at(threshold: f32, questions: &[Scored]) -> Self {
        let count = Shown::count(threshold, questions);
        let share = |part: usize, whole: usize| 100.0 * part as f64 / whole.max(1) as f64;
        let with_an_answer = count.answered + count.unanswerable - count.silenced;
        Self {
            threshold,
            answered: share(count.answered, count.answerable),
            right: share(count.right, count.answerable),
            precision: share(count.right, with_an_answer),
            memories_right: share(count.memories_right, count.memories),
            silenced: share(count.silenced, count.unanswerable),
        }
    }

    /// As JSON.
    pub fn to_json(self) -> Value {
        json!({
            "threshold": rounded(f64::from(self.threshold)),
            "answered": rounded(self.answered),
            "recall": rounded(self.right),
            "precision": rounded(self.precision),
            "memories_right": rounded(self.memories_right),
            "silenced": rounded(self.silenced),
        })
    }
}

/// What thresholds from 0 to 1 do, in steps of 0.05.
pub fn curve(questions: &[Scored]) -> Vec<Cut> {
    (0..=20_u8)
        .map(|step| Cut::at(f32::from(step) / 20.0, questions))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scored(answerable: bool, hits: &[(f32, bool)]) -> Scored {
        Scored {
            answerable,
            distance: None,
            hits: hits.to_vec(),
        }
    }

    fn of(scores: &[f32]) -> Vec<Scored> {
        scores
            .iter()
            .map(|score| scored(true, &[(*score, true)]))
            .collect()
    }

    #[test]
    fn auc_is_one_when_every_answerable_question_scores_higher() {
        assert_eq!(auc(&of(&[0.9, 0.8]), &of(&[0.1])), Some(1.0));
        assert_eq!(auc(&of(&[0.5]), &of(&[0.5])), Some(0.5));
        assert_eq!(auc(&of(&[0.1]), &of(&[0.5, 0.0])), Some(0.5));
        assert_eq!(auc(&of(&[]), &of(&[0.5])), None);
    }

    #[test]
    fn a_threshold_trades_right_answers_against_silence() {
        let questions = [
            scored(true, &[(0.9, false), (0.6, true)]),
            scored(true, &[(0.4, true)]),
            scored(false, &[(0.7, false)]),
            scored(false, &[(0.2, false)]),
        ];
        let cuts = curve(&questions);
        let open = cuts[0];
        assert_eq!(
            (open.answered, open.right, open.silenced),
            (100.0, 100.0, 0.0)
        );
        assert_eq!(open.precision, 50.0);
        assert_eq!(open.memories_right, 40.0);
        let half = cuts[10];
        assert_eq!(
            (half.answered, half.right, half.silenced),
            (50.0, 50.0, 50.0)
        );
        assert_eq!(half.precision, 50.0);
        let strict = cuts[16];
        assert_eq!(
            (strict.right, strict.precision, strict.silenced),
            (0.0, 0.0, 100.0)
        );
    }
}
