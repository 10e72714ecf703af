//! What a model may call, and what it calls.

use mem0_core::{ChatRequest, Tool, ToolCall, ToolChoice};
use serde_json::{Map, Value, json};

use crate::wire::beginning;

/// What may be called: nothing where calling is forbidden, one tool where it is named.
pub(super) fn offered(request: &ChatRequest) -> Vec<&Tool> {
    let tools = request.tools.iter();
    match &request.tool_choice {
        ToolChoice::Auto | ToolChoice::Required => tools.collect(),
        ToolChoice::None => Vec::new(),
        ToolChoice::Named(name) => tools.filter(|tool| tool.name == *name).collect(),
    }
}

/// `tools`
pub(super) fn definitions(tools: &[&Tool], strict: bool) -> Value {
    let definition = |tool: &&Tool| {
        let mut function = json!({
            "name": tool.name,
            "description": tool.description,
            "parameters": tool.parameters,
        });
        if strict && is_strict(&tool.parameters) {
            function["strict"] = true.into();
        }
        json!({"type": "function", "function": function})
    };
    tools.iter().map(definition).collect()
}

/// `tool_choice`
pub(super) fn choice(choice: &ToolChoice) -> Value {
    match choice {
        ToolChoice::Auto => "auto".into(),
        ToolChoice::None => "none".into(),
        ToolChoice::Required => "required".into(),
        ToolChoice::Named(name) => json!({"type": "function", "function": {"name": name}}),
    }
}

/// Whether a server takes a schema as strict: objects are closed and all their properties are
/// required. A schema of any other kind would be refused.
fn is_strict(schema: &Value) -> bool {
    match schema {
        Value::Object(keys) => {
            let closed = match keys.get("properties") {
                Some(Value::Object(properties)) => {
                    let required = keys.get("required").and_then(Value::as_array);
                    keys.get("additionalProperties") == Some(&Value::Bool(false))
                        && properties.keys().all(|name| {
                            required.is_some_and(|required| required.iter().any(|key| key == name))
                        })
                }
                _ => keys.get("type").is_none_or(|kind| kind != "object"),
            };
            closed && keys.values().all(is_strict)
        }
        Value::Array(items) => items.iter().all(is_strict),
        _ => true,
    }
}

/// The rule for a model that is told in the prompt what it may call.
pub(super) fn rule(tools: &[&Tool], choice: &ToolChoice) -> String {
    let tools: Vec<Value> = tools
        .iter()
        .map(|tool| {
            json!({
                "name": tool.name,
                "description": tool.description,
                "parameters": tool.parameters,
            })
        })
        .collect();
    let when = match choice {
        ToolChoice::Auto | ToolChoice::None => "If none of them is needed, answer as usual.",
        ToolChoice::Required | ToolChoice::Named(_) => "You have to call at least one.",
    };
    format!(
        "You can call these tools; their parameters are JSON schemas:\n{}\n\
         To call, answer with one JSON object and with nothing else: \
         {{\"tool_calls\": [{{\"name\": \"…\", \"arguments\": {{…}}}}]}}. {when}",
        Value::Array(tools)
    )
}

/// The calls in a message.
///
/// # Errors
/// What is wrong with one: it has no name, or its arguments are no object.
pub(super) fn calls(message: &Value) -> Result<Vec<ToolCall>, String> {
    let calls = message.get("tool_calls").and_then(Value::as_array);
    match calls {
        Some(calls) => calls.iter().map(call).collect(),
        // As servers had it before there were tools.
        None => match message.get("function_call") {
            Some(function) if function.is_object() => Ok(vec![call(function)?]),
            _ => Ok(Vec::new()),
        },
    }
}

fn call(call: &Value) -> Result<ToolCall, String> {
    let function = call.get("function").unwrap_or(call);
    let name = function
        .get("name")
        .and_then(Value::as_str)
        .map(str::trim)
        .filter(|name| !name.is_empty())
        .ok_or_else(|| {
            format!(
                "a call has no name: {:?}",
                beginning(&call.to_string(), 120)
            )
        })?;
    let given = function
        .get("arguments")
        .or_else(|| function.get("parameters"))
        .unwrap_or(&Value::Null);
    let arguments = arguments(given).ok_or_else(|| {
        let given = given.to_string();
        format!(
            "the arguments of its call of {name} are no JSON object: {}",
            beginning(&given, 120)
        )
    })?;
    Ok(ToolCall {
        name: name.to_owned(),
        arguments,
    })
}

/// Arguments, which should be an object in a string. They also come as an object, as nothing, in
/// two strings around each other, and with words around them.
fn arguments(given: &Value) -> Option<Map<String, Value>> {
    match given {
        Value::Null => Some(Map::new()),
        Value::Object(arguments) => Some(arguments.clone()),
        Value::String(text) if text.trim().is_empty() => Some(Map::new()),
        Value::String(text) => match serde_json::from_str::<Value>(text) {
            Ok(Value::String(inner)) if inner == *text => None,
            Ok(value) => arguments(&value),
            Err(_) => match embedded(text)? {
                Value::Object(arguments) => Some(arguments),
                _ => None,
            },
        },
        Value::Bool(_) | Value::Number(_) | Value::Array(_) => None,
    }
}

/// The calls that a model wrote into its text: in the form of [`rule`], or between
/// `<tool_call>` marks, where a server leaves them as its model wrote them. `None`: none.
pub(super) fn calls_in_text(text: &str, offered: &[&Tool]) -> Option<Vec<ToolCall>> {
    let said = text
        .rsplit_once("</think>")
        .map_or(text, |(_, answer)| answer);
    let marked: Vec<Value> = said
        .split("<tool_call>")
        .skip(1)
        .filter_map(|part| embedded(part.split("</tool_call>").next()?))
        .collect();
    let wanted = if marked.is_empty() {
        match embedded(said)? {
            Value::Array(calls) => calls,
            Value::Object(mut object) => match object.remove("tool_calls") {
                Some(Value::Array(calls)) => calls,
                Some(_) => return None,
                None => vec![Value::Object(object)],
            },
            _ => return None,
        }
    } else {
        marked
    };
    let calls: Vec<ToolCall> = wanted.iter().map(call).collect::<Result<_, _>>().ok()?;
    let known = |call: &ToolCall| offered.iter().any(|tool| tool.name == call.name);
    (!calls.is_empty() && calls.iter().all(known)).then_some(calls)
}

/// The object or list in a text, with words or a code fence around it.
fn embedded(text: &str) -> Option<Value> {
    let start = text.find(['{', '['])?;
    let mut values = serde_json::Deserializer::from_str(&text[start..]).into_iter::<Value>();
    values.next()?.ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tool(parameters: Value) -> Tool {
        Tool {
            name: "keep".into(),
            description: "Keeps it".into(),
            parameters,
        }
    }

    #[test]
    fn arguments_come_in_many_forms() {
        for (given, expected) in [
            (json!({"a": 1}), Some(json!({"a": 1}))),
            (json!(r#"{"a": 1}"#), Some(json!({"a": 1}))),
            (json!(r#""{\"a\": 1}""#), Some(json!({"a": 1}))),
            (json!("```json\n{\"a\": 1}\n```"), Some(json!({"a": 1}))),
            (json!("  "), Some(json!({}))),
            (json!("null"), Some(json!({}))),
            (Value::Null, Some(json!({}))),
            (json!(r#"{"a": 1"#), None),
            (json!("[1]"), None),
            (json!(7), None),
        ] {
            let read = arguments(&given).map(Value::Object);
            assert_eq!(read, expected, "{given}");
        }
    }

    #[test]
    fn calls_are_found_in_text_only_where_they_are_meant() {
        let tool = tool(json!({"type": "object"}));
        let names = |text: &str| {
            calls_in_text(text, &[&tool]).map(|calls| {
                calls
                    .iter()
                    .map(|call| Value::Object(call.arguments.clone()).to_string())
                    .collect::<Vec<_>>()
                    .join(" ")
            })
        };
        for (text, expected) in [
            (
                r#"{"tool_calls": [{"name": "keep", "arguments": {"a": 1}}, {"name": "keep"}]}"#,
                Some(r#"{"a":1} {}"#),
            ),
            (
                "<think>shall I {not}?</think>```json\n{\"name\": \"keep\", \"arguments\": \"{}\"}\n```",
                Some("{}"),
            ),
            (
                "Well.\n<tool_call>\n{\"name\": \"keep\", \"arguments\": {\"a\": \"你好\"}}\n</tool_call>",
                Some(r#"{"a":"你好"}"#),
            ),
            (
                r#"[{"name": "keep", "parameters": {"a": 2}}]"#,
                Some(r#"{"a":2}"#),
            ),
            (r#"{"name": "delete_all", "arguments": {}}"#, None),
            (r#"{"tool_calls": []}"#, None),
            (r#"{"answer": 42}"#, None),
            ("Nothing to call.", None),
        ] {
            assert_eq!(names(text).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn only_closed_schemas_are_strict() {
        let closed = json!({"type": "object", "properties": {"a": {"type": "string"}},
            "required": ["a"], "additionalProperties": false});
        assert!(is_strict(&closed));
        let nested = json!({"type": "object", "properties": {"a": {"type": "array", "items": closed}},
            "required": ["a"], "additionalProperties": false});
        assert!(is_strict(&nested));
        for (pointer, value) in [
            ("/required", json!([])),
            ("/additionalProperties", json!(true)),
            ("/properties/a", json!({"type": "object"})),
        ] {
            let mut open = closed.clone();
            *open.pointer_mut(pointer).unwrap() = value;
            assert!(!is_strict(&open), "{open}");
        }
    }
}
