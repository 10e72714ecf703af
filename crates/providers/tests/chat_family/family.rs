//! The table. What it says is said again here and not taken from the providers: it has to fail
//! where they change.

use std::sync::Arc;

use mem0_core::{ChatRequest, Llm, ReplyFormat};
use mem0_providers::dialect::{JsonMode, ToolMode};
use mem0_providers::driver::chat::ChatClient;
use mem0_providers::llm::azure_openai::AzureOpenAiLlmConfig;
use mem0_providers::llm::chat::ChatConfig;
use mem0_providers::llm::lmstudio::LmStudioLlmConfig;
use mem0_providers::llm::openai::OpenAiLlmConfig;
use mem0_providers::llm::sarvam::SarvamLlmConfig;
use mem0_providers::llm::{
    OPENAI_FAMILY, azure_openai, azure_openai_structured, deepseek, groq, litellm, minimax,
    openai_structured, together, vllm, xai,
};
use serde_json::{Map, Value, json};
use wiremock::{MockServer, ResponseTemplate};

use crate::chat_rules::{KEY, Subject, prose, quick};

/// A provider of the family.
pub struct Member {
    pub name: &'static str,
    /// Where it is.
    pub home: &'static str,
    /// Its default model.
    pub model: &'static str,
    /// Its own name for `base_url`.
    pub base_url: &'static str,
    /// The variables with its key and its address.
    pub environment: (&'static str, Option<&'static str>),
    /// Whether it needs a key at home, and at an address of one's own.
    pub needs_key: (bool, bool),
    /// The best form of structured reply that it is asked for.
    pub json: JsonMode,
    /// How it is told what it may call.
    pub tools: ToolMode,
    /// What is sent beside everything else.
    pub extra: &'static [(&'static str, bool)],
}

const OPENAI: Member = Member {
    name: "openai",
    home: "https://api.openai.com/v1",
    model: "gpt-5-mini",
    base_url: "openai_base_url",
    environment: ("OPENAI_API_KEY", Some("OPENAI_BASE_URL")),
    needs_key: (true, false),
    json: JsonMode::Schema,
    tools: ToolMode::Usual,
    extra: &[],
};

const AZURE: Member = Member {
    name: "azure_openai",
    home: "",
    base_url: "azure_endpoint",
    environment: ("LLM_AZURE_OPENAI_API_KEY", Some("LLM_AZURE_ENDPOINT")),
    needs_key: (true, true),
    ..OPENAI
};

/// All of them.
pub fn all() -> [Member; 13] {
    [
        OPENAI,
        Member {
            name: "openai_structured",
            tools: ToolMode::Strict,
            ..OPENAI
        },
        AZURE,
        Member {
            name: "azure_openai_structured",
            tools: ToolMode::Strict,
            ..AZURE
        },
        Member {
            name: "groq",
            home: "https://api.groq.com/openai/v1",
            model: "llama-3.3-70b-versatile",
            base_url: "base_url",
            environment: ("GROQ_API_KEY", None),
            ..OPENAI
        },
        Member {
            name: "together",
            home: "https://api.together.xyz/v1",
            model: "MiniMaxAI/MiniMax-M3",
            base_url: "base_url",
            environment: ("TOGETHER_API_KEY", None),
            ..OPENAI
        },
        Member {
            name: "lmstudio",
            home: "http://localhost:1234/v1",
            model: "lmstudio-community/Meta-Llama-3.1-70B-Instruct-GGUF/Meta-Llama-3.1-70B-Instruct-IQ2_M.gguf",
            base_url: "lmstudio_base_url",
            environment: ("LMSTUDIO_API_KEY", None),
            needs_key: (false, false),
            ..OPENAI
        },
        Member {
            name: "vllm",
            home: "http://localhost:8000/v1",
            model: "Qwen/Qwen2.5-32B-Instruct",
            base_url: "vllm_base_url",
            environment: ("VLLM_API_KEY", Some("VLLM_BASE_URL")),
            needs_key: (false, false),
            ..OPENAI
        },
        Member {
            name: "deepseek",
            home: "https://api.deepseek.com",
            model: "deepseek-chat",
            base_url: "deepseek_base_url",
            environment: ("DEEPSEEK_API_KEY", Some("DEEPSEEK_API_BASE")),
            json: JsonMode::Object,
            ..OPENAI
        },
        Member {
            name: "xai",
            home: "https://api.x.ai/v1",
            model: "grok-4.3",
            base_url: "xai_base_url",
            environment: ("XAI_API_KEY", Some("XAI_API_BASE")),
            ..OPENAI
        },
        Member {
            name: "sarvam",
            home: "https://api.sarvam.ai/v1",
            model: "sarvam-m",
            base_url: "sarvam_base_url",
            environment: ("SARVAM_API_KEY", Some("SARVAM_API_BASE")),
            needs_key: (true, true),
            json: JsonMode::Plain,
            tools: ToolMode::Prompt,
            ..OPENAI
        },
        Member {
            name: "litellm",
            home: "http://localhost:4000/v1",
            base_url: "litellm_base_url",
            environment: ("LITELLM_PROXY_API_KEY", Some("LITELLM_PROXY_API_BASE")),
            needs_key: (false, false),
            ..OPENAI
        },
        Member {
            name: "minimax",
            home: "https://api.minimax.io/v1",
            model: "MiniMax-M2.7",
            base_url: "minimax_base_url",
            environment: ("MINIMAX_API_KEY", Some("MINIMAX_API_BASE")),
            extra: &[("reasoning_split", true)],
            ..OPENAI
        },
    ]
}

#[test]
fn the_table_holds_the_whole_family() {
    let mut listed: Vec<_> = all().iter().map(|member| member.name).collect();
    let mut known: Vec<_> = OPENAI_FAMILY.iter().map(|dialect| dialect.name).collect();
    listed.sort_unstable();
    known.sort_unstable();
    assert_eq!(listed, known);
    for dialect in OPENAI_FAMILY {
        let member = all().into_iter().find(|member| member.name == dialect.name);
        assert_eq!(member.unwrap().home, dialect.base_url, "{}", dialect.name);
    }
}

type Lookup<'a> = &'a dyn Fn(&str) -> Option<String>;

impl Member {
    pub fn is_azure(&self) -> bool {
        self.name.starts_with("azure")
    }

    /// The model of a configuration, with what is missing from this environment, and what can be
    /// seen of the configuration.
    pub fn make(&self, config: Value, lookup: Lookup<'_>) -> (ChatClient, String) {
        fn read<T: serde::de::DeserializeOwned + std::fmt::Debug>(config: Value) -> (T, String) {
            let config: T = serde_json::from_value(config).unwrap();
            let shown = format!("{config:?}");
            (config, shown)
        }
        let dialect = match self.name {
            "openai" => {
                let (config, shown) = read::<OpenAiLlmConfig>(config);
                return (config.or_environment(lookup).build(), shown);
            }
            "openai_structured" => {
                let (config, shown) = read::<OpenAiLlmConfig>(config);
                let config = config.or_environment(lookup);
                return (config.build_as(&openai_structured::DIALECT), shown);
            }
            "azure_openai" | "azure_openai_structured" => {
                let (config, shown) = read::<AzureOpenAiLlmConfig>(config);
                let config = config.or_environment(lookup);
                let dialect = match self.name {
                    "azure_openai" => &azure_openai::DIALECT,
                    _ => &azure_openai_structured::DIALECT,
                };
                return (config.build_as(dialect, lookup), shown);
            }
            "lmstudio" => {
                let (mut config, shown) = read::<LmStudioLlmConfig>(config);
                let dialect = &mem0_providers::llm::lmstudio::DIALECT;
                config.chat = config.chat.or_environment(dialect, lookup);
                return (config.build(), shown);
            }
            "sarvam" => {
                let (config, shown) = read::<SarvamLlmConfig>(config);
                return (config.or_environment(lookup).build(), shown);
            }
            "groq" => &groq::DIALECT,
            "together" => &together::DIALECT,
            "vllm" => &vllm::DIALECT,
            "deepseek" => &deepseek::DIALECT,
            "xai" => &xai::DIALECT,
            "litellm" => &litellm::DIALECT,
            "minimax" => &minimax::DIALECT,
            other => panic!("{other} is not in the table"),
        };
        let (config, shown) = read::<ChatConfig>(config);
        (config.or_environment(dialect, lookup).build(dialect), shown)
    }

    /// What is configured for a server at this address.
    pub fn config(&self, address: &str, options: Value) -> Value {
        let url = if self.is_azure() {
            address.to_owned()
        } else {
            format!("{address}/v1")
        };
        let mut config = json!({"api_key": KEY, self.base_url: url});
        let more: Map<String, Value> = serde_json::from_value(options).unwrap();
        config.as_object_mut().unwrap().extend(more);
        config
    }

    /// The model behind a server, with options.
    pub fn client(&self, server: &MockServer, options: Value) -> ChatClient {
        let config = self.config(&server.uri(), options);
        self.make(config, &|_| None).0.with_retry(quick())
    }

    /// The path and query at which a model is asked.
    pub fn path(&self, model: &str) -> String {
        if self.is_azure() {
            format!("/openai/deployments/{model}/chat/completions?api-version=2024-10-21")
        } else {
            "/v1/chat/completions".to_owned()
        }
    }

    /// The header that shows the key.
    pub fn key_header(&self) -> (&'static str, String) {
        if self.is_azure() {
            ("api-key", KEY.to_owned())
        } else {
            ("authorization", format!("Bearer {KEY}"))
        }
    }
}

impl Subject for Member {
    fn provider(&self) -> String {
        format!("llm/{}", self.name)
    }

    fn llm(&self, address: &str, options: Value) -> Arc<dyn Llm> {
        let config = self.config(address, options);
        Arc::new(self.make(config, &|_| None).0.with_retry(quick()))
    }

    fn keyless(&self) -> Option<(Arc<dyn Llm>, &'static str)> {
        // Azure looks for a token instead: that has tests of its own.
        if !self.needs_key.0 || self.is_azure() {
            return None;
        }
        let (llm, _) = self.make(json!({"api_key": " "}), &|_| None);
        Some((Arc::new(llm), self.environment.0))
    }

    fn shown(&self, address: &str, options: Value) -> String {
        let config = self.config(address, options);
        let (llm, shown) = self.make(config, &|_| None);
        format!("{shown} {llm:?}")
    }

    fn says(&self, text: &str) -> Value {
        completion(json!({"role": "assistant", "content": text}))
    }

    fn fails(&self, status: u16, message: &str) -> Value {
        match self.name {
            "xai" => json!({"code": "some code", "error": message}),
            "minimax" => json!({"type": "error", "error": {"type": "api_error",
                "message": message, "http_code": status.to_string()}, "request_id": "1"}),
            "sarvam" => json!({"error": {"message": message, "code": "some_error",
                "request_id": "1"}}),
            "vllm" => json!({"object": "error", "message": message, "type": "BadRequestError",
                "param": null, "code": status}),
            "lmstudio" => json!({"error": message}),
            _ if self.is_azure() => {
                json!({"error": {"code": status.to_string(), "message": message}})
            }
            _ => json!({"error": {"message": message, "type": "invalid_request_error",
                "param": null, "code": null}}),
        }
    }

    fn is_empty_account(&self) -> Option<(u16, Value)> {
        match self.name {
            "deepseek" => Some((
                402,
                json!({"error": {"message": "Insufficient Balance", "type": "unknown_error",
                    "param": null, "code": "invalid_request_error"}}),
            )),
            "xai" => Some((
                403,
                json!({"code": "The caller does not have permission",
                    "error": "Your team doesn't have any credits yet."}),
            )),
            "sarvam" => Some((
                429,
                json!({"error": {"message": "No credits", "code": "insufficient_quota_error"}}),
            )),
            "minimax" => Some((
                200,
                json!({"choices": null, "base_resp": {"status_code": 1008,
                    "status_msg": "insufficient balance"}}),
            )),
            "vllm" | "lmstudio" => None,
            _ => Some((
                429,
                json!({"error": {"message": "You exceeded your current quota",
                    "type": "insufficient_quota", "param": null, "code": "insufficient_quota"}}),
            )),
        }
    }
}

/// A completion with this message.
pub fn completion(message: Value) -> Value {
    json!({
        "id": "chatcmpl-1", "object": "chat.completion", "created": 1, "model": "m",
        "choices": [{"index": 0, "message": message, "finish_reason": "stop"}],
        "usage": {"prompt_tokens": 12, "completion_tokens": 3, "total_tokens": 15},
    })
}

/// An answer with this text.
pub fn saying(text: &str) -> ResponseTemplate {
    ResponseTemplate::new(200)
        .set_body_json(completion(json!({"role": "assistant", "content": text})))
}

/// A refusal of a parameter.
pub fn refusing(message: &str, parameter: Option<&str>) -> ResponseTemplate {
    ResponseTemplate::new(400).set_body_json(json!({"error": {"message": message,
        "type": "invalid_request_error", "param": parameter, "code": null}}))
}

/// The bodies of all requests so far.
pub async fn bodies(server: &MockServer) -> Vec<Value> {
    let requests = server.received_requests().await.unwrap();
    requests
        .iter()
        .map(|request| serde_json::from_slice(&request.body).unwrap())
        .collect()
}

/// The schema of [`structured`].
pub fn schema() -> Value {
    json!({"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"],
        "additionalProperties": false})
}

pub fn structured() -> ChatRequest {
    ChatRequest {
        format: ReplyFormat::Json {
            name: "place",
            schema: schema(),
        },
        ..prose()
    }
}
