//! What came back.

use std::time::Duration;

use jiff::Timestamp;
use jiff::fmt::rfc2822;
use serde_json::{Map, Value};

use crate::error::{ClientError, Refusal, Result};
use crate::lenient;

/// What came back.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Reply {
    /// The HTTP status.
    pub status: u16,
    /// Names and values.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
}

impl Reply {
    /// What a deletion answers.
    pub(crate) fn deleted() -> Self {
        Self {
            status: 200,
            headers: vec![("content-type".to_owned(), "application/json".to_owned())],
            body: br#"{"message": "Deleted."}"#.to_vec(),
        }
    }

    /// A header's value; names don't distinguish case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(known, _)| known.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
    }

    /// How long the server asks us to wait: seconds, or until a date.
    pub fn retry_after(&self) -> Option<Duration> {
        let text = self.header("retry-after")?.trim();
        if let Ok(seconds) = text.parse::<f64>() {
            return Duration::try_from_secs_f64(seconds).ok();
        }
        let moment = rfc2822::DateTimeParser::new().parse_timestamp(text).ok()?;
        // A date that has passed: at once.
        Some(Duration::try_from(moment.duration_since(Timestamp::now())).unwrap_or_default())
    }

    /// The JSON of a success.
    ///
    /// # Errors
    /// The status tells of a failure, or the body is no JSON.
    pub fn json(&self) -> Result<Value> {
        if !(200..300).contains(&self.status) {
            return Err(ClientError::Refused(Box::new(self.refusal())));
        }
        // Servers of old answer deletions with nothing at all.
        if self.body.iter().all(u8::is_ascii_whitespace) {
            return Ok(Value::Object(Map::new()));
        }
        lenient::read(&self.body).map_err(|error| ClientError::Unreadable {
            status: self.status,
            problem: error.to_string(),
        })
    }

    fn refusal(&self) -> Refusal {
        let text = String::from_utf8_lossy(&self.body).trim().to_owned();
        let is_json = self
            .header("content-type")
            .is_some_and(|kind| kind.trim_start().starts_with("application/json"));
        let json = serde_json::from_str::<Value>(&text)
            .ok()
            .filter(|_| is_json);
        let detail = json.as_ref().and_then(|json| json.get("detail"));
        let message = match detail {
            Some(Value::String(detail)) if !detail.is_empty() => detail.clone(),
            Some(Value::String(_) | Value::Null) => format!("HTTP {} error", self.status),
            Some(detail) => detail.to_string(),
            None if text.is_empty() => format!("HTTP {} error", self.status),
            None => text,
        };
        let mut limits = Map::new();
        if self.status == 429 {
            for (name, header) in [
                ("x_ratelimit_limit", "x-ratelimit-limit"),
                ("x_ratelimit_remaining", "x-ratelimit-remaining"),
                ("x_ratelimit_reset", "x-ratelimit-reset"),
            ] {
                if let Some(value) = self.header(header) {
                    limits.insert(name.to_owned(), value.into());
                }
            }
        }
        Refusal {
            status: self.status,
            message,
            details: match json {
                Some(Value::Object(object)) => object,
                _ => Map::new(),
            },
            retry_after: self.retry_after(),
            limits,
            method: None,
            url: None,
        }
    }
}
