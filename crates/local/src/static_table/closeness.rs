//! How close texts come to a question, word by word.
//!
//! A text's embedding is one sum, in which what was asked about drowns among the rest of a long
//! text. Here each token of the question looks for the token of the text that means the closest
//! thing ("maximum similarity", as in ColBERT, with the table's rows for contextual vectors): a
//! word said literally counts 1, a synonym somewhat less, and what else the text says doesn't
//! matter.

use std::collections::HashMap;

use mem0_core::vector::dot;

use super::format::Table;
use super::{StaticEmbedder, excerpt, normalize, tokens};

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
    /// The question's tokens, each of length 1, one after the other.
    tokens: Vec<f32>,
    /// Their weights, 1 in all.
    weights: Vec<f32>,
    /// The cosines of a row with each token: texts share most of their words.
    cosines: HashMap<u32, Box<[f32]>>,
}

impl<'table> Comparison<'table> {
    fn new(table: &'table Table, question: &str) -> Self {
        let mut comparison = Self {
            table,
            tokens: Vec::new(),
            weights: Vec::new(),
            cosines: HashMap::new(),
        };
        for part in excerpt::parts(question) {
            tokens::rows(table, part, |row| {
                if comparison.weights.len() == LONGEST_QUESTION {
                    return;
                }
                let (vector, length) = direction(table, row);
                comparison.tokens.extend(vector);
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
        let mut highest = vec![f32::NEG_INFINITY; self.weights.len()];
        for row in rows {
            let cosines = self
                .cosines
                .entry(*row)
                .or_insert_with(|| cosines(self.table, *row, &self.tokens));
            for (highest, cosine) in highest.iter_mut().zip(&*cosines) {
                *highest = highest.max(*cosine);
            }
        }
        if highest.first().is_none_or(|first| first.is_infinite()) {
            return 0.0;
        }
        highest.iter().zip(&self.weights).map(|(a, b)| a * b).sum()
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

/// The cosines of a row with each of the tokens.
fn cosines(table: &Table, row: u32, tokens: &[f32]) -> Box<[f32]> {
    let (vector, _) = direction(table, row as usize);
    tokens
        .chunks_exact(table.dims())
        .map(|token| dot(token, &vector))
        .collect()
}

/// A row's vector scaled to length 1, and its length.
fn direction(table: &Table, row: usize) -> (Vec<f32>, f32) {
    let mut vector = vec![0.0; table.dims()];
    table.add_row(row, &mut vector);
    let length = dot(&vector, &vector).sqrt();
    if !normalize(&mut vector) {
        vector.fill(0.0);
    }
    (vector, length)
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
