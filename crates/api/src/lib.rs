//! What the hosted API sends and receives, as types: for client and server.
//!
//! Types write exactly one spelling. Whoever reads what others sent first calls [`tolerant`],
//! which accepts the other spellings in use.

pub mod ping;
mod tolerant;

pub use ping::Ping;
pub use tolerant::{read, tolerant};
