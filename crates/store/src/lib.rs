//! Where memories are kept.
//!
//! | module | question it answers |
//! | --- | --- |
//! | [`sqlite`] | how is everything kept in one file, and found again in a millisecond? |

pub mod sqlite;

pub use sqlite::{Durability, Settings, SqliteStore};
