//! What an answer means.

use mem0_core::{ChatReply, ChatRequest, ModelError, Usage};
use serde_json::Value;

use super::tools;
use crate::transport::Answer;
use crate::wire::{beginning, openai_error, reading};

/// What an answer to `request` means.
///
/// # Errors
/// It is not a success, or not a chat completion.
pub fn reply(
    provider: &str,
    request: &ChatRequest,
    answer: &Answer,
) -> Result<ChatReply, ModelError> {
    if !reading::is_success(answer)
        && let Some(unfinished) = unfinished(request, answer)
    {
        return Ok(unfinished);
    }
    let hint = "does the base URL end in /v1?";
    let value = reading::json(provider, answer, openai_error::read, hint)?;
    let unusable = |problem: String| reading::unusable(provider, problem);
    if let Some(error) = openai_error::inside(provider, answer, &value) {
        return Err(error);
    }
    let Some(choice) = value.pointer("/choices/0") else {
        return Err(reading::lacks(provider, "choices", &value));
    };
    let message = choice.get("message").unwrap_or(&Value::Null);
    let finish = choice
        .get("finish_reason")
        .and_then(Value::as_str)
        .unwrap_or_default();
    let text = text(message.get("content").unwrap_or(&Value::Null));
    let called = tools::calls(message).map_err(|problem| match finish {
        "length" => unusable(format!("it was cut off at its longest: {problem}")),
        _ => unusable(problem),
    })?;
    let spoken = ChatReply {
        text,
        tool_calls: called,
        truncated: finish == "length",
        usage: usage(&value),
    };
    let reply = with_calls_in_text(request, spoken);
    if reply.text.is_empty() && reply.tool_calls.is_empty() {
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
    Ok(reply)
}

/// The reply with the calls that stand in its text, if it should call and has no others.
fn with_calls_in_text(request: &ChatRequest, mut reply: ChatReply) -> ChatReply {
    let offered = tools::offered(request);
    if !offered.is_empty()
        && reply.tool_calls.is_empty()
        && let Some(calls) = tools::calls_in_text(&reply.text, &offered)
    {
        reply.tool_calls = calls;
        reply.text.clear();
    }
    reply
}

/// What a model wrote that the server refused for its form (Groq's `failed_generation`): whoever
/// reads it may still understand it.
fn unfinished(request: &ChatRequest, answer: &Answer) -> Option<ChatReply> {
    let value: Value = serde_json::from_slice(&answer.body).ok()?;
    let written = value.pointer("/error/failed_generation")?.as_str()?;
    if answer.status != 400 || written.trim().is_empty() {
        return None;
    }
    let reply = ChatReply {
        text: written.to_owned(),
        usage: Usage {
            calls: 1,
            ..Usage::default()
        },
        ..ChatReply::default()
    };
    Some(with_calls_in_text(request, reply))
}

/// What the call took, as OpenAI, DeepSeek and Together tell it.
fn usage(value: &Value) -> Usage {
    let tokens = |keys: &[&str]| {
        keys.iter()
            .find_map(|key| value.pointer(key)?.as_u64())
            .unwrap_or_default()
    };
    Usage {
        calls: 1,
        input_tokens: tokens(&["/usage/prompt_tokens"]),
        cached_tokens: tokens(&[
            "/usage/prompt_tokens_details/cached_tokens",
            "/usage/prompt_cache_hit_tokens",
            "/usage/cached_tokens",
        ]),
        output_tokens: tokens(&["/usage/completion_tokens"]),
    }
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
        let answer = Answer {
            status: 200,
            body: body.into(),
            ..Answer::default()
        };
        reply("llm/openai", &ChatRequest::default(), &answer)
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
            r#"{"choices":[{"message":{"content":"half"#,
            r#"{"choices":[{"message":{"content":null,"refusal":"I won't"}}]}"#,
            r#"{"choices":[{"message":{"content":""},"finish_reason":"content_filter"}]}"#,
            r#"{"choices":[{"message":{"tool_calls":[{"function":{"arguments":"{}"}}]}}]}"#,
            r#"{"choices":[{"message":{"tool_calls":[{"function":{"name":"f","arguments":"{\"a\":"}}]}}]}"#,
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

    #[test]
    fn cached_tokens_are_found_wherever_they_are_told() {
        for usage in [
            r#"{"prompt_tokens":9,"prompt_tokens_details":{"cached_tokens":4}}"#,
            r#"{"prompt_tokens":9,"prompt_cache_hit_tokens":4,"prompt_cache_miss_tokens":5}"#,
            r#"{"prompt_tokens":9,"prompt_tokens_details":null,"cached_tokens":4}"#,
        ] {
            let body =
                format!(r#"{{"choices":[{{"message":{{"content":"x"}}}}],"usage":{usage}}}"#);
            let usage = read(&body).unwrap().usage;
            assert_eq!((usage.input_tokens, usage.cached_tokens), (9, 4));
        }
    }
}
