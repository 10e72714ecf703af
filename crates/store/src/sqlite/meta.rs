//! What the store knows about itself.

use mem0_core::{EmbedderIdentity, StoreError};
use rusqlite::types::FromSql;
use rusqlite::{Connection, OptionalExtension, ToSql};

use super::failure::Failure;

/// The store belongs to this embedder (JSON).
const EMBEDDER: &str = "embedder";
/// Length of the vectors.
const DIMENSIONS: &str = "dimensions";
/// The embedder whose vectors are being staged (JSON).
const STAGING: &str = "staging";
/// Grows with what the log of changes can't tell.
const EPOCH: &str = "epoch";
/// An erasure is done, but its bytes may still be in the files.
const SCRUB: &str = "scrub";
/// In front of the names of notes, so that none is taken for one of the above.
const NOTES: &str = "note:";

fn get<T: FromSql>(connection: &Connection, key: &str) -> Result<Option<T>, Failure> {
    let mut statement = connection.prepare_cached("SELECT value FROM meta WHERE key = ?")?;
    Ok(statement.query_row([key], |row| row.get(0)).optional()?)
}

fn set(connection: &Connection, key: &str, value: &dyn ToSql) -> Result<(), Failure> {
    connection
        .prepare_cached("INSERT OR REPLACE INTO meta(key, value) VALUES (?, ?)")?
        .execute([&key as &dyn ToSql, value])?;
    Ok(())
}

fn remove(connection: &Connection, key: &str) -> Result<(), Failure> {
    connection
        .prepare_cached("DELETE FROM meta WHERE key = ?")?
        .execute([key])?;
    Ok(())
}

fn identity(connection: &Connection, key: &str) -> Result<Option<EmbedderIdentity>, Failure> {
    let Some(json) = get::<String>(connection, key)? else {
        return Ok(None);
    };
    super::rows::json(&json).map(Some)
}

fn set_identity(
    connection: &Connection,
    key: &str,
    identity: &EmbedderIdentity,
) -> Result<(), Failure> {
    let json = serde_json::to_string(identity)
        .map_err(|error| Failure::Damaged(format!("an embedder can't be written: {error}")))?;
    set(connection, key, &json)
}

/// Whose vectors they are.
pub(super) fn embedder(connection: &Connection) -> Result<Option<EmbedderIdentity>, Failure> {
    identity(connection, EMBEDDER)
}

/// Makes the store this embedder's.
pub(super) fn set_embedder(
    connection: &Connection,
    embedder: &EmbedderIdentity,
) -> Result<(), Failure> {
    set_identity(connection, EMBEDDER, embedder)?;
    set_dimensions(connection, embedder.dimensions)
}

/// Makes the store nobody's.
pub(super) fn forget_embedder(connection: &Connection) -> Result<(), Failure> {
    remove(connection, EMBEDDER)?;
    remove(connection, DIMENSIONS)?;
    remove(connection, STAGING)
}

/// Whose vectors are staged.
pub(super) fn staging(connection: &Connection) -> Result<Option<EmbedderIdentity>, Failure> {
    identity(connection, STAGING)
}

/// Says whose vectors are staged.
pub(super) fn set_staging(
    connection: &Connection,
    embedder: Option<&EmbedderIdentity>,
) -> Result<(), Failure> {
    match embedder {
        Some(embedder) => set_identity(connection, STAGING, embedder),
        None => remove(connection, STAGING),
    }
}

/// Length of the vectors; `None` while there are none.
pub(super) fn dimensions(connection: &Connection) -> Result<Option<usize>, Failure> {
    let stored = get::<i64>(connection, DIMENSIONS)?;
    Ok(stored.and_then(|it| usize::try_from(it).ok()))
}

/// Fixes the length of the vectors.
pub(super) fn set_dimensions(connection: &Connection, dimensions: usize) -> Result<(), Failure> {
    set(
        connection,
        DIMENSIONS,
        &i64::try_from(dimensions).unwrap_or(i64::MAX),
    )
}

/// Makes every cache of this file stale, in all processes.
pub(super) fn bump_epoch(connection: &Connection) -> Result<(), Failure> {
    connection
        .prepare_cached("UPDATE meta SET value = value + 1 WHERE key = ?")?
        .execute([EPOCH])?;
    Ok(())
}

/// Whether bytes of an erasure may still be in the files.
pub(super) fn needs_scrub(connection: &Connection) -> Result<bool, Failure> {
    Ok(get::<i64>(connection, SCRUB)?.is_some())
}

/// Notes that bytes of an erasure may still be in the files, or that they no longer are.
pub(super) fn set_needs_scrub(connection: &Connection, needed: bool) -> Result<(), Failure> {
    if needed {
        set(connection, SCRUB, &1_i64)
    } else {
        remove(connection, SCRUB)
    }
}

/// What was kept under a name.
pub(super) fn note(connection: &Connection, name: &str) -> Result<Option<String>, Failure> {
    get(connection, &format!("{NOTES}{name}"))
}

/// Keeps a text under a name.
pub(super) fn keep_note(connection: &Connection, name: &str, text: &str) -> Result<(), Failure> {
    set(connection, &format!("{NOTES}{name}"), &text)
}

/// Refuses who works with another embedder than the one whose vectors are here: another process
/// may have embedded the store anew meanwhile.
pub(super) fn refuse_other_embedder(
    stored: Option<&EmbedderIdentity>,
    claimed: Option<&EmbedderIdentity>,
) -> Result<(), Failure> {
    match (stored, claimed) {
        (Some(stored), Some(claimed)) if stored != claimed => Err(StoreError::OtherEmbedder {
            stored: stored.to_string(),
            configured: claimed.to_string(),
        }
        .into()),
        _ => Ok(()),
    }
}
