//! Anthropic, Gemini and Ollama against doubles of their servers: what is sent, field by field,
//! what their documented answers and errors mean, and what is learnt from a refusal. Models that
//! the program hands in, too.

#![expect(
    clippy::unwrap_used,
    reason = "a test may panic, also in what it shares with others"
)]

mod anthropic;
#[path = "../chat_rules/mod.rs"]
mod chat_rules;
mod double;
mod every_provider;
mod gemini;
mod langchain;
mod ollama;
