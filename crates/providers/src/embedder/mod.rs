//! Embedding models, one file each.

pub mod openai;
