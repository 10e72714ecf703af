//! The machine: instruction by instruction, from bytes to values.

use std::borrow::Cow;
use std::collections::HashMap;

use super::{Id, Object, Pickle, PickleError, Value};

/// What telling a pickle as JSON may cost for each of its bytes. A text that is named again costs
/// two bytes in the file and its length in JSON.
const ALLOWED_FOR_A_BYTE: usize = 64;

/// Reads a pickle.
///
/// # Errors
/// It is cut off, damaged, or holds instructions that no Python 3 writes by itself.
pub fn read(bytes: &[u8]) -> Result<Pickle<'_>, PickleError> {
    let mut machine = Machine {
        bytes,
        at: 0,
        values: Vec::new(),
        stack: Vec::new(),
        marks: Vec::new(),
        memo: HashMap::new(),
    };
    let root = machine.run()?;
    Ok(Pickle {
        values: machine.values,
        root,
        allowance: 4096 + bytes.len().saturating_mul(ALLOWED_FOR_A_BYTE),
    })
}

struct Machine<'a> {
    bytes: &'a [u8],
    at: usize,
    values: Vec<Value<'a>>,
    stack: Vec<Id>,
    /// How high the stack was at each mark.
    marks: Vec<usize>,
    memo: HashMap<usize, Id>,
}

type Step<T = ()> = Result<T, PickleError>;

impl<'a> Machine<'a> {
    fn run(&mut self) -> Step<Id> {
        loop {
            let at = self.at;
            let code = self.byte()?;
            match code {
                b'.' => return self.pop(),
                0x80 => match self.byte()? {
                    2..=5 => {}
                    protocol => return Err(PickleError::Protocol(protocol)),
                },
                // Frames only help those who read piece by piece.
                0x95 => {
                    self.take(8)?;
                }
                b'(' => self.marks.push(self.stack.len()),
                b'0' => {
                    self.pop()?;
                }
                b'1' => {
                    self.since_mark()?;
                }
                b'2' => {
                    let top = self.top()?;
                    self.stack.push(top);
                }
                b'N' => self.push(Value::None),
                0x88 => self.push(Value::Bool(true)),
                0x89 => self.push(Value::Bool(false)),
                b'K' | b'M' | b'J' | 0x8a | 0x8b | b'G' => self.number(code)?,
                b'X' | 0x8c | 0x8d => self.text(code)?,
                b'B' | b'C' | 0x8e | 0x96 => self.plain_bytes(code)?,
                b')' | b']' | 0x8f => self.push(Value::List(Vec::new())),
                b'}' => self.push(Value::Dict(Vec::new())),
                b't' | b'l' | 0x91 => {
                    let items = self.since_mark()?;
                    self.push(Value::List(items));
                }
                b'd' => {
                    let items = self.since_mark()?;
                    let pairs = self.in_pairs(&items)?;
                    self.push(Value::Dict(pairs));
                }
                0x85..=0x87 => self.tuple(usize::from(code - 0x84))?,
                b'a' | b'e' | 0x90 | b's' | b'u' => self.fill(code)?,
                b'q' | b'r' | 0x94 => self.remember(code)?,
                b'h' | b'j' => self.recall(code)?,
                b'c' | 0x93 => self.class(code)?,
                b'R' | 0x81 | 0x92 => self.call(code)?,
                b'b' => self.build()?,
                code => return Err(PickleError::Instruction { code, at }),
            }
        }
    }

    fn number(&mut self, code: u8) -> Step {
        let value = match code {
            b'K' => Value::Int(i64::from(self.byte()?)),
            b'M' => Value::Int(i64::from(u16::from_le_bytes(self.array()?))),
            b'J' => Value::Int(i64::from(i32::from_le_bytes(self.array()?))),
            b'G' => Value::Float(f64::from_be_bytes(self.array()?)),
            _ => {
                let length = if code == 0x8a {
                    usize::from(self.byte()?)
                } else {
                    self.length(4)?
                };
                Value::Long(self.take(length)?)
            }
        };
        self.push(value);
        Ok(())
    }

    fn text(&mut self, code: u8) -> Step {
        let length = match code {
            0x8c => self.length(1)?,
            b'X' => self.length(4)?,
            _ => self.length(8)?,
        };
        let bytes = self.take(length)?;
        // Lone surrogates, which Python writes as they are, are no UTF-8.
        self.push(Value::Text(String::from_utf8_lossy(bytes)));
        Ok(())
    }

    fn plain_bytes(&mut self, code: u8) -> Step {
        let length = match code {
            b'C' => self.length(1)?,
            b'B' => self.length(4)?,
            _ => self.length(8)?,
        };
        let bytes = self.take(length)?;
        self.push(Value::Bytes(bytes));
        Ok(())
    }

    fn tuple(&mut self, length: usize) -> Step {
        let from = self.stack.len().checked_sub(length);
        let from = from.filter(|from| *from >= self.floor());
        let items = self.stack.split_off(from.ok_or_else(|| self.damaged())?);
        self.push(Value::List(items));
        Ok(())
    }

    /// Puts into a list, set, dictionary or object what stands above it.
    fn fill(&mut self, code: u8) -> Step {
        let items = match code {
            b'a' => vec![self.pop()?],
            b's' => {
                let value = self.pop()?;
                vec![self.pop()?, value]
            }
            _ => self.since_mark()?,
        };
        let target = self.top()?;
        let damaged = self.damaged();
        if matches!(code, b's' | b'u') {
            let new = self.in_pairs(&items)?;
            match self.values.get_mut(target) {
                Some(Value::Dict(pairs)) => pairs.extend(new),
                Some(Value::Object(object)) => object.pairs.extend(new),
                _ => return Err(damaged),
            }
        } else {
            match self.values.get_mut(target) {
                Some(Value::List(list)) => list.extend(items),
                Some(Value::Object(object)) => object.items.extend(items),
                _ => return Err(damaged),
            }
        }
        Ok(())
    }

    fn remember(&mut self, code: u8) -> Step {
        let place = match code {
            b'q' => self.length(1)?,
            b'r' => self.length(4)?,
            _ => self.memo.len(),
        };
        let top = self.top()?;
        self.memo.insert(place, top);
        Ok(())
    }

    fn recall(&mut self, code: u8) -> Step {
        let place = self.length(if code == b'h' { 1 } else { 4 })?;
        let known = self.memo.get(&place).copied();
        self.stack.push(known.ok_or_else(|| self.damaged())?);
        Ok(())
    }

    fn class(&mut self, code: u8) -> Step {
        let name = if code == b'c' {
            format!("{}.{}", self.line()?, self.line()?)
        } else {
            let (name, module) = (self.pop()?, self.pop()?);
            match (self.values.get(module), self.values.get(name)) {
                (Some(Value::Text(module)), Some(Value::Text(name))) => format!("{module}.{name}"),
                _ => return Err(self.damaged()),
            }
        };
        self.push(Value::Class(name.into()));
        Ok(())
    }

    /// A note that a class was called, and with what.
    fn call(&mut self, code: u8) -> Step {
        if code == 0x92 {
            // Named arguments: no class that is read takes any.
            self.pop()?;
        }
        let (arguments, class) = (self.pop()?, self.pop()?);
        let object = Object {
            class,
            arguments,
            ..Object::default()
        };
        self.push(Value::Object(Box::new(object)));
        Ok(())
    }

    fn build(&mut self) -> Step {
        let state = self.pop()?;
        let target = self.top()?;
        let damaged = self.damaged();
        match self.values.get_mut(target) {
            Some(Value::Object(object)) => object.state = Some(state),
            _ => return Err(damaged),
        }
        Ok(())
    }

    fn push(&mut self, value: Value<'a>) {
        self.stack.push(self.values.len());
        self.values.push(value);
    }

    /// Below this, the stack belongs to whoever set the last mark.
    fn floor(&self) -> usize {
        self.marks.last().copied().unwrap_or(0)
    }

    fn pop(&mut self) -> Step<Id> {
        if self.stack.len() <= self.floor() {
            return Err(self.damaged());
        }
        self.stack.pop().ok_or_else(|| self.damaged())
    }

    fn top(&self) -> Step<Id> {
        let top = self.stack.last().copied();
        top.filter(|_| self.stack.len() > self.floor())
            .ok_or_else(|| self.damaged())
    }

    fn since_mark(&mut self) -> Step<Vec<Id>> {
        let mark = self.marks.pop().ok_or_else(|| self.damaged())?;
        Ok(self.stack.split_off(mark))
    }

    fn in_pairs(&self, items: &[Id]) -> Step<Vec<(Id, Id)>> {
        let (pairs, rest) = items.as_chunks::<2>();
        if !rest.is_empty() {
            return Err(self.damaged());
        }
        Ok(pairs.iter().map(|[key, value]| (*key, *value)).collect())
    }

    fn byte(&mut self) -> Step<u8> {
        let byte = self.bytes.get(self.at).copied();
        self.at += 1;
        byte.ok_or(PickleError::CutOff)
    }

    fn take(&mut self, length: usize) -> Step<&'a [u8]> {
        let end = self.at.checked_add(length).ok_or(PickleError::CutOff)?;
        let taken = self.bytes.get(self.at..end).ok_or(PickleError::CutOff)?;
        self.at = end;
        Ok(taken)
    }

    fn array<const LENGTH: usize>(&mut self) -> Step<[u8; LENGTH]> {
        let mut array = [0; LENGTH];
        array.copy_from_slice(self.take(LENGTH)?);
        Ok(array)
    }

    /// A length that stands in so many bytes, the lowest first.
    fn length(&mut self, bytes: usize) -> Step<usize> {
        let mut wide = [0; 8];
        wide[..bytes].copy_from_slice(self.take(bytes)?);
        usize::try_from(u64::from_le_bytes(wide)).map_err(|_| PickleError::CutOff)
    }

    fn line(&mut self) -> Step<Cow<'a, str>> {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        let length = rest.iter().position(|byte| *byte == b'\n');
        let line = self.take(length.ok_or(PickleError::CutOff)?)?;
        self.at += 1;
        Ok(String::from_utf8_lossy(line))
    }

    fn damaged(&self) -> PickleError {
        PickleError::Damaged(self.at)
    }
}
