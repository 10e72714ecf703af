//! The client of this process: a forked child can't share its parent's connections.

use std::ptr::null_mut;
use std::sync::Arc;
use std::sync::atomic::{AtomicPtr, Ordering};

use mem0_client::{Client, ClientError, ClientOptions};

/// Settings, and the client that this process made of them.
pub(super) struct Handle {
    options: ClientOptions,
    current: AtomicPtr<Made>,
}

struct Made {
    pid: u32,
    client: Arc<Client>,
}

impl Handle {
    /// Connects nothing.
    ///
    /// # Errors
    /// These settings make no client.
    pub(super) fn new(options: ClientOptions) -> Result<Self, ClientError> {
        let handle = Self {
            options,
            current: AtomicPtr::new(null_mut()),
        };
        handle.client()?;
        Ok(handle)
    }

    /// The client of this process. The parent's is left where it is after a fork: its locks and
    /// connections belong to threads that the child hasn't.
    ///
    /// # Errors
    /// The settings make no client; they did before.
    pub(super) fn client(&self) -> Result<Arc<Client>, ClientError> {
        let pid = std::process::id();
        loop {
            let held = self.current.load(Ordering::Acquire);
            // SAFETY: what is stored came from `Box::into_raw`, and is freed only when `self` is
            // dropped.
            if let Some(made) = unsafe { held.as_ref() }
                && made.pid == pid
            {
                return Ok(made.client.clone());
            }
            let client = Arc::new(Client::new(self.options.clone())?);
            let new = Box::into_raw(Box::new(Made {
                pid,
                client: client.clone(),
            }));
            let stored =
                self.current
                    .compare_exchange(held, new, Ordering::AcqRel, Ordering::Acquire);
            match stored {
                Ok(_) => return Ok(client),
                // SAFETY: nobody else has seen it.
                Err(_) => drop(unsafe { Box::from_raw(new) }),
            }
        }
    }
}

impl Drop for Handle {
    fn drop(&mut self) {
        let held = *self.current.get_mut();
        // SAFETY: as in `client`; nobody else can look any more.
        unsafe {
            if held
                .as_ref()
                .is_some_and(|made| made.pid == std::process::id())
            {
                drop(Box::from_raw(held));
            }
        }
    }
}
