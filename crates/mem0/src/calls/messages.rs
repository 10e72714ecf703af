//! The messages of an `add`, in every form in which callers have them.

use mem0_core::{InputError, JsonType};
use serde_json::Value;

use super::arguments::Arguments;
use crate::Messages;
use crate::messages::element;

/// The messages. What is left out of a list is told in the warnings: a message without content,
/// and, word for word (`infer` false), what is no message and a message without a role.
///
/// # Errors
/// Neither a text nor an object nor a list; a message that can't be read.
pub(super) fn messages(given: &mut Arguments, infer: bool) -> Result<Messages, InputError> {
    let json = given.raw("messages").unwrap_or(Value::Null);
    let Value::Array(list) = json else {
        return Messages::from_json(&json);
    };
    let mut messages = Vec::with_capacity(list.len());
    for (place, message) in list.iter().enumerate() {
        match flaw(message, infer) {
            None => messages.push(element((place, message))?),
            Some(flaw) => {
                let warning = format!("message {} {flaw}; it is left out", place + 1);
                given.warnings.push(warning);
            }
        }
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

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_has_no_flaw_is_kept() {
        let call = json!({"role": "assistant", "tool_calls": [{"id": "1"}]});
        for (message, drawn, verbatim) in [
            (json!("你好"), true, true),
            (json!({"role": "user", "content": "hi"}), true, true),
            (call, true, true),
            (json!({"content": "hi"}), true, false),
            (json!({"role": "user", "content": null}), false, false),
            (json!({}), false, false),
            // An error, not a warning, where statements are drawn: nobody would miss them else.
            (json!(7), true, false),
        ] {
            assert_eq!(flaw(&message, true).is_none(), drawn, "{message}");
            assert_eq!(flaw(&message, false).is_none(), verbatim, "{message}");
        }
    }
}
