//! What is asked for: 1 when the memory offers what such a question wants (a time for "when", a
//! place for "where", a number for "how many"), else 0. Abstains where any text may answer.

use mem0_text::TextFeatures;

use super::{Reading, Signal};
use crate::recall::score::Context;

pub(super) struct Kind;

impl Signal for Kind {
    fn name(&self) -> &'static str {
        "kind"
    }

    fn read(&self, context: &Context<'_>, place: usize) -> Reading {
        let candidate = &context.candidates.hits[place];
        let wanted = context.question.answering;
        if wanted == TextFeatures::default() {
            return Reading::Abstain;
        }
        Reading::yes_no(TextFeatures::from_bits(candidate.features).intersects(wanted))
    }
}
