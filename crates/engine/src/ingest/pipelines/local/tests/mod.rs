//! The pipeline as a whole, on conversations of our own.

mod changes;
mod framing;
mod robustness;
mod statements;
mod support;
mod unchanged;
