//! What went wrong, and what can be done about it.
//!
//! Inside, errors are typed by where they arise: [`InputError`], [`StoreError`], [`ModelError`].
//! Users meet one [`Error`], whose [`kind`](Error::kind) is exhaustive and whose
//! [`hint`](Error::hint) says what to do.

use std::time::Duration;

mod input;
mod json_type;
mod model;
mod store;

pub use input::InputError;
pub use json_type::JsonType;
pub use model::ModelError;
pub use store::StoreError;

/// Shorthand for results of the public API.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// What a failed operation of the public API returns.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// What was handed in can't be used.
    #[error(transparent)]
    Input(#[from] InputError),
    /// The configuration can't be used.
    #[error("the configuration can't be used at `{setting}`: {problem}")]
    Configuration {
        /// The key's path, such as `llm.provider`.
        setting: String,
        /// What is wrong there.
        problem: String,
    },
    /// The store could not do its work.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A model gave no usable answer.
    #[error(transparent)]
    Model(#[from] ModelError),
    /// A model failed while memories were being drawn from messages. The messages are safe: they
    /// are kept as episodes, and `retry` extracts them again.
    #[error("no memories were made{}: {source}", but_kept(.kept))]
    Extraction {
        /// How many episodes were kept.
        kept: usize,
        /// What failed.
        #[source]
        source: ModelError,
    },
}

/// What kind of trouble an [`Error`] is: the column by which bindings choose an exception and
/// servers a status code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ErrorKind {
    /// Bad input (HTTP 400).
    Input,
    /// No such memory (HTTP 404).
    NotFound,
    /// Bad configuration (HTTP 500).
    Configuration,
    /// A key is missing or refused (HTTP 401 upstream, 502 here).
    Authentication,
    /// A limit of rate or quota is reached (HTTP 429).
    RateLimit,
    /// Somebody else changed the same thing meanwhile, or holds the store (HTTP 409).
    Conflict,
    /// The store failed (HTTP 500).
    Store,
    /// A model failed (HTTP 502).
    Model,
}

impl Error {
    /// What kind of trouble it is.
    pub fn kind(&self) -> ErrorKind {
        match self {
            Self::Input(InputError::NotFound(_)) => ErrorKind::NotFound,
            Self::Input(_) => ErrorKind::Input,
            Self::Configuration { .. } => ErrorKind::Configuration,
            Self::Store(error) if error.is_temporary() => ErrorKind::Conflict,
            Self::Store(_) => ErrorKind::Store,
            Self::Model(error) | Self::Extraction { source: error, .. } => match error {
                ModelError::NoKey { .. } | ModelError::Unauthorized { .. } => {
                    ErrorKind::Authentication
                }
                ModelError::RateLimited { .. } | ModelError::Quota { .. } => ErrorKind::RateLimit,
                ModelError::BadRequest { .. }
                | ModelError::Unavailable { .. }
                | ModelError::Unreachable { .. }
                | ModelError::Timeout { .. }
                | ModelError::Unusable { .. }
                | ModelError::Local { .. } => ErrorKind::Model,
            },
        }
    }

    /// Whether the same call may succeed later.
    pub fn is_temporary(&self) -> bool {
        match self {
            Self::Input(_) | Self::Configuration { .. } => false,
            Self::Store(error) => error.is_temporary(),
            Self::Model(error) | Self::Extraction { source: error, .. } => error.is_temporary(),
        }
    }

    /// How long the other side asks us to wait, if it said.
    pub fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::Model(ModelError::RateLimited { retry_after, .. })
            | Self::Extraction {
                source: ModelError::RateLimited { retry_after, .. },
                ..
            } => *retry_after,
            _ => None,
        }
    }

    /// What to do about it, in one sentence.
    pub fn hint(&self) -> String {
        match self {
            Self::Input(error) => error.hint(),
            Self::Configuration { setting, .. } => {
                format!("Correct `{setting}`; `mem0 config show` prints what is in force.")
            }
            Self::Store(error) => error.hint(),
            Self::Model(error) => error.hint().to_owned(),
            Self::Extraction { source, .. } => {
                format!(
                    "{} Then call `retry` to extract the kept messages.",
                    source.hint()
                )
            }
        }
    }
}

fn but_kept(messages: &usize) -> String {
    match messages {
        0 => String::new(),
        1 => ", but the message is kept".to_owned(),
        many => format!(", but the {many} messages are kept"),
    }
}
