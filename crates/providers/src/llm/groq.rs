//! Groq. Its compound systems answer in prose only.

use super::openai;
use crate::dialect::{Dialect, JsonMode};

/// How it differs from [`openai`].
pub const DIALECT: Dialect = Dialect {
    name: "groq",
    base_url: "https://api.groq.com/openai/v1",
    base_url_environment: &[],
    key_environment: "GROQ_API_KEY",
    model: "llama-3.3-70b-versatile",
    json,
    ..openai::DIALECT
};

fn json(model: &str) -> JsonMode {
    let name = model.rsplit('/').next().unwrap_or(model);
    if name.starts_with("compound") {
        JsonMode::Plain
    } else {
        JsonMode::Schema
    }
}
