//! Whether a memory was of use.

use serde_json::{Value, json};

use crate::arguments::{Arguments, refused};
use crate::error::Result;
use crate::identity::Identity;
use crate::request::{Method, Request};

/// What may be said of a memory.
const GRADES: [&str; 3] = ["POSITIVE", "NEGATIVE", "VERY_NEGATIVE"];

pub(super) fn feedback(arguments: &mut Arguments, _: &Identity) -> Result<Request> {
    let memory_id = arguments.text("memory_id")?;
    let grade = match arguments.take("feedback") {
        None => Value::Null,
        Some(Value::String(grade)) if grade.is_empty() => Value::Null,
        Some(Value::String(grade)) if GRADES.contains(&grade.to_uppercase().as_str()) => {
            grade.to_uppercase().into()
        }
        Some(other) => {
            return Err(refused(format!(
                "feedback must be one of {} or None, not {other}",
                GRADES.join(", ")
            )));
        }
    };
    let body = json!({
        "memory_id": memory_id,
        "feedback": grade,
        "feedback_reason": arguments.take("feedback_reason"),
    });
    Ok(Request::new(Method::Post, "/v1/feedback/").body(body))
}
