//! vLLM, a server of one's own.

use super::openai;
use crate::dialect::{Dialect, KeyRule};

/// How it differs from [`openai`].
pub const DIALECT: Dialect = Dialect {
    name: "vllm",
    base_url: "http://localhost:8000/v1",
    base_url_environment: &["VLLM_BASE_URL"],
    key_environment: "VLLM_API_KEY",
    key: KeyRule::Never,
    model: "Qwen/Qwen2.5-32B-Instruct",
    ..openai::DIALECT
};
