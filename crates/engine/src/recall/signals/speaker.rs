//! Who said it: 1 when the question names the memory's speaker, else 0. Abstains where the
//! question names no speaker of this scope, or the memory has none.

use super::{Reading, Signal};
use crate::recall::score::Context;

pub(super) struct Speaker;

impl Signal for Speaker {
    fn name(&self) -> &'static str {
        "speaker"
    }

    fn read(&self, context: &Context<'_>, place: usize) -> Reading {
        let candidate = &context.candidates.hits[place];
        match &candidate.speaker {
            Some(speaker) if !context.named_speakers.is_empty() => {
                Reading::yes_no(context.named_speakers.contains(speaker))
            }
            _ => Reading::Abstain,
        }
    }
}
