//! Embedders behind servers: one table of all of them, and a double of each server that answers
//! as its maker documents it.

#![expect(
    clippy::unwrap_used,
    reason = "a test may panic, also in what it shares with others"
)]

mod azure;
mod double;
mod failures;
mod gemini;
mod huggingface;
mod lengths;
mod live;
mod ollama;
mod openai;
mod requests;
mod table;
