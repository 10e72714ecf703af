//! Amazon Bedrock, Vertex AI and the tokens of Google Cloud and Azure against doubles of their
//! servers: what is sent, field by field, whether it is signed as it must be, where keys are
//! found, when tokens are fetched, what documented answers and errors mean.

#![expect(
    clippy::unwrap_used,
    reason = "a test may panic, also in what it shares with others"
)]

#[path = "chat_rules/mod.rs"]
mod chat_rules;

mod cloud {
    pub mod aws_keys;
    pub mod azure;
    pub mod bedrock_embedder;
    pub mod bedrock_llm;
    pub mod bedrock_rules;
    pub mod double;
    pub mod google;
    pub mod live;
    pub mod vertex;
}
