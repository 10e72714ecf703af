//! Embedding models, one file each.

mod config;
mod families;

pub mod gemini;
pub mod huggingface;
pub mod langchain;
pub mod lmstudio;
pub mod mock;
pub mod ollama;
pub mod openai;
pub mod together;

pub use config::EmbedderConfig;
