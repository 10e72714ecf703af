//! LM Studio, a program of one's own. It takes schemas, and most versions refuse `json_object`.

use serde::Deserialize;
use serde_json::{Map, Value};

use super::openai;
use crate::dialect::{Dialect, JsonMode, KeyRule};
use crate::driver::chat::ChatClient;
use crate::llm::chat::ChatConfig;

/// How it differs from [`openai`].
pub const DIALECT: Dialect = Dialect {
    name: "lmstudio",
    base_url: "http://localhost:1234/v1",
    base_url_environment: &[],
    key_environment: "LMSTUDIO_API_KEY",
    key: KeyRule::Never,
    model: "lmstudio-community/Meta-Llama-3.1-70B-Instruct-GGUF/Meta-Llama-3.1-70B-Instruct-IQ2_M.gguf",
    ..openai::DIALECT
};

/// `llm.config` for `llm.provider = "lmstudio"`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct LmStudioLlmConfig {
    /// What all of the family have.
    #[serde(flatten)]
    pub chat: ChatConfig,
    /// How structured replies are asked for, by its `type`: `json_schema`, `json_object` or
    /// `text`. `None`: the best that the program takes. Each request has a schema of its own, so
    /// one in here is not used; and prose is never asked for as JSON.
    #[serde(alias = "lmstudioResponseFormat")]
    pub lmstudio_response_format: Option<Map<String, Value>>,
}

impl LmStudioLlmConfig {
    /// The model; connects to nothing.
    pub fn build(self) -> ChatClient {
        let mut options = self.chat.options(&DIALECT);
        let format = self.lmstudio_response_format.as_ref();
        match format.and_then(|format| format.get("type")?.as_str()) {
            Some("json_object") => options.json = JsonMode::Object,
            Some("text") => options.json = JsonMode::Plain,
            _ => {}
        }
        self.chat.connect(&DIALECT, options)
    }
}
