//! Which request each operation makes.

mod memories;
mod refusals;
mod senders;
mod surroundings;

use mem0_client::Client;
use serde_json::Value;

use crate::client;

const ID: &str = "6b0e0000-0000-4000-8000-000000000000";

/// Method, URL without the host, body.
fn sent(operation: &str, arguments: Value) -> (String, String, Value) {
    sent_by(&client(), operation, arguments)
}

fn sent_by(client: &Client, operation: &str, arguments: Value) -> (String, String, Value) {
    let request = client.prepare(operation, arguments).unwrap();
    let url = client.url(&request).to_string();
    let rest = url.strip_prefix("https://api.example.test").unwrap();
    let method = request.method.as_str().to_owned();
    (method, rest.to_owned(), request.body.unwrap_or_default())
}

#[track_caller]
fn sends(operation: &str, arguments: Value, method: &str, url: &str, body: Value) {
    let expected = (method.to_owned(), url.to_owned(), body);
    assert_eq!(sent(operation, arguments), expected);
}
