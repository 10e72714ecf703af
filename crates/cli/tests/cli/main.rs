//! The built program, run as people and scripts run it, on stores of their own.

#![expect(clippy::unwrap_used, reason = "a test stops at what it did not expect")]

mod acceptance;
mod answers;
mod benches;
mod faults;
mod floors;
mod memories;
mod moving_in;
mod portable;
mod program;
mod remote;
mod setup;
