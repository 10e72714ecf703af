//! What to leave out after a server has refused a request. No list of models says what each of
//! them takes: it would be wrong next month. The server's own words do.

use mem0_core::ModelError;

use super::{ChatOptions, Limit};
use crate::dialect::ToolMode;

/// Words by which a refusal speaks of the form of the reply.
const FORMAT_WORDS: [&str; 6] = [
    "response_format",
    "json_schema",
    "json_object",
    "json mode",
    "structured output",
    "grammar",
];

/// Words by which a refusal speaks of calls.
const TOOL_WORDS: [&str; 6] = [
    "tool_choice",
    "tool choice",
    "tools",
    "tool use",
    "tool call",
    "function call",
];

/// Which parameter such a refusal is about.
fn tool_word(message: &str) -> &'static str {
    if message.contains("tool_choice") || message.contains("tool choice") {
        "tool_choice"
    } else {
        "tools"
    }
}

impl ChatOptions {
    /// Options without what this refusal is about; `None` if nothing can be left out.
    pub fn adapted(&self, refusal: &ModelError) -> Option<Self> {
        let ModelError::BadRequest {
            message, parameter, ..
        } = refusal
        else {
            return None;
        };
        let message = message.to_lowercase();
        match parameter.as_deref().map(base_name) {
            Some(named) => self
                .without(named, &message)
                .or_else(|| self.without_mentioned(&message)),
            None => self.without_mentioned(&message),
        }
    }

    /// Options without everything that the message names.
    fn without_mentioned(&self, message: &str) -> Option<Self> {
        if FORMAT_WORDS.iter().any(|word| message.contains(word))
            && let Some(adapted) = self.without("response_format", message)
        {
            return Some(adapted);
        }
        if TOOL_WORDS.iter().any(|word| message.contains(word))
            && let Some(adapted) = self.without(tool_word(message), message)
        {
            return Some(adapted);
        }
        if message.contains("system") && message.contains("role") {
            return self.without("role", message);
        }
        if let Some(name) = self.extra.keys().find(|name| message.contains(*name)) {
            return self.without(name, message);
        }
        [
            "max_tokens",
            "max_completion_tokens",
            "temperature",
            "top_p",
            "reasoning_effort",
        ]
        .into_iter()
        .filter(|name| message.contains(name))
        .find_map(|name| self.without(name, message))
    }

    /// Options without one parameter, or with the next best in its place.
    fn without(&self, parameter: &str, message: &str) -> Option<Self> {
        let mut adapted = self.clone();
        match parameter {
            "response_format" | "json_schema" | "schema" | "guided_json" => {
                adapted.json = self.json.next()?;
            }
            "tools" | "tool_choice" | "functions" if self.tools == ToolMode::Strict => {
                adapted.tools = ToolMode::Usual;
            }
            "tool_choice" => adapted.tools = self.tools.next()?,
            "tools" | "functions" if self.tools != ToolMode::Prompt => {
                adapted.tools = ToolMode::Prompt;
            }
            "max_tokens" | "max_completion_tokens" => {
                adapted.limit = match self.limit? {
                    // "Use 'max_completion_tokens' instead"
                    Limit::Tokens(limit) if message.contains("max_completion_tokens") => {
                        Some(Limit::CompletionTokens(limit))
                    }
                    Limit::CompletionTokens(limit) if parameter == "max_completion_tokens" => {
                        Some(Limit::Tokens(limit))
                    }
                    Limit::Tokens(_) | Limit::CompletionTokens(_) => None,
                };
            }
            // "temperature and top_p cannot both be given"
            "temperature" if message.contains("top_p") && self.top_p.is_some() => {
                adapted.top_p = None;
            }
            // A model that refuses to have one of them set refuses both.
            "temperature" => {
                self.temperature?;
                adapted.temperature = None;
                adapted.top_p = None;
            }
            "top_p" => {
                self.top_p?;
                adapted.top_p = None;
            }
            "reasoning_effort" => {
                self.reasoning_effort.as_ref()?;
                adapted.reasoning_effort = None;
            }
            "store" => {
                self.store?;
                adapted.store = None;
            }
            "messages" | "role" if message.contains("system") && !self.system_as_user => {
                adapted.system_as_user = true;
            }
            name => {
                adapted.extra.remove(name)?;
            }
        }
        Some(adapted)
    }
}

/// `messages[0].role` is about `messages`, `response_format.json_schema` about `response_format`.
fn base_name(parameter: &str) -> &str {
    parameter.split(['.', '[']).next().unwrap_or(parameter)
}

#[cfg(test)]
mod tests {
    use serde_json::{Map, Value};

    use super::*;
    use crate::dialect::JsonMode;

    fn options() -> ChatOptions {
        ChatOptions {
            model: "m".into(),
            temperature: Some(0.1),
            top_p: Some(0.1),
            limit: Some(Limit::Tokens(2_000)),
            reasoning_effort: None,
            store: None,
            json: JsonMode::Schema,
            tools: ToolMode::Usual,
            system_as_user: false,
            extra: Map::new(),
        }
    }

    fn refusal(parameter: Option<&str>, message: &str) -> ModelError {
        ModelError::BadRequest {
            provider: "llm/openai".into(),
            message: message.into(),
            parameter: parameter.map(ToOwned::to_owned),
        }
    }

    #[test]
    fn a_refused_parameter_is_left_out_or_replaced() {
        let plain = options();
        for (parameter, message, expected) in [
            (
                Some("max_tokens"),
                "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.",
                ChatOptions {
                    limit: Some(Limit::CompletionTokens(2_000)),
                    ..plain.clone()
                },
            ),
            (
                Some("temperature"),
                "Unsupported value: 'temperature' does not support 0.1 with this model.",
                ChatOptions {
                    temperature: None,
                    top_p: None,
                    ..plain.clone()
                },
            ),
            (
                None,
                "top_p is not permitted",
                ChatOptions {
                    top_p: None,
                    ..plain.clone()
                },
            ),
            (
                None,
                "`temperature` and `top_p` cannot both be specified",
                ChatOptions {
                    top_p: None,
                    ..plain.clone()
                },
            ),
            (
                None,
                "max_tokens is too large: 2000. This model supports at most 1024",
                ChatOptions {
                    limit: None,
                    ..plain.clone()
                },
            ),
            (
                Some("response_format.json_schema"),
                "Invalid parameter",
                ChatOptions {
                    json: JsonMode::Object,
                    ..plain.clone()
                },
            ),
            (
                None,
                "This response_format type is unavailable now",
                ChatOptions {
                    json: JsonMode::Object,
                    ..plain.clone()
                },
            ),
            (
                Some("messages[0].role"),
                "Unsupported value: 'messages[0].role' does not support 'system'",
                ChatOptions {
                    system_as_user: true,
                    ..plain.clone()
                },
            ),
        ] {
            assert_eq!(
                plain.adapted(&refusal(parameter, message)),
                Some(expected),
                "{message}"
            );
        }
    }

    #[test]
    fn tools_are_told_in_ever_simpler_ways() {
        let strict = ChatOptions {
            tools: ToolMode::Strict,
            ..options()
        };
        let no_choice = r#""auto" tool choice requires --enable-auto-tool-choice to be set"#;
        for (parameter, message, before, after) in [
            (
                Some("tools[0].function.parameters"),
                "Invalid schema for function",
                ToolMode::Strict,
                Some(ToolMode::Usual),
            ),
            (
                Some("tool_choice"),
                "Invalid value: 'required'",
                ToolMode::Usual,
                Some(ToolMode::WithoutChoice),
            ),
            (
                None,
                no_choice,
                ToolMode::Usual,
                Some(ToolMode::WithoutChoice),
            ),
            (
                None,
                no_choice,
                ToolMode::WithoutChoice,
                Some(ToolMode::Prompt),
            ),
            (
                None,
                "`tools` is not supported with this model",
                ToolMode::Usual,
                Some(ToolMode::Prompt),
            ),
            (
                None,
                "this model does not support function calling",
                ToolMode::WithoutChoice,
                Some(ToolMode::Prompt),
            ),
            (None, "tools are not supported", ToolMode::Prompt, None),
        ] {
            let options = ChatOptions {
                tools: before,
                ..strict.clone()
            };
            let adapted = options.adapted(&refusal(parameter, message));
            assert_eq!(adapted.map(|options| options.tools), after, "{message}");
        }
    }

    #[test]
    fn what_is_sent_beside_everything_else_is_left_out_when_it_is_refused() {
        let mut sent = options();
        sent.extra.insert("seed".into(), Value::from(7));
        for (parameter, message) in [(Some("seed"), "unknown"), (None, "unknown field `seed`")] {
            let adapted = sent.adapted(&refusal(parameter, message));
            assert_eq!(adapted, Some(options()), "{message}");
        }
    }

    #[test]
    fn what_cannot_be_left_out_stays_refused() {
        let bare = ChatOptions {
            temperature: None,
            top_p: None,
            limit: None,
            json: JsonMode::Plain,
            ..options()
        };
        for (parameter, message) in [
            (None, "model not found"),
            (Some("model"), "no such model"),
            (Some("temperature"), "bad temperature"),
            (None, "response_format is not supported"),
            (None, "max_tokens is too large"),
        ] {
            assert_eq!(
                bare.adapted(&refusal(parameter, message)),
                None,
                "{message}"
            );
        }
    }
}
