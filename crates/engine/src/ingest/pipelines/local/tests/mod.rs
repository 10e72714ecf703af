//! The pipeline as a whole, on conversations of our own.

mod changes;
mod robustness;
mod statements;
mod support;
