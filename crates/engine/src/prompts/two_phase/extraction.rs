//! The prompt that draws facts from a conversation, and its reply.

use mem0_core::{ChatMessage, Timestamp};
use serde_json::{Value, json};

use crate::prompts::elements::{self, Expected};
use crate::prompts::fill;
use crate::prompts::reconcile::{Unreadable, numbers};
use crate::prompts::transcript::{self, MessageLine};

/// Whose facts are drawn, and by which rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rules<'a> {
    /// What the user says.
    OfUser,
    /// What the assistant says of itself.
    OfAgent,
    /// What the application's own prompt asks for.
    Own(&'a str),
}

/// Everything the prompt is filled with.
#[derive(Debug, Clone)]
pub struct Request<'a> {
    /// Whose facts, by which rules.
    pub rules: Rules<'a>,
    /// When the conversation took place.
    pub observed_at: Timestamp,
    /// Messages that help to understand the others; nothing is taken from them.
    pub context: Vec<MessageLine<'a>>,
    /// The messages to read, numbered from 1 in this order.
    pub messages: Vec<MessageLine<'a>>,
    /// What the application asks for beside the rules.
    pub instructions: Option<&'a str>,
}

/// One fact of a reply, unchecked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// The statement.
    pub text: String,
    /// The numbers of the messages it comes from, where the reply says so.
    pub sources: Vec<i64>,
}

/// The form of the reply.
pub const FORM: &str = r#"{"facts":[{"source":number,"fact":"…"}]}"#;
const PLAIN_FORM: &str = r#"{"facts":["…"]}"#;

const EXPECTED: Expected = Expected {
    lists: &["facts", "memory", "memories", "results", "operations"],
    texts: &["fact", "text", "memory", "statement", "content", "data"],
    no_list: "it has no list `facts`",
};

impl Rules<'_> {
    /// Whether the application shows the model a form of its own: then facts are plain strings,
    /// and nobody asks where they come from.
    pub fn has_own_form(self) -> bool {
        matches!(self, Self::Own(prompt) if ["\"facts\"", "'facts'"].iter().any(|key| prompt.contains(key)))
    }

    /// The form of the reply, for models that have to be told twice.
    pub fn form(self) -> &'static str {
        if self.has_own_form() {
            PLAIN_FORM
        } else {
            FORM
        }
    }

    /// Our own words that a model is shown, or the application's.
    pub fn text(&self) -> &str {
        match self {
            Self::OfUser => include_str!("extraction_of_user.md"),
            Self::OfAgent => include_str!("extraction_of_agent.md"),
            Self::Own(prompt) => prompt,
        }
    }
}

impl Request<'_> {
    /// The messages to send.
    pub fn messages(&self) -> Vec<ChatMessage> {
        let observed_at = transcript::day_and_time(self.observed_at);
        let numbered = transcript::numbered(&self.messages, self.observed_at);
        let rules = self.rules.text();
        let own_place = matches!(self.rules, Rules::Own(prompt) if transcript::has_messages_place(Some(prompt)))
            || transcript::has_messages_place(self.instructions);
        let format = fill(
            include_str!("extraction_format.md"),
            &[("observed_at", &observed_at), ("form", self.rules.form())],
        );
        // Replaced as plain text: braces occur in the examples of a prompt.
        let rules = rules.replace(transcript::MESSAGES_PLACE, &numbered);
        let context = transcript::unnumbered(&self.context, self.observed_at);
        let messages = if own_place { "" } else { &numbered };
        let request = fill(
            include_str!("extraction_request.md"),
            &[
                (
                    "context",
                    &transcript::section("Context, only for understanding", &context),
                ),
                (
                    "instructions",
                    &transcript::instructions(self.instructions, &numbered),
                ),
                ("messages", &transcript::section("Messages", messages)),
                ("form", self.rules.form()),
            ],
        );
        vec![
            ChatMessage::system(format!("{}\n\n{format}", rules.trim())),
            ChatMessage::user(request),
        ]
    }
}

/// The schema of the reply. Where a fact comes from stands first, so that the model looks before
/// it writes.
pub fn schema(rules: Rules<'_>) -> Value {
    let fact = if rules.has_own_form() {
        json!({"type": "string"})
    } else {
        json!({
            "type": "object",
            "properties": {"source": {"type": "integer"}, "fact": {"type": "string"}},
            "required": ["source", "fact"],
            "additionalProperties": false,
        })
    };
    json!({
        "type": "object",
        "properties": {"facts": {"type": "array", "items": fact}},
        "required": ["facts"],
        "additionalProperties": false,
    })
}

/// Reads a reply: facts as strings, or as objects with `fact` or `text`. Empty ones are dropped.
///
/// # Errors
/// It holds no JSON, or no JSON of a known form.
pub fn read(answer: &str) -> Result<Vec<Fact>, Unreadable> {
    let elements = elements::read(answer, &EXPECTED)?;
    let facts = elements.iter().filter_map(|element| {
        Some(Fact {
            text: elements::text(element, &EXPECTED)?,
            sources: ["source", "sources", "message", "messages"]
                .iter()
                .find_map(|key| element.get(*key))
                .map(numbers)
                .unwrap_or_default(),
        })
    });
    Ok(facts.collect())
}
