//! What is sent.

use std::fmt;

use serde_json::Value;

/// How a resource is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// `GET`
    Get,
    /// `POST`
    Post,
    /// `PUT`
    Put,
    /// `PATCH`
    Patch,
    /// `DELETE`
    Delete,
}

impl Method {
    /// In capitals, as on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
        }
    }
}

/// One request.
#[derive(Clone, PartialEq)]
pub struct Request {
    /// How.
    pub method: Method,
    /// From the host's root, percent-encoded, with a slash at both ends.
    pub path: String,
    /// Names and values, not encoded yet.
    pub query: Vec<(String, String)>,
    /// Names and values; the key is among them once a client has made it ready to send.
    pub headers: Vec<(String, String)>,
    /// The JSON body.
    pub body: Option<Value>,
}

impl Request {
    /// A request without query and body.
    pub fn new(method: Method, path: impl Into<String>) -> Self {
        Self {
            method,
            path: path.into(),
            query: Vec::new(),
            headers: Vec::new(),
            body: None,
        }
    }

    /// With this body.
    #[must_use]
    pub fn body(mut self, body: impl Into<Value>) -> Self {
        self.body = Some(body.into());
        self
    }

    /// With one more entry in the query. A list becomes an entry for each element, an object its
    /// JSON; null is left out.
    #[must_use]
    pub fn query(mut self, name: &str, value: &Value) -> Self {
        match value {
            Value::Null => {}
            Value::Array(list) => {
                for element in list.iter().filter(|element| !element.is_null()) {
                    self.query.push((name.to_owned(), in_query(element)));
                }
            }
            other => self.query.push((name.to_owned(), in_query(other))),
        }
        self
    }
}

impl fmt::Debug for Request {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let headers: Vec<&str> = self.headers.iter().map(|(name, _)| name.as_str()).collect();
        formatter
            .debug_struct("Request")
            .field("method", &self.method.as_str())
            .field("path", &self.path)
            .field("query", &self.query)
            .field("headers", &headers)
            .field("body", &self.body)
            .finish()
    }
}

fn in_query(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// One segment of a path: everything but letters, digits and `-._~` is percent-encoded.
pub(crate) fn segment(text: &str) -> String {
    let mut segment = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            segment.push(char::from(byte));
        } else {
            segment.push_str(&format!("%{byte:02X}"));
        }
    }
    segment
}
