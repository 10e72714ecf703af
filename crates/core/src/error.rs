//! What went wrong, and what can be done about it.
//!
//! Inside, errors are typed by where they arise: [`InputError`], [`StoreError`], [`ModelError`].
//! Users meet one [`Error`], whose [`kind`](Error::kind) is exhaustive and whose
//! [`hint`](Error::hint) says what to do.

use std::fmt;
use std::path::PathBuf;
use std::time::Duration;

use serde_json::Value;

/// Shorthand for results of the public API.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// What the caller handed in can't be used. Nothing was changed.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum InputError {
    /// No id says whose memory it is.
    #[error("no user_id, agent_id or run_id is given")]
    NoScope,
    /// One of the ids can't be used.
    #[error("the {id} can't be used: {problem}")]
    Id {
        /// Which id.
        id: &'static str,
        /// What is wrong with it.
        problem: &'static str,
    },
    /// A parameter's value can't be used.
    #[error("`{parameter}` can't be {value}: {problem}")]
    Parameter {
        /// The parameter's name.
        parameter: &'static str,
        /// The value, shortened.
        value: String,
        /// What is wrong with it.
        problem: String,
    },
    /// A memory type that can't be created.
    #[error("memory_type {0:?} can't be created; the one that can is \"procedural_memory\"")]
    MemoryType(String),
    /// The messages are not a list of messages.
    #[error("messages can't be read: {0}")]
    Messages(String),
    /// What stands in place of the messages is of another type.
    #[error("messages must be a text, a message or a list of messages, not {0}")]
    MessagesType(JsonType),
    /// A filter can't be understood.
    #[error("the filter can't be read at `{path}`: {problem}")]
    Filter {
        /// Where: the keys from the root, joined by dots.
        path: String,
        /// What is wrong there.
        problem: String,
    },
    /// The memory refuses changes.
    #[error("memory {0} is immutable")]
    Immutable(String),
    /// No memory goes by this id.
    #[error("Memory with id {0} not found")]
    NotFound(String),
    /// Nothing to take back.
    #[error("memory {0} has no change that can be undone")]
    NothingToUndo(String),
    /// No operation goes by this name.
    #[error("there is no operation {operation:?}{}", meant(.nearest))]
    UnknownOperation {
        /// The name.
        operation: String,
        /// The known one that was probably meant.
        nearest: Option<&'static str>,
    },
    /// An operation takes no argument of this name.
    #[error("`{operation}` takes no argument {argument:?}{}", meant(.nearest))]
    UnknownArgument {
        /// Which operation.
        operation: &'static str,
        /// The name.
        argument: String,
        /// The known one that was probably meant.
        nearest: Option<&'static str>,
        /// All that it takes.
        known: Vec<&'static str>,
    },
    /// An argument that an operation needs was not given.
    #[error("`{operation}` needs the argument `{argument}`")]
    MissingArgument {
        /// Which operation.
        operation: &'static str,
        /// Its name.
        argument: &'static str,
    },
    /// An operation that the interface names and nobody offers.
    #[error("`{operation}` is not implemented: {problem}")]
    NotImplemented {
        /// Which operation.
        operation: &'static str,
        /// Why, and what to use instead.
        problem: &'static str,
    },
}

/// What sort of value JSON holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum JsonType {
    /// `null`, or nothing at all.
    Null,
    /// `true` or `false`.
    Boolean,
    /// A whole number.
    Whole,
    /// A number with decimals.
    Decimal,
    /// A text.
    Text,
    /// A list.
    List,
    /// An object.
    Object,
}

impl JsonType {
    /// The type of a value.
    pub fn of(value: &Value) -> Self {
        match value {
            Value::Null => Self::Null,
            Value::Bool(_) => Self::Boolean,
            Value::Number(number) if number.is_f64() => Self::Decimal,
            Value::Number(_) => Self::Whole,
            Value::String(_) => Self::Text,
            Value::Array(_) => Self::List,
            Value::Object(_) => Self::Object,
        }
    }
}

impl fmt::Display for JsonType {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Null => "null",
            Self::Boolean => "true or false",
            Self::Whole | Self::Decimal => "a number",
            Self::Text => "a text",
            Self::List => "a list",
            Self::Object => "an object",
        })
    }
}

fn meant(nearest: &Option<&'static str>) -> String {
    nearest.map_or_else(String::new, |name| format!("; did you mean `{name}`?"))
}

/// The store could not do its work.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The file or server can't be opened.
    #[error("the store {path} can't be opened: {problem}", path = .path.display())]
    Open {
        /// Which file.
        path: PathBuf,
        /// Why.
        problem: String,
    },
    /// The file was written by a newer version.
    #[error(
        "the store {path} has format {found}, written by a newer version; this one reads up to {supported}",
        path = .path.display()
    )]
    NewerFormat {
        /// Which file.
        path: PathBuf,
        /// Its format.
        found: u32,
        /// The newest format known here.
        supported: u32,
    },
    /// The file is not ours, or damaged.
    #[error("the store {path} is damaged or not a Mem0 store: {problem}", path = .path.display())]
    Corrupt {
        /// Which file.
        path: PathBuf,
        /// What was found.
        problem: String,
    },
    /// The vectors in the store came from another model.
    #[error(
        "the store's vectors were made by {stored}, but the configured embedder is {configured}"
    )]
    OtherEmbedder {
        /// What made the stored vectors.
        stored: String,
        /// What is configured.
        configured: String,
    },
    /// A vector of the wrong length.
    #[error("a vector has {found} dimensions where the store holds {expected}")]
    Dimensions {
        /// What the store holds.
        expected: usize,
        /// What came.
        found: usize,
    },
    /// Somebody else changed the memory meanwhile. Temporary: read again, decide again.
    #[error("memory {memory_id} was changed by somebody else meanwhile")]
    Conflict {
        /// Which memory.
        memory_id: String,
    },
    /// Another process holds the store for too long. Temporary.
    #[error("the store is busy: another process has been writing for {waited:?}")]
    Busy {
        /// How long we waited.
        waited: Duration,
    },
    /// No room left. Nothing of the commit was kept.
    #[error("no room left to write the store {path}", path = .path.display())]
    Full {
        /// Which file.
        path: PathBuf,
    },
    /// The file or its folder can't be written.
    #[error("the store {path} can't be written: it or its folder is read-only", path = .path.display())]
    ReadOnly {
        /// Which file.
        path: PathBuf,
    },
    /// The store was closed.
    #[error("the store is closed")]
    Closed,
    /// Any other failure of the database.
    #[error("the store failed while {doing}: {problem}")]
    Database {
        /// What it was doing.
        doing: &'static str,
        /// What the database said.
        problem: String,
    },
}

impl StoreError {
    /// Whether trying again may help.
    pub fn is_temporary(&self) -> bool {
        matches!(self, Self::Conflict { .. } | Self::Busy { .. })
    }
}

/// A model call gave no usable answer. `provider` is `kind/name`, such as `llm/openai`.
#[derive(Debug, Clone, thiserror::Error)]
pub enum ModelError {
    /// There is no key. Permanent.
    #[error("{provider} needs a key: set `{setting}` or the environment variable {environment}")]
    NoKey {
        /// Who.
        provider: String,
        /// The configuration key.
        setting: &'static str,
        /// The environment variable.
        environment: &'static str,
    },
    /// The key was refused. Permanent: asking again can't help.
    #[error("{provider} refused the key: {message}")]
    Unauthorized {
        /// Who.
        provider: String,
        /// What it said.
        message: String,
    },
    /// Too many requests. Temporary: wait at least `retry_after`.
    #[error("{provider} asks us to slow down, its rate limit is reached: {message}")]
    RateLimited {
        /// Who.
        provider: String,
        /// What it said.
        message: String,
        /// How long it asks us to wait.
        retry_after: Option<Duration>,
    },
    /// The account has no money or quota left. Permanent until somebody pays.
    #[error("{provider} has no quota left for this key: {message}")]
    Quota {
        /// Who.
        provider: String,
        /// What it said.
        message: String,
    },
    /// The request was refused. Permanent.
    #[error("{provider} refused the request: {message}")]
    BadRequest {
        /// Who.
        provider: String,
        /// What it said.
        message: String,
        /// The parameter at fault, if it named one.
        parameter: Option<String>,
    },
    /// The service is down or overloaded. Temporary.
    #[error("{provider} is unavailable: {message}")]
    Unavailable {
        /// Who.
        provider: String,
        /// What it said.
        message: String,
    },
    /// It could not be reached at all. Temporary.
    #[error("{provider} can't be reached at {url}: {message}")]
    Unreachable {
        /// Who.
        provider: String,
        /// Where; never with a key in it.
        url: String,
        /// Why.
        message: String,
    },
    /// No answer in time. Temporary.
    #[error("{provider} gave no answer within {after:?}")]
    Timeout {
        /// Who.
        provider: String,
        /// How long we waited.
        after: Duration,
    },
    /// The answer can't be understood, also after asking for a repair.
    #[error("{provider} gave an answer that can't be used: {problem}")]
    Unusable {
        /// Who.
        provider: String,
        /// What is wrong with it, with the beginning of the answer.
        problem: String,
    },
    /// A model in this process failed to load or to run. Permanent.
    #[error("{provider} failed: {problem}")]
    Local {
        /// Who.
        provider: String,
        /// Why.
        problem: String,
    },
}

impl ModelError {
    /// Whether trying again may help.
    pub fn is_temporary(&self) -> bool {
        matches!(
            self,
            Self::RateLimited { .. }
                | Self::Unavailable { .. }
                | Self::Unreachable { .. }
                | Self::Timeout { .. }
        )
    }
}

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
            Self::Input(error) => input_hint(error),
            Self::Configuration { setting, .. } => {
                format!("Correct `{setting}`; `mem0 config show` prints what is in force.")
            }
            Self::Store(error) => store_hint(error),
            Self::Model(error) => model_hint(error).to_owned(),
            Self::Extraction { source, .. } => {
                format!(
                    "{} Then call `retry` to extract the kept messages.",
                    model_hint(source)
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

fn input_hint(error: &InputError) -> String {
    match error {
        InputError::NoScope => "Say whose memory it is: pass user_id, agent_id or run_id. \
             To wipe everything, use `reset`."
            .to_owned(),
        InputError::Id { id, .. } => format!("Pass a {id} of 1 to 1024 bytes on one line."),
        InputError::Parameter { parameter, .. } => format!("Correct `{parameter}`."),
        InputError::MemoryType(_) => "Leave memory_type out for ordinary memories.".to_owned(),
        InputError::Messages(_) | InputError::MessagesType(_) => {
            "Pass a text, one message, or a list of {\"role\", \"content\"} messages.".to_owned()
        }
        InputError::Filter { .. } => {
            "A filter is {\"field\": value}, {\"field\": {\"gte\": value}} \
             or {\"AND\" | \"OR\" | \"NOT\": [filters]}."
                .to_owned()
        }
        InputError::Immutable(_) => "Delete it and add a new memory instead.".to_owned(),
        InputError::NotFound(_) => "Pass the memory_id of a memory that is there; `history` \
             still answers for deleted ones."
            .to_owned(),
        InputError::NothingToUndo(_) => "`history` shows its changes.".to_owned(),
        InputError::UnknownOperation { .. } => {
            "The documentation of `mem0::calls` lists all operations.".to_owned()
        }
        InputError::UnknownArgument { known, .. } if known.is_empty() => {
            "It takes no arguments.".to_owned()
        }
        InputError::UnknownArgument { known, .. } => format!("It takes {}.", known.join(", ")),
        InputError::MissingArgument { argument, .. } => format!("Pass `{argument}`."),
        InputError::NotImplemented { .. } => {
            "Use `add` and `search` beside a language model of your own.".to_owned()
        }
    }
}

fn store_hint(error: &StoreError) -> String {
    match error {
        StoreError::Open { .. } | StoreError::ReadOnly { .. } => {
            "Check that the folder exists and may be written, or choose another with MEM0_DIR."
                .to_owned()
        }
        StoreError::NewerFormat { .. } => {
            "Use the newer Mem0 that wrote it, or export there and import here.".to_owned()
        }
        StoreError::Corrupt { .. } => {
            "Restore a backup, or move the file away to start anew; `mem0 doctor` tells more."
                .to_owned()
        }
        StoreError::OtherEmbedder { .. } => "Configure the embedder that made them, or run \
             `mem0 reembed` to rewrite all vectors with the configured one."
            .to_owned(),
        StoreError::Dimensions { .. } => {
            "The embedder changed its dimensions; run `mem0 reembed`.".to_owned()
        }
        StoreError::Conflict { .. } | StoreError::Busy { .. } => "Try again.".to_owned(),
        StoreError::Full { .. } => "Make room on the disk and try again.".to_owned(),
        StoreError::Closed => "Open the memory again.".to_owned(),
        StoreError::Database { .. } => "`mem0 doctor` checks the store.".to_owned(),
    }
}

fn model_hint(error: &ModelError) -> &'static str {
    match error {
        ModelError::NoKey { .. } => {
            "Set the key, or remove the provider from the configuration to work offline."
        }
        ModelError::Unauthorized { .. } => "Check the key and the base URL.",
        ModelError::RateLimited { .. } => "Wait a little and try again.",
        ModelError::Quota { .. } => "Check the account's plan and billing.",
        ModelError::BadRequest { .. } => "Check the model's name and its options.",
        ModelError::Unavailable { .. } | ModelError::Timeout { .. } => "Try again later.",
        ModelError::Unreachable { .. } => "Check the base URL, the network and the proxy.",
        ModelError::Unusable { .. } => "Try again, or configure a more capable model.",
        ModelError::Local { .. } => "Check the model's name or folder; `mem0 doctor` tells more.",
    }
}
