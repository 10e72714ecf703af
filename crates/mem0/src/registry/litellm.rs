//! LiteLLM: a proxy, or the provider that a model's name begins with.

use mem0_core::Result;
use mem0_providers::llm::litellm::{DIALECT, route};

use super::connection::CONNECTION_ALIASES;
use super::openai_family::{ALIASES, build, settings};
use super::{Make, Provider, ProviderKind, find};
use crate::config::ProviderConfig;

pub(super) const LLM: Provider = Provider {
    kind: ProviderKind::Llm,
    name: "litellm",
    aliases: &[],
    summary: "A LiteLLM proxy, or whichever provider a model's name begins with.",
    settings: &settings(&DIALECT, "litellm_base_url"),
    setting_aliases: &[
        CONNECTION_ALIASES,
        ALIASES,
        &[
            ("litellmBaseUrl", "litellm_base_url"),
            ("base_url", "litellm_base_url"),
            ("baseURL", "litellm_base_url"),
            ("baseUrl", "litellm_base_url"),
            ("api_base", "litellm_base_url"),
            ("url", "litellm_base_url"),
        ],
    ],
    example: r#"{"model": "gpt-4.1-mini", "litellm_base_url": "http://localhost:4000/v1"}"#,
    notes: "- With a base URL, all models are asked for at that proxy, whatever their names.\n\
            - Without one, the name says whose the model is, as in LiteLLM's library: \
            `ollama/llama3.1:8b` means the provider `ollama` with the model `llama3.1:8b`, and \
            all its options and environment variables then count. Known are `openai`, \
            `anthropic`, `azure`, `bedrock`, `deepseek`, `gemini`, `groq`, `hosted_vllm`, \
            `lm_studio`, `minimax`, `ollama`, `sarvam`, `together_ai`, `vertex_ai`, `xai`; names \
            that begin with `gpt-`, `o1`, `o3`, `o4`, `claude-` or `deepseek-` need no prefix.\n\
            - A name that says nothing is asked for at `http://localhost:4000/v1`, where a proxy \
            usually is.",
    tested: "against a double of the server that checks every request, as OpenAI's family is; live \
             against a LiteLLM proxy in front of llama.cpp",
    make: Make::Llm(|chosen| build(chosen, &DIALECT)),
};

/// The provider that has the model, and its name there, if this is LiteLLM without a proxy and
/// the name says whose it is.
pub(super) fn delegate(chosen: &ProviderConfig) -> Result<Option<(&'static Provider, String)>> {
    if chosen.provider().name != LLM.name || chosen.text("litellm_base_url").is_some() {
        return Ok(None);
    }
    let model = chosen.text("model").unwrap_or(DIALECT.model);
    match route(model) {
        Some((provider, model)) => {
            let provider = find(ProviderKind::Llm, provider)?;
            Ok(Some((provider, model.to_owned())))
        }
        None => Ok(None),
    }
}
