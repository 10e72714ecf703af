//! Reading what happened and what was said.

use mem0_core::{Change, Episode, Namespace, Scope};
use rusqlite::types::Value;
use rusqlite::{ToSql, params_from_iter};

use super::database::Database;
use super::failure::Failure;
use super::filter_sql::Where;
use super::keys::id_key;
use super::memories::saturated;
use super::rows;

/// The changes of a memory.
pub(super) fn history(
    database: &Database,
    namespace: &Namespace,
    memory_id: &str,
) -> Result<Vec<Change>, Failure> {
    let sql = format!(
        "SELECT {} FROM history WHERE memory_key = ? AND memory_id = ? AND +namespace = ? \
         ORDER BY sequence",
        rows::CHANGE
    );
    let values: [&dyn ToSql; 3] = [&id_key(memory_id), &memory_id, &namespace.as_str()];
    rows::collect(&database.connection, &sql, &values, rows::change)
}

/// The changes of a scope after a sequence.
pub(super) fn changes(
    database: &Database,
    scope: &Scope,
    after: u64,
    limit: usize,
) -> Result<Vec<Change>, Failure> {
    let mut condition = Where::scope(scope);
    let after = i64::try_from(after).unwrap_or(i64::MAX);
    condition.and("sequence > ?", [Value::Integer(after)]);
    let sql = format!(
        "SELECT {} FROM history WHERE {} ORDER BY sequence LIMIT ?",
        rows::CHANGE,
        condition.sql
    );
    condition.values.push(Value::Integer(saturated(limit)));
    read(database, &sql, &condition, rows::change)
}

/// The episodes with these ids.
pub(super) fn episodes(database: &Database, ids: &[String]) -> Result<Vec<Episode>, Failure> {
    let sql = format!("SELECT {} FROM episodes WHERE id = ?", rows::EPISODE);
    let snapshot = database.snapshot()?;
    let mut found = Vec::with_capacity(ids.len());
    for id in ids {
        found.extend(rows::collect(&snapshot, &sql, &[id], rows::episode)?);
    }
    Ok(found)
}

/// The latest episodes of a scope, oldest first.
pub(super) fn recent_episodes(
    database: &Database,
    scope: &Scope,
    limit: usize,
) -> Result<Vec<Episode>, Failure> {
    let mut condition = Where::scope(scope);
    let sql = format!(
        "SELECT {} FROM episodes WHERE {} ORDER BY arrival DESC LIMIT ?",
        rows::EPISODE,
        condition.sql
    );
    condition.values.push(Value::Integer(saturated(limit)));
    let mut latest = read(database, &sql, &condition, rows::episode)?;
    latest.reverse();
    Ok(latest)
}

/// Episodes that no memories were drawn from yet, oldest first.
pub(super) fn pending_episodes(
    database: &Database,
    scope: &Scope,
) -> Result<Vec<Episode>, Failure> {
    // Those that wait are few, and have an index of their own.
    let condition = Where::scope_beside(scope);
    let sql = format!(
        "SELECT {} FROM episodes WHERE {} AND extracted = 0 ORDER BY arrival",
        rows::EPISODE,
        condition.sql
    );
    read(database, &sql, &condition, rows::episode)
}

/// All episodes of a scope in order of arrival.
pub(super) fn all_episodes(
    database: &Database,
    scope: &Scope,
    offset: usize,
    limit: usize,
) -> Result<Vec<Episode>, Failure> {
    let mut condition = Where::scope(scope);
    let sql = format!(
        "SELECT {} FROM episodes WHERE {} ORDER BY arrival LIMIT ? OFFSET ?",
        rows::EPISODE,
        condition.sql
    );
    condition
        .values
        .extend([limit, offset].map(|it| Value::Integer(saturated(it))));
    read(database, &sql, &condition, rows::episode)
}

fn read<T>(
    database: &Database,
    sql: &str,
    condition: &Where,
    read: impl Fn(&rusqlite::Row<'_>) -> Result<T, Failure>,
) -> Result<Vec<T>, Failure> {
    let mut statement = database.connection.prepare_cached(sql)?;
    let mut rows = statement.query(params_from_iter(&condition.values))?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(read(row)?);
    }
    Ok(found)
}
