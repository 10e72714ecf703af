//! What to leave out after Anthropic, or a server that speaks like it, has refused a request.

use mem0_core::ModelError;

use super::{MessagesApi, Structured};

/// Words by which a refusal speaks of the form of the reply.
const FORMAT_WORDS: [&str; 6] = [
    "output_config",
    "output_format",
    "output format",
    "structured output",
    "json_schema",
    "schema",
];

/// Options without what this refusal is about; `None` if nothing can be left out.
pub(super) fn adapted(api: &MessagesApi, refusal: &ModelError) -> Option<MessagesApi> {
    let ModelError::BadRequest { message, .. } = refusal else {
        return None;
    };
    let message = message.to_lowercase();
    let mut adapted = api.clone();
    if FORMAT_WORDS.iter().any(|word| message.contains(word)) {
        adapted.structured = api.structured.next()?;
        return Some(adapted);
    }
    // "Thinking may not be enabled when tool_choice forces tool use."
    if message.contains("tool_choice") && api.structured == Structured::Tool {
        adapted.structured = Structured::Plain;
        return Some(adapted);
    }
    if message.contains("top_p") && api.top_p.is_some() {
        adapted.top_p = None;
        return Some(adapted);
    }
    if message.contains("temperature") && api.temperature.is_some() {
        adapted.temperature = None;
        return Some(adapted);
    }
    if message.starts_with("max_tokens") {
        adapted.max_tokens = most_tokens(&message).filter(|most| *most < api.max_tokens)?;
        return Some(adapted);
    }
    None
}

/// The number after the sign in `max_tokens: 9000 > 8192, which is the maximum …`.
fn most_tokens(message: &str) -> Option<u32> {
    let (_, rest) = message.split_once('>')?;
    let digits: String = rest
        .trim_start()
        .chars()
        .take_while(char::is_ascii_digit)
        .collect();
    digits.parse().ok().filter(|most| *most > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn api() -> MessagesApi {
        MessagesApi {
            model: "m".into(),
            max_tokens: 9_000,
            temperature: Some(0.1),
            top_p: None,
            structured: Structured::Schema,
        }
    }

    fn refused(api: &MessagesApi, message: &str) -> Option<MessagesApi> {
        let refusal = ModelError::BadRequest {
            provider: "llm/anthropic".into(),
            message: message.into(),
            parameter: None,
        };
        adapted(api, &refusal)
    }

    #[test]
    fn what_is_refused_is_left_out_or_replaced() {
        let by_tool = MessagesApi {
            structured: Structured::Tool,
            ..api()
        };
        let plain = MessagesApi {
            structured: Structured::Plain,
            ..api()
        };
        for (before, message, after) in [
            (
                api(),
                "output_config.format: Extra inputs are not permitted",
                by_tool.clone(),
            ),
            (
                by_tool.clone(),
                "Thinking may not be enabled when tool_choice forces tool use.",
                plain.clone(),
            ),
            (
                by_tool,
                "tools.0.custom.input_schema.type: Field required",
                plain,
            ),
            (
                api(),
                "`temperature` is deprecated for this model.",
                MessagesApi {
                    temperature: None,
                    ..api()
                },
            ),
            (
                MessagesApi {
                    top_p: Some(0.5),
                    ..api()
                },
                "`temperature` and `top_p` cannot both be specified for this model. Please use only one.",
                api(),
            ),
            (
                api(),
                "max_tokens: 9000 > 8192, which is the maximum allowed number of output tokens for m",
                MessagesApi {
                    max_tokens: 8_192,
                    ..api()
                },
            ),
        ] {
            assert_eq!(refused(&before, message), Some(after), "{message}");
        }
    }

    #[test]
    fn what_cannot_be_left_out_stays_refused() {
        let bare = MessagesApi {
            temperature: None,
            structured: Structured::Plain,
            ..api()
        };
        for message in [
            "model: claude-x",
            "`temperature` is deprecated for this model.",
            "output_config.format: Extra inputs are not permitted",
            "max_tokens: must be greater than 0",
            "prompt is too long: 210000 tokens > 200000 maximum",
        ] {
            assert_eq!(refused(&bare, message), None, "{message}");
        }
    }
}
