//! A tie-break: of two memories that answer equally well the later one comes first. Falls by half
//! every 90 days before the question is asked. Its weight is so small that it decides nothing else.

use super::{Reading, Signal};
use crate::recall::score::Context;

const HALF_LIFE: f32 = 90.0 * 24.0 * 3600.0;

pub(super) struct Recency;

impl Signal for Recency {
    fn name(&self) -> &'static str {
        "recency"
    }

    fn read(&self, context: &Context<'_>, place: usize) -> Reading {
        let candidate = &context.candidates.hits[place];
        let age = (context.asked_at.as_second() - candidate.occurred_at.as_second()).max(0) as f32;
        Reading::Strength(0.5_f32.powf(age / HALF_LIFE))
    }
}
