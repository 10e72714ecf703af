//! What to leave out after a model of Bedrock's has refused a request.

use mem0_core::ModelError;

use super::{ConverseApi, Forcing, RulesPlace, ToolUse};

/// Options without what this refusal is about; `None` if nothing can be left out.
pub(super) fn adapted(api: &ConverseApi, refusal: &ModelError) -> Option<ConverseApi> {
    let ModelError::BadRequest { message, .. } = refusal else {
        return None;
    };
    let message = message.to_lowercase();
    let mut adapted = api.clone();
    // "This model doesn't support the toolConfig.toolChoice.any field."
    if message.contains("toolchoice") || message.contains("tool_choice") {
        adapted.forcing = match api.forcing {
            Forcing::Named if !message.contains("toolchoice.any") => Forcing::Any,
            Forcing::Named | Forcing::Any => Forcing::Never,
            Forcing::Never => return None,
        };
    } else if message.contains("tool") && api.tools == ToolUse::Yes {
        // "This model doesn't support tool use."
        adapted.tools = ToolUse::No;
    } else if message.contains("system") && api.rules == RulesPlace::System {
        // "This model doesn't support system messages."
        adapted.rules = RulesPlace::User;
    } else if names_top_p(&message) && api.top_p.is_some() {
        // Also where the two may not stand together: the temperature stays.
        adapted.top_p = None;
    } else if message.contains("temperature") && api.temperature.is_some() {
        adapted.temperature = None;
    } else if names_limit(&message) && api.max_tokens.is_some() {
        // "The maximum tokens you requested exceeds the model limit of 4096."
        adapted.max_tokens = number_after(&message, "limit of ")
            .filter(|most| api.max_tokens.is_some_and(|asked| *most < asked));
    } else if message.contains("stop") && !api.stop_sequences.is_empty() {
        adapted.stop_sequences.clear();
    } else {
        return None;
    }
    Some(adapted)
}

fn names_top_p(message: &str) -> bool {
    message.contains("top_p") || message.contains("topp")
}

fn names_limit(message: &str) -> bool {
    ["maximum tokens", "maxtokens", "max_tokens"]
        .iter()
        .any(|name| message.contains(name))
}

fn number_after(message: &str, phrase: &str) -> Option<u32> {
    let (_, rest) = message.split_once(phrase)?;
    let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
    digits.parse().ok().filter(|number| *number > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn api() -> ConverseApi {
        ConverseApi {
            model: "m".into(),
            max_tokens: Some(9_000),
            temperature: Some(0.1),
            top_p: Some(0.9),
            ..ConverseApi::default()
        }
    }

    fn refused(api: &ConverseApi, message: &str) -> Option<ConverseApi> {
        let refusal = ModelError::BadRequest {
            provider: "llm/aws_bedrock".into(),
            message: message.into(),
            parameter: None,
        };
        adapted(api, &refusal)
    }

    #[test]
    fn what_is_refused_is_left_out_or_asked_for_otherwise() {
        for (message, expected) in [
            (
                "The model returned the following errors: `temperature` and `top_p` cannot both be specified for this model. Please use only one.",
                ConverseApi {
                    top_p: None,
                    ..api()
                },
            ),
            (
                "`temperature` is deprecated for this model.",
                ConverseApi {
                    temperature: None,
                    ..api()
                },
            ),
            (
                "The maximum tokens you requested exceeds the model limit of 4096. Try again with a maximum tokens value that is lower than 4096.",
                ConverseApi {
                    max_tokens: Some(4_096),
                    ..api()
                },
            ),
            (
                "This model doesn't support the toolConfig.toolChoice.tool field. Remove toolConfig.toolChoice.tool and try again.",
                ConverseApi {
                    forcing: Forcing::Any,
                    ..api()
                },
            ),
            (
                "This model doesn't support the toolConfig.toolChoice.any field. Remove toolConfig.toolChoice.any and try again.",
                ConverseApi {
                    forcing: Forcing::Never,
                    ..api()
                },
            ),
            (
                "This model doesn't support tool use.",
                ConverseApi {
                    tools: ToolUse::No,
                    ..api()
                },
            ),
            (
                "This model doesn't support system messages. Try again without system messages.",
                ConverseApi {
                    rules: RulesPlace::User,
                    ..api()
                },
            ),
        ] {
            assert_eq!(refused(&api(), message), Some(expected), "{message}");
        }
    }

    #[test]
    fn what_was_left_out_already_ends_the_search() {
        let bare = ConverseApi {
            model: "m".into(),
            forcing: Forcing::Never,
            tools: ToolUse::No,
            rules: RulesPlace::User,
            ..ConverseApi::default()
        };
        for message in [
            "This model doesn't support tool use.",
            "toolConfig.toolChoice.auto",
            "system messages",
            "temperature and top_p",
            "maximum tokens",
            "The provided model identifier is invalid.",
        ] {
            assert_eq!(refused(&bare, message), None, "{message}");
        }
    }
}
