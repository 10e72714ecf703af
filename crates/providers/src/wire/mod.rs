//! What is sent and what answers mean, by family. Pure: a request becomes JSON, an answer's bytes
//! become a reply or a typed error.

pub mod anthropic_messages;
pub mod aws_error;
pub mod bedrock_converse;
pub mod bedrock_embeddings;
pub mod embeddings;
pub mod gemini_embeddings;
pub mod gemini_generate;
pub mod google_error;
pub mod ollama_chat;
pub mod ollama_embeddings;
pub mod openai_chat;
pub mod openai_embeddings;
pub mod openai_error;
pub mod reading;
pub mod rerank;
pub mod tei_embeddings;
pub mod thoughts;
pub mod turns;
pub mod vertex_embeddings;

/// The beginning of a text, for errors.
pub(crate) fn beginning(text: &str, characters: usize) -> String {
    let text = text.trim();
    match text.char_indices().nth(characters) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}
