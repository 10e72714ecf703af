//! The list that an answer holds, whatever a model put around it or made of it.

use serde_json::{Map, Value};

use super::reconcile::Unreadable;
use crate::json::{self, Found};

/// What an answer should hold.
pub(super) struct Expected {
    /// Names of the list; the first is the one that was asked for.
    pub lists: &'static [&'static str],
    /// Keys under which an element has its text, likeliest first.
    pub texts: &'static [&'static str],
    /// Why an answer without the list can't be read.
    pub no_list: &'static str,
}

/// The elements of an answer, strings or objects with a text.
///
/// Also read: the list alone, one element alone, several one after another, an object in place of
/// the list (its values), lists under headings of the model's own, `null`.
pub(super) fn read(answer: &str, expected: &Expected) -> Result<Vec<Value>, Unreadable> {
    let found = json::read_all(answer);
    let mut problem = None;
    for candidate in &found {
        if expected.is_single(&candidate.value) {
            return Ok(expected.singles(&found));
        }
        match expected.elements(&candidate.value) {
            // Cut off before its first element was complete: nothing was said.
            Ok(list) if list.is_empty() && candidate.cut_off => {
                problem.get_or_insert(Unreadable("it stops before its first element is complete"));
            }
            Ok(list) => return Ok(list),
            Err(unreadable) => {
                problem.get_or_insert(unreadable);
            }
        }
    }
    Err(problem.unwrap_or(Unreadable("it holds no JSON")))
}

/// The text of an element.
pub(super) fn text(element: &Value, expected: &Expected) -> Option<String> {
    let text = match element {
        Value::String(text) => Some(text.as_str()),
        Value::Object(map) => expected.texts.iter().find_map(|key| match map.get(*key)? {
            Value::String(text) => Some(text.as_str()),
            Value::Array(list) => list.iter().find_map(Value::as_str),
            _ => None,
        }),
        _ => None,
    };
    let text = text?.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

impl Expected {
    fn is_single(&self, value: &Value) -> bool {
        value
            .as_object()
            .is_some_and(|map| self.list_in(map).is_none() && self.is_element(map))
    }

    fn singles(&self, found: &[Found]) -> Vec<Value> {
        found
            .iter()
            .filter(|candidate| !candidate.cut_off && self.is_single(&candidate.value))
            .map(|candidate| candidate.value.clone())
            .collect()
    }

    fn is_element(&self, map: &Map<String, Value>) -> bool {
        self.texts
            .iter()
            .any(|key| map.get(*key).is_some_and(Value::is_string))
    }

    /// The list of an object: a key that names one and holds something like one.
    fn list_in<'a>(&self, map: &'a Map<String, Value>) -> Option<&'a Value> {
        let mut named = self.lists.iter().filter_map(|key| map.get(*key));
        named.find(|value| match value {
            Value::Array(_) | Value::Object(_) | Value::Null => true,
            // `memory` is also what some call the text of one element.
            Value::String(_) => map.len() == 1,
            Value::Bool(_) | Value::Number(_) => false,
        })
    }

    fn elements(&self, value: &Value) -> Result<Vec<Value>, Unreadable> {
        match value {
            Value::Null => Ok(Vec::new()),
            Value::Array(list) => self.of_list(list),
            Value::Object(map) if map.is_empty() => Ok(Vec::new()),
            Value::Object(map) => match self.list_in(map) {
                Some(Value::Array(list)) => self.of_list(list),
                Some(Value::Object(inner)) if self.is_element(inner) => {
                    Ok(vec![Value::Object(inner.clone())])
                }
                Some(Value::Object(inner)) => {
                    self.of_list(&inner.values().cloned().collect::<Vec<_>>())
                }
                Some(Value::String(text)) => self.of_list(&[Value::String(text.clone())]),
                Some(_) => Ok(Vec::new()),
                None => self.of_headings(map),
            },
            Value::Bool(_) | Value::Number(_) | Value::String(_) => {
                Err(Unreadable("it is not a JSON object"))
            }
        }
    }

    fn of_list(&self, list: &[Value]) -> Result<Vec<Value>, Unreadable> {
        let mut elements = Vec::new();
        for value in list {
            match value {
                Value::Array(inner) => elements.extend(inner.iter().filter(|v| self.has_text(v))),
                value if self.has_text(value) => elements.push(value),
                _ => {}
            }
        }
        if elements.is_empty() && list.iter().any(|value| !self.is_blank(value)) {
            return Err(Unreadable("the elements of its list have no text"));
        }
        Ok(elements.into_iter().cloned().collect())
    }

    /// `{"preferences": ["…"], "skills": []}`: what an application's own prompt may lead to.
    fn of_headings(&self, map: &Map<String, Value>) -> Result<Vec<Value>, Unreadable> {
        let is_list = |value: &Value| value.is_array() || value.is_null();
        if !map.values().all(is_list) {
            return Err(Unreadable(self.no_list));
        }
        let all: Vec<Value> = map
            .values()
            .filter_map(Value::as_array)
            .flatten()
            .cloned()
            .collect();
        self.of_list(&all)
    }

    /// Whether an element says nothing, and means to.
    fn is_blank(&self, value: &Value) -> bool {
        let is_empty = |text: &Value| text.as_str().is_some_and(|text| text.trim().is_empty());
        let says_nothing = |map: &Map<String, Value>| {
            self.texts
                .iter()
                .any(|key| map.get(*key).is_some_and(is_empty))
        };
        value.as_object().is_some_and(says_nothing) || is_blank(value)
    }

    fn has_text(&self, value: &Value) -> bool {
        text(value, self).is_some()
    }
}

fn is_blank(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.trim().is_empty(),
        Value::Array(elements) => elements.iter().all(is_blank),
        Value::Object(map) => map.is_empty(),
        Value::Bool(_) | Value::Number(_) => false,
    }
}
