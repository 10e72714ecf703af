//! `POST {base}/chat/completions`, as OpenAI and its many relatives speak it.

mod adapt;
mod messages;
mod reply;
mod tools;

use mem0_core::{ChatRequest, ReplyFormat};
use serde_json::{Map, Value, json};

use crate::dialect::{JsonMode, ToolMode};
use messages::Prompt;
pub use reply::reply;

/// The path behind the base URL.
pub const PATH: &str = "chat/completions";

/// What is sent beside the messages.
#[derive(Debug, Clone, PartialEq)]
pub struct ChatOptions {
    /// The model.
    pub model: String,
    /// How freely words are chosen; `None`: the server decides.
    pub temperature: Option<f64>,
    /// From which share of the likely words.
    pub top_p: Option<f64>,
    /// The longest reply, in tokens.
    pub limit: Option<Limit>,
    /// How long a reasoning model thinks: `low`, `medium`, …
    pub reasoning_effort: Option<String>,
    /// Whether the provider keeps the exchange.
    pub store: Option<bool>,
    /// The best form of structured reply that the server takes.
    pub json: JsonMode,
    /// How the server is told what its model may call.
    pub tools: ToolMode,
    /// Whether rules must be said as the user, for want of a system role.
    pub system_as_user: bool,
    /// What else is sent. `models` in it replaces the model.
    pub extra: Map<String, Value>,
}

/// A limit on the length of the reply, under the name by which the server knows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Limit {
    /// `max_tokens`
    Tokens(u32),
    /// `max_completion_tokens`
    CompletionTokens(u32),
}

impl ChatOptions {
    /// The body of a request.
    pub fn body(&self, request: &ChatRequest) -> Value {
        let mut body = Map::new();
        if !self.extra.contains_key("models") {
            body.insert("model".into(), self.model.as_str().into());
        }
        let mut prompt = Prompt::new(&request.messages);
        let called = self.call(request, &mut prompt, &mut body);
        self.format(request, called, &mut prompt, &mut body);
        body.insert("messages".into(), prompt.turns(self.system_as_user));
        if let Some(temperature) = self.temperature {
            body.insert("temperature".into(), temperature.into());
        }
        if let Some(top_p) = self.top_p {
            body.insert("top_p".into(), top_p.into());
        }
        match self.limit {
            Some(Limit::Tokens(limit)) => body.insert("max_tokens".into(), limit.into()),
            Some(Limit::CompletionTokens(limit)) => {
                body.insert("max_completion_tokens".into(), limit.into())
            }
            None => None,
        };
        if let Some(effort) = &self.reasoning_effort {
            body.insert("reasoning_effort".into(), effort.as_str().into());
        }
        if let Some(store) = self.store {
            body.insert("store".into(), store.into());
        }
        body.extend(self.extra.clone());
        Value::Object(body)
    }

    /// Says what may be called, in the body or in the prompt; whether anything may.
    fn call(
        &self,
        request: &ChatRequest,
        prompt: &mut Prompt<'_>,
        body: &mut Map<String, Value>,
    ) -> bool {
        let offered = tools::offered(request);
        if offered.is_empty() {
            return false;
        }
        if self.tools == ToolMode::Prompt {
            prompt.add_rule(tools::rule(&offered, &request.tool_choice));
            return true;
        }
        let strict = self.tools == ToolMode::Strict;
        body.insert("tools".into(), tools::definitions(&offered, strict));
        if self.tools != ToolMode::WithoutChoice {
            body.insert("tool_choice".into(), tools::choice(&request.tool_choice));
        }
        true
    }

    /// Says how the reply shall be written. Below schemas the prompt says what the schema would
    /// have; that also puts the word "JSON" there, without which JSON mode is refused. Beside
    /// tools it is always the prompt: several servers refuse to have both.
    fn format(
        &self,
        request: &ChatRequest,
        called: bool,
        prompt: &mut Prompt<'_>,
        body: &mut Map<String, Value>,
    ) {
        let ReplyFormat::Json { name, schema } = &request.format else {
            return;
        };
        let mode = if called { JsonMode::Plain } else { self.json };
        let format = match mode {
            JsonMode::Schema => {
                let schema = json!({"name": name, "strict": true, "schema": schema});
                json!({"type": "json_schema", "json_schema": schema})
            }
            JsonMode::Object => json!({"type": "json_object"}),
            JsonMode::Plain => Value::Null,
        };
        if mode != JsonMode::Schema {
            prompt.add_rule(format!(
                "Answer with one JSON object that fits this JSON schema, and with nothing else:\n\
                 {schema}"
            ));
        }
        if !format.is_null() {
            body.insert("response_format".into(), format);
        }
    }
}
