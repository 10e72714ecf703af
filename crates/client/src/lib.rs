//! Client of the hosted API: the service's, and that of our own server.
//!
//! | module | question it answers |
//! | --- | --- |
//! | [`options`] | who calls, and where? |
//! | [`arguments`] | what did the caller hand over? |
//! | [`operations`] | which request does an operation make, and what does its answer mean? |
//! | [`request`], [`reply`] | what goes over the wire? |
//! | [`exchange`] | which requests make up one operation? |
//! | [`error`] | what went wrong, and what can be done about it? |
//! | [`client`] | how does it get there: connections, time-outs, retries, proxies? |
//!
//! [`Client::call`] does any of [`OPERATIONS`] with JSON; beside it stands a typed method for
//! each, with the types of [`mem0_api`].
//!
//! Everything but [`client`] is plain and synchronous: whoever has an HTTP client of their own
//! drives an [`Exchange`] with it.
//!
//! ```no_run
//! # async fn example() -> Result<(), mem0_client::ClientError> {
//! use mem0_client::{Client, ClientOptions};
//! use serde_json::json;
//!
//! let client = Client::new(ClientOptions::new("m0-…"))?;
//! client.call("add", json!({"messages": "I row on Sundays", "user_id": "mia"})).await?;
//! client.call("add", json!({"messages": "我周日划船", "user_id": "李雷"})).await?;
//! let found = client.call("search", json!({"query": "sport", "user_id": "mia"})).await?;
//! assert!(found["results"].is_array());
//!
//! use mem0_client::api::{AddRequest, Ids};
//! let added = client.add(&AddRequest::new("I ski in winter", Ids::user("mia"))).await?;
//! println!("{}", added.changes()[0].statement());
//! # Ok(())
//! # }
//! ```

pub mod arguments;
pub mod client;
pub mod error;
pub mod exchange;
pub mod identity;
mod lenient;
pub mod operations;
pub mod options;
pub mod reply;
pub mod request;
mod retry;
mod transport;
mod typed;

pub use client::Client;
pub use error::{ClientError, ErrorKind, Result};
pub use exchange::Exchange;
pub use identity::Identity;
pub use mem0_api as api;
pub use operations::{OPERATIONS, Operation};
pub use options::ClientOptions;
pub use reply::Reply;
pub use request::{Method, Request};
