//! `POST {base}/v1/messages`, as Anthropic speaks it.

mod adapt;

use mem0_core::{
    ChatReply, ChatRequest, ModelError, ReplyFormat, Tool, ToolCall, ToolChoice, Usage,
};
use serde_json::{Map, Value, json};

use super::reading::unusable;
use super::turns::{Turn, TurnPart, Turns, base64_of, schema_rule};
use super::{beginning, openai_error, reading};
use crate::driver::chat_api::ChatApi;
use crate::transport::Answer;

/// The path behind the base URL.
pub const PATH: &str = "v1/messages";

/// The version of the API that is spoken here, for the header `anthropic-version`.
pub const VERSION: &str = "2023-06-01";

/// What is sent beside the messages.
#[derive(Debug, Clone, PartialEq)]
pub struct MessagesApi {
    /// The model.
    pub model: String,
    /// The longest reply, in tokens. The API insists on one.
    pub max_tokens: u32,
    /// How freely words are chosen; `None`: the model decides.
    pub temperature: Option<f64>,
    /// From which share of the likely words.
    pub top_p: Option<f64>,
    /// The best form of structured reply that the model takes.
    pub structured: Structured,
}

/// How a structured reply is asked for, the best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Structured {
    /// A schema that the server enforces: `output_config.format`.
    Schema,
    /// A tool that has to be called, with the schema for its input. What older models know.
    Tool,
    /// No promise; the schema stands in the prompt.
    Plain,
}

impl Structured {
    /// The next best.
    pub fn next(self) -> Option<Self> {
        match self {
            Self::Schema => Some(Self::Tool),
            Self::Tool => Some(Self::Plain),
            Self::Plain => None,
        }
    }
}

impl MessagesApi {
    /// How the structured reply of this request is asked for; `None`: prose is wanted.
    fn structured(&self, request: &ChatRequest) -> Option<Structured> {
        match (&request.format, self.structured) {
            (ReplyFormat::Text, _) => None,
            // With a tool that has to be called no other would ever be.
            (_, Structured::Tool) if !request.tools.is_empty() => Some(Structured::Plain),
            (_, structured) => Some(structured),
        }
    }
}

impl ChatApi for MessagesApi {
    fn model(&self) -> &str {
        &self.model
    }

    fn path(&self) -> String {
        PATH.to_owned()
    }

    fn body(&self, request: &ChatRequest) -> Value {
        let mut turns = Turns::of(&request.messages);
        let mut body = Map::new();
        body.insert("model".into(), self.model.as_str().into());
        body.insert("max_tokens".into(), self.max_tokens.into());
        if let Some(temperature) = self.temperature {
            body.insert("temperature".into(), temperature.into());
        }
        if let Some(top_p) = self.top_p {
            body.insert("top_p".into(), top_p.into());
        }
        let mut tools: Vec<Value> = request.tools.iter().map(tool).collect();
        let mut choice = (!tools.is_empty()).then(|| tool_choice(&request.tool_choice));
        if let ReplyFormat::Json { name, schema } = &request.format {
            match self.structured(request) {
                Some(Structured::Schema) => {
                    let format = json!({"type": "json_schema", "schema": schema});
                    body.insert("output_config".into(), json!({"format": format}));
                }
                Some(Structured::Tool) => {
                    let description = "Takes the answer.";
                    tools = vec![
                        json!({"name": name, "description": description, "input_schema": schema}),
                    ];
                    choice = Some(json!({"type": "tool", "name": name}));
                }
                Some(Structured::Plain) | None => turns.add_rule(&schema_rule(schema)),
            }
        }
        if turns.turns.is_empty() {
            turns.say_rules();
        } else if !turns.rules.is_empty() {
            body.insert("system".into(), turns.rules.as_str().into());
        }
        body.insert("messages".into(), messages(&turns.turns));
        if !tools.is_empty() {
            body.insert("tools".into(), tools.into());
        }
        if let Some(choice) = choice {
            body.insert("tool_choice".into(), choice);
        }
        Value::Object(body)
    }

    fn reply(
        &self,
        provider: &str,
        request: &ChatRequest,
        answer: &Answer,
    ) -> Result<ChatReply, ModelError> {
        let message = message(provider, answer)?;
        let blocks = reading::list(provider, &message, message.get("content"), "content")?;
        let unusable = |problem: String| unusable(provider, problem);
        let text_at = |pointer: &str| message.pointer(pointer).and_then(Value::as_str);
        let stopped = text_at("/stop_reason").unwrap_or_default();
        if stopped == "refusal" {
            let why = text_at("/stop_details/explanation")
                .map(|why| format!(": {}", beginning(why, 200)));
            return Err(unusable(format!(
                "the model declined{}",
                why.unwrap_or_default()
            )));
        }
        let as_tool = match &request.format {
            ReplyFormat::Json { name, .. }
                if self.structured(request) == Some(Structured::Tool) =>
            {
                Some(*name)
            }
            _ => None,
        };
        let (mut text, mut tool_calls) = (String::new(), Vec::new());
        for block in blocks {
            let field = |key: &str| block.get(key).and_then(Value::as_str);
            match field("type") {
                Some("text") => text.push_str(field("text").unwrap_or_default()),
                Some("tool_use") => {
                    let name = field("name").unwrap_or_default();
                    let input = block.get("input").cloned().unwrap_or_default();
                    if as_tool == Some(name) {
                        text = input.to_string();
                        break;
                    }
                    let Value::Object(arguments) = input else {
                        return Err(unusable(format!("it calls {name} without arguments")));
                    };
                    tool_calls.push(ToolCall {
                        name: name.to_owned(),
                        arguments,
                    });
                }
                // Thoughts, and kinds that we did not ask for.
                _ => {}
            }
        }
        Ok(ChatReply {
            text,
            tool_calls,
            truncated: ["max_tokens", "model_context_window_exceeded"].contains(&stopped),
            usage: usage(&message),
        })
    }

    fn adapted(&self, refusal: &ModelError) -> Option<Self> {
        adapt::adapted(self, refusal)
    }
}

fn tool(tool: &Tool) -> Value {
    json!({
        "name": tool.name,
        "description": tool.description,
        "input_schema": tool.parameters,
    })
}

fn tool_choice(choice: &ToolChoice) -> Value {
    match choice {
        ToolChoice::Auto => json!({"type": "auto"}),
        ToolChoice::None => json!({"type": "none"}),
        ToolChoice::Required => json!({"type": "any"}),
        ToolChoice::Named(name) => json!({"type": "tool", "name": name}),
    }
}

/// The turns; the user has the first one, as the API demands.
fn messages(turns: &[Turn]) -> Value {
    let opening = turns
        .first()
        .is_some_and(|turn| turn.by_model)
        .then(|| json!({"role": "user", "content": "…"}));
    let last = turns.len().saturating_sub(1);
    let turns = turns.iter().enumerate().map(|(place, turn)| {
        let role = if turn.by_model { "assistant" } else { "user" };
        let content: Value = match &*turn.parts {
            // The beginning of an answer must not end in a space.
            [TurnPart::Text(text)] if turn.by_model && place == last => text.trim_end().into(),
            [TurnPart::Text(text)] => text.as_str().into(),
            parts => parts.iter().map(block).collect(),
        };
        json!({"role": role, "content": content})
    });
    opening.into_iter().chain(turns).collect()
}

fn block(part: &TurnPart) -> Value {
    match part {
        TurnPart::Text(text) => json!({"type": "text", "text": text}),
        TurnPart::Image(image) => json!({
            "type": "image",
            "source": {
                "type": "base64",
                "media_type": image.media_type,
                "data": base64_of(image),
            },
        }),
    }
}

/// Tokens; those of the cache count as sent.
fn usage(message: &Value) -> Usage {
    let tokens = |key: &str| {
        message
            .pointer(key)
            .and_then(Value::as_u64)
            .unwrap_or_default()
    };
    let cached_tokens = tokens("/usage/cache_read_input_tokens");
    Usage {
        calls: 1,
        input_tokens: tokens("/usage/input_tokens")
            + tokens("/usage/cache_creation_input_tokens")
            + cached_tokens,
        cached_tokens,
        output_tokens: tokens("/usage/output_tokens"),
    }
}

/// The message of a success.
fn message(provider: &str, answer: &Answer) -> Result<Value, ModelError> {
    let message = reading::json(provider, answer, failure, "is the base URL right?")?;
    // Gateways put errors into successes.
    if message.get("type").and_then(Value::as_str) == Some("error") {
        let status = match message.pointer("/error/type").and_then(Value::as_str) {
            Some("authentication_error") => 401,
            Some("billing_error") => 402,
            Some("permission_error") => 403,
            Some("rate_limit_error") => 429,
            Some("invalid_request_error" | "not_found_error" | "request_too_large") => 400,
            _ => 529,
        };
        let answer = Answer {
            status,
            ..answer.clone()
        };
        return Err(failure(provider, &answer));
    }
    Ok(message)
}

/// What an answer that is not a success means.
fn failure(provider: &str, answer: &Answer) -> ModelError {
    match openai_error::read(provider, answer) {
        // An empty account is told as a bad request.
        ModelError::BadRequest {
            provider, message, ..
        } if message.contains("credit balance") => ModelError::Quota { provider, message },
        ModelError::BadRequest {
            provider, message, ..
        } => {
            let parameter = parameter(&message);
            ModelError::BadRequest {
                provider,
                message,
                parameter,
            }
        }
        other => other,
    }
}

/// `tools.0.input_schema: Field required`, `model: claude-x`, or a name in backticks that the
/// message begins with.
fn parameter(message: &str) -> Option<String> {
    let is_name = |text: &str| {
        !text.is_empty()
            && text
                .chars()
                .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || "_.".contains(c))
    };
    let quoted = message
        .strip_prefix('`')
        .and_then(|rest| Some(rest.split_once('`')?.0));
    quoted
        .or_else(|| Some(message.split_once(": ")?.0))
        .filter(|name| is_name(name))
        .map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_parameter_stands_at_the_beginning_of_the_message() {
        for (message, expected) in [
            (
                "tools.0.input_schema: Field required",
                Some("tools.0.input_schema"),
            ),
            ("model: claude-x (HTTP 404)", Some("model")),
            (
                "`temperature` is deprecated for this model.",
                Some("temperature"),
            ),
            ("prompt is too long: 210000 tokens > 200000 maximum", None),
            ("Something: else", None),
            ("", None),
        ] {
            assert_eq!(parameter(message).as_deref(), expected, "{message}");
        }
    }
}
