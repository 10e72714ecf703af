//! Servers at their worst, on the wire of OpenAI, with a real memory on a real file: what they
//! send ends in the right memories, or in an error that says what failed, with the messages kept
//! for `retry`.

mod contents;
mod misbehaviours;
mod oddities;
mod room;
mod troubles;
mod wire;
