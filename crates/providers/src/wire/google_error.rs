//! Errors of Google's interfaces: `{"error": {code, message, status, details: [{"@type": …}]}}`.

use std::time::Duration;

use mem0_core::ModelError;
use serde_json::Value;

use super::openai_error;
use crate::transport::Answer;

/// What an answer that is not a success means.
pub fn read(provider: &str, answer: &Answer) -> ModelError {
    let parsed = serde_json::from_slice::<Value>(&answer.body).unwrap_or_default();
    // Streams and batches answer with a list of one.
    let error = parsed.get("error").or_else(|| parsed.get(0)?.get("error"));
    let details: &[Value] = error
        .and_then(|error| error.get("details")?.as_array())
        .map_or(&[], Vec::as_slice);
    let detail = |kind: &str| {
        details.iter().find(|detail| {
            let name = detail.get("@type").and_then(Value::as_str);
            name.is_some_and(|name| name.ends_with(kind))
        })
    };
    let body = error.map_or_else(
        || answer.body.clone(),
        |error| serde_json::json!({"error": error}).to_string().into_bytes(),
    );
    let answer = Answer {
        body,
        ..answer.clone()
    };
    let reason = detail("ErrorInfo").and_then(|info| info.get("reason")?.as_str());
    let delay = detail("RetryInfo").and_then(|info| seconds(info.get("retryDelay")?.as_str()?));
    let violation = |kind: &str, list: &str, key: &str| {
        let first = detail(kind)?.get(list)?.get(0)?;
        first.get(key)?.as_str().map(ToOwned::to_owned)
    };
    match openai_error::read(provider, &answer) {
        // Google calls a wrong key a bad request.
        ModelError::BadRequest {
            provider, message, ..
        } if matches!(reason, Some("API_KEY_INVALID" | "API_KEY_EXPIRED"))
            || message.contains("API key not valid") =>
        {
            ModelError::Unauthorized { provider, message }
        }
        ModelError::BadRequest {
            provider,
            message,
            parameter,
        } => {
            let field = violation("BadRequest", "fieldViolations", "field");
            ModelError::BadRequest {
                provider,
                message,
                parameter: field.or(parameter),
            }
        }
        // Every limit is told in the words of an empty account; only the day's passes late.
        ModelError::Quota { provider, message }
        | ModelError::RateLimited {
            provider, message, ..
        } if answer.status == 429 => {
            let limit = violation("QuotaFailure", "violations", "quotaId").unwrap_or_default();
            if limit.contains("PerDay") || message.contains("limit: 0") {
                ModelError::Quota { provider, message }
            } else {
                ModelError::RateLimited {
                    provider,
                    message,
                    retry_after: answer.retry_after.or(delay),
                }
            }
        }
        other => other,
    }
}

/// A duration as Google writes it: `34s`, `0.5s`.
fn seconds(text: &str) -> Option<Duration> {
    let number = text.strip_suffix('s')?.parse().ok()?;
    Duration::try_from_secs_f64(number).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn means(status: u16, error: Value) -> ModelError {
        let answer = Answer {
            status,
            retry_after: None,
            body: json!({"error": error}).to_string().into_bytes(),
        };
        read("llm/gemini", &answer)
    }

    fn of_type(kind: &str, more: Value) -> Value {
        let mut detail = json!({"@type": format!("type.googleapis.com/google.rpc.{kind}")});
        if let (Some(detail), Some(more)) = (detail.as_object_mut(), more.as_object()) {
            detail.extend(more.clone());
        }
        detail
    }

    #[test]
    fn a_wrong_key_is_no_bad_request() {
        let info = of_type("ErrorInfo", json!({"reason": "API_KEY_INVALID"}));
        let error = means(
            400,
            json!({"code": 400, "message": "API key not valid. Please pass a valid API key.",
                "status": "INVALID_ARGUMENT", "details": [info]}),
        );
        assert!(matches!(error, ModelError::Unauthorized { .. }), "{error}");
    }

    #[test]
    fn a_limit_by_the_minute_passes_and_one_by_the_day_does_not() {
        let said = "You exceeded your current quota, please check your plan and billing details.";
        let limited = |quota: &str| {
            let failure = of_type("QuotaFailure", json!({"violations": [{"quotaId": quota}]}));
            let retry = of_type("RetryInfo", json!({"retryDelay": "34.5s"}));
            means(
                429,
                json!({"code": 429, "message": said, "status": "RESOURCE_EXHAUSTED",
                    "details": [failure, retry]}),
            )
        };
        let minute = limited("EmbedContentRequestsPerMinutePerProject");
        let ModelError::RateLimited { retry_after, .. } = minute else {
            panic!("{minute}")
        };
        assert_eq!(retry_after, Some(Duration::from_millis(34_500)));
        let day = limited("EmbedContentRequestsPerDayPerProject-FreeTier");
        assert!(matches!(day, ModelError::Quota { .. }), "{day}");
    }

    #[test]
    fn a_bad_request_names_its_field_and_the_rest_is_as_elsewhere() {
        let fields = json!({"fieldViolations": [{"field": "output_dimensionality"}]});
        let error = means(
            400,
            json!({"message": "out of range", "details": [of_type("BadRequest", fields)]}),
        );
        let ModelError::BadRequest { parameter, .. } = error else {
            panic!("{error}")
        };
        assert_eq!(parameter.as_deref(), Some("output_dimensionality"));
        let error = means(
            503,
            json!({"message": "overloaded", "status": "UNAVAILABLE"}),
        );
        assert!(matches!(error, ModelError::Unavailable { .. }), "{error}");
        let denied = means(
            403,
            json!({"message": "denied", "status": "PERMISSION_DENIED"}),
        );
        assert!(
            matches!(denied, ModelError::Unauthorized { .. }),
            "{denied}"
        );
    }
}
