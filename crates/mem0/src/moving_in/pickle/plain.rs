//! Values of a pickle as JSON: as `json.dumps` writes them, and times as `isoformat` does.

use std::borrow::Cow;
use std::fmt::Write;

use serde_json::{Map, Number, Value as Json};
use uuid::Uuid;

use super::{Id, Object, Pickle, PickleError, Value};

/// How deep values may hold each other; also the end of those that hold themselves.
const DEEPEST: usize = 64;

impl Pickle<'_> {
    /// A value, and all that it holds, as JSON.
    ///
    /// # Errors
    /// It holds something that JSON can't, or objects of classes that are not known here.
    pub fn json(&self, id: Id) -> Result<Json, PickleError> {
        let mut telling = Telling {
            pickle: self,
            left: self.allowance,
        };
        telling.value(id, DEEPEST)
    }
}

struct Telling<'a> {
    pickle: &'a Pickle<'a>,
    left: usize,
}

impl<'a> Telling<'a> {
    fn value(&mut self, id: Id, depth: usize) -> Result<Json, PickleError> {
        let pickle = self.pickle;
        let depth = depth
            .checked_sub(1)
            .ok_or(PickleError::Value("values that hold each other too deeply"))?;
        let value = pickle.values.get(id).ok_or(PickleError::Damaged(0))?;
        self.spend(16)?;
        Ok(match value {
            Value::None => Json::Null,
            Value::Bool(value) => Json::Bool(*value),
            Value::Int(value) => Json::from(*value),
            Value::Long(bytes) => whole(bytes)?,
            Value::Float(value) => float(*value),
            Value::Text(text) => Json::from(self.worded(text)?),
            Value::List(items) => self.list(items, depth)?,
            Value::Dict(pairs) => self.dict(pairs, depth)?,
            Value::Bytes(_) => return Err(PickleError::Value("bytes")),
            Value::Class(name) => return Err(PickleError::Class(name.to_string())),
            Value::Object(object) => self.object(object, depth)?,
        })
    }

    fn spend(&mut self, cost: usize) -> Result<(), PickleError> {
        let left = self.left.checked_sub(cost);
        self.left = left.ok_or(PickleError::Value("far more than its length allows"))?;
        Ok(())
    }

    fn worded(&mut self, text: &str) -> Result<String, PickleError> {
        self.spend(text.len())?;
        Ok(text.to_owned())
    }

    fn list(&mut self, items: &[Id], depth: usize) -> Result<Json, PickleError> {
        items.iter().map(|item| self.value(*item, depth)).collect()
    }

    fn dict(&mut self, pairs: &[(Id, Id)], depth: usize) -> Result<Json, PickleError> {
        let mut object = Map::new();
        for (key, value) in pairs {
            let key = match self.value(*key, depth)? {
                Json::String(key) => key,
                key @ (Json::Null | Json::Bool(_) | Json::Number(_)) => key.to_string(),
                _ => return Err(PickleError::Value("a key that is no text")),
            };
            let value = self.value(*value, depth)?;
            object.insert(key, value);
        }
        Ok(Json::Object(object))
    }

    /// What the classes of Python's own library hold; those that people put into metadata.
    fn object(&mut self, object: &Object, depth: usize) -> Result<Json, PickleError> {
        let pickle = self.pickle;
        let class = match pickle.values.get(object.class) {
            Some(Value::Class(name)) => &**name,
            _ => return Err(PickleError::Value("a call of no class")),
        };
        let unread = || PickleError::Class(class.to_owned());
        let arguments = pickle.elements(object.arguments).unwrap_or_default();
        match class {
            "datetime.datetime" => self.moment(arguments).map(Json::from).ok_or_else(unread),
            "datetime.date" => self.day(arguments).map(Json::from).ok_or_else(unread),
            "uuid.UUID" => {
                let number = object.state.and_then(|state| pickle.entry(state, "int"));
                let number = number.and_then(|id| self.unsigned(id)).ok_or_else(unread)?;
                Ok(Json::from(Uuid::from_u128(number).to_string()))
            }
            "decimal.Decimal" => match arguments {
                [digits] => self.value(*digits, depth),
                _ => Err(unread()),
            },
            "collections.OrderedDict" | "collections.defaultdict" => {
                self.dict(&object.pairs, depth)
            }
            // How protocols 2 and 3 write sets.
            "builtins.set" | "builtins.frozenset" | "__builtin__.set" | "__builtin__.frozenset" => {
                match arguments {
                    [items] => self.value(*items, depth),
                    _ => self.list(&object.items, depth),
                }
            }
            _ => Err(unread()),
        }
    }

    /// Bytes; protocol 2 has none of its own and writes a call that makes them of a text.
    fn bytes(&self, id: Id) -> Option<Cow<'a, [u8]>> {
        match self.pickle.values.get(id)? {
            Value::Bytes(bytes) => Some(Cow::Borrowed(bytes)),
            Value::Object(object) if self.pickle.class(id) == Some("_codecs.encode") => {
                let [text, _latin1] = self.pickle.elements(object.arguments)? else {
                    return None;
                };
                let characters = self.pickle.text(*text)?.chars();
                let bytes: Option<Vec<u8>> = characters
                    .map(|character| u8::try_from(u32::from(character)).ok())
                    .collect();
                bytes.map(Cow::Owned)
            }
            _ => None,
        }
    }

    fn int(&self, id: Id) -> Option<i64> {
        match self.pickle.values.get(id)? {
            Value::Int(value) => Some(*value),
            _ => None,
        }
    }

    fn unsigned(&self, id: Id) -> Option<u128> {
        match self.pickle.values.get(id)? {
            Value::Int(value) => u128::try_from(*value).ok(),
            // A highest byte of 128 or more would be a minus sign, so there is one more byte.
            Value::Long(bytes) if bytes.len() <= 17 => {
                let mut wide = [0; 32];
                wide[..bytes.len()].copy_from_slice(bytes);
                let (low, high) = wide.split_at(16);
                let number = u128::from_le_bytes(low.try_into().ok()?);
                high.iter().all(|byte| *byte == 0).then_some(number)
            }
            _ => None,
        }
    }

    /// `2024-05-01T10:00:00.5+08:00`, without an offset where Python knew none.
    fn moment(&self, arguments: &[Id]) -> Option<String> {
        let (first, zone) = match arguments {
            [first] => (*first, None),
            [first, zone] => (*first, Some(*zone)),
            _ => return None,
        };
        let [high, low, month, day, hour, minute, second, a, b, c] = *self.bytes(first)? else {
            return None;
        };
        let year = u16::from_be_bytes([high, low]);
        // The highest bit tells the two equal hours of an autumn night apart.
        let month = month & 0x7f;
        let mut text = format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}");
        let fraction = u32::from_be_bytes([0, a, b, c]);
        if fraction > 0 {
            write!(text, ".{fraction:06}").ok()?;
        }
        if let Some(zone) = zone {
            let offset = self.offset(zone)?;
            let (sign, offset) = if offset < 0 {
                ('-', -offset)
            } else {
                ('+', offset)
            };
            write!(text, "{sign}{:02}:{:02}", offset / 3600, offset / 60 % 60).ok()?;
        }
        Some(text)
    }

    fn day(&self, arguments: &[Id]) -> Option<String> {
        let [only] = arguments else { return None };
        let [high, low, month, day] = *self.bytes(*only)? else {
            return None;
        };
        let year = u16::from_be_bytes([high, low]);
        Some(format!("{year:04}-{month:02}-{day:02}"))
    }

    /// Seconds east of UTC of a `datetime.timezone`.
    fn offset(&self, zone: Id) -> Option<i64> {
        let named = |id, wanted| match self.pickle.values.get(id) {
            Some(Value::Object(object)) if self.pickle.class(id) == Some(wanted) => {
                self.pickle.elements(object.arguments)
            }
            _ => None,
        };
        let delta = *named(zone, "datetime.timezone")?.first()?;
        let parts = named(delta, "datetime.timedelta")?;
        let [days, seconds, ..] = parts else {
            return None;
        };
        let days = self.int(*days)?.checked_mul(86_400)?;
        days.checked_add(self.int(*seconds)?)
            .filter(|offset| offset.abs() < 86_400)
    }
}

/// Numbers that JSON has no word for become their names.
fn float(value: f64) -> Json {
    Number::from_f64(value).map_or_else(|| Json::from(value.to_string()), Json::Number)
}

fn whole(bytes: &[u8]) -> Result<Json, PickleError> {
    let negative = bytes.last().is_some_and(|byte| *byte >= 0x80);
    let mut wide = [if negative { 0xff } else { 0 }; 16];
    let place = wide.get_mut(..bytes.len());
    place
        .ok_or(PickleError::Value("a whole number of more than 128 bits"))?
        .copy_from_slice(bytes);
    let number = i128::from_le_bytes(wide);
    let json = i64::try_from(number)
        .map(Json::from)
        .or_else(|_| u64::try_from(number).map(Json::from));
    Ok(json.unwrap_or_else(|_| Json::from(number.to_string())))
}
