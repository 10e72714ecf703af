//! Same things: the share of the people, places and things named in the question that the memory
//! names too. Abstains where the question names nothing that any memory here names.

use mem0_core::memory_store::Candidate;

use super::{Reading, Signal};
use crate::recall::score::Context;

pub(super) struct Entity;

impl Signal for Entity {
    fn name(&self) -> &'static str {
        "names"
    }

    fn read(&self, context: &Context<'_>, candidate: &Candidate) -> Reading {
        let known = context
            .candidates
            .entity_frequency
            .values()
            .filter(|n| **n > 0)
            .count();
        if known == 0 {
            return Reading::Abstain;
        }
        Reading::Strength(candidate.entities.len().min(known) as f32 / known as f32)
    }
}
