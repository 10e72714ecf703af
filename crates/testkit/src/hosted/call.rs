//! What was asked, read in all the ways in which clients ask.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};
use wiremock::Request;

use super::answer::{Answer, Routed};
use super::literal;

/// A request as it came.
#[derive(Debug, Clone, PartialEq)]
pub struct Recorded {
    /// In capitals.
    pub method: String,
    /// Percent-encoded, as it came.
    pub path: String,
    /// Names and values, decoded.
    pub query: Vec<(String, String)>,
    /// Names in lower case.
    pub headers: BTreeMap<String, String>,
    /// The JSON body; null if there is none.
    pub body: Value,
}

impl Recorded {
    /// The values of a name in the query.
    pub fn query_values(&self, name: &str) -> Vec<&str> {
        let named = self.query.iter().filter(|(known, _)| known == name);
        named.map(|(_, value)| value.as_str()).collect()
    }

    pub(super) fn to_json(&self) -> Value {
        json!({
            "method": self.method,
            "path": self.path,
            "query": self.query,
            "headers": self.headers,
            "body": self.body,
        })
    }
}

/// A request, with what routes want to know of it.
pub(super) struct Call {
    pub(super) recorded: Recorded,
    /// Decoded, after the path was divided at its slashes.
    pub(super) segments: Vec<String>,
    body: Option<Value>,
}

impl Call {
    pub(super) fn read(request: &Request) -> Self {
        let path = request.url.path().to_owned();
        let body = serde_json::from_slice::<Value>(&request.body).ok();
        let header = |value: &[u8]| String::from_utf8_lossy(value).into_owned();
        Self {
            // Slashes at the end and twice in a row make no difference.
            segments: path
                .split('/')
                .filter(|segment| !segment.is_empty())
                .map(decoded)
                .collect(),
            recorded: Recorded {
                method: request.method.to_string(),
                path,
                query: request
                    .url
                    .query_pairs()
                    .map(|(name, value)| (name.into_owned(), value.into_owned()))
                    .collect(),
                headers: request
                    .headers
                    .iter()
                    .map(|(name, value)| (name.as_str().to_owned(), header(value.as_bytes())))
                    .collect(),
                body: body.clone().unwrap_or_default(),
            },
            body: if request.body.is_empty() {
                Some(Value::Null)
            } else {
                body
            },
        }
    }

    pub(super) fn method(&self) -> &str {
        &self.recorded.method
    }

    /// The JSON body; null if there is none.
    pub(super) fn body(&self) -> Value {
        self.body.clone().unwrap_or_default()
    }

    /// The body's keys, with camelCase ones in snake_case.
    pub(super) fn object(&self) -> Routed<Map<String, Value>> {
        match self.body() {
            Value::Null if self.body.is_some() => Ok(Map::new()),
            Value::Object(object) => {
                let mut read = Map::new();
                for (name, value) in object {
                    let snake = snake_case(&name);
                    if snake == name {
                        read.insert(name, value);
                    } else {
                        read.entry(snake).or_insert(value);
                    }
                }
                Ok(read)
            }
            _ => Err(Answer::refused(400, "the body must be a JSON object")),
        }
    }

    /// A text of the query; empty counts as absent. camelCase will do.
    pub(super) fn query(&self, name: &str) -> Option<String> {
        let found = self
            .recorded
            .query
            .iter()
            .find(|(known, _)| snake_case(known) == name);
        found
            .map(|(_, value)| value.clone())
            .filter(|value| !value.is_empty())
    }

    /// A JSON value of the query. Python clients of old send `repr` of a dictionary.
    pub(super) fn query_json(&self, name: &str) -> Routed<Option<Value>> {
        let Some(text) = self.query(name) else {
            return Ok(None);
        };
        let read = serde_json::from_str(&text)
            .ok()
            .or_else(|| literal::read(&text));
        match read {
            Some(value) => Ok(Some(value)),
            None => Err(Answer::refused(
                400,
                &format!("{name} can't be read: {text}"),
            )),
        }
    }

    /// A number of the query or of the body.
    pub(super) fn number(&self, name: &str) -> Option<u64> {
        let in_body = || match self.object().ok()?.get(name)? {
            Value::String(text) => text.parse().ok(),
            other => other.as_u64(),
        };
        self.query(name)
            .and_then(|text| text.parse().ok())
            .or_else(in_body)
    }
}

fn snake_case(name: &str) -> String {
    let mut snake = String::new();
    for character in name.chars() {
        if character.is_ascii_uppercase() {
            snake.push('_');
        }
        snake.push(character.to_ascii_lowercase());
    }
    // `AND` and the like are no camelCase.
    if name.chars().any(|character| character.is_ascii_lowercase()) {
        snake
    } else {
        name.to_owned()
    }
}

fn decoded(segment: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = segment.as_bytes();
    while let Some((first, tail)) = rest.split_first() {
        let hex = tail.get(..2).and_then(|hex| std::str::from_utf8(hex).ok());
        match (first, hex.and_then(|hex| u8::from_str_radix(hex, 16).ok())) {
            (b'%', Some(byte)) => {
                bytes.push(byte);
                rest = &tail[2..];
            }
            _ => {
                bytes.push(*first);
                rest = tail;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
