//! The conversation as a whole: BM25 of all its words as one text, as a share of the question's
//! information.
//!
//! Range 0..1.5 (words that are said again and again count for more than once). Abstains for a
//! memory that stands alone, and where the question has no terms.

use super::{Reading, Signal};
use crate::recall::score::Context;

pub(super) struct Session;

impl Signal for Session {
    fn name(&self) -> &'static str {
        "session"
    }

    fn read(&self, context: &Context<'_>, place: usize) -> Reading {
        if !context.coverage.asks || !context.in_conversation(place) {
            return Reading::Abstain;
        }
        let session = context.candidates.hits[place].session;
        match session.and_then(|it| context.coverage.sessions.get(it)) {
            Some(strength) => Reading::Strength(*strength),
            None => Reading::Abstain,
        }
    }
}
