//! What sort of thing a JSON value is, and which records it makes.

use std::collections::VecDeque;
use std::io::{self, BufRead};

use serde_json::{Map, Value};

use super::pieces::{PAGES, Piece, Pieces};
use super::{chatgpt, listed, messages};
use crate::ImportRecord;
use crate::moving_in::making::checked;
use crate::moving_in::{Entry, Position, Whose};

/// How deep pages may hold pages.
const DEEPEST: usize = 3;

/// The records of a file.
pub struct Records<R> {
    pieces: Pieces<R>,
    whose: Whose,
    /// How many values were read; part of the names of messages without an id.
    position: usize,
    /// What one piece held, if it was a page of several.
    waiting: VecDeque<Entry>,
}

impl<R: BufRead> Records<R> {
    /// The records of this file.
    ///
    /// # Errors
    /// Reading failed.
    pub fn new(file: R, whose: Whose) -> io::Result<Self> {
        Ok(Self {
            pieces: Pieces::new(file)?,
            whose,
            position: 0,
            waiting: VecDeque::new(),
        })
    }

    /// A value's records, or those of every value of a page.
    fn unfold(&mut self, value: Result<Value, String>, line: usize, depth: usize) {
        if depth > 0
            && let Ok(Value::Object(object)) = &value
            && let Some(page) = page(object)
        {
            for value in page {
                self.unfold(Ok(value.clone()), line, depth - 1);
            }
            return;
        }
        self.position += 1;
        let records = value
            .and_then(|value| self.whose.records(&value, self.position))
            .and_then(|records| records.into_iter().map(checked).collect());
        self.waiting.push_back(Entry {
            position: Position::Line {
                line,
                record: self.position,
            },
            records,
        });
    }

    fn read(&mut self, piece: &Piece) {
        self.unfold(parse(&piece.bytes), piece.line, DEEPEST);
    }
}

impl<R: BufRead> Iterator for Records<R> {
    type Item = io::Result<Entry>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(entry) = self.waiting.pop_front() {
                return Some(Ok(entry));
            }
            match self.pieces.next()? {
                Ok(piece) => self.read(&piece),
                Err(error) => return Some(Err(error)),
            }
        }
    }
}

impl Whose {
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
}

/// The values of a page of an answer; `None` for what is a record itself.
fn page(object: &Map<String, Value>) -> Option<&Vec<Value>> {
    let is_record = ["record", "mapping", "messages"]
        .iter()
        .any(|key| object.contains_key(*key))
        || listed::TEXTS
            .iter()
            .any(|key| object.get(*key).is_some_and(Value::is_string));
    if is_record {
        return None;
    }
    PAGES.iter().find_map(|name| object.get(*name)?.as_array())
}

/// Reads a value. Halves of surrogate pairs and bytes that are no UTF-8 become U+FFFD instead of
/// spoiling it.
fn parse(bytes: &[u8]) -> Result<Value, String> {
    serde_json::from_slice(bytes).or_else(|_| {
        crate::json_from_str(&String::from_utf8_lossy(bytes)).map_err(|error| {
            let problem = error.to_string();
            format!(
                "it is not JSON: {}",
                problem.split(" at line").next().unwrap_or_default()
            )
        })
    })
}
