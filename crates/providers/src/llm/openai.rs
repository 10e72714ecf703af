//! OpenAI's chat completions, and every server that speaks them.

use std::time::Duration;

use serde::Deserialize;

use crate::connection::Connection;
use crate::dialect::{Dialect, JsonMode, KeyRule, Sampling, ToolMode};
use crate::driver::chat::ChatClient;
use crate::transport::{RetryPolicy, Transport};
use crate::wire::openai_chat::{ChatOptions, Limit};

/// OpenAI among its relatives.
pub const DIALECT: Dialect = Dialect {
    name: "openai",
    base_url: "https://api.openai.com/v1",
    base_url_environment: &["OPENAI_BASE_URL", "OPENAI_API_BASE"],
    key_environment: "OPENAI_API_KEY",
    key: KeyRule::AtHome,
    key_header: None,
    timeout: Duration::from_secs(120),
    model: DEFAULT_MODEL,
    json: |_| JsonMode::Schema,
    sampling,
    tools: ToolMode::Usual,
    extra: &[],
};

/// The model where the configuration names none: the original's.
pub const DEFAULT_MODEL: &str = "gpt-5-mini";

/// `llm.config` for `llm.provider = "openai"`.
///
/// ```
/// use mem0_providers::llm::openai::OpenAiLlmConfig;
/// let config: OpenAiLlmConfig = serde_json::from_str(
///     r#"{"model": "qwen2.5", "openai_base_url": "http://localhost:8080/v1", "temperature": 0}"#,
/// )?;
/// assert_eq!(config.connection.base_url.as_deref(), Some("http://localhost:8080/v1"));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct OpenAiLlmConfig {
    /// How to reach the server.
    #[serde(flatten)]
    pub connection: Connection,
    /// Which model. `None`: [`DEFAULT_MODEL`].
    pub model: Option<String>,
    /// How freely the model words things. `None`: 0.1, or the model's own where it takes none.
    pub temperature: Option<f64>,
    /// From which share of the likely words it chooses. `None`: 0.1, or the model's own.
    #[serde(alias = "topP")]
    pub top_p: Option<f64>,
    /// The longest reply in tokens. `None`: 2000; no limit for models that think within it.
    #[serde(alias = "maxTokens", alias = "max_completion_tokens")]
    pub max_tokens: Option<u32>,
    /// How long a reasoning model thinks: `minimal`, `low`, `medium`, `high`.
    #[serde(alias = "reasoningEffort")]
    pub reasoning_effort: Option<String>,
    /// Whether the model is a reasoning model. `None`: its name decides.
    #[serde(alias = "isReasoningModel")]
    pub is_reasoning_model: Option<bool>,
    /// Whether OpenAI keeps the exchange. `None`: not said.
    pub store: Option<bool>,
}

impl OpenAiLlmConfig {
    /// The same configuration with a missing key and base URL taken from the environment.
    #[must_use]
    pub fn or_environment(mut self, lookup: &dyn Fn(&str) -> Option<String>) -> Self {
        let names = DIALECT.base_url_environment;
        self.connection = self.connection.or_environment(&DIALECT, names, lookup);
        self
    }

    /// The model; connects to nothing. A missing key shows at the first call.
    pub fn build(self) -> ChatClient {
        chat_client(&DIALECT, DEFAULT_MODEL, self)
    }
}

/// The client of any provider of the family.
pub(crate) fn chat_client(
    dialect: &Dialect,
    default_model: &str,
    config: OpenAiLlmConfig,
) -> ChatClient {
    let model = config
        .model
        .filter(|model| !model.trim().is_empty())
        .unwrap_or_else(|| default_model.to_owned());
    let sampling = match config.is_reasoning_model {
        Some(true) => Sampling::Never,
        Some(false) => Sampling::Usual,
        None => (dialect.sampling)(&model),
    };
    let (temperature, top_p, limit) = match sampling {
        Sampling::Usual => (
            config.temperature.or(Some(0.1)),
            config.top_p.or(Some(0.1)),
            config.max_tokens.or(Some(2_000)).map(Limit::Tokens),
        ),
        Sampling::OnRequest => (
            config.temperature,
            config.top_p,
            config.max_tokens.map(Limit::CompletionTokens),
        ),
        Sampling::Never => (None, None, None),
    };
    let options = ChatOptions {
        json: (dialect.json)(&model),
        model,
        temperature,
        top_p,
        limit,
        reasoning_effort: config.reasoning_effort,
        store: config.store,
        system_as_user: false,
    };
    let retry = retry_policy(&config.connection);
    let provider = format!("llm/{}", dialect.name);
    let transport = Transport::new(provider, config.connection.target(dialect), retry);
    ChatClient::new(dialect.name, transport, options)
}

pub(crate) fn retry_policy(connection: &Connection) -> RetryPolicy {
    let usual = RetryPolicy::default();
    RetryPolicy {
        max_retries: connection.max_retries.unwrap_or(usual.max_retries),
        ..usual
    }
}

/// The original's rule by which a model's name tells that it is a reasoning model.
fn sampling(model: &str) -> Sampling {
    const NAMES: [&str; 8] = [
        "o1",
        "o1-preview",
        "o3",
        "o3-mini",
        "gpt-5",
        "gpt-5o",
        "gpt-5o-mini",
        "gpt-5o-micro",
    ];
    const FAMILIES: [&str; 4] = ["o1-", "o1.", "o3-", "o3."];
    // `openai/o3-mini`, as routers name it.
    let name = model.rsplit('/').next().unwrap_or(model).to_lowercase();
    if NAMES.contains(&&*name) || FAMILIES.iter().any(|family| name.starts_with(family)) {
        Sampling::Never
    } else if name.starts_with("gpt-5") {
        Sampling::OnRequest
    } else {
        Sampling::Usual
    }
}
