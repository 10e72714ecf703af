//! Sorts of JSON values, as errors name them.

use std::fmt;

use serde_json::Value;

/// What sort of value JSON holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum JsonType {
    /// `null`, or nothing at all.
    Null,
    /// `true` or `false`.
    Boolean,
    /// A whole number.
    Whole,
    /// A number with decimals.
    Decimal,
    /// A text.
    Text,
    /// A list.
    List,
    /// An object.
    Object,
}

impl JsonType {
    /// The type of a value.
    pub fn of(value: &Value) -> Self {
        match value {
            Value::Null => Self::Null,
            Value::Bool(_) => Self::Boolean,
            Value::Number(number) if number.is_f64() => Self::Decimal,
            Value::Number(_) => Self::Whole,
            Value::String(_) => Self::Text,
            Value::Array(_) => Self::List,
            Value::Object(_) => Self::Object,
        }
    }
}

impl fmt::Display for JsonType {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Null => "null",
            Self::Boolean => "true or false",
            Self::Whole | Self::Decimal => "a number",
            Self::Text => "a text",
            Self::List => "a list",
            Self::Object => "an object",
        })
    }
}
