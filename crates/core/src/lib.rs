//! What rarely changes in Mem0: the domain's types, one trait for each kind of thing the engine
//! needs from outside, the errors, and the filter language.
//!
//! Nothing here does input or output, and nothing here knows a provider by name.
//!
//! | module | question it answers |
//! | --- | --- |
//! | [`scope`] | whose memory is it? |
//! | [`message`], [`episode`] | what was said, as it was said? |
//! | [`memory`], [`change`] | what is remembered, and how did it come to be? |
//! | [`filter`] | which of it does the caller want to see? |
//! | [`memory_store`] | what must a store be able to do? |
//! | [`vector_store`] | what do we ask of a database that keeps vectors? |
//! | [`embedder`], [`llm`], [`reranker`] | what do we ask of a model? |
//! | [`closeness`] | how close do texts come to a question, word by word? |
//! | [`related_words`] | which words mean something close? |
//! | [`clock`] | what time is it, and what is a new memory called? |
//! | [`error`] | what went wrong, and what can be done about it? |

pub mod change;
pub mod clock;
pub mod closeness;
pub mod embedder;
pub mod episode;
pub mod error;
pub mod fetcher;
pub mod filter;
pub mod llm;
pub mod memory;
pub mod memory_store;
pub mod message;
pub mod related_words;
pub mod reranker;
pub mod scope;
pub mod vector;
pub mod vector_store;

pub use change::{Change, ChangeEvent};
pub use clock::{Clock, IdSource, RandomIds, SystemClock};
pub use closeness::Closeness;
pub use embedder::{Embedder, EmbedderIdentity, Purpose};
pub use episode::Episode;
pub use error::{Error, ErrorKind, InputError, JsonType, ModelError, Result, StoreError};
pub use fetcher::{Attachment, AttachmentError, AttachmentKind, Document, Fetcher, Page};
pub use filter::Filter;
pub use jiff::{Timestamp, civil::Date};
pub use llm::{
    ChatMessage, ChatReply, ChatRequest, ChatRole, Image, ImageDetail, Llm, ReplyFormat, Tool,
    ToolCall, ToolChoice, Usage,
};
pub use memory::{MemoryItem, MemoryKind, Metadata};
pub use memory_store::MemoryStore;
pub use message::{Content, Message, Part};
pub use related_words::{RelatedWord, RelatedWords};
pub use reranker::{Ranked, Reranker};
pub use scope::{Namespace, Scope, ScopeId};
pub use vector_store::VectorStore;
