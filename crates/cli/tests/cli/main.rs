//! The built program, run as people and scripts run it, on stores of their own.

mod acceptance;
mod answers;
mod faults;
mod memories;
mod portable;
mod program;
mod setup;
