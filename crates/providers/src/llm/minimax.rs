//! MiniMax. Its models think aloud; `reasoning_split` keeps the thoughts out of the answer.

use super::openai;
use crate::dialect::Dialect;

/// How it differs from [`openai`].
pub const DIALECT: Dialect = Dialect {
    name: "minimax",
    base_url: "https://api.minimax.io/v1",
    base_url_environment: &["MINIMAX_API_BASE"],
    key_environment: "MINIMAX_API_KEY",
    model: "MiniMax-M2.7",
    extra: &[("reasoning_split", "true")],
    ..openai::DIALECT
};
