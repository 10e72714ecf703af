//! Files: our own export, the lists of the original and of its hosted API, an export of ChatGPT,
//! plain messages. They are read piece by piece.
//!
//! | module | question it answers |
//! | --- | --- |
//! | [`pieces`] | where does one JSON value end and the next begin? |
//! | [`records`] | what sort of thing is this value, and which records does it make? |
//! | [`listed`], [`messages`], [`chatgpt`] | what does each format say? |

mod chatgpt;
pub(super) mod listed;
mod messages;
mod pieces;
mod records;
#[cfg(test)]
mod tests;

pub use self::records::Records;
