//! What we ask of somebody who knows which words mean something close.

/// A word that means something close to another.
#[derive(Debug, Clone, PartialEq)]
pub struct RelatedWord {
    /// The word, folded: small letters, simplified characters.
    pub text: String,
    /// How close: 0..1, 1 for the same.
    pub similarity: f32,
}

/// Knows which words mean something close, so that a question finds a memory that says it in
/// other words.
pub trait RelatedWords: Send + Sync {
    /// The words that mean something close to this one, the closest first; none of a word that
    /// isn't known, that says little by itself, or that names somebody. Never the word itself.
    ///
    /// It is asked for every word of every question, so it has to answer within microseconds.
    fn related(&self, word: &str) -> Vec<RelatedWord>;
}
