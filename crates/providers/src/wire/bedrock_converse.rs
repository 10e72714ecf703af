//! `POST {base}/model/{model}/converse`: Bedrock's one form for the models of every maker.

mod adapt;

use mem0_core::{
    ChatReply, ChatRequest, ModelError, ReplyFormat, Tool, ToolCall, ToolChoice, Usage,
};
use serde_json::{Map, Value, json};

use super::turns::{Turn, TurnPart, Turns, base64_of, schema_rule};
use super::{aws_error, reading};
use crate::auth::aws::path_segment;
use crate::driver::chat_api::ChatApi;
use crate::transport::Answer;

/// What is sent beside the messages.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ConverseApi {
    /// The model: its id, or the id or ARN of an inference profile.
    pub model: String,
    /// The longest reply, in tokens.
    pub max_tokens: Option<u32>,
    /// How freely words are chosen; `None`: the model decides.
    pub temperature: Option<f64>,
    /// From which share of the likely words.
    pub top_p: Option<f64>,
    /// Texts that end the reply.
    pub stop_sequences: Vec<String>,
    /// Fields of the request's own, such as `guardrailConfig`.
    pub fields: Map<String, Value>,
    /// Fields that only this model knows.
    pub model_fields: Map<String, Value>,
    /// How a model can be made to call a tool.
    pub forcing: Forcing,
    /// Whether the model calls tools at all.
    pub tools: ToolUse,
    /// Whether the model takes rules apart from the conversation.
    pub rules: RulesPlace,
}

/// How a model can be made to call a tool, the best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Forcing {
    /// A certain one.
    #[default]
    Named,
    /// One of all.
    Any,
    /// Not at all.
    Never,
}

/// Whether a model calls tools.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ToolUse {
    /// It does; a schema is asked for as the input of a tool.
    #[default]
    Yes,
    /// It doesn't; a schema stands in the prompt.
    No,
}

/// Where rules are said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum RulesPlace {
    /// Apart.
    #[default]
    System,
    /// By the user, first of all.
    User,
}

/// Fields of a request that stand beside `inferenceConfig`.
const FIELDS: [&str; 6] = [
    "guardrailConfig",
    "performanceConfig",
    "promptVariables",
    "requestMetadata",
    "additionalModelResponseFieldPaths",
    "serviceTier",
];

impl ConverseApi {
    /// Sorts the original's `model_kwargs`: what every model knows, what the request knows, and
    /// what only this model knows.
    #[must_use]
    pub fn with_model_kwargs(mut self, kwargs: Map<String, Value>) -> Self {
        for (key, value) in kwargs {
            match (&*key, &value) {
                (_, Value::Null) => {}
                ("temperature", _) => self.temperature = value.as_f64(),
                ("top_p" | "topP", _) => self.top_p = value.as_f64(),
                ("max_tokens" | "maxTokens" | "max_tokens_to_sample" | "maxTokenCount", _) => {
                    self.max_tokens = value.as_u64().and_then(|limit| limit.try_into().ok());
                }
                ("stop_sequences" | "stopSequences", Value::Array(stops)) => {
                    let stops = stops.iter().filter_map(Value::as_str);
                    self.stop_sequences = stops.map(ToOwned::to_owned).collect();
                }
                ("additionalModelRequestFields", Value::Object(fields)) => {
                    self.model_fields.extend(fields.clone());
                }
                (field, _) if FIELDS.contains(&field) => {
                    self.fields.insert(key, value);
                }
                _ => {
                    self.model_fields.insert(key, value);
                }
            }
        }
        self
    }

    /// The tool that takes the structured reply of this request; `None`: prose is wanted, or the
    /// schema stands in the prompt.
    fn reply_tool(&self, request: &ChatRequest) -> Option<&'static str> {
        match &request.format {
            // With a tool that has to be called no other would ever be.
            ReplyFormat::Json { name, .. }
                if request.tools.is_empty()
                    && self.tools == ToolUse::Yes
                    && self.forcing != Forcing::Never =>
            {
                Some(*name)
            }
            _ => None,
        }
    }

    fn inference_config(&self) -> Map<String, Value> {
        let mut config = Map::new();
        if let Some(limit) = self.max_tokens {
            config.insert("maxTokens".into(), limit.into());
        }
        if let Some(temperature) = self.temperature {
            config.insert("temperature".into(), temperature.into());
        }
        if let Some(top_p) = self.top_p {
            config.insert("topP".into(), top_p.into());
        }
        if !self.stop_sequences.is_empty() {
            config.insert("stopSequences".into(), self.stop_sequences.clone().into());
        }
        config
    }

    fn tool_config(&self, request: &ChatRequest) -> Option<Value> {
        if let (Some(name), ReplyFormat::Json { schema, .. }) =
            (self.reply_tool(request), &request.format)
        {
            return Some(json!({
                "tools": [tool(name, "Takes the answer.", schema)],
                "toolChoice": self.choice(&ToolChoice::Named(name.to_owned())),
            }));
        }
        // There is no way to show tools and forbid them.
        if request.tools.is_empty() || request.tool_choice == ToolChoice::None {
            return None;
        }
        let tools: Vec<Value> = request
            .tools
            .iter()
            .map(
                |Tool {
                     name,
                     description,
                     parameters,
                 }| tool(name, description, parameters),
            )
            .collect();
        let choice = self.choice(&request.tool_choice);
        Some(json!({"tools": tools, "toolChoice": choice}))
    }

    fn choice(&self, choice: &ToolChoice) -> Value {
        match (choice, self.forcing) {
            (ToolChoice::Named(name), Forcing::Named) => json!({"tool": {"name": name}}),
            (ToolChoice::Named(_), Forcing::Any)
            | (ToolChoice::Required, Forcing::Named | Forcing::Any) => json!({"any": {}}),
            (ToolChoice::Auto | ToolChoice::None, _) | (_, Forcing::Never) => json!({"auto": {}}),
        }
    }
}

impl ChatApi for ConverseApi {
    fn model(&self) -> &str {
        &self.model
    }

    fn path(&self) -> String {
        format!("model/{}/converse", path_segment(&self.model))
    }

    fn body(&self, request: &ChatRequest) -> Value {
        let mut turns = Turns::of(&request.messages);
        if let (None, ReplyFormat::Json { schema, .. }) =
            (self.reply_tool(request), &request.format)
        {
            turns.add_rule(&schema_rule(schema));
        }
        if turns.turns.is_empty() || self.rules == RulesPlace::User {
            turns.say_rules();
        }
        let mut body = self.fields.clone();
        body.insert("messages".into(), messages(&turns.turns));
        if !turns.rules.is_empty() {
            body.insert("system".into(), json!([{"text": turns.rules}]));
        }
        let config = self.inference_config();
        if !config.is_empty() {
            body.insert("inferenceConfig".into(), config.into());
        }
        if let Some(tools) = self.tool_config(request) {
            body.insert("toolConfig".into(), tools);
        }
        if !self.model_fields.is_empty() {
            let fields = self.model_fields.clone().into();
            body.insert("additionalModelRequestFields".into(), fields);
        }
        Value::Object(body)
    }

    fn reply(
        &self,
        provider: &str,
        request: &ChatRequest,
        answer: &Answer,
    ) -> Result<ChatReply, ModelError> {
        let hint = "is the endpoint's URL right?";
        let value = reading::json(provider, answer, aws_error::read, hint)?;
        let blocks = value.pointer("/output/message/content");
        let blocks = reading::list(provider, &value, blocks, "output.message")?;
        let unusable = |problem: String| reading::unusable(provider, problem);
        let as_tool = self.reply_tool(request);
        let (mut text, mut tool_calls) = (String::new(), Vec::new());
        for block in blocks {
            if let Some(said) = block.get("text").and_then(Value::as_str) {
                text.push_str(said);
            } else if let Some(call) = block.get("toolUse") {
                let name = call.get("name").and_then(Value::as_str).unwrap_or_default();
                let input = call.get("input").cloned().unwrap_or_default();
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
        }
        let stopped = value
            .get("stopReason")
            .and_then(Value::as_str)
            .unwrap_or_default();
        if text.is_empty() && tool_calls.is_empty() {
            match stopped {
                "guardrail_intervened" | "content_filtered" => {
                    return Err(unusable(format!("it was withheld ({stopped})")));
                }
                "malformed_model_output" | "malformed_tool_use" => {
                    return Err(unusable(format!("the model wrote nonsense ({stopped})")));
                }
                _ => {}
            }
        }
        Ok(ChatReply {
            text,
            tool_calls,
            truncated: ["max_tokens", "model_context_window_exceeded"].contains(&stopped),
            usage: usage(&value),
        })
    }

    fn adapted(&self, refusal: &ModelError) -> Option<Self> {
        adapt::adapted(self, refusal)
    }
}

fn tool(name: &str, description: &str, schema: &Value) -> Value {
    let mut tool = json!({"name": name, "inputSchema": {"json": schema}});
    // An empty description is refused.
    if !description.trim().is_empty() {
        tool["description"] = description.into();
    }
    json!({"toolSpec": tool})
}

/// The turns; the user has the first one, as the API demands.
fn messages(turns: &[Turn]) -> Value {
    let opening = turns
        .first()
        .is_some_and(|turn| turn.by_model)
        .then(|| json!({"role": "user", "content": [{"text": "…"}]}));
    let turns = turns.iter().map(|turn| {
        let role = if turn.by_model { "assistant" } else { "user" };
        let content: Vec<Value> = turn.parts.iter().map(block).collect();
        json!({"role": role, "content": content})
    });
    opening.into_iter().chain(turns).collect()
}

fn block(part: &TurnPart) -> Value {
    match part {
        TurnPart::Text(text) => json!({"text": text}),
        TurnPart::Image(image) => {
            let format = match image.media_type.trim_start_matches("image/") {
                "jpg" => "jpeg",
                format => format,
            };
            json!({"image": {"format": format, "source": {"bytes": base64_of(image)}}})
        }
    }
}

/// Tokens; those of the cache count as sent.
fn usage(value: &Value) -> Usage {
    let tokens = |key: &str| {
        let tokens = value
            .get("usage")
            .and_then(|usage| usage.get(key)?.as_u64());
        tokens.unwrap_or_default()
    };
    let cached_tokens = tokens("cacheReadInputTokens");
    Usage {
        calls: 1,
        input_tokens: tokens("inputTokens") + tokens("cacheWriteInputTokens") + cached_tokens,
        cached_tokens,
        output_tokens: tokens("outputTokens"),
    }
}
