//! What models answer to the prompt.

use serde_json::Value;

use crate::prompts::elements::{self, Expected};
use crate::prompts::reconcile::{Unreadable, numbers};

const EXPECTED: Expected = Expected {
    lists: &["memory", "memories", "facts", "results", "operations"],
    texts: &["text", "memory", "fact", "statement", "content", "data"],
    no_list: "it has no list `memory`",
};

/// One memory of a reply, unchecked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// The statement.
    pub text: String,
    /// `user` or `assistant`, where the reply says so.
    pub attributed_to: Option<&'static str>,
    /// Known memories that it belongs to, by the ids that the model was shown.
    pub linked: Vec<String>,
    /// The numbers of the messages it comes from, where the reply says so.
    pub sources: Vec<i64>,
}

/// Reads a reply: memories as strings, or as objects with `text`. Empty ones are dropped, and so
/// are those that say of themselves that they are none: this pipeline adds and does nothing else.
///
/// # Errors
/// It holds no JSON, or no JSON of a known form.
pub fn read(answer: &str) -> Result<Vec<Note>, Unreadable> {
    let elements = elements::read(answer, &EXPECTED)?;
    Ok(elements.iter().filter_map(note).collect())
}

fn note(element: &Value) -> Option<Note> {
    let event = element.get("event").and_then(Value::as_str);
    let event = event.map(str::trim).unwrap_or_default().to_lowercase();
    if matches!(event.as_str(), "none" | "noop" | "delete") {
        return None;
    }
    let attributed_to = element.get("attributed_to").and_then(Value::as_str);
    Some(Note {
        text: elements::text(element, &EXPECTED)?,
        attributed_to: attributed_to.and_then(speaker),
        linked: element
            .get("linked_memory_ids")
            .map(ids)
            .unwrap_or_default(),
        sources: ["source", "sources", "message", "messages"]
            .iter()
            .find_map(|key| element.get(*key))
            .map(numbers)
            .unwrap_or_default(),
    })
}

fn speaker(word: &str) -> Option<&'static str> {
    match word.trim().to_lowercase().as_str() {
        "user" | "human" | "用户" => Some("user"),
        "assistant" | "agent" | "ai" | "助手" | "智能体" => Some("assistant"),
        _ => None,
    }
}

/// Ids as text: `["0"]`, `[0]`, `"0, 1"`, `0`.
fn ids(value: &Value) -> Vec<String> {
    match value {
        Value::Array(elements) => elements.iter().flat_map(ids).collect(),
        Value::Number(number) => vec![number.to_string()],
        Value::String(text) => text
            .split([',', ' ', ';', '，', '、'])
            .map(|id| id.trim_matches(['"', '\'', '[', ']', '#']).to_owned())
            .filter(|id| !id.is_empty())
            .collect(),
        Value::Object(map) => map.get("id").map(ids).unwrap_or_default(),
        Value::Null | Value::Bool(_) => Vec::new(),
    }
}
