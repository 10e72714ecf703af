//! Asks a model for JSON: an answer that can't be read is sent back once, one that was cut off is
//! reported, so that less can be asked at once.

use mem0_core::{ChatMessage, ChatReply, ChatRequest, Llm, ModelError, ReplyFormat, Usage};
use mem0_text::shorten;

use crate::prompts::again;
use crate::prompts::procedure::provider;
use crate::prompts::reconcile::Unreadable;

/// A question to a model.
pub(super) struct Asked<'a> {
    /// What is said to it.
    pub messages: Vec<ChatMessage>,
    /// How it should answer.
    pub format: ReplyFormat,
    /// The same in words, for models that have to be told twice.
    pub form: &'a str,
    /// Whether less can be asked if the answer doesn't fit.
    pub may_split: bool,
}

/// What came back.
pub(super) enum Answer<T> {
    Read(T),
    /// The answer didn't fit: too much was asked.
    CutOff,
}

impl Asked<'_> {
    /// Asks, and reads the answer.
    pub(super) async fn of<T>(
        self,
        llm: &dyn Llm,
        usage: &mut Usage,
        read: impl Fn(&str) -> Result<T, Unreadable>,
    ) -> Result<Answer<T>, ModelError> {
        let Self {
            mut messages,
            format,
            form,
            may_split,
        } = self;
        let reply = chat(llm, messages.clone(), format.clone(), usage).await?;
        if reply.truncated && may_split {
            return Ok(Answer::CutOff);
        }
        let problem = match read(&reply.text) {
            Ok(read) => return Ok(Answer::Read(read)),
            Err(Unreadable(problem)) => problem,
        };
        tracing::debug!(model = llm.name(), problem, "asking for a repair");
        messages.push(ChatMessage::assistant(match reply.text.trim() {
            // Some servers refuse an empty message.
            "" => "(nothing)".into(),
            text => shorten(text, 4_000),
        }));
        messages.push(again(problem, form));
        let second = chat(llm, messages, format, usage).await?;
        match read(&second.text) {
            Ok(read) => Ok(Answer::Read(read)),
            Err(Unreadable(problem)) => Err(ModelError::Unusable {
                provider: provider(llm),
                problem: format!("{problem}: {:?}", shorten(second.text.trim(), 200)),
            }),
        }
    }
}

async fn chat(
    llm: &dyn Llm,
    messages: Vec<ChatMessage>,
    format: ReplyFormat,
    usage: &mut Usage,
) -> Result<ChatReply, ModelError> {
    let request = ChatRequest {
        messages,
        format,
        ..ChatRequest::default()
    };
    let reply = llm.chat(request).await?;
    *usage += reply.usage;
    Ok(reply)
}
