//! Answers for programs.

use std::time::Duration;

use serde_json::{Map, Value, json};

use super::Reply;
use crate::scope;

/// The envelope of `--json`.
pub fn envelope(command: &str, reply: &Reply, took: Duration) -> String {
    let mut envelope = Map::new();
    envelope.insert("status".into(), "success".into());
    envelope.insert("command".into(), command.into());
    envelope.insert("duration_ms".into(), millis(took).into());
    envelope.insert("scope".into(), scope::to_json(&reply.scope));
    if let Some(count) = reply.count {
        envelope.insert("count".into(), count.into());
    }
    envelope.insert("data".into(), reply.data.clone());
    envelope.extend(reply.details.clone());
    if !reply.warnings.is_empty() {
        envelope.insert("warnings".into(), json!(reply.warnings));
    }
    pretty(&Value::Object(envelope))
}

/// The envelope of a failure.
pub fn failure(command: &str, problem: &str, hint: &str) -> String {
    pretty(&json!({"status": "error", "command": command, "error": problem, "hint": hint}))
}

/// JSON as people like to read it.
pub fn pretty(value: &Value) -> String {
    format!("{value:#}")
}

fn millis(took: Duration) -> u64 {
    u64::try_from(took.as_millis()).unwrap_or(u64::MAX)
}
