//! The messages of an `add`, in every form in which callers have them.

use mem0_core::{InputError, JsonType};
use serde_json::Value;

use super::arguments::Arguments;
use crate::Messages;

/// The messages, and whether there were any that say nothing or can't be kept; those are told in
/// the warnings.
///
/// Of a list, an element without content is left out. Word for word (`infer` false), so is what
/// is no message at all, and a message without a role: nobody said it.
///
/// # Errors
/// Neither a text nor an object nor a list; a message that can't be read.
pub(super) fn messages(given: &mut Arguments, infer: bool) -> Result<Messages, InputError> {
    let json = given.raw("messages").unwrap_or(Value::Null);
    let Value::Array(list) = json else {
        return Messages::from_json(&json);
    };
    let mut kept = Vec::with_capacity(list.len());
    let mut left_out = Vec::new();
    for (place, message) in list.iter().enumerate() {
        match flaw(message, infer) {
            None => kept.push(place),
            Some(flaw) => left_out.push(format!("message {} {flaw}; it is left out", place + 1)),
        }
    }
    given.warnings.append(&mut left_out);
    // Read as one list, so that an error names the place that the caller knows.
    let place_of = |place: usize| list[place].clone();
    if kept.len() == list.len() {
        return Messages::from_json(&Value::Array(list));
    }
    let mut messages = Vec::with_capacity(kept.len());
    for place in kept {
        let one = Messages::from_json(&Value::Array(vec![place_of(place)]));
        messages.extend(one?);
    }
    Ok(messages.into())
}

/// Why an element of a list is left out.
fn flaw(message: &Value, infer: bool) -> Option<String> {
    let missing = |key: &str| message.get(key).is_none_or(Value::is_null);
    match message {
        Value::String(_) => None,
        Value::Object(_) if missing("content") && missing("tool_calls") => {
            Some("has no content".to_owned())
        }
        Value::Object(_) if !infer && missing("role") => Some("has no role".to_owned()),
        Value::Object(_) => None,
        other => (!infer).then(|| format!("is {}", JsonType::of(other))),
    }
}
