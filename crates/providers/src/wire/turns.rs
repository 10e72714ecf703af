//! A conversation as most APIs but OpenAI's want it: the rules apart, then turns of two speakers.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use mem0_core::{ChatMessage, ChatRole, Image};
use serde_json::Value;

/// A conversation.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Turns {
    /// All rules, joined; empty if there are none.
    pub rules: String,
    /// What was said. Two neighbours are never by the same speaker, and none is empty.
    pub turns: Vec<Turn>,
}

/// All that one speaker says before the other does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Turn {
    /// Whether the model said it; else the user did.
    pub by_model: bool,
    /// What is said and shown, in order.
    pub parts: Vec<TurnPart>,
}

/// A piece of a turn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TurnPart {
    /// Said. Never blank.
    Text(String),
    /// Shown.
    Image(Image),
}

impl Turns {
    /// Sorts messages. What is blank is left out: servers refuse empty texts.
    pub fn of(messages: &[ChatMessage]) -> Self {
        let mut sorted = Self::default();
        for message in messages {
            if message.role == ChatRole::System {
                sorted.add_rule(&message.content);
            } else {
                let text = Some(&message.content)
                    .filter(|text| !text.trim().is_empty())
                    .map(|text| TurnPart::Text(text.clone()));
                let images = message.images.iter().cloned().map(TurnPart::Image);
                sorted.say(
                    message.role == ChatRole::Assistant,
                    text.into_iter().chain(images),
                );
            }
        }
        sorted
    }

    /// Adds to the rules.
    pub fn add_rule(&mut self, rule: &str) {
        if rule.trim().is_empty() {
            return;
        }
        if !self.rules.is_empty() {
            self.rules.push_str("\n\n");
        }
        self.rules.push_str(rule);
    }

    /// Says the rules as the user, before everything else: for APIs and models without a place for
    /// them, and where nothing else is said.
    pub fn say_rules(&mut self) {
        if self.rules.is_empty() {
            return;
        }
        let rules = TurnPart::Text(std::mem::take(&mut self.rules));
        match self.turns.first_mut() {
            Some(first) if !first.by_model => first.parts.insert(0, rules),
            _ => self.turns.insert(
                0,
                Turn {
                    by_model: false,
                    parts: vec![rules],
                },
            ),
        }
    }

    fn say(&mut self, by_model: bool, parts: impl Iterator<Item = TurnPart>) {
        let parts: Vec<TurnPart> = parts.collect();
        if parts.is_empty() {
            return;
        }
        match self.turns.last_mut() {
            Some(last) if last.by_model == by_model => last.parts.extend(parts),
            _ => self.turns.push(Turn { by_model, parts }),
        }
    }
}

/// What a prompt says where a schema can't be sent apart.
pub fn schema_rule(schema: &Value) -> String {
    format!(
        "Answer with one JSON object that fits this JSON schema, and with nothing else:\n{schema}"
    )
}

/// An image's file in base64.
pub fn base64_of(image: &Image) -> String {
    STANDARD.encode(&image.bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> TurnPart {
        TurnPart::Text(text.to_owned())
    }

    #[test]
    fn rules_stand_apart_and_neighbours_become_one_turn() {
        let turns = Turns::of(&[
            ChatMessage::system("a"),
            ChatMessage::user("b"),
            ChatMessage::system("c"),
            ChatMessage::user("d"),
            ChatMessage::assistant(" "),
            ChatMessage::assistant("e"),
        ]);
        assert_eq!(turns.rules, "a\n\nc");
        let said: Vec<_> = turns
            .turns
            .iter()
            .map(|turn| (turn.by_model, turn.parts.clone()))
            .collect();
        assert_eq!(
            said,
            [(false, vec![text("b"), text("d")]), (true, vec![text("e")])]
        );
    }

    #[test]
    fn rules_can_be_said_by_the_user() {
        for (messages, expected) in [
            (vec![], vec![text("rule")]),
            (vec![ChatMessage::user("a")], vec![text("rule"), text("a")]),
            (vec![ChatMessage::assistant("a")], vec![text("rule")]),
        ] {
            let mut turns = Turns::of(&messages);
            turns.add_rule("rule");
            turns.say_rules();
            assert_eq!(turns.rules, "");
            assert_eq!(turns.turns[0].parts, expected);
        }
    }
}
