//! The file's format: its tables, and the steps from each format to the next.
//!
//! - `versions`: one row for each version of a memory; `valid_to` is null while it is current. Its
//!   key is never used twice, so whoever remembers one can't meet another row under it.
//! - `recall`: what recall scans, one row for each version, apart from the texts so that loading a
//!   scope reads only this.
//! - `entities`, `entity_links`: names that texts speak of, and which versions do.
//! - `history`: one row for each change, in order of commit. It is at once the log from which
//!   other processes learn what changed (`opened_row`, `closed_row`). The columns that the
//!   original's history table has bear its names.
//! - `episodes`: messages as they came.
//! - `staged`: new vectors while a store is being embedded anew.
//! - `meta`: `epoch` (counts what the log can't tell: erasures, new embedders), `embedder`,
//!   `dimensions`, `staging`, `scrub` (an erasure whose bytes are still to be overwritten), and
//!   notes: what was found out about the store, under names that begin with `note:`.
//! - `outbox`, `paired`, only in a file that stands beside a vector store, with triggers on
//!   `versions` and `recall`: see [`outbox`](super::outbox). Whoever remakes one of those tables in
//!   a step makes the triggers anew.
//!
//! `id_key`, `hash_key` and `memory_key` are what is looked up instead of long ids: see
//! [`keys`](super::keys). Moments are microseconds since 1970 (UTC), days are numbers such as 20260131; in `history` they
//! are RFC 3339 texts, as readers of the original's table expect.

use rusqlite::{Connection, Transaction, TransactionBehavior};

use super::failure::Failure;

/// Marks a file as ours: "mem0" in ASCII.
pub(super) const APPLICATION_ID: i32 = 0x6d65_6d30;

/// Each step leads from the format that is its place in the list to the next one. Only ever
/// appended to: files with every earlier format are out there.
const STEPS: &[&str] = &[FORMAT_1, FORMAT_2];

/// The newest format that is known here.
pub(super) const FORMAT: u32 = STEPS.len() as u32;

const FORMAT_1: &str = "
CREATE TABLE meta(key TEXT PRIMARY KEY, value ANY) STRICT, WITHOUT ROWID;
INSERT INTO meta(key, value) VALUES ('epoch', 1);

CREATE TABLE versions(
    row INTEGER PRIMARY KEY AUTOINCREMENT,
    id_key INTEGER NOT NULL,
    hash_key INTEGER NOT NULL,
    namespace TEXT NOT NULL,
    id TEXT NOT NULL,
    version INTEGER NOT NULL,
    user_id TEXT, agent_id TEXT, run_id TEXT, app_id TEXT,
    hash TEXT NOT NULL,
    language TEXT NOT NULL,
    kind TEXT NOT NULL,
    actor_id TEXT,
    role TEXT,
    occurred_at INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    expires_on INTEGER,
    immutable INTEGER NOT NULL,
    valid_from INTEGER NOT NULL,
    valid_to INTEGER,
    superseded_by TEXT,
    categories TEXT NOT NULL,
    sources TEXT NOT NULL,
    metadata TEXT NOT NULL,
    text TEXT NOT NULL
) STRICT;
CREATE INDEX versions_by_id ON versions(id_key, valid_to);
CREATE INDEX versions_by_hash ON versions(hash_key) WHERE valid_to IS NULL;
CREATE INDEX versions_by_namespace ON versions(namespace, valid_to, created_at DESC, expires_on);
CREATE INDEX versions_by_user
    ON versions(namespace, user_id, valid_to, created_at DESC, expires_on)
    WHERE user_id IS NOT NULL;
CREATE INDEX versions_by_agent
    ON versions(namespace, agent_id, valid_to, created_at DESC, expires_on)
    WHERE agent_id IS NOT NULL;
CREATE INDEX versions_by_run
    ON versions(namespace, run_id, valid_to, created_at DESC, expires_on)
    WHERE run_id IS NOT NULL;
CREATE INDEX versions_by_app
    ON versions(namespace, app_id, valid_to, created_at DESC, expires_on)
    WHERE app_id IS NOT NULL;

CREATE TABLE recall(
    row INTEGER PRIMARY KEY,
    length INTEGER NOT NULL,
    features INTEGER NOT NULL,
    occurred_at INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    expires_on INTEGER,
    user_id TEXT, agent_id TEXT, run_id TEXT, app_id TEXT,
    actor_id TEXT,
    times BLOB,
    entities BLOB,
    terms BLOB NOT NULL,
    scale REAL NOT NULL,
    vector BLOB
) STRICT;

CREATE TABLE entities(
    entity INTEGER PRIMARY KEY AUTOINCREMENT,
    namespace TEXT NOT NULL,
    key TEXT NOT NULL,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    UNIQUE(namespace, key)
) STRICT;
CREATE TABLE entity_links(
    entity INTEGER NOT NULL,
    row INTEGER NOT NULL,
    PRIMARY KEY(entity, row)
) STRICT, WITHOUT ROWID;

CREATE TABLE history(
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL,
    namespace TEXT NOT NULL,
    memory_key INTEGER NOT NULL,
    memory_id TEXT NOT NULL,
    user_id TEXT, agent_id TEXT, run_id TEXT, app_id TEXT,
    event TEXT NOT NULL,
    version INTEGER NOT NULL,
    undoes INTEGER,
    is_deleted INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    actor_id TEXT,
    role TEXT,
    opened_row INTEGER,
    closed_row INTEGER,
    old_memory TEXT,
    new_memory TEXT
) STRICT;
CREATE INDEX history_by_memory ON history(memory_key);
CREATE INDEX history_by_user ON history(namespace, user_id) WHERE user_id IS NOT NULL;
CREATE INDEX history_by_agent ON history(namespace, agent_id) WHERE agent_id IS NOT NULL;
CREATE INDEX history_by_run ON history(namespace, run_id) WHERE run_id IS NOT NULL;
CREATE INDEX history_by_app ON history(namespace, app_id) WHERE app_id IS NOT NULL;

CREATE TABLE episodes(
    arrival INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    namespace TEXT NOT NULL,
    user_id TEXT, agent_id TEXT, run_id TEXT, app_id TEXT,
    role TEXT NOT NULL,
    name TEXT,
    occurred_at INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    position INTEGER NOT NULL,
    batch TEXT NOT NULL,
    extracted INTEGER NOT NULL,
    content TEXT NOT NULL
) STRICT;
CREATE INDEX episodes_by_user ON episodes(namespace, user_id) WHERE user_id IS NOT NULL;
CREATE INDEX episodes_by_agent ON episodes(namespace, agent_id) WHERE agent_id IS NOT NULL;
CREATE INDEX episodes_by_run ON episodes(namespace, run_id) WHERE run_id IS NOT NULL;
CREATE INDEX episodes_by_app ON episodes(namespace, app_id) WHERE app_id IS NOT NULL;
CREATE INDEX episodes_pending ON episodes(namespace) WHERE extracted = 0;

CREATE TABLE staged(
    row INTEGER PRIMARY KEY,
    scale REAL NOT NULL,
    vector BLOB NOT NULL
) STRICT;
";

const FORMAT_2: &str = "ALTER TABLE recall ADD COLUMN aspects INTEGER NOT NULL DEFAULT 0";

/// What a file says about itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Found {
    /// Nothing is in it yet.
    Nothing,
    /// A store with this format.
    Store(u32),
    /// Something else's database.
    Stranger,
}

/// Reads what a file says about itself.
pub(super) fn identify(connection: &Connection) -> Result<Found, Failure> {
    let application: i32 = connection.query_row("PRAGMA application_id", [], |row| row.get(0))?;
    let format: i64 = connection.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    let tables: i64 =
        connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    Ok(match (application, tables) {
        (APPLICATION_ID, _) => Found::Store(u32::try_from(format).unwrap_or(u32::MAX)),
        (0, 0) => Found::Nothing,
        _ => Found::Stranger,
    })
}

/// Leads the file to the newest format, each step in a transaction of its own.
pub(super) fn migrate(connection: &mut Connection) -> Result<(), Failure> {
    loop {
        let transaction =
            Transaction::new(connection, TransactionBehavior::Immediate).map_err(Failure::Sql)?;
        // Read again inside the transaction: another process may have been faster.
        let format = match identify(&transaction)? {
            Found::Nothing => 0,
            Found::Store(format) => format,
            Found::Stranger => return Ok(()),
        };
        let Some(step) = STEPS.get(format as usize) else {
            return Ok(());
        };
        transaction.execute_batch(step)?;
        transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
        transaction.pragma_update(None, "user_version", format + 1)?;
        transaction.commit()?;
    }
}
