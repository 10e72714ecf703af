//! Opening SQLite files that belong to others: they are read and left as they are.

use std::path::Path;
use std::time::Duration;

use rusqlite::types::ValueRef;
use rusqlite::{Connection, ErrorCode, OpenFlags, Row};

use super::ReadError;

/// How long a writer is waited for.
const PATIENCE: Duration = Duration::from_secs(5);

/// The first bytes of every SQLite file.
pub const MAGIC: &[u8] = b"SQLite format 3\0";

/// Opens a database to read it.
///
/// # Errors
/// The file is missing, or no database.
pub fn open(path: &Path) -> Result<Connection, ReadError> {
    let unreadable = |error: rusqlite::Error| ReadError::database(path, &error);
    // Named by an absolute path, no file can be taken for an option or a URI.
    let absolute = std::path::absolute(path).map_err(|source| ReadError::file(path, source))?;
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(&absolute, flags).map_err(unreadable)?;
    connection.busy_timeout(PATIENCE).map_err(unreadable)?;
    match tables(&connection) {
        Ok(_) => Ok(connection),
        // A file in WAL mode in a folder that can't be written to: nobody else writes there either.
        Err(error) if error.sqlite_error_code() == Some(ErrorCode::CannotOpen) => {
            let flags = flags | OpenFlags::SQLITE_OPEN_URI;
            let connection = Connection::open_with_flags(immutable(&absolute), flags);
            connection.map_err(unreadable)
        }
        Err(error) => Err(unreadable(error)),
    }
}

/// The names of the tables.
pub fn tables(connection: &Connection) -> rusqlite::Result<Vec<String>> {
    let mut statement =
        connection.prepare("SELECT name FROM sqlite_master WHERE type IN ('table', 'view')")?;
    let names = statement.query_map([], |row| row.get(0))?;
    names.collect()
}

/// The names of a table's columns.
pub fn columns(connection: &Connection, table: &str) -> rusqlite::Result<Vec<String>> {
    let mut statement = connection.prepare("SELECT name FROM pragma_table_info(?)")?;
    let names = statement.query_map([table], |row| row.get(0))?;
    names.collect()
}

/// A column as text: numbers in digits, bytes that are no UTF-8 replaced.
pub fn text(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<String>> {
    Ok(match row.get_ref(column)? {
        ValueRef::Null => None,
        ValueRef::Integer(number) => Some(number.to_string()),
        ValueRef::Real(number) => Some(number.to_string()),
        ValueRef::Text(bytes) | ValueRef::Blob(bytes) => {
            Some(String::from_utf8_lossy(bytes).into_owned())
        }
    })
}

fn immutable(path: &Path) -> String {
    let mut uri = "file:".to_owned();
    for character in path.to_string_lossy().chars() {
        match character {
            '%' => uri += "%25",
            '?' => uri += "%3f",
            '#' => uri += "%23",
            other => uri.push(other),
        }
    }
    uri + "?mode=ro&immutable=1"
}
