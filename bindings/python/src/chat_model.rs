//! A language model by itself, without a memory around it.

use std::sync::Arc;

use mem0::parts::{
    self, ChatMessage, ChatReply, ChatRequest, Llm, ReplyFormat, Tool, ToolCall, ToolChoice,
};
use mem0::{Error, MemoryConfig};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use serde_json::{Value, json};

use crate::failure::{Failure, guarded};
use crate::per_process::PerProcess;
use crate::{logs, value, waiting};

/// A language model of one of the engine's providers.
#[pyclass(frozen, module = "mem0._native")]
pub(crate) struct ChatModel {
    config: MemoryConfig,
    /// The connections of a parent are of no use to its child.
    model: PerProcess<Option<Arc<dyn Llm>>>,
}

#[pymethods]
impl ChatModel {
    /// Takes a configuration with the section `llm`; asks nothing.
    #[new]
    fn new(py: Python<'_>, config: &Bound<'_, PyAny>) -> PyResult<Self> {
        logs::heed_level(py)?;
        let given = value::from_python(config, "config")?;
        let raised = |error: Error| Failure::new(&error).into_exception(py);
        let config = MemoryConfig::from_value(&given).map_err(raised)?;
        let asked = Self {
            config,
            model: PerProcess::new(),
        };
        asked.model(py)?;
        Ok(asked)
    }

    /// Its provider and its name.
    fn name(&self, py: Python<'_>) -> PyResult<String> {
        Ok(self.model(py)?.name())
    }

    /// Asks once, and waits for the answer: `{"content", "tool_calls", "usage"}`.
    #[pyo3(signature = (messages, *, response_format=None, tools=None, tool_choice="auto"))]
    fn ask<'py>(
        &self,
        py: Python<'py>,
        messages: &Bound<'py, PyAny>,
        response_format: Option<&Bound<'py, PyAny>>,
        tools: Option<&Bound<'py, PyAny>>,
        tool_choice: &str,
    ) -> PyResult<Bound<'py, PyAny>> {
        let read = |name, given: Option<&Bound<'py, PyAny>>| match given {
            Some(given) => value::from_python(given, name),
            None => Ok(Value::Null),
        };
        let request = ChatRequest {
            messages: turns(&value::from_python(messages, "messages")?)?,
            format: format(&read("response_format", response_format)?),
            tools: described(&read("tools", tools)?)?,
            tool_choice: choice(tool_choice),
        };
        let model = self.model(py)?;
        let work = guarded(async move {
            let asked = model.chat(request).await;
            let reply = asked.map_err(|error| Failure::new(&Error::Model(error)))?;
            Ok(answer(reply))
        });
        let answer = waiting::wait(py, work)?.map_err(|failure| failure.into_exception(py))?;
        value::to_python(py, &answer)
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        Ok(format!("ChatModel({:?})", self.name(py)?))
    }
}

impl ChatModel {
    fn model(&self, py: Python<'_>) -> PyResult<Arc<dyn Llm>> {
        let made = self.model.try_get(|| parts::language_model(&self.config));
        let made = made.map_err(|error| Failure::new(&error).into_exception(py))?;
        let named = made.as_ref().clone();
        named.ok_or_else(|| PyValueError::new_err("llm: no provider is named"))
    }
}

fn answer(reply: ChatReply) -> Value {
    let call = |call: ToolCall| json!({"name": call.name, "arguments": call.arguments});
    json!({
        "content": reply.text,
        "tool_calls": reply.tool_calls.into_iter().map(call).collect::<Value>(),
        "usage": reply.usage,
    })
}

/// Messages as OpenAI's wire has them.
fn turns(messages: &Value) -> PyResult<Vec<ChatMessage>> {
    let Some(messages) = messages.as_array() else {
        return Err(PyValueError::new_err("messages: a list is needed"));
    };
    let turn = |message: &Value| {
        let said = said(&message["content"]);
        match message["role"].as_str() {
            Some("system" | "developer") => ChatMessage::system(said),
            Some("assistant") => ChatMessage::assistant(said),
            _ => ChatMessage::user(said),
        }
    };
    Ok(messages.iter().map(turn).collect())
}

/// The words of a message; of a list of parts, those of its texts.
fn said(content: &Value) -> String {
    match content {
        Value::String(text) => text.clone(),
        Value::Array(parts) => {
            let texts = parts.iter();
            let texts = texts.filter_map(|part| part.as_str().or_else(|| part["text"].as_str()));
            texts.collect::<Vec<_>>().join("\n")
        }
        Value::Null => String::new(),
        other => other.to_string(),
    }
}

/// `{"type": "json_schema", "json_schema": {"schema": …}}`; anything else is prose to the model.
fn format(response_format: &Value) -> ReplyFormat {
    match &response_format["json_schema"]["schema"] {
        Value::Null => ReplyFormat::Text,
        schema => ReplyFormat::Json {
            name: "reply",
            schema: schema.clone(),
        },
    }
}

fn described(tools: &Value) -> PyResult<Vec<Tool>> {
    let tool = |tool: &Value| {
        let function = tool.get("function").unwrap_or(tool);
        let name = function["name"].as_str();
        let name = name.ok_or_else(|| PyValueError::new_err("tools: a tool has no name"))?;
        Ok(Tool {
            name: name.to_owned(),
            description: function["description"]
                .as_str()
                .unwrap_or_default()
                .to_owned(),
            parameters: function
                .get("parameters")
                .cloned()
                .unwrap_or_else(|| json!({"type": "object", "properties": {}})),
        })
    };
    let tools = tools.as_array().map(Vec::as_slice).unwrap_or_default();
    tools.iter().map(tool).collect()
}

fn choice(choice: &str) -> ToolChoice {
    match choice {
        "auto" => ToolChoice::Auto,
        "none" => ToolChoice::None,
        "required" | "any" => ToolChoice::Required,
        named => ToolChoice::Named(named.to_owned()),
    }
}
