//! Words around it: the share of the question's information that the memory covers together with
//! what was said before and after it in the same conversation.
//!
//! A word counts for less with each message between (0.7 of the one before). People don't repeat
//! what a conversation is about: the answer to "what did you cook at the party?" names neither.
//! Range 0..1. Abstains for a memory that stands alone, and where the question has no terms.

use super::{Reading, Signal};
use crate::recall::score::Context;

pub(super) struct Nearby;

impl Signal for Nearby {
    fn name(&self) -> &'static str {
        "nearby"
    }

    fn read(&self, context: &Context<'_>, place: usize) -> Reading {
        if !context.coverage.asks || !context.in_conversation(place) {
            return Reading::Abstain;
        }
        Reading::Strength(context.coverage.nearby[place])
    }
}
