//! `Memory`: what users hold.
//!
//! | module | question it answers |
//! | --- | --- |
//! | `opening` | how does a configuration become one? |
//! | `remembering` | how do memories come in and change? |
//! | `recalling` | what is remembered? |
//! | `forgetting` | how do memories go? |

mod forgetting;
mod opening;
mod recalling;
mod remembering;

use std::sync::Arc;

use mem0_core::{EmbedderIdentity, Llm, Purpose, Result};
use mem0_engine::Engine;
use mem0_engine::recall::signals::SIGNALS;

use crate::config::MemoryConfig;

/// A memory: a store, an embedder and what makes memories of messages, ready to use.
///
/// Cheap to clone; clones share everything, and any number of tasks may use them at once. Any
/// number of `Memory`s, in any number of processes, may have the same file open. Needs a Tokio
/// runtime.
///
/// ```
/// use mem0::{Memory, MemoryConfig, Message, Scope};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let folder = tempfile::tempdir()?;
/// let memory = Memory::open(MemoryConfig::offline(folder.path())).await?;
/// let talk = [
///     Message::user("我叫小雨，住在杭州。"),
///     Message::assistant("很高兴认识你！"),
///     Message::user("我对花生过敏。"),
/// ];
/// let added = memory.add(talk, Scope::user("小雨")).await?;
/// assert!(!added.results.is_empty());
/// let found = memory.search("有什么不能吃的？", Scope::user("小雨")).await?;
/// assert!(found.hits.iter().any(|hit| hit.item.text.contains("花生")));
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Memory {
    engine: Engine,
    llm: Option<Arc<dyn Llm>>,
    reranker: Option<String>,
    config: Arc<MemoryConfig>,
}

impl std::fmt::Debug for Memory {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("Memory")
            .field("config", &self.config)
            .finish_non_exhaustive()
    }
}

/// Its parts, and closing.
impl Memory {
    /// The configuration.
    pub fn config(&self) -> &MemoryConfig {
        &self.config
    }

    /// Which model makes the vectors. A provider that doesn't say how long they are is asked.
    ///
    /// # Errors
    /// The provider could not be asked.
    pub async fn embedder_identity(&self) -> Result<EmbedderIdentity> {
        Ok(self.engine.embedder().identity().await?)
    }

    /// The vectors that the embedder makes of these texts, each of length 1, in order. Nothing is
    /// stored: this is for comparing texts oneself, or other systems on the same vectors.
    ///
    /// # Errors
    /// The embedder failed.
    pub async fn embed(&self, texts: &[String], purpose: Purpose) -> Result<Vec<Vec<f32>>> {
        Ok(self.engine.embedder().embed(texts, purpose).await?)
    }

    /// The name of the language model, such as `openai/gpt-4.1-nano`; `None` without one.
    pub fn llm_name(&self) -> Option<String> {
        self.llm.as_ref().map(|llm| llm.name())
    }

    /// The name of the reranker that was configured or handed over; `None` for the built-in one.
    pub fn reranker_name(&self) -> Option<&str> {
        self.reranker.as_deref()
    }

    /// Names of all signals that recall weighs, strongest first;
    /// [`Answers::signals`](crate::Answers::signals) tells which had something to say about one
    /// question.
    pub fn signals(&self) -> Vec<&'static str> {
        SIGNALS
            .iter()
            .map(|weighed| weighed.signal.name())
            .collect()
    }

    /// Finishes pending work and lets go of the file. Every clone is closed with it; later calls
    /// fail with [`StoreError::Closed`](mem0_core::StoreError::Closed). Closing again does
    /// nothing.
    ///
    /// # Errors
    /// The store failed while closing.
    pub async fn close(&self) -> Result<()> {
        self.engine.close().await
    }
}
