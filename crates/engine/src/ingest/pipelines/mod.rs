//! Ways to make memories of a conversation, behind one trait.

use async_trait::async_trait;
use mem0_core::{MemoryItem, Result, Timestamp};

use super::conversation::{Conversation, Utterance};
use super::operation::Proposal;

pub mod additive;
mod asking;
mod grounding;
pub mod local;
pub mod reconcile;
#[cfg(test)]
mod support;
pub mod two_phase;

/// Makes memories of a conversation.
#[async_trait]
pub trait Pipeline: Send + Sync {
    /// Its configuration name.
    fn name(&self) -> &'static str;

    /// Whether it heeds what a conversation's `instructions` say. Where it doesn't, what the
    /// caller wants kept and left out is held against its proposals afterwards.
    fn heeds_instructions(&self) -> bool {
        true
    }

    /// What should change. Nothing is written here: whatever is proposed goes through
    /// admission.
    ///
    /// # Errors
    /// A model or the store failed; nothing is proposed then.
    async fn propose(
        &self,
        conversation: &Conversation,
        known: &dyn Recollection,
    ) -> Result<Proposal>;
}

/// What is already remembered in the conversation's scope.
#[async_trait]
pub trait Recollection: Send + Sync {
    /// For each text the current memories nearest to it, best first, at most `each`.
    async fn near(&self, texts: &[String], each: usize) -> Result<Vec<Vec<Recalled>>>;

    /// The latest messages of the scope before the conversation, oldest first, at most `limit`.
    /// None where messages are not kept.
    async fn recent(&self, limit: usize) -> Result<Vec<Utterance>> {
        let _ = limit;
        Ok(Vec::new())
    }

    /// How alike the texts of each pair are in meaning: 0 for unrelated ones, 1 for a question
    /// and its answer, whatever the embedder. 0 where nothing can tell.
    async fn alike(&self, pairs: &[(String, String)]) -> Result<Vec<f32>> {
        Ok(vec![0.0; pairs.len()])
    }

    /// What time it is; `None`: as late as the conversation.
    fn now(&self) -> Option<Timestamp> {
        None
    }
}

/// A memory with how near it is.
#[derive(Debug, Clone)]
pub struct Recalled {
    /// The memory.
    pub item: MemoryItem,
    /// Cosine of the embeddings; 0 where there is none.
    pub similarity: f32,
}
