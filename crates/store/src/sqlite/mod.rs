//! Everything in one SQLite file.
//!
//! The file is the truth: memories with all their versions, what recall needs of them, history,
//! episodes. One [`commit`](mem0_core::MemoryStore::commit) is one transaction. What recall scans
//! is kept in RAM for the scopes that were searched last (`segments`) and can always be read
//! again from the file; every search first looks whether the file has moved on, so that several
//! processes may share it.
//!
//! | module | question it answers |
//! | --- | --- |
//! | `schema` | what stands in the file? |
//! | `database`, `connections` | who talks to it, on which thread? |
//! | [`forking`] | and in a process that makes copies of itself? |
//! | `commit`, `insert` | how is a change written? |
//! | `memories`, `history`, `keys` | how is it read? |
//! | `filter_sql`, `conditions`, `scopes` | how does SQL see a filter, a scope, a view? |
//! | `segments`, `simd` | how are candidates found? |
//! | `erase` | how does a text leave every byte? |
//! | `reembed`, `meta` | whose vectors are they? |
//! | `outbox` | what has a vector store beside it still to be told? |
//! | `health` | is all well? |

mod codes;
mod commit;
mod conditions;
mod connections;
mod database;
mod erase;
mod failure;
mod filter_sql;
pub mod forking;
mod health;
mod history;
mod insert;
mod keys;
mod memories;
mod meta;
mod outbox;
mod reembed;
mod rows;
mod schema;
mod scopes;
mod segments;
mod settings;
mod simd;
mod store;

pub use settings::{Durability, Settings};
pub use store::SqliteStore;
