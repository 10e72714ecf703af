//! What to leave out after Gemini has refused a request.

use mem0_core::ModelError;

use super::{GenerateApi, Structured};

/// Options without what this refusal is about; `None` if nothing can be left out.
pub(super) fn adapted(api: &GenerateApi, refusal: &ModelError) -> Option<GenerateApi> {
    let ModelError::BadRequest {
        message, parameter, ..
    } = refusal
    else {
        return None;
    };
    // Google writes the same name with and without underscores.
    let said = format!("{message} {}", parameter.as_deref().unwrap_or_default());
    let said = said.to_lowercase().replace('_', "");
    let mentions = |words: &[&str]| words.iter().any(|word| said.contains(word));
    let mut adapted = api.clone();
    if api.tools_in_json_schema && mentions(&["parametersjsonschema"]) {
        adapted.tools_in_json_schema = false;
    } else if mentions(&["json mode", "responsemimetype", "response mime type"]) {
        if api.structured == Structured::Plain {
            return None;
        }
        adapted.structured = Structured::Plain;
    } else if mentions(&["responsejsonschema", "responseschema", "schema"]) {
        adapted.structured = api.structured.next()?;
    } else if !api.rules_as_user && mentions(&["developer instruction", "systeminstruction"]) {
        adapted.rules_as_user = true;
    } else if api.thinking_budget.is_some() && mentions(&["thinking"]) {
        adapted.thinking_budget = None;
    } else if api.top_p.is_some() && mentions(&["topp"]) {
        adapted.top_p = None;
    } else if api.temperature.is_some() && mentions(&["temperature"]) {
        adapted.temperature = None;
    } else if api.max_tokens.is_some() && mentions(&["maxoutputtokens"]) {
        adapted.max_tokens = None;
    } else {
        return None;
    }
    Some(adapted)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn api() -> GenerateApi {
        GenerateApi {
            resource: "models/m".into(),
            model: "m".into(),
            temperature: Some(0.1),
            top_p: Some(0.1),
            max_tokens: Some(2_000),
            thinking_budget: Some(0),
            structured: Structured::JsonSchema,
            tools_in_json_schema: true,
            rules_as_user: false,
        }
    }

    fn refused(api: &GenerateApi, message: &str) -> Option<GenerateApi> {
        let refusal = ModelError::BadRequest {
            provider: "llm/gemini".into(),
            message: message.into(),
            parameter: None,
        };
        adapted(api, &refusal)
    }

    #[test]
    fn what_is_refused_is_left_out_or_replaced() {
        let open_api = GenerateApi {
            structured: Structured::OpenApi,
            ..api()
        };
        for (before, message, after) in [
            (
                api(),
                "Invalid JSON payload received. Unknown name \"responseJsonSchema\" at 'generation_config': Cannot find field.",
                open_api.clone(),
            ),
            (
                open_api,
                "Invalid JSON payload received. Unknown name \"pattern\" at 'generation_config.response_schema': Cannot find field.",
                GenerateApi {
                    structured: Structured::MimeType,
                    ..api()
                },
            ),
            (
                api(),
                "JSON mode is not enabled for models/gemma-3-27b-it",
                GenerateApi {
                    structured: Structured::Plain,
                    ..api()
                },
            ),
            (
                api(),
                "Developer instruction is not enabled for models/gemma-3-27b-it",
                GenerateApi {
                    rules_as_user: true,
                    ..api()
                },
            ),
            (
                api(),
                "Unknown name \"parametersJsonSchema\" at 'tools[0].function_declarations[0]': Cannot find field.",
                GenerateApi {
                    tools_in_json_schema: false,
                    ..api()
                },
            ),
            (
                api(),
                "Budget 0 is invalid. This model only works in thinking mode.",
                GenerateApi {
                    thinking_budget: None,
                    ..api()
                },
            ),
            (
                api(),
                "Unable to submit request because it has a maxOutputTokens value of 2000 but the supported range is from 1 to 1025",
                GenerateApi {
                    max_tokens: None,
                    ..api()
                },
            ),
        ] {
            assert_eq!(refused(&before, message), Some(after), "{message}");
        }
    }

    #[test]
    fn what_cannot_be_left_out_stays_refused() {
        let bare = GenerateApi {
            temperature: None,
            thinking_budget: None,
            structured: Structured::Plain,
            rules_as_user: true,
            ..api()
        };
        for message in [
            "User location is not supported for the API use.",
            "JSON mode is not enabled for models/gemma-3-27b-it",
            "A schema in GenerationConfig in the request exceeds the maximum allowed nesting depth.",
            "This model only works in thinking mode.",
        ] {
            assert_eq!(refused(&bare, message), None, "{message}");
        }
    }
}
