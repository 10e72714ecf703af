//! Joins wire and transport, and remembers what a server doesn't take.

pub mod chat;
pub mod chat_api;
pub mod embeddings;
pub mod lanes;
pub mod rerank;
