//! A statement answers better than a question does: 0 for a memory that asks something itself
//! (messages kept word for word often do), 1 for any other.

use mem0_text::TextFeatures;

use super::{Reading, Signal};
use crate::recall::score::Context;

pub(super) struct Statement;

impl Signal for Statement {
    fn name(&self) -> &'static str {
        "statement"
    }

    fn read(&self, context: &Context<'_>, place: usize) -> Reading {
        let candidate = &context.candidates.hits[place];
        let features = TextFeatures::from_bits(candidate.features);
        Reading::yes_no(!features.contains(TextFeatures::QUESTION))
    }
}
