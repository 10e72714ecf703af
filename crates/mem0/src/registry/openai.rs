//! OpenAI, and every server that speaks its language.

use std::sync::Arc;

use mem0_core::{Embedder, Error, Llm, Result};
use mem0_providers::embedder::openai::OpenAiEmbedderConfig;
use mem0_providers::llm::openai::OpenAiLlmConfig;
use serde::de::DeserializeOwned;

use super::{Make, Provider, ProviderKind};
use crate::config::{Accepts, MemoryConfig, ProviderConfig, Setting};

const API_KEY: Setting = Setting::new(
    "api_key",
    Accepts::Text,
    "The key. A server of one's own may need none.",
)
.environment(&["OPENAI_API_KEY"])
.secret();

const BASE_URL: Setting = Setting::new(
    "openai_base_url",
    Accepts::Text,
    "Where the server is, with the version: any that speaks OpenAI's language.",
)
.environment(&["OPENAI_BASE_URL", "OPENAI_API_BASE"])
.defaulting("https://api.openai.com/v1");

const TIMEOUT: Setting = Setting::new(
    "timeout",
    Accepts::Number,
    "The longest wait for one answer, in seconds.",
)
.defaulting("120");

const MAX_RETRIES: Setting = Setting::new(
    "max_retries",
    Accepts::Whole,
    "How often a call that failed for a passing reason is tried again.",
)
.defaulting("3");

const HEADERS: Setting =
    Setting::new("headers", Accepts::Table, "Headers sent with every call.").secret();

const PROXIES: Setting = Setting::new(
    "http_client_proxies",
    Accepts::TextOrTable,
    "A proxy for all calls, or one for each scheme (\"https://\": …).",
)
.secret();

/// Other names of the options that both kinds have.
const CONNECTION_ALIASES: &[(&str, &str)] = &[
    ("base_url", "openai_base_url"),
    ("openaiBaseUrl", "openai_base_url"),
    ("baseURL", "openai_base_url"),
    ("baseUrl", "openai_base_url"),
    ("api_base", "openai_base_url"),
    ("apiKey", "api_key"),
    ("maxRetries", "max_retries"),
    ("default_headers", "headers"),
    ("defaultHeaders", "headers"),
    ("extra_headers", "headers"),
    ("httpClientProxies", "http_client_proxies"),
    ("proxy", "http_client_proxies"),
];

const LLM_ALIASES: &[(&str, &str)] = &[
    ("maxTokens", "max_tokens"),
    ("max_completion_tokens", "max_tokens"),
    ("topP", "top_p"),
    ("reasoningEffort", "reasoning_effort"),
    ("isReasoningModel", "is_reasoning_model"),
];

const EMBEDDER_ALIASES: &[(&str, &str)] = &[
    ("embeddingDims", "embedding_dims"),
    ("dimensions", "embedding_dims"),
    ("output_dimensionality", "embedding_dims"),
    ("batchSize", "batch_size"),
];

pub(super) const LLM: Provider = Provider {
    kind: ProviderKind::Llm,
    name: "openai",
    aliases: &[],
    summary: "OpenAI's chat completions, and every server that speaks them.",
    settings: &[
        API_KEY,
        BASE_URL,
        Setting::new("model", Accepts::Text, "Which model.")
            .defaulting(mem0_providers::llm::openai::DEFAULT_MODEL),
        Setting::new(
            "temperature",
            Accepts::Number,
            "How freely the model words things.",
        ),
        Setting::new(
            "top_p",
            Accepts::Number,
            "From which share of likely words it chooses.",
        ),
        Setting::new(
            "max_tokens",
            Accepts::Whole,
            "The longest reply, in tokens.",
        ),
        Setting::new(
            "reasoning_effort",
            Accepts::Text,
            "How long a reasoning model thinks: minimal, low, medium or high.",
        ),
        Setting::new(
            "is_reasoning_model",
            Accepts::Boolean,
            "Whether the model is a reasoning model; else its name decides.",
        ),
        Setting::new(
            "store",
            Accepts::Boolean,
            "Whether OpenAI keeps the exchange.",
        ),
        Setting::new(
            "top_k",
            Accepts::Number,
            "Accepted and without effect: it is never sent.",
        ),
        TIMEOUT,
        MAX_RETRIES,
        HEADERS,
        PROXIES,
    ],
    setting_aliases: &[CONNECTION_ALIASES, LLM_ALIASES],
    example: r#"{"model": "gpt-4.1-nano"}"#,
    notes: "",
    tested: "against a double of the server that checks every request",
    make: Make::Llm(make_llm),
};

pub(super) const EMBEDDER: Provider = Provider {
    kind: ProviderKind::Embedder,
    name: "openai",
    aliases: &[],
    summary: "OpenAI's embeddings, and every server that speaks them.",
    settings: &[
        API_KEY,
        // For embeddings the older variable wins, as in the original.
        BASE_URL.environment(&["OPENAI_API_BASE", "OPENAI_BASE_URL"]),
        Setting::new("model", Accepts::Text, "Which model.")
            .defaulting(mem0_providers::embedder::openai::DEFAULT_MODEL),
        Setting::new(
            "embedding_dims",
            Accepts::Whole,
            "How long vectors shall be.",
        ),
        Setting::new(
            "batch_size",
            Accepts::Whole,
            "The most texts in one request.",
        )
        .defaulting("100"),
        TIMEOUT,
        MAX_RETRIES,
        HEADERS,
        PROXIES,
    ],
    setting_aliases: &[CONNECTION_ALIASES, EMBEDDER_ALIASES],
    example: r#"{"model": "text-embedding-3-small"}"#,
    notes: "",
    tested: "against a double of the server that checks every request",
    make: Make::Embedder(make_embedder),
};

fn make_llm(chosen: &ProviderConfig) -> Result<Arc<dyn Llm>> {
    let config: OpenAiLlmConfig = read(chosen)?;
    Ok(Arc::new(config.build()))
}

fn make_embedder(_: &MemoryConfig, chosen: &ProviderConfig) -> Result<Arc<dyn Embedder>> {
    let config: OpenAiEmbedderConfig = read(chosen)?;
    Ok(Arc::new(config.build()))
}

/// The options as the provider's own type.
fn read<T: DeserializeOwned>(chosen: &ProviderConfig) -> Result<T> {
    serde_json::from_value(chosen.to_json()).map_err(|error| Error::Configuration {
        setting: format!("{}.config", chosen.provider().kind),
        problem: error.to_string(),
    })
}
