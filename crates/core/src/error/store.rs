//! Why a store could not do its work.

use std::path::PathBuf;
use std::time::Duration;

/// The store could not do its work.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The file or server can't be opened.
    #[error("the store {path} can't be opened: {problem}", path = .path.display())]
    Open {
        /// Which file.
        path: PathBuf,
        /// Why.
        problem: String,
    },
    /// The file was written by a newer version.
    #[error(
        "the store {path} has format {found}, written by a newer version; this one reads up to {supported}",
        path = .path.display()
    )]
    NewerFormat {
        /// Which file.
        path: PathBuf,
        /// Its format.
        found: u32,
        /// The newest format known here.
        supported: u32,
    },
    /// The file is not ours, or damaged.
    #[error("the store {path} is damaged or not a Mem0 store: {problem}", path = .path.display())]
    Corrupt {
        /// Which file.
        path: PathBuf,
        /// What was found.
        problem: String,
    },
    /// The vectors in the store came from another model.
    #[error(
        "the store's vectors were made by {stored}, but the configured embedder is {configured}"
    )]
    OtherEmbedder {
        /// What made the stored vectors.
        stored: String,
        /// What is configured.
        configured: String,
    },
    /// A vector of the wrong length.
    #[error("a vector has {found} dimensions where the store holds {expected}")]
    Dimensions {
        /// What the store holds.
        expected: usize,
        /// What came.
        found: usize,
    },
    /// Somebody else changed the memory meanwhile. Temporary: read again, decide again.
    #[error("memory {memory_id} was changed by somebody else meanwhile")]
    Conflict {
        /// Which memory.
        memory_id: String,
    },
    /// Another process holds the store for too long. Temporary.
    #[error("the store is busy: another process has been writing for {waited:?}")]
    Busy {
        /// How long we waited.
        waited: Duration,
    },
    /// No room left. Nothing of the commit was kept.
    #[error("no room left to write the store {path}", path = .path.display())]
    Full {
        /// Which file.
        path: PathBuf,
    },
    /// The file or its folder can't be written.
    #[error("the store {path} can't be written: it or its folder is read-only", path = .path.display())]
    ReadOnly {
        /// Which file.
        path: PathBuf,
    },
    /// The store was closed.
    #[error("the store is closed")]
    Closed,
    /// Any other failure of the database.
    #[error("the store failed while {doing}: {problem}")]
    Database {
        /// What it was doing.
        doing: &'static str,
        /// What the database said.
        problem: String,
    },
    /// A vector store failed.
    #[error("{store} failed while {doing}: {problem}")]
    VectorStore {
        /// Which one, such as `langchain/Chroma`.
        store: String,
        /// What it was doing.
        doing: &'static str,
        /// What it said.
        problem: String,
    },
    /// A vector store lacks what is asked of it.
    #[error("{store} can't {capability}")]
    Unsupported {
        /// Which one.
        store: String,
        /// What it can't do.
        capability: &'static str,
    },
    /// The memories beside a vector store are not those of its points.
    #[error("{store} knows none of the memories that the store {path} last gave it")]
    OtherPoints {
        /// Which vector store.
        store: String,
        /// Where the memories are.
        path: String,
    },
}

impl StoreError {
    /// Whether trying again may help.
    pub fn is_temporary(&self) -> bool {
        matches!(self, Self::Conflict { .. } | Self::Busy { .. })
    }

    /// What to do about it.
    pub(super) fn hint(&self) -> String {
        match self {
            Self::Open { .. } | Self::ReadOnly { .. } => {
                "Check that the folder exists and may be written, or choose another with MEM0_DIR."
                    .to_owned()
            }
            Self::NewerFormat { .. } => {
                "Use the newer Mem0 that wrote it, or export there and import here.".to_owned()
            }
            Self::Corrupt { .. } => {
                "Restore a backup, or move the file away to start anew; `mem0 doctor` tells more."
                    .to_owned()
            }
            Self::OtherEmbedder { .. } => "Configure the embedder that made them, or run \
                 `mem0 reembed` to rewrite all vectors with the configured one."
                .to_owned(),
            Self::Dimensions { .. } => {
                "The embedder changed its dimensions; run `mem0 reembed`.".to_owned()
            }
            Self::Conflict { .. } | Self::Busy { .. } => "Try again.".to_owned(),
            Self::Full { .. } => "Make room on the disk and try again.".to_owned(),
            Self::Closed => "Open the memory again.".to_owned(),
            Self::Database { .. } => "`mem0 doctor` checks the store.".to_owned(),
            Self::VectorStore { .. } => "What is remembered is safe in the file beside it, and \
                 the points are delivered again with the next change or the next opening."
                .to_owned(),
            Self::Unsupported { .. } => "Choose a vector store that can.".to_owned(),
            Self::OtherPoints { .. } => "The file belongs to another vector store: hand in the \
                 one that it was used with, or give another `path`."
                .to_owned(),
        }
    }
}
