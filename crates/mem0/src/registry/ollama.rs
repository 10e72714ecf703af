//! Ollama's language models.

use std::sync::Arc;

use mem0_core::{Llm, Result};
use mem0_providers::llm::ollama::{DEFAULT_MODEL, OllamaLlmConfig};

use super::chat::{ALIASES, MODEL, TOP_K};
use super::connection::{CONNECTION_ALIASES, HEADERS, MAX_RETRIES, PROXIES, TIMEOUT};
use super::typed::read;
use super::{Make, Provider, ProviderKind};
use crate::config::{Accepts, ProviderConfig, Setting};

pub(super) const BASE_URL: Setting = Setting::new(
    "ollama_base_url",
    Accepts::Text,
    "Where Ollama is: a URL, a host, host:port or :port.",
)
.environment(&["OLLAMA_HOST"])
.defaulting("http://localhost:11434");

pub(super) const KEEP_ALIVE: Setting = Setting::new(
    "keep_alive",
    Accepts::Text,
    "How long the model stays loaded, such as 5m. Default: as the server has it.",
);

/// Other names of [`BASE_URL`].
pub(super) const URL_ALIASES: &[(&str, &str)] = &[
    ("ollamaBaseUrl", "ollama_base_url"),
    ("base_url", "ollama_base_url"),
    ("baseURL", "ollama_base_url"),
    ("baseUrl", "ollama_base_url"),
    ("url", "ollama_base_url"),
];

pub(super) const LLM: Provider = Provider {
    kind: ProviderKind::Llm,
    name: "ollama",
    aliases: &[],
    summary: "Ollama: models on this machine or another of your own, without a key.",
    settings: &[
        BASE_URL,
        MODEL.defaulting(DEFAULT_MODEL),
        Setting::new(
            "temperature",
            Accepts::Number,
            "How freely the model words things.",
        )
        .defaulting("0.1"),
        Setting::new(
            "top_p",
            Accepts::Number,
            "From which share of likely words it chooses.",
        )
        .defaulting("0.1"),
        Setting::new(
            "max_tokens",
            Accepts::Number,
            "The longest reply, in tokens; -1 for no limit.",
        )
        .defaulting("2000"),
        Setting::new(
            "num_ctx",
            Accepts::Whole,
            "How many tokens the model sees, request and reply together. Default: as the server \
             has it.",
        ),
        Setting::new(
            "think",
            Accepts::BooleanOrText,
            "Whether the model thinks before it answers: true, false, or low, medium, high. \
             Default: as the model has it.",
        ),
        KEEP_ALIVE,
        Setting::new(
            "api_key",
            Accepts::Text,
            "A key, where a server of somebody else's asks for one.",
        )
        .environment(&["OLLAMA_API_KEY"])
        .secret(),
        TOP_K,
        TIMEOUT.defaulting("600"),
        MAX_RETRIES,
        HEADERS,
        PROXIES,
    ],
    setting_aliases: &[
        CONNECTION_ALIASES, ALIASES, URL_ALIASES,
        &[
            ("num_predict", "max_tokens"),
            ("numPredict", "max_tokens"),
            ("numCtx", "num_ctx"),
            ("keepAlive", "keep_alive"),
        ],
    ],
    example: r#"{"model": "qwen3:8b", "num_ctx": 16384}"#,
    notes: "\
- **Set `num_ctx`.** Ollama gives models a small context by default (4096 tokens on many machines) and cuts off the
  beginning of what doesn't fit without a word. 16384 is enough for what Mem0 asks, if the machine has the memory.
- Nothing is pulled: a model that is not there is an error that says how to get it (`ollama pull …`).
- Structured replies are asked for with a schema (`format`, Ollama from 0.5 on); an older server is asked for JSON
  instead, with the schema in the prompt, and that is remembered.
- Thoughts before the answer are left out, whether the server sets them apart or not. A model that thinks is much
  slower; `think = false` stops it. A model that can't think is not told about it twice.
- Ollama can't be told that a tool has to be called; where a certain one is wanted, no other is shown.
- The first call waits until the model is loaded.",
    tested: "against a double of the server that checks every request",
    make: Make::Llm(make),
};

fn make(chosen: &ProviderConfig) -> Result<Arc<dyn Llm>> {
    let config: OllamaLlmConfig = read(chosen)?;
    Ok(Arc::new(config.build()))
}
