//! Chats with a server of the OpenAI family.

use mem0_core::{ChatReply, ChatRequest, ModelError};
use serde_json::Value;

use super::chat_api::{ChatApi, ChatApiClient};
use crate::transport::Answer;
use crate::wire::openai_chat::{self, ChatOptions};

/// A language model behind a server of the OpenAI family.
pub type ChatClient = ChatApiClient<ChatOptions>;

impl ChatApi for ChatOptions {
    fn model(&self) -> &str {
        &self.model
    }

    fn path(&self) -> String {
        openai_chat::PATH.to_owned()
    }

    fn body(&self, request: &ChatRequest) -> Value {
        self.body(request)
    }

    fn reply(
        &self,
        provider: &str,
        request: &ChatRequest,
        answer: &Answer,
    ) -> Result<ChatReply, ModelError> {
        openai_chat::reply(provider, request, answer)
    }

    fn adapted(&self, refusal: &ModelError) -> Option<Self> {
        self.adapted(refusal)
    }
}
