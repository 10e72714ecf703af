//! Why a command did not do its work, and the exit code that says so.

use mem0::{Error, ErrorKind, InputError};
use mem0_client::{ClientError, ErrorKind as Answered};

/// Why a command failed.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// The memory refused or failed.
    #[error(transparent)]
    Memory(#[from] Error),
    /// The server refused, or can't be reached.
    #[error("{}", .0.said())]
    Server(#[from] ClientError),
    /// There is no key for the server.
    #[error("there is no key for {0}")]
    NoKey(String),
    /// The command was typed wrongly.
    #[error("{problem}")]
    Usage {
        /// What is wrong.
        problem: String,
        /// What to do.
        hint: String,
    },
    /// There is no such thing.
    #[error("{problem}")]
    NotFound {
        /// What is missing.
        problem: String,
        /// What to do.
        hint: String,
    },
    /// A file can't be read or written.
    #[error("{path}: {source}")]
    File {
        /// Which.
        path: String,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// The terminal or the system failed.
    #[error("{0}")]
    System(#[from] std::io::Error),
    /// It was not as it should be.
    #[error("{problem}")]
    Wrong {
        /// What.
        problem: String,
        /// What to do.
        hint: String,
    },
}

impl Failure {
    /// A command that was typed wrongly.
    pub fn usage(problem: impl Into<String>, hint: impl Into<String>) -> Self {
        Self::Usage {
            problem: problem.into(),
            hint: hint.into(),
        }
    }

    /// Something that is not as it should be.
    pub fn wrong(problem: impl Into<String>, hint: impl Into<String>) -> Self {
        Self::Wrong {
            problem: problem.into(),
            hint: hint.into(),
        }
    }

    /// A memory that isn't there.
    pub fn no_memory(id: &str) -> Self {
        Error::from(InputError::NotFound(id.to_owned())).into()
    }

    /// A file that can't be read or written.
    pub fn file(path: &std::path::Path, source: std::io::Error) -> Self {
        Self::File {
            path: path.display().to_string(),
            source,
        }
    }

    /// Whether a server refused just this request, and may take the next.
    pub fn is_about_the_request(&self) -> bool {
        matches!(self, Self::Server(error) if matches!(
            error.kind(),
            Answered::Argument | Answered::Validation | Answered::Quota
        ))
    }

    /// What to do about it; may be empty.
    pub fn hint(&self) -> String {
        match self {
            Self::Memory(Error::Input(InputError::NoScope)) => {
                "Say whose memory it is: --user-id, --agent-id, --app-id or --run-id \
                 (or set MEM0_USER_ID)."
                    .to_owned()
            }
            // The message says what can't be and how it can; "correct it" adds nothing.
            Self::Memory(Error::Input(InputError::Parameter { .. })) => String::new(),
            Self::Memory(error) => error.hint(),
            Self::Server(error) => error.suggestion().to_owned(),
            Self::NoKey(_) => {
                "Pass --api-key or set MEM0_API_KEY; `mem0 init --base-url … --api-key …` \
                 remembers both."
                    .to_owned()
            }
            Self::Usage { hint, .. } | Self::NotFound { hint, .. } | Self::Wrong { hint, .. } => {
                hint.clone()
            }
            Self::File { source, .. } => match source.kind() {
                std::io::ErrorKind::StorageFull => "Make room on the disk and try again.",
                std::io::ErrorKind::IsADirectory => "Name a file.",
                std::io::ErrorKind::InvalidData => {
                    "Convert it first, from GBK for example: iconv -f GBK -t UTF-8 FILE"
                }
                _ => "Check the path and its permissions.",
            }
            .to_owned(),
            Self::System(_) => String::new(),
        }
    }

    /// 1 failed, 2 wrong usage, 3 not found, 4 key missing or refused.
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::Memory(error) => match error.kind() {
                ErrorKind::Input => 2,
                ErrorKind::NotFound => 3,
                ErrorKind::Authentication => 4,
                ErrorKind::Configuration
                | ErrorKind::RateLimit
                | ErrorKind::Conflict
                | ErrorKind::Store
                | ErrorKind::Model => 1,
            },
            Self::Server(error) => match error.kind() {
                Answered::Argument | Answered::Validation => 2,
                Answered::NotFound => 3,
                Answered::Authentication => 4,
                Answered::Configuration
                | Answered::Quota
                | Answered::RateLimit
                | Answered::Network
                | Answered::Memory => 1,
            },
            Self::NoKey(_) => 4,
            Self::Usage { .. } => 2,
            Self::NotFound { .. } => 3,
            Self::File { source, .. } if source.kind() == std::io::ErrorKind::NotFound => 3,
            Self::File { .. } | Self::System(_) | Self::Wrong { .. } => 1,
        }
    }
}
