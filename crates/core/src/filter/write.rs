//! Filters written as JSON.

use std::fmt;

use serde_json::{Map, Value, json};

use super::operator::{Logic, Operator};
use super::{Field, Filter, Test};

impl Filter {
    /// The filter as JSON. [`Filter::parse`] reads it back as the same tree, if the tree came from
    /// there; an empty [`Filter::Any`], which no JSON spells, becomes `{"NOT": {}}`.
    pub fn to_json(&self) -> Value {
        match self {
            Self::All(filters) if filters.is_empty() => json!({}),
            Self::Any(filters) if filters.is_empty() => json!({"NOT": {}}),
            Self::All(filters) => json!({"AND": list(filters)}),
            Self::Any(filters) => json!({"OR": list(filters)}),
            Self::Not(filter) => json!({"NOT": filter.to_json()}),
            Self::Field(field, test) => {
                Value::Object(Map::from_iter([(key(field), test.to_json())]))
            }
        }
    }
}

impl fmt::Display for Filter {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.to_json(), formatter)
    }
}

impl Test {
    /// The condition as JSON, in its shortest form.
    fn to_json(&self) -> Value {
        let (operator, operand) = match self {
            Self::Exists(false) => return Value::Null,
            Self::Exists(true) => return json!("*"),
            Self::Equals(value) if is_bare(value) => return value.clone(),
            Self::Equals(value) => (Operator::Equals, value.clone()),
            Self::NotEquals(value) => (Operator::NotEquals, value.clone()),
            Self::In(values) => (Operator::In, json!(values)),
            Self::NotIn(values) => (Operator::NotIn, json!(values)),
            Self::Greater(value) => (Operator::Greater, value.clone()),
            Self::GreaterOrEqual(value) => (Operator::GreaterOrEqual, value.clone()),
            Self::Less(value) => (Operator::Less, value.clone()),
            Self::LessOrEqual(value) => (Operator::LessOrEqual, value.clone()),
            Self::Contains(text) => (Operator::Contains, json!(text)),
            Self::ContainsIgnoringCase(text) => (Operator::ContainsIgnoringCase, json!(text)),
        };
        json!({operator.name(): operand})
    }
}

fn list(filters: &[Filter]) -> Vec<Value> {
    filters.iter().map(Filter::to_json).collect()
}

/// Whether a value that stands alone is read as "equal to this".
fn is_bare(value: &Value) -> bool {
    match value {
        Value::Bool(_) | Value::Number(_) => true,
        Value::String(text) => text != "*",
        Value::Null | Value::Array(_) | Value::Object(_) => false,
    }
}

/// The shortest key that leads to the field: a metadata key that can't be taken for anything else
/// needs no prefix. (The text needs its plain name: a bare `keywords` is no equality.)
fn key(field: &Field) -> String {
    match field {
        Field::Metadata(key)
            if Field::named(key) == *field
                && Logic::named(key).is_none()
                && key != "metadata"
                && !key.starts_with('$') =>
        {
            key.clone()
        }
        field => field.name().into_owned(),
    }
}
