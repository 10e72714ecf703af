//! What the double answers.

use serde_json::{Value, json};
use wiremock::ResponseTemplate;

/// One answer.
#[derive(Debug, Clone)]
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) headers: Vec<(String, String)>,
    body: Body,
}

#[derive(Debug, Clone)]
enum Body {
    Json(Value),
    Text(String),
}

/// What a route gives: both ways are answers.
pub(super) type Routed<T = Answer> = Result<T, Answer>;

impl Answer {
    pub(super) fn new(status: u16, body: impl Into<Value>) -> Self {
        Self {
            status,
            headers: Vec::new(),
            body: Body::Json(body.into()),
        }
    }

    pub(super) fn ok(body: impl Into<Value>) -> Self {
        Self::new(200, body)
    }

    pub(super) fn created(body: impl Into<Value>) -> Self {
        Self::new(201, body)
    }

    pub(super) fn text(status: u16, text: &str) -> Self {
        Self {
            status,
            headers: Vec::new(),
            body: Body::Text(text.to_owned()),
        }
    }

    /// `{"message": …}`.
    pub(super) fn message(text: &str) -> Self {
        Self::ok(json!({"message": text}))
    }

    /// An error that every client can read: `detail` and `error`.
    pub(super) fn refused(status: u16, text: &str) -> Self {
        Self::new(status, json!({"detail": text, "error": text}))
    }

    /// The same with `message`.
    pub(super) fn refused_with_message(status: u16, text: &str) -> Self {
        Self::new(
            status,
            json!({"detail": text, "error": text, "message": text}),
        )
    }

    /// 404.
    pub(super) fn missing(text: &str) -> Self {
        Self::refused(404, text)
    }

    /// The same with another status.
    pub(super) fn with_status(mut self, status: u16) -> Self {
        self.status = status;
        self
    }

    /// Puts one more key into a JSON object.
    pub(super) fn set(&mut self, key: &str, value: Value) {
        if let Body::Json(Value::Object(object)) = &mut self.body {
            object.insert(key.to_owned(), value);
        }
    }

    pub(super) fn template(&self) -> ResponseTemplate {
        let template = ResponseTemplate::new(self.status);
        let template = match &self.body {
            Body::Json(json) => template.set_body_json(json),
            Body::Text(text) => template.set_body_string(text),
        };
        self.headers
            .iter()
            .fold(template, |template, (name, value)| {
                template.insert_header(name.as_str(), value.as_str())
            })
    }
}
