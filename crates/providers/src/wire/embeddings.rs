//! What the wires of embedding models have in common: the question, and what an answer must hold.

use std::fmt;

use mem0_core::{ModelError, Purpose};
use serde_json::Value;

use super::reading::unusable;
use crate::transport::Answer;

/// How a family asks for vectors, and what its answers mean. Pure.
pub trait EmbeddingWire: fmt::Debug + Send + Sync {
    /// The path behind the base URL, and the body.
    fn request(&self, asked: &EmbeddingRequest<'_>) -> (String, Value);

    /// The vectors of an answer, one for each text, in their order.
    ///
    /// # Errors
    /// The answer is a refusal, or can't be used.
    fn vectors(
        &self,
        provider: &str,
        answer: &Answer,
        asked: &EmbeddingRequest<'_>,
    ) -> Result<Vec<Vec<f32>>, ModelError>;
}

/// One request for vectors.
#[derive(Debug, Clone, Copy)]
pub struct EmbeddingRequest<'a> {
    /// The model.
    pub model: &'a str,
    /// The texts, at least one, none of them blank.
    pub texts: &'a [&'a str],
    /// The length that vectors shall have; `None`: the model's own.
    pub dimensions: Option<usize>,
    /// What the vectors are for; `None` where the server doesn't want to know.
    pub purpose: Option<Purpose>,
}

/// The vectors in these places, in the same order.
///
/// # Errors
/// They are not as many as texts, not lists of finite numbers, or not all of one length.
pub fn vectors<'a>(
    provider: &str,
    rows: impl ExactSizeIterator<Item = Option<&'a Value>>,
    count: usize,
) -> Result<Vec<Vec<f32>>, ModelError> {
    if rows.len() != count {
        let problem = format!("it has {} vectors for {count} texts", rows.len());
        return Err(unusable(provider, problem));
    }
    let mut vectors = Vec::with_capacity(count);
    for (place, row) in rows.enumerate() {
        let Some(vector) = row.and_then(numbers) else {
            let problem = format!("vector {place} is not a list of numbers");
            return Err(unusable(provider, problem));
        };
        vectors.push(vector);
    }
    of_one_length(provider, vectors)
}

/// The vectors, if they are all of one length.
///
/// # Errors
/// They are not.
pub fn of_one_length(provider: &str, vectors: Vec<Vec<f32>>) -> Result<Vec<Vec<f32>>, ModelError> {
    let length = vectors.first().map_or(0, Vec::len);
    if vectors.iter().any(|vector| vector.len() != length) {
        return Err(unusable(provider, "its vectors have different lengths"));
    }
    Ok(vectors)
}

/// A vector of finite numbers, at least one.
#[expect(
    clippy::cast_possible_truncation,
    reason = "embeddings are f32 at their source"
)]
pub fn numbers(value: &Value) -> Option<Vec<f32>> {
    let numbers: Option<Vec<f32>> = value
        .as_array()?
        .iter()
        .map(|number| {
            number
                .as_f64()
                .map(|number| number as f32)
                .filter(|number| number.is_finite())
        })
        .collect();
    numbers.filter(|numbers| !numbers.is_empty())
}
