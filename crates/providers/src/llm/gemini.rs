//! Google's Gemini, at Google's own API or on Vertex AI.

use serde::Deserialize;

use crate::auth::google::{VertexConfig, vertex_target};
use crate::connection::{Connection, given};
use crate::dialect::Dialect;
use crate::driver::chat_api::ChatApiClient;
use crate::llm::openai;
use crate::transport::{RetryPolicy, Target, Transport};
use crate::wire::gemini_generate::{GenerateApi, Structured};

/// Where Google's own API is, and how a key is shown there.
pub const DIALECT: Dialect = Dialect {
    name: "gemini",
    base_url: "https://generativelanguage.googleapis.com/v1beta",
    base_url_environment: &[],
    key_environment: "GOOGLE_API_KEY",
    key_header: Some("x-goog-api-key"),
    model: DEFAULT_MODEL,
    ..openai::DIALECT
};

/// The model where the configuration names none: the original's.
pub const DEFAULT_MODEL: &str = "gemini-2.0-flash";

/// `llm.config` for `llm.provider = "gemini"`.
///
/// ```
/// use mem0_providers::llm::gemini::GeminiLlmConfig;
/// let config: GeminiLlmConfig = serde_json::from_str(
///     r#"{"model": "gemini-2.5-flash", "vertexai": true, "project": "mine", "location": "global"}"#,
/// )?;
/// assert_eq!(config.vertex.project.as_deref(), Some("mine"));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct GeminiLlmConfig {
    /// How to reach the server.
    #[serde(flatten)]
    pub connection: Connection,
    /// Which project of Google Cloud; counts on Vertex AI only.
    #[serde(flatten)]
    pub vertex: VertexConfig,
    /// Whether the model is asked on Vertex AI. `None`: no.
    pub vertexai: Option<bool>,
    /// Which model, with or without `models/`. `None`: [`DEFAULT_MODEL`].
    pub model: Option<String>,
    /// How freely the model words things. `None`: 0.1 up to Gemini 2, else the model's own.
    pub temperature: Option<f64>,
    /// From which share of the likely words it chooses. `None`: as with `temperature`.
    #[serde(alias = "topP")]
    pub top_p: Option<f64>,
    /// The longest reply in tokens, thoughts included. `None`: 2000 for models that don't think
    /// (up to Gemini 2.0), else no limit.
    #[serde(
        alias = "maxTokens",
        alias = "max_output_tokens",
        alias = "maxOutputTokens"
    )]
    pub max_tokens: Option<u32>,
    /// The most tokens of thoughts; 0: none, -1: as many as the model likes. `None`: the model's
    /// own.
    #[serde(alias = "thinkingBudget")]
    pub thinking_budget: Option<i32>,
}

impl GeminiLlmConfig {
    /// The same configuration with a missing key taken from the environment.
    #[must_use]
    pub fn or_environment(mut self, lookup: &dyn Fn(&str) -> Option<String>) -> Self {
        let given = |name: &str| given(lookup(name));
        self.connection = self.connection.or_environment(&DIALECT, &[], lookup);
        if self.connection.api_key.is_none() {
            self.connection.api_key = given("GEMINI_API_KEY").map(Into::into);
        }
        self.vertexai = self.vertexai.or_else(|| {
            let chosen = given("GOOGLE_GENAI_USE_VERTEXAI")?;
            Some(["1", "true", "yes", "on"].contains(&&*chosen.trim().to_lowercase()))
        });
        self
    }

    /// The model; connects to nothing. A missing key shows at the first call. `lookup` gives
    /// environment variables to Vertex AI's credentials.
    pub fn build(self, lookup: &dyn Fn(&str) -> Option<String>) -> ChatApiClient<GenerateApi> {
        let provider = "llm/gemini";
        let target = if self.vertexai == Some(true) {
            let (vertex, connection) = (self.vertex.clone(), self.connection.clone());
            vertex_target(provider, vertex, connection, lookup)
        } else {
            self.connection.clone().target(&DIALECT)
        };
        self.build_at(target)
    }

    /// The model behind this target, whose base URL is what stands before `/models/…`.
    pub fn build_at(self, target: Target) -> ChatApiClient<GenerateApi> {
        let retry: RetryPolicy = openai::retry_policy(&self.connection);
        let transport = Transport::new("llm/gemini".to_owned(), target, retry);
        ChatApiClient::new(DIALECT.name, transport, self.api())
    }

    fn api(self) -> GenerateApi {
        let named = self
            .model
            .map(|model| model.trim().trim_matches('/').to_owned())
            .filter(|model| !model.is_empty())
            .unwrap_or_else(|| DEFAULT_MODEL.to_owned());
        let named = named
            .strip_prefix("publishers/google/")
            .unwrap_or(&named)
            .to_owned();
        let resource = if named.contains('/') {
            // `models/…`, `tunedModels/…`
            named.clone()
        } else {
            format!("models/{named}")
        };
        let model = named.strip_prefix("models/").unwrap_or(&named).to_owned();
        let older = |families: &[&str]| families.iter().any(|family| model.starts_with(family));
        // Later models reason worse with another temperature than their own.
        let usual = older(&["gemini-1", "gemini-2"]).then_some(0.1);
        let limit = older(&["gemini-1", "gemini-2.0"]).then_some(2_000);
        GenerateApi {
            resource,
            temperature: self.temperature.or(usual),
            top_p: self.top_p.or(usual),
            max_tokens: self.max_tokens.or(limit),
            thinking_budget: self.thinking_budget,
            structured: Structured::JsonSchema,
            tools_in_json_schema: true,
            rules_as_user: false,
            model,
        }
    }
}
