//! Reading memories.

use std::collections::{BTreeMap, BTreeSet};

use mem0_core::memory_store::{ListQuery, Page, ScopeSummary, VersionKey};
use mem0_core::{MemoryItem, Namespace, Scope, ScopeId};
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, ToSql, params, params_from_iter};

use super::database::Database;
use super::failure::Failure;
use super::filter_sql::Where;
use super::keys::{hash_key, id_key};
use super::rows;

/// Rows of one memory: its number, its id, its namespace. The unary plus keeps SQLite from
/// thinking that an index of all of the namespace could be better.
pub(super) const OF_MEMORY: &str = "id_key = ? AND id = ? AND +namespace = ?";

/// The current version of a memory.
pub(super) fn get(
    database: &Database,
    namespace: &Namespace,
    memory_id: &str,
) -> Result<Option<MemoryItem>, Failure> {
    let sql = format!(
        "SELECT {} FROM versions WHERE {OF_MEMORY} AND valid_to IS NULL",
        rows::ITEM
    );
    let values: [&dyn ToSql; 3] = [&id_key(memory_id), &memory_id, &namespace.as_str()];
    let found = rows::collect(&database.connection, &sql, &values, rows::item)?;
    Ok(found.into_iter().next())
}

/// These versions, in the order of the keys.
pub(super) fn fetch(
    database: &Database,
    keys: &[VersionKey],
) -> Result<Vec<(VersionKey, MemoryItem)>, Failure> {
    let snapshot = database.snapshot()?;
    let mut found = Vec::with_capacity(keys.len());
    for key in keys {
        found.extend(version(&snapshot, key.0)?.map(|item| (*key, item)));
    }
    Ok(found)
}

/// The texts of these versions alone.
pub(super) fn texts(
    database: &Database,
    keys: &[VersionKey],
) -> Result<Vec<(VersionKey, String)>, Failure> {
    let snapshot = database.snapshot()?;
    let mut statement = snapshot.prepare_cached("SELECT text FROM versions WHERE row = ?")?;
    let mut found = Vec::with_capacity(keys.len());
    for key in keys {
        let mut row = statement.query([key.0])?;
        if let Some(row) = row.next()? {
            found.push((*key, row.get(0)?));
        }
    }
    Ok(found)
}

fn version(connection: &Connection, row: i64) -> Result<Option<MemoryItem>, Failure> {
    let sql = format!("SELECT {} FROM versions WHERE row = ?", rows::ITEM);
    let mut statement = connection.prepare_cached(&sql)?;
    let mut found = statement.query([row])?;
    found.next()?.map(rows::item).transpose()
}

/// All versions of a memory, oldest first.
pub(super) fn versions(
    database: &Database,
    namespace: &Namespace,
    memory_id: &str,
) -> Result<Vec<MemoryItem>, Failure> {
    let sql = format!(
        "SELECT {} FROM versions WHERE {OF_MEMORY} ORDER BY version, row",
        rows::ITEM
    );
    let values: [&dyn ToSql; 3] = [&id_key(memory_id), &memory_id, &namespace.as_str()];
    rows::collect(&database.connection, &sql, &values, rows::item)
}

/// A page of memories.
pub(super) fn list(database: &Database, query: &ListQuery) -> Result<Page, Failure> {
    let mut condition = Where::scope(&query.scope);
    condition.and_view(&query.view);
    let snapshot = database.snapshot()?;
    let (keys, total) = match &query.filter {
        None => {
            let total = count(&snapshot, &condition)?;
            (
                keys(&snapshot, &condition, Some((query.offset, query.limit)))?,
                total,
            )
        }
        Some(filter) => {
            condition.and_filter(filter);
            database.conditions.ask(condition.conditions.clone());
            // The filter has to be asked for every row anyway, to count them.
            let all = keys(&snapshot, &condition, None)?;
            let total = all.len();
            (
                all.into_iter()
                    .skip(query.offset)
                    .take(query.limit)
                    .collect(),
                total,
            )
        }
    };
    let mut items = Vec::with_capacity(keys.len());
    for key in keys {
        items.extend(version(&snapshot, key)?);
    }
    Ok(Page { items, total })
}

fn count(connection: &Connection, condition: &Where) -> Result<usize, Failure> {
    let sql = format!("SELECT count(*) FROM versions WHERE {}", condition.sql);
    let mut statement = connection.prepare_cached(&sql)?;
    let total: i64 = statement.query_row(params_from_iter(&condition.values), |row| row.get(0))?;
    Ok(usize::try_from(total).unwrap_or(0))
}

/// Keys of versions in the order of lists; `page` is how many to pass over, and how many at most.
fn keys(
    connection: &Connection,
    condition: &Where,
    page: Option<(usize, usize)>,
) -> Result<Vec<i64>, Failure> {
    let mut sql = format!(
        "SELECT row FROM versions WHERE {} ORDER BY created_at DESC, id, row",
        condition.sql
    );
    let mut values = condition.values.clone();
    if let Some((offset, limit)) = page {
        sql.push_str(" LIMIT ? OFFSET ?");
        values.extend([limit, offset].map(|it| Value::Integer(saturated(it))));
    }
    rows::keys(connection, &sql, &values)
}

/// A number for SQLite, which knows no more than 63 bits.
pub(super) fn saturated(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// Which hashes are known in exactly this scope, and whose they are.
pub(super) fn known_hashes(
    database: &Database,
    scope: &Scope,
    hashes: &[String],
) -> Result<BTreeMap<String, String>, Failure> {
    let snapshot = database.snapshot()?;
    let mut all = BTreeMap::new();
    for hash in hashes {
        all.extend(known(&snapshot, scope, hash)?.map(|id| (hash.clone(), id)));
    }
    Ok(all)
}

const KNOWN: &str = "SELECT id FROM versions \
     WHERE hash_key = ? AND valid_to IS NULL AND hash = ? AND +namespace = ? \
         AND +user_id IS ? AND +agent_id IS ? AND +run_id IS ? AND +app_id IS ? \
     ORDER BY row LIMIT 1";

/// The current memory with exactly this scope and hash.
pub(super) fn known(
    connection: &Connection,
    scope: &Scope,
    hash: &str,
) -> Result<Option<String>, Failure> {
    let mut statement = connection.prepare_cached(KNOWN)?;
    let values = params![
        hash_key(scope, hash),
        hash,
        scope.namespace.as_str(),
        scope.user_id,
        scope.agent_id,
        scope.run_id,
        scope.app_id,
    ];
    Ok(statement.query_row(values, |row| row.get(0)).optional()?)
}

/// Which of these ids belong to a memory of the namespace.
pub(super) fn known_ids(
    database: &Database,
    namespace: &Namespace,
    ids: Vec<String>,
) -> Result<BTreeSet<String>, Failure> {
    let snapshot = database.snapshot()?;
    let mut statement =
        snapshot.prepare_cached(&format!("SELECT 1 FROM versions WHERE {OF_MEMORY} LIMIT 1"))?;
    let mut known = BTreeSet::new();
    for id in ids {
        if statement.exists(params![id_key(&id), id, namespace.as_str()])? {
            known.insert(id);
        }
    }
    Ok(known)
}

/// Who has memories here.
pub(super) fn summarize(
    database: &Database,
    namespace: &Namespace,
    id: ScopeId,
) -> Result<Vec<ScopeSummary>, Failure> {
    let column = id.name();
    let sql = format!(
        "SELECT {column}, count(*), min(created_at), max(updated_at) FROM versions \
         WHERE namespace = ? AND {column} IS NOT NULL AND valid_to IS NULL \
         GROUP BY {column} ORDER BY max(updated_at) DESC, {column}"
    );
    let mut statement = database.connection.prepare_cached(&sql)?;
    let mut found = statement.query(params![namespace.as_str()])?;
    let mut summaries = Vec::new();
    while let Some(row) = found.next()? {
        summaries.push(ScopeSummary {
            id,
            value: row.get(0)?,
            memories: usize::try_from(row.get::<_, i64>(1)?).unwrap_or(0),
            created_at: rows::moment(row.get(2)?)?,
            updated_at: rows::moment(row.get(3)?)?,
        });
    }
    Ok(summaries)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sqlite::database::{Database, Location};
    use crate::sqlite::settings::Settings;

    fn plan(sql: &str) -> String {
        let database = Database::open_writer(&Location::Memory, &Settings::default()).unwrap();
        let mut statement = database
            .connection
            .prepare(&format!("EXPLAIN QUERY PLAN {sql}"))
            .unwrap();
        let values = vec![Value::Integer(1); statement.parameter_count()];
        let steps = statement
            .query_map(params_from_iter(values), |row| row.get(3))
            .unwrap();
        steps
            .collect::<Result<Vec<String>, _>>()
            .unwrap()
            .join("\n")
    }

    #[test]
    fn hot_queries_are_served_by_the_right_index() {
        let session = Scope {
            run_id: Some("monday".to_owned()),
            ..Scope::user("ann")
        };
        for (scope, index) in [
            (
                Scope::user("ann"),
                "versions_by_user (namespace=? AND user_id=? AND valid_to=?)",
            ),
            (
                Scope::agent("tutor"),
                "versions_by_agent (namespace=? AND agent_id=? AND valid_to=?)",
            ),
            (
                session,
                "versions_by_run (namespace=? AND run_id=? AND valid_to=?)",
            ),
            (
                Scope::default(),
                "versions_by_namespace (namespace=? AND valid_to=?)",
            ),
        ] {
            let mut condition = Where::scope(&scope);
            condition.and("valid_to IS NULL", []);
            let page = format!(
                "SELECT row FROM versions WHERE {} ORDER BY created_at DESC, id, row",
                condition.sql
            );
            let steps = plan(&page);
            assert!(steps.contains(index), "{steps}");
            assert!(
                !steps.contains("FOR ORDER BY"),
                "it comes in order: {steps}"
            );
        }
        let steps = plan(&format!("SELECT 1 FROM versions WHERE {OF_MEMORY} LIMIT 1"));
        assert!(steps.contains("versions_by_id (id_key=?)"), "{steps}");
        let steps = plan(KNOWN);
        assert!(steps.contains("versions_by_hash (hash_key=?)"), "{steps}");
        let steps = plan("SELECT * FROM history WHERE memory_key = ? AND +namespace = ?");
        assert!(
            steps.contains("history_by_memory (memory_key=?)"),
            "{steps}"
        );
        let log = |condition: &str| {
            plan(&format!(
                "SELECT opened_row FROM history WHERE {condition} AND sequence > ? ORDER BY sequence"
            ))
        };
        let steps = log("namespace = ? AND user_id = ?");
        assert!(
            steps.contains("(namespace=? AND user_id=? AND rowid>?)"),
            "{steps}"
        );
        let steps = log("+namespace = ?");
        assert!(steps.contains("INTEGER PRIMARY KEY (rowid>?)"), "{steps}");
        let steps = plan(&format!(
            "SELECT row FROM versions WHERE {OF_MEMORY} AND valid_to IS NULL"
        ));
        assert!(
            steps.contains("versions_by_id (id_key=? AND valid_to=?)"),
            "{steps}"
        );
    }
}
