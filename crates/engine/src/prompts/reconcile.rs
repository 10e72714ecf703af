//! The prompt that turns a conversation into changes of memory, and its reply.

mod reply;

pub use reply::{Action, Suggestion, Unreadable, read};

use mem0_core::{ChatMessage, Timestamp};
use serde_json::{Value, json};

use super::fill;

/// What a model is told when its answer can't be read.
const REPAIR: &str = include_str!("repair.md");

/// The place in a custom prompt where the conversation goes; as in the original.
const MESSAGES_PLACE: &str = "{messages}";

/// Everything the prompt is filled with.
#[derive(Debug, Clone, Default)]
pub struct Request<'a> {
    /// When the conversation took place.
    pub observed_at: Timestamp,
    /// Whether the memories are those of an agent rather than of a user.
    pub of_an_agent: bool,
    /// What is known, numbered from 1 in this order.
    pub known: Vec<KnownLine<'a>>,
    /// Messages that help to understand the others; nothing is taken from them.
    pub context: Vec<MessageLine<'a>>,
    /// The messages to read, numbered from 1 in this order.
    pub messages: Vec<MessageLine<'a>>,
    /// What the application asks for.
    pub instructions: Option<&'a str>,
    /// The categories to choose from; none: no categories.
    pub categories: &'a [String],
}

/// A known memory as the model sees it.
#[derive(Debug, Clone)]
pub struct KnownLine<'a> {
    /// Its text.
    pub text: &'a str,
    /// When it was said or true.
    pub occurred_at: Timestamp,
}

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

impl Request<'_> {
    /// The messages to send.
    pub fn messages(&self) -> Vec<ChatMessage> {
        let observed_at = day_and_time(self.observed_at);
        let known = self.known_lines();
        let context = section("Context, only for understanding", &self.context_lines());
        let messages = section("Messages", &self.message_lines());
        let own_place = self
            .instructions
            .is_some_and(|text| text.contains(MESSAGES_PLACE));
        let instructions = self.instructions_section();
        let request = fill(
            include_str!("reconcile_request.md"),
            &[
                ("observed_at", &observed_at),
                ("about", if self.of_an_agent { ABOUT_AN_AGENT } else { "" }),
                (
                    "known",
                    if known.is_empty() {
                        "None yet.\n"
                    } else {
                        &known
                    },
                ),
                ("context", &context),
                ("instructions", &instructions),
                ("messages", if own_place { "" } else { &messages }),
                (
                    "categories",
                    if self.categories.is_empty() {
                        ""
                    } else {
                        ",\"categories\":[…]"
                    },
                ),
            ],
        );
        vec![
            ChatMessage::system(include_str!("reconcile.md")),
            ChatMessage::user(request),
        ]
    }

    fn known_lines(&self) -> String {
        lines(self.known.iter().enumerate().map(|(place, known)| {
            json!({"memory": place + 1, "date": day(known.occurred_at), "text": known.text})
        }))
    }

    fn context_lines(&self) -> String {
        lines(
            self.context
                .iter()
                .map(|message| self.message(message, None)),
        )
    }

    fn message_lines(&self) -> String {
        let numbered = self.messages.iter().enumerate();
        lines(numbered.map(|(place, message)| self.message(message, Some(place + 1))))
    }

    fn message(&self, message: &MessageLine<'_>, number: Option<usize>) -> Value {
        let mut line = serde_json::Map::new();
        if let Some(number) = number {
            line.insert("message".into(), number.into());
        }
        line.insert("role".into(), message.role.into());
        if let Some(name) = message.name {
            line.insert("name".into(), name.into());
        }
        // Said once above for a conversation of one day: a date on every line costs tokens.
        if day(message.occurred_at) != day(self.observed_at) {
            line.insert("date".into(), day_and_weekday(message.occurred_at).into());
        }
        line.insert("text".into(), message.text.into());
        Value::Object(line)
    }

    fn instructions_section(&self) -> String {
        let mut sections = String::new();
        if !self.categories.is_empty() {
            let names = Value::from(self.categories.to_vec()).to_string();
            sections.push_str(&section(
                "Categories",
                &format!("Give each operation those of these categories that fit: {names}\n"),
            ));
        }
        if let Some(instructions) = self
            .instructions
            .map(str::trim)
            .filter(|text| !text.is_empty())
        {
            let text = instructions.replace(MESSAGES_PLACE, &self.message_lines());
            sections.push_str(&section(
                "Instructions of the application, of highest priority",
                &format!(
                    "They decide what is worth remembering and how it is written, also where \
                     they differ from the rules above. The form of the answer stays.\n{text}\n"
                ),
            ));
        }
        sections
    }
}

const ABOUT_AN_AGENT: &str = "These are the memories of an agent, the speaker whose role is \
    \"assistant\": remember what it is, does, prefers, promises and learns, and call it by its \
    name or \"Agent\" (智能体).\n";

/// What to say after an answer that can't be read.
pub fn repair(problem: &str) -> ChatMessage {
    ChatMessage::user(fill(REPAIR, &[("problem", problem)]))
}

/// The schema of the reply, in the form that strict decoders take: every key required, nothing
/// optional but by `null`. Where a statement comes from stands first, so that the model looks
/// before it writes.
pub fn schema(categories: &[String]) -> Value {
    let mut properties = json!({
        "sources": {"type": "array", "items": {"type": "integer"}},
        "quote": {"type": "string"},
        "op": {"type": "string", "enum": ["add", "update", "delete"]},
        "target": {"type": ["integer", "null"]},
        "text": {"type": "string"},
        "when": {"type": ["string", "null"]},
    });
    if !categories.is_empty() {
        properties["categories"] =
            json!({"type": "array", "items": {"type": "string", "enum": categories}});
    }
    let required: Vec<&String> = properties
        .as_object()
        .map(|map| map.keys().collect())
        .unwrap_or_default();
    json!({
        "type": "object",
        "properties": {
            "operations": {
                "type": "array",
                "items": {
                    "type": "object",
                    "properties": properties,
                    "required": required,
                    "additionalProperties": false,
                },
            },
        },
        "required": ["operations"],
        "additionalProperties": false,
    })
}

/// One JSON object per line: a text in it can't end its line, nor begin another.
fn lines(values: impl Iterator<Item = Value>) -> String {
    values.fold(String::new(), |mut lines, value| {
        lines.push_str(&value.to_string());
        lines.push('\n');
        lines
    })
}

fn section(title: &str, text: &str) -> String {
    if text.is_empty() {
        String::new()
    } else {
        format!("# {title}\n{text}\n")
    }
}

fn day(at: Timestamp) -> String {
    at.strftime("%Y-%m-%d").to_string()
}

fn day_and_weekday(at: Timestamp) -> String {
    at.strftime("%Y-%m-%d (%A)").to_string()
}

fn day_and_time(at: Timestamp) -> String {
    at.strftime("%Y-%m-%d (%A) %H:%M UTC").to_string()
}
