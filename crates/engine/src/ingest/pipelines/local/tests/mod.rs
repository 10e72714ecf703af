//! The pipeline as a whole, on conversations of our own.

mod changes;
mod framing;
mod robustness;
mod scratch;
mod statements;
mod support;
mod unchanged;
