//! What operations return.

use mem0_core::{ChangeEvent, MemoryItem, Usage};

use crate::ingest::operation::Rejection;
use crate::recall::explain::Explanation;

/// What came of an `add`.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Added {
    /// The memories that changed, in order.
    pub results: Vec<AddResult>,
    /// What models took.
    pub usage: Usage,
    /// What was left out, and why: duplicates, small talk, what a model made up.
    pub left_out: Vec<Rejection>,
    /// Attachments that could not be read; everything else was.
    pub errors: Vec<UnreadAttachment>,
}

/// An attachment that could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnreadAttachment {
    /// What the message calls it: `image_url`, `pdf_url`.
    pub kind: String,
    /// Where it is; gives no access. Empty if the message doesn't say.
    pub source: String,
    /// Why it was not read, with the setting that helps if there is one.
    pub reason: String,
}

/// One memory that an `add` changed.
#[derive(Debug, Clone, PartialEq)]
pub struct AddResult {
    /// The memory's id.
    pub id: String,
    /// Its text now; for a deletion the text that was deleted.
    pub memory: String,
    /// What happened to it.
    pub event: ChangeEvent,
    /// Its text before an update.
    pub previous_memory: Option<String>,
    /// Who said it, where it is known.
    pub actor_id: Option<String>,
    /// In which role.
    pub role: Option<String>,
    /// `user` or `assistant`, where the pipeline says whose statement it is.
    pub attributed_to: Option<String>,
    /// Memories that it belongs to, where the pipeline links any.
    pub linked_memory_ids: Vec<String>,
}

/// What a search found, best first.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Answers {
    /// The hits.
    pub hits: Vec<Hit>,
    /// Names of the signals that had data for this question.
    pub signals: Vec<&'static str>,
    /// What did not work as asked, in words: a reranker that failed. Empty when all is well.
    pub warnings: Vec<String>,
}

/// One memory that a search found.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    /// The memory.
    pub item: MemoryItem,
    /// How relevant it is: 0..1, comparable across questions.
    pub score: f32,
    /// What the reranker thought, if one ran.
    pub rerank_score: Option<f32>,
    /// How the score came about, if asked for.
    pub explanation: Option<Explanation>,
}

/// A page of memories.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Listed {
    /// The memories, newest first.
    pub items: Vec<MemoryItem>,
    /// How many there are on all pages.
    pub total: usize,
}
