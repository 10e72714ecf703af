//! What every wire reads of an answer first: the JSON of a success, and what is wrong with it
//! else.

use mem0_core::ModelError;
use serde_json::Value;

use super::beginning;
use crate::transport::Answer;

/// How much of an answer an error shows, in characters.
const SHOWN: usize = 120;

/// The JSON of a success.
///
/// # Errors
/// It is no success: then what `refusal` reads in it. It is no JSON: `hint` asks what may be
/// wrong.
pub fn json(
    provider: &str,
    answer: &Answer,
    refusal: impl FnOnce(&str, &Answer) -> ModelError,
    hint: &str,
) -> Result<Value, ModelError> {
    if !is_success(answer) {
        return Err(refusal(provider, answer));
    }
    serde_json::from_slice(&answer.body).map_err(|_| not_json(provider, answer, hint))
}

/// Whether the status tells of a success.
pub fn is_success(answer: &Answer) -> bool {
    (200..300).contains(&answer.status)
}

/// A list that a success must hold, called `part` in the error.
///
/// # Errors
/// There is none.
pub fn list<'a>(
    provider: &str,
    whole: &Value,
    found: Option<&'a Value>,
    part: &str,
) -> Result<&'a Vec<Value>, ModelError> {
    found
        .and_then(Value::as_array)
        .ok_or_else(|| lacks(provider, part, whole))
}

/// A success that is no JSON.
pub fn not_json(provider: &str, answer: &Answer, hint: &str) -> ModelError {
    let text = String::from_utf8_lossy(&answer.body);
    let shown = beginning(&text, SHOWN);
    unusable(provider, format!("it is not JSON ({hint}): {shown:?}"))
}

/// A success without a part of it.
pub fn lacks(provider: &str, part: &str, whole: &Value) -> ModelError {
    let shown = beginning(&whole.to_string(), SHOWN);
    unusable(provider, format!("it has no {part}: {shown:?}"))
}

/// A success that can't be used.
pub fn unusable(provider: &str, problem: impl Into<String>) -> ModelError {
    ModelError::Unusable {
        provider: provider.to_owned(),
        problem: problem.into(),
    }
}
