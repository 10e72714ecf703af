//! A chat model that the program hands in: a LangChain object, or anything else that answers.
//!
//! There is nothing to configure: who opens the memory hands the object over.

use std::sync::Arc;

use async_trait::async_trait;
use mem0_core::{
    ChatMessage, ChatReply, ChatRequest, ChatRole, Llm, ModelError, ReplyFormat, Tool, ToolChoice,
};

use crate::wire::thoughts::without_thoughts;
use crate::wire::turns::schema_rule;

/// A chat model of the program's own. What [`LangchainLlm`] makes of it is an [`Llm`].
///
/// An object that knows structured replies itself is better an [`Llm`] at once.
#[async_trait]
pub trait ChatObject: Send + Sync {
    /// Its name, for logs and errors.
    fn name(&self) -> String;

    /// Asks once: LangChain's `invoke`, after `bind_tools` where there are tools.
    ///
    /// # Errors
    /// The object failed. [`raised`] makes an error of an exception.
    async fn invoke(
        &self,
        messages: &[ChatMessage],
        tools: &[Tool],
        tool_choice: &ToolChoice,
    ) -> Result<ChatReply, ModelError>;
}

/// The error of an object that raised an exception with these words.
pub fn raised(words: impl Into<String>) -> ModelError {
    ModelError::Unusable {
        provider: "llm/langchain".to_owned(),
        problem: words.into(),
    }
}

/// A language model made of an object.
///
/// The object is asked in words alone: where a reply shall be JSON, the schema stands in the
/// prompt. Thoughts before the answer are left out.
#[derive(Clone)]
pub struct LangchainLlm {
    object: Arc<dyn ChatObject>,
}

impl LangchainLlm {
    /// The language model behind this object.
    pub fn new(object: Arc<dyn ChatObject>) -> Self {
        Self { object }
    }
}

impl std::fmt::Debug for LangchainLlm {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "LangchainLlm({})", self.object.name())
    }
}

#[async_trait]
impl Llm for LangchainLlm {
    fn name(&self) -> String {
        format!("langchain/{}", self.object.name())
    }

    async fn chat(&self, request: ChatRequest) -> Result<ChatReply, ModelError> {
        let mut messages = request.messages;
        if let ReplyFormat::Json { schema, .. } = &request.format {
            let rule = schema_rule(schema);
            match messages.first_mut() {
                Some(first) if first.role == ChatRole::System => {
                    first.content = format!("{}\n\n{rule}", first.content);
                }
                _ => messages.insert(0, ChatMessage::system(rule)),
            }
        }
        let mut reply = self
            .object
            .invoke(&messages, &request.tools, &request.tool_choice)
            .await?;
        reply.text = without_thoughts(&reply.text).to_owned();
        reply.usage.calls = reply.usage.calls.max(1);
        Ok(reply)
    }
}
