//! Ways to make memories of a conversation, behind one trait.

use async_trait::async_trait;
use mem0_core::{MemoryItem, Result};

use super::conversation::Conversation;
use super::operation::Proposal;

pub mod local;
pub mod reconcile;

/// Makes memories of a conversation.
#[async_trait]
pub trait Pipeline: Send + Sync {
    /// Its configuration name.
    fn name(&self) -> &'static str;

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
}

/// A memory with how near it is.
#[derive(Debug, Clone)]
pub struct Recalled {
    /// The memory.
    pub item: MemoryItem,
    /// Cosine of the embeddings; 0 where there is none.
    pub similarity: f32,
}
