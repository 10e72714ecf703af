//! Reading memories that were written elsewhere, piece by piece: our own export, the list format
//! of the original, an export of ChatGPT, or plain messages.
//!
//! | module | question it answers |
//! | --- | --- |
//! | [`pieces`] | where does one JSON value end and the next begin? |
//! | [`records`] | what sort of thing is this value, and which records does it make? |
//! | [`listed`], [`messages`], [`chatgpt`] | what does each format say? |

mod chatgpt;
mod listed;
mod messages;
mod moment;
mod pieces;
mod records;
#[cfg(test)]
mod tests;

pub use self::records::{Place, Records, Source};
