//! Chats through any API: asks, and learns what a server doesn't take.

use std::fmt;
use std::sync::{Mutex, PoisonError};

use async_trait::async_trait;
use mem0_core::{ChatReply, ChatRequest, Llm, ModelError};
use serde_json::Value;

use crate::transport::{Answer, RetryPolicy, Transport};

/// How often one request may be changed after a refusal. Enough to drop every option.
const MAX_CHANGES: usize = 12;

/// A chat API: what is sent and what answers mean, with the options that a server is known to
/// take. Pure.
pub trait ChatApi: Clone + PartialEq + fmt::Debug + Send + Sync {
    /// The model.
    fn model(&self) -> &str;

    /// The path behind the base URL.
    fn path(&self) -> String;

    /// The body of a request.
    fn body(&self, request: &ChatRequest) -> Value;

    /// What the answer to a request means; `self` are the options that it was sent with.
    ///
    /// # Errors
    /// It is not a success, or not a reply.
    fn reply(
        &self,
        provider: &str,
        request: &ChatRequest,
        answer: &Answer,
    ) -> Result<ChatReply, ModelError>;

    /// Options without what this refusal is about; `None` if nothing can be left out.
    fn adapted(&self, refusal: &ModelError) -> Option<Self>;
}

/// A language model behind a chat API.
#[derive(Debug)]
pub struct ChatApiClient<A> {
    name: String,
    transport: Transport,
    /// What the server is known to take. What it refuses once is not sent again.
    api: Mutex<A>,
}

impl<A: ChatApi> ChatApiClient<A> {
    /// A client for the model of this API, of the provider of this name (`anthropic`).
    pub fn new(provider: &str, transport: Transport, api: A) -> Self {
        let name = format!("{provider}/{}", api.model());
        Self {
            name,
            transport,
            api: Mutex::new(api),
        }
    }

    /// The same client with another way to try again.
    #[must_use]
    pub fn with_retry(mut self, retry: RetryPolicy) -> Self {
        self.transport.set_retry(retry);
        self
    }

    fn api(&self) -> A {
        self.api
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// Takes the lesson of a refusal; says whether there was one.
    fn learn(&self, sent: &A, refusal: &ModelError) -> bool {
        let mut current = self.api.lock().unwrap_or_else(PoisonError::into_inner);
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
impl<A: ChatApi> Llm for ChatApiClient<A> {
    fn name(&self) -> String {
        self.name.clone()
    }

    async fn chat(&self, request: ChatRequest) -> Result<ChatReply, ModelError> {
        let provider = self.transport.provider();
        let mut changes = 0;
        loop {
            let api = self.api();
            let body = api.body(&request);
            let read = |answer: &_| api.reply(provider, &request, answer);
            match self.transport.post(&api.path(), &body, read).await {
                Err(refusal) if changes < MAX_CHANGES && self.learn(&api, &refusal) => {
                    changes += 1;
                }
                outcome => return outcome,
            }
        }
    }
}
