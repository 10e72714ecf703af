//! What is to go wrong.

use std::time::Duration;

use serde_json::{Value, json};

use super::answer::Answer;
use super::call::Call;

/// What is to go wrong with one of the next requests.
#[derive(Debug, Clone, Default)]
pub struct Fault {
    /// Only with requests whose path contains this; empty: with any.
    pub path: String,
    /// Only with requests of this method; empty: with any.
    pub method: String,
    /// Answer this status instead of doing what was asked.
    pub status: Option<u16>,
    /// With this body; `None`: a plain `detail`.
    pub body: Option<Body>,
    /// With these headers too.
    pub headers: Vec<(String, String)>,
    /// Wait before the answer.
    pub delay: Option<Duration>,
    /// Break the connection instead of answering.
    pub drops: bool,
    /// Do what was asked before.
    pub acts: bool,
    /// How often; 1.
    pub times: u32,
}

/// The body of a failure.
#[derive(Debug, Clone)]
pub enum Body {
    /// As JSON.
    Json(Value),
    /// As plain text.
    Text(String),
}

impl Fault {
    /// Answers this status.
    pub fn status(status: u16) -> Self {
        Self {
            status: Some(status),
            times: 1,
            ..Self::default()
        }
    }

    /// Breaks the connection.
    pub fn drop() -> Self {
        Self {
            drops: true,
            times: 1,
            ..Self::default()
        }
    }

    /// Does what was asked, and breaks the connection before it can answer.
    pub fn lost_answer() -> Self {
        Self {
            acts: true,
            ..Self::drop()
        }
    }

    /// Answers as it should, but late.
    pub fn delay(delay: Duration) -> Self {
        Self {
            delay: Some(delay),
            times: 1,
            ..Self::default()
        }
    }

    /// Only where the path contains this.
    #[must_use]
    pub fn on(mut self, path: &str) -> Self {
        path.clone_into(&mut self.path);
        self
    }

    /// That often.
    #[must_use]
    pub fn times(mut self, times: u32) -> Self {
        self.times = times;
        self
    }

    /// Asks to come back after so many seconds, and tells of limits.
    #[must_use]
    pub fn retry_after(mut self, seconds: u32) -> Self {
        for (name, value) in [
            ("Retry-After", seconds.to_string()),
            ("X-RateLimit-Limit", "100".to_owned()),
            ("X-RateLimit-Remaining", "0".to_owned()),
            ("X-RateLimit-Reset", "1772355600".to_owned()),
        ] {
            self.headers.push((name.to_owned(), value));
        }
        self
    }

    /// Answers this JSON.
    #[must_use]
    pub fn saying(mut self, body: Value) -> Self {
        self.body = Some(Body::Json(body));
        self
    }

    /// Answers this text, which is no JSON.
    #[must_use]
    pub fn mumbling(mut self, text: &str) -> Self {
        self.body = Some(Body::Text(text.to_owned()));
        self
    }

    /// As other programs order it: `status`, `path`, `method`, `times`, `delay_ms`, `drop`, `acts`,
    /// `retry_after`, `body`, `text`, `headers`.
    pub(super) fn from_json(json: &Value) -> Option<Self> {
        let object = json.as_object()?;
        let text = |name: &str| object.get(name).and_then(Value::as_str);
        let number = |name: &str| object.get(name).and_then(Value::as_u64);
        let truth = |name: &str| object.get(name) == Some(&Value::Bool(true));
        let mut fault = Self {
            path: text("path").unwrap_or_default().to_owned(),
            method: text("method").unwrap_or_default().to_owned(),
            status: number("status").and_then(|status| u16::try_from(status).ok()),
            delay: number("delay_ms").map(Duration::from_millis),
            drops: truth("drop"),
            acts: truth("acts"),
            times: number("times")
                .and_then(|times| u32::try_from(times).ok())
                .unwrap_or(1),
            ..Self::default()
        };
        if let Some(seconds) = number("retry_after").and_then(|wait| u32::try_from(wait).ok()) {
            fault = fault.retry_after(seconds);
        }
        if let Some(body) = object.get("body") {
            fault = fault.saying(body.clone());
        } else if let Some(text) = text("text") {
            fault = fault.mumbling(text);
        }
        for (name, value) in object
            .get("headers")
            .and_then(Value::as_object)
            .into_iter()
            .flatten()
        {
            let value = value
                .as_str()
                .map_or_else(|| value.to_string(), ToOwned::to_owned);
            fault.headers.push((name.clone(), value));
        }
        Some(fault)
    }

    pub(super) fn concerns(&self, call: &Call) -> bool {
        call.recorded.path.contains(&self.path)
            && (self.method.is_empty() || self.method.eq_ignore_ascii_case(&call.recorded.method))
    }

    pub(super) fn answer(&self) -> Answer {
        let status = self.status.unwrap_or(500);
        let mut answer = match &self.body {
            Some(Body::Json(body)) => Answer::new(status, body.clone()),
            Some(Body::Text(text)) => Answer::text(status, text),
            None => Answer::new(
                status,
                json!({"detail": format!("the test asked for {status}")}),
            ),
        };
        answer.headers.clone_from(&self.headers);
        answer
    }
}
