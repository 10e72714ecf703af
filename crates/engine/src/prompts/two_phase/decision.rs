//! The prompt that decides what new facts mean for known memories. Its reply has the form that
//! [`reconcile::read`](crate::prompts::reconcile::read) knows from elsewhere.

use mem0_core::ChatMessage;
use serde_json::{Value, json};

use crate::prompts::{fill, transcript};

/// The form of the reply.
pub const FORM: &str = r#"{"memory":[{"id":"…","text":"…","event":"ADD|UPDATE|DELETE|NONE","old_memory":"…" or null}]}"#;

/// Everything the prompt is filled with.
#[derive(Debug, Clone)]
pub struct Request<'a> {
    /// The application's guidance in place of ours.
    pub guidance: Option<&'a str>,
    /// What is known, numbered from 0 in this order.
    pub known: &'a [&'a str],
    /// What was said.
    pub facts: &'a [&'a str],
}

impl Request<'_> {
    /// Our guidance, or the application's.
    pub fn guidance(&self) -> &str {
        self.guidance.unwrap_or(include_str!("decision.md"))
    }

    /// The messages to send.
    pub fn messages(&self) -> Vec<ChatMessage> {
        let known = transcript::lines(
            self.known
                .iter()
                .enumerate()
                .map(|(place, text)| json!({"id": place.to_string(), "text": text})),
        );
        let facts = transcript::lines(self.facts.iter().map(|text| Value::from(*text)));
        let request = fill(
            include_str!("decision_request.md"),
            &[
                (
                    "known",
                    if known.is_empty() {
                        "Nothing is known yet: the memory is empty.\n"
                    } else {
                        &known
                    },
                ),
                ("facts", &facts),
                ("form", FORM),
            ],
        );
        vec![ChatMessage::user(format!(
            "{}\n\n{request}",
            self.guidance().trim()
        ))]
    }
}

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
                        "id": {"type": "string"},
                        "event": {"type": "string", "enum": ["ADD", "UPDATE", "DELETE", "NONE"]},
                        "text": {"type": "string"},
                        "old_memory": {"type": ["string", "null"]},
                    },
                    "required": ["id", "event", "text", "old_memory"],
                    "additionalProperties": false,
                },
            },
        },
        "required": ["memory"],
        "additionalProperties": false,
    })
}
