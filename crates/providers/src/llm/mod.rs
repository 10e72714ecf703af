//! Language models, one file each.

pub mod anthropic;
pub mod aws_bedrock;
pub mod azure_openai;
pub mod azure_openai_structured;
pub mod chat;
pub mod deepseek;
pub mod gemini;
pub mod groq;
pub mod langchain;
pub mod litellm;
pub mod lmstudio;
pub mod minimax;
pub mod ollama;
pub mod openai;
pub mod openai_structured;
pub mod sarvam;
pub mod together;
pub mod vllm;
pub mod xai;

use crate::dialect::Dialect;

/// All providers that speak OpenAI's chat completions.
pub const OPENAI_FAMILY: [&Dialect; 13] = [
    &openai::DIALECT,
    &openai_structured::DIALECT,
    &azure_openai::DIALECT,
    &azure_openai_structured::DIALECT,
    &groq::DIALECT,
    &together::DIALECT,
    &lmstudio::DIALECT,
    &vllm::DIALECT,
    &deepseek::DIALECT,
    &xai::DIALECT,
    &sarvam::DIALECT,
    &litellm::DIALECT,
    &minimax::DIALECT,
];
