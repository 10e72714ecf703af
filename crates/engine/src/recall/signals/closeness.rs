//! Word by word: for each word of the question, how close the closest word of the memory comes.
//!
//! Read from the texts themselves, for the best of the first pass only, in a search that has
//! something to compare words with; else it abstains. Range 0..1.

use super::{Reading, Signal};
use crate::recall::score::Context;

pub(super) struct Closeness;

impl Signal for Closeness {
    fn name(&self) -> &'static str {
        "closeness"
    }

    fn read(&self, context: &Context<'_>, place: usize) -> Reading {
        match context.closeness.get(&place) {
            Some(closeness) => Reading::Strength(*closeness),
            None => Reading::Abstain,
        }
    }
}
