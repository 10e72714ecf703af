//! Where memories are kept.
//!
//! | module | question it answers |
//! | --- | --- |
//! | [`sqlite`] | how is everything kept in one file, and found again in a millisecond? |
//! | [`paired`] | how do a vector database and a file beside it make one store? |

pub mod paired;
pub mod sqlite;

pub use paired::PairedStore;
pub use sqlite::{Durability, Settings, SqliteStore};
