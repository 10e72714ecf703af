//! Which memories a vector store has still to be told of.
//!
//! An entry says no more than a memory's id: its point is to be brought in line with what stands
//! here when it is read. So nothing depends on the order of changes, a text that was erased stands
//! nowhere, and a delivery can be repeated.
//!
//! Triggers write the entries, in the transaction of the change and whatever made it: also a
//! process that has the file open without its vector store, or a version of this program that
//! knows of no outbox.

use std::collections::{BTreeSet, HashSet};

use mem0_core::Namespace;
use mem0_core::memory_store::VersionKey;
use mem0_core::vector_store::Point;
use rusqlite::{Connection, OptionalExtension, ToSql, params};

use super::codes;
use super::database::Database;
use super::failure::Failure;
use super::keys::id_key;
use super::memories::{OF_MEMORY, saturated};
use super::rows;
use crate::paired::Parcel;

/// Made where a file first stands beside a vector store; no other file needs them.
///
/// - `paired`: the namespaces whose memories are delivered.
/// - `outbox`: what is to be delivered, in order; a memory may stand there more than once.
const TABLES: &str = "
CREATE TABLE IF NOT EXISTS paired(namespace TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS outbox(
    entry INTEGER PRIMARY KEY AUTOINCREMENT,
    namespace TEXT NOT NULL,
    memory_id TEXT NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS outbox_by_memory ON outbox(memory_id);
CREATE TRIGGER IF NOT EXISTS outbox_opened AFTER INSERT ON versions
    WHEN NEW.valid_to IS NULL AND NEW.namespace IN (SELECT namespace FROM paired)
    BEGIN INSERT INTO outbox(namespace, memory_id) VALUES (NEW.namespace, NEW.id); END;
CREATE TRIGGER IF NOT EXISTS outbox_closed AFTER UPDATE OF valid_to ON versions
    WHEN NEW.namespace IN (SELECT namespace FROM paired)
    BEGIN INSERT INTO outbox(namespace, memory_id) VALUES (NEW.namespace, NEW.id); END;
CREATE TRIGGER IF NOT EXISTS outbox_erased AFTER DELETE ON versions
    WHEN OLD.valid_to IS NULL AND OLD.namespace IN (SELECT namespace FROM paired)
    BEGIN INSERT INTO outbox(namespace, memory_id) VALUES (OLD.namespace, OLD.id); END;
CREATE TRIGGER IF NOT EXISTS outbox_embedded AFTER UPDATE OF vector ON recall
    BEGIN INSERT INTO outbox(namespace, memory_id)
        SELECT namespace, id FROM versions
        WHERE row = NEW.row AND valid_to IS NULL AND namespace IN (SELECT namespace FROM paired);
    END;
";

/// Begins to note what changes in a namespace. What is there already is noted as a whole, the
/// first time; answers whether it was.
pub(super) fn open(database: &mut Database, namespace: &Namespace) -> Result<bool, Failure> {
    let transaction = database.writing()?;
    transaction.execute_batch(TABLES)?;
    let new = transaction.execute(
        "INSERT OR IGNORE INTO paired(namespace) VALUES (?)",
        [namespace.as_str()],
    )? > 0;
    if new {
        note_all(&transaction, namespace)?;
    }
    transaction.commit()?;
    Ok(new)
}

/// Notes every memory of a namespace.
pub(super) fn redeliver(database: &mut Database, namespace: &Namespace) -> Result<(), Failure> {
    let transaction = database.writing()?;
    note_all(&transaction, namespace)?;
    Ok(transaction.commit()?)
}

fn note_all(connection: &Connection, namespace: &Namespace) -> Result<(), Failure> {
    connection.execute(
        "INSERT INTO outbox(namespace, memory_id) \
         SELECT namespace, id FROM versions WHERE namespace = ? AND valid_to IS NULL ORDER BY row",
        [namespace.as_str()],
    )?;
    Ok(())
}

/// The first entries after this one, with what their memories are now.
pub(super) fn read(
    database: &Database,
    namespace: &Namespace,
    after: i64,
    limit: usize,
) -> Result<Parcel, Failure> {
    let snapshot = database.snapshot()?;
    let mut statement = snapshot.prepare_cached(
        "SELECT entry, memory_id FROM outbox WHERE namespace = ? AND entry > ? \
         ORDER BY entry LIMIT ?",
    )?;
    let mut entries = statement.query(params![namespace.as_str(), after, saturated(limit)])?;
    let mut parcel = Parcel {
        last: after,
        ..Parcel::default()
    };
    let mut seen = HashSet::new();
    while let Some(entry) = entries.next()? {
        parcel.last = entry.get(0)?;
        let memory_id: String = entry.get(1)?;
        if !seen.insert(memory_id.clone()) {
            continue;
        }
        match point(&snapshot, namespace, &memory_id)? {
            Some(found) => parcel.points.push(found),
            None => parcel.gone.push(memory_id),
        }
    }
    Ok(parcel)
}

/// The point that a memory should be; `None` if it is gone, or has no vector.
fn point(
    connection: &Connection,
    namespace: &Namespace,
    memory_id: &str,
) -> Result<Option<(VersionKey, Point)>, Failure> {
    let sql = format!(
        "SELECT {} FROM versions WHERE {OF_MEMORY} AND valid_to IS NULL",
        rows::ITEM
    );
    let mut statement = connection.prepare_cached(&sql)?;
    let mut found = statement.query(params![id_key(memory_id), memory_id, namespace.as_str()])?;
    let Some(row) = found.next()? else {
        return Ok(None);
    };
    let (key, item) = (row.get(0)?, rows::item(row)?);
    let vector = connection
        .prepare_cached("SELECT scale, vector FROM recall WHERE row = ? AND vector IS NOT NULL")?
        .query_row([key], |row| {
            Ok(codes::decode_vector(
                row.get(0)?,
                row.get_ref(1)?.as_blob()?,
            ))
        })
        .optional()?;
    Ok(vector.map(|vector| (VersionKey(key), Point::of(&item, vector))))
}

/// Takes what was delivered off the list. A memory that is another one by now goes back onto it:
/// another process may have delivered its new state before the old one arrived.
pub(super) fn delivered(
    database: &mut Database,
    namespace: &Namespace,
    parcel: &Parcel,
) -> Result<(), Failure> {
    let transaction = database.writing()?;
    let points = parcel.points.iter();
    let points = points.map(|(key, point)| (point.id.as_str(), Some(key.0)));
    let gone = parcel.gone.iter().map(|id| (id.as_str(), None));
    for (memory_id, delivered) in points.chain(gone) {
        transaction
            .prepare_cached(
                "DELETE FROM outbox WHERE namespace = ? AND memory_id = ? AND entry <= ?",
            )?
            .execute(params![namespace.as_str(), memory_id, parcel.last])?;
        let current: Option<i64> = transaction
            .prepare_cached(&format!(
                "SELECT row FROM versions WHERE {OF_MEMORY} AND valid_to IS NULL \
                 AND row IN (SELECT row FROM recall WHERE row = versions.row AND vector IS NOT NULL)"
            ))?
            .query_row(
                params![id_key(memory_id), memory_id, namespace.as_str()],
                |row| row.get(0),
            )
            .optional()?;
        if current != delivered {
            transaction
                .prepare_cached("INSERT INTO outbox(namespace, memory_id) VALUES (?, ?)")?
                .execute([namespace.as_str(), memory_id])?;
        }
    }
    Ok(transaction.commit()?)
}

/// Takes memories off the list that were just taken in from the vector store, unless they have
/// changed since.
pub(super) fn pass_over(
    database: &mut Database,
    namespace: &Namespace,
    ids: &[String],
) -> Result<(), Failure> {
    let transaction = database.writing()?;
    for memory_id in ids {
        let named: [&dyn ToSql; 5] = [
            &namespace.as_str(),
            memory_id,
            &id_key(memory_id),
            memory_id,
            &namespace.as_str(),
        ];
        transaction
            .prepare_cached(&format!(
                "DELETE FROM outbox WHERE namespace = ? AND memory_id = ? AND EXISTS \
                 (SELECT 1 FROM versions WHERE {OF_MEMORY} AND version = 1 AND valid_to IS NULL)"
            ))?
            .execute(named)?;
    }
    Ok(transaction.commit()?)
}

/// Which of these memories are to be delivered.
pub(super) fn are_waiting(
    database: &Database,
    namespace: &Namespace,
    ids: Vec<String>,
) -> Result<BTreeSet<String>, Failure> {
    let mut statement = database
        .connection
        .prepare_cached("SELECT 1 FROM outbox WHERE memory_id = ? AND namespace = ? LIMIT 1")?;
    let mut waiting = BTreeSet::new();
    for id in ids {
        if statement.exists([id.as_str(), namespace.as_str()])? {
            waiting.insert(id);
        }
    }
    Ok(waiting)
}

/// How many memories are to be delivered.
pub(super) fn waiting(database: &Database, namespace: &Namespace) -> Result<usize, Failure> {
    let found: i64 = database.connection.query_row(
        "SELECT count(DISTINCT memory_id) FROM outbox WHERE namespace = ?",
        [namespace.as_str()],
        |row| row.get(0),
    )?;
    Ok(usize::try_from(found).unwrap_or(0))
}

/// The ids of the newest memories that are not to be delivered, so that a vector store should know
/// them.
pub(super) fn newest_delivered(
    database: &Database,
    namespace: &Namespace,
    limit: usize,
) -> Result<Vec<String>, Failure> {
    let mut statement = database.connection.prepare_cached(
        "SELECT id FROM versions JOIN recall USING (row) \
         WHERE namespace = ?1 AND valid_to IS NULL AND vector IS NOT NULL \
             AND id NOT IN (SELECT memory_id FROM outbox WHERE namespace = ?1) \
         ORDER BY versions.created_at DESC LIMIT ?2",
    )?;
    let ids = statement.query_map(params![namespace.as_str(), saturated(limit)], |row| {
        row.get(0)
    })?;
    Ok(ids.collect::<Result<_, _>>()?)
}
