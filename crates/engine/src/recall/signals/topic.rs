//! What it speaks of: whether the memory has the attribute that the question asks for.
//!
//! "Where do I live?" asks for a residence, "食物偏好" for food that somebody likes or not, whatever
//! the words. Strength: 1 if the memory offers what is asked, 0 if it plainly speaks of something
//! or somebody else ("My sister lives in Rome" tells where my sister lives, not I). Abstains where the two are only near each other, where either side has no known topic, and
//! in languages other than English and Chinese.

use mem0_text::{Aspects, agreement};

use super::{Reading, Signal};
use crate::recall::score::Context;

/// Agreement from here on is as good as full.
const OFFERED: f32 = 0.99;
/// Agreement below this is none.
const SOMETHING_ELSE: f32 = 0.25;

pub(super) struct Topic;

impl Signal for Topic {
    fn name(&self) -> &'static str {
        "topic"
    }

    fn read(&self, context: &Context<'_>, place: usize) -> Reading {
        let said = Aspects::from_bits(context.candidates.hits[place].aspects);
        let Some(agreement) = agreement(context.question.aspects, said) else {
            return Reading::Abstain;
        };
        let somebody_else = agreement.subject == Some(false);
        match agreement.topics {
            Some(share) if share >= OFFERED => Reading::yes_no(!somebody_else),
            Some(share) if share < SOMETHING_ELSE => Reading::Strength(0.0),
            _ => Reading::Abstain,
        }
    }
}
