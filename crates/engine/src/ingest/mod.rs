//! The first journey: from a conversation to memories.
//!
//! [`conversation`] (what came in) → episodes (kept first) → a [pipeline](pipelines) proposes
//! [operations](operation) → admission (the gate that none can skip) → one commit.

pub mod conversation;
pub mod operation;
pub mod pipelines;
