//! What a model is told when its answer can't be read.

use mem0_core::ChatMessage;

use super::fill;

/// Asks for the same answer in this form.
pub fn again(problem: &str, form: &str) -> ChatMessage {
    ChatMessage::user(fill(
        include_str!("again.md"),
        &[("problem", problem), ("form", form)],
    ))
}
