//! `POST {base}/api/chat`, as Ollama speaks it.

mod adapt;

use mem0_core::{
    ChatMessage, ChatReply, ChatRequest, ChatRole, ModelError, ReplyFormat, Tool, ToolCall,
    ToolChoice, Usage,
};
use serde_json::{Map, Value, json};

use super::reading::unusable;
use super::thoughts::without_thoughts;
use super::turns::{base64_of, schema_rule};
use super::{openai_error, reading};
use crate::dialect::JsonMode;
use crate::driver::chat_api::ChatApi;
use crate::transport::Answer;

/// The path behind the base URL.
pub const PATH: &str = "api/chat";

/// What is sent beside the messages.
#[derive(Debug, Clone, PartialEq)]
pub struct OllamaApi {
    /// The model.
    pub model: String,
    /// How freely words are chosen; `None`: the model's own.
    pub temperature: Option<f64>,
    /// From which share of the likely words.
    pub top_p: Option<f64>,
    /// The longest reply, in tokens.
    pub num_predict: Option<i64>,
    /// How many tokens the model sees: the request and its reply together.
    pub num_ctx: Option<u64>,
    /// Whether the model thinks before it answers: a boolean, or `low`, `medium`, `high`.
    pub think: Option<Value>,
    /// How long the model stays in memory afterwards: `5m`, or seconds.
    pub keep_alive: Option<Value>,
    /// The best form of structured reply that the server takes.
    pub json: JsonMode,
}

impl ChatApi for OllamaApi {
    fn model(&self) -> &str {
        &self.model
    }

    fn path(&self) -> String {
        PATH.to_owned()
    }

    fn body(&self, request: &ChatRequest) -> Value {
        let mut messages: Vec<Value> = request.messages.iter().map(message).collect();
        let mut body = Map::new();
        body.insert("model".into(), self.model.as_str().into());
        let format = match &request.format {
            ReplyFormat::Text => None,
            // The server lets a format win over tools: none would ever be called.
            ReplyFormat::Json { schema, .. }
                if self.json == JsonMode::Plain || !request.tools.is_empty() =>
            {
                instruct(&mut messages, schema);
                None
            }
            ReplyFormat::Json { schema, .. } if self.json == JsonMode::Schema => {
                Some(schema.clone())
            }
            ReplyFormat::Json { schema, .. } => {
                instruct(&mut messages, schema);
                Some(Value::from("json"))
            }
        };
        body.insert("messages".into(), messages.into());
        body.insert("stream".into(), false.into());
        if let Some(format) = format {
            body.insert("format".into(), format);
        }
        let options = self.options();
        if !options.is_empty() {
            body.insert("options".into(), options.into());
        }
        if let Some(think) = &self.think {
            body.insert("think".into(), think.clone());
        }
        if let Some(keep_alive) = &self.keep_alive {
            body.insert("keep_alive".into(), keep_alive.clone());
        }
        let tools = offered(request);
        if !tools.is_empty() {
            body.insert("tools".into(), tools.into());
        }
        Value::Object(body)
    }

    fn reply(
        &self,
        provider: &str,
        _: &ChatRequest,
        answer: &Answer,
    ) -> Result<ChatReply, ModelError> {
        if !reading::is_success(answer) {
            return Err(self.failure(provider, answer));
        }
        let hint = "is it Ollama at the base URL?";
        let pieces =
            pieces(&answer.body).ok_or_else(|| reading::not_json(provider, answer, hint))?;
        let unusable = |problem: &str| unusable(provider, problem);
        let mut reply = ChatReply::default();
        let mut finished = false;
        for piece in &pieces {
            if piece.get("error").is_some_and(|error| !error.is_null()) {
                let answer = Answer {
                    status: 500,
                    body: piece.to_string().into_bytes(),
                    ..answer.clone()
                };
                return Err(self.failure(provider, &answer));
            }
            let Some(message) = piece.get("message") else {
                return Err(reading::lacks(provider, "message", piece));
            };
            if let Some(text) = message.get("content").and_then(Value::as_str) {
                reply.text.push_str(text);
            }
            let calls = message.get("tool_calls").and_then(Value::as_array);
            for call in calls.into_iter().flatten() {
                reply
                    .tool_calls
                    .push(tool_call(call).map_err(|problem| unusable(&problem))?);
            }
            finished |= piece.get("done").and_then(Value::as_bool) != Some(false);
            match piece.get("done_reason").and_then(Value::as_str) {
                Some("length") => reply.truncated = true,
                Some("load") => {
                    return Err(unusable("the model was only loaded"));
                }
                _ => {}
            }
            let tokens = |key: &str| piece.get(key).and_then(Value::as_u64).unwrap_or_default();
            reply.usage += Usage {
                input_tokens: tokens("prompt_eval_count"),
                output_tokens: tokens("eval_count"),
                ..Usage::default()
            };
        }
        if !finished {
            return Err(unusable("it breaks off in the middle"));
        }
        reply.usage.calls = 1;
        reply.text = without_thoughts(&reply.text).to_owned();
        Ok(reply)
    }

    fn adapted(&self, refusal: &ModelError) -> Option<Self> {
        adapt::adapted(self, refusal)
    }
}

impl OllamaApi {
    fn options(&self) -> Map<String, Value> {
        let mut options = Map::new();
        if let Some(temperature) = self.temperature {
            options.insert("temperature".into(), temperature.into());
        }
        if let Some(top_p) = self.top_p {
            options.insert("top_p".into(), top_p.into());
        }
        if let Some(limit) = self.num_predict {
            options.insert("num_predict".into(), limit.into());
        }
        if let Some(window) = self.num_ctx {
            options.insert("num_ctx".into(), window.into());
        }
        options
    }

    /// What an answer that is not a success means.
    fn failure(&self, provider: &str, answer: &Answer) -> ModelError {
        let error = openai_error::read(provider, answer);
        let (ModelError::BadRequest { message, .. } | ModelError::Unavailable { message, .. }) =
            &error
        else {
            return error;
        };
        let bad_model = |message: String| ModelError::BadRequest {
            provider: provider.to_owned(),
            message,
            parameter: Some("model".to_owned()),
        };
        let lower = message.to_lowercase();
        if answer.status == 404 && lower.contains("model") {
            let message = message.replace(", try pulling it first", "");
            return bad_model(format!("{message}; run `ollama pull {}`", self.model));
        }
        // The server blames itself, but trying again can't help.
        if lower.contains("more system memory") || lower.contains("unable to load model") {
            return bad_model(message.clone());
        }
        error
    }
}

fn message(message: &ChatMessage) -> Value {
    let role = match message.role {
        ChatRole::System => "system",
        ChatRole::User => "user",
        ChatRole::Assistant => "assistant",
    };
    let mut written = json!({"role": role, "content": message.content});
    if !message.images.is_empty() {
        written["images"] = message.images.iter().map(base64_of).collect();
    }
    written
}

/// Puts the schema into the rules.
fn instruct(messages: &mut Vec<Value>, schema: &Value) {
    let rule = schema_rule(schema);
    match messages.first_mut() {
        Some(first) if first["role"] == "system" => {
            let rules = first["content"].as_str().unwrap_or_default();
            first["content"] = format!("{rules}\n\n{rule}").into();
        }
        _ => messages.insert(0, json!({"role": "system", "content": rule})),
    }
}

/// The tools that the model is shown. The API has no word for having to call one: to have a
/// certain one called, no other is shown.
fn offered(request: &ChatRequest) -> Vec<Value> {
    let shown = |tool: &&Tool| match &request.tool_choice {
        ToolChoice::Auto | ToolChoice::Required => true,
        ToolChoice::None => false,
        ToolChoice::Named(name) => tool.name == *name,
    };
    request
        .tools
        .iter()
        .filter(shown)
        .map(|tool| {
            let function = json!({
                "name": tool.name,
                "description": tool.description,
                "parameters": tool.parameters,
            });
            json!({"type": "function", "function": function})
        })
        .collect()
}

/// A call; the arguments are an object, or an object written as a text.
fn tool_call(call: &Value) -> Result<ToolCall, String> {
    let name = call
        .pointer("/function/name")
        .and_then(Value::as_str)
        .unwrap_or_default();
    let arguments = match call.pointer("/function/arguments") {
        None | Some(Value::Null) => Some(Map::new()),
        Some(Value::Object(arguments)) => Some(arguments.clone()),
        Some(Value::String(text)) if text.trim().is_empty() => Some(Map::new()),
        Some(Value::String(text)) => serde_json::from_str(text).ok(),
        Some(_) => None,
    };
    let arguments =
        arguments.ok_or_else(|| format!("it calls {name} with arguments that are no object"))?;
    Ok(ToolCall {
        name: name.to_owned(),
        arguments,
    })
}

/// The objects of an answer: one, or many from a proxy that streams whatever it was asked.
fn pieces(body: &[u8]) -> Option<Vec<Value>> {
    let pieces: Vec<Value> = serde_json::Deserializer::from_slice(body)
        .into_iter::<Value>()
        .collect::<Result<_, _>>()
        .ok()?;
    (!pieces.is_empty() && pieces.iter().all(Value::is_object)).then_some(pieces)
}
