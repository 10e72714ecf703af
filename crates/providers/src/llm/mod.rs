//! Language models, one file each.

pub mod anthropic;
pub mod gemini;
pub mod langchain;
pub mod ollama;
pub mod openai;
