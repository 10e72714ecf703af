//! The two journeys: from a conversation to memories ([`ingest`]), and from a question to the
//! right ones ([`recall`]). Plain and synchronous between its edges; no input or output of its
//! own, and no provider by name.

pub mod ingest;
pub mod prompts;
pub mod recall;
