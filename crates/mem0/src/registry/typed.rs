//! Options as a provider's own type.

use mem0_core::{Error, Result};
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::config::ProviderConfig;

/// The options of a provider as its own type.
///
/// # Errors
/// The type doesn't take one of them.
pub(super) fn read<T: DeserializeOwned>(chosen: &ProviderConfig) -> Result<T> {
    read_from(chosen, chosen.to_json())
}

/// The same, of these options.
///
/// # Errors
/// As [`read`].
pub(super) fn read_from<T: DeserializeOwned>(chosen: &ProviderConfig, options: Value) -> Result<T> {
    serde_json::from_value(options).map_err(|error| Error::Configuration {
        setting: format!("{}.config", chosen.provider().kind),
        problem: error.to_string(),
    })
}
