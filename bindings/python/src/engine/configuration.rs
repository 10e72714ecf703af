//! A configuration as Python gives it: values, and objects among them.

use pyo3::exceptions::PyTypeError;
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyDict, PyFloat, PyInt, PyMapping, PyString};
use serde_json::{Map, Value};

use crate::objects::{Given, class_of};
use crate::value;

/// The provider whose model is an object of the program, by its two names.
const OBJECTS: [&str; 2] = ["langchain", "given"];

/// The option at which a model stands.
const MODEL: &str = "model";

/// The option at which a vector store stands.
const CLIENT: &str = "client";

/// Reads a mapping or a typed configuration. `None` stands for an empty one.
///
/// # Errors
/// It is no mapping, or holds what has no JSON form; the error names the key.
pub(super) fn read<'py>(config: Option<&Bound<'py, PyAny>>) -> PyResult<Given<'py>> {
    let mut given = Given::default();
    let Some(config) = config.filter(|config| !config.is_none()) else {
        return Ok(given);
    };
    let Some(entries) = entries(config)? else {
        let class = config.get_type().name()?.to_string();
        return Err(PyTypeError::new_err(format!(
            "config: a dict or a MemoryConfig is wanted, not a {class}"
        )));
    };
    let mut values = Map::new();
    for (key, entry) in entries {
        let read = match key.as_str() {
            "llm" => section(&key, &entry, MODEL, &mut given.llm)?,
            "embedder" => section(&key, &entry, MODEL, &mut given.embedder)?,
            "reranker" => section(&key, &entry, MODEL, &mut given.reranker)?,
            "vector_store" => section(&key, &entry, CLIENT, &mut given.vectors)?,
            _ => value::from_python(&entry, &key)?,
        };
        values.insert(key, read);
    }
    given.values = Value::Object(values);
    Ok(given)
}

/// A section `{"provider": …, "config": {…}}`, which may have an object at this option.
fn section<'py>(
    name: &str,
    section: &Bound<'py, PyAny>,
    place: &str,
    object: &mut Option<Bound<'py, PyAny>>,
) -> PyResult<Value> {
    let Some(parts) = entries(section)? else {
        return value::from_python(section, name);
    };
    let is_langchain = parts.iter().any(|(key, part)| {
        key == "provider"
            && part
                .extract::<String>()
                .is_ok_and(|name| OBJECTS.contains(&name.as_str()))
    });
    let mut values = Map::new();
    for (key, part) in parts {
        let path = format!("{name}.{key}");
        let options = if key == "config" {
            entries(&part)?
        } else {
            None
        };
        let read = match options {
            None => value::from_python(&part, &path)?,
            Some(options) => {
                let mut read = Map::new();
                for (option, entry) in options {
                    if is_langchain && option == place && !is_plain(&entry) {
                        if place == CLIENT {
                            read.insert(option, class_of(&entry)?.into());
                        }
                        *object = Some(entry);
                    } else {
                        let path = format!("{path}.{option}");
                        read.insert(option, value::from_python(&entry, &path)?);
                    }
                }
                Value::Object(read)
            }
        };
        values.insert(key, read);
    }
    Ok(Value::Object(values))
}

/// What a mapping or a typed object consists of.
type Entries<'py> = Vec<(String, Bound<'py, PyAny>)>;

/// What it consists of; `None` if it is neither a mapping nor a typed object.
fn entries<'py>(value: &Bound<'py, PyAny>) -> PyResult<Option<Entries<'py>>> {
    if let Ok(dict) = value.cast::<PyDict>() {
        let pairs = dict.iter().map(|(key, value)| Ok((key.extract()?, value)));
        return pairs.collect::<PyResult<Vec<_>>>().map(Some);
    }
    if let Some(fields) = value::fields(value)? {
        return entries(&fields);
    }
    match value.cast::<PyMapping>() {
        Ok(mapping) => mapping.items()?.extract().map(Some),
        Err(_) => Ok(None),
    }
}

fn is_plain(value: &Bound<'_, PyAny>) -> bool {
    value.is_none()
        || value.is_instance_of::<PyString>()
        || value.is_instance_of::<PyBool>()
        || value.is_instance_of::<PyInt>()
        || value.is_instance_of::<PyFloat>()
        || value.hasattr(intern!(value.py(), "keys")).unwrap_or(false)
}
