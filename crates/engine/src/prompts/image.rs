//! The prompt that has an image described.

use mem0_core::{ChatMessage, ChatRequest, Image, Llm, ModelError, Usage};
use mem0_text::{Language, detect};

use super::fill;
use super::procedure::provider;

/// What of an image is worth remembering, in the language of what was `said` beside it. One call.
///
/// # Errors
/// The model failed, can't see, or answered nothing.
pub async fn describe(
    llm: &dyn Llm,
    image: Image,
    said: &str,
) -> Result<(String, Usage), ModelError> {
    let language = match detect(said) {
        Language::Unknown => String::new(),
        language => format!(" (ISO 639-1: {language})"),
    };
    let rules = fill(include_str!("image.md"), &[("language", &language)]);
    let messages = serde_json::Value::from(said.trim());
    let request = ChatRequest {
        messages: vec![
            ChatMessage::system(rules),
            ChatMessage::user(format!("# Messages\n{messages}\n\n# Image")).showing(image),
        ],
        ..ChatRequest::default()
    };
    let reply = llm.chat(request).await?;
    let text = crate::json::prose(&reply.text).trim();
    if text.is_empty() {
        return Err(ModelError::Unusable {
            provider: provider(llm),
            problem: "the description is empty".to_owned(),
        });
    }
    Ok((text.to_owned(), reply.usage))
}
