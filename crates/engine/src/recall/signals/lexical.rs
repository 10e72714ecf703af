//! Same words: the share of the question's information that the memory's own words cover.
//!
//! Each term carries information: its background weight, less where many memories have it (see
//! [`crate::recall::coverage`]). A word that is close in meaning covers a part of a term. A memory
//! with every word reads about 1, and a word that nobody has counts as asked for and not found.
//! Abstains where the question has no terms.

use super::{Reading, Signal};
use crate::recall::score::Context;

pub(super) struct Lexical;

impl Signal for Lexical {
    fn name(&self) -> &'static str {
        "words"
    }

    fn read(&self, context: &Context<'_>, place: usize) -> Reading {
        if !context.coverage.asks {
            return Reading::Abstain;
        }
        Reading::Strength(context.coverage.own[place])
    }
}
