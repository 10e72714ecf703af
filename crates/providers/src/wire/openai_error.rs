//! Errors of the OpenAI family: `{"error": {message, type, param, code}}`, and what its relatives
//! write instead.

use mem0_core::ModelError;
use serde_json::Value;

use super::beginning;
use crate::transport::Answer;

/// What an answer that is not a success means.
pub fn read(provider: &str, answer: &Answer) -> ModelError {
    let body = String::from_utf8_lossy(&answer.body);
    let parsed = serde_json::from_str::<Value>(&body).ok();
    let details = parsed.as_ref().map(Details::of).unwrap_or_default();
    let said = details.message.unwrap_or_else(|| {
        let text = body.trim();
        // A proxy's page, or nothing at all.
        if text.is_empty() || text.starts_with('<') {
            String::new()
        } else {
            text.to_owned()
        }
    });
    error(provider, answer, &details.kinds, details.parameter, &said)
}

/// What an error inside a success means, if there is one: some gateways answer 200 and put the
/// status inside, MiniMax its own codes.
pub fn inside(provider: &str, answer: &Answer, value: &Value) -> Option<ModelError> {
    if let Some(error) = said_inside(provider, answer, value) {
        return Some(error);
    }
    let code = value.pointer("/base_resp/status_code")?.as_i64()?;
    // Its table of codes, by what they mean.
    let status = match code {
        0 => return None,
        1004 | 2049 => 401,
        1008 => 402,
        1000 | 1001 | 1024 | 1033 => 503,
        1002 | 1041 | 2045 | 2056 => 429,
        _ => 400,
    };
    let said = value
        .pointer("/base_resp/status_msg")
        .and_then(Value::as_str)
        .unwrap_or_default();
    let said = format!("{said} (code {code})");
    let answer = Answer {
        status,
        ..answer.clone()
    };
    Some(error(provider, &answer, "", None, &said))
}

/// A success without an `error` in it.
///
/// # Errors
/// There is one: what it means.
pub fn without_error(provider: &str, answer: &Answer, value: Value) -> Result<Value, ModelError> {
    match said_inside(provider, answer, &value) {
        Some(error) => Err(error),
        None => Ok(value),
    }
}

/// What the `error` inside a success means, if there is one.
fn said_inside(provider: &str, answer: &Answer, value: &Value) -> Option<ModelError> {
    value.get("error").filter(|error| !error.is_null())?;
    let code = value.pointer("/error/code").and_then(Value::as_u64);
    let status = code
        .and_then(|code| u16::try_from(code).ok())
        .filter(|code| *code >= 400);
    let answer = Answer {
        status: status.unwrap_or(502),
        ..answer.clone()
    };
    Some(read(provider, &answer))
}

fn error(
    provider: &str,
    answer: &Answer,
    kinds: &str,
    parameter: Option<String>,
    said: &str,
) -> ModelError {
    let provider = provider.to_owned();
    let status = answer.status;
    let message = match said {
        "" => format!("HTTP {status} without an explanation"),
        said => format!("{} (HTTP {status})", beginning(said, 500)),
    };
    let lower = said.to_lowercase();
    let no_quota = kinds.contains("insufficient_quota")
        || kinds.contains("billing")
        || lower.contains("exceeded your current quota");
    // xAI refuses a key with 400, and an empty account with 403.
    let bad_key = ["incorrect api key", "invalid api key", "api key not valid"]
        .iter()
        .any(|phrase| lower.contains(phrase));
    let no_quota = no_quota || (status == 403 && lower.contains("credits"));
    match status {
        403 | 429 if no_quota => ModelError::Quota { provider, message },
        402 => ModelError::Quota { provider, message },
        429 => ModelError::RateLimited {
            provider,
            message,
            retry_after: answer.retry_after,
        },
        400 if bad_key => ModelError::Unauthorized { provider, message },
        401 | 403 => ModelError::Unauthorized { provider, message },
        // Some servers blame themselves for an input that is too long: no use trying again.
        500.. if is_too_long(&lower) => ModelError::BadRequest {
            provider,
            message,
            parameter,
        },
        408 | 409 | 423 | 425 | 500 | 502..=599 => ModelError::Unavailable { provider, message },
        300..=399 => ModelError::Unusable {
            provider,
            problem: format!("HTTP {status}: it redirects elsewhere; check the base URL"),
        },
        _ => ModelError::BadRequest {
            provider,
            message,
            parameter,
        },
    }
}

/// Whether a refusal says that the input is too long.
pub fn is_too_long(message: &str) -> bool {
    const PHRASES: [&str; 8] = [
        "maximum context length",
        "context length",
        "context size",
        "context_length_exceeded",
        "too long",
        "too large",
        "too many tokens",
        "maximum input length",
    ];
    let message = message.to_lowercase();
    PHRASES.iter().any(|phrase| message.contains(phrase))
}

#[derive(Default)]
struct Details {
    message: Option<String>,
    /// Type and code, joined.
    kinds: String,
    parameter: Option<String>,
}

impl Details {
    fn of(value: &Value) -> Self {
        let inner = value.get("error").unwrap_or(value);
        let text = |key: &str| inner.get(key).and_then(Value::as_str);
        let detail = value.get("detail");
        // FastAPI: {"detail": [{"loc": ["body", "temperature"], "msg": …}]}
        let first = detail.and_then(|detail| detail.get(0));
        let message = text("message")
            .or_else(|| inner.as_str())
            .or_else(|| detail.and_then(Value::as_str))
            .or_else(|| first.and_then(|first| first.get("msg")?.as_str()))
            .map(ToOwned::to_owned)
            // Of a gateway with a form of its own, everything it says.
            .or_else(|| (!inner.is_null()).then(|| inner.to_string()));
        let place = first.and_then(|first| first.get("loc")?.as_array()?.last()?.as_str());
        Self {
            message,
            kinds: format!(
                "{} {}",
                text("type").unwrap_or(""),
                text("code").unwrap_or("")
            ),
            parameter: text("param").or(place).map(ToOwned::to_owned),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    fn means(status: u16, body: &str) -> ModelError {
        let retry_after = Some(Duration::from_secs(3));
        read(
            "llm/openai",
            &Answer {
                status,
                retry_after,
                body: body.as_bytes().to_vec(),
            },
        )
    }

    #[test]
    fn every_status_means_what_it_should() {
        use ModelError as E;
        let quota = r#"{"error":{"message":"You exceeded your current quota","type":"insufficient_quota","param":null,"code":"insufficient_quota"}}"#;
        assert!(matches!(means(429, quota), E::Quota { .. }));
        assert!(matches!(means(402, "{}"), E::Quota { .. }));
        let limited = means(429, r#"{"error":{"message":"slow down"}}"#);
        let E::RateLimited {
            retry_after,
            message,
            ..
        } = limited
        else {
            panic!("{limited}")
        };
        assert_eq!(retry_after, Some(Duration::from_secs(3)));
        assert_eq!(message, "slow down (HTTP 429)");
        for status in [401, 403] {
            assert!(
                matches!(means(status, "no"), E::Unauthorized { .. }),
                "{status}"
            );
        }
        for status in [408, 500, 502, 503, 504, 529] {
            assert!(
                matches!(means(status, "<html>busy</html>"), E::Unavailable { .. }),
                "{status}"
            );
        }
        for status in [400, 404, 405, 413, 422, 501] {
            assert!(
                matches!(means(status, "no"), E::BadRequest { .. }),
                "{status}"
            );
        }
        assert!(matches!(means(307, ""), E::Unusable { .. }));
        let too_long = r#"{"error":{"message":"input is too large to process"}}"#;
        assert!(matches!(means(500, too_long), E::BadRequest { .. }));
    }

    #[test]
    fn troubles_of_the_key_are_known_by_their_words() {
        use ModelError as E;
        let key = r#"{"code":"invalid argument","error":"Incorrect API key provided: x"}"#;
        assert!(matches!(means(400, key), E::Unauthorized { .. }));
        let credits = r#"{"error":"Your team doesn't have any credits yet"}"#;
        assert!(matches!(means(403, credits), E::Quota { .. }));
    }

    #[test]
    fn minimax_puts_its_errors_into_successes() {
        use ModelError as E;
        let means = |code: i64| {
            let value = serde_json::json!({"base_resp": {"status_code": code, "status_msg": "no"}});
            inside("llm/minimax", &Answer::default(), &value)
        };
        assert!(means(0).is_none());
        assert!(matches!(means(1002), Some(E::RateLimited { .. })));
        assert!(matches!(means(1004), Some(E::Unauthorized { .. })));
        assert!(matches!(means(1008), Some(E::Quota { .. })));
        assert!(matches!(means(1000), Some(E::Unavailable { .. })));
        assert!(matches!(means(2013), Some(E::BadRequest { .. })));
    }

    #[test]
    fn the_parameter_and_the_message_are_found_in_every_form() {
        for (body, expected, named) in [
            (
                r#"{"error":{"message":"bad","param":"top_p"}}"#,
                "bad",
                Some("top_p"),
            ),
            (
                r#"{"object":"error","message":"bad","param":null,"code":400}"#,
                "bad",
                None,
            ),
            (r#"{"error":"bad"}"#, "bad", None),
            (r#"{"detail":"bad"}"#, "bad", None),
            (
                r#"{"detail":[{"loc":["body","top_p"],"msg":"bad"}]}"#,
                "bad",
                Some("top_p"),
            ),
            ("bad", "bad", None),
            ("", "HTTP 400 without an explanation", None),
            ("<html>bad</html>", "HTTP 400 without an explanation", None),
            (r#"{"oops":1}"#, r#"{"oops":1}"#, None),
        ] {
            let ModelError::BadRequest {
                message, parameter, ..
            } = means(400, body)
            else {
                panic!("{body}")
            };
            assert!(message.starts_with(expected), "{body}: {message}");
            assert_eq!(parameter.as_deref(), named, "{body}");
        }
    }
}
