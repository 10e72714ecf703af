//! One connection to the file, with what every connection needs.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode, OpenFlags, Transaction, TransactionBehavior};

use super::conditions::Conditions;
use super::erase;
use super::failure::Failure;
use super::schema::{self, Found};
use super::settings::{Durability, Settings};
use mem0_core::StoreError;

/// Where a store is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Location {
    /// In a file.
    File(PathBuf),
    /// In this process only.
    Memory,
}

impl Location {
    /// The path, or `:memory:`.
    pub(super) fn path(&self) -> &Path {
        match self {
            Self::File(path) => path,
            Self::Memory => Path::new(":memory:"),
        }
    }
}

/// A connection with the functions that our queries call.
pub(super) struct Database {
    /// The connection.
    pub(super) connection: Connection,
    /// What the filter of the running query asks.
    pub(super) conditions: Conditions,
}

/// Held while a file is made: see [`prepare_file`].
static OPENING: Mutex<()> = Mutex::new(());

/// Statements that stay prepared. Filters make statements of their own, so there are many.
const PREPARED: usize = 96;

/// Kilobytes of the file that a connection may keep. The system keeps what is read often anyway,
/// once for all connections and processes; ours are copies on top of it. With eight times as much,
/// neither commits nor searches of 100 000 memories were faster.
const WRITER_CACHE: i64 = 4 * 1024;
/// The same for each connection that reads: what recall scans has its own place in RAM.
const READER_CACHE: i64 = 2 * 1024;

impl Database {
    /// Opens the connection that writes, and with it the file: makes it if it isn't there, and
    /// leads it to the newest format.
    pub(super) fn open_writer(location: &Location, settings: &Settings) -> Result<Self, Failure> {
        let mut connection = match location {
            Location::Memory => Connection::open_in_memory()?,
            Location::File(path) => {
                let _one_at_a_time = OPENING.lock().unwrap_or_else(PoisonError::into_inner);
                prepare_file(path)?;
                Connection::open_with_flags(path, flags())?
            }
        };
        make_ready(&mut connection, location, settings).map_err(|failure| match failure {
            // The file was opened, so what can't be opened is the log beside it.
            Failure::Sql(error) if error.sqlite_error_code() == Some(ErrorCode::CannotOpen) => {
                StoreError::ReadOnly {
                    path: location.path().to_owned(),
                }
                .into()
            }
            failure => failure,
        })?;
        Self::dress(connection)
    }

    /// Opens a connection that reads.
    pub(super) fn open_reader(path: &Path, settings: &Settings) -> Result<Self, Failure> {
        let connection =
            Connection::open_with_flags(path, flags().difference(OpenFlags::SQLITE_OPEN_CREATE))?;
        connection.busy_timeout(settings.busy_timeout)?;
        connection.pragma_update(None, "query_only", true)?;
        connection.pragma_update(None, "cache_size", -READER_CACHE)?;
        Self::dress(connection)
    }

    fn dress(connection: Connection) -> Result<Self, Failure> {
        connection.set_prepared_statement_cache_capacity(PREPARED);
        // Otherwise SQLite plans a prepared query anew each time that its values change.
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
        let conditions = Conditions::default();
        conditions.register(&connection)?;
        Ok(Self {
            connection,
            conditions,
        })
    }

    /// Begins to read one state of the file: what others commit meanwhile isn't seen.
    pub(super) fn snapshot(&self) -> Result<Transaction<'_>, Failure> {
        Ok(Transaction::new_unchecked(
            &self.connection,
            TransactionBehavior::Deferred,
        )?)
    }

    /// Begins to write; others who want to write wait.
    pub(super) fn writing(&mut self) -> Result<Transaction<'_>, Failure> {
        Ok(Transaction::new(
            &mut self.connection,
            TransactionBehavior::Immediate,
        )?)
    }
}

/// Checks whose file it is, sets how it is written, and leads it to the newest format.
fn make_ready(
    connection: &mut Connection,
    location: &Location,
    settings: &Settings,
) -> Result<(), Failure> {
    connection.busy_timeout(settings.busy_timeout)?;
    let path = || location.path().to_owned();
    // In one snapshot: another process may be making the tables at this moment.
    let found = {
        let snapshot = Transaction::new_unchecked(connection, TransactionBehavior::Deferred)?;
        schema::identify(&snapshot)?
    };
    match found {
        Found::Stranger => {
            return Err(Failure::Damaged(
                "it is the database of another application".to_owned(),
            ));
        }
        Found::Store(found) if found > schema::FORMAT => {
            let supported = schema::FORMAT;
            return Err(StoreError::NewerFormat {
                path: path(),
                found,
                supported,
            }
            .into());
        }
        Found::Store(_) | Found::Nothing => {}
    }
    if connection.is_readonly("main")? {
        return Err(StoreError::ReadOnly { path: path() }.into());
    }
    if matches!(location, Location::File(_)) {
        write_ahead(connection, settings.busy_timeout)?;
    }
    // Before the first row is written, so that nothing is ever left behind in freed pages.
    connection.pragma_update(None, "secure_delete", true)?;
    let (synchronous, fully) = match settings.durability {
        Durability::Normal => ("NORMAL", false),
        Durability::Full => ("FULL", true),
    };
    connection.pragma_update(None, "synchronous", synchronous)?;
    // Where the system's ordinary sync leaves bytes in the disk's own cache (macOS).
    connection.pragma_update(None, "fullfsync", fully)?;
    connection.pragma_update(None, "wal_autocheckpoint", 2000)?;
    connection.pragma_update(None, "journal_size_limit", 64 * 1024 * 1024)?;
    connection.pragma_update(None, "cache_size", -WRITER_CACHE)?;
    if let Some(bytes) = settings.max_bytes {
        limit_size(connection, bytes)?;
    }
    schema::migrate(connection)?;
    // An erasure that was held up is not worth refusing the store for: `health` tells of it, and
    // whoever opens the file next tries again.
    if let Err(failure) = erase::scrub(connection) {
        tracing::warn!(path = %path().display(), ?failure, "an erasure is still to be finished");
    }
    Ok(())
}

fn limit_size(connection: &Connection, bytes: u64) -> Result<(), Failure> {
    let page: i64 = connection.query_row("PRAGMA page_size", [], |row| row.get(0))?;
    let pages = i64::try_from(bytes).unwrap_or(i64::MAX) / page.max(1);
    let sql = format!("PRAGMA max_page_count = {}", pages.clamp(1, 4_294_967_294));
    Ok(connection.query_row(&sql, [], |_| Ok(()))?)
}

fn flags() -> OpenFlags {
    // Each connection is used by one thread at a time: no locks inside SQLite.
    OpenFlags::SQLITE_OPEN_READ_WRITE
        | OpenFlags::SQLITE_OPEN_CREATE
        | OpenFlags::SQLITE_OPEN_NO_MUTEX
}

/// Makes the folder and the file where they are missing, for the owner only.
fn prepare_file(path: &Path) -> Result<(), Failure> {
    let cannot = |error: std::io::Error| -> Failure {
        let path = path.to_owned();
        match error.kind() {
            std::io::ErrorKind::ReadOnlyFilesystem => StoreError::ReadOnly { path },
            std::io::ErrorKind::PermissionDenied if path.exists() => StoreError::ReadOnly { path },
            std::io::ErrorKind::StorageFull => StoreError::Full { path },
            _ => StoreError::Open {
                path,
                problem: error.to_string(),
            },
        }
        .into()
    };
    if path.is_dir() {
        let problem = "it is a folder".to_owned();
        return Err(StoreError::Open {
            path: path.to_owned(),
            problem,
        }
        .into());
    }
    if let Some(folder) = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
        && !folder.is_dir()
    {
        let mut builder = std::fs::DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(folder).map_err(cannot)?;
    }
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(path) {
        Err(error) if error.kind() != std::io::ErrorKind::AlreadyExists => Err(cannot(error)),
        // A file that is there is left to SQLite alone: opening and closing it here would drop
        // the locks that other handles of this process hold on it.
        _ => Ok(()),
    }
}

/// Switches to the write-ahead log. Two processes that do so at once can meet a lock for which
/// SQLite doesn't wait by itself.
fn write_ahead(connection: &Connection, patience: Duration) -> Result<(), Failure> {
    let begun = Instant::now();
    loop {
        let switched: Result<String, rusqlite::Error> =
            connection.query_row("PRAGMA journal_mode = WAL", [], |row| row.get(0));
        match switched {
            Ok(_) => return Ok(()),
            Err(error) => {
                let busy = error.sqlite_error_code() == Some(ErrorCode::DatabaseBusy);
                if !busy || begun.elapsed() >= patience {
                    return Err(error.into());
                }
                std::thread::sleep(Duration::from_millis(10));
            }
        }
    }
}
