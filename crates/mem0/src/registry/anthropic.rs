//! Anthropic's language models.

use std::sync::Arc;

use mem0_core::{Llm, Result};
use mem0_providers::llm::anthropic::{AnthropicLlmConfig, DEFAULT_MODEL};

use super::chat::{ALIASES, MAX_TOKENS, MODEL, TOP_K};
use super::connection::{CONNECTION_ALIASES, HEADERS, MAX_RETRIES, PROXIES, TIMEOUT, url_aliases};
use super::typed::read;
use super::{Make, Provider, ProviderKind};
use crate::config::{Accepts, ProviderConfig, Setting};

pub(super) const LLM: Provider = Provider {
    kind: ProviderKind::Llm,
    name: "anthropic",
    aliases: &[],
    summary: "Anthropic's Claude, by the Messages API.",
    settings: &[
        Setting::new("api_key", Accepts::Text, "The key.")
            .environment(&["ANTHROPIC_API_KEY"])
            .secret(),
        Setting::new(
            "anthropic_base_url",
            Accepts::Text,
            "Where the server is; a final `/v1` may stand or not. One of your own may need no \
             key.",
        )
        .environment(&["ANTHROPIC_BASE_URL"])
        .defaulting("https://api.anthropic.com"),
        MODEL.defaulting(DEFAULT_MODEL),
        Setting::new(
            "temperature",
            Accepts::Number,
            "How freely the model words things. Default: 0.1, unless `top_p` is set.",
        ),
        Setting::new(
            "top_p",
            Accepts::Number,
            "From which share of likely words it chooses. Only sent where `temperature` is not \
             set.",
        ),
        Setting::new(
            "enable_sampling_parameters",
            Accepts::Boolean,
            "Whether those two are sent at all. Default: the model's name decides.",
        ),
        MAX_TOKENS,
        TOP_K,
        TIMEOUT,
        MAX_RETRIES,
        HEADERS,
        PROXIES,
    ],
    setting_aliases: &[
        CONNECTION_ALIASES, ALIASES,
        &url_aliases("anthropic_base_url", "anthropicBaseUrl"),
        &[("enableSamplingParameters", "enable_sampling_parameters")],
    ],
    example: r#"{"model": "claude-haiku-4-5"}"#,
    notes: "\
- Structured replies are asked for with a schema (`output_config.format`); a model that takes none is asked to call a
  tool with that schema, and where that is refused too the schema stands in the prompt. What a model refuses is
  remembered.
- Anthropic takes `temperature` or `top_p`, not both: the temperature wins. Opus from 4.7 on and Sonnet from 5 on take
  neither, so neither is sent there.
- All system messages are joined, tools are sent in Anthropic's own form, images are shown. The original keeps the last
  system message only, and its tools are refused.
- A reply that was cut off at `max_tokens`, or at the model's context, is marked as such; one that the model declines is
  an error.
- Tokens read from and written to the cache count as input tokens.",
    tested: "against a double of the server that checks every request",
    make: Make::Llm(make),
};

fn make(chosen: &ProviderConfig) -> Result<Arc<dyn Llm>> {
    let config: AnthropicLlmConfig = read(chosen)?;
    Ok(Arc::new(config.build()))
}
