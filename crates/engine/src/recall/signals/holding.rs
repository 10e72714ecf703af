//! What holds now, or what held before: of the memories that may answer, where the question says
//! which ("现在", "currently", "used to"). 1 for the latest, or the earliest, then falling evenly to 0 for
//! the last. Abstains where the question doesn't say, and for memories that hardly answer.

use super::{Reading, Signal};
use crate::recall::score::Context;

pub(super) struct Holding;

impl Signal for Holding {
    fn name(&self) -> &'static str {
        "holding"
    }

    fn read(&self, context: &Context<'_>, place: usize) -> Reading {
        let share = context.holding.get(&place);
        share.map_or(Reading::Abstain, |share| Reading::Strength(*share))
    }
}
