//! The pipeline as a whole, on conversations of our own.

mod changes;
mod framing;
mod realistic;
mod robustness;
mod statements;
mod support;
mod unchanged;
