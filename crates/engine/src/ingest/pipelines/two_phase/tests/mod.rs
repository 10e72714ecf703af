//! The original's first generation, with everything that models really answer.

mod deciding;
mod drawing;
mod length;
mod prompts;

use mem0_core::{ChatRole, Error, ModelError};
use mem0_testkit::ScriptedLlm;
use serde_json::json;

use super::super::support::{
    Remembers, added, answering, conversation, cut_off, knowing, reasons, shown, told,
};
use super::*;
use crate::ingest::operation::Operation;

async fn propose(
    llm: &Arc<ScriptedLlm>,
    settings: TwoPhaseSettings,
    conversation: &Conversation,
    known: &Remembers,
) -> Result<Proposal> {
    let pipeline = TwoPhasePipeline::with_settings(llm.clone(), settings);
    pipeline.propose(conversation, known).await
}

/// What comes of one message and these answers.
async fn tell(text: &str, known: &[&str], answers: &[&str]) -> Proposal {
    let llm = answering(answers);
    let conversation = conversation(&[("user", text)]);
    let proposal = propose(
        &llm,
        TwoPhaseSettings::default(),
        &conversation,
        &knowing(known),
    )
    .await
    .unwrap();
    assert_eq!(llm.left(), 0, "every answer was asked for");
    proposal
}
