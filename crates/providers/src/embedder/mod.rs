//! Embedding models, one file each.

mod config;
mod families;

pub mod aws_bedrock;
pub mod azure_openai;
pub mod gemini;
pub mod huggingface;
pub mod langchain;
pub mod lmstudio;
pub mod mock;
pub mod ollama;
pub mod openai;
pub mod together;
pub mod vertexai;

pub use config::EmbedderConfig;
