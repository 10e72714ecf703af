//! Anthropic's Messages API, and every server that speaks it.

use serde::Deserialize;

use crate::connection::{Connection, given_or};
use crate::dialect::Dialect;
use crate::driver::chat_api::ChatApiClient;
use crate::llm::openai;
use crate::transport::Transport;
use crate::wire::anthropic_messages::{MessagesApi, Structured, VERSION};

/// Where Anthropic is, and how a key is shown there.
pub const DIALECT: Dialect = Dialect {
    name: "anthropic",
    base_url: "https://api.anthropic.com",
    base_url_environment: &["ANTHROPIC_BASE_URL"],
    key_environment: "ANTHROPIC_API_KEY",
    key_header: Some("x-api-key"),
    model: DEFAULT_MODEL,
    ..openai::DIALECT
};

/// The model where the configuration names none: the original's.
pub const DEFAULT_MODEL: &str = "claude-sonnet-4-6";

/// `llm.config` for `llm.provider = "anthropic"`.
///
/// ```
/// use mem0_providers::llm::anthropic::AnthropicLlmConfig;
/// let config: AnthropicLlmConfig = serde_json::from_str(
///     r#"{"model": "claude-haiku-4-5", "max_tokens": 4000}"#,
/// )?;
/// assert_eq!(config.max_tokens, Some(4000));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct AnthropicLlmConfig {
    /// How to reach the server.
    #[serde(flatten)]
    pub connection: Connection,
    /// Which model. `None`: [`DEFAULT_MODEL`].
    pub model: Option<String>,
    /// How freely the model words things. `None`: 0.1, unless `top_p` is set.
    pub temperature: Option<f64>,
    /// From which share of the likely words it chooses; only sent without a temperature, for
    /// Anthropic takes one of the two.
    #[serde(alias = "topP")]
    pub top_p: Option<f64>,
    /// The longest reply in tokens. `None`: 2000.
    #[serde(alias = "maxTokens")]
    pub max_tokens: Option<u32>,
    /// Whether temperature and `top_p` are sent. `None`: the model's name decides.
    #[serde(alias = "enableSamplingParameters")]
    pub enable_sampling_parameters: Option<bool>,
}

impl AnthropicLlmConfig {
    /// The same configuration with a missing key and base URL taken from the environment.
    #[must_use]
    pub fn or_environment(mut self, lookup: &dyn Fn(&str) -> Option<String>) -> Self {
        let names = DIALECT.base_url_environment;
        self.connection = self.connection.or_environment(&DIALECT, names, lookup);
        self
    }

    /// The model; connects to nothing. A missing key shows at the first call.
    pub fn build(mut self) -> ChatApiClient<MessagesApi> {
        let model = given_or(self.model, DEFAULT_MODEL);
        let sampling = self
            .enable_sampling_parameters
            .unwrap_or_else(|| takes_sampling(&model));
        let temperature = match (self.temperature, self.top_p) {
            (None, None) => Some(0.1),
            (temperature, _) => temperature,
        };
        let api = MessagesApi {
            model,
            max_tokens: self.max_tokens.unwrap_or(2_000),
            temperature: temperature.filter(|_| sampling),
            top_p: self.top_p.filter(|_| sampling && temperature.is_none()),
            structured: Structured::Schema,
        };
        self.connection.base_url = self.connection.base_url.map(without_version);
        let retry = openai::retry_policy(&self.connection);
        let mut target = self.connection.target(&DIALECT);
        let told = |name: &String| name.eq_ignore_ascii_case("anthropic-version");
        if !target.headers.keys().any(told) {
            target
                .headers
                .insert("anthropic-version".to_owned(), VERSION.to_owned());
        }
        let transport = Transport::new("llm/anthropic".to_owned(), target, retry);
        ChatApiClient::new(DIALECT.name, transport, api)
    }
}

/// The base URL as Anthropic's own clients have it: the version belongs to the path.
fn without_version(url: String) -> String {
    let trimmed = url.trim().trim_end_matches('/');
    trimmed.strip_suffix("/v1").unwrap_or(trimmed).to_owned()
}

/// The original's rule by which a model's name tells whether it takes a temperature: those up to
/// Opus 4.6 and Sonnet 4 do, and every Haiku.
fn takes_sampling(model: &str) -> bool {
    let name = model.to_lowercase();
    // `anthropic/claude-…` and `us.anthropic.claude-…`, as routers name it.
    let name = name.find("claude").map_or(&*name, |start| &name[start..]);
    let name = name.split('[').next().unwrap_or(name);
    let mut words = name.split(['-', '.']);
    let first = words.next().unwrap_or_default();
    let family = words.next().unwrap_or(first);
    // `claude-3-5-sonnet`: the version stands first.
    if family.starts_with(|c: char| c.is_ascii_digit()) {
        return true;
    }
    // A date is no part of the version: `claude-opus-4-20250514`.
    let mut number = || words.next()?.parse::<u32>().ok().filter(|it| *it < 1_000);
    match (family, number(), number()) {
        ("haiku", ..) => true,
        ("sonnet", Some(major), _) => major < 5,
        ("opus", Some(major), minor) => (major, minor.unwrap_or(0)) < (4, 7),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_tells_whether_a_model_takes_a_temperature() {
        for (model, expected) in [
            ("claude-3-5-sonnet-20240620", true),
            ("claude-sonnet-4-6", true),
            ("claude-sonnet-4-20250514", true),
            ("claude-haiku-4-5", true),
            ("claude-opus-4-20250514", true),
            ("claude-opus-4-6", true),
            ("anthropic/claude-3.5-sonnet", true),
            ("anthropic/claude-opus-4.6", true),
            ("us.anthropic.claude-opus-4-7", false),
            ("claude-opus-4-7", false),
            ("claude-opus-5", false),
            ("claude-sonnet-5", false),
            ("somebody-elses", false),
        ] {
            assert_eq!(takes_sampling(model), expected, "{model}");
        }
    }

    #[test]
    fn the_version_is_no_part_of_the_base_url() {
        for (url, expected) in [
            ("https://proxy.test", "https://proxy.test"),
            (
                "https://proxy.test/anthropic/v1/",
                "https://proxy.test/anthropic",
            ),
        ] {
            assert_eq!(without_version(url.to_owned()), expected);
        }
    }
}
