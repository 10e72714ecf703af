//! Outside systems, one file or folder each; a provider's path is its configuration path:
//! [`llm::openai`] is `llm.provider = "openai"`.
//!
//! A provider's file says only how it differs: its [`Dialect`], its options. The rest is shared:
//!
//! | module | question it answers |
//! | --- | --- |
//! | [`wire`] | what is sent, and what does an answer mean? Pure: request → JSON, bytes → reply |
//! | [`transport`] | how does it get there and back? Time-outs, retries, limits, no keys in errors |
//! | [`driver`] | what is asked next? Joins the two, and learns what a server doesn't take |
//! | [`auth`] | who calls, where a fixed key doesn't do: signatures, tokens that expire |
//! | [`fetcher`] | what do messages point at, may it be fetched, and what does it say? |
//! | [`connection`] | which options does every provider have? |
//!
//! Nothing here opens a connection before its first use.

pub mod auth;
pub mod connection;
pub mod dialect;
pub mod driver;
pub mod embedder;
pub mod fetcher;
pub mod llm;
pub mod reranker;
pub mod transport;
pub mod wire;

pub use connection::Connection;
pub use dialect::Dialect;
pub use transport::RetryPolicy;
