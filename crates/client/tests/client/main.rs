//! The client, by what it sends, by what it makes of answers, and against the double of the API.

#![expect(clippy::unwrap_used, reason = "a test stops at what it did not expect")]

mod answers;
mod carrying;
mod errors;
mod journeys;
mod requests;

use mem0_client::{Client, ClientOptions};

/// A client that sends nothing.
fn client() -> Client {
    Client::new(ClientOptions::new("m0-secret").at("https://api.example.test")).unwrap()
}
