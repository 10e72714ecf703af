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

/// What a signal is worth.
pub struct Weighed {
    /// The signal.
    pub signal: &'static dyn Signal,
    /// What full evidence, against none, adds to the logit of relevance.
    pub weight: f32,
    /// The strength that changes nothing. 0: evidence speaks for a memory, and its absence
    /// says nothing. 1: evidence is what we expect of an answer, and its absence speaks against it.
    pub expected: f32,
}

/// All signals with what they are worth: fitted with a listwise softmax on labelled questions and
/// then rounded (docs/retrieval.md).
pub const SIGNALS: [Weighed; 8] = [
    Weighed {
        signal: &dense::Dense,
        weight: 6.4,
        expected: 0.0,
    },
    Weighed {
        signal: &lexical::Lexical,
        weight: 2.7,
        expected: 0.0,
    },
    Weighed {
        signal: &entity::Entity,
        weight: 1.1,
        expected: 0.0,
    },
    Weighed {
        signal: &speaker::Speaker,
        weight: 2.6,
        expected: 1.0,
    },
    Weighed {
        signal: &time::Time,
        weight: 4.0,
        expected: 1.0,
    },
    Weighed {
        signal: &kind::Kind,
        weight: 1.7,
        expected: 1.0,
    },
    Weighed {
        signal: &statement::Statement,
        weight: 0.8,
        expected: 1.0,
    },
    Weighed {
        signal: &recency::Recency,
        weight: 0.3,
        expected: 0.0,
    },
];
