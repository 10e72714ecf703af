//! What holds for each of them alike.

use std::sync::Arc;

use mem0_core::{Llm, ModelError};
use mem0_providers::llm::anthropic::AnthropicLlmConfig;
use mem0_providers::llm::gemini::GeminiLlmConfig;
use mem0_providers::llm::ollama::OllamaLlmConfig;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use wiremock::ResponseTemplate;

use crate::chat_rules::{KEY, Subject, asked, prose, quick, server};
use crate::double::{joined, structured};

/// A model without a key, and the variable that would hold it.
type Keyless = (Arc<dyn Llm>, &'static str);

/// A provider of the table.
struct Other {
    name: &'static str,
    llm: fn(&str, Value) -> Arc<dyn Llm>,
    keyless: fn() -> Option<Keyless>,
    shown: fn(&str, Value) -> String,
    says: fn(&str) -> Value,
    fails: fn(u16, &str) -> Value,
    empty_account: fn() -> Option<(u16, Value)>,
}

fn others() -> [Other; 3] {
    [
        Other {
            name: "llm/anthropic",
            llm: |address, options| {
                let config: AnthropicLlmConfig = config(address, options);
                Arc::new(config.build().with_retry(quick()))
            },
            keyless: || {
                let llm = AnthropicLlmConfig::default().build();
                Some((Arc::new(llm), "ANTHROPIC_API_KEY"))
            },
            shown: |address, options| {
                let config: AnthropicLlmConfig = config(address, options);
                format!("{config:?} {:?}", config.clone().build())
            },
            says: |text| {
                json!({"type": "message", "role": "assistant", "stop_reason": "end_turn",
                    "content": [{"type": "text", "text": text}],
                    "usage": {"input_tokens": 12, "output_tokens": 3}})
            },
            fails: anthropic_failure,
            empty_account: || {
                let message = "Your credit balance is too low to access the Anthropic API.";
                Some((400, anthropic_failure(400, message)))
            },
        },
        Other {
            name: "llm/gemini",
            llm: |address, options| {
                let config: GeminiLlmConfig = config(address, options);
                Arc::new(config.build(&nothing).with_retry(quick()))
            },
            keyless: || {
                let llm = GeminiLlmConfig::default().build(&nothing);
                Some((Arc::new(llm), "GOOGLE_API_KEY"))
            },
            shown: |address, options| {
                let credentials = json!({"private_key": KEY}).to_string();
                let credentials = json!({"vertex_credentials_json": credentials});
                let config: GeminiLlmConfig = config(address, joined(options, credentials));
                format!("{config:?} {:?}", config.clone().build(&nothing))
            },
            says: |text| {
                json!({"candidates": [{"content": {"role": "model", "parts": [{"text": text}]},
                        "finishReason": "STOP"}],
                    "usageMetadata": {"promptTokenCount": 12, "candidatesTokenCount": 3}})
            },
            fails: gemini_failure,
            empty_account: || {
                let limit = "GenerateRequestsPerDayPerProjectPerModel-FreeTier";
                let mut body = gemini_failure(429, "You exceeded your current quota.");
                body["error"]["details"] = json!([{
                    "@type": "type.googleapis.com/google.rpc.QuotaFailure",
                    "violations": [{"quotaId": limit}],
                }]);
                Some((429, body))
            },
        },
        Other {
            name: "llm/ollama",
            llm: |address, options| {
                let config: OllamaLlmConfig = config(address, options);
                Arc::new(config.build().with_retry(quick()))
            },
            keyless: || None,
            shown: |address, options| {
                let config: OllamaLlmConfig = config(address, options);
                format!("{config:?} {:?}", config.clone().build())
            },
            says: |text| {
                json!({"message": {"role": "assistant", "content": text}, "done": true,
                    "done_reason": "stop", "prompt_eval_count": 12, "eval_count": 3})
            },
            fails: |_, message| json!({"error": message}),
            empty_account: || None,
        },
    ]
}

fn config<T: DeserializeOwned>(address: &str, options: Value) -> T {
    let base = json!({"api_key": KEY, "base_url": address});
    serde_json::from_value(joined(base, options)).unwrap()
}

fn nothing(_: &str) -> Option<String> {
    None
}

fn anthropic_failure(status: u16, message: &str) -> Value {
    let kind = match status {
        401 => "authentication_error",
        403 => "permission_error",
        404 => "not_found_error",
        429 => "rate_limit_error",
        529 => "overloaded_error",
        500.. => "api_error",
        _ => "invalid_request_error",
    };
    json!({"type": "error", "error": {"type": kind, "message": message}})
}

fn gemini_failure(status: u16, message: &str) -> Value {
    let kind = match status {
        401 => "UNAUTHENTICATED",
        403 => "PERMISSION_DENIED",
        404 => "NOT_FOUND",
        429 => "RESOURCE_EXHAUSTED",
        500 => "INTERNAL",
        501.. => "UNAVAILABLE",
        _ => "INVALID_ARGUMENT",
    };
    json!({"error": {"code": status, "message": message, "status": kind}})
}

impl Subject for Other {
    fn provider(&self) -> String {
        self.name.to_owned()
    }

    fn llm(&self, address: &str, options: Value) -> Arc<dyn Llm> {
        (self.llm)(address, options)
    }

    fn keyless(&self) -> Option<(Arc<dyn Llm>, &'static str)> {
        (self.keyless)()
    }

    fn shown(&self, address: &str, options: Value) -> String {
        (self.shown)(address, options)
    }

    fn says(&self, text: &str) -> Value {
        (self.says)(text)
    }

    fn fails(&self, status: u16, message: &str) -> Value {
        (self.fails)(status, message)
    }

    fn is_empty_account(&self) -> Option<(u16, Value)> {
        (self.empty_account)()
    }
}

crate::hold_for_all!(others());

#[tokio::test]
async fn what_is_no_reply_is_unusable() {
    for subject in others() {
        for body in [
            "null",
            "\"hello\"",
            "7",
            "{\"message\": 7}",
            "{\"content\": 7}",
        ] {
            let answer = ResponseTemplate::new(200).set_body_string(body);
            let server = server(vec![answer]).await;
            let llm = subject.llm(&server.uri(), json!({}));
            // A message without a text is an empty one.
            if let Ok(reply) = llm.chat(structured()).await {
                assert_eq!(reply.text, "", "{} {body}", subject.provider());
            }
            assert_eq!(asked(&server).await, 1);
        }
    }
}

#[tokio::test]
async fn what_a_server_refuses_for_ever_is_told_in_the_end() {
    for subject in others() {
        let message = "format schema json mode temperature top_p thinking are not supported";
        let refusal = ResponseTemplate::new(400).set_body_json(subject.fails(400, message));
        let server = server(vec![refusal]).await;
        let llm = subject.llm(&server.uri(), json!({}));
        let error = llm.chat(structured()).await.unwrap_err();
        assert!(
            matches!(error, ModelError::BadRequest { .. }),
            "{}: {error:?}",
            subject.provider()
        );
        assert!(asked(&server).await <= 13, "{}", subject.provider());
    }
}

#[tokio::test]
async fn many_calls_share_a_client_across_tasks() {
    for subject in others() {
        let answer = ResponseTemplate::new(200).set_body_json(subject.says("x"));
        let server = server(vec![answer]).await;
        let llm = subject.llm(&server.uri(), json!({}));
        let calls: Vec<_> = (0..8)
            .map(|_| {
                let llm = Arc::clone(&llm);
                tokio::spawn(async move { llm.chat(prose()).await.map(|reply| reply.text) })
            })
            .collect();
        for call in calls {
            assert_eq!(call.await.unwrap().unwrap(), "x");
        }
    }
}
