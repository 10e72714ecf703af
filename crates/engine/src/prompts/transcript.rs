//! Conversations and known memories as models are shown them: one JSON object per line, so that
//! a text can't end its line, nor begin another.

use mem0_core::Timestamp;
use serde_json::{Map, Value};

/// The place in a prompt of the application where the conversation goes; as in the original.
pub(super) const MESSAGES_PLACE: &str = "{messages}";

/// A message as the model sees it.
#[derive(Debug, Clone)]
pub struct MessageLine<'a> {
    /// `user`, `assistant`, …
    pub role: &'a str,
    /// Who said it.
    pub name: Option<&'a str>,
    /// When.
    pub occurred_at: Timestamp,
    /// What.
    pub text: &'a str,
}

impl MessageLine<'_> {
    fn json(&self, number: Option<usize>, observed_at: Timestamp) -> Value {
        let mut line = Map::new();
        if let Some(number) = number {
            line.insert("message".into(), number.into());
        }
        line.insert("role".into(), self.role.into());
        if let Some(name) = self.name {
            line.insert("name".into(), name.into());
        }
        // Said once above for a conversation of one day: a date on every line costs tokens.
        if day(self.occurred_at) != day(observed_at) {
            line.insert("date".into(), day_and_weekday(self.occurred_at).into());
        }
        line.insert("text".into(), self.text.into());
        Value::Object(line)
    }
}

/// The messages to read, numbered from 1.
pub(super) fn numbered(messages: &[MessageLine<'_>], observed_at: Timestamp) -> String {
    let numbered = messages.iter().enumerate();
    lines(numbered.map(|(place, message)| message.json(Some(place + 1), observed_at)))
}

/// Messages that only help to understand others.
pub(super) fn unnumbered(messages: &[MessageLine<'_>], observed_at: Timestamp) -> String {
    lines(
        messages
            .iter()
            .map(|message| message.json(None, observed_at)),
    )
}

/// One JSON value per line.
pub(super) fn lines(values: impl Iterator<Item = Value>) -> String {
    values.fold(String::new(), |mut lines, value| {
        lines.push_str(&value.to_string());
        lines.push('\n');
        lines
    })
}

/// A text under a title; nothing if there is none.
pub(super) fn section(title: &str, text: &str) -> String {
    if text.is_empty() {
        String::new()
    } else {
        format!("# {title}\n{text}\n")
    }
}

/// What the application asks for, with the conversation in its place if it has one.
pub(super) fn instructions(text: Option<&str>, messages: &str) -> String {
    let Some(text) = text.map(str::trim).filter(|text| !text.is_empty()) else {
        return String::new();
    };
    section(
        "Instructions of the application, of highest priority",
        &format!(
            "They decide what is worth remembering and how it is written, also where they differ \
             from the rules above. The form of the answer stays.\n{}\n",
            text.replace(MESSAGES_PLACE, messages)
        ),
    )
}

/// Whether a prompt of the application says itself where the conversation goes.
pub(super) fn has_messages_place(text: Option<&str>) -> bool {
    text.is_some_and(|text| text.contains(MESSAGES_PLACE))
}

pub(super) fn day(at: Timestamp) -> String {
    at.strftime("%Y-%m-%d").to_string()
}

pub(super) fn day_and_weekday(at: Timestamp) -> String {
    at.strftime("%Y-%m-%d (%A)").to_string()
}

pub(super) fn day_and_time(at: Timestamp) -> String {
    at.strftime("%Y-%m-%d (%A) %H:%M UTC").to_string()
}
