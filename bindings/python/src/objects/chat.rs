//! A chat model in Python.

use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use mem0::parts::{
    ChatMessage, ChatObject, ChatReply, ChatRole, Tool, ToolCall, ToolChoice, async_trait,
};
use mem0::{ModelError, Usage};
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList, PyString, PyTuple};
use serde_json::{Value, json};

use super::{Kept, ask, awaited, method, name_of};
use crate::calling::{call, call_method, call_with};
use crate::value::{from_python, to_python};

/// An object that answers messages: with `invoke` as LangChain's chat models, with
/// `generate_response` as those of the original, or by being called.
pub(super) struct PythonChat {
    pub(super) object: Kept,
    name: String,
}

impl PythonChat {
    /// Looks at the object, and asks it nothing.
    pub(super) fn new(object: &Bound<'_, PyAny>) -> PyResult<Self> {
        let can = ["invoke", "generate_response"]
            .into_iter()
            .any(|name| matches!(method(object, name), Ok(Some(_))));
        if !can && !object.is_callable() {
            let class = object.get_type().name()?.to_string();
            return Err(PyTypeError::new_err(format!(
                "llm: a {class} is no chat model: it has no `invoke` and can't be called"
            )));
        }
        Ok(Self {
            name: name_of(object)?,
            object: Arc::new(object.clone().unbind()),
        })
    }
}

#[async_trait]
impl ChatObject for PythonChat {
    fn name(&self) -> String {
        self.name.clone()
    }

    async fn invoke(
        &self,
        messages: &[ChatMessage],
        tools: &[Tool],
        tool_choice: &ToolChoice,
    ) -> Result<ChatReply, ModelError> {
        let (messages, tools) = (messages.to_vec(), tools.to_vec());
        let tool_choice = tool_choice.clone();
        let answer = ask(&self.object, move |object| {
            reply(&answer(object, &messages, &tools, &tool_choice)?)
        });
        answer.await.map_err(raised)
    }
}

fn raised(words: String) -> ModelError {
    ModelError::Unusable {
        provider: "llm/langchain".to_owned(),
        problem: words,
    }
}

fn answer<'py>(
    object: &Bound<'py, PyAny>,
    messages: &[ChatMessage],
    tools: &[Tool],
    tool_choice: &ToolChoice,
) -> PyResult<Bound<'py, PyAny>> {
    let py = object.py();
    if let Some(invoke) = method(object, "invoke")? {
        let messages = PyList::new(
            py,
            messages
                .iter()
                .map(|message| turn(py, message))
                .collect::<PyResult<Vec<_>>>()?,
        )?;
        let answer = match method(object, "bind_tools")? {
            Some(bind_tools) if !tools.is_empty() && *tool_choice != ToolChoice::None => {
                let named = PyDict::new(py);
                if let Some(choice) = choice(tool_choice) {
                    named.set_item("tool_choice", choice)?;
                }
                let bound = call_with(&bind_tools, (described(py, tools)?,), &named)?;
                call_method(&bound, "invoke", (messages,))?
            }
            _ => call(&invoke, (messages,))?,
        };
        return awaited(answer);
    }
    let messages: Vec<Value> = messages.iter().map(plain_turn).collect();
    let messages = to_python(py, &Value::Array(messages))?;
    let answer = match method(object, "generate_response")? {
        Some(generate) if tools.is_empty() => {
            let named = PyDict::new(py);
            named.set_item("messages", messages)?;
            call_with(&generate, (), &named)?
        }
        Some(generate) => {
            let named = PyDict::new(py);
            named.set_item("messages", messages)?;
            named.set_item("tools", described(py, tools)?)?;
            named.set_item("tool_choice", choice(tool_choice).unwrap_or("auto"))?;
            call_with(&generate, (), &named)?
        }
        None => call(object, (messages,))?,
    };
    awaited(answer)
}

/// A message as LangChain's models take it: `("human", "…")`.
fn turn<'py>(py: Python<'py>, message: &ChatMessage) -> PyResult<Bound<'py, PyTuple>> {
    let role = match message.role {
        ChatRole::System => "system",
        ChatRole::User => "human",
        ChatRole::Assistant => "ai",
    };
    (role, to_python(py, &content(message))?).into_pyobject(py)
}

/// A message as OpenAI's wire has it.
fn plain_turn(message: &ChatMessage) -> Value {
    let role = match message.role {
        ChatRole::System => "system",
        ChatRole::User => "user",
        ChatRole::Assistant => "assistant",
    };
    json!({"role": role, "content": content(message)})
}

fn content(message: &ChatMessage) -> Value {
    if message.images.is_empty() {
        return json!(message.content);
    }
    let images = message.images.iter().map(|image| {
        let data = STANDARD.encode(&image.bytes);
        let url = format!("data:{};base64,{data}", image.media_type);
        json!({"type": "image_url", "image_url": {"url": url, "detail": image.detail}})
    });
    std::iter::once(json!({"type": "text", "text": message.content}))
        .chain(images)
        .collect()
}

fn described<'py>(py: Python<'py>, tools: &[Tool]) -> PyResult<Bound<'py, PyAny>> {
    let tools = tools.iter().map(|tool| {
        json!({"type": "function", "function": {
            "name": tool.name, "description": tool.description, "parameters": tool.parameters,
        }})
    });
    to_python(py, &tools.collect())
}

fn choice(choice: &ToolChoice) -> Option<&str> {
    match choice {
        ToolChoice::Auto => None,
        ToolChoice::None => Some("none"),
        ToolChoice::Required => Some("any"),
        ToolChoice::Named(name) => Some(name),
    }
}

/// Reads a message of LangChain's, a mapping of the same fields, or a text.
fn reply(answer: &Bound<'_, PyAny>) -> PyResult<ChatReply> {
    if let Ok(text) = answer.cast::<PyString>() {
        return Ok(ChatReply {
            text: text.to_string_lossy().into_owned(),
            ..ChatReply::default()
        });
    }
    let field = |name: &str| -> PyResult<Value> {
        let found = match answer.cast::<PyDict>() {
            Ok(dict) => dict.get_item(name)?,
            Err(_) => answer.getattr_opt(name)?,
        };
        match found {
            Some(found) => from_python(&found, name),
            None => Ok(Value::Null),
        }
    };
    let content = field("content")?;
    let calls = field("tool_calls")?;
    if content.is_null() && calls.is_null() {
        let class = answer.get_type().name()?.to_string();
        return Err(PyTypeError::new_err(format!(
            "a chat model should answer with a message or a text, not with a {class}"
        )));
    }
    let usage = field("usage_metadata").unwrap_or_default();
    let metadata = field("response_metadata").unwrap_or_default();
    let finish = ["finish_reason", "stop_reason", "done_reason"]
        .iter()
        .find_map(|name| metadata[name].as_str());
    let tokens = |name: &str| usage[name].as_u64().unwrap_or(0);
    Ok(ChatReply {
        text: text(&content),
        tool_calls: calls.as_array().map_or_else(Vec::new, |calls| {
            calls.iter().filter_map(tool_call).collect()
        }),
        truncated: matches!(finish, Some("length" | "max_tokens" | "MAX_TOKENS")),
        usage: Usage {
            calls: 1,
            input_tokens: tokens("input_tokens"),
            cached_tokens: usage["input_token_details"]["cache_read"]
                .as_u64()
                .unwrap_or(0),
            output_tokens: tokens("output_tokens"),
        },
    })
}

fn text(content: &Value) -> String {
    match content {
        Value::String(text) => text.clone(),
        Value::Array(parts) => parts
            .iter()
            .filter_map(|part| part.as_str().or_else(|| part["text"].as_str()))
            .collect(),
        _ => String::new(),
    }
}

/// LangChain's `{"name", "args"}`; `arguments` as the original has it.
fn tool_call(call: &Value) -> Option<ToolCall> {
    let arguments = match call.get("args").or_else(|| call.get("arguments"))? {
        Value::Object(arguments) => arguments.clone(),
        Value::String(text) => serde_json::from_str(text).ok()?,
        _ => return None,
    };
    Some(ToolCall {
        name: call["name"].as_str()?.to_owned(),
        arguments,
    })
}
