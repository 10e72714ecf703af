//! Whatever a model answers: the right memories, or an error that says what failed, with the
//! messages kept and extracted by the next `retry`. Nothing is stored twice, nothing of somebody
//! else is touched.
//!
//! Every rule holds for every pipeline that asks a model; [`pipelines::WAYS`] lists them.

#![expect(clippy::unwrap_used, reason = "a test stops at what it did not expect")]

mod amounts;
mod failures;
mod house;
mod injections;
mod inventions;
mod malformed;
mod operations;
mod pipelines;
mod repetition;
