//! DeepSeek. It knows JSON objects, but no schemas.

use super::openai;
use crate::dialect::{Dialect, JsonMode};

/// How it differs from [`openai`].
pub const DIALECT: Dialect = Dialect {
    name: "deepseek",
    base_url: "https://api.deepseek.com",
    base_url_environment: &["DEEPSEEK_API_BASE"],
    key_environment: "DEEPSEEK_API_KEY",
    model: "deepseek-chat",
    json: |_| JsonMode::Object,
    ..openai::DIALECT
};
