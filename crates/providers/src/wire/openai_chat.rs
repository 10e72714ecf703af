//! `POST {base}/chat/completions`, as OpenAI and its many relatives speak it.

mod adapt;

use mem0_core::{ChatMessage, ChatReply, ChatRequest, ChatRole, ModelError, ReplyFormat, Usage};
use serde_json::{Map, Value, json};

use super::{beginning, openai_error};
use crate::dialect::JsonMode;
use crate::transport::Answer;

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
    /// Whether rules must be said as the user, for want of a system role.
    pub system_as_user: bool,
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
        body.insert("model".into(), self.model.as_str().into());
        let (messages, format) = self.format(request);
        body.insert("messages".into(), self.messages(&messages));
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
        if let Some(format) = format {
            body.insert("response_format".into(), format);
        }
        Value::Object(body)
    }

    /// The messages and the `response_format`. Below schemas the prompt says what the schema
    /// would have; that also puts the word "JSON" there, without which JSON mode is refused.
    fn format(&self, request: &ChatRequest) -> (Vec<ChatMessage>, Option<Value>) {
        let mut messages = request.messages.clone();
        let ReplyFormat::Json { name, schema } = &request.format else {
            return (messages, None);
        };
        if self.json == JsonMode::Schema {
            let schema = json!({"name": name, "strict": true, "schema": schema});
            return (
                messages,
                Some(json!({"type": "json_schema", "json_schema": schema})),
            );
        }
        let rule = format!(
            "Answer with one JSON object that fits this JSON schema, and with nothing else:\n{schema}"
        );
        match messages.first_mut() {
            Some(first) if first.role == ChatRole::System => {
                first.content = format!("{}\n\n{rule}", first.content);
            }
            _ => messages.insert(0, ChatMessage::system(rule)),
        }
        let format = (self.json == JsonMode::Object).then(|| json!({"type": "json_object"}));
        (messages, format)
    }

    /// Messages as the server takes them. Neighbours of one role become one message: many chat
    /// templates refuse anything but turns.
    fn messages(&self, messages: &[ChatMessage]) -> Value {
        let mut turns: Vec<(&str, String)> = Vec::with_capacity(messages.len());
        for message in messages {
            let role = match message.role {
                ChatRole::System if self.system_as_user => "user",
                ChatRole::System => "system",
                ChatRole::User => "user",
                ChatRole::Assistant => "assistant",
            };
            match turns.last_mut() {
                Some((last, content)) if *last == role => {
                    content.push_str("\n\n");
                    content.push_str(&message.content);
                }
                _ => turns.push((role, message.content.clone())),
            }
        }
        turns
            .iter()
            .map(|(role, content)| json!({"role": role, "content": content}))
            .collect()
    }
}

/// What an answer means.
///
/// # Errors
/// It is not a success, or not a chat completion.
pub fn reply(provider: &str, answer: &Answer) -> Result<ChatReply, ModelError> {
    if !(200..300).contains(&answer.status) {
        return Err(openai_error::read(provider, answer));
    }
    let unusable = |problem: String| ModelError::Unusable {
        provider: provider.to_owned(),
        problem,
    };
    let value: Value = serde_json::from_slice(&answer.body).map_err(|_| {
        let text = String::from_utf8_lossy(&answer.body);
        unusable(format!(
            "it is not JSON (does the base URL end in /v1?): {:?}",
            beginning(&text, 120)
        ))
    })?;
    if value.get("error").is_some_and(|error| !error.is_null()) {
        return Err(openai_error::read_inside(provider, answer, &value));
    }
    let Some(choice) = value.pointer("/choices/0") else {
        return Err(unusable(format!(
            "it has no choices: {:?}",
            beginning(&value.to_string(), 120)
        )));
    };
    let message = choice.get("message").unwrap_or(&Value::Null);
    let text = text(message.get("content").unwrap_or(&Value::Null));
    let finish = choice
        .get("finish_reason")
        .and_then(Value::as_str)
        .unwrap_or_default();
    if text.is_empty() {
        if let Some(refusal) = message.get("refusal").and_then(Value::as_str) {
            return Err(unusable(format!(
                "the model declined: {}",
                beginning(refusal, 200)
            )));
        }
        if finish == "content_filter" {
            return Err(unusable(
                "the provider's content filter withheld it".to_owned(),
            ));
        }
    }
    let tokens = |key: &str| {
        value
            .pointer(key)
            .and_then(Value::as_u64)
            .unwrap_or_default()
    };
    Ok(ChatReply {
        text,
        tool_calls: Vec::new(),
        truncated: finish == "length",
        usage: Usage {
            calls: 1,
            input_tokens: tokens("/usage/prompt_tokens"),
            cached_tokens: tokens("/usage/prompt_tokens_details/cached_tokens"),
            output_tokens: tokens("/usage/completion_tokens"),
        },
    })
}

/// The text of a message's content: a string, or text parts.
fn text(content: &Value) -> String {
    match content {
        Value::String(text) => text.clone(),
        Value::Array(parts) => parts
            .iter()
            .filter_map(|part| part.get("text")?.as_str())
            .collect(),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(body: &str) -> Result<ChatReply, ModelError> {
        reply(
            "llm/openai",
            &Answer {
                status: 200,
                body: body.into(),
                ..Answer::default()
            },
        )
    }

    #[test]
    fn every_form_of_content_is_read() {
        for (content, expected) in [
            (r#""你好""#, "你好"),
            (
                r#"[{"type":"text","text":"你"},{"type":"text","text":"好"}]"#,
                "你好",
            ),
            ("null", ""),
        ] {
            let body = format!(r#"{{"choices":[{{"message":{{"content":{content}}}}}]}}"#);
            assert_eq!(read(&body).unwrap().text, expected);
        }
    }

    #[test]
    fn what_is_no_completion_is_unusable() {
        for body in [
            "",
            "<html>Welcome</html>",
            "{}",
            r#"{"choices":[]}"#,
            r#"{"choices":[{"message":{"content":null,"refusal":"I won't"}}]}"#,
            r#"{"choices":[{"message":{"content":""},"finish_reason":"content_filter"}]}"#,
        ] {
            let error = read(body).unwrap_err();
            assert!(
                matches!(error, ModelError::Unusable { .. }),
                "{body}: {error}"
            );
        }
        let inside = read(r#"{"error":{"message":"slow down","code":429}}"#).unwrap_err();
        assert!(matches!(inside, ModelError::RateLimited { .. }), "{inside}");
    }
}
