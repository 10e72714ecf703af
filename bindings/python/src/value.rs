//! Values across the border: Python's on one side, JSON on the other.
//!
//! | Python | JSON |
//! | --- | --- |
//! | `None`, `bool`, `int`, `float`, `str` | as is; a lone surrogate becomes U+FFFD |
//! | a mapping, a dataclass, an object with `model_dump()` | object |
//! | a list, a tuple, a set, another sequence | array |
//! | `datetime`, `date`, `time` | ISO 8601, with the offset if there is one |
//! | a member of an `Enum` | its value |
//! | a `UUID`, a path | text |
//! | a number of another library | number |
//!
//! Anything else is a `TypeError`, and a number that JSON can't hold a `ValueError`; both name the
//! place: `metadata.tags[2]`.

use std::borrow::Cow;

use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{
    PyBool, PyByteArray, PyBytes, PyDict, PyFloat, PyFrozenSet, PyInt, PyList, PyMapping,
    PyMemoryView, PySequence, PySet, PyString, PyTuple,
};
use rustc_hash::FxHashMap;
use serde_json::{Map, Number, Value};

use crate::calling::{call, call_method};

/// Deeper values are refused; they are a cycle, or nothing that anybody reads.
const DEPTH: usize = 128;

/// A Python value as JSON. `name` is what it is called in an error.
///
/// # Errors
/// Something in it has no JSON form; or the program's own code in it raised.
pub(crate) fn from_python(value: &Bound<'_, PyAny>, name: &str) -> PyResult<Value> {
    read(value, 0).map_err(|refused| refused.into_exception(name))
}

/// Why a value has no JSON form, and where.
enum Refused {
    /// Its type has none.
    Type(Place, String),
    /// Its type has one, but the value hasn't.
    Value(Place, String),
    /// The program's own code raised.
    Raised(PyErr),
}

/// The way to a value, innermost step first.
#[derive(Default)]
struct Place(Vec<String>);

impl Refused {
    fn type_of(value: &Bound<'_, PyAny>) -> Self {
        let name = value.get_type().fully_qualified_name();
        let name = name.map_or_else(|_| "an object".to_owned(), |name| name.to_string());
        Self::Type(Place::default(), format!("a {name} has no JSON form"))
    }

    fn value(problem: impl Into<String>) -> Self {
        Self::Value(Place::default(), problem.into())
    }

    fn at(mut self, step: impl FnOnce() -> String) -> Self {
        if let Self::Type(place, _) | Self::Value(place, _) = &mut self {
            place.0.push(step());
        }
        self
    }

    fn into_exception(self, name: &str) -> PyErr {
        match self {
            Self::Type(place, problem) => PyTypeError::new_err(place.told(name, &problem)),
            Self::Value(place, problem) => PyValueError::new_err(place.told(name, &problem)),
            Self::Raised(error) => error,
        }
    }
}

impl From<PyErr> for Refused {
    fn from(error: PyErr) -> Self {
        Self::Raised(error)
    }
}

impl Place {
    fn told(&self, name: &str, problem: &str) -> String {
        // A cycle makes a long way, of which the beginning tells enough.
        let steps: String = self.0.iter().rev().take(12).map(String::as_str).collect();
        let place = format!("{name}{steps}");
        let place = place.trim_start_matches('.');
        if place.is_empty() {
            problem.to_owned()
        } else {
            format!("{place}: {problem}")
        }
    }
}

fn read(value: &Bound<'_, PyAny>, depth: usize) -> Result<Value, Refused> {
    if depth > DEPTH {
        return Err(Refused::value(format!(
            "nested deeper than {DEPTH} levels; is it a cycle?"
        )));
    }
    // What almost every value is comes first; `bool` is an `int` to Python.
    if let Ok(text) = value.cast_exact::<PyString>() {
        return Ok(Value::String(text_of(text)?.into_owned()));
    }
    if value.is_none() {
        return Ok(Value::Null);
    }
    if let Ok(flag) = value.cast_exact::<PyBool>() {
        return Ok(Value::Bool(flag.is_true()));
    }
    if let Ok(number) = value.cast_exact::<PyInt>() {
        return whole(number);
    }
    if let Ok(number) = value.cast_exact::<PyFloat>() {
        return fraction(number.value());
    }
    if let Ok(dict) = value.cast::<PyDict>() {
        // Taken out first: code of the program that runs meanwhile may change the dictionary.
        return object(dict.iter().collect(), depth);
    }
    if let Ok(list) = value.cast::<PyList>() {
        return array(list.iter().map(Ok), list.len(), depth);
    }
    if let Ok(tuple) = value.cast::<PyTuple>() {
        return array(tuple.iter().map(Ok), tuple.len(), depth);
    }
    unusual(value, depth)
}

/// What is none of the built-in types themselves.
fn unusual(value: &Bound<'_, PyAny>, depth: usize) -> Result<Value, Refused> {
    let py = value.py();
    // Before texts and numbers: a member of a `StrEnum` is both.
    if is_a(value, "enum", "Enum", &ENUM)? {
        return read(&value.getattr(intern!(py, "value"))?, depth + 1);
    }
    if let Ok(text) = value.cast::<PyString>() {
        return Ok(Value::String(text_of(text)?.into_owned()));
    }
    if let Ok(number) = value.cast::<PyInt>() {
        return whole(number);
    }
    if let Ok(number) = value.cast::<PyFloat>() {
        return fraction(number.value());
    }
    // `datetime` is a `date`.
    if is_a(value, "datetime", "date", &DATE)? || is_a(value, "datetime", "time", &TIME)? {
        let text = call_method(value, intern!(py, "isoformat"), ())?;
        return Ok(Value::String(text.extract()?));
    }
    if is_a(value, "uuid", "UUID", &UUID)? {
        return Ok(Value::String(value.str()?.extract()?));
    }
    if let Some(fields) = fields(value)? {
        return read(&fields, depth + 1);
    }
    if let Ok(mapping) = value.cast::<PyMapping>() {
        let items = mapping.items()?;
        return object(items.extract()?, depth);
    }
    if is_a(value, "os", "PathLike", &PATH)? {
        let path = call_method(value, intern!(py, "__fspath__"), ())?;
        return match path.cast::<PyString>() {
            Ok(text) => Ok(Value::String(text_of(text)?.into_owned())),
            Err(_) => Err(Refused::type_of(value)),
        };
    }
    if value.hasattr(intern!(py, "__index__"))?
        && let Ok(number) = call_method(value, intern!(py, "__index__"), ())
        && let Ok(number) = number.cast::<PyInt>()
    {
        return whole(number);
    }
    if value.hasattr(intern!(py, "tolist"))? {
        // An array of another library.
        return read(&call_method(value, intern!(py, "tolist"), ())?, depth + 1);
    }
    if value.hasattr(intern!(py, "__float__"))? {
        return fraction(value.extract()?);
    }
    if value.is_instance_of::<PySet>() || value.is_instance_of::<PyFrozenSet>() {
        return array(value.try_iter()?, value.len()?, depth);
    }
    let is_bytes = value.is_instance_of::<PyBytes>()
        || value.is_instance_of::<PyByteArray>()
        || value.is_instance_of::<PyMemoryView>();
    if !is_bytes && let Ok(sequence) = value.cast::<PySequence>() {
        let count = sequence.len()?;
        return array(sequence.try_iter()?, count, depth);
    }
    Err(Refused::type_of(value))
}

static ENUM: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
static DATE: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
static TIME: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
static UUID: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
static PATH: PyOnceLock<Py<PyAny>> = PyOnceLock::new();

fn is_a(
    value: &Bound<'_, PyAny>,
    module: &str,
    name: &str,
    class: &'static PyOnceLock<Py<PyAny>>,
) -> PyResult<bool> {
    value.is_instance(class.import(value.py(), module, name)?)
}

/// What a typed object consists of, as a mapping; `None` if it isn't one.
///
/// # Errors
/// The object's own code raised.
pub(crate) fn fields<'py>(value: &Bound<'py, PyAny>) -> PyResult<Option<Bound<'py, PyAny>>> {
    let py = value.py();
    if value.is_instance_of::<pyo3::types::PyType>() {
        return Ok(None);
    }
    if value.hasattr(intern!(py, "model_dump"))? {
        return call_method(value, intern!(py, "model_dump"), ()).map(Some);
    }
    if value.hasattr(intern!(py, "__dataclass_fields__"))? {
        static FIELDS: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
        let listed = call(FIELDS.import(py, "dataclasses", "fields")?, (value,))?;
        let object = PyDict::new(py);
        for field in listed.try_iter()? {
            let name = field?
                .getattr(intern!(py, "name"))?
                .cast_into::<PyString>()?;
            object.set_item(&name, value.getattr(&name)?)?;
        }
        return Ok(Some(object.into_any()));
    }
    if value.hasattr(intern!(py, "__fields__"))? && value.hasattr(intern!(py, "dict"))? {
        // An object of pydantic's first version.
        return call_method(value, intern!(py, "dict"), ()).map(Some);
    }
    Ok(None)
}

fn object(
    pairs: Vec<(Bound<'_, PyAny>, Bound<'_, PyAny>)>,
    depth: usize,
) -> Result<Value, Refused> {
    let mut object = Map::with_capacity(pairs.len());
    for (key, value) in pairs {
        let key = key_of(&key)?;
        let value = read(&value, depth + 1).map_err(|refused| refused.at(|| format!(".{key}")))?;
        object.insert(key, value);
    }
    Ok(Value::Object(object))
}

fn array<'py>(
    items: impl Iterator<Item = PyResult<Bound<'py, PyAny>>>,
    count: usize,
    depth: usize,
) -> Result<Value, Refused> {
    let mut array = Vec::with_capacity(count);
    for (place, item) in items.enumerate() {
        let value =
            read(&item?, depth + 1).map_err(|refused| refused.at(|| format!("[{place}]")))?;
        array.push(value);
    }
    Ok(Value::Array(array))
}

/// A key as text. Numbers, `True` and `None` are written as `json.dumps` writes them.
fn key_of(key: &Bound<'_, PyAny>) -> Result<String, Refused> {
    if let Ok(text) = key.cast_exact::<PyString>() {
        return Ok(text_of(text)?.into_owned());
    }
    match read(key, 0) {
        Ok(Value::String(text)) => Ok(text),
        Ok(plain @ (Value::Null | Value::Bool(_) | Value::Number(_))) => Ok(plain.to_string()),
        Ok(Value::Array(_) | Value::Object(_)) | Err(Refused::Type(..)) => {
            let class = key.get_type().name()?.to_string();
            Err(Refused::Type(
                Place::default(),
                format!("a {class} can't be a key"),
            ))
        }
        Err(refused) => Err(refused),
    }
}

fn text_of<'a>(text: &'a Bound<'_, PyString>) -> PyResult<Cow<'a, str>> {
    match text.to_str() {
        Ok(text) => Ok(Cow::Borrowed(text)),
        // UTF-8 has no form for a lone surrogate, while two that belong together mean a character.
        Err(_) => {
            let encoded = call_method(text, "encode", ("utf-16-le", "surrogatepass"))?;
            let bytes: Vec<u8> = encoded.extract()?;
            let units = bytes
                .chunks_exact(2)
                .map(|it| u16::from_le_bytes([it[0], it[1]]));
            let characters = char::decode_utf16(units);
            let text = characters.map(|it| it.unwrap_or(char::REPLACEMENT_CHARACTER));
            Ok(Cow::Owned(text.collect()))
        }
    }
}

fn whole(number: &Bound<'_, PyInt>) -> Result<Value, Refused> {
    if let Ok(number) = number.extract::<i64>() {
        return Ok(Value::from(number));
    }
    number
        .extract::<u64>()
        .map(Value::from)
        .map_err(|_| Refused::value("the number has more than 64 bits; pass it as text"))
}

fn fraction(number: f64) -> Result<Value, Refused> {
    Number::from_f64(number)
        .map(Value::Number)
        .ok_or_else(|| Refused::value(format!("{number} is no number that JSON can hold")))
}

/// JSON as a Python value.
///
/// # Errors
/// There is no memory left.
pub(crate) fn to_python<'py>(py: Python<'py>, value: &Value) -> PyResult<Bound<'py, PyAny>> {
    write(py, value, &mut Keys::default())
}

/// Keys that were made before: the rows of a list have the same ones.
type Keys<'a, 'py> = FxHashMap<&'a str, Bound<'py, PyString>>;

fn write<'a, 'py>(
    py: Python<'py>,
    value: &'a Value,
    keys: &mut Keys<'a, 'py>,
) -> PyResult<Bound<'py, PyAny>> {
    Ok(match value {
        Value::Null => py.None().into_bound(py),
        Value::Bool(flag) => PyBool::new(py, *flag).to_owned().into_any(),
        Value::Number(number) => {
            if let Some(number) = number.as_i64() {
                number.into_pyobject(py)?.into_any()
            } else if let Some(number) = number.as_u64() {
                number.into_pyobject(py)?.into_any()
            } else {
                PyFloat::new(py, number.as_f64().unwrap_or(f64::NAN)).into_any()
            }
        }
        Value::String(text) => PyString::new(py, text).into_any(),
        Value::Array(array) => {
            let items = array.iter().map(|item| write(py, item, keys));
            PyList::new(py, items.collect::<PyResult<Vec<_>>>()?)?.into_any()
        }
        Value::Object(object) => {
            let dict = PyDict::new(py);
            for (key, value) in object {
                let value = write(py, value, keys)?;
                let key = keys.entry(key).or_insert_with(|| PyString::intern(py, key));
                dict.set_item(&*key, value)?;
            }
            dict.into_any()
        }
    })
}
