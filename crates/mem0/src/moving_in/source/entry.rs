//! What stands at one place of a source.

use std::fmt;

use crate::ImportRecord;

/// What stands at one place of a source.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// Where it stands.
    pub position: Position,
    /// The records it makes, or why it makes none.
    pub records: Result<Vec<ImportRecord>, String>,
}

/// A place in a source, for people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Position {
    /// In a file.
    Line {
        /// The line, from 1.
        line: usize,
        /// How many values stand up to here, this one included.
        record: usize,
    },
    /// In a store.
    Point {
        /// The collection or table.
        collection: String,
        /// The memory's id.
        id: String,
    },
    /// In the history.
    History {
        /// The memory's id.
        memory_id: String,
    },
}

/// The line, with the record where several stand on one line; or the id.
impl fmt::Display for Position {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Line { line, record } => {
                write!(formatter, "line {line}")?;
                if record > line {
                    write!(formatter, ", record {record}")?;
                }
                Ok(())
            }
            Self::Point { collection, id } => write!(formatter, "{collection}, {id}"),
            Self::History { memory_id } => write!(formatter, "history, {memory_id}"),
        }
    }
}
