//! Ids and names that many rows share, each kept once.

use std::collections::HashMap;
use std::sync::Arc;

/// Stands for no name.
pub(super) const NOBODY: u32 = 0;

/// Gives each name a number above [`NOBODY`].
#[derive(Debug, Default)]
pub(super) struct Names {
    numbers: HashMap<Arc<str>, u32>,
    names: Vec<Arc<str>>,
    bytes: usize,
}

impl Names {
    /// The number of a name. `before` is a number that is likely to be it.
    pub(super) fn number(&mut self, name: Option<&str>, before: u32) -> u32 {
        let Some(name) = name else { return NOBODY };
        if self.name(before).is_some_and(|it| **it == *name) {
            return before;
        }
        if let Some(number) = self.numbers.get(name) {
            return *number;
        }
        let name: Arc<str> = name.into();
        self.bytes += name.len() + 64;
        self.names.push(name.clone());
        let number = self.names.len() as u32;
        self.numbers.insert(name, number);
        number
    }

    /// The number of a name, if any row has it.
    pub(super) fn known(&self, name: &str) -> Option<u32> {
        self.numbers.get(name).copied()
    }

    /// The name with this number.
    pub(super) fn name(&self, number: u32) -> Option<&Arc<str>> {
        self.names.get((number as usize).checked_sub(1)?)
    }

    /// Bytes that it takes.
    pub(super) fn bytes(&self) -> usize {
        self.bytes
    }
}
