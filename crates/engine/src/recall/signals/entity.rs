//! Same things: the share of the people, places and things named in the question that the memory
//! names too. Speakers whom the question names don't count: they have a signal of their own. Abstains
//! where the question names nothing else that any memory here names.

use super::{Reading, Signal};
use crate::recall::score::Context;

pub(super) struct Entity;

impl Signal for Entity {
    fn name(&self) -> &'static str {
        "names"
    }

    fn read(&self, context: &Context<'_>, place: usize) -> Reading {
        let candidate = &context.candidates.hits[place];
        let asked = &context.question.entities;
        let sought = |key: &String| !context.is_speaker(key);
        let frequency = &context.candidates.entity_frequency;
        let known = frequency
            .iter()
            .filter(|(key, n)| **n > 0 && sought(key))
            .count();
        if known == 0 {
            return Reading::Abstain;
        }
        let named = candidate
            .entities
            .iter()
            .filter_map(|place| asked.get(*place));
        Reading::Strength(named.filter(|key| sought(key)).count().min(known) as f32 / known as f32)
    }
}
