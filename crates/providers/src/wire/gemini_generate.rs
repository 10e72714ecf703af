//! `POST {base}/models/{model}:generateContent`, as Gemini speaks it, at Google's own API and on
//! Vertex AI.

mod adapt;
mod schema;

use mem0_core::{
    ChatReply, ChatRequest, ModelError, ReplyFormat, Tool, ToolCall, ToolChoice, Usage,
};
use serde_json::{Map, Value, json};

use self::schema::{open_api, with_ordering};
use super::reading::unusable;
use super::turns::{Turn, TurnPart, Turns, base64_of, schema_rule};
use super::{beginning, google_error, reading};
use crate::driver::chat_api::ChatApi;
use crate::transport::Answer;

/// What is sent beside the contents.
#[derive(Debug, Clone, PartialEq)]
pub struct GenerateApi {
    /// The model as its path has it: `models/gemini-2.0-flash`, or everything behind the version
    /// on Vertex AI.
    pub resource: String,
    /// The model's name alone.
    pub model: String,
    /// How freely words are chosen; `None`: the model decides.
    pub temperature: Option<f64>,
    /// From which share of the likely words.
    pub top_p: Option<f64>,
    /// The longest reply, in tokens, thoughts included.
    pub max_tokens: Option<u32>,
    /// The most tokens of thoughts; 0: none, -1: as many as the model likes.
    pub thinking_budget: Option<i32>,
    /// The best form of structured reply that the model takes.
    pub structured: Structured,
    /// Whether tools are described in JSON schema; else in Google's older form of it.
    pub tools_in_json_schema: bool,
    /// Whether rules must be said as the user, for want of a place for them.
    pub rules_as_user: bool,
}

/// How a structured reply is asked for, the best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Structured {
    /// `responseJsonSchema`: a JSON schema that the server enforces.
    JsonSchema,
    /// `responseSchema`: as much of it as Google's older form can say.
    OpenApi,
    /// `responseMimeType` alone; the schema stands in the prompt.
    MimeType,
    /// No promise; the schema stands in the prompt.
    Plain,
}

impl Structured {
    /// The next best.
    pub fn next(self) -> Option<Self> {
        match self {
            Self::JsonSchema => Some(Self::OpenApi),
            Self::OpenApi => Some(Self::MimeType),
            Self::MimeType => Some(Self::Plain),
            Self::Plain => None,
        }
    }
}

impl ChatApi for GenerateApi {
    fn model(&self) -> &str {
        &self.model
    }

    fn path(&self) -> String {
        format!("{}:generateContent", self.resource)
    }

    fn body(&self, request: &ChatRequest) -> Value {
        let mut turns = Turns::of(&request.messages);
        let mut generation = self.wording();
        if let ReplyFormat::Json { schema, .. } = &request.format {
            // Beside tools most models refuse JSON as the only form.
            let structured = if request.tools.is_empty() {
                self.structured
            } else {
                Structured::Plain
            };
            if structured != Structured::Plain {
                generation.insert("responseMimeType".into(), "application/json".into());
            }
            match structured {
                Structured::JsonSchema => {
                    generation.insert("responseJsonSchema".into(), with_ordering(schema));
                }
                Structured::OpenApi => {
                    generation.insert("responseSchema".into(), open_api(schema));
                }
                Structured::MimeType | Structured::Plain => turns.add_rule(&schema_rule(schema)),
            }
        }
        if turns.turns.is_empty() || self.rules_as_user {
            turns.say_rules();
        }
        let mut body = Map::new();
        body.insert("contents".into(), turns.turns.iter().map(content).collect());
        if !turns.rules.is_empty() {
            let parts = json!([{"text": turns.rules}]);
            body.insert("systemInstruction".into(), json!({"parts": parts}));
        }
        if !generation.is_empty() {
            body.insert("generationConfig".into(), generation.into());
        }
        if !request.tools.is_empty() {
            let tools: Vec<Value> = request.tools.iter().map(|tool| self.tool(tool)).collect();
            body.insert("tools".into(), json!([{"functionDeclarations": tools}]));
            let choice = tool_choice(&request.tool_choice);
            body.insert(
                "toolConfig".into(),
                json!({"functionCallingConfig": choice}),
            );
        }
        Value::Object(body)
    }

    fn reply(
        &self,
        provider: &str,
        _: &ChatRequest,
        answer: &Answer,
    ) -> Result<ChatReply, ModelError> {
        let value = reading::json(provider, answer, failure, "is the base URL right?")?;
        let unusable = |problem: String| unusable(provider, problem);
        if value.get("error").is_some_and(|error| !error.is_null()) {
            return Err(failure_inside(provider, answer, &value));
        }
        if let Some(reason) = value.pointer("/promptFeedback/blockReason") {
            let reason = reason.as_str().unwrap_or_default();
            return Err(unusable(format!("the prompt was blocked ({reason})")));
        }
        let Some(candidate) = value.pointer("/candidates/0") else {
            return Err(reading::lacks(provider, "candidates", &value));
        };
        let finish = candidate
            .get("finishReason")
            .and_then(Value::as_str)
            .unwrap_or("STOP");
        if !["STOP", "MAX_TOKENS", "FINISH_REASON_UNSPECIFIED"].contains(&finish) {
            let said = candidate.get("finishMessage").and_then(Value::as_str);
            let said = said.map(|said| format!(": {}", beginning(said, 200)));
            return Err(unusable(format!(
                "the model was stopped ({finish}){}",
                said.unwrap_or_default()
            )));
        }
        let (text, tool_calls) = said(candidate).map_err(unusable)?;
        Ok(ChatReply {
            text,
            tool_calls,
            truncated: finish == "MAX_TOKENS",
            usage: usage(&value),
        })
    }

    fn adapted(&self, refusal: &ModelError) -> Option<Self> {
        adapt::adapted(self, refusal)
    }
}

impl GenerateApi {
    /// Everything of `generationConfig` that doesn't depend on the request.
    fn wording(&self) -> Map<String, Value> {
        let mut generation = Map::new();
        if let Some(temperature) = self.temperature {
            generation.insert("temperature".into(), temperature.into());
        }
        if let Some(top_p) = self.top_p {
            generation.insert("topP".into(), top_p.into());
        }
        if let Some(max_tokens) = self.max_tokens {
            generation.insert("maxOutputTokens".into(), max_tokens.into());
        }
        if let Some(budget) = self.thinking_budget {
            generation.insert("thinkingConfig".into(), json!({"thinkingBudget": budget}));
        }
        generation
    }

    fn tool(&self, tool: &Tool) -> Value {
        let mut declaration = json!({"name": tool.name, "description": tool.description});
        // An object without properties is refused.
        let has_arguments = tool
            .parameters
            .get("properties")
            .and_then(Value::as_object)
            .is_some_and(|properties| !properties.is_empty());
        if has_arguments && self.tools_in_json_schema {
            declaration["parametersJsonSchema"] = tool.parameters.clone();
        } else if has_arguments {
            declaration["parameters"] = open_api(&tool.parameters);
        }
        declaration
    }
}

fn tool_choice(choice: &ToolChoice) -> Value {
    match choice {
        ToolChoice::Auto => json!({"mode": "AUTO"}),
        ToolChoice::None => json!({"mode": "NONE"}),
        ToolChoice::Required => json!({"mode": "ANY"}),
        ToolChoice::Named(name) => json!({"mode": "ANY", "allowedFunctionNames": [name]}),
    }
}

fn content(turn: &Turn) -> Value {
    let role = if turn.by_model { "model" } else { "user" };
    let parts: Vec<Value> = turn
        .parts
        .iter()
        .map(|part| match part {
            TurnPart::Text(text) => json!({"text": text}),
            TurnPart::Image(image) => json!({
                "inlineData": {"mimeType": image.media_type, "data": base64_of(image)},
            }),
        })
        .collect();
    json!({"role": role, "parts": parts})
}

/// What an answer that is not a success means.
fn failure(provider: &str, answer: &Answer) -> ModelError {
    match google_error::read(provider, answer) {
        ModelError::BadRequest {
            provider,
            message,
            parameter: None,
        } if answer.status == 404 => ModelError::BadRequest {
            provider,
            message,
            parameter: Some("model".to_owned()),
        },
        other => other,
    }
}

/// What an error inside a success means.
fn failure_inside(provider: &str, answer: &Answer, value: &Value) -> ModelError {
    let code = value.pointer("/error/code").and_then(Value::as_u64);
    let status = code
        .and_then(|code| u16::try_from(code).ok())
        .filter(|code| *code >= 400)
        .unwrap_or(502);
    let answer = Answer {
        status,
        ..answer.clone()
    };
    failure(provider, &answer)
}

/// The text and the calls of a candidate, without its thoughts; else what is wrong with it.
fn said(candidate: &Value) -> Result<(String, Vec<ToolCall>), String> {
    let (mut text, mut calls) = (String::new(), Vec::new());
    let parts = candidate
        .pointer("/content/parts")
        .and_then(Value::as_array);
    for part in parts.into_iter().flatten() {
        if part.get("thought").and_then(Value::as_bool) == Some(true) {
            continue;
        }
        if let Some(piece) = part.get("text").and_then(Value::as_str) {
            text.push_str(piece);
        }
        let Some(call) = part.get("functionCall") else {
            continue;
        };
        let name = call.get("name").and_then(Value::as_str).unwrap_or_default();
        let arguments = match call.get("args") {
            Some(Value::Object(arguments)) => arguments.clone(),
            None | Some(Value::Null) => Map::new(),
            Some(_) => return Err(format!("it calls {name} with arguments that are no object")),
        };
        calls.push(ToolCall {
            name: name.to_owned(),
            arguments,
        });
    }
    Ok((text, calls))
}

/// Tokens; thoughts count as received.
fn usage(value: &Value) -> Usage {
    let tokens = |key: &str| {
        value
            .get("usageMetadata")
            .and_then(|usage| usage.get(key)?.as_u64())
            .unwrap_or_default()
    };
    Usage {
        calls: 1,
        input_tokens: tokens("promptTokenCount"),
        cached_tokens: tokens("cachedContentTokenCount"),
        output_tokens: tokens("candidatesTokenCount") + tokens("thoughtsTokenCount"),
    }
}
