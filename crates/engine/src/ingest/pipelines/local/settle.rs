//! What the statements change, given what is already known.

use std::collections::HashSet;

use mem0_core::{MemoryItem, MemoryKind, Metadata};

use super::attributes::{Claim, claims, replaces};
use super::dates::{self, Event, event_times};
use super::duplicates::{Relation, Wording, relation};
use super::forgetting::is_meant;
use super::statements::{Draft, Rejections, Wish};
use crate::ingest::conversation::Conversation;
use crate::ingest::operation::{Operation, Statement};
use crate::ingest::pipelines::Recalled;

/// A statement with everything it is compared by.
#[derive(Debug)]
pub(super) struct Reading {
    /// The statement.
    pub draft: Draft,
    /// All messages that say it.
    pub sources: Vec<usize>,
    /// The times it speaks of.
    pub events: Vec<Event>,
    /// Its words.
    pub wording: Wording,
    /// What it says of changeable attributes.
    pub claims: Vec<Claim>,
}

impl Reading {
    /// Reads a statement.
    pub fn of(draft: Draft) -> Self {
        let events = event_times(&draft.text, draft.occurred_at);
        let wording = Wording::of(&draft.text, &events);
        let claims = claims(&draft.text);
        Self {
            sources: vec![draft.source],
            draft,
            events,
            wording,
            claims,
        }
    }

    /// Whether what it tells happened long before something else was said, so that it can't be
    /// a change of that.
    fn tells_of_a_time_long_before(&self, moment: mem0_core::Timestamp) -> bool {
        const LONG_DAYS: i64 = 400;
        let said = moment.to_zoned(jiff::tz::TimeZone::UTC).date();
        !self.events.is_empty()
            && self.events.iter().all(|event| {
                said.since(event.last)
                    .is_ok_and(|span| i64::from(span.get_days()) > LONG_DAYS)
            })
    }

    /// Whether it takes the place of an earlier statement of the same speaker.
    pub fn replaces(&self, said: mem0_core::Timestamp, before: &[Claim]) -> bool {
        !before.is_empty()
            && said <= self.draft.occurred_at
            && !self.tells_of_a_time_long_before(said)
            && replaces(&self.claims, before)
    }
}

/// What is known near a statement, read the same way.
struct Known<'a> {
    item: &'a MemoryItem,
    wording: Wording,
    claims: Vec<Claim>,
}

impl<'a> Known<'a> {
    fn of(item: &'a MemoryItem) -> Self {
        let events = event_times(&item.text, item.occurred_at);
        let wording = Wording::of(&item.text, &events);
        Self {
            item,
            wording,
            claims: claims(&item.text),
        }
    }

    fn is_open(&self) -> bool {
        !self.item.immutable && self.item.is_current() && self.item.kind != MemoryKind::Procedure
    }

    /// Whether the speaker of a statement said this too.
    fn is_by(&self, draft: &Draft) -> bool {
        match (&draft.name, &self.item.actor_id) {
            (Some(one), Some(other)) => one.trim().eq_ignore_ascii_case(other.trim()),
            (None, None) => self
                .item
                .role
                .as_ref()
                .is_none_or(|role| *role == draft.role),
            _ => false,
        }
    }
}

/// The operations for statements, `near` holding what is known near each.
pub(super) fn settle(
    readings: &[Reading],
    near: &[Vec<Recalled>],
    conversation: &Conversation,
    rejections: &mut Rejections,
) -> Vec<Operation> {
    let mut operations = Vec::new();
    // A memory is changed at most once in one go.
    let mut touched: HashSet<String> = HashSet::new();
    for (reading, recalled) in readings.iter().zip(near) {
        let mut seen = HashSet::new();
        let known: Vec<Known<'_>> = recalled
            .iter()
            .filter(|recalled| seen.insert(recalled.item.id.as_str()))
            .filter(|recalled| !touched.contains(&recalled.item.id))
            .map(|recalled| Known::of(&recalled.item))
            .filter(|known| known.is_by(&reading.draft))
            .collect();
        let found = match reading.draft.wish {
            Wish::Forget { about } => forget(reading, about, &known, conversation),
            Wish::Remember => remember(reading, &known, conversation),
        };
        match found {
            Ok(found) => {
                touched.extend(found.iter().filter_map(changed).map(str::to_owned));
                operations.extend(found);
            }
            Err(reason) => rejections.note(&reading.draft.text, reason),
        }
    }
    operations
}

/// The memory that an operation changes.
fn changed(operation: &Operation) -> Option<&str> {
    match operation {
        Operation::Add(_) => None,
        Operation::Update { memory_id, .. } | Operation::Delete { memory_id, .. } => {
            Some(memory_id)
        }
    }
}

fn forget(
    reading: &Reading,
    about: bool,
    known: &[Known<'_>],
    conversation: &Conversation,
) -> Result<Vec<Operation>, &'static str> {
    let found: Vec<Operation> = known
        .iter()
        .filter(|known| known.is_open())
        .filter(|known| {
            is_meant(
                &reading.draft.text,
                &reading.wording,
                about,
                &known.item.text,
                &known.wording,
            )
        })
        .map(|known| delete(reading, known, conversation))
        .collect();
    if found.is_empty() {
        Err("nothing like it is known")
    } else {
        Ok(found)
    }
}

fn remember(
    reading: &Reading,
    known: &[Known<'_>],
    conversation: &Conversation,
) -> Result<Vec<Operation>, &'static str> {
    let mut known_already = false;
    let mut extended = None;
    let mut replaced = Vec::new();
    for known in known {
        let open = known.is_open() && known.item.occurred_at <= reading.draft.occurred_at;
        match relation(&reading.wording, &known.wording) {
            Relation::Same | Relation::KnownSaysMore => known_already = true,
            Relation::NewSaysMore if open && extended.is_none() => extended = Some(known),
            _ if open && reading.replaces(known.item.occurred_at, &known.claims) => {
                replaced.push(known);
            }
            _ => {}
        }
    }
    let mut operations = Vec::new();
    let mut replaced = replaced.into_iter();
    if !known_already {
        // One memory becomes the new statement; whatever else it makes untrue just ends.
        operations.push(match extended.or_else(|| replaced.next()) {
            Some(known) => Operation::Update {
                memory_id: known.item.id.clone(),
                statement: statement(reading, conversation),
            },
            None => Operation::Add(statement(reading, conversation)),
        });
    }
    operations.extend(replaced.map(|known| delete(reading, known, conversation)));
    if operations.is_empty() {
        Err("known already")
    } else {
        Ok(operations)
    }
}

fn delete(reading: &Reading, known: &Known<'_>, conversation: &Conversation) -> Operation {
    Operation::Delete {
        memory_id: known.item.id.clone(),
        source: reading.draft.source,
        quote: quote(&reading.draft, conversation),
    }
}

fn statement(reading: &Reading, conversation: &Conversation) -> Statement {
    let mut metadata = Metadata::new();
    dates::note(&reading.events, &mut metadata);
    Statement {
        text: reading.draft.text.clone(),
        kind: MemoryKind::Fact,
        sources: reading.sources.clone(),
        quote: quote(&reading.draft, conversation),
        occurred_at: reading.draft.occurred_at,
        metadata,
        categories: Vec::new(),
    }
}

/// The words of the message.
fn quote(draft: &Draft, conversation: &Conversation) -> Option<String> {
    let utterance = conversation.utterances.get(draft.source)?;
    utterance.text.get(draft.place.clone()).map(str::to_owned)
}
