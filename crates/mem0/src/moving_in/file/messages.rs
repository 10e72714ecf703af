//! Plain messages, as chat APIs write them: each is kept word for word.

use crate::{ImportRecord, Message, Scope};
use serde_json::Value;

use super::listed::scope_of;
use crate::moving_in::Whose;
use crate::moving_in::making::{added, blank, name, said, scope_name};
use crate::moving_in::moment::moment;

/// One message of a list.
pub fn message(whose: &Whose, value: &Value, position: usize) -> Result<Vec<ImportRecord>, String> {
    let scope = value.as_object().map(scope_of).unwrap_or_default();
    one(whose, value, &scope, "messages", position)
}

/// An object with a list of messages, and perhaps with the ids they belong to.
pub fn conversation(
    whose: &Whose,
    value: &Value,
    position: usize,
) -> Result<Vec<ImportRecord>, String> {
    let scope = value.as_object().map(scope_of).unwrap_or_default();
    let messages = value.get("messages").and_then(Value::as_array);
    let messages = messages.ok_or("`messages` is no list")?;
    let batch = format!("conversation {position}");
    let mut records = Vec::with_capacity(2 * messages.len());
    for (place, message) in messages.iter().enumerate() {
        records.extend(one(whose, message, &scope, &batch, place)?);
    }
    Ok(records)
}

/// A bare text.
pub fn text(whose: &Whose, text: &str, position: usize) -> Result<ImportRecord, String> {
    if text.trim().is_empty() {
        return Err("the text is empty".to_owned());
    }
    let scope = whose.scope(Scope::default());
    let id = name(&["text", &scope_name(&scope), &position.to_string(), text]);
    Ok(added(blank(id, scope, text.to_owned(), whose.now)))
}

/// A message makes an episode and a memory; one without a text (tool calls, images) or by the
/// system makes nothing.
fn one(
    whose: &Whose,
    value: &Value,
    scope: &Scope,
    batch: &str,
    position: usize,
) -> Result<Vec<ImportRecord>, String> {
    let message: Message = serde_json::from_value(value.clone())
        .map_err(|error| format!("the message can't be read: {error}"))?;
    let text = message.text();
    if text.trim().is_empty() || message.role == "system" {
        return Ok(Vec::new());
    }
    let scope = whose.scope(scope.clone());
    let at = ["timestamp", "created_at", "create_time", "date"]
        .iter()
        .find_map(|key| value.get(*key).and_then(moment))
        .unwrap_or(whose.now);
    let whose = scope_name(&scope);
    let place = position.to_string();
    let id = name(&["message", &whose, batch, &place, &message.role, &text]);
    let batch = name(&["batch", &whose, batch]);
    let item = blank(id, scope, text, at);
    Ok(said(item, &message.role, message.name, batch, position).into())
}
