//! The client of this process: a forked child can't share its parent's connections.

use std::sync::Arc;

use mem0_client::{Client, ClientError, ClientOptions};

use crate::per_process::PerProcess;

/// Settings, and the client that this process made of them.
pub(super) struct Handle {
    options: ClientOptions,
    client: PerProcess<Client>,
}

impl Handle {
    /// Connects nothing.
    ///
    /// # Errors
    /// These settings make no client.
    pub(super) fn new(options: ClientOptions) -> Result<Self, ClientError> {
        let handle = Self {
            options,
            client: PerProcess::new(),
        };
        handle.client()?;
        Ok(handle)
    }

    /// The client of this process.
    ///
    /// # Errors
    /// The settings make no client; they did before.
    pub(super) fn client(&self) -> Result<Arc<Client>, ClientError> {
        self.client.try_get(|| Client::new(self.options.clone()))
    }
}
