//! The two journeys: from a conversation to memories ([`ingest`]), and from a question to the
//! right ones ([`recall`]). Plain and synchronous between its edges; no input or output of its
//! own, and no provider by name.

mod engine;
pub mod ingest;
pub mod json;
pub mod options;
pub mod prompts;
pub mod recall;
pub mod results;
mod scope_locks;
pub mod settings;
mod time;

pub use engine::{Engine, EngineBuilder, ImportRecord, Imported};
pub use options::{AddOptions, ListOptions, SearchOptions, UpdateOptions};
pub use results::{AddResult, Added, Answers, Hit, Listed, UnreadAttachment};
pub use settings::{EpisodePolicy, Settings};
