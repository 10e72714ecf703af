//! Adding points, and taking them away.

use std::collections::BTreeSet;

use mem0::parts::Point;
use pyo3::exceptions::PyNotImplementedError;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList};
use serde_json::{Map, Value};

use super::listing::Listing;
use super::{own_method, parameters, reading};
use crate::calling::call_with;
use crate::objects::{awaited, method};
use crate::value::to_python;

/// With vectors that we made.
const EMBEDDINGS: &[&str] = &["add_embeddings", "aadd_embeddings"];
/// With vectors that the object makes.
const TEXTS: [&str; 2] = ["add_texts", "aadd_texts"];

/// Whether there is a method that adds.
pub(super) fn can_write(object: &Bound<'_, PyAny>) -> PyResult<bool> {
    for name in EMBEDDINGS.iter().chain(&TEXTS) {
        if method(object, name)?.is_some() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Takes away what is there under these ids: many objects refuse an id that they know, or keep both.
pub(super) fn make_room(object: &Bound<'_, PyAny>, points: &[Point]) -> PyResult<()> {
    let ids: Vec<String> = points.iter().map(|point| point.id.clone()).collect();
    match known(object, &ids) {
        Some(known) if known.is_empty() => Ok(()),
        Some(known) => remove(object, &known),
        None => {
            // Nobody can tell what is there. An object that is out of order says so when points
            // are added, and one that doesn't know an id may well raise here.
            let _ = remove(object, &ids);
            Ok(())
        }
    }
}

/// Takes points away; those that aren't there are no error.
pub(super) fn delete(object: &Bound<'_, PyAny>, ids: &[String]) -> PyResult<()> {
    let Err(refused) = remove(object, ids) else {
        return Ok(());
    };
    // Some objects refuse all if one is unknown.
    match known(object, ids) {
        Some(known) if known.is_empty() => Ok(()),
        Some(known) if known.len() < ids.len() => remove(object, &known),
        Some(_) | None => Err(refused),
    }
}

/// Which of these ids the object knows; `None` if it can't tell.
fn known(object: &Bound<'_, PyAny>, ids: &[String]) -> Option<Vec<String>> {
    if let Ok(Some(listing)) = Listing::of(object)
        && let Ok(Some(known)) = listing.known(object, ids)
    {
        return Some(known);
    }
    own_method(object, reading::BY_IDS).ok()??;
    let found = reading::by_ids(object, ids).ok()?;
    if found.iter().any(|point| point.id.is_empty()) {
        return Some(ids.to_vec());
    }
    let found: BTreeSet<String> = found.into_iter().map(|point| point.id).collect();
    Some(
        ids.iter()
            .filter(|id| found.contains(*id))
            .cloned()
            .collect(),
    )
}

fn remove(object: &Bound<'_, PyAny>, ids: &[String]) -> PyResult<()> {
    let Some(delete) = own_method(object, &["delete", "adelete"])? else {
        return Err(PyNotImplementedError::new_err("it has no `delete`"));
    };
    let named = PyDict::new(object.py());
    named.set_item("ids", PyList::new(object.py(), ids)?)?;
    awaited(call_with(&delete, (), &named)?).map(drop)
}

/// Adds points. A database that takes plain values only gets nested ones as JSON texts.
pub(super) fn add(object: &Bound<'_, PyAny>, points: &[Point]) -> PyResult<()> {
    let payloads = points.iter().map(|point| point.payload.clone());
    let payloads: Vec<_> = payloads.collect();
    let Err(refused) = add_with(object, points, &payloads) else {
        return Ok(());
    };
    let flat: Vec<_> = payloads.iter().map(flattened).collect();
    if flat == payloads || add_with(object, points, &flat).is_err() {
        return Err(refused);
    }
    Ok(())
}

fn add_with(
    object: &Bound<'_, PyAny>,
    points: &[Point],
    payloads: &[Map<String, Value>],
) -> PyResult<()> {
    let py = object.py();
    let texts: Vec<&str> = points.iter().map(|point| point.text.as_str()).collect();
    let ids: Vec<&str> = points.iter().map(|point| point.id.as_str()).collect();
    let metadatas = payloads.iter().cloned().map(Value::Object).collect();
    let named = PyDict::new(py);
    named.set_item("metadatas", to_python(py, &Value::Array(metadatas))?)?;
    named.set_item("ids", ids)?;
    let vectors = || points.iter().map(|point| point.vector.clone());
    if let Some(add) = own_method(object, EMBEDDINGS)? {
        let takes = parameters(&add).unwrap_or_default();
        let takes = |name: &str| takes.iter().any(|it| it == name);
        if takes("text_embeddings") {
            let pairs: Vec<(&str, Vec<f32>)> = texts.into_iter().zip(vectors()).collect();
            named.set_item("text_embeddings", pairs)?;
        } else {
            if takes("texts") {
                named.set_item("texts", texts)?;
            }
            named.set_item("embeddings", vectors().collect::<Vec<_>>())?;
        }
        return awaited(call_with(&add, (), &named)?).map(drop);
    }
    named.set_item("texts", texts)?;
    let mut refused = PyNotImplementedError::new_err("it has no `add_texts`");
    for name in TEXTS {
        let Some(add) = method(object, name)? else {
            continue;
        };
        match call_with(&add, (), &named).and_then(awaited) {
            // An object may know only the form that is awaited.
            Err(error) if error.is_instance_of::<PyNotImplementedError>(py) => refused = error,
            added => return added.map(drop),
        }
    }
    Err(refused)
}

/// A payload of plain values.
fn flattened(payload: &Map<String, Value>) -> Map<String, Value> {
    let plain = payload.iter().map(|(key, value)| {
        let value = match value {
            Value::Array(_) | Value::Object(_) => Value::String(value.to_string()),
            plain => plain.clone(),
        };
        (key.clone(), value)
    });
    plain.collect()
}
