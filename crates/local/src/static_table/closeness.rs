//! How close texts come to a question, word by word.
//!
//! A text's embedding is one sum, in which what was asked about drowns among the rest of a long
//! text. Here each token of the question looks for the token of the text that means the closest
//! thing ("maximum similarity", as in ColBERT, with the table's rows for contextual vectors): a
//! word said literally counts 1, a synonym somewhat less, and what else the text says doesn't
//! matter.

use rustc_hash::FxHashMap;

use super::format::Table;
use super::{StaticEmbedder, excerpt, tokens};

impl StaticEmbedder {
    /// How much of the question each text takes up, at most 1: of each token of the question the
    /// highest cosine with any token of the text, averaged so that telling words count most. 1 for
    /// a text that holds every word of the question; among the memories of one person 0.2 in the
    /// middle and 0.35 for a tenth. 0 where the question or the text has no known token.
    ///
    /// A hundred sentences take 0.7 ms, a thousand 4 ms: most of their words repeat. It puts texts in
    /// order; whether any of them answers is told better by the embeddings.
    ///
    /// ```
    /// let embedder = mem0_local::StaticEmbedder::embedded()?;
    /// let texts = ["Bought a Toyota last week after the old one broke down", "Loves hiking"];
    /// let close = embedder.closeness("Which car do I drive?", texts);
    /// assert!(close[0] > close[1]);
    /// # Ok::<(), mem0_local::TableError>(())
    /// ```
    pub fn closeness<'text>(
        &self,
        question: &str,
        texts: impl IntoIterator<Item = &'text str>,
    ) -> Vec<f32> {
        let mut comparison = Comparison::new(&self.table, question);
        let rows = |text| self.recent.of(text, |text| rows(&self.table, text));
        texts
            .into_iter()
            .map(|text| comparison.of(&rows(text)))
            .collect()
    }
}

/// A token weighs its row's length to this power: rows of words that tell little are short, but
/// not short enough for one question alone. Measured against 0.5, 1 and 2.
const EMPHASIS: f32 = 1.5;

/// So many tokens of a question are looked at: a pasted page is no question.
const LONGEST_QUESTION: usize = 64;

/// A question whose tokens are compared with those of many texts.
struct Comparison<'table> {
    table: &'table Table,
    /// The question's tokens in whole numbers, one after the other.
    tokens: Vec<i16>,
    /// 1 / the lengths of the tokens.
    inverse_lengths: Vec<f32>,
    /// Their weights, 1 in all.
    weights: Vec<f32>,
    /// The place among `cosines` of each row seen so far: texts share most of their words.
    known: FxHashMap<u32, usize>,
    /// The cosines of each row with each token.
    cosines: Vec<f32>,
}

impl<'table> Comparison<'table> {
    fn new(table: &'table Table, question: &str) -> Self {
        let mut comparison = Self {
            table,
            tokens: Vec::new(),
            inverse_lengths: Vec::new(),
            weights: Vec::new(),
            known: FxHashMap::default(),
            cosines: Vec::new(),
        };
        let mut steps = vec![0; table.dims()];
        for part in excerpt::parts(question) {
            tokens::rows(table, part, |row| {
                if comparison.weights.len() == LONGEST_QUESTION {
                    return;
                }
                let (scale, inverse_length) = read(table, row, &mut steps);
                let length = if inverse_length > 0.0 {
                    scale / inverse_length
                } else {
                    0.0
                };
                comparison.tokens.extend(&steps);
                comparison.inverse_lengths.push(inverse_length);
                comparison.weights.push(length.powf(EMPHASIS));
            });
        }
        let total: f32 = comparison.weights.iter().sum();
        for weight in &mut comparison.weights {
            *weight /= total.max(f32::MIN_POSITIVE);
        }
        comparison
    }

    fn of(&mut self, rows: &[u32]) -> f32 {
        if rows.is_empty() || self.weights.is_empty() {
            return 0.0;
        }
        let mut highest = vec![f32::NEG_INFINITY; self.weights.len()];
        let mut steps = vec![0; self.table.dims()];
        for row in rows {
            let start = match self.known.get(row) {
                Some(start) => *start,
                None => self.compare(*row, &mut steps),
            };
            let cosines = &self.cosines[start..start + highest.len()];
            for (highest, cosine) in highest.iter_mut().zip(cosines) {
                *highest = highest.max(*cosine);
            }
        }
        highest.iter().zip(&self.weights).map(|(a, b)| a * b).sum()
    }

    /// Compares a row with each token and returns where its cosines are.
    fn compare(&mut self, row: u32, steps: &mut [i16]) -> usize {
        let (_, inverse_length) = read(self.table, row as usize, steps);
        let start = self.cosines.len();
        let tokens = self.tokens.chunks_exact(self.table.dims());
        for (token, of_token) in tokens.zip(&self.inverse_lengths) {
            let cosine = product(token, steps) as f32 * inverse_length * of_token;
            self.cosines.push(cosine);
        }
        self.known.insert(row, start);
        start
    }
}

/// The rows that a text touches, each once.
fn rows(table: &Table, text: &str) -> Vec<u32> {
    let mut rows = Vec::new();
    for part in excerpt::parts(text) {
        tokens::rows(table, part, |row| rows.push(row as u32));
    }
    rows.sort_unstable();
    rows.dedup();
    rows
}

/// Reads a row in whole numbers. Returns what they are to be multiplied with, and 1 / their
/// length before that; both are 0 for a row that points nowhere.
fn read(table: &Table, row: usize, steps: &mut [i16]) -> (f32, f32) {
    let Some(scale) = table.steps(row, steps) else {
        steps.fill(0);
        return (0.0, 0.0);
    };
    match product(steps, steps) {
        0 => (0.0, 0.0),
        square => (scale, (square as f32).sqrt().recip()),
    }
}

/// The inner product in whole numbers: exact, and twice as fast as with fractions.
fn product(a: &[i16], b: &[i16]) -> i32 {
    a.iter()
        .zip(b)
        .map(|(x, y)| i32::from(*x) * i32::from(*y))
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn closeness<const COUNT: usize>(question: &str, texts: [&str; COUNT]) -> Vec<f32> {
        let embedder = StaticEmbedder::embedded().unwrap();
        embedder.closeness(question, texts)
    }

    #[test]
    fn what_else_a_text_says_doesnt_matter() {
        let short = "养了一只橘猫叫年糕";
        let long = "养了一只橘猫叫年糕，是从小区楼下捡回来的，平时最爱睡在暖气边上";
        let close = closeness("宠物叫什么", [short, long, "在协和医院当护士"]);
        assert!(
            close[1] >= close[0] && close[1] > close[2] + 0.4,
            "{close:?}"
        );
    }

    #[test]
    fn other_words_count_less_than_the_same_words() {
        let texts = [
            "what car do I DRIVE",
            "behind the wheel of a Toyota",
            "Loves hiking",
        ];
        let close = closeness("Which car do I drive?", texts);
        assert!(close[0] > close[1] && close[1] > close[2], "{close:?}");
        assert!(closeness("我开什么车？", ["我開什麼車"])[0] > 0.999);
    }

    /// The figures were computed in Python from the rows.
    #[test]
    fn the_highest_cosines_are_averaged_by_weight() {
        let texts = [
            "上周买了一辆丰田，旧的坏了，修车师傅说不值得再修",
            "喜欢爬山",
        ];
        for (close, expected) in closeness("我开什么车？", texts)
            .iter()
            .zip([0.5958, 0.0189])
        {
            assert!((close - expected).abs() < 1e-3, "{close} is not {expected}");
        }
    }

    #[test]
    fn a_question_or_text_without_tokens_is_close_to_nothing() {
        assert_eq!(closeness("", ["a cat", ""]), [0.0, 0.0]);
        assert_eq!(closeness("a cat", ["", "…"]), [0.0, 0.0]);
    }

    #[test]
    fn a_pasted_page_is_read_as_far_as_a_question_goes() {
        let page = "cats and dogs ".repeat(1000);
        assert!(closeness(&page, ["cats and dogs"])[0] > 0.999);
        let close = closeness(&page, ["piano"]);
        assert_eq!(close, closeness(&format!("{page} piano"), ["piano"]));
    }

    #[test]
    fn a_text_is_as_close_whatever_was_compared_before() {
        let texts = ["cats and dogs", "an allergy to cats", "cats and dogs"];
        let together = closeness("Which pets do I own?", texts);
        for (text, close) in texts.into_iter().zip(&together) {
            assert_eq!(closeness("Which pets do I own?", [text]), [*close]);
        }
    }
}
