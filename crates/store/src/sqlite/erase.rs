//! Erasing for good: afterwards the text stands in no byte of the file, its log or its journal.
//!
//! Two steps. The first is an ordinary transaction that deletes the rows and notes that their
//! bytes are still to go. The second rewrites the file without them (a deleted cell is overwritten
//! at once, but copies that SQLite made while it rebalanced pages are not) and empties the log. If
//! another process is reading an older state meanwhile, the second step can't finish: the caller
//! is told [`StoreError::Busy`], and the note makes the next erasure, or the next opening of the
//! file, finish it.

use jiff::Timestamp;
use mem0_core::memory_store::{Erasure, Receipt};
use mem0_core::{Namespace, StoreError};
use rusqlite::types::Value;
use rusqlite::{Connection, Transaction, params_from_iter};

use super::database::Database;
use super::failure::Failure;
use super::filter_sql::Where;
use super::keys::id_key;
use super::memories::OF_MEMORY;
use super::meta;
use super::rows;
use super::scopes::text;

/// Erases, and says what was erased.
pub(super) fn erase(
    database: &mut Database,
    erasure: &Erasure,
    at: Timestamp,
) -> Result<Receipt, Failure> {
    let transaction = database.writing()?;
    let mut receipt = match erasure {
        Erasure::Memory {
            namespace,
            memory_id,
        } => {
            let named = || {
                let id = Value::Text(memory_id.clone());
                [
                    Value::Integer(id_key(memory_id)),
                    id,
                    text(namespace.as_str()),
                ]
            };
            let (mut memory, mut history) = (Where::default(), Where::default());
            memory.and(OF_MEMORY, named());
            history.and(
                "memory_key = ? AND memory_id = ? AND +namespace = ?",
                named(),
            );
            let sources = sources_of(&transaction, &memory)?;
            let mut receipt = erase_rows(&transaction, &memory, &history)?;
            // After the memory is gone, whoever still names an episode is somebody else.
            receipt.episodes = erase_orphaned_episodes(&transaction, namespace, &sources)?;
            receipt
        }
        Erasure::Scope(scope) => {
            let within = Where::scope(scope);
            let mut receipt = erase_rows(&transaction, &within, &within)?;
            receipt.episodes = delete(&transaction, "episodes", &within)?;
            receipt
        }
        Erasure::Everything => {
            let mut all = Where::default();
            all.and("1", []);
            let mut receipt = erase_rows(&transaction, &all, &all)?;
            receipt.episodes = delete(&transaction, "episodes", &all)?;
            meta::forget_embedder(&transaction)?;
            receipt
        }
    };
    receipt.erased_at = Some(at);
    if receipt.versions + receipt.changes + receipt.episodes > 0 {
        meta::set_needs_scrub(&transaction, true)?;
        meta::bump_epoch(&transaction)?;
    }
    transaction.commit()?;
    scrub(&database.connection)?;
    Ok(receipt)
}

/// Overwrites what erasures left, if anything.
pub(super) fn scrub(connection: &Connection) -> Result<(), Failure> {
    if !meta::needs_scrub(connection)? {
        return Ok(());
    }
    connection.execute_batch("VACUUM")?;
    empty_log(connection)?;
    meta::set_needs_scrub(connection, false)
}

/// Moves everything from the log into the file, and cuts the log to nothing.
fn empty_log(connection: &Connection) -> Result<(), Failure> {
    let blocked: i64 =
        connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))?;
    if blocked == 0 {
        return Ok(());
    }
    let waited: i64 = connection.query_row("PRAGMA busy_timeout", [], |row| row.get(0))?;
    let waited = std::time::Duration::from_millis(waited.unsigned_abs());
    Err(StoreError::Busy { waited }.into())
}

fn erase_rows(
    transaction: &Transaction<'_>,
    versions: &Where,
    history: &Where,
) -> Result<Receipt, Failure> {
    let memories: i64 = transaction.query_row(
        &format!(
            "SELECT count(*) FROM (SELECT 1 FROM versions WHERE {} GROUP BY id, namespace)",
            versions.sql
        ),
        params_from_iter(&versions.values),
        |row| row.get(0),
    )?;
    for table in ["recall", "staged", "entity_links"] {
        transaction.execute(
            &format!(
                "DELETE FROM {table} WHERE row IN (SELECT row FROM versions WHERE {})",
                versions.sql
            ),
            params_from_iter(&versions.values),
        )?;
    }
    transaction.execute(
        "DELETE FROM entities WHERE NOT EXISTS \
         (SELECT 1 FROM entity_links WHERE entity_links.entity = entities.entity)",
        [],
    )?;
    Ok(Receipt {
        memories: usize::try_from(memories).unwrap_or(0),
        changes: delete(transaction, "history", history)?,
        versions: delete(transaction, "versions", versions)?,
        episodes: 0,
        erased_at: None,
    })
}

fn delete(transaction: &Transaction<'_>, table: &str, condition: &Where) -> Result<usize, Failure> {
    let sql = format!("DELETE FROM {table} WHERE {}", condition.sql);
    Ok(transaction.execute(&sql, params_from_iter(&condition.values))?)
}

/// The episodes that a memory came from.
fn sources_of(connection: &Connection, memory: &Where) -> Result<Vec<String>, Failure> {
    let sql = format!("SELECT sources FROM versions WHERE {}", memory.sql);
    let mut statement = connection.prepare(&sql)?;
    let mut found = statement.query(params_from_iter(&memory.values))?;
    let mut sources: Vec<String> = Vec::new();
    while let Some(row) = found.next()? {
        let of_version: Vec<String> = rows::json(&row.get::<_, String>(0)?)?;
        sources.extend(of_version);
    }
    sources.sort_unstable();
    sources.dedup();
    Ok(sources)
}

/// Deletes those of these episodes that no memory names; says how many.
fn erase_orphaned_episodes(
    transaction: &Transaction<'_>,
    namespace: &Namespace,
    episodes: &[String],
) -> Result<usize, Failure> {
    if episodes.is_empty() {
        return Ok(0);
    }
    let mut orphans: std::collections::BTreeSet<&str> =
        episodes.iter().map(String::as_str).collect();
    // One pass over all versions, which is little beside the rewriting of the file that follows.
    let mut statement =
        transaction.prepare("SELECT sources FROM versions WHERE sources <> '[]'")?;
    let mut found = statement.query([])?;
    while let Some(row) = found.next()? {
        let sources: Vec<String> = rows::json(&row.get::<_, String>(0)?)?;
        for source in &sources {
            orphans.remove(source.as_str());
        }
    }
    let mut erased = 0;
    for orphan in orphans {
        erased += transaction.execute(
            "DELETE FROM episodes WHERE id = ? AND namespace = ?",
            [orphan, namespace.as_str()],
        )?;
    }
    Ok(erased)
}
