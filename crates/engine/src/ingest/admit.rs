//! The gate that no pipeline can skip.
//!
//! Whatever is proposed is checked here against the conversation and the store: targets exist in
//! the scope and may be changed, quotes stand in the messages, texts are not blank, nothing is
//! known already, no memory is changed twice, and no message wipes a memory. What fails is left
//! out and reported.

use std::collections::{BTreeMap, HashSet};

use mem0_core::memory_store::ReadMemories;
use mem0_core::{MemoryItem, Result};
use mem0_text::{normalized, shorten};

use super::conversation::Conversation;
use super::operation::{Operation, Proposal, Rejection, Statement};

/// How many memories one message may delete. Who takes back more at once talks of forgetting
/// as such, or somebody talks for them: `delete_all` is there for that. Beyond it the message
/// deletes nothing, for nobody can tell which of them were meant.
const MAX_DELETIONS_BY_A_MESSAGE: usize = 10;

/// A change that passed the gate.
#[derive(Debug, Clone)]
pub enum Admitted {
    /// A new memory.
    Add(Statement),
    /// A new version of this memory.
    Update(Box<MemoryItem>, Statement),
    /// The end of this memory.
    Delete(Box<MemoryItem>),
}

/// Lets through what may be written; adds what was left out to `rejected`.
///
/// # Errors
/// The store can't be read.
pub async fn admit(
    conversation: &Conversation,
    proposal: &Proposal,
    store: &dyn ReadMemories,
    rejected: &mut Vec<Rejection>,
) -> Result<Vec<Admitted>> {
    let known = known_texts(conversation, proposal, store).await?;
    let mut gate = Gate {
        conversation,
        known,
        deletions: deletions_by_message(proposal),
        seen: HashSet::new(),
        changed: HashSet::new(),
    };
    let mut admitted = Vec::new();
    for operation in &proposal.operations {
        let target = match operation {
            Operation::Add(_) => None,
            Operation::Update { memory_id, .. } | Operation::Delete { memory_id, .. } => {
                store.get(&conversation.scope.namespace, memory_id).await?
            }
        };
        match gate.pass(operation, target) {
            Ok(change) => admitted.push(change),
            Err(reason) => rejected.push(Rejection {
                proposal: shown(operation),
                reason,
            }),
        }
    }
    Ok(admitted)
}

struct Gate<'a> {
    conversation: &'a Conversation,
    /// Ids of current memories by the hashes of their texts.
    known: BTreeMap<String, String>,
    /// How many memories each message would delete.
    deletions: BTreeMap<usize, usize>,
    seen: HashSet<String>,
    changed: HashSet<String>,
}

impl Gate<'_> {
    fn pass(
        &mut self,
        operation: &Operation,
        target: Option<MemoryItem>,
    ) -> Result<Admitted, &'static str> {
        match operation {
            Operation::Add(statement) => {
                self.check_statement(statement)?;
                if !self.seen.insert(normalized(&statement.text)) {
                    return Err("it is said twice");
                }
                if self
                    .known
                    .contains_key(&MemoryItem::hash_of(&statement.text))
                {
                    return Err("it is known already");
                }
                Ok(Admitted::Add(statement.clone()))
            }
            Operation::Update { statement, .. } => {
                self.check_statement(statement)?;
                let target = self.check_target(target)?;
                let known = self.known.get(&MemoryItem::hash_of(&statement.text));
                if target.text == statement.text || known.is_some_and(|id| *id != target.id) {
                    return Err("it is known already");
                }
                if !self.seen.insert(normalized(&statement.text)) {
                    return Err("it is said twice");
                }
                Ok(Admitted::Update(Box::new(target), statement.clone()))
            }
            Operation::Delete { source, quote, .. } => {
                self.check_sources(&[*source], quote.as_deref())?;
                if matches!(
                    self.conversation.utterances[*source].role.as_str(),
                    "system" | "developer" | "tool" | "function"
                ) {
                    return Err("only what somebody says deletes a memory");
                }
                let count = self.deletions.get(source).copied().unwrap_or_default();
                if count > MAX_DELETIONS_BY_A_MESSAGE {
                    return Err("one message deletes too many memories");
                }
                Ok(Admitted::Delete(Box::new(self.check_target(target)?)))
            }
        }
    }

    fn check_statement(&self, statement: &Statement) -> Result<(), &'static str> {
        if statement.text.trim().is_empty() {
            return Err("it is empty");
        }
        self.check_sources(&statement.sources, statement.quote.as_deref())
    }

    fn check_sources(&self, sources: &[usize], quote: Option<&str>) -> Result<(), &'static str> {
        let utterances = &self.conversation.utterances;
        if sources.is_empty() || sources.iter().any(|source| *source >= utterances.len()) {
            return Err("it comes from no message");
        }
        let Some(quote) = quote else { return Ok(()) };
        let quote = normalized(quote);
        let said = |source: &usize| normalized(&utterances[*source].text).contains(&quote);
        if sources.iter().any(said) {
            Ok(())
        } else {
            Err("its quote is in no message")
        }
    }

    fn check_target(&mut self, target: Option<MemoryItem>) -> Result<MemoryItem, &'static str> {
        let target = target.ok_or("the memory to change is not there")?;
        if !self.conversation.scope.admits(&target.scope) {
            return Err("the memory to change belongs to somebody else");
        }
        if target.immutable {
            return Err("the memory to change is immutable");
        }
        if !self.changed.insert(target.id.clone()) {
            return Err("the memory is changed twice");
        }
        Ok(target)
    }
}

fn deletions_by_message(proposal: &Proposal) -> BTreeMap<usize, usize> {
    let mut deletions = BTreeMap::new();
    for operation in &proposal.operations {
        if let Operation::Delete { source, .. } = operation {
            *deletions.entry(*source).or_default() += 1;
        }
    }
    deletions
}

async fn known_texts(
    conversation: &Conversation,
    proposal: &Proposal,
    store: &dyn ReadMemories,
) -> Result<BTreeMap<String, String>> {
    let hashes: Vec<String> = proposal
        .operations
        .iter()
        .filter_map(|operation| match operation {
            Operation::Add(statement) | Operation::Update { statement, .. } => {
                Some(MemoryItem::hash_of(&statement.text))
            }
            Operation::Delete { .. } => None,
        })
        .collect();
    if hashes.is_empty() {
        return Ok(BTreeMap::new());
    }
    Ok(store.known_hashes(&conversation.scope, &hashes).await?)
}

fn shown(operation: &Operation) -> String {
    let text = match operation {
        Operation::Add(statement) | Operation::Update { statement, .. } => &statement.text,
        Operation::Delete { memory_id, .. } => memory_id,
    };
    shorten(text, 120).into_owned()
}
