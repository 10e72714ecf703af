//! Who may use which connection: one writer, several readers, all on threads that may block.

use std::sync::{Arc, Mutex, PoisonError};

use mem0_core::StoreError;
use tokio::sync::{Mutex as AsyncMutex, OwnedMutexGuard, OwnedSemaphorePermit, Semaphore};

use super::database::{Database, Location};
use super::failure::Failure;
use super::forking;
use super::settings::Settings;

/// The connections of a store.
pub(super) struct Connections {
    location: Arc<Location>,
    settings: Settings,
    users: Arc<Users>,
}

/// Who may use the file.
pub(super) struct Users {
    writer: Arc<AsyncMutex<Writer>>,
    /// A store in memory has one connection for everything.
    readers: Option<Arc<Readers>>,
}

/// The connection that writes.
enum Writer {
    Open(Box<Database>),
    /// Let go of before a fork; whoever writes next opens it again.
    Resting,
    Closed,
}

struct Readers {
    idle: Mutex<Vec<Database>>,
    permits: Arc<Semaphore>,
    count: u32,
}

/// While this is kept, nobody uses the file.
pub(super) struct Held {
    _quiet: Option<OwnedSemaphorePermit>,
    _writer: OwnedMutexGuard<Writer>,
}

impl Connections {
    /// Opens the file.
    pub(super) fn open(location: Location, settings: Settings) -> Result<Self, StoreError> {
        let opening = forking::opening();
        let writer = Database::open_writer(&location, &settings).map_err(|failure| {
            failure.explain("opening the store", location.path(), settings.busy_timeout)
        })?;
        let count = u32::try_from(settings.readers.clamp(1, 64)).unwrap_or(1);
        let readers = matches!(location, Location::File(_)).then(|| {
            Arc::new(Readers {
                idle: Mutex::default(),
                permits: Arc::new(Semaphore::new(count as usize)),
                count,
            })
        });
        let users = Arc::new(Users {
            writer: Arc::new(AsyncMutex::new(Writer::Open(Box::new(writer)))),
            readers,
        });
        opening.opened(&users);
        Ok(Self {
            location: Arc::new(location),
            settings,
            users,
        })
    }

    /// Where the store is.
    pub(super) fn location(&self) -> &Location {
        &self.location
    }

    /// Runs a job that reads, off the threads that must not block.
    pub(super) async fn read<T, F>(&self, doing: &'static str, job: F) -> Result<T, StoreError>
    where
        T: Send + 'static,
        F: FnOnce(&mut Database) -> Result<T, Failure> + Send + 'static,
    {
        let Some(readers) = self.users.readers.clone() else {
            return self.write(doing, job).await;
        };
        let permit = readers
            .permits
            .clone()
            .acquire_owned()
            .await
            .map_err(|_| StoreError::Closed)?;
        let location = self.location.clone();
        let settings = self.settings.clone();
        self.block(doing, move || {
            let mut database = match lock(&readers.idle).pop() {
                Some(database) => database,
                None => Database::open_reader(location.path(), &settings)?,
            };
            let done = job(&mut database);
            lock(&readers.idle).push(database);
            drop(permit);
            done
        })
        .await
    }

    /// Runs a job on the connection that writes.
    pub(super) async fn write<T, F>(&self, doing: &'static str, job: F) -> Result<T, StoreError>
    where
        T: Send + 'static,
        F: FnOnce(&mut Database) -> Result<T, Failure> + Send + 'static,
    {
        let mut writer = self.users.writer.clone().lock_owned().await;
        let location = self.location.clone();
        let settings = self.settings.clone();
        self.block(doing, move || {
            if matches!(*writer, Writer::Resting) {
                *writer = Writer::Open(Box::new(Database::open_writer(&location, &settings)?));
            }
            match &mut *writer {
                Writer::Open(database) => job(database),
                Writer::Resting | Writer::Closed => Err(StoreError::Closed.into()),
            }
        })
        .await
    }

    /// Runs a job on the connection that writes, while none of ours reads.
    pub(super) async fn alone<T, F>(&self, doing: &'static str, job: F) -> Result<T, StoreError>
    where
        T: Send + 'static,
        F: FnOnce(&mut Database) -> Result<T, Failure> + Send + 'static,
    {
        let _quiet = self.users.quiet().await?;
        self.write(doing, job).await
    }

    /// Lets go of the file. A second call has nothing to do.
    pub(super) async fn close(&self) -> Result<(), StoreError> {
        if let Some(readers) = &self.users.readers {
            if let Ok(_quiet) = self.users.quiet().await {
                lock(&readers.idle).clear();
            }
            readers.permits.close();
        }
        let mut writer = self.users.writer.clone().lock_owned().await;
        self.block("closing the store", move || {
            match std::mem::replace(&mut *writer, Writer::Closed) {
                Writer::Open(database) => Ok(closed(*database)?),
                Writer::Resting | Writer::Closed => Ok(()),
            }
        })
        .await
    }

    async fn block<T, F>(&self, doing: &'static str, job: F) -> Result<T, StoreError>
    where
        T: Send + 'static,
        F: FnOnce() -> Result<T, Failure> + Send + 'static,
    {
        let done =
            tokio::task::spawn_blocking(job)
                .await
                .map_err(|error| StoreError::Database {
                    doing,
                    problem: format!("the work was cut off: {error}"),
                })?;
        done.map_err(|failure| {
            failure.explain(doing, self.location.path(), self.settings.busy_timeout)
        })
    }
}

impl Users {
    /// Waits until nobody reads.
    async fn quiet(&self) -> Result<Option<OwnedSemaphorePermit>, StoreError> {
        let Some(readers) = &self.readers else {
            return Ok(None);
        };
        let all = readers
            .permits
            .clone()
            .acquire_many_owned(readers.count)
            .await;
        all.map(Some).map_err(|_| StoreError::Closed)
    }

    /// Waits until nobody uses the file, and lets go of it until somebody needs it again. A store
    /// in memory, which would be lost, only stands still.
    pub(super) async fn rest(&self) -> Held {
        // In a closed store nobody is left to wait for.
        let quiet = self.quiet().await.unwrap_or_default();
        let mut writer = self.writer.clone().lock_owned().await;
        if let Some(readers) = &self.readers {
            lock(&readers.idle).clear();
            match std::mem::replace(&mut *writer, Writer::Resting) {
                Writer::Open(database) => {
                    // What was committed is safe in the log, should this fail.
                    if let Err(error) = closed(*database) {
                        tracing::warn!(%error, "the store's file was let go of without tidying up");
                    }
                }
                Writer::Resting => {}
                Writer::Closed => *writer = Writer::Closed,
            }
        }
        Held {
            _quiet: quiet,
            _writer: writer,
        }
    }
}

fn closed(database: Database) -> Result<(), rusqlite::Error> {
    database.connection.close().map_err(|(_, error)| error)
}

/// Takes a lock; what a panicking thread left is a list of connections all the same.
fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
