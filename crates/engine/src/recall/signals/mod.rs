//! The evidence that a memory answers a question: one file for each signal, one table that names
//! them all. Signals only compute; what they are worth stands in [`super::score`].

mod dense;
mod entity;
mod kind;
mod lexical;
mod recency;
mod speaker;
mod statement;
mod time;

use mem0_core::memory_store::Candidate;

pub use self::lexical::coverage;
pub(crate) use self::lexical::information as lexical_information;
use super::score::Context;

/// What a signal finds in one candidate.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Reading {
    /// It has no data to judge by: it takes no part, for or against.
    Abstain,
    /// How strong the evidence is: 0 none … 1 as strong as it gets.
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

    /// What it finds in this candidate.
    fn read(&self, context: &Context<'_>, candidate: &Candidate) -> Reading;
}

/// All signals with their weights: how much full evidence of this kind adds to the logit of
/// relevance. Fitted on labelled questions (docs/retrieval.md); higher is stronger.
pub const SIGNALS: [(&dyn Signal, f32); 8] = [
    (&dense::Dense, 6.0),
    (&lexical::Lexical, 5.0),
    (&entity::Entity, 0.8),
    (&speaker::Speaker, 1.6),
    (&time::Time, 1.6),
    (&kind::Kind, 0.6),
    (&statement::Statement, 0.5),
    (&recency::Recency, 0.05),
];
