//! A small memory to test against.

use std::sync::Arc;

use async_trait::async_trait;
use mem0_core::{MemoryItem, Result, Scope, Timestamp};
use mem0_text::{overlap, term_counts};

use super::super::LocalPipeline;
use crate::ingest::conversation::{Conversation, Utterance};
use crate::ingest::operation::{Operation, Proposal};
use crate::ingest::pipelines::{Pipeline, Recalled, Recollection};

/// A Wednesday.
pub const SAID: &str = "2024-05-08T12:00:00Z";

/// Memories in a list; how near they are is how many terms they share.
#[derive(Default, Clone)]
pub struct Memories(pub Vec<MemoryItem>);

#[async_trait]
impl Recollection for Memories {
    async fn near(&self, texts: &[String], each: usize) -> Result<Vec<Vec<Recalled>>> {
        Ok(texts
            .iter()
            .map(|text| {
                let mut near: Vec<Recalled> = self
                    .0
                    .iter()
                    .map(|item| Recalled {
                        item: item.clone(),
                        similarity: overlap(&term_counts(text), &term_counts(&item.text)).jaccard,
                    })
                    .collect();
                near.sort_by(|a, b| b.similarity.total_cmp(&a.similarity));
                near.truncate(each);
                near
            })
            .collect())
    }
}

/// A memory of the user, as added by this pipeline a week before [`SAID`].
pub fn memory(text: &str) -> MemoryItem {
    let then = "2024-05-01T12:00:00Z".parse().unwrap();
    MemoryItem {
        role: Some("user".to_owned()),
        ..MemoryItem::new(format!("id of {text}"), Scope::user("ann"), text, then)
    }
}

/// A conversation of these messages: role, name, text.
pub fn conversation(messages: &[(&str, Option<&str>, &str)]) -> Conversation {
    let observed_at: Timestamp = SAID.parse().unwrap();
    let utterances = messages
        .iter()
        .enumerate()
        .map(|(place, (role, name, text))| Utterance {
            episode_id: place.to_string(),
            role: (*role).to_owned(),
            name: name.map(str::to_owned),
            text: (*text).to_owned(),
            occurred_at: observed_at,
        });
    Conversation {
        scope: Scope::user("ann"),
        utterances: utterances.collect(),
        observed_at,
        instructions: None,
    }
}

/// What the pipeline makes of a conversation.
pub fn propose(conversation: &Conversation, known: &Memories) -> Proposal {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap();
    runtime
        .block_on(Arc::new(LocalPipeline).propose(conversation, known))
        .unwrap()
}

/// What the pipeline makes of one message of the user.
pub fn tell(text: &str, known: &[&str]) -> Proposal {
    let known = Memories(known.iter().map(|text| memory(text)).collect());
    propose(&conversation(&[("user", None, text)]), &known)
}

/// The texts added for one message.
pub fn kept(text: &str) -> Vec<String> {
    added(&tell(text, &[]))
}

/// The texts that a proposal adds.
pub fn added(proposal: &Proposal) -> Vec<String> {
    let text = |operation: &Operation| match operation {
        Operation::Add(statement) => Some(statement.text.clone()),
        _ => None,
    };
    proposal.operations.iter().filter_map(text).collect()
}

/// A message, and the statements kept of it.
pub type Case = (&'static str, &'static [&'static str]);

/// Asserts what is kept of each message.
pub fn check(cases: &[Case]) {
    let wrong: Vec<String> = cases
        .iter()
        .filter_map(|(text, expected)| {
            let kept = kept(text);
            (kept != *expected).then(|| format!("{text:?}\n   kept {kept:?}\n wanted {expected:?}"))
        })
        .collect();
    assert!(
        wrong.is_empty(),
        "{} of {}:\n{}",
        wrong.len(),
        cases.len(),
        wrong.join("\n")
    );
}
