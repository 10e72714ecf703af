//! What callers handed in that can't be used.

use super::JsonType;

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

impl InputError {
    /// What to do about it.
    pub(super) fn hint(&self) -> String {
        match self {
            Self::NoScope => "Say whose memory it is: pass user_id, agent_id or run_id. \
                 To wipe everything, use `reset`."
                .to_owned(),
            Self::Id { id, .. } => format!("Pass a {id} of 1 to 1024 bytes on one line."),
            Self::Parameter { parameter, .. } => format!("Correct `{parameter}`."),
            Self::MemoryType(_) => "Leave memory_type out for ordinary memories.".to_owned(),
            Self::Messages(_) | Self::MessagesType(_) => {
                "Pass a text, one message, or a list of {\"role\", \"content\"} messages."
                    .to_owned()
            }
            Self::Filter { .. } => "A filter is {\"field\": value}, {\"field\": {\"gte\": value}} \
                 or {\"AND\" | \"OR\" | \"NOT\": [filters]}."
                .to_owned(),
            Self::Immutable(_) => "Delete it and add a new memory instead.".to_owned(),
            Self::NotFound(_) => "Please provide a valid 'memory_id'; `history` \
                 still answers for deleted ones."
                .to_owned(),
            Self::NothingToUndo(_) => "`history` shows its changes.".to_owned(),
            Self::UnknownOperation { .. } => {
                "The documentation of `mem0::calls` lists all operations.".to_owned()
            }
            Self::UnknownArgument { known, .. } if known.is_empty() => {
                "It takes no arguments.".to_owned()
            }
            Self::UnknownArgument { known, .. } => format!("It takes {}.", known.join(", ")),
            Self::MissingArgument { argument, .. } => format!("Pass `{argument}`."),
            Self::NotImplemented { .. } => {
                "Use `add` and `search` beside a language model of your own.".to_owned()
            }
        }
    }
}

fn meant(nearest: &Option<&'static str>) -> String {
    nearest.map_or_else(String::new, |name| format!("; did you mean `{name}`?"))
}
