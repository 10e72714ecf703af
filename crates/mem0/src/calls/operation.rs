//! The list of operations.

use std::future::Future;
use std::pin::Pin;

use mem0_core::InputError;
use serde_json::Value;

use super::arguments::Arguments;
use super::{erase, models, moving_in, portable, recall, remember};
use crate::config::nearest::nearest;
use crate::{Memory, Result};

/// All operations.
pub const OPERATIONS: &[Operation] = &[
    remember::ADD,
    recall::SEARCH,
    recall::GET,
    recall::GET_ALL,
    remember::UPDATE,
    erase::DELETE,
    erase::DELETE_ALL,
    recall::HISTORY,
    erase::RESET,
    remember::RETRY,
    erase::UNDO,
    erase::FORGET,
    erase::FORGET_ALL,
    portable::IMPORT,
    portable::EXPORT,
    moving_in::IMPORT_FROM,
    recall::SOURCES,
    recall::EPISODES,
    recall::CHANGES,
    recall::SUMMARIZE,
    models::HEALTH,
    models::EMBED,
    models::EMBEDDER,
    models::REEMBED,
    models::CHAT,
];

/// One operation.
#[derive(Clone, Copy)]
#[non_exhaustive]
pub struct Operation {
    /// Its name.
    pub name: &'static str,
    /// Other names.
    pub aliases: &'static [&'static str],
    /// What it does.
    pub summary: &'static str,
    /// What it takes.
    pub arguments: &'static [Argument],
    pub(super) run: for<'a> fn(&'a Memory, Arguments) -> Answer<'a>,
}

/// An answer on its way.
pub(super) type Answer<'a> = Pin<Box<dyn Future<Output = Result<Value>> + Send + 'a>>;

impl Operation {
    /// The operation that goes by this name.
    ///
    /// # Errors
    /// [`InputError::UnknownOperation`] that names the nearest known one.
    pub fn named(name: &str) -> Result<&'static Self, InputError> {
        let known = |operation: &&Self| operation.names().any(|known| known == name);
        OPERATIONS.iter().find(known).ok_or_else(|| {
            let names = OPERATIONS.iter().flat_map(Self::names);
            InputError::UnknownOperation {
                operation: name.to_owned(),
                nearest: nearest(name, names),
            }
        })
    }

    /// The argument that goes by this name.
    pub fn argument(&self, name: &str) -> Option<&'static Argument> {
        let known = |argument: &&Argument| argument.names().any(|known| known == name);
        self.arguments.iter().find(known)
    }

    fn names(&self) -> impl Iterator<Item = &'static str> + use<> {
        std::iter::once(self.name).chain(self.aliases.iter().copied())
    }
}

impl std::fmt::Debug for Operation {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("Operation")
            .field("name", &self.name)
            .field("aliases", &self.aliases)
            .field("arguments", &self.arguments)
            .finish_non_exhaustive()
    }
}

/// One argument of an operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Argument {
    /// Its name.
    pub name: &'static str,
    /// Other names.
    pub aliases: &'static [&'static str],
    /// Whether the operation can't do without.
    pub required: bool,
    /// What it says.
    pub summary: &'static str,
}

impl Argument {
    pub(super) const fn new(name: &'static str, summary: &'static str) -> Self {
        Self {
            name,
            aliases: &[],
            required: false,
            summary,
        }
    }

    pub(super) const fn aliases(self, aliases: &'static [&'static str]) -> Self {
        Self { aliases, ..self }
    }

    pub(super) const fn required(self) -> Self {
        Self {
            required: true,
            ..self
        }
    }

    /// Its name and its aliases.
    pub fn names(&self) -> impl Iterator<Item = &'static str> + use<> {
        std::iter::once(self.name).chain(self.aliases.iter().copied())
    }
}
