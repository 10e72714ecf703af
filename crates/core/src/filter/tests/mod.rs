//! What filters let through.

mod fields;
mod logic;
mod refusals;

use jiff::Timestamp;
use serde_json::{Value, json};

use super::{Field, Filter, Test};
use crate::error::InputError;
use crate::memory::MemoryItem;
use crate::scope::{Scope, ScopeId};

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// A memory of mia with this metadata.
fn memory(metadata: Value) -> MemoryItem {
    let scope = Scope {
        run_id: Some("monday".into()),
        ..Scope::user("mia")
    };
    let said = at("2025-12-31T20:00:00Z");
    MemoryItem {
        language: "en".into(),
        role: Some("user".into()),
        metadata: metadata.as_object().cloned().unwrap(),
        categories: vec!["Food".into(), "travel plans".into()],
        created_at: at("2026-01-15T12:30:00Z"),
        updated_at: at("2026-01-16T00:00:00Z"),
        expires_on: Some(jiff::civil::date(2026, 2, 1)),
        ..MemoryItem::new("m-1", scope, "Mia 喜欢 Pizza from ΝΑΠΟΛΙΣ", said)
    }
}

pub(super) fn item() -> MemoryItem {
    memory(json!({
        "type": "preference", "price": 12, "ratio": 0.5, "big": 9_007_199_254_740_993_i64,
        "done": true, "nothing": null, "tags": ["red", "green", 3], "none": [],
        "due": "2026-03-01", "met": "2026-03-01T10:00:00+02:00", "code": "1",
        "address": {"city": "Paris", "geo": {"lat": 48}}, "a.b": "spelled", "a": {"b": "nested"},
        "AND": "conjunction",
    }))
}

fn parse(json: Value) -> Filter {
    Filter::parse(&json).unwrap_or_else(|error| panic!("{json}: {error}"))
}

#[track_caller]
fn passes(filters: impl IntoIterator<Item = Value>) {
    for json in filters {
        assert!(parse(json.clone()).matches(&item()), "{json} should pass");
    }
}

#[track_caller]
fn fails(filters: impl IntoIterator<Item = Value>) {
    for json in filters {
        assert!(
            !parse(json.clone()).matches(&item()),
            "{json} should not pass"
        );
    }
}

#[track_caller]
fn refused(json: Value, at: &str, because: &str) {
    match Filter::parse(&json) {
        Err(InputError::Filter { path, problem }) => {
            assert_eq!(path, at, "{json}: {problem}");
            assert!(problem.contains(because), "{json}: {problem}");
        }
        other => panic!("{json} gave {other:?}"),
    }
}
