//! What may answer a question, with the statistics that signals need.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::Timestamp;

use super::{TimeSpan, VersionKey, View};
use crate::filter::Filter;
use crate::scope::Scope;

/// What to look for in a scope.
#[derive(Debug, Clone)]
pub struct CandidateQuery {
    /// Whose memories.
    pub scope: Scope,
    /// Which of them.
    pub filter: Option<Filter>,
    /// Which versions.
    pub view: View,
    /// The question's embedding, of length 1. `None`: no dense signal.
    pub vector: Option<Vec<f32>>,
    /// The question's terms with their weights (≥ 0).
    pub terms: Vec<(u64, f32)>,
    /// Keys of entities that the question names.
    pub entities: Vec<String>,
    /// The span of time that the question asks about.
    pub times: Vec<TimeSpan>,
    /// How many candidates each of the signals dense, lexical, entity and time may bring in.
    pub pool: usize,
    /// How many neighbours on each side come along with every row that a signal brings in: the
    /// rows before and after it, in the order of the keys, among the rows of its run that scope,
    /// filter and view let through. They bring in no neighbours of their own; a row without a run
    /// has none.
    pub neighbours: usize,
    /// If scope, filter and view let through no more rows than this, all of them are candidates,
    /// whether a signal speaks for them or not. 0: never.
    pub everything_below: usize,
}

/// Everything that any signal brought in, with its neighbours, each with the statistics that
/// signals need.
#[derive(Debug, Clone, Default)]
pub struct Candidates {
    /// The union, each version once, in no particular order.
    pub hits: Vec<Candidate>,
    /// The conversations that hits belong to, each once, in no particular order.
    pub sessions: Vec<Session>,
    /// What BM25 needs to know of the rows that the scope, filter and view let through.
    pub lexical: LexicalStatistics,
    /// Which entities of the question are known to how many memories.
    pub entity_frequency: BTreeMap<String, usize>,
}

/// One version that may answer.
#[derive(Debug, Clone)]
pub struct Candidate {
    /// Which version.
    pub key: VersionKey,
    /// Cosine with the question, computed exactly; `None` if the question or the row has no
    /// vector.
    pub dense: Option<f32>,
    /// How often each of the question's terms occurs, in the order of the query.
    pub term_counts: Vec<u16>,
    /// Length of the text in terms.
    pub length: u32,
    /// Which of the question's entities it names, as places in the query.
    pub entities: Vec<usize>,
    /// Who said it.
    pub speaker: Option<Arc<str>>,
    /// The conversation it belongs to.
    pub run_id: Option<Arc<str>>,
    /// When it was said or true.
    pub occurred_at: Timestamp,
    /// When it came to be.
    pub created_at: Timestamp,
    /// Spans of time that it speaks of.
    pub times: Vec<TimeSpan>,
    /// What the text offers, as the engine wrote it.
    pub features: u32,
    /// What the text speaks of, as the engine wrote it.
    pub aspects: u64,
    /// The place in [`Candidates::hits`] of the row directly before it in its run, among those
    /// that scope, filter and view let through; `None` if that row is no hit, or there is none.
    pub previous: Option<usize>,
    /// The same for the row directly after it.
    pub next: Option<usize>,
    /// The place of its conversation in [`Candidates::sessions`]; `None` without `run_id`.
    pub session: Option<usize>,
}

/// A conversation that hits belong to: all rows with one `run_id` that scope, filter and view let
/// through, hits or not.
#[derive(Debug, Clone, PartialEq)]
pub struct Session {
    /// Its id.
    pub run_id: Arc<str>,
    /// How many rows it has.
    pub memories: usize,
    /// Their length in terms, summed.
    pub length: u64,
    /// How often each of the question's terms occurs in them, in the order of the query.
    pub term_counts: Vec<u32>,
}

/// What BM25 needs to know of a collection.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct LexicalStatistics {
    /// How many memories there are.
    pub documents: usize,
    /// Their mean length in terms; 0 when there are none.
    pub average_length: f32,
    /// In how many of them each of the question's terms occurs, in the order of the query.
    pub document_frequency: Vec<usize>,
    /// How many conversations (distinct `run_id`s) they belong to.
    pub sessions: usize,
    /// The conversations' mean length in terms; 0 when there are none.
    pub average_session_length: f32,
    /// In how many conversations each of the question's terms occurs, in the order of the query.
    pub session_frequency: Vec<usize>,
}
