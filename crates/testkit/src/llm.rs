//! A language model that answers from a script.

use std::collections::VecDeque;
use std::sync::Mutex;

use async_trait::async_trait;
use mem0_core::{ChatReply, ChatRequest, Llm, ModelError, Usage};

use crate::lock;

/// Answers with the replies and errors it was given, in order, and remembers what it was asked.
///
/// With the script used up every call fails and says so: a test that asks a model once too often
/// should see it.
#[derive(Debug, Default)]
pub struct ScriptedLlm {
    script: Mutex<VecDeque<Result<ChatReply, ModelError>>>,
    requests: Mutex<Vec<ChatRequest>>,
}

impl ScriptedLlm {
    /// A model that answers with these texts.
    pub fn replying<T: Into<String>>(texts: impl IntoIterator<Item = T>) -> Self {
        let llm = Self::default();
        for text in texts {
            llm.then_reply(text);
        }
        llm
    }

    /// Adds a reply to the script. Its usage is one call, and a token for each word.
    pub fn then_reply(&self, text: impl Into<String>) {
        let text = text.into();
        let output_tokens = words(&text);
        self.then(Ok(ChatReply {
            text,
            usage: Usage {
                calls: 1,
                input_tokens: 0,
                output_tokens,
            },
            ..ChatReply::default()
        }));
    }

    /// Adds an error to the script.
    pub fn then_fail(&self, error: ModelError) {
        self.then(Err(error));
    }

    /// Adds any outcome to the script.
    pub fn then(&self, outcome: Result<ChatReply, ModelError>) {
        lock(&self.script).push_back(outcome);
    }

    /// What it was asked so far.
    pub fn requests(&self) -> Vec<ChatRequest> {
        lock(&self.requests).clone()
    }

    /// How many outcomes of the script are left.
    pub fn left(&self) -> usize {
        lock(&self.script).len()
    }
}

#[async_trait]
impl Llm for ScriptedLlm {
    fn name(&self) -> String {
        "scripted/llm".to_owned()
    }

    async fn chat(&self, request: ChatRequest) -> Result<ChatReply, ModelError> {
        let input_tokens = request
            .messages
            .iter()
            .map(|message| words(&message.content))
            .sum();
        lock(&self.requests).push(request);
        let mut reply = lock(&self.script).pop_front().unwrap_or_else(|| {
            Err(ModelError::Local {
                provider: "llm/scripted".to_owned(),
                problem: "the script has no reply left".to_owned(),
            })
        })?;
        reply.usage.input_tokens = input_tokens;
        Ok(reply)
    }
}

fn words(text: &str) -> u64 {
    text.split_whitespace().count() as u64
}

#[cfg(test)]
mod tests {
    use super::*;
    use mem0_core::ChatMessage;

    #[tokio::test]
    async fn the_script_is_followed_and_the_requests_are_remembered() {
        let llm = ScriptedLlm::replying(["one two"]);
        llm.then_fail(ModelError::Timeout {
            provider: "llm/scripted".to_owned(),
            after: std::time::Duration::from_secs(1),
        });
        let request = ChatRequest {
            messages: vec![ChatMessage::user("a b c")],
            ..ChatRequest::default()
        };
        let reply = llm.chat(request.clone()).await.unwrap();
        assert_eq!(reply.text, "one two");
        assert_eq!(
            (reply.usage.input_tokens, reply.usage.output_tokens),
            (3, 2)
        );
        assert!(matches!(
            llm.chat(request.clone()).await,
            Err(ModelError::Timeout { .. })
        ));
        assert!(matches!(
            llm.chat(request.clone()).await,
            Err(ModelError::Local { .. })
        ));
        assert_eq!(llm.requests(), vec![request; 3]);
    }
}
