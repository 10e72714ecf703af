//! The options that all providers of the OpenAI family have.

use serde::Deserialize;
use serde_json::{Map, Value};

use crate::connection::Connection;
use crate::dialect::{Dialect, Sampling};
use crate::driver::chat::ChatClient;
use crate::llm::openai::retry_policy;
use crate::transport::{Target, Transport};
use crate::wire::openai_chat::{ChatOptions, Limit};

/// `llm.config` for a provider of the OpenAI family that has no options of its own.
///
/// ```
/// use mem0_providers::llm::{chat::ChatConfig, groq};
///
/// let config: ChatConfig = serde_json::from_str(r#"{"api_key": "…", "temperature": 0}"#)?;
/// let llm = config.build(&groq::DIALECT);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct ChatConfig {
    /// How to reach the server.
    #[serde(flatten)]
    pub connection: Connection,
    /// Which model. `None`: the provider's default.
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
}

impl ChatConfig {
    /// The same configuration with a missing key and base URL taken from the environment.
    #[must_use]
    pub fn or_environment(
        mut self,
        dialect: &Dialect,
        lookup: &dyn Fn(&str) -> Option<String>,
    ) -> Self {
        let names = dialect.base_url_environment;
        self.connection = self.connection.or_environment(dialect, names, lookup);
        self
    }

    /// The model of the provider that speaks this dialect; connects to nothing. A missing key
    /// shows at the first call.
    pub fn build(self, dialect: &Dialect) -> ChatClient {
        let options = self.options(dialect);
        self.connect(dialect, options)
    }

    /// What is sent with every request.
    pub(crate) fn options(&self, dialect: &Dialect) -> ChatOptions {
        let model = self
            .model
            .as_deref()
            .map(str::trim)
            .filter(|model| !model.is_empty())
            .unwrap_or(dialect.model)
            .to_owned();
        let sampling = match self.is_reasoning_model {
            Some(true) => Sampling::Never,
            Some(false) => Sampling::Usual,
            None => (dialect.sampling)(&model),
        };
        let (temperature, top_p, limit) = match sampling {
            Sampling::Usual => (
                self.temperature.or(Some(0.1)),
                self.top_p.or(Some(0.1)),
                self.max_tokens.or(Some(2_000)).map(Limit::Tokens),
            ),
            Sampling::OnRequest => (
                self.temperature,
                self.top_p,
                self.max_tokens.map(Limit::CompletionTokens),
            ),
            Sampling::Never => (None, None, None),
        };
        ChatOptions {
            json: (dialect.json)(&model),
            tools: dialect.tools,
            model,
            temperature,
            top_p,
            limit,
            reasoning_effort: self.reasoning_effort.clone(),
            store: None,
            system_as_user: false,
            extra: extra(dialect),
        }
    }

    /// The client with these options.
    pub(crate) fn connect(self, dialect: &Dialect, options: ChatOptions) -> ChatClient {
        let retry = retry_policy(&self.connection);
        let target = self.connection.target(dialect);
        client(dialect, target, retry, options)
    }
}

/// The client of a target.
pub(crate) fn client(
    dialect: &Dialect,
    target: Target,
    retry: crate::RetryPolicy,
    options: ChatOptions,
) -> ChatClient {
    let provider = format!("llm/{}", dialect.name);
    let transport = Transport::new(provider, target, retry);
    ChatClient::new(dialect.name, transport, options)
}

fn extra(dialect: &Dialect) -> Map<String, Value> {
    let parsed = |value: &str| serde_json::from_str(value).unwrap_or_else(|_| value.into());
    dialect
        .extra
        .iter()
        .map(|(name, value)| ((*name).to_owned(), parsed(value)))
        .collect()
}
