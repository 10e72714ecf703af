//! Checking the store: is the file whole, and do its tables agree?

use std::path::Path;

use mem0_core::memory_store::Health;
use rusqlite::Connection;

use super::database::Database;
use super::failure::Failure;
use super::meta;
use super::schema::{self, Found};

/// What must be nought, and what it means if it isn't.
const MUST_BE_NONE: &[(&str, &str)] = &[
    (
        "versions without what recall needs",
        "SELECT count(*) FROM versions WHERE row NOT IN (SELECT row FROM recall)",
    ),
    (
        "rows of recall without a version",
        "SELECT count(*) FROM recall WHERE row NOT IN (SELECT row FROM versions)",
    ),
    (
        "memories with two current versions",
        "SELECT count(*) FROM (SELECT 1 FROM versions WHERE valid_to IS NULL \
         GROUP BY id_key, id, namespace HAVING count(*) > 1)",
    ),
    (
        "vectors of the wrong length",
        "SELECT count(*) FROM recall WHERE length(vector) <> \
         2 * (SELECT value FROM meta WHERE key = 'dimensions')",
    ),
    (
        "links between entities and versions that are gone",
        "SELECT count(*) FROM entity_links WHERE row NOT IN (SELECT row FROM versions) \
         OR entity NOT IN (SELECT entity FROM entities)",
    ),
    (
        "entities that no memory names",
        "SELECT count(*) FROM entities WHERE entity NOT IN (SELECT entity FROM entity_links)",
    ),
];

/// Checks everything.
pub(super) fn health(database: &Database, path: &Path) -> Result<Health, Failure> {
    let snapshot = database.snapshot()?;
    let mut problems = damage(&snapshot)?;
    for (what, sql) in MUST_BE_NONE {
        match count(&snapshot, sql) {
            Ok(0) => {}
            Ok(found) => problems.push(format!("{found} {what}")),
            Err(Failure::Sql(error)) => problems.push(format!("{what}: {error}")),
            Err(failure) => return Err(failure),
        }
    }
    if meta::needs_scrub(&snapshot)? {
        problems.push(
            "an erasure could not overwrite its bytes yet, because another process was reading; \
             erase again, or open the store anew"
                .to_owned(),
        );
    }
    let format = match schema::identify(&snapshot)? {
        Found::Store(format) => format,
        Found::Nothing | Found::Stranger => 0,
    };
    Ok(Health {
        location: path.display().to_string(),
        format,
        memories: count(
            &snapshot,
            "SELECT count(*) FROM versions WHERE valid_to IS NULL",
        )?,
        versions: count(&snapshot, "SELECT count(*) FROM versions")?,
        changes: count(&snapshot, "SELECT count(*) FROM history")?,
        episodes: count(&snapshot, "SELECT count(*) FROM episodes")?,
        pending_episodes: count(
            &snapshot,
            "SELECT count(*) FROM episodes WHERE extracted = 0",
        )?,
        bytes: bytes(&snapshot, path)?,
        embedder: meta::embedder(&snapshot)?,
        problems,
    })
}

/// What SQLite finds wrong with the file.
fn damage(connection: &Connection) -> Result<Vec<String>, Failure> {
    let mut statement = connection.prepare("PRAGMA integrity_check(20)")?;
    let found: Vec<String> = statement
        .query_map([], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    Ok(found.into_iter().filter(|it| it != "ok").collect())
}

fn count(connection: &Connection, sql: &str) -> Result<usize, Failure> {
    let found: i64 = connection.query_row(sql, [], |row| row.get(0))?;
    Ok(usize::try_from(found).unwrap_or(0))
}

/// Bytes of the file and what belongs to it.
fn bytes(connection: &Connection, path: &Path) -> Result<u64, Failure> {
    let on_disk = ["", "-wal", "-shm"].iter().filter_map(|suffix| {
        let mut name = path.as_os_str().to_owned();
        name.push(suffix);
        std::fs::metadata(name).ok()
    });
    let total: u64 = on_disk.map(|it| it.len()).sum();
    if total > 0 {
        return Ok(total);
    }
    let pages: i64 = connection.query_row("PRAGMA page_count", [], |row| row.get(0))?;
    let page: i64 = connection.query_row("PRAGMA page_size", [], |row| row.get(0))?;
    Ok(u64::try_from(pages.saturating_mul(page)).unwrap_or(0))
}
