//! Why a store of the original can't be read.

use std::io;
use std::path::{Path, PathBuf};

use crate::Error;

/// Why nothing, or no more, could be read from a place.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// Another program has the store open.
    #[error("{path} is in use by another program", path = .path.display())]
    InUse {
        /// The store.
        path: PathBuf,
    },
    /// A file can't be read.
    #[error("{path}: {source}", path = .path.display())]
    File {
        /// Which.
        path: PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// A database can't be read.
    #[error("the database {path} can't be read: {problem}", path = .path.display())]
    Database {
        /// Which.
        path: PathBuf,
        /// Why.
        problem: String,
    },
    /// It is nothing that can be brought in.
    #[error("{path} can't be brought in: {problem}", path = .path.display())]
    Unknown {
        /// What was looked at.
        path: PathBuf,
        /// What is wrong with it.
        problem: String,
    },
    /// No collection of that name is there.
    #[error("there is no collection {asked:?}; there {}", listed(.known))]
    NoCollection {
        /// What was asked for.
        asked: String,
        /// What is there.
        known: Vec<String>,
    },
    /// A Postgres server can't be asked.
    #[error("Postgres: {problem}")]
    Postgres {
        /// What it, or the way to it, says.
        problem: String,
        /// What to do.
        hint: String,
    },
}

/// Why moving in stopped. What was committed before stays.
#[derive(Debug, thiserror::Error)]
pub enum MovingInError {
    /// The source can't be read.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// The memory can't take it.
    #[error(transparent)]
    Memory(#[from] Error),
}

impl ReadError {
    pub(super) fn file(path: &Path, source: io::Error) -> Self {
        Self::File {
            path: path.to_owned(),
            source,
        }
    }

    pub(super) fn database(path: &Path, error: &rusqlite::Error) -> Self {
        Self::Database {
            path: path.to_owned(),
            problem: error.to_string(),
        }
    }

    /// What to do about it; may be empty.
    pub fn hint(&self) -> &str {
        match self {
            Self::InUse { .. } => {
                "End the program that has it open (a server, a notebook), or copy the folder and \
                 bring in the copy."
            }
            Self::File { .. } => "Check the path and its permissions.",
            Self::Database { .. } => "If it is damaged, bring in a backup or a dump of get_all.",
            Self::Unknown { .. } => {
                "Name a folder of Qdrant, Chroma or FAISS, a history.db, a postgres:// address, \
                 or a file with what get_all or an export wrote."
            }
            Self::NoCollection { .. } => "Name one of those, or none to bring in all.",
            Self::Postgres { hint, .. } => hint,
        }
    }
}

fn listed(known: &[String]) -> String {
    match known {
        [] => "is none at all".to_owned(),
        [one] => format!("is {one}"),
        several => format!("are {}", several.join(", ")),
    }
}
