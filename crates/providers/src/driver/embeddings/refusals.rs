//! What a refusal is about, as servers of all families say it.

use mem0_core::ModelError;

use crate::wire::openai_error::is_too_long;

/// Whether it is about being told the length of vectors.
pub(super) fn names_dimensions(refusal: &ModelError) -> bool {
    names(refusal, &["dimension", "matryoshka"])
}

/// Whether it is about being told what vectors are for.
pub(super) fn names_task(refusal: &ModelError) -> bool {
    names(refusal, &["tasktype", "task_type", "task type"])
}

/// Whether it says that a request or a text is too long, or that there are too many texts.
pub(super) fn says_too_much(message: &str) -> bool {
    let lower = message.to_lowercase();
    // TEI: "`inputs` must have less than 512 tokens".
    is_too_long(&lower) || lower.contains("must have less than") || names_batch(&lower)
}

/// Whether it says that there are too many texts: "batch size 100 > maximum allowed batch size
/// 32" (TEI), "at most 100 requests can be in one batch" (Gemini), "batch size is invalid, it
/// should not be larger than 10" (DashScope), "the array may have 2048 items at most" (Azure).
pub(super) fn names_batch(message: &str) -> bool {
    let lower = message.to_lowercase();
    ["batch size", "in one batch", "too many inputs", "array too long", "items at most"]
        .iter()
        .any(|phrase| lower.contains(phrase))
        // llama.cpp speaks of its own batches of tokens.
        && !lower.contains("physical batch size")
}

/// Whether a parameter or, where none is named, the message has one of these words in it.
fn names(refusal: &ModelError, words: &[&str]) -> bool {
    let ModelError::BadRequest {
        message, parameter, ..
    } = refusal
    else {
        return false;
    };
    let text = parameter.as_deref().unwrap_or(message).to_lowercase();
    words.iter().any(|word| text.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn too_many_texts_are_told_from_too_long_ones() {
        for many in [
            "batch size 100 > maximum allowed batch size 32 (HTTP 422)",
            "* BatchEmbedContentsRequest.requests: at most 100 requests can be in one batch",
            "Value error, batch size is invalid, it should not be larger than 10",
        ] {
            assert!(names_batch(many) && says_too_much(many), "{many}");
        }
        for long in [
            "Input validation error: `inputs` must have less than 512 tokens. Given: 534",
            "input is too large to process. increase the physical batch size",
            "the input length exceeds the context length",
            "This model's maximum context length is 8192 tokens",
        ] {
            assert!(!names_batch(long) && says_too_much(long), "{long}");
        }
        assert!(!says_too_much("the model does not exist"));
    }
}
