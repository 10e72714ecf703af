//! Parts that a program makes itself, in place of those that a configuration names: a language
//! model, an embedder, a reranker.
//!
//! ```
//! use std::sync::Arc;
//!
//! use mem0::parts::{ChatReply, ChatRequest, Llm, Overrides, async_trait};
//! use mem0::{Memory, MemoryConfig, ModelError, Scope};
//!
//! /// Finds the same in everything.
//! struct Oracle;
//!
//! #[async_trait]
//! impl Llm for Oracle {
//!     fn name(&self) -> String {
//!         "oracle".to_owned()
//!     }
//!
//!     async fn chat(&self, _: ChatRequest) -> Result<ChatReply, ModelError> {
//!         let text = r#"{"operations": [
//!             {"sources": [1], "quote": "spicy ramen", "op": "add", "text": "Mia loves spicy ramen."}
//!         ]}"#;
//!         Ok(ChatReply { text: text.to_owned(), ..ChatReply::default() })
//!     }
//! }
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let folder = tempfile::tempdir()?;
//! let parts = Overrides::default().llm(Arc::new(Oracle));
//! let memory = Memory::open_with(MemoryConfig::offline(folder.path()), parts).await?;
//! let added = memory.add("I love spicy ramen.", Scope::user("mia")).await?;
//! assert_eq!(added.results[0].memory, "Mia loves spicy ramen.");
//! # Ok(())
//! # }
//! ```

use std::fmt;
use std::sync::Arc;

pub use async_trait::async_trait;
pub use mem0_core::vector_store::{
    Capabilities, Capability, FoundPoint, Point, PointPage, PointQuery, VectorStore,
};
pub use mem0_core::{
    ChatMessage, ChatReply, ChatRequest, ChatRole, Embedder, Image, ImageDetail, Llm, Ranked,
    ReplyFormat, Reranker, Tool, ToolCall, ToolChoice,
};
pub use mem0_providers::embedder::langchain::{EmbeddingObject, LangchainEmbedder};
pub use mem0_providers::llm::langchain::{ChatObject, LangchainLlm};

use crate::config::MemoryConfig;
use crate::{Result, registry};

/// The language model that a configuration names, by itself; `None` where it names none. Asks it
/// nothing, and opens no store.
///
/// # Errors
/// It can't be made of its options.
pub fn language_model(config: &MemoryConfig) -> Result<Option<Arc<dyn Llm>>> {
    config.llm().map(registry::make_llm).transpose()
}

/// What stands in place of the configuration's own parts. What is not given is made as the
/// configuration says.
#[derive(Clone, Default)]
#[must_use]
pub struct Overrides {
    pub(crate) llm: Option<Arc<dyn Llm>>,
    pub(crate) embedder: Option<Arc<dyn Embedder>>,
    pub(crate) reranker: Option<Arc<dyn Reranker>>,
    pub(crate) vectors: Option<Arc<dyn VectorStore>>,
}

impl Overrides {
    /// With this language model.
    pub fn llm(mut self, llm: Arc<dyn Llm>) -> Self {
        self.llm = Some(llm);
        self
    }

    /// With this embedder. The store remembers its identity, as of any other.
    pub fn embedder(mut self, embedder: Arc<dyn Embedder>) -> Self {
        self.embedder = Some(embedder);
        self
    }

    /// With this reranker.
    pub fn reranker(mut self, reranker: Arc<dyn Reranker>) -> Self {
        self.reranker = Some(reranker);
        self
    }

    /// With this vector store, and the embedded store beside it: in the file that the configuration
    /// names, else in one of the collection's name in its folder, or in this process for a vector
    /// store whose points don't outlive it. Memories that are in it already are taken in.
    pub fn vectors(mut self, vectors: Arc<dyn VectorStore>) -> Self {
        self.vectors = Some(vectors);
        self
    }

    /// The configuration as it is with these parts: what is handed over counts as configured.
    ///
    /// # Errors
    /// The configuration doesn't go with them.
    pub fn settle(&self, mut config: MemoryConfig) -> Result<MemoryConfig> {
        if self.llm.is_some() && config.llm().is_none() {
            config = config.with("llm.provider", "langchain")?;
        }
        match &self.vectors {
            Some(vectors) => registry::stores::beside(config, &**vectors),
            None => Ok(config),
        }
    }
}

impl fmt::Debug for Overrides {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Overrides")
            .field("llm", &self.llm.as_ref().map(|llm| llm.name()))
            .field("embedder", &self.embedder.is_some())
            .field("reranker", &self.reranker.as_ref().map(|it| it.name()))
            .field("vectors", &self.vectors.as_ref().map(|it| it.name()))
            .finish()
    }
}
