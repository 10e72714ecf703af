//! What comes in: messages as chat APIs write them.

use serde::{Deserialize, Serialize};

/// One message of a conversation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Message {
    /// `user`, `assistant`, `system`, or whatever the application uses.
    #[serde(default = "user_role")]
    pub role: String,
    /// What was said; `None` for a message that only carries tool calls.
    #[serde(default)]
    pub content: Option<Content>,
    /// Who said it, where several people or agents share a role.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

impl Message {
    /// A message of this role.
    pub fn new(role: impl Into<String>, text: impl Into<String>) -> Self {
        Self {
            role: role.into(),
            content: Some(Content::Text(text.into())),
            name: None,
        }
    }

    /// A message by the user.
    pub fn user(text: impl Into<String>) -> Self {
        Self::new("user", text)
    }

    /// A message by the assistant.
    pub fn assistant(text: impl Into<String>) -> Self {
        Self::new("assistant", text)
    }

    /// The same message, said by this person or agent.
    pub fn named(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// The message's text: its text parts joined by line breaks; empty if it has none.
    pub fn text(&self) -> String {
        match &self.content {
            None => String::new(),
            Some(Content::Text(text)) => text.clone(),
            Some(Content::Part(part)) => part.text().unwrap_or_default().to_owned(),
            Some(Content::Parts(parts)) => parts
                .iter()
                .filter_map(Part::text)
                .collect::<Vec<_>>()
                .join("\n"),
        }
    }

    /// The parts that are not text: images, documents, and kinds we don't know.
    pub fn attachments(&self) -> impl Iterator<Item = &Part> {
        let parts: &[Part] = match &self.content {
            Some(Content::Part(part)) => std::slice::from_ref(part),
            Some(Content::Parts(parts)) => parts,
            _ => &[],
        };
        parts.iter().filter(|part| part.text().is_none())
    }
}

fn user_role() -> String {
    "user".to_owned()
}

/// What a message says: text, one part, or a list of parts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Content {
    /// Plain text.
    Text(String),
    /// A list of parts.
    Parts(Vec<Part>),
    /// A single part.
    Part(Part),
}

/// One part of a message, tagged by its `type`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Part {
    /// `{"type": "text", "text": …}`, or a bare string inside a list.
    Plain(String),
    /// Any other object, as it came; `type` tells which.
    Object(serde_json::Map<String, serde_json::Value>),
}

impl Part {
    /// The text of a text part.
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Plain(text) => Some(text),
            Self::Object(object) => match object.get("type").and_then(|kind| kind.as_str()) {
                Some("text" | "input_text" | "output_text") => object.get("text")?.as_str(),
                _ => None,
            },
        }
    }

    /// The part's `type`, such as `image_url` or `pdf_url`.
    pub fn kind(&self) -> Option<&str> {
        match self {
            Self::Plain(_) => Some("text"),
            Self::Object(object) => object.get("type")?.as_str(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_content_form_of_the_contract_is_read() {
        let read = |json: &str| serde_json::from_str::<Message>(json).unwrap();
        assert_eq!(read(r#"{"role":"user","content":"你好"}"#).text(), "你好");
        assert_eq!(read(r#"{"role":"assistant","content":null}"#).text(), "");
        let mixed = read(
            r#"{"role":"user","content":[{"type":"text","text":"look"},
                {"type":"image_url","image_url":{"url":"data:,"}}]}"#,
        );
        assert_eq!(mixed.text(), "look");
        assert_eq!(
            mixed.attachments().next().and_then(Part::kind),
            Some("image_url")
        );
        let single = read(r#"{"role":"user","content":{"type":"pdf_url","pdf_url":{"url":"x"}}}"#);
        assert_eq!(single.attachments().count(), 1);
        assert_eq!(single.text(), "");
    }
}
