//! What sort of thing a JSON value is, and which records it makes.

use std::fmt;
use std::io::{self, BufRead};

use mem0::{
    Change, ChangeEvent, Episode, ImportRecord, InputError, MemoryItem, MemoryKind, Metadata,
    Scope, ScopeId, Timestamp,
};
use serde_json::Value;
use uuid::Uuid;

use super::pieces::{Piece, Pieces};
use super::{chatgpt, listed, messages};

/// Names that stand for what has no id in the file are made in this namespace, so that reading
/// the same file again gives the same ids.
const NAMES: Uuid = Uuid::from_u128(0x6d65_6d30_0000_5000_8000_696d_706f_7274);

/// Whose memories they become, and what time it is.
#[derive(Debug, Clone)]
pub struct Source {
    /// Ids that take the place of those in the file.
    pub given: Scope,
    /// Ids for records that name nobody.
    pub fallback: Scope,
    /// The time of messages that have none.
    pub now: Timestamp,
}

/// The records of a file.
pub struct Records<R> {
    pieces: Pieces<R>,
    source: Source,
    /// How many values were read; part of the names of messages without an id.
    position: usize,
}

/// What stands at one place of the file.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// Where it begins.
    pub place: Place,
    /// The records it makes, or why it makes none.
    pub records: Result<Vec<ImportRecord>, String>,
}

/// A place in a file, for people.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// The line, from 1.
    pub line: usize,
    /// How many values stand up to here, this one included.
    pub record: usize,
}

/// The line; with the record where several stand on one line.
impl fmt::Display for Place {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "line {}", self.line)?;
        if self.record > self.line {
            write!(formatter, ", record {}", self.record)?;
        }
        Ok(())
    }
}

impl<R: BufRead> Records<R> {
    /// The records of this file.
    ///
    /// # Errors
    /// Reading failed.
    pub fn new(file: R, source: Source) -> io::Result<Self> {
        Ok(Self {
            pieces: Pieces::new(file)?,
            source,
            position: 0,
        })
    }

    fn entry(&mut self, piece: &Piece) -> Entry {
        self.position += 1;
        let records = parse(&piece.bytes)
            .and_then(|value| self.source.records(&value, self.position))
            .and_then(|records| records.into_iter().map(checked).collect());
        Entry {
            place: Place {
                line: piece.line,
                record: self.position,
            },
            records,
        }
    }
}

impl<R: BufRead> Iterator for Records<R> {
    type Item = io::Result<Entry>;

    fn next(&mut self) -> Option<Self::Item> {
        let piece = self.pieces.next()?;
        Some(piece.map(|piece| self.entry(&piece)))
    }
}

impl Source {
    fn records(&self, value: &Value, position: usize) -> Result<Vec<ImportRecord>, String> {
        let Value::Object(object) = value else {
            return match value {
                Value::String(text) => messages::text(self, text, position).map(|one| vec![one]),
                _ => Err("a record is a JSON object".to_owned()),
            };
        };
        let has = |key: &str| object.contains_key(key);
        if has("record") {
            self.ours(value).map(|record| vec![record])
        } else if has("mapping") {
            chatgpt::conversation(self, value)
        } else if has("messages") {
            messages::conversation(self, value, position)
        } else if has("role") && has("content") {
            messages::message(self, value, position)
        } else if listed::TEXTS.iter().any(|key| has(key)) {
            listed::memory(self, value, position).map(|record| vec![record])
        } else {
            Err("it is no memory, message or conversation that can be read here".to_owned())
        }
    }

    fn ours(&self, value: &Value) -> Result<ImportRecord, String> {
        let mut record: ImportRecord =
            serde_json::from_value(value.clone()).map_err(|error| error.to_string())?;
        match &mut record {
            ImportRecord::Memory { versions, history } => {
                for scope in versions
                    .iter_mut()
                    .map(|version| &mut version.scope)
                    .chain(history.iter_mut().map(|change| &mut change.scope))
                {
                    *scope = self.scope(std::mem::take(scope));
                }
            }
            ImportRecord::Episode(episode) => {
                episode.scope = self.scope(std::mem::take(&mut episode.scope));
            }
        }
        Ok(record)
    }

    /// The ids of the file, under those that were given; the fallback if there are none.
    pub fn scope(&self, mut found: Scope) -> Scope {
        for id in ScopeId::ALL {
            if let Some(given) = self.given.get(id) {
                found.set(id, Some(given.to_owned()));
            }
        }
        if found.is_unbounded() {
            self.fallback.clone()
        } else {
            found
        }
    }
}

/// Reads a value. Halves of surrogate pairs and bytes that are no UTF-8 become U+FFFD instead of
/// spoiling it.
fn parse(bytes: &[u8]) -> Result<Value, String> {
    serde_json::from_slice(bytes).or_else(|_| {
        mem0::json_from_str(&String::from_utf8_lossy(bytes)).map_err(|error| {
            let problem = error.to_string();
            format!(
                "it is not JSON: {}",
                problem.split(" at line").next().unwrap_or_default()
            )
        })
    })
}

/// A name that the same things always get.
pub fn name(parts: &[&str]) -> String {
    Uuid::new_v5(&NAMES, parts.join("\u{1f}").as_bytes()).to_string()
}

/// The ids of a scope, as part of a name.
pub fn scope_name(scope: &Scope) -> String {
    scope
        .ids()
        .map(|(id, value)| format!("{id}={value};"))
        .collect()
}

/// A memory of one version, ready to be filled in.
pub fn blank(id: String, scope: Scope, text: String, at: Timestamp) -> MemoryItem {
    MemoryItem {
        id,
        version: 1,
        scope,
        hash: MemoryItem::hash_of(&text),
        text,
        language: String::new(),
        kind: MemoryKind::Fact,
        actor_id: None,
        role: None,
        metadata: Metadata::new(),
        categories: Vec::new(),
        occurred_at: at,
        created_at: at,
        updated_at: at,
        expires_on: None,
        immutable: false,
        valid_from: at,
        valid_to: None,
        superseded_by: None,
        sources: Vec::new(),
    }
}

/// A memory of one version with the row of history that says it was added.
pub fn added(item: MemoryItem) -> ImportRecord {
    let change = Change {
        sequence: 0,
        id: name(&["added", &item.id]),
        memory_id: item.id.clone(),
        old_memory: None,
        new_memory: Some(item.text.clone()),
        event: ChangeEvent::Add,
        created_at: item.created_at,
        updated_at: item.created_at,
        is_deleted: false,
        actor_id: item.actor_id.clone(),
        role: item.role.clone(),
        scope: item.scope.clone(),
        version: item.version,
        undoes: None,
    };
    ImportRecord::Memory {
        versions: vec![item],
        history: vec![change],
    }
}

/// A message kept word for word, with the episode it is.
pub fn said(
    item: MemoryItem,
    role: &str,
    speaker: Option<String>,
    batch: String,
    position: usize,
) -> [ImportRecord; 2] {
    let episode = Episode {
        id: name(&["episode", &item.id]),
        scope: item.scope.clone(),
        role: role.to_owned(),
        name: speaker.clone(),
        content: item.text.clone(),
        occurred_at: item.occurred_at,
        created_at: item.created_at,
        position: u32::try_from(position).unwrap_or(u32::MAX),
        batch,
        extracted: true,
    };
    let item = MemoryItem {
        kind: MemoryKind::Message,
        role: Some(role.to_owned()),
        actor_id: speaker,
        sources: vec![episode.id.clone()],
        ..item
    };
    [ImportRecord::Episode(episode), added(item)]
}

/// What no store should be asked to keep is refused here, with words.
fn checked(record: ImportRecord) -> Result<ImportRecord, String> {
    let scope = match &record {
        ImportRecord::Episode(episode) => &episode.scope,
        ImportRecord::Memory { versions, .. } => {
            let first = versions.first().ok_or("the memory has no version")?;
            if first.id.trim().is_empty() {
                return Err("the memory has no id".to_owned());
            }
            if versions.iter().any(|version| version.id != first.id) {
                return Err("its versions have different ids".to_owned());
            }
            if versions
                .iter()
                .any(|version| version.text.trim().is_empty())
            {
                return Err("the memory has no text".to_owned());
            }
            &first.scope
        }
    };
    if scope.is_unbounded() {
        return Err("nobody is named: pass --user-id or --agent-id".to_owned());
    }
    scope
        .clone()
        .validated()
        .map_err(|error: InputError| error.to_string())?;
    Ok(record)
}
