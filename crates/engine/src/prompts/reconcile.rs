//! The prompt that turns a conversation into changes of memory, and its reply.

mod reply;

pub(super) use reply::numbers;
pub use reply::{Action, Suggestion, Unreadable, read};

use mem0_core::{ChatMessage, Timestamp};
use serde_json::{Value, json};

use super::fill;
pub use super::transcript::MessageLine;
use super::transcript::{self, day, day_and_time, lines, section};

/// What a model is told when its answer can't be read.
const REPAIR: &str = include_str!("repair.md");

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

impl Request<'_> {
    /// The messages to send.
    pub fn messages(&self) -> Vec<ChatMessage> {
        let observed_at = day_and_time(self.observed_at);
        let known = self.known_lines();
        let context = section("Context, only for understanding", &self.context_lines());
        let messages = section("Messages", &self.message_lines());
        let own_place = transcript::has_messages_place(self.instructions);
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
        transcript::unnumbered(&self.context, self.observed_at)
    }

    fn message_lines(&self) -> String {
        transcript::numbered(&self.messages, self.observed_at)
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
        let asked = transcript::instructions(self.instructions, &self.message_lines());
        sections.push_str(&asked);
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
