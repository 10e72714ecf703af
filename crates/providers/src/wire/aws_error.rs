//! Errors of AWS's interfaces: `{"message": …}`, sometimes with a `__type`.

use mem0_core::ModelError;
use serde_json::{Value, json};

use super::openai_error;
use crate::transport::Answer;

/// What an answer that is not a success means.
pub fn read(provider: &str, answer: &Answer) -> ModelError {
    let parsed: Value = serde_json::from_slice(&answer.body).unwrap_or_default();
    let text = |key: &str| parsed.get(key).and_then(Value::as_str);
    // `com.amazon.coral.service#ExpiredTokenException`
    let kind = text("__type").or_else(|| text("code")).unwrap_or_default();
    let kind = kind.rsplit('#').next().unwrap_or_default();
    let body = match text("message").or_else(|| text("Message")) {
        Some(message) => json!({"message": message}).to_string().into_bytes(),
        None => answer.body.clone(),
    };
    let answer = Answer {
        body,
        ..answer.clone()
    };
    let error = openai_error::read(provider, &answer);
    match error {
        ModelError::BadRequest {
            provider, message, ..
        } if kind == "ServiceQuotaExceededException" => ModelError::Quota { provider, message },
        ModelError::RateLimited {
            provider, message, ..
        } if message.contains("per day") => ModelError::Quota { provider, message },
        // Some services refuse keys with 400.
        ModelError::BadRequest {
            provider, message, ..
        } if is_about_keys(kind) => ModelError::Unauthorized { provider, message },
        // "The model failed", which is the sender's fault only by its status.
        ModelError::BadRequest {
            provider, message, ..
        } if answer.status == 424 => ModelError::Unavailable { provider, message },
        ModelError::BadRequest {
            provider, message, ..
        } => {
            let parameter = parameter(&message);
            ModelError::BadRequest {
                provider,
                message,
                parameter,
            }
        }
        other => other,
    }
}

fn is_about_keys(kind: &str) -> bool {
    [
        "AccessDeniedException",
        "ExpiredTokenException",
        "IncompleteSignatureException",
        "InvalidSignatureException",
        "MissingAuthenticationTokenException",
        "UnrecognizedClientException",
    ]
    .contains(&kind)
}

/// The name in `Value '9' at 'inferenceConfig.temperature' failed to satisfy constraint`, in
/// `extraneous key [dimensions] is not permitted`, or in `doesn't support the
/// toolConfig.toolChoice.any field`.
fn parameter(message: &str) -> Option<String> {
    [
        (" at '", "'"),
        ("extraneous key [", "]"),
        ("doesn't support the ", " field"),
    ]
    .iter()
    .find_map(|(before, after)| {
        let (_, rest) = message.split_once(before)?;
        let (name, _) = rest.split_once(after)?;
        let is_name = !name.is_empty() && !name.contains(char::is_whitespace);
        is_name.then(|| name.to_owned())
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use ModelError as E;

    fn means(status: u16, body: &str) -> ModelError {
        let answer = Answer {
            status,
            body: body.into(),
            ..Answer::default()
        };
        read("llm/aws_bedrock", &answer)
    }

    #[test]
    fn every_exception_means_what_it_should() {
        let said = r#"{"message":"no"}"#;
        assert!(matches!(means(400, said), E::BadRequest { .. }));
        assert!(matches!(means(403, said), E::Unauthorized { .. }));
        assert!(matches!(means(404, said), E::BadRequest { .. }));
        for status in [408, 424, 500, 503] {
            assert!(
                matches!(means(status, said), E::Unavailable { .. }),
                "{status}"
            );
        }
        let throttled = r#"{"message":"Too many requests, please wait before trying again."}"#;
        assert!(matches!(means(429, throttled), E::RateLimited { .. }));
        let day = r#"{"message":"Too many tokens per day, please wait before trying again."}"#;
        assert!(matches!(means(429, day), E::Quota { .. }));
        let quota = r#"{"__type":"x#ServiceQuotaExceededException","message":"no"}"#;
        assert!(matches!(means(400, quota), E::Quota { .. }));
        let expired = r#"{"__type":"x#ExpiredTokenException","Message":"expired"}"#;
        let error = means(400, expired);
        assert!(matches!(error, E::Unauthorized { .. }));
        assert!(error.to_string().contains("expired (HTTP 400)"), "{error}");
    }

    #[test]
    fn a_refusal_names_the_parameter_in_each_of_aws_s_ways() {
        for (message, expected) in [
            (
                "1 validation error detected: Value '9' at 'inferenceConfig.temperature' failed to satisfy constraint",
                Some("inferenceConfig.temperature"),
            ),
            (
                "Malformed input request: #: extraneous key [dimensions] is not permitted, please reformat your input and try again.",
                Some("dimensions"),
            ),
            (
                "This model doesn't support the toolConfig.toolChoice.any field. Remove toolConfig.toolChoice.any and try again.",
                Some("toolConfig.toolChoice.any"),
            ),
            ("The provided model identifier is invalid.", None),
        ] {
            assert_eq!(parameter(message).as_deref(), expected, "{message}");
        }
    }
}
