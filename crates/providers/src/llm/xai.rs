//! xAI.

use super::openai;
use crate::dialect::Dialect;

/// How it differs from [`openai`].
pub const DIALECT: Dialect = Dialect {
    name: "xai",
    base_url: "https://api.x.ai/v1",
    base_url_environment: &["XAI_API_BASE"],
    key_environment: "XAI_API_KEY",
    model: "grok-4.3",
    ..openai::DIALECT
};
