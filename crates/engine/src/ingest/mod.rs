//! The first journey: from a conversation to memories.
//!
//! [`conversation`] (what came in) → [`attachments`] (what it points at) → [`mod@episodes`] (kept
//! first) → a [pipeline](pipelines) proposes
//! [operations](operation) → [`mod@admit`] (the gate that none can skip) → [`mod@write`] (one commit).

pub mod admit;
pub mod attachments;
pub mod conversation;
pub mod episodes;
pub mod index;
pub mod operation;
pub mod pipelines;
pub mod procedure;
pub mod wanted;
pub mod write;
