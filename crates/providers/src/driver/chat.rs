//! Chats with a server of the OpenAI family.

use std::sync::{Mutex, PoisonError};

use async_trait::async_trait;
use mem0_core::{ChatReply, ChatRequest, Llm, ModelError};

use crate::transport::{RetryPolicy, Transport};
use crate::wire::openai_chat::{self, ChatOptions};

/// How often one request may be changed after a refusal. Enough to drop every option.
const MAX_CHANGES: usize = 12;

/// A language model behind a server of the OpenAI family.
#[derive(Debug)]
pub struct ChatClient {
    name: String,
    transport: Transport,
    /// The options that the server is known to take. What it refuses once is not sent again.
    options: Mutex<ChatOptions>,
}

impl ChatClient {
    /// A client for the model in `options`, of the provider of this name (`openai`).
    pub fn new(provider: &str, transport: Transport, options: ChatOptions) -> Self {
        let name = format!("{provider}/{}", options.model);
        Self {
            name,
            transport,
            options: Mutex::new(options),
        }
    }

    /// The same client with another way to try again.
    #[must_use]
    pub fn with_retry(mut self, retry: RetryPolicy) -> Self {
        self.transport.set_retry(retry);
        self
    }

    fn options(&self) -> ChatOptions {
        self.options
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// Takes the lesson of a refusal; says whether there was one.
    fn learn(&self, sent: &ChatOptions, refusal: &ModelError) -> bool {
        let mut current = self.options.lock().unwrap_or_else(PoisonError::into_inner);
        if *current != *sent {
            // Another call has learnt something meanwhile: try with that first.
            return true;
        }
        match current.adapted(refusal) {
            Some(adapted) => {
                tracing::info!(model = self.name, %refusal, "leaving out what the server refuses");
                *current = adapted;
                true
            }
            None => false,
        }
    }
}

#[async_trait]
impl Llm for ChatClient {
    fn name(&self) -> String {
        self.name.clone()
    }

    async fn chat(&self, request: ChatRequest) -> Result<ChatReply, ModelError> {
        let provider = self.transport.provider();
        let mut changes = 0;
        loop {
            let options = self.options();
            let body = options.body(&request);
            let read = |answer: &_| openai_chat::reply(provider, &request, answer);
            match self.transport.post(openai_chat::PATH, &body, read).await {
                Err(refusal) if changes < MAX_CHANGES && self.learn(&options, &refusal) => {
                    changes += 1;
                }
                outcome => return outcome,
            }
        }
    }
}
