//! OpenAI with tools marked as strict: what a model calls them with fits their schemas. Structured
//! replies are the same, and unlike the original's this one calls tools.

use super::openai;
use crate::dialect::{Dialect, ToolMode};

/// How it differs from [`openai`], whose options it has.
pub const DIALECT: Dialect = Dialect {
    name: "openai_structured",
    tools: ToolMode::Strict,
    ..openai::DIALECT
};
