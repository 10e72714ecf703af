//! The prompt that only ever adds, as in the original's second generation, and its reply.

mod reply;

pub use reply::{Note, read};

use mem0_core::{ChatMessage, Timestamp};
use serde_json::{Value, json};

use crate::prompts::fill;
use crate::prompts::transcript::{self, MessageLine};

/// The form of the reply.
pub const FORM: &str = r#"{"memory":[{"source":number,"id":"0","text":"…","attributed_to":"user|assistant","linked_memory_ids":["…"]}]}"#;

/// How much of an earlier message is shown, in characters; as in the original.
pub const EARLIER_CHARACTERS: usize = 300;

/// Everything the prompt is filled with.
#[derive(Debug, Clone)]
pub struct Request<'a> {
    /// When the conversation took place.
    pub observed_at: Timestamp,
    /// The day on which it is read.
    pub now: Timestamp,
    /// Whether the memories are those of an agent rather than of a user.
    pub of_an_agent: bool,
    /// Messages of earlier conversations and before the ones to read, oldest first.
    pub earlier: Vec<MessageLine<'a>>,
    /// What is known, numbered from 0 in this order.
    pub known: &'a [&'a str],
    /// What was noted of the same conversation already.
    pub noted: &'a [&'a str],
    /// The messages to read, numbered from 1 in this order.
    pub messages: Vec<MessageLine<'a>>,
    /// What the application asks for.
    pub instructions: Option<&'a str>,
}

impl Request<'_> {
    /// The messages to send.
    pub fn messages(&self) -> Vec<ChatMessage> {
        let observed_at = transcript::day_and_time(self.observed_at);
        let now = transcript::day_and_weekday(self.now);
        let numbered = transcript::numbered(&self.messages, self.observed_at);
        let known = transcript::lines(
            self.known
                .iter()
                .enumerate()
                .map(|(place, text)| json!({"id": place.to_string(), "text": text})),
        );
        let noted = transcript::lines(self.noted.iter().map(|text| Value::from(*text)));
        let earlier = transcript::unnumbered(&self.earlier, self.observed_at);
        let messages = if transcript::has_messages_place(self.instructions) {
            ""
        } else {
            &numbered
        };
        let request = fill(
            include_str!("additive/request.md"),
            &[
                ("observed_at", &observed_at),
                ("now", &now),
                (
                    "earlier",
                    &transcript::section("Last messages before, only for understanding", &earlier),
                ),
                (
                    "noted",
                    &transcript::section("Noted of this conversation already", &noted),
                ),
                (
                    "known",
                    &transcript::section("Known memories, only for comparison", &known),
                ),
                ("messages", &transcript::section("New messages", messages)),
                (
                    "instructions",
                    &transcript::instructions(self.instructions, &numbered),
                ),
                ("form", FORM),
            ],
        );
        let mut rules = RULES.to_owned();
        if self.of_an_agent {
            rules.push_str(include_str!("additive/agent.md"));
        }
        vec![ChatMessage::system(rules), ChatMessage::user(request)]
    }
}

/// Our own words that a model is shown.
pub const RULES: &str = include_str!("additive/rules.md");

/// The schema of the reply.
pub fn schema() -> Value {
    json!({
        "type": "object",
        "properties": {
            "memory": {
                "type": "array",
                "items": {
                    "type": "object",
                    "properties": {
                        "source": {"type": "integer"},
                        "id": {"type": "string"},
                        "text": {"type": "string"},
                        "attributed_to": {"type": "string", "enum": ["user", "assistant"]},
                        "linked_memory_ids": {"type": "array", "items": {"type": "string"}},
                    },
                    "required": ["source", "id", "text", "attributed_to", "linked_memory_ids"],
                    "additionalProperties": false,
                },
            },
        },
        "required": ["memory"],
        "additionalProperties": false,
    })
}
