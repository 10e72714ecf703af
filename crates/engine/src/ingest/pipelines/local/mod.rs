//! Makes memories without any model: rules for statements, duplicates and plain changes.
//!
//! | step | question | where |
//! | --- | --- | --- |
//! | hear | whose words count? | `speakers` |
//! | read | what of a message is prose, and which sentences are worth keeping, which put right another? | `prose`, `framing`, `worth`, `statements`, `corrections` |
//! | date | when does it happen? | `dates` |
//! | join | what does the conversation itself repeat or correct? | `repeats` |
//! | settle | what of it is known, says more, or changes what is known? | `duplicates`, `attributes`, `settle` |
//!
//! The statements keep the wording and language in which they were said. English and Chinese are
//! read by the lists in `lists/`; of other languages only greetings, questions and what says too
//! little are left out.
//!
//! Limits: `prose` reads the first mebibyte of a message; of one message the 100 most
//! informative statements are kept, of one `add` the 1000 most informative.

mod attributes;
mod corrections;
mod dates;
mod duplicates;
mod forgetting;
mod framing;
mod information;
mod phrases;
mod prose;
mod questions;
mod repeats;
mod requests;
mod salvage;
mod settle;
mod speakers;
mod statements;
mod tokens;
mod turns;
mod worth;

#[cfg(test)]
mod tests;

pub use dates::{EVENT_DATE, EVENT_DATE_END};

use async_trait::async_trait;
use mem0_core::{Result, Usage};

use super::{Pipeline, Recalled, Recollection};
use crate::ingest::conversation::Conversation;
use crate::ingest::operation::Proposal;
use settle::Reading;

/// How many known memories a statement is compared with.
const NEAR_EACH: usize = 10;

/// Makes memories by rules alone.
#[derive(Debug, Clone, Copy, Default)]
pub struct LocalPipeline;

#[async_trait]
impl Pipeline for LocalPipeline {
    fn name(&self) -> &'static str {
        "local"
    }

    fn heeds_instructions(&self) -> bool {
        false
    }

    async fn propose(
        &self,
        conversation: &Conversation,
        known: &dyn Recollection,
    ) -> Result<Proposal> {
        let (drafts, mut rejections) = statements::statements(conversation);
        let readings = repeats::joined(drafts, &mut rejections);
        let near = near(&readings, known).await?;
        let operations = settle::settle(&readings, &near, conversation, &mut rejections);
        Ok(Proposal {
            operations,
            usage: Usage::default(),
            rejected: rejections.into_report(),
        })
    }
}

/// What is known near each statement, and near what its claims may change.
async fn near(readings: &[Reading], known: &dyn Recollection) -> Result<Vec<Vec<Recalled>>> {
    if readings.is_empty() {
        return Ok(Vec::new());
    }
    let mut texts: Vec<String> = readings
        .iter()
        .map(|reading| reading.draft.text.clone())
        .collect();
    let mut probe_of: Vec<usize> = Vec::new();
    for (place, reading) in readings.iter().enumerate() {
        for probe in reading.claims.iter().flat_map(attributes::Claim::probes) {
            texts.push(probe);
            probe_of.push(place);
        }
    }
    let mut found = known.near(&texts, NEAR_EACH).await?;
    found.resize_with(texts.len(), Vec::new);
    let probed = found.split_off(readings.len());
    for (place, more) in probe_of.into_iter().zip(probed) {
        found[place].extend(more);
    }
    Ok(found)
}
