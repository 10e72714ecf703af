//! Messages as a server takes them.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use mem0_core::{ChatMessage, ChatRole, Image, ImageDetail};
use serde_json::{Value, json};

/// The messages of a request, and what has to be added to its rules.
pub(super) struct Prompt<'a> {
    messages: &'a [ChatMessage],
    rules: Vec<String>,
}

impl<'a> Prompt<'a> {
    pub(super) fn new(messages: &'a [ChatMessage]) -> Self {
        Self {
            messages,
            rules: Vec::new(),
        }
    }

    /// Adds a rule behind those of the first message.
    pub(super) fn add_rule(&mut self, rule: String) {
        self.rules.push(rule);
    }

    /// The messages in turns. Neighbours of one role become one message: many chat templates
    /// refuse anything but turns.
    pub(super) fn turns(self, system_as_user: bool) -> Value {
        let system = if system_as_user { "user" } else { "system" };
        let has_system = self
            .messages
            .first()
            .is_some_and(|first| first.role == ChatRole::System);
        let (first, others) = self.messages.split_at(usize::from(has_system));
        let mut turns = Turns::default();
        for message in first {
            turns.add(system, &message.content, &message.images);
        }
        for rule in &self.rules {
            turns.add(system, rule, &[]);
        }
        for message in others {
            let role = match message.role {
                ChatRole::System => system,
                ChatRole::User => "user",
                ChatRole::Assistant => "assistant",
            };
            turns.add(role, &message.content, &message.images);
        }
        turns.0.into_iter().map(Turn::into_json).collect()
    }
}

#[derive(Default)]
struct Turns<'a>(Vec<Turn<'a>>);

struct Turn<'a> {
    role: &'static str,
    parts: Vec<Part<'a>>,
}

enum Part<'a> {
    Text(String),
    Image(&'a Image),
}

impl<'a> Turns<'a> {
    fn add(&mut self, role: &'static str, text: &str, images: &'a [Image]) {
        if self.0.last().is_none_or(|turn| turn.role != role) {
            let parts = Vec::with_capacity(1 + images.len());
            self.0.push(Turn { role, parts });
        }
        let Some(turn) = self.0.last_mut() else {
            return;
        };
        match turn.parts.last_mut() {
            Some(Part::Text(before)) => {
                before.push_str("\n\n");
                before.push_str(text);
            }
            _ if text.is_empty() && !images.is_empty() => {}
            _ => turn.parts.push(Part::Text(text.to_owned())),
        }
        turn.parts.extend(images.iter().map(Part::Image));
    }
}

impl Turn<'_> {
    /// Text alone is a string: servers without sight know no parts.
    fn into_json(self) -> Value {
        let role = self.role;
        if let [Part::Text(text)] = &*self.parts {
            return json!({"role": role, "content": text});
        }
        let parts = self.parts.into_iter().map(|part| match part {
            Part::Text(text) => json!({"type": "text", "text": text}),
            Part::Image(image) => json!({
                "type": "image_url",
                "image_url": {"url": data_url(image), "detail": detail(image.detail)},
            }),
        });
        json!({"role": role, "content": parts.collect::<Vec<_>>()})
    }
}

fn data_url(image: &Image) -> String {
    let data = BASE64_STANDARD.encode(&image.bytes);
    format!("data:{};base64,{data}", image.media_type)
}

fn detail(detail: ImageDetail) -> &'static str {
    match detail {
        ImageDetail::Auto => "auto",
        ImageDetail::Low => "low",
        ImageDetail::High => "high",
    }
}
