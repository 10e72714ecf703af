//! What we ask of somebody who compares a question with texts word by word.

/// Tells how close texts come to a question, each word of the question for itself ("late
/// interaction"): in one vector for a whole text, what was asked about drowns among the rest.
pub trait Closeness: Send + Sync {
    /// How close each text comes to the question: 0 nothing in common … 1 every word of the
    /// question is there, in this or other words. In the order of the texts.
    ///
    /// It is asked for some hundred texts in every search, so it has to answer within a
    /// millisecond.
    fn closeness(&self, question: &str, texts: &[&str]) -> Vec<f32>;
}
