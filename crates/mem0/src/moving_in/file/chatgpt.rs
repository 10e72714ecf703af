//! An export of ChatGPT (`conversations.json`): a list of conversations, each a tree of messages
//! whose chosen branch ends at `current_node`.

use crate::{ImportRecord, Scope};
use serde_json::Value;

use crate::moving_in::Whose;
use crate::moving_in::making::{NOBODY, blank, name, said, scope_name};
use crate::moving_in::moment::moment;

/// The messages of the branch that the person went on with, oldest first. Each is kept word for
/// word, with the conversation as its `run_id` and the title in its metadata.
pub fn conversation(whose: &Whose, value: &Value) -> Result<Vec<ImportRecord>, String> {
    let id = ["conversation_id", "id"]
        .iter()
        .find_map(|key| value.get(*key).and_then(Value::as_str))
        .filter(|id| !id.is_empty());
    let title = value
        .get("title")
        .and_then(Value::as_str)
        .unwrap_or_default();
    let started = value
        .get("create_time")
        .and_then(moment)
        .unwrap_or(whose.now);
    let fallback = name(&["conversation", title, &started.to_string()]);
    let conversation = id.unwrap_or(&fallback);
    let mut scope = whose.scope(Scope::default());
    if scope.is_unbounded() {
        return Err(NOBODY.to_owned());
    }
    if scope.run_id.is_none() {
        scope.run_id = Some(conversation.to_owned());
    }
    let mut records = Vec::new();
    let mut last = started;
    for (place, node) in branch(value).into_iter().enumerate() {
        let Some((role, text)) = text_of(node) else {
            continue;
        };
        let at = node.get("create_time").and_then(moment).unwrap_or(last);
        last = at;
        let place_name = place.to_string();
        let message = node
            .get("id")
            .and_then(Value::as_str)
            .unwrap_or(&place_name);
        let id = name(&["chatgpt", &scope_name(&scope), conversation, message]);
        let mut item = blank(id, scope.clone(), text, at);
        if !title.is_empty() {
            item.metadata.insert("title".to_owned(), title.into());
        }
        let batch = name(&["batch", &scope_name(&scope), conversation]);
        records.extend(said(item, role, None, batch, place));
    }
    Ok(records)
}

/// The messages from the root to the current node. Without a current node, the branch that ends
/// at the newest message.
fn branch(conversation: &Value) -> Vec<&Value> {
    let Some(mapping) = conversation.get("mapping").and_then(Value::as_object) else {
        return Vec::new();
    };
    let newest = || {
        let time = |node: &Value| {
            node.pointer("/message/create_time")
                .and_then(Value::as_f64)
                .unwrap_or(0.0)
        };
        let last = mapping
            .iter()
            .max_by(|(_, a), (_, b)| time(a).total_cmp(&time(b)));
        last.map(|(key, _)| key.as_str())
    };
    let current = conversation.get("current_node").and_then(Value::as_str);
    let mut at = current
        .filter(|key| mapping.contains_key(*key))
        .or_else(newest);
    let mut messages = Vec::new();
    // A branch can't be longer than the tree is large, unless its parents run in a circle.
    for _ in 0..mapping.len() {
        let Some(node) = at.and_then(|key| mapping.get(key)) else {
            break;
        };
        messages.extend(node.get("message").filter(|message| message.is_object()));
        at = node.get("parent").and_then(Value::as_str);
    }
    messages.reverse();
    messages
}

/// Who speaks, and the words; `None` for what is no text of the user or the assistant.
fn text_of(message: &Value) -> Option<(&'static str, String)> {
    let role = match message.pointer("/author/role")?.as_str()? {
        "user" => "user",
        "assistant" => "assistant",
        _ => return None,
    };
    let content = message.get("content")?;
    let kind = content
        .get("content_type")
        .and_then(Value::as_str)
        .unwrap_or("text");
    if !matches!(kind, "text" | "multimodal_text") {
        return None;
    }
    let parts = content.get("parts")?.as_array()?;
    let text = parts
        .iter()
        .filter_map(Value::as_str)
        .collect::<Vec<_>>()
        .join("\n");
    (!text.trim().is_empty()).then_some((role, text))
}
