//! One open memory for each process that uses an engine.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use mem0::parts::Overrides;
use mem0::{Error, Memory, MemoryConfig, StoreError, calls};
use pyo3::prelude::*;
use serde_json::Value;
use tokio::sync::OnceCell;

use crate::failure::{Answer, Failure};
use crate::per_process::PerProcess;
use crate::watching::Watcher;
use crate::{logs, objects};

/// The rooms of an engine: this process's, and in a forked child the parent's, which stays as it
/// was, since its files and threads are the parent's.
pub(super) struct Rooms {
    rooms: PerProcess<Room>,
    plan: Plan,
}

/// What a room is made of.
#[derive(Clone)]
struct Plan {
    config: MemoryConfig,
    overrides: Overrides,
    closed: Arc<AtomicBool>,
}

/// A memory in one process, opened at first use.
pub(super) struct Room {
    plan: Plan,
    memory: OnceCell<Memory>,
}

impl Rooms {
    /// Opens nothing.
    pub(super) fn new(config: MemoryConfig, overrides: Overrides) -> Self {
        Self {
            rooms: PerProcess::new(),
            plan: Plan {
                config,
                overrides,
                closed: Arc::default(),
            },
        }
    }

    /// The room of this process.
    pub(super) fn current(&self) -> Arc<Room> {
        self.rooms.get(|| Room {
            plan: self.plan.clone(),
            memory: OnceCell::new(),
        })
    }

    /// Ends the use of all rooms; the one that is left to close, if there is one.
    pub(super) fn leave(&self) -> Option<Arc<Room>> {
        self.plan.closed.store(true, Ordering::SeqCst);
        let room = self.current();
        room.memory.initialized().then_some(room)
    }
}

impl Room {
    /// Opens the memory, unless it is open.
    pub(super) async fn open(&self, context: Option<Py<PyAny>>) -> Result<(), Failure> {
        let opened = objects::asking(context, async { self.memory().await.map(drop) });
        opened.await
    }

    /// Does one operation.
    pub(super) async fn call(
        &self,
        operation: &str,
        arguments: Value,
        context: Option<Py<PyAny>>,
        watcher: Option<Watcher>,
    ) -> Answer {
        let done = objects::asking(context, async {
            let memory = self.memory().await?;
            match watcher {
                None => calls::call(memory, operation, arguments).await,
                Some(watcher) => {
                    let tell = move |progress| watcher.tell(progress);
                    calls::call_watched(memory, operation, arguments, tell).await
                }
            }
        });
        done.await
    }

    /// Closes the memory.
    pub(super) async fn close(&self) -> Result<(), Failure> {
        match self.memory.get() {
            Some(memory) => memory.close().await.map_err(|error| Failure::new(&error)),
            None => Ok(()),
        }
    }

    async fn memory(&self) -> Result<&Memory, Error> {
        if self.plan.closed.load(Ordering::SeqCst) {
            return Err(StoreError::Closed.into());
        }
        let open = || {
            let Plan {
                config, overrides, ..
            } = self.plan.clone();
            // The constructor said them, where the program can see who is to blame.
            let said = config.warnings().to_vec();
            logs::without_repeating(said, Memory::open_with(config, overrides))
        };
        let memory = self.memory.get_or_try_init(open).await?;
        if self.plan.closed.load(Ordering::SeqCst) {
            // Closed while it was being opened.
            memory.close().await?;
        }
        Ok(memory)
    }
}
