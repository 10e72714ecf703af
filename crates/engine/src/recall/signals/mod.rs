//! The evidence that a memory answers a question: one file for each signal, one table that names
//! them all. Signals only compute; what they are worth stands in [`super::score`].

mod closeness;
mod dense;
mod entity;
mod holding;
mod kind;
mod lexical;
pub(in crate::recall) mod link;
mod nearby;
mod recency;
mod reply;
mod session;
mod speaker;
mod statement;
mod time;
mod topic;

use super::score::Context;

/// What a signal finds in one candidate.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Reading {
    /// It has no data to judge by: it takes no part, for or against.
    Abstain,
    /// How strong the evidence is: 0 none, 1 full. Each signal says how far it may go beyond.
    Strength(f32),
}

impl Reading {
    /// 1 or 0.
    pub fn yes_no(yes: bool) -> Self {
        Self::Strength(if yes { 1.0 } else { 0.0 })
    }

    /// The strength; 0 for an abstention.
    pub fn strength(self) -> f32 {
        match self {
            Self::Abstain => 0.0,
            Self::Strength(strength) => strength,
        }
    }
}

/// One kind of evidence.
pub trait Signal: Sync {
    /// Its name in explanations.
    fn name(&self) -> &'static str;

    /// What it finds in the candidate at this place of [`Candidates::hits`].
    ///
    /// [`Candidates::hits`]: mem0_core::memory_store::Candidates::hits
    fn read(&self, context: &Context<'_>, place: usize) -> Reading;
}

/// What a signal is worth.
pub struct Weighed {
    /// The signal.
    pub signal: &'static dyn Signal,
    /// What full evidence, against none, adds to the logit of relevance of a memory that stands
    /// alone.
    pub alone: f32,
    /// The same for a memory that is part of a conversation. Such a memory has more to judge by:
    /// what abstains for one that stands alone leaves its weight to the other signals.
    pub in_conversation: f32,
    /// The strength that changes nothing. 0: evidence speaks for a memory, and its absence
    /// says nothing. 1: evidence is what we expect of an answer, and its absence speaks against it.
    pub expected: f32,
}

/// All signals with what they are worth: fitted with a listwise softmax on labelled questions and
/// then rounded (docs/retrieval.md). None is negative: evidence never lowers a score.
pub const SIGNALS: [Weighed; 15] = [
    weighed(&dense::Dense, 3.2, 0.8, 0.0),
    weighed(&closeness::Closeness, 3.8, 1.3, 0.0),
    weighed(&lexical::Lexical, 1.2, 0.05, 0.0),
    weighed(&nearby::Nearby, 0.0, 2.2, 0.0),
    weighed(&session::Session, 0.0, 1.0, 0.0),
    weighed(&reply::Reply, 0.0, 1.85, 0.0),
    LINK,
    weighed(&entity::Entity, 0.1, 0.1, 0.0),
    weighed(&speaker::Speaker, 1.9, 1.25, 1.0),
    weighed(&time::Time, 3.6, 1.95, 1.0),
    weighed(&kind::Kind, 1.0, 0.9, 1.0),
    weighed(&topic::Topic, 0.8, 0.3, 1.0 / 3.0),
    weighed(&statement::Statement, 0.15, 0.3, 1.0),
    weighed(&holding::Holding, 1.5, 0.0, 0.0),
    weighed(&recency::Recency, 0.15, 0.03, 0.0),
];

/// A link of the second hop.
pub const LINK: Weighed = weighed(&link::Link, 0.8, 0.4, 0.0);

const fn weighed(
    signal: &'static dyn Signal,
    alone: f32,
    in_conversation: f32,
    expected: f32,
) -> Weighed {
    Weighed {
        signal,
        alone,
        in_conversation,
        expected,
    }
}
