//! The rules of the pipeline, with a scripted model and memories that are simply given.

mod answers;
mod deletions;
mod evidence;
mod request;
mod targets;
mod windows;

use mem0_core::{ChatRole, MemoryItem, Scope, Timestamp};
use mem0_testkit::ScriptedLlm;
use serde_json::json;

use super::super::Recalled;
use super::*;
use crate::ingest::operation::{Operation, Statement};

const OBSERVED: &str = "2024-03-11T10:00:00Z";

/// What every answer takes; the input is counted from the request.
const USAGE: Usage = Usage {
    calls: 1,
    input_tokens: 0,
    cached_tokens: 0,
    output_tokens: 10,
};

fn answering<T: ToString>(answers: impl IntoIterator<Item = T>) -> Arc<ScriptedLlm> {
    let llm = ScriptedLlm::default();
    for answer in answers {
        llm.then(Ok(ChatReply {
            text: answer.to_string(),
            usage: USAGE,
            ..ChatReply::default()
        }));
    }
    Arc::new(llm)
}

/// A model whose first answer is cut off at its length limit.
fn cut_off_then(first: &str, answers: &[&str]) -> Arc<ScriptedLlm> {
    let llm = ScriptedLlm::default();
    llm.then(Ok(ChatReply {
        text: first.to_owned(),
        truncated: true,
        usage: USAGE,
        ..ChatReply::default()
    }));
    for answer in answers {
        llm.then_reply(*answer);
    }
    Arc::new(llm)
}

/// The request of one call without the rules.
fn user_part(llm: &ScriptedLlm, call: usize) -> String {
    llm.requests()[call].messages[1].content.clone()
}

/// All of the request of one call.
fn all_parts(llm: &ScriptedLlm, call: usize) -> String {
    llm.requests()[call]
        .messages
        .iter()
        .map(|message| message.content.as_str())
        .collect()
}

/// Knows the same memories, whatever is looked up.
#[derive(Default)]
struct Remembers(Vec<MemoryItem>);

#[async_trait]
impl Recollection for Remembers {
    async fn near(&self, texts: &[String], each: usize) -> Result<Vec<Vec<Recalled>>> {
        let all = self.0.iter().enumerate().map(|(place, item)| Recalled {
            item: item.clone(),
            similarity: 1.0 - place as f32 / 100.0,
        });
        Ok(vec![all.take(each).collect(); texts.len()])
    }
}

fn known(texts: &[&str]) -> Remembers {
    Remembers(
        texts
            .iter()
            .enumerate()
            .map(|(place, text)| item(place, text))
            .collect(),
    )
}

fn item(place: usize, text: &str) -> MemoryItem {
    let at = format!("2024-01-{:02}T00:{:02}:00Z", 1 + place / 60, place % 60);
    let id = format!("id-{}", place + 1);
    MemoryItem::new(id, Scope::user("ann"), text, at.parse().unwrap())
}

fn conversation(messages: &[(&str, &str)]) -> Conversation {
    let observed_at: Timestamp = OBSERVED.parse().unwrap();
    Conversation {
        scope: Scope::user("ann"),
        utterances: messages
            .iter()
            .enumerate()
            .map(|(place, (role, text))| Utterance {
                episode_id: format!("episode-{place}"),
                role: (*role).to_owned(),
                name: None,
                text: (*text).to_owned(),
                occurred_at: observed_at,
            })
            .collect(),
        observed_at,
        instructions: None,
    }
}

fn user(text: &str) -> Conversation {
    conversation(&[("user", text)])
}

async fn propose(llm: &Arc<ScriptedLlm>, said: &Conversation, known: &Remembers) -> Proposal {
    ReconcilePipeline::new(llm.clone())
        .propose(said, known)
        .await
        .unwrap()
}

/// What one answer makes of one user message.
async fn judged(answer: impl ToString, said: &str, texts: &[&str]) -> Proposal {
    propose(&answering([answer]), &user(said), &known(texts)).await
}

fn added(proposal: &Proposal) -> Vec<&str> {
    proposal
        .operations
        .iter()
        .filter_map(|operation| match operation {
            Operation::Add(statement) => Some(statement.text.as_str()),
            _ => None,
        })
        .collect()
}

fn reasons(proposal: &Proposal) -> Vec<&str> {
    proposal
        .rejected
        .iter()
        .map(|rejection| rejection.reason)
        .collect()
}

fn statement(operation: &Operation) -> &Statement {
    match operation {
        Operation::Add(statement) | Operation::Update { statement, .. } => statement,
        Operation::Delete { .. } => panic!("a deletion has no statement"),
    }
}
