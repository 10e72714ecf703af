//! What tools were told and answered, as words.

use std::borrow::Cow;

use mem0_core::{Content, Message, Part};
use serde_json::{Map, Value};

/// The messages with what tools were told and answered as text, in its place:
/// `search({"query": "trains"})`.
pub fn with_tool_calls(messages: &[Message]) -> Cow<'_, [Message]> {
    let has_tools = |message: &Message| message.attachments().any(|part| told(part).is_some());
    if !messages.iter().any(has_tools) {
        return Cow::Borrowed(messages);
    }
    let in_words = |part: &Part| match told(part) {
        Some(text) => Part::Plain(text),
        None => part.clone(),
    };
    messages
        .iter()
        .map(|message| {
            let content = message.content.as_ref().map(|content| match content {
                Content::Text(text) => Content::Text(text.clone()),
                Content::Part(part) => Content::Part(in_words(part)),
                Content::Parts(parts) => Content::Parts(parts.iter().map(in_words).collect()),
            });
            Message {
                content,
                ..message.clone()
            }
        })
        .collect()
}

fn told(part: &Part) -> Option<String> {
    let Part::Object(object) = part else {
        return None;
    };
    match part.kind()? {
        // OpenAI's chats, where the function has a place of its own; then Anthropic's messages
        // and OpenAI's responses.
        "tool_call" | "function" => {
            let function = object.get("function").and_then(Value::as_object);
            call(function.unwrap_or(object), "arguments")
        }
        "tool_use" => call(object, "input"),
        "function_call" => call(object, "arguments"),
        "tool_result" => answer(object.get("content")?),
        "function_call_output" => answer(object.get("output")?),
        _ => None,
    }
}

fn call(object: &Map<String, Value>, arguments: &str) -> Option<String> {
    let name = object.get("name")?.as_str()?;
    let arguments = match object.get(arguments) {
        None | Some(Value::Null) => String::new(),
        Some(Value::String(text)) => text.clone(),
        Some(other) => other.to_string(),
    };
    Some(format!("{name}({arguments})"))
}

fn answer(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Array(parts) => {
            let texts = parts.iter().filter_map(|part| part.get("text")?.as_str());
            let text = texts.collect::<Vec<_>>().join("\n");
            (!text.is_empty()).then_some(text)
        }
        other => Some(other.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn calls_and_answers_of_every_kind_become_words_in_their_place() {
        let messages: Vec<Message> = serde_json::from_value(json!([
            {"role": "assistant", "content": [
                {"type": "text", "text": "I look."},
                {"type": "tool_use", "id": "1", "name": "search", "input": {"query": "火车"}},
                {"type": "image_url", "image_url": {"url": "data:,"}}]},
            {"role": "user", "content": [
                {"type": "tool_result", "content": [{"type": "text", "text": "3 trains"}]}]},
            {"role": "assistant", "content": {"type": "tool_call",
                "function": {"name": "book", "arguments": "{\"train\":2}"}}},
            {"role": "tool", "content": "booked"},
        ]))
        .unwrap();
        let read = with_tool_calls(&messages);
        let texts: Vec<String> = read.iter().map(Message::text).collect();
        assert_eq!(
            texts,
            [
                "I look.\nsearch({\"query\":\"火车\"})",
                "3 trains",
                "book({\"train\":2})",
                "booked"
            ]
        );
        assert_eq!(read[0].attachments().count(), 1, "images stay");
        assert!(matches!(with_tool_calls(&messages[3..]), Cow::Borrowed(_)));
    }
}
