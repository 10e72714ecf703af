//! From what a model suggests to what is proposed: every operation must name a memory that it
//! was shown, say something, and show where it was said. What can't is rejected with a reason.

use std::collections::HashSet;

use mem0_core::{MemoryKind, Metadata, Usage};
use mem0_text::{normalized, overlap, shorten, term_counts};

use super::evidence::{self, Evidence, MIN_SHARED, is_about, shared};
use super::known::{Entry, Known, Origin};
use super::retraction::{is_order, surroundings, takes_back};
use super::windows::Window;
use crate::ingest::conversation::Conversation;
use crate::ingest::operation::{Operation, Proposal, Rejection, Statement};
use crate::prompts::reconcile::{Action, Suggestion};

/// The metadata key under which the date of an event is kept.
const EVENT_DATE: &str = "event_date";

/// A longer text is no statement, in characters.
const MAX_CHARACTERS: usize = 2_000;

/// How many memories that a message doesn't speak of it may delete. A retraction may name its
/// memory by other words ("forget my job"), but not many at once.
const MAX_UNNAMED_DELETIONS: usize = 2;

const NOT_SAID: &str = "not found in the conversation";

/// What was proposed so far, over all windows.
pub(super) struct Plan<'a> {
    conversation: &'a Conversation,
    max_operations: usize,
    /// `None` where a later window took a proposal back.
    operations: Vec<Option<Operation>>,
    rejected: Vec<Rejection>,
}

impl<'a> Plan<'a> {
    pub(super) fn new(conversation: &'a Conversation, max_operations: usize) -> Self {
        Self {
            conversation,
            max_operations,
            operations: Vec::new(),
            rejected: Vec::new(),
        }
    }

    /// What a known memory reads after the proposals so far, if one changes it.
    pub(super) fn current_text(&self, id: &str) -> Option<&str> {
        self.operations
            .iter()
            .flatten()
            .find_map(|operation| match operation {
                Operation::Update {
                    memory_id,
                    statement,
                } if memory_id == id => Some(statement.text.as_str()),
                _ => None,
            })
    }

    /// Whether an earlier window deletes this memory.
    pub(super) fn deletes(&self, entry: &Entry) -> bool {
        let Origin::Stored(id) = &entry.origin else {
            return false;
        };
        self.operations.iter().flatten().any(
            |operation| matches!(operation, Operation::Delete { memory_id, .. } if memory_id == id),
        )
    }

    /// The last `limit` additions, as memories that a later window may refer to.
    pub(super) fn pending(&self, limit: usize) -> Vec<Entry> {
        let mut pending: Vec<Entry> = self
            .operations
            .iter()
            .enumerate()
            .rev()
            .filter_map(|(place, operation)| match operation {
                Some(Operation::Add(statement)) => Some(Entry {
                    text: statement.text.clone(),
                    occurred_at: statement.occurred_at,
                    origin: Origin::Pending(place),
                }),
                _ => None,
            })
            .take(limit)
            .collect();
        pending.reverse();
        pending
    }

    /// What the pipeline proposes in the end.
    pub(super) fn into_proposal(self, usage: Usage) -> Proposal {
        Proposal {
            operations: self.operations.into_iter().flatten().collect(),
            usage,
            rejected: self.rejected,
        }
    }

    /// Takes over what is right of a window's suggestions.
    pub(super) fn take(
        &mut self,
        suggestions: Vec<Suggestion>,
        window: &Window<'_>,
        known: &Known,
    ) {
        let mut judge = Judge {
            window,
            known,
            touched: HashSet::new(),
            unnamed: Vec::new(),
        };
        // Many short messages may each have something to say.
        let most = self.max_operations.max(2 * window.passages.len());
        let (mut deletions, mut others) = (Vec::new(), Vec::new());
        for (place, suggestion) in suggestions.into_iter().enumerate() {
            if place >= most {
                self.reject(&suggestion, "too many operations in one answer");
            } else if suggestion.action == Action::Delete {
                deletions.push(suggestion);
            } else {
                others.push(suggestion);
            }
        }
        // An update says more than a deletion of the same memory: it goes first.
        for suggestion in others.iter().chain(&deletions) {
            if let Err(reason) = self.judge(suggestion, &mut judge) {
                self.reject(suggestion, reason);
            }
        }
        self.delete_unnamed(judge.unnamed);
    }

    fn judge(
        &mut self,
        suggestion: &Suggestion,
        judge: &mut Judge<'_>,
    ) -> Result<(), &'static str> {
        match suggestion.action {
            Action::Keep => Ok(()),
            Action::Unknown => Err("an unknown operation"),
            Action::Add => self.add(suggestion, judge),
            Action::Update => match judge.target(suggestion) {
                Some(entry) => self.update(suggestion, entry, judge),
                // It changes something that we don't know: to us it is new.
                None => self.add(suggestion, judge),
            },
            Action::Delete => {
                let entry = judge.target(suggestion).ok_or("names no known memory")?;
                self.delete(suggestion, entry, judge)
            }
        }
    }

    fn add(&mut self, suggestion: &Suggestion, judge: &Judge<'_>) -> Result<(), &'static str> {
        check_text(&suggestion.text)?;
        if judge.known.reading(&suggestion.text).is_some() {
            return Err("already known");
        }
        self.refuse_repetition(&suggestion.text)?;
        let statement = self.statement(suggestion, judge)?;
        self.operations.push(Some(Operation::Add(statement)));
        Ok(())
    }

    fn update(
        &mut self,
        suggestion: &Suggestion,
        entry: &Entry,
        judge: &mut Judge<'_>,
    ) -> Result<(), &'static str> {
        check_text(&suggestion.text)?;
        // Also where it now reads like another memory: that one says it.
        if judge.known.reading(&suggestion.text).is_some() {
            return Err("already known");
        }
        // A number that slipped: nothing of the old statement is left in the new one. Both stay.
        if overlap(&term_counts(&suggestion.text), &term_counts(&entry.text)).jaccard == 0.0 {
            return self.add(suggestion, judge);
        }
        self.refuse_repetition(&suggestion.text)?;
        let statement = self.statement(suggestion, judge)?;
        judge.touch(entry)?;
        match &entry.origin {
            Origin::Stored(id) => self.replace_or_push(id.clone(), statement),
            Origin::Pending(place) => {
                if let Some(slot) = self.operations.get_mut(*place) {
                    *slot = Some(Operation::Add(statement));
                }
            }
        }
        Ok(())
    }

    /// One update for each memory: a later window's takes the place of an earlier one's.
    fn replace_or_push(&mut self, id: String, statement: Statement) {
        let earlier = self.operations.iter_mut().find(
            |slot| matches!(slot, Some(Operation::Update { memory_id, .. }) if *memory_id == id),
        );
        let operation = Some(Operation::Update {
            memory_id: id,
            statement,
        });
        match earlier {
            Some(slot) => *slot = operation,
            None => self.operations.push(operation),
        }
    }

    fn delete(
        &mut self,
        suggestion: &Suggestion,
        entry: &Entry,
        judge: &mut Judge<'_>,
    ) -> Result<(), &'static str> {
        let evidence = evidence::find(suggestion, &entry.text, self.conversation, judge.window)
            .ok_or(NOT_SAID)?;
        judge.touch(entry)?;
        let deletion = Deletion {
            entry: entry.clone(),
            evidence,
        };
        let said = &self.conversation.utterances[deletion.evidence.sources[0]];
        let said = surroundings(deletion.evidence.quote.as_deref(), &said.text);
        let share = shared(&entry.text, said);
        if share >= MIN_SHARED {
            self.push_deletion(deletion);
        } else {
            judge.unnamed.push(deletion);
        }
        Ok(())
    }

    /// Deletions by messages that don't speak of what they delete: a few are retractions in
    /// other words, many are an order to forget, which a message can't give.
    fn delete_unnamed(&mut self, deletions: Vec<Deletion>) {
        let many = deletions.len() > MAX_UNNAMED_DELETIONS;
        for deletion in deletions {
            let said = &self.conversation.utterances[deletion.evidence.sources[0]];
            // What an assistant says may be somebody else's text; it retracts only what it names.
            let by_assistant = said.role == "assistant" && said.name.is_none();
            let quote = deletion.evidence.quote.as_deref();
            if many || by_assistant || is_order(quote, &said.text) || !takes_back(quote, &said.text)
            {
                self.rejected.push(Rejection {
                    proposal: shorten(&format!("delete {}", deletion.entry.text), 200).into_owned(),
                    reason: "a message can't order memories deleted that it doesn't speak of",
                });
            } else {
                self.push_deletion(deletion);
            }
        }
    }

    fn push_deletion(&mut self, Deletion { entry, evidence }: Deletion) {
        match entry.origin {
            Origin::Stored(id) => {
                // What an earlier window made of it is deleted with it.
                for slot in &mut self.operations {
                    if matches!(slot, Some(Operation::Update { memory_id, .. }) if *memory_id == id)
                    {
                        *slot = None;
                    }
                }
                self.operations.push(Some(Operation::Delete {
                    memory_id: id,
                    source: evidence.sources[0],
                    quote: evidence.quote,
                }));
            }
            Origin::Pending(place) => {
                if let Some(slot) = self.operations.get_mut(place) {
                    *slot = None;
                }
            }
        }
    }

    fn refuse_repetition(&self, text: &str) -> Result<(), &'static str> {
        let text = normalized(text);
        let repeats = self
            .operations
            .iter()
            .flatten()
            .any(|operation| match operation {
                Operation::Add(statement) | Operation::Update { statement, .. } => {
                    normalized(&statement.text) == text
                }
                Operation::Delete { .. } => false,
            });
        if repeats {
            Err("proposed twice")
        } else {
            Ok(())
        }
    }

    fn statement(
        &self,
        suggestion: &Suggestion,
        judge: &Judge<'_>,
    ) -> Result<Statement, &'static str> {
        let text = suggestion.text.trim();
        let evidence = evidence::find(suggestion, text, self.conversation, judge.window)
            .filter(|_| is_about(text, self.conversation, judge.window))
            .ok_or(NOT_SAID)?;
        let mut metadata = Metadata::new();
        if let Some(date) = suggestion.when.as_deref().and_then(event_date) {
            metadata.insert(EVENT_DATE.to_owned(), date.into());
        }
        Ok(Statement {
            text: text.to_owned(),
            kind: MemoryKind::Fact,
            occurred_at: self.conversation.utterances[evidence.sources[0]].occurred_at,
            sources: evidence.sources,
            quote: evidence.quote,
            metadata,
            categories: suggestion.categories.clone(),
        })
    }

    fn reject(&mut self, suggestion: &Suggestion, reason: &'static str) {
        let operation = match suggestion.action {
            Action::Add => "add",
            Action::Update => "update",
            Action::Delete => "delete",
            Action::Keep => "keep",
            Action::Unknown => "?",
        };
        let target = suggestion
            .target
            .map(|number| format!(" {number}"))
            .unwrap_or_default();
        let proposal = format!("{operation}{target} {}", suggestion.text);
        self.rejected.push(Rejection {
            proposal: shorten(&proposal, 200).into_owned(),
            reason,
        });
    }
}

/// What the suggestions of one window are held against.
struct Judge<'a> {
    window: &'a Window<'a>,
    known: &'a Known,
    /// The memories that have an operation.
    touched: HashSet<String>,
    /// Deletions by messages that don't speak of the memory.
    unnamed: Vec<Deletion>,
}

struct Deletion {
    entry: Entry,
    evidence: Evidence,
}

impl<'a> Judge<'a> {
    /// The memory that a suggestion means: the one whose text it repeats, else the one with its
    /// number. Models miscount more often than they miscopy.
    fn target(&self, suggestion: &Suggestion) -> Option<&'a Entry> {
        let repeated = match suggestion.action {
            Action::Delete => suggestion.old_text.as_ref().or(Some(&suggestion.text)),
            _ => suggestion.old_text.as_ref(),
        };
        repeated
            .and_then(|text| self.known.reading(text))
            .or_else(|| self.known.numbered(suggestion.target?))
    }

    /// Notes that a memory has its operation; a second one is refused.
    fn touch(&mut self, entry: &Entry) -> Result<(), &'static str> {
        let name = match &entry.origin {
            Origin::Stored(id) => id.clone(),
            Origin::Pending(place) => format!("#{place}"),
        };
        if self.touched.insert(name) {
            Ok(())
        } else {
            Err("another operation on the same memory")
        }
    }
}

fn check_text(text: &str) -> Result<(), &'static str> {
    if normalized(text).is_empty() || !text.chars().any(char::is_alphanumeric) {
        Err("it says nothing")
    } else if text.chars().nth(MAX_CHARACTERS).is_some() {
        Err("too long for one statement")
    } else {
        Ok(())
    }
}

/// A date as we keep it: `2024-03-08`, or `2024-03` or `2024` where no more is known.
fn event_date(text: &str) -> Option<String> {
    let text = text.trim();
    let day = text
        .get(..10)
        .filter(|day| day.parse::<mem0_core::Date>().is_ok());
    if let Some(day) = day {
        return Some(day.to_owned());
    }
    let digits = |text: &str, count: usize| {
        text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit())
    };
    match text.split_once('-') {
        Some((year, month)) if digits(year, 4) && digits(month, 2) => (1..=12)
            .contains(&month.parse::<u8>().ok()?)
            .then(|| text.to_owned()),
        None if digits(text, 4) => Some(text.to_owned()),
        _ => None,
    }
}
