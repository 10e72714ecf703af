//! Together.

use super::openai;
use crate::dialect::Dialect;

/// How it differs from [`openai`].
pub const DIALECT: Dialect = Dialect {
    name: "together",
    base_url: "https://api.together.xyz/v1",
    base_url_environment: &[],
    key_environment: "TOGETHER_API_KEY",
    model: "MiniMaxAI/MiniMax-M3",
    ..openai::DIALECT
};
