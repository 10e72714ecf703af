//! Reading what Python's `pickle` wrote, as plain values.
//!
//! A pickle is a program for a small machine: classes are named in it and called. Nothing is called
//! here: naming a class makes a note of its name, calling it a note of what it was called with.
//! So a file can say whatever it likes; the worst it can do is not to be understood.
//!
//! Protocols 2 to 5 are read, those that Python 3 writes by itself. Everything costs memory in
//! proportion to the bytes that are there, whatever lengths they claim.
//!
//! | module | question it answers |
//! | --- | --- |
//! | [`machine`] | which values does a pickle make? |
//! | [`plain`] | what are they as JSON? |

mod machine;
mod plain;
#[cfg(test)]
mod tests;

use std::borrow::Cow;

pub use self::machine::read;

/// Why a pickle can't be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PickleError {
    /// It ends in the middle.
    #[error("it is cut off")]
    CutOff,
    /// It was written by a protocol that no Python 3 writes by itself.
    #[error("it is in the pickle protocol {0}; 2 to 5 are read")]
    Protocol(u8),
    /// An instruction that has no place in such a file.
    #[error("it holds the instruction {code:#04x} at byte {at}, which is not known here")]
    Instruction {
        /// Its code.
        code: u8,
        /// Where it stands.
        at: usize,
    },
    /// It contradicts itself.
    #[error("it is damaged at byte {0}")]
    Damaged(usize),
    /// A value that can't be told without running the class that made it.
    #[error("it holds a value of the class {0}, which is not read")]
    Class(String),
    /// Something that has no counterpart in JSON.
    #[error("it holds {0}, which is not read")]
    Value(&'static str),
    /// The root is not what it should be.
    #[error("it holds no {0}")]
    Missing(&'static str),
}

/// Where a value stands in a [`Pickle`].
pub type Id = usize;

/// The values of a pickle. They may hold each other, even in circles.
#[derive(Debug)]
pub struct Pickle<'a> {
    values: Vec<Value<'a>>,
    root: Id,
    /// What telling it as JSON may cost at most: values that are held many times over can be
    /// exponentially many when they are written out.
    allowance: usize,
}

/// One value.
#[derive(Debug)]
enum Value<'a> {
    None,
    Bool(bool),
    Int(i64),
    /// Two's complement, the lowest byte first.
    Long(&'a [u8]),
    Float(f64),
    Text(Cow<'a, str>),
    Bytes(&'a [u8]),
    /// Lists, tuples and sets.
    List(Vec<Id>),
    Dict(Vec<(Id, Id)>),
    /// The name of a class or function.
    Class(Box<str>),
    Object(Box<Object>),
}

/// What a class was called with, and what the outcome was told afterwards.
#[derive(Debug, Default)]
struct Object {
    class: Id,
    arguments: Id,
    state: Option<Id>,
    items: Vec<Id>,
    pairs: Vec<(Id, Id)>,
}

impl Pickle<'_> {
    /// The outermost value.
    pub fn root(&self) -> Id {
        self.root
    }

    /// The elements of a list, tuple or set.
    pub fn elements(&self, id: Id) -> Option<&[Id]> {
        match self.values.get(id)? {
            Value::List(items) => Some(items),
            _ => None,
        }
    }

    /// The pairs of a dictionary.
    pub fn pairs(&self, id: Id) -> Option<&[(Id, Id)]> {
        match self.values.get(id)? {
            Value::Dict(pairs) => Some(pairs),
            _ => None,
        }
    }

    /// A text.
    pub fn text(&self, id: Id) -> Option<&str> {
        match self.values.get(id)? {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The class of an object: module and name, joined by a dot.
    pub fn class(&self, id: Id) -> Option<&str> {
        match self.values.get(id)? {
            Value::Object(object) => match self.values.get(object.class)? {
                Value::Class(name) => Some(name),
                _ => None,
            },
            _ => None,
        }
    }

    /// The value of an object's attribute. Models of pydantic keep theirs under `__dict__` of
    /// their state, plain objects in the state itself.
    pub fn attribute(&self, id: Id, name: &str) -> Option<Id> {
        let Value::Object(object) = self.values.get(id)? else {
            return None;
        };
        let state = object.state?;
        let attributes = self.entry(state, "__dict__").unwrap_or(state);
        self.entry(attributes, name)
    }

    /// The value under a key of a dictionary; the last one, as in Python.
    pub fn entry(&self, id: Id, key: &str) -> Option<Id> {
        let pairs = self.pairs(id)?;
        let mut found = pairs
            .iter()
            .rev()
            .filter(|pair| self.text(pair.0) == Some(key));
        found.next().map(|pair| pair.1)
    }
}
