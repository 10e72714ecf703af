//! OpenAI's models at Azure with tools marked as strict.

use super::azure_openai;
use crate::dialect::{Dialect, ToolMode};

/// How it differs from [`azure_openai`], whose options it has.
pub const DIALECT: Dialect = Dialect {
    name: "azure_openai_structured",
    tools: ToolMode::Strict,
    ..azure_openai::DIALECT
};
