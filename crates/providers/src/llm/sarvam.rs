//! Sarvam. It knows neither JSON modes nor tools, and its model may be described by a table.

use std::time::Duration;

use serde::Deserialize;
use serde_json::{Map, Value};

use super::openai;
use crate::dialect::{Dialect, JsonMode, KeyRule, ToolMode};
use crate::driver::chat::ChatClient;
use crate::llm::chat::ChatConfig;

/// How it differs from [`openai`].
pub const DIALECT: Dialect = Dialect {
    name: "sarvam",
    base_url: "https://api.sarvam.ai/v1",
    base_url_environment: &["SARVAM_API_BASE"],
    key_environment: "SARVAM_API_KEY",
    key: KeyRule::Always,
    timeout: Duration::from_secs(30),
    model: "sarvam-m",
    json: |_| JsonMode::Plain,
    tools: ToolMode::Prompt,
    ..openai::DIALECT
};

/// Options that stand beside the name in a model's table and are sent as they are.
const MODEL_OPTIONS: [&str; 6] = [
    "reasoning_effort",
    "frequency_penalty",
    "presence_penalty",
    "seed",
    "stop",
    "n",
];

/// `llm.config` for `llm.provider = "sarvam"`.
///
/// ```
/// use mem0_providers::llm::sarvam::SarvamLlmConfig;
///
/// let config: SarvamLlmConfig = serde_json::from_str(
///     r#"{"model": {"name": "sarvam-m", "reasoning_effort": "low", "seed": 7}}"#,
/// )?;
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Default)]
pub struct SarvamLlmConfig {
    /// What all of the family have.
    pub chat: ChatConfig,
    /// What else is sent: `frequency_penalty`, `presence_penalty`, `seed`, `stop`, `n`.
    pub model_options: Map<String, Value>,
}

impl<'de> Deserialize<'de> for SarvamLlmConfig {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut config = Map::deserialize(deserializer)?;
        let mut model_options = Map::new();
        if let Some(model) = config.get_mut("model")
            && let Some(mut table) = model.as_object().cloned()
        {
            *model = table.remove("name").unwrap_or_default();
            for name in MODEL_OPTIONS {
                if let Some(value) = table.remove(name).filter(|value| !value.is_null()) {
                    model_options.insert(name.to_owned(), value);
                }
            }
        }
        let chat = ChatConfig::deserialize(Value::Object(config));
        let chat = chat.map_err(serde::de::Error::custom)?;
        Ok(Self {
            chat,
            model_options,
        })
    }
}

impl SarvamLlmConfig {
    /// The same configuration with a missing key and base URL taken from the environment.
    #[must_use]
    pub fn or_environment(mut self, lookup: &dyn Fn(&str) -> Option<String>) -> Self {
        self.chat = self.chat.or_environment(&DIALECT, lookup);
        self
    }

    /// The model; connects to nothing. A missing key shows at the first call.
    pub fn build(self) -> ChatClient {
        let mut options = self.chat.options(&DIALECT);
        options.extra.extend(self.model_options);
        self.chat.connect(&DIALECT, options)
    }
}
