//! Moving memories out and in, whole.

use std::collections::HashSet;

use mem0_core::InputError;
use serde_json::{Value, json};

use super::arguments::{Arguments, refused};
use super::operation::{Argument, Operation};
use super::recall::DEFAULT_LIMIT;
use super::shared::{LIMIT, with_ids};
use super::whose::scope;
use crate::{ImportRecord, ListOptions, Memory, Result, Scope};

/// Rows read from the store at a time.
const PAGE: usize = 200;

pub(super) const IMPORT: Operation = Operation {
    name: "import",
    aliases: &["import_records", "importRecords"],
    summary: "Brings in records of an export, all or none; a memory that is there already is \
              skipped.",
    arguments: &[Argument::new("records", "A list of records as `export` gives them.").required()],
    run: |memory, given| Box::pin(import(memory, given)),
};

pub(super) const EXPORT: Operation = Operation {
    name: "export",
    aliases: &[],
    summary: "A page of records: memories with versions and history, deleted ones too, and \
              messages. `next` leads to the next page, and is null on the last.",
    arguments: with_ids!(
        [],
        [
            LIMIT,
            Argument::new("after", "Where to go on: the `next` of the page before."),
            Argument::new(
                "messages",
                "Whether messages are among the records. Default true.",
            ),
        ],
    ),
    run: |memory, given| Box::pin(export(memory, given)),
};

async fn import(memory: &Memory, mut given: Arguments) -> Result<Value> {
    let records = match given.needed("records")? {
        Value::Array(records) => records,
        other => return Err(refused("records", &other, "a list of records is needed").into()),
    };
    let records = records.into_iter().enumerate().map(read);
    let records = records.collect::<Result<Vec<_>, InputError>>()?;
    let imported = memory.import(records).await?;
    Ok(json!({
        "memories": imported.memories,
        "skipped": imported.skipped,
        "episodes": imported.episodes,
    }))
}

fn read((place, record): (usize, Value)) -> Result<ImportRecord, InputError> {
    serde_json::from_value(record).map_err(|error| InputError::Parameter {
        parameter: "records",
        value: format!("a list whose record {} can't be read", place + 1),
        problem: error.to_string(),
    })
}

/// Where an export stands. Messages come first, then memories in the order of their first change,
/// then memories that came without a history.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    /// This many messages are written.
    Messages(usize),
    /// Changes up to this sequence are looked at.
    Changes(u64),
    /// This many current memories are looked at.
    Listed(usize),
}

impl Place {
    fn read(text: &str) -> Option<Self> {
        let (what, count) = text.split_once(':')?;
        // Stores count in signed numbers.
        let count: u64 = count
            .parse()
            .ok()
            .filter(|count| *count <= i64::MAX as u64)?;
        let rows = usize::try_from(count).ok()?;
        match what {
            "messages" => Some(Self::Messages(rows)),
            "changes" => Some(Self::Changes(count)),
            "listed" => Some(Self::Listed(rows)),
            _ => None,
        }
    }

    fn written(self) -> String {
        match self {
            Self::Messages(count) => format!("messages:{count}"),
            Self::Changes(sequence) => format!("changes:{sequence}"),
            Self::Listed(count) => format!("listed:{count}"),
        }
    }
}

/// One page in the making.
struct Page<'a> {
    memory: &'a Memory,
    scope: Scope,
    room: usize,
    records: Vec<ImportRecord>,
}

async fn export(memory: &Memory, mut given: Arguments) -> Result<Value> {
    let mut scope = scope(&mut given)?;
    scope.namespace = memory.config().namespace().clone();
    let room = given.count("limit")?.unwrap_or(DEFAULT_LIMIT);
    let messages = given.flag("messages")?.unwrap_or(true);
    let mut place = match given.text("after")? {
        None if messages => Place::Messages(0),
        None => Place::Changes(0),
        Some(after) => Place::read(&after)
            .ok_or_else(|| refused("after", &Value::from(after), "pass the `next` of a page"))?,
    };
    let mut page = Page {
        memory,
        scope,
        room,
        records: Vec::new(),
    };
    let mut more = true;
    while more && page.records.len() < room {
        (place, more) = match place {
            Place::Messages(done) => page.messages(done).await?,
            Place::Changes(after) => page.changed(after).await?,
            Place::Listed(done) => page.listed(done).await?,
        };
    }
    Ok(json!({
        "records": page.records,
        "next": more.then(|| place.written()),
    }))
}

impl Page<'_> {
    fn left(&self) -> usize {
        self.room - self.records.len()
    }

    async fn messages(&mut self, done: usize) -> Result<(Place, bool)> {
        let wanted = self.left().min(PAGE);
        let episodes = self
            .memory
            .episodes(self.scope.clone(), done, wanted)
            .await?;
        if episodes.is_empty() {
            return Ok((Place::Changes(0), true));
        }
        let done = done + episodes.len();
        let records = episodes.into_iter().map(ImportRecord::Episode);
        self.records.extend(records);
        Ok((Place::Messages(done), true))
    }

    /// Memories whose first change is among the next ones.
    async fn changed(&mut self, after: u64) -> Result<(Place, bool)> {
        let changes = self.memory.changes(self.scope.clone(), after, PAGE).await?;
        if changes.is_empty() {
            return Ok((Place::Listed(0), true));
        }
        let mut after = after;
        let mut seen = HashSet::new();
        for change in changes {
            if self.left() == 0 {
                break;
            }
            after = change.sequence;
            if !seen.insert(change.memory_id.clone()) {
                continue;
            }
            let Some(record) = self.memory.exported(&change.memory_id).await? else {
                continue;
            };
            if self.first_change(&record) == Some(change.sequence) {
                self.records.push(record);
            }
        }
        Ok((Place::Changes(after), true))
    }

    /// Current memories of which no history tells.
    async fn listed(&mut self, done: usize) -> Result<(Place, bool)> {
        let options = ListOptions {
            offset: done,
            limit: PAGE,
            show_expired: true,
            ..ListOptions::new(self.scope.clone())
        };
        let items = self.memory.list(options).await?.items;
        let mut done = done;
        let last = items.len() < PAGE;
        for item in items {
            if self.left() == 0 {
                return Ok((Place::Listed(done), true));
            }
            done += 1;
            if self.memory.history(&item.id).await?.is_empty()
                && let Some(record) = self.memory.exported(&item.id).await?
            {
                self.records.push(record);
            }
        }
        Ok((Place::Listed(done), !last))
    }

    /// The first change of a memory in this scope.
    fn first_change(&self, record: &ImportRecord) -> Option<u64> {
        match record {
            ImportRecord::Episode(_) => None,
            ImportRecord::Memory { history, .. } => history
                .iter()
                .find(|change| self.scope.admits(&change.scope))
                .map(|change| change.sequence),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_read_as_it_was_written() {
        for place in [Place::Messages(0), Place::Changes(7), Place::Listed(12)] {
            assert_eq!(Place::read(&place.written()), Some(place));
        }
        for text in [
            "",
            "changes",
            "changes:",
            "changes:-1",
            "x:1",
            "changes:18446744073709551615",
        ] {
            assert_eq!(Place::read(text), None, "{text}");
        }
    }
}
