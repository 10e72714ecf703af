//! Who may use which connection: one writer, several readers, all on threads that may block.

use std::sync::{Arc, Mutex, PoisonError};

use mem0_core::StoreError;
use tokio::sync::{Mutex as AsyncMutex, OwnedSemaphorePermit, Semaphore};

use super::database::{Database, Location};
use super::failure::Failure;
use super::settings::Settings;

/// The connections of a store.
pub(super) struct Connections {
    location: Arc<Location>,
    settings: Settings,
    /// `None` once the store is closed.
    writer: Arc<AsyncMutex<Option<Database>>>,
    /// A store in memory has one connection for everything.
    readers: Option<Arc<Readers>>,
}

struct Readers {
    idle: Mutex<Vec<Database>>,
    permits: Arc<Semaphore>,
    count: u32,
}

impl Connections {
    /// Opens the file.
    pub(super) fn open(location: Location, settings: Settings) -> Result<Self, StoreError> {
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
        Ok(Self {
            location: Arc::new(location),
            settings,
            writer: Arc::new(AsyncMutex::new(Some(writer))),
            readers,
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
        let Some(readers) = self.readers.clone() else {
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
        let mut writer = self.writer.clone().lock_owned().await;
        self.block(doing, move || match writer.as_mut() {
            Some(database) => job(database),
            None => Err(StoreError::Closed.into()),
        })
        .await
    }

    /// Runs a job on the connection that writes, while none of ours reads.
    pub(super) async fn alone<T, F>(&self, doing: &'static str, job: F) -> Result<T, StoreError>
    where
        T: Send + 'static,
        F: FnOnce(&mut Database) -> Result<T, Failure> + Send + 'static,
    {
        let _quiet = self.quiet().await?;
        self.write(doing, job).await
    }

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

    /// Lets go of the file. A second call has nothing to do.
    pub(super) async fn close(&self) -> Result<(), StoreError> {
        if let Some(readers) = &self.readers {
            if let Ok(_quiet) = self.quiet().await {
                lock(&readers.idle).clear();
            }
            readers.permits.close();
        }
        let mut writer = self.writer.clone().lock_owned().await;
        self.block("closing the store", move || {
            let Some(database) = writer.take() else {
                return Ok(());
            };
            database
                .connection
                .close()
                .map_err(|(_, error)| Failure::Sql(error))
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

/// Takes a lock; what a panicking thread left is a list of connections all the same.
fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
