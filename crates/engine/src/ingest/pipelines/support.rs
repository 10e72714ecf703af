//! What the tests of pipelines share.

use std::sync::Arc;

use async_trait::async_trait;
use mem0_core::{ChatReply, MemoryItem, Result, Scope, Timestamp, Usage};
use mem0_testkit::ScriptedLlm;

use super::{Recalled, Recollection};
use crate::ingest::conversation::{Conversation, Utterance};
use crate::ingest::operation::{Operation, Proposal};

/// A Monday.
pub const OBSERVED: &str = "2024-03-11T10:00:00Z";

/// A model that gives these answers, in order.
pub fn answering<T: ToString>(answers: impl IntoIterator<Item = T>) -> Arc<ScriptedLlm> {
    let texts = answers.into_iter().map(|answer| answer.to_string());
    Arc::new(ScriptedLlm::replying(texts))
}

/// An answer that was cut off at the model's length limit.
pub fn cut_off(text: &str) -> ChatReply {
    ChatReply {
        text: text.to_owned(),
        truncated: true,
        usage: Usage {
            calls: 1,
            ..Usage::default()
        },
        ..ChatReply::default()
    }
}

/// All that was said to the model in one call.
pub fn told(llm: &ScriptedLlm, call: usize) -> String {
    let requests = llm.requests();
    let parts = requests[call].messages.iter();
    parts
        .map(|message| format!("{}\n", message.content))
        .collect()
}

/// Knows the same memories, whatever is looked up.
#[derive(Default)]
pub struct Remembers {
    pub items: Vec<MemoryItem>,
    pub recent: Vec<Utterance>,
    /// How alike any two texts are.
    pub alike: f32,
}

#[async_trait]
impl Recollection for Remembers {
    async fn near(&self, texts: &[String], each: usize) -> Result<Vec<Vec<Recalled>>> {
        let all = self.items.iter().enumerate().map(|(place, item)| Recalled {
            item: item.clone(),
            similarity: 1.0 - place as f32 / 100.0,
        });
        Ok(vec![all.take(each).collect(); texts.len()])
    }

    async fn recent(&self, limit: usize) -> Result<Vec<Utterance>> {
        let surplus = self.recent.len().saturating_sub(limit);
        Ok(self.recent[surplus..].to_vec())
    }

    async fn alike(&self, pairs: &[(String, String)]) -> Result<Vec<f32>> {
        Ok(vec![self.alike; pairs.len()])
    }
}

/// Knows these memories; their ids are `id-0`, `id-1`, ….
pub fn knowing(texts: &[&str]) -> Remembers {
    let items = texts.iter().enumerate();
    Remembers {
        items: items.map(|(place, text)| item(place, text)).collect(),
        ..Remembers::default()
    }
}

pub fn item(place: usize, text: &str) -> MemoryItem {
    let at = "2024-01-01T00:00:00Z".parse().unwrap();
    MemoryItem::new(format!("id-{place}"), Scope::user("ann"), text, at)
}

/// A conversation of these messages: role and text.
pub fn conversation(messages: &[(&str, &str)]) -> Conversation {
    let observed_at: Timestamp = OBSERVED.parse().unwrap();
    let utterances = messages.iter().enumerate();
    Conversation {
        scope: Scope::user("ann"),
        utterances: utterances
            .map(|(place, (role, text))| said(place, role, text))
            .collect(),
        observed_at,
        instructions: None,
    }
}

pub fn said(place: usize, role: &str, text: &str) -> Utterance {
    Utterance {
        episode_id: format!("episode-{place}"),
        role: role.to_owned(),
        name: None,
        text: text.to_owned(),
        occurred_at: OBSERVED.parse().unwrap(),
    }
}

/// The texts that a proposal adds.
pub fn added(proposal: &Proposal) -> Vec<&str> {
    let operations = proposal.operations.iter();
    operations
        .filter_map(|operation| match operation {
            Operation::Add(statement) => Some(statement.text.as_str()),
            Operation::Update { .. } | Operation::Delete { .. } => None,
        })
        .collect()
}

/// Every operation as `ADD text`, `UPDATE id text` or `DELETE id`.
pub fn shown(proposal: &Proposal) -> Vec<String> {
    let show = |operation: &Operation| match operation {
        Operation::Add(statement) => format!("ADD {}", statement.text),
        Operation::Update {
            memory_id,
            statement,
        } => format!("UPDATE {memory_id} {}", statement.text),
        Operation::Delete { memory_id, .. } => format!("DELETE {memory_id}"),
    };
    proposal.operations.iter().map(show).collect()
}

/// Why things were left out.
pub fn reasons(proposal: &Proposal) -> Vec<&'static str> {
    proposal.rejected.iter().map(|it| it.reason).collect()
}
