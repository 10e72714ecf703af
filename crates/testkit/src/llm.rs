//! Language models that answer from a script, or as a test's function says.

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
                output_tokens,
                ..Usage::default()
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

/// What an [`AnsweringLlm`] makes of a request; the number counts its calls from 0.
pub type Answering = dyn Fn(usize, &ChatRequest) -> Result<ChatReply, ModelError> + Send + Sync;

/// Answers each request as a function says, and remembers what it was asked. For models that
/// must read the request to do their worst: one that obeys what stands in a message, one that
/// names the memories it was shown.
pub struct AnsweringLlm {
    answer: Box<Answering>,
    requests: Mutex<Vec<ChatRequest>>,
}

impl AnsweringLlm {
    /// A model that answers with what this function returns.
    pub fn new(
        answer: impl Fn(usize, &ChatRequest) -> Result<ChatReply, ModelError> + Send + Sync + 'static,
    ) -> Self {
        Self {
            answer: Box::new(answer),
            requests: Mutex::default(),
        }
    }

    /// A model that answers with the text that this function returns, at the price of one call.
    pub fn saying(answer: impl Fn(usize, &ChatRequest) -> String + Send + Sync + 'static) -> Self {
        Self::new(move |call, request| {
            let text = answer(call, request);
            let usage = Usage {
                calls: 1,
                input_tokens: 0,
                output_tokens: words(&text),
                ..Usage::default()
            };
            Ok(ChatReply {
                text,
                usage,
                ..ChatReply::default()
            })
        })
    }

    /// What it was asked so far.
    pub fn requests(&self) -> Vec<ChatRequest> {
        lock(&self.requests).clone()
    }
}

#[async_trait]
impl Llm for AnsweringLlm {
    fn name(&self) -> String {
        "scripted/answering".to_owned()
    }

    async fn chat(&self, request: ChatRequest) -> Result<ChatReply, ModelError> {
        let call = {
            let mut requests = lock(&self.requests);
            requests.push(request.clone());
            requests.len() - 1
        };
        (self.answer)(call, &request)
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

    #[tokio::test]
    async fn a_function_answers_each_request() {
        let llm =
            AnsweringLlm::saying(|call, request| format!("{call} {}", request.messages[0].content));
        for expected in ["0 a b", "1 a b"] {
            let request = ChatRequest {
                messages: vec![ChatMessage::user("a b")],
                ..ChatRequest::default()
            };
            assert_eq!(llm.chat(request).await.unwrap().text, expected);
        }
        assert_eq!(llm.requests().len(), 2);
    }
}
