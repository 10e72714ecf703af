//! The prompt that writes down how a task was carried out.

use mem0_core::{ChatMessage, ChatRequest, Llm, ModelError, Usage};

use crate::ingest::conversation::{Conversation, Utterance};

/// What such a summary holds.
pub const RULES: &str = include_str!("procedure.md");

/// Summarises a conversation in which a task was carried out: objective, progress, numbered
/// steps. One call; `rules` take the place of our prompt where they are given.
///
/// # Errors
/// The model failed, or answered nothing.
pub async fn summarize(
    llm: &dyn Llm,
    conversation: &Conversation,
    rules: Option<&str>,
) -> Result<(String, Usage), ModelError> {
    let rules = rules.map(str::trim).filter(|text| !text.is_empty());
    let record: String = conversation.utterances.iter().map(line).collect();
    let messages = vec![
        ChatMessage::system(rules.unwrap_or(RULES)),
        ChatMessage::user(format!("# Record\n{record}")),
        ChatMessage::user(include_str!("procedure_request.md")),
    ];
    let reply = llm
        .chat(ChatRequest {
            messages,
            ..ChatRequest::default()
        })
        .await?;
    let text = crate::json::prose(&reply.text);
    if text.is_empty() {
        return Err(ModelError::Unusable {
            provider: provider(llm),
            problem: "the summary of the procedure is empty".to_owned(),
        });
    }
    Ok((text.to_owned(), reply.usage))
}

/// One JSON object per line, so that no message can pass for another.
fn line(utterance: &Utterance) -> String {
    let mut line = serde_json::Map::new();
    line.insert("role".into(), utterance.role.as_str().into());
    if let Some(name) = &utterance.name {
        line.insert("name".into(), name.as_str().into());
    }
    line.insert("text".into(), utterance.text.as_str().into());
    format!("{}\n", serde_json::Value::Object(line))
}

/// How errors call this model: `llm/openai`.
pub(crate) fn provider(llm: &dyn Llm) -> String {
    let name = llm.name();
    format!("llm/{}", name.split('/').next().unwrap_or(&name))
}
