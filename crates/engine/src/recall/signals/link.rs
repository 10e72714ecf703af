//! Second hop: how strong the link is by which a better memory leads to this one: the score of
//! that memory times how telling the word is that both have and the question lacks (see
//! [`crate::recall::second_hop`]). Abstains where nothing leads on. Range 0..1.

use super::{Reading, Signal};
use crate::recall::score::Context;

pub(in crate::recall) struct Link;

impl Signal for Link {
    fn name(&self) -> &'static str {
        "link"
    }

    fn read(&self, context: &Context<'_>, place: usize) -> Reading {
        if context.linked.is_empty() {
            return Reading::Abstain;
        }
        let linked = context.linked.get(&place);
        Reading::Strength(linked.map_or(0.0, |it| it.strength))
    }
}
