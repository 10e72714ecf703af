//! The language models of the OpenAI family against doubles of their servers: one table of all
//! of them, and the rules that each has to keep.

#![expect(
    clippy::unwrap_used,
    reason = "a test may panic, also in what it shares with others"
)]

#[path = "../chat_rules/mod.rs"]
mod chat_rules;

mod azure;
mod configuration;
mod family;
mod openai;
mod refusals;
mod requests;
mod special;
mod tools;

hold_for_all!(family::all());
