//! Failures of the database, in the words of the store's errors.

use std::path::Path;
use std::time::Duration;

use mem0_core::StoreError;
use rusqlite::ErrorCode;
use rusqlite::ffi;

/// What went wrong, before it is known in which file and while doing what.
#[derive(Debug)]
pub(super) enum Failure {
    /// SQLite said so.
    Sql(rusqlite::Error),
    /// A value in the file makes no sense.
    Damaged(String),
    /// It has its final words already.
    Store(StoreError),
}

impl From<rusqlite::Error> for Failure {
    fn from(error: rusqlite::Error) -> Self {
        Self::Sql(error)
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl Failure {
    /// The error that callers see.
    pub(super) fn explain(self, doing: &'static str, path: &Path, waited: Duration) -> StoreError {
        match self {
            Self::Store(error) => error,
            Self::Damaged(problem) => StoreError::Corrupt {
                path: path.to_owned(),
                problem,
            },
            Self::Sql(error) => explain_sql(error, doing, path, waited),
        }
    }
}

fn explain_sql(
    error: rusqlite::Error,
    doing: &'static str,
    path: &Path,
    waited: Duration,
) -> StoreError {
    let path = path.to_owned();
    let problem = error.to_string();
    match &error {
        rusqlite::Error::SqliteFailure(cause, _) => match cause.code {
            ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => StoreError::Busy { waited },
            ErrorCode::DiskFull => StoreError::Full { path },
            ErrorCode::ReadOnly => StoreError::ReadOnly { path },
            ErrorCode::CannotOpen | ErrorCode::PermissionDenied => {
                StoreError::Open { path, problem }
            }
            ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase => {
                StoreError::Corrupt { path, problem }
            }
            // The shared memory file could not grow: SQLite has no "full" for it.
            ErrorCode::SystemIoFailure if cause.extended_code == ffi::SQLITE_IOERR_SHMSIZE => {
                StoreError::Full { path }
            }
            _ => StoreError::Database { doing, problem },
        },
        rusqlite::Error::FromSqlConversionFailure(..)
        | rusqlite::Error::InvalidColumnType(..)
        | rusqlite::Error::IntegralValueOutOfRange(..)
        | rusqlite::Error::Utf8Error(..) => StoreError::Corrupt { path, problem },
        _ => StoreError::Database { doing, problem },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn explained(code: i32) -> StoreError {
        let error = rusqlite::Error::SqliteFailure(ffi::Error::new(code), None);
        Failure::from(error).explain("testing", Path::new("a.db"), Duration::from_secs(1))
    }

    #[test]
    fn what_sqlite_says_becomes_an_error_with_a_remedy() {
        for (code, expected) in [
            (ffi::SQLITE_BUSY, "Busy"),
            (ffi::SQLITE_FULL, "Full"),
            (ffi::SQLITE_IOERR_SHMSIZE, "Full"),
            (ffi::SQLITE_READONLY, "ReadOnly"),
            (ffi::SQLITE_READONLY_DIRECTORY, "ReadOnly"),
            (ffi::SQLITE_CANTOPEN, "Open"),
            (ffi::SQLITE_CORRUPT, "Corrupt"),
            (ffi::SQLITE_NOTADB, "Corrupt"),
            (ffi::SQLITE_IOERR, "Database"),
        ] {
            let shown = format!("{:?}", explained(code));
            assert_eq!(shown.split(' ').next(), Some(expected), "{code}: {shown}");
        }
    }
}
