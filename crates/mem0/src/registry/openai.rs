//! OpenAI, and every server that speaks its language.

use std::sync::Arc;

use mem0_core::{Embedder, Llm, Result};
use mem0_providers::connection::process_environment;
use mem0_providers::embedder::openai::OpenAiEmbedderConfig;
use mem0_providers::llm::openai::{DIALECT, OpenAiLlmConfig};

use super::connection::{CONNECTION_ALIASES, HEADERS, MAX_RETRIES, PROXIES, TIMEOUT};
use super::openai_family::{ALIASES, settings, with};
use super::typed::read;
use super::{Make, Provider, ProviderKind};
use crate::config::{Accepts, MemoryConfig, Origin, ProviderConfig, Setting};

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

/// Other names of the options that both kinds have.
const COMMON_ALIASES: &[(&str, &str)] = &[
    ("base_url", "openai_base_url"),
    ("openaiBaseUrl", "openai_base_url"),
    ("baseURL", "openai_base_url"),
    ("baseUrl", "openai_base_url"),
    ("api_base", "openai_base_url"),
];

const EMBEDDER_ALIASES: &[(&str, &str)] = &[
    ("apiKey", "api_key"),
    ("embeddingDims", "embedding_dims"),
    ("dimensions", "embedding_dims"),
    ("output_dimensionality", "embedding_dims"),
    ("outputDimensionality", "embedding_dims"),
    ("batchSize", "batch_size"),
    ("queryPrefix", "query_prefix"),
    ("documentPrefix", "document_prefix"),
];

pub(super) const LLM: Provider = Provider {
    kind: ProviderKind::Llm,
    name: "openai",
    aliases: &[],
    summary: "OpenAI's chat completions, and every server that speaks them.",
    settings: &with::<6, 19>(
        settings(&DIALECT, "openai_base_url"),
        [
            Setting::new(
                "store",
                Accepts::Boolean,
                "Whether OpenAI keeps the exchange.",
            ),
            Setting::new(
                "models",
                Accepts::List,
                "OpenRouter: the models to try, in order, instead of one.",
            ),
            Setting::new(
                "route",
                Accepts::Text,
                "OpenRouter: what to do where a model fails. Default: fallback, the next one.",
            ),
            Setting::new(
                "openrouter_base_url",
                Accepts::Text,
                "OpenRouter: where it is.",
            ),
            Setting::new(
                "site_url",
                Accepts::Text,
                "OpenRouter: the page of the program that asks, sent as HTTP-Referer.",
            ),
            Setting::new(
                "app_name",
                Accepts::Text,
                "OpenRouter: the name of the program that asks, sent as X-Title.",
            ),
        ],
    ),
    setting_aliases: &[
        CONNECTION_ALIASES,
        COMMON_ALIASES,
        ALIASES,
        &[
            ("url", "openai_base_url"),
            ("openrouterBaseUrl", "openrouter_base_url"),
            ("siteUrl", "site_url"),
            ("appName", "app_name"),
        ],
    ],
    example: r#"{"model": "gpt-4.1-nano"}"#,
    notes: "- Any server that speaks OpenAI's chat completions will do: set `openai_base_url`. \
            It may need no key.\n\
            - Models that reason (by their name, or with `is_reasoning_model`) get neither \
            `temperature` nor `top_p` nor `max_tokens`.\n\
            - An option that a server refuses is left out, and the form of structured replies \
            and tools made simpler (schema, then JSON object, then words in the prompt), once; \
            the client remembers it.\n\
            - OpenRouter is asked where `models`, `route` or `openrouter_base_url` is set, with \
            the key of `OPENROUTER_API_KEY` where `api_key` is not set. In the original that \
            variable alone redirects every call.\n\
            - The original's `response_callback` is not taken.",
    tested: "against a double of the server that checks every request, as its whole family is; live \
             against llama.cpp: chats, schemas, tools",
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
        Setting::new(
            "query_prefix",
            Accepts::Text,
            "What stands in front of questions, for models that want that.",
        ),
        Setting::new(
            "document_prefix",
            Accepts::Text,
            "What stands in front of memories.",
        ),
        TIMEOUT,
        MAX_RETRIES,
        HEADERS,
        PROXIES,
    ],
    setting_aliases: &[CONNECTION_ALIASES, COMMON_ALIASES, EMBEDDER_ALIASES],
    example: r#"{"model": "text-embedding-3-small"}"#,
    notes: "\
- At most 100 texts and about 200,000 tokens go in one request; a text is cut at about 8,000 tokens, at what the server
  takes if it says that this is too long.
- The length of OpenAI's own vectors is known, that of other servers' models is asked once. `embedding_dims` is sent
  where it is set; a server that doesn't want it is not told again.
- Unlike the providers for servers of one's own, this one puts no prefix in front of texts unless it is set.",
    tested: "against a double of the server that checks every request, and live against a small embeddings server",
    make: Make::Embedder(make_embedder),
};

fn make_llm(chosen: &ProviderConfig) -> Result<Arc<dyn Llm>> {
    let config: OpenAiLlmConfig = read(chosen)?;
    if !config.asks_open_router() {
        return Ok(Arc::new(config.build()));
    }
    // A key of OpenAI's in the environment is not OpenRouter's to see.
    let config = without_environment(chosen, config);
    Ok(Arc::new(
        config.or_environment(&process_environment).build(),
    ))
}

fn make_embedder(_: &MemoryConfig, chosen: &ProviderConfig) -> Result<Arc<dyn Embedder>> {
    let config: OpenAiEmbedderConfig = read(chosen)?;
    Ok(Arc::new(config.build()))
}

/// The configuration without the key and the URL that OpenAI's own variables gave it.
fn without_environment(chosen: &ProviderConfig, mut config: OpenAiLlmConfig) -> OpenAiLlmConfig {
    let from_openai = |option: &str| {
        let origin = chosen.entry(option).map(|entry| &entry.origin);
        matches!(origin, Some(Origin::Environment(name)) if name.starts_with("OPENAI_"))
    };
    let connection = &mut config.chat.connection;
    if from_openai("api_key") {
        connection.api_key = None;
    }
    if from_openai("openai_base_url") {
        connection.base_url = None;
    }
    config
}
