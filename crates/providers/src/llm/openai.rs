//! OpenAI's chat completions, and every server that speaks them.

use std::fmt;
use std::time::Duration;

use serde::Deserialize;

use crate::connection::Connection;
use crate::dialect::{Dialect, JsonMode, KeyRule, Sampling, ToolMode};
use crate::driver::chat::ChatClient;
use crate::llm::chat::ChatConfig;
use crate::transport::{RetryPolicy, shown_url};

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

/// OpenRouter, which chooses among the models of many.
const OPEN_ROUTER: Dialect = Dialect {
    base_url: "https://openrouter.ai/api/v1",
    base_url_environment: &["OPENROUTER_API_BASE"],
    key_environment: "OPENROUTER_API_KEY",
    ..DIALECT
};

/// `llm.config` for `llm.provider = "openai"`.
///
/// ```
/// use mem0_providers::llm::openai::OpenAiLlmConfig;
/// let config: OpenAiLlmConfig = serde_json::from_str(
///     r#"{"model": "qwen2.5", "openai_base_url": "http://localhost:8080/v1", "temperature": 0}"#,
/// )?;
/// assert_eq!(config.chat.connection.base_url.as_deref(), Some("http://localhost:8080/v1"));
/// # Ok::<(), serde_json::Error>(())
/// ```
///
/// OpenRouter is asked only where `models`, `route` or `openrouter_base_url` is set; its key in
/// the environment alone changes nothing.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct OpenAiLlmConfig {
    /// What all of the family have.
    #[serde(flatten)]
    pub chat: ChatConfig,
    /// Whether OpenAI keeps the exchange. `None`: not said.
    pub store: Option<bool>,
    /// OpenRouter: the models to try, in order, instead of one.
    pub models: Vec<String>,
    /// OpenRouter: what to do where a model fails. `None`: `fallback`, the next one.
    pub route: Option<String>,
    /// OpenRouter: where it is.
    #[serde(alias = "openrouterBaseUrl")]
    pub openrouter_base_url: Option<String>,
    /// OpenRouter: the page of the program that asks, sent as `HTTP-Referer`.
    #[serde(alias = "siteUrl")]
    pub site_url: Option<String>,
    /// OpenRouter: the name of the program that asks, sent as `X-Title`.
    #[serde(alias = "appName")]
    pub app_name: Option<String>,
}

/// A key may hide in the user part of a URL.
impl fmt::Debug for OpenAiLlmConfig {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let router = self.openrouter_base_url.as_deref();
        formatter
            .debug_struct("OpenAiLlmConfig")
            .field("chat", &self.chat)
            .field("store", &self.store)
            .field("models", &self.models)
            .field("route", &self.route)
            .field("openrouter_base_url", &router.map(shown_url))
            .field("site_url", &self.site_url)
            .field("app_name", &self.app_name)
            .finish()
    }
}

impl OpenAiLlmConfig {
    /// The same configuration with a missing key and base URL taken from the environment.
    #[must_use]
    pub fn or_environment(mut self, lookup: &dyn Fn(&str) -> Option<String>) -> Self {
        if self.asks_open_router() {
            let connection = &mut self.chat.connection;
            connection.base_url = self
                .openrouter_base_url
                .take()
                .or(connection.base_url.take());
            self.chat = self.chat.or_environment(&OPEN_ROUTER, lookup);
            // Now it stands there, whatever is missing.
            let base_url = self.chat.connection.base_url.take();
            let base_url = base_url.unwrap_or_else(|| OPEN_ROUTER.base_url.to_owned());
            self.openrouter_base_url = Some(base_url);
        } else {
            self.chat = self.chat.or_environment(&DIALECT, lookup);
        }
        self
    }

    /// The model; connects to nothing. A missing key shows at the first call.
    pub fn build(self) -> ChatClient {
        self.build_as(&DIALECT)
    }

    /// The model as another provider with the same options has it.
    pub fn build_as(mut self, dialect: &Dialect) -> ChatClient {
        let mut options = self.chat.options(dialect);
        options.store = self.store;
        if !self.asks_open_router() {
            return self.chat.connect(dialect, options);
        }
        let connection = &mut self.chat.connection;
        if let Some(url) = self.openrouter_base_url {
            connection.base_url = Some(url);
        }
        let said = [("HTTP-Referer", self.site_url), ("X-Title", self.app_name)];
        for (header, value) in said {
            if let Some(value) = value {
                connection.headers.insert(header.to_owned(), value);
            }
        }
        if let Some(first) = self.models.first() {
            options.model.clone_from(first);
            let route = self.route.unwrap_or_else(|| "fallback".to_owned());
            options.extra.insert("models".into(), self.models.into());
            options.extra.insert("route".into(), route.into());
        }
        let at_open_router = Dialect {
            name: dialect.name,
            ..OPEN_ROUTER
        };
        self.chat.connect(&at_open_router, options)
    }

    /// Whether this is a configuration for OpenRouter.
    pub fn asks_open_router(&self) -> bool {
        !self.models.is_empty() || self.route.is_some() || self.openrouter_base_url.is_some()
    }
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
