//! Anthropic, Gemini and Ollama against doubles of their servers: what is sent, field by field,
//! what their documented answers and errors mean, what is tried again, and what is learnt from a
//! refusal.

#![expect(
    clippy::unwrap_used,
    reason = "a test may panic, also in what it shares with others"
)]

mod chat_others {
    pub mod anthropic;
    pub mod double;
    pub mod every_provider;
    pub mod gemini;
    pub mod langchain;
    pub mod ollama;
}
