//! Same meaning: the cosine of the embeddings, stretched so that 0 is what unrelated texts have
//! and 1 what paraphrases have. Abstains where the question or the memory has no vector.

use super::{Reading, Signal};
use crate::recall::score::Context;

pub(super) struct Dense;

impl Signal for Dense {
    fn name(&self) -> &'static str {
        "meaning"
    }

    fn read(&self, context: &Context<'_>, place: usize) -> Reading {
        let candidate = &context.candidates.hits[place];
        match candidate.dense {
            None => Reading::Abstain,
            Some(cosine) => Reading::Strength(context.scale.stretch(cosine)),
        }
    }
}
