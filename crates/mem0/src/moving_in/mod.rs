//! Moving in from elsewhere: the stores of the original, dumps of its lists, exports of ours and of
//! others.
//!
//! Ids, times, owners, metadata and history are kept; texts are embedded anew, since vectors of
//! another model mean nothing here. Nothing is written to where they come from.
//!
//! ```
//! use mem0::moving_in::{self, Place, Source, SourceOptions, Summary, Whose};
//! use mem0::{Memory, MemoryConfig, Scope};
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let folder = tempfile::tempdir()?;
//! # let dump = folder.path().join("dump.json");
//! # std::fs::write(&dump, r#"{"results": [{"id": "1", "memory": "我喜欢喝茶", "user_id": "mia"}]}"#)?;
//! let memory = Memory::open(MemoryConfig::offline(folder.path())).await?;
//! let place = Place::look(&dump.to_string_lossy())?; // or a folder of Qdrant, or postgres://…
//! let options = SourceOptions::new(Whose::as_found());
//! let mut source = Source::open(&place, options).await?;
//! let mut summary = Summary::default();
//! moving_in::bring_in(&memory, &mut source, &mut summary, &mut |_read| {}).await?;
//! assert_eq!(summary.memories, 1);
//! # Ok(())
//! # }
//! ```
//!
//! | module | question it answers |
//! | --- | --- |
//! | [`Place`] | what is at this path or address? |
//! | [`Source`] | what comes out of it? |
//! | `qdrant_folder`, `chroma_folder`, `faiss_folder`, `postgres` | which points does a store hold? |
//! | `file` | which records does a file hold? |
//! | `history`, `life` | what happened to a memory before? |
//! | `pickle` | what did Python write there? |
//! | [`bring_in()`] | how does it all get into a memory? |

mod bring_in;
mod chroma_folder;
mod error;
mod faiss_folder;
mod file;
mod history;
mod life;
mod making;
mod moment;
mod pickle;
mod place;
mod point;
#[cfg(feature = "postgres")]
mod postgres;
mod qdrant_folder;
mod source;
mod sqlite;
mod whose;

pub use self::bring_in::{Summary, bring_in, rehearse};
pub use self::error::{MovingInError, ReadError};
pub(crate) use self::place::store_in;
pub use self::place::{ORIGINAL, Place};
use self::source::Points;
pub use self::source::{
    Collection, Entry, Found, FoundHistory, HistoryChoice, Position, Source, SourceOptions,
};
pub use self::whose::Whose;
