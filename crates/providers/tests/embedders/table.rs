//! The table: what each server is asked, and what it answers.

use std::time::Duration;

use mem0_core::Purpose;
use mem0_providers::RetryPolicy;
use mem0_providers::driver::embeddings::EmbeddingClient;
use mem0_providers::embedder::azure_openai::AzureOpenAiEmbedderConfig;
use mem0_providers::embedder::gemini::GeminiEmbedderConfig;
use mem0_providers::embedder::huggingface::HuggingFaceEmbedderConfig;
use mem0_providers::embedder::lmstudio::LmStudioEmbedderConfig;
use mem0_providers::embedder::ollama::OllamaEmbedderConfig;
use mem0_providers::embedder::openai::OpenAiEmbedderConfig;
use mem0_providers::embedder::together::TogetherEmbedderConfig;
use serde_json::{Value, json};

/// The key of all tests; no error may show it.
pub const KEY: &str = "sk-test-1234567890";

/// A provider, and its server.
pub struct Case {
    pub name: &'static str,
    pub build: fn(Value) -> EmbeddingClient,
    /// The option that says where the server is, and what stands behind its address there.
    pub address: (&'static str, &'static str),
    /// Further options that it needs.
    pub options: fn() -> Value,
    /// Where requests go.
    pub path: &'static str,
    pub query: &'static [(&'static str, &'static str)],
    /// The header with the key, and what stands in front of it.
    pub key: (&'static str, &'static str),
    /// Whether a missing key is an error where no other server is named.
    pub needs_key: bool,
    /// The body of a request.
    pub body: fn(&[&str], Purpose, Option<usize>) -> Value,
    /// The texts of a body.
    pub texts: fn(&Value) -> Vec<String>,
    /// The length of vectors that a body asks for.
    pub asked: fn(&Value) -> Option<u64>,
    /// The answer with these vectors.
    pub answer: fn(&[Vec<f64>]) -> Value,
    /// How the server says no.
    pub refusal: fn(u16, &str) -> Value,
    /// The most texts in one request.
    pub batch: usize,
    /// Whether the server is told how long vectors shall be.
    pub sends_dimensions: bool,
}

/// All of them.
pub const CASES: [Case; 8] = [
    Case {
        name: "openai",
        build: |config| read::<OpenAiEmbedderConfig>(config).build(),
        address: ("openai_base_url", "/v1"),
        path: "/v1/embeddings",
        body: |texts, _, dimensions| {
            with(
                json!({"model": "m", "input": texts, "encoding_format": "float"}),
                "dimensions",
                dimensions,
            )
        },
        ..OPENAI_LIKE
    },
    Case {
        name: "azure_openai",
        build: |config| read::<AzureOpenAiEmbedderConfig>(config).build_with(&|_| None),
        address: ("azure_endpoint", "/"),
        options: || json!({"azure_deployment": "d", "api_version": "2024-06-01"}),
        path: "/openai/deployments/d/embeddings",
        query: &[("api-version", "2024-06-01")],
        key: ("api-key", ""),
        needs_key: false,
        body: |texts, _, dimensions| {
            with(
                json!({"model": "m", "input": texts, "encoding_format": "float"}),
                "dimensions",
                dimensions,
            )
        },
        refusal: |status, message| json!({"error": {"code": status.to_string(), "message": message}}),
        ..OPENAI_LIKE
    },
    Case {
        name: "together",
        build: |config| read::<TogetherEmbedderConfig>(config).build(),
        address: ("base_url", "/v1"),
        sends_dimensions: false,
        ..OPENAI_LIKE
    },
    Case {
        name: "lmstudio",
        build: |config| read::<LmStudioEmbedderConfig>(config).build(),
        address: ("lmstudio_base_url", "/v1"),
        needs_key: false,
        refusal: |_, message| json!({"error": message}),
        batch: 32,
        sends_dimensions: false,
        ..OPENAI_LIKE
    },
    Case {
        name: "huggingface",
        build: |config| read::<HuggingFaceEmbedderConfig>(config).build(),
        address: ("huggingface_base_url", ""),
        needs_key: false,
        refusal: |status, message| json!({"message": message, "code": status, "type": "Validation"}),
        batch: 32,
        ..OPENAI_LIKE
    },
    Case {
        name: "huggingface",
        build: |config| read::<HuggingFaceEmbedderConfig>(config).build(),
        address: ("huggingface_base_url", "/embed"),
        path: "/embed",
        needs_key: false,
        body: |texts, _, dimensions| {
            with(
                json!({"inputs": texts, "normalize": true, "truncate": true}),
                "dimensions",
                dimensions,
            )
        },
        texts: |body| strings(&body["inputs"]),
        answer: |vectors| json!(vectors),
        refusal: |_, message| json!({"error": message, "error_type": "Validation"}),
        batch: 32,
        ..OPENAI_LIKE
    },
    Case {
        name: "ollama",
        build: |config| read::<OllamaEmbedderConfig>(config).build(),
        address: ("ollama_base_url", ""),
        path: "/api/embed",
        needs_key: false,
        body: |texts, _, dimensions| {
            with(
                json!({"model": "m", "input": texts, "truncate": true}),
                "dimensions",
                dimensions,
            )
        },
        answer: |vectors| {
            json!({
                "model": "m", "embeddings": vectors,
                "total_duration": 14_143_917, "load_duration": 1_019_500, "prompt_eval_count": 8,
            })
        },
        refusal: |_, message| json!({"error": message}),
        batch: 32,
        ..OPENAI_LIKE
    },
    Case {
        name: "gemini",
        build: |config| read::<GeminiEmbedderConfig>(config).build(),
        address: ("base_url", "/v1beta"),
        path: "/v1beta/models/m:batchEmbedContents",
        key: ("x-goog-api-key", ""),
        body: |texts, purpose, dimensions| {
            let task = match purpose {
                Purpose::Document => "RETRIEVAL_DOCUMENT",
                Purpose::Query => "RETRIEVAL_QUERY",
            };
            let request = |text: &&str| {
                json!({
                    "model": "models/m", "content": {"parts": [{"text": text}]}, "taskType": task,
                    "outputDimensionality": dimensions.unwrap_or(768),
                })
            };
            json!({"requests": texts.iter().map(request).collect::<Vec<_>>()})
        },
        texts: |body| {
            let requests = body["requests"].as_array().unwrap().iter();
            requests
                .map(|request| string(&request["content"]["parts"][0]["text"]))
                .collect()
        },
        asked: |body| body["requests"][0]["outputDimensionality"].as_u64(),
        answer: |vectors| {
            let rows = vectors.iter().map(|vector| json!({"values": vector}));
            json!({"embeddings": rows.collect::<Vec<_>>()})
        },
        refusal: |status, message| json!({"error": {"code": status, "message": message, "status": "X", "details": []}}),
        ..OPENAI_LIKE
    },
];

/// What most of them have.
const OPENAI_LIKE: Case = Case {
    name: "",
    build: |config| read::<OpenAiEmbedderConfig>(config).build(),
    address: ("base_url", "/v1"),
    options: || json!({}),
    path: "/v1/embeddings",
    query: &[],
    key: ("authorization", "Bearer "),
    needs_key: true,
    body: |texts, _, dimensions| {
        with(
            json!({"model": "m", "input": texts}),
            "dimensions",
            dimensions,
        )
    },
    texts: |body| strings(&body["input"]),
    asked: |body| body["dimensions"].as_u64(),
    // Backwards: the index tells the place.
    answer: |vectors| {
        let rows = vectors.iter().enumerate().rev().map(
            |(index, vector)| json!({"object": "embedding", "index": index, "embedding": vector}),
        );
        json!({"object": "list", "data": rows.collect::<Vec<_>>(), "usage": {"prompt_tokens": 1}})
    },
    refusal: |_, message| json!({"error": {"message": message, "type": "invalid_request_error", "param": null, "code": null}}),
    batch: 100,
    sends_dimensions: true,
};

impl Case {
    /// The options for the server at this address, with these further ones.
    pub fn config(&self, server: &str, more: Value) -> Value {
        let (option, behind) = self.address;
        let mut config = json!({"api_key": KEY, "model": "m"});
        let config_object = config.as_object_mut().unwrap();
        config_object.insert(option.to_owned(), format!("{server}{behind}").into());
        for more in [(self.options)(), more] {
            config_object.extend(more.as_object().unwrap().clone());
        }
        config
    }

    /// The client of the server at this address; it tries again at once.
    pub fn client(&self, server: &str, more: Value) -> EmbeddingClient {
        (self.build)(self.config(server, more)).with_retry(quick())
    }
}

/// Tries again twice, at once.
pub fn quick() -> RetryPolicy {
    RetryPolicy {
        max_retries: 2,
        first_wait: Duration::from_millis(2),
        ..RetryPolicy::default()
    }
}

pub fn read<T: serde::de::DeserializeOwned>(config: Value) -> T {
    serde_json::from_value(config).unwrap()
}

fn with(mut body: Value, key: &str, value: Option<usize>) -> Value {
    if let Some(value) = value {
        body[key] = value.into();
    }
    body
}

fn strings(value: &Value) -> Vec<String> {
    value.as_array().unwrap().iter().map(string).collect()
}

fn string(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}
