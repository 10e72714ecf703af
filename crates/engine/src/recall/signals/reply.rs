//! The answer after a question: somebody else asked just before, and asked for the same.
//!
//! Strength: how much the question before it is like ours, half by its meaning (0..1) and half by
//! its words; 0 where nobody asked. Abstains for a memory that stands alone.

use mem0_core::memory_store::Candidate;
use mem0_text::TextFeatures;

use super::{Reading, Signal};
use crate::recall::score::Context;

pub(super) struct Reply;

impl Signal for Reply {
    fn name(&self) -> &'static str {
        "reply"
    }

    fn read(&self, context: &Context<'_>, place: usize) -> Reading {
        if !context.in_conversation(place) {
            return Reading::Abstain;
        }
        let hits = &context.candidates.hits;
        let answered = hits[place]
            .previous
            .filter(|before| asks_other(&hits[*before], &hits[place]));
        let strength = answered.map_or(0.0, |before| {
            let meaning = hits[before]
                .dense
                .map_or(0.0, |cosine| context.scale.stretch(cosine).clamp(0.0, 1.0));
            0.5 * meaning + 0.5 * context.coverage.own[before].min(1.0)
        });
        Reading::Strength(strength)
    }
}

/// Whether the first is a question that the second may answer: nobody answers themselves.
fn asks_other(before: &Candidate, after: &Candidate) -> bool {
    TextFeatures::from_bits(before.features).contains(TextFeatures::QUESTION)
        && (before.speaker.is_none() || before.speaker != after.speaker)
}
