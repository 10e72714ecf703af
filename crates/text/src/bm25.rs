//! The BM25 formula alone; where its statistics come from is the caller's business.
//!
//! Source: Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond"
//! (2009), with the idf that Lucene uses since version 8, which is never negative.

/// The two constants of BM25.
///
/// The defaults suit short statements: `k1 = 0.9` because repeating a word in one sentence says
/// little more, `b = 0.4` because a memory of twenty words is not "about less" than one of ten.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bm25 {
    /// How soon a repeated term stops adding to the score; 0 = at once.
    pub k1: f32,
    /// How much a long text is held against its matches; 0 = not at all, 1 = fully.
    pub b: f32,
}

impl Default for Bm25 {
    fn default() -> Self {
        Self { k1: 0.9, b: 0.4 }
    }
}

impl Bm25 {
    /// What one term that occurs `frequency` times adds to a text's score; 0 if it does not occur.
    ///
    /// `length` and `average_length` count terms; an average of 0 means that nothing is known,
    /// and the text is taken to be of average length.
    pub fn score(&self, frequency: f32, length: f32, average_length: f32, idf: f32) -> f32 {
        if frequency <= 0.0 {
            return 0.0;
        }
        let relative = if average_length > 0.0 {
            length / average_length
        } else {
            1.0
        };
        let saturation = self.k1 * (1.0 - self.b + self.b * relative);
        idf * frequency * (self.k1 + 1.0) / (frequency + saturation)
    }
}

/// How much it says that a text contains a term found in `document_frequency` of `documents` texts:
/// `ln(1 + (N - n + 0.5) / (n + 0.5))`, above 0.
///
/// A frequency above the number of documents (statistics read at two moments) counts as all of them.
pub fn idf(documents: u64, document_frequency: u64) -> f32 {
    let documents = documents as f64;
    let frequency = (document_frequency as f64).min(documents);
    ((documents - frequency + 0.5) / (frequency + 0.5)).ln_1p() as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn idf_falls_as_a_term_spreads_and_stays_positive() {
        assert!((idf(10, 1) - 1.992_430_2).abs() < 1e-5, "ln(1 + 9.5 / 1.5)");
        assert!(idf(1000, 1) > idf(1000, 10));
        assert!(idf(1000, 1000) > 0.0);
        assert_eq!(idf(10, 20), idf(10, 10));
        assert!(idf(0, 0) > 0.0);
    }

    #[test]
    fn repeating_a_term_helps_less_each_time() {
        let bm25 = Bm25::default();
        let [one, two, three] = [1.0, 2.0, 3.0].map(|tf| bm25.score(tf, 10.0, 10.0, 1.0));
        assert!(
            (one - 1.0).abs() < 1e-6,
            "at average length a single hit scores its idf"
        );
        assert!(two > one && three > two && two - one > three - two);
        assert_eq!(bm25.score(0.0, 10.0, 10.0, 1.0), 0.0);
    }

    #[test]
    fn a_long_text_scores_less_for_the_same_hit() {
        let bm25 = Bm25::default();
        assert!(bm25.score(1.0, 40.0, 10.0, 1.0) < bm25.score(1.0, 10.0, 10.0, 1.0));
        assert_eq!(
            bm25.score(1.0, 40.0, 0.0, 1.0),
            bm25.score(1.0, 10.0, 10.0, 1.0)
        );
    }
}
