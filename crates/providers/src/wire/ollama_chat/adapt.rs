//! What to leave out after Ollama has refused a request.

use mem0_core::ModelError;

use super::OllamaApi;

/// Options without what this refusal is about; `None` if nothing can be left out.
pub(super) fn adapted(api: &OllamaApi, refusal: &ModelError) -> Option<OllamaApi> {
    let ModelError::BadRequest { message, .. } = refusal else {
        return None;
    };
    let message = message.to_lowercase();
    let mut adapted = api.clone();
    if api.think.is_some() && (message.contains("thinking") || message.contains("think value")) {
        adapted.think = None;
        return Some(adapted);
    }
    // "cannot unmarshal object into Go struct field ChatRequest.format of type string", "invalid
    // JSON schema in format", "failed to parse grammar"
    let words = ["format", "schema", "grammar"];
    if words.iter().any(|word| message.contains(word)) {
        adapted.json = api.json.next()?;
        return Some(adapted);
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dialect::JsonMode;

    #[test]
    fn what_is_refused_is_left_out_or_replaced() {
        let api = |json, think: Option<bool>| OllamaApi {
            model: "m".into(),
            temperature: None,
            top_p: None,
            num_predict: None,
            num_ctx: None,
            think: think.map(Into::into),
            keep_alive: None,
            json,
        };
        for (before, message, after) in [
            (
                api(JsonMode::Schema, Some(false)),
                "\"m\" does not support thinking",
                Some(api(JsonMode::Schema, None)),
            ),
            (
                api(JsonMode::Schema, None),
                "json: cannot unmarshal object into Go struct field ChatRequest.format of type string",
                Some(api(JsonMode::Object, None)),
            ),
            (
                api(JsonMode::Object, None),
                "format is not supported",
                Some(api(JsonMode::Plain, None)),
            ),
            (api(JsonMode::Plain, None), "format is not supported", None),
            (
                api(JsonMode::Schema, None),
                "\"m\" does not support thinking",
                None,
            ),
            (
                api(JsonMode::Schema, None),
                "\"m\" does not support tools",
                None,
            ),
        ] {
            let refusal = ModelError::BadRequest {
                provider: "llm/ollama".into(),
                message: message.into(),
                parameter: None,
            };
            assert_eq!(adapted(&before, &refusal), after, "{message}");
        }
    }
}
