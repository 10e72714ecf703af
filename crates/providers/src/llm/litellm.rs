//! A LiteLLM proxy. Without one, the first part of a model's name says whose it is, as in LiteLLM's
//! library: `ollama/llama3.1` is Ollama's.

use super::openai;
use crate::dialect::{Dialect, KeyRule};

/// How the proxy differs from [`openai`].
pub const DIALECT: Dialect = Dialect {
    name: "litellm",
    base_url: "http://localhost:4000/v1",
    base_url_environment: &["LITELLM_PROXY_API_BASE"],
    key_environment: "LITELLM_PROXY_API_KEY",
    key: KeyRule::Never,
    ..openai::DIALECT
};

/// LiteLLM's names of vendors, and the providers that know them.
const VENDORS: [(&str, &str); 19] = [
    ("openai", "openai"),
    ("anthropic", "anthropic"),
    ("azure", "azure_openai"),
    ("azure_ai", "azure_openai"),
    ("bedrock", "aws_bedrock"),
    ("deepseek", "deepseek"),
    ("gemini", "gemini"),
    ("vertex_ai", "gemini"),
    ("groq", "groq"),
    ("hosted_vllm", "vllm"),
    ("vllm", "vllm"),
    ("lm_studio", "lmstudio"),
    ("minimax", "minimax"),
    ("ollama", "ollama"),
    ("ollama_chat", "ollama"),
    ("sarvam", "sarvam"),
    ("together_ai", "together"),
    ("together", "together"),
    ("xai", "xai"),
];

/// Whose a model is without a proxy: the provider, and the model's name there. `None`: its name
/// doesn't say.
///
/// ```
/// use mem0_providers::llm::litellm::route;
///
/// assert_eq!(route("ollama/llama3.1:8b"), Some(("ollama", "llama3.1:8b")));
/// assert_eq!(route("together_ai/Qwen/Qwen3"), Some(("together", "Qwen/Qwen3")));
/// assert_eq!(route("claude-sonnet-4-6"), Some(("anthropic", "claude-sonnet-4-6")));
/// assert_eq!(route("my-model"), None);
/// ```
pub fn route(model: &str) -> Option<(&'static str, &str)> {
    let model = model.trim();
    if let Some((vendor, name)) = model.split_once('/') {
        let known = VENDORS.iter().find(|(known, _)| *known == vendor)?;
        return (!name.is_empty()).then_some((known.1, name));
    }
    // Names that LiteLLM knows without a vendor.
    let families = [
        ("gpt-", "openai"),
        ("o1", "openai"),
        ("o3", "openai"),
        ("o4", "openai"),
        ("claude-", "anthropic"),
        ("deepseek-", "deepseek"),
    ];
    families
        .iter()
        .find(|(family, _)| model.starts_with(family))
        .map(|(_, provider)| (*provider, model))
}
