//! The embedded store: the rules of every store, and what a file must stand.

#![expect(clippy::unwrap_used, reason = "a test that can't go on says where")]

mod behaviour;
mod candidates;
mod erasing;
mod faults;
mod filters;
mod forking;
mod killed;
mod processes;
mod sharing;

use std::path::Path;
use std::time::Duration;

use mem0_store::{Settings, SqliteStore};

/// A store in this folder.
fn open(folder: &Path) -> SqliteStore {
    SqliteStore::open(folder.join("mem0.db"), settings()).unwrap()
}

/// Settings that don't make a test wait.
fn settings() -> Settings {
    Settings {
        busy_timeout: Duration::from_secs(20),
        ..Settings::default()
    }
}
