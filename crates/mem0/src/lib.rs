//! Persistent, personal memory for assistants and agents.
//!
//! ```
//! use mem0::{Memory, MemoryConfig, Scope};
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let folder = tempfile::tempdir()?;
//! let memory = Memory::open(MemoryConfig::offline(folder.path())).await?;
//! let mia = Scope::user("mia");
//! memory.add("I love pizza and hate broccoli.", mia.clone()).await?;
//! let found = memory.search("food preferences", mia).await?;
//! assert!(found.hits[0].item.text.contains("pizza"));
//! # Ok(())
//! # }
//! ```
//!
//! Nothing else is needed: no service, no key, no network. [`Memory::open_default`] keeps
//! memories in `~/.mem0`; a [configuration](config) brings in language models.
//!
//! | module | question it answers |
//! | --- | --- |
//! | [`Memory`] | what can be done with memories? |
//! | [`config`] | what is configured, and where does each value come from? |
//! | [`registry`] | which models and stores are there? |
//! | [`parts`] | what if I bring my own model? |
//! | [`contract`] | how do results look as JSON? |
//! | [`moving_in`] | how do memories come in from elsewhere? |
//! | [`calls`] | how does another language call it? |

pub mod calls;
pub mod config;
pub mod contract;
mod memory;
mod messages;
mod moment;
pub mod moving_in;
pub mod parts;
mod question_cache;
pub mod registry;

pub use config::{
    EffectiveSetting, LoadOptions, MemoryConfig, Origin, PipelineKind, Prompts, config_file,
};
pub use jiff;
pub use mem0_core::filter::{self, Filter};
pub use mem0_core::memory_store::{Health, Receipt, ScopeSummary};
pub use mem0_core::{
    Change, ChangeEvent, Content, Date, EmbedderIdentity, Episode, Error, ErrorKind, InputError,
    JsonType, MemoryItem, MemoryKind, Message, Metadata, ModelError, Namespace, Part, Purpose,
    Result, Scope, ScopeId, StoreError, Timestamp, Usage,
};
pub use mem0_engine::{
    AddOptions, AddResult, Added, Answers, EpisodePolicy, Hit, ImportRecord, Imported, ListOptions,
    Listed, SearchOptions, UnreadAttachment, UpdateOptions,
};
pub use mem0_store::Durability;
pub use mem0_store::sqlite::forking;
pub use memory::Memory;
pub use messages::{Messages, json_from_str, messages_from_str};
pub use moment::{parse_expiration, parse_timestamp};
