//! Many memories at once.

use serde_json::{Value, json};

use crate::arguments::{Arguments, kind, refused};
use crate::error::Result;
use crate::identity::Identity;
use crate::request::{Method, Request};

pub(super) fn update(arguments: &mut Arguments, _: &Identity) -> Result<Request> {
    let memories = memories(arguments)?;
    Ok(Request::new(Method::Put, "/v1/batch/").body(json!({"memories": memories})))
}

/// Bare ids will do as well.
pub(super) fn delete(arguments: &mut Arguments, _: &Identity) -> Result<Request> {
    let memories: Vec<Value> = memories(arguments)?
        .into_iter()
        .map(|memory| match memory {
            Value::String(id) => json!({"memory_id": id}),
            other => other,
        })
        .collect();
    Ok(Request::new(Method::Delete, "/v1/batch/").body(json!({"memories": memories})))
}

fn memories(arguments: &mut Arguments) -> Result<Vec<Value>> {
    match arguments.take("memories") {
        Some(Value::Array(memories)) => Ok(memories),
        other => Err(refused(format!(
            "memories must be a list, not {}",
            other.as_ref().map_or("nothing", kind)
        ))),
    }
}
