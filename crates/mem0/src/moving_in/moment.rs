//! Times as other programs write them.

use crate::{Date, Timestamp, parse_expiration, parse_timestamp};
use serde_json::Value;

/// A time: a text such as `2024-05-01T10:00:00Z`, or seconds or milliseconds since 1970. `None`
/// for anything else.
pub fn moment(value: &Value) -> Option<Timestamp> {
    match value {
        Value::Number(number) => parse_timestamp(&number.to_string()).ok(),
        Value::String(text) => parse_timestamp(text).ok(),
        _ => None,
    }
}

/// A day.
pub fn date(value: &Value) -> Option<Date> {
    parse_expiration(value.as_str()?).ok()
}
