//! Errors as exceptions.

use std::any::Any;
use std::future::Future;
use std::panic::AssertUnwindSafe;

use futures::FutureExt;
use mem0::{Error, contract};
use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::PyString;
use serde_json::{Value, json};

use crate::process::Process;
use crate::{calling, value};

/// What an operation answers.
pub(crate) type Answer = Result<Value, Failure>;

/// An error on its way to Python.
pub(crate) struct Failure {
    /// What `mem0._errors.from_payload` makes an exception of.
    payload: Value,
    /// The exception of Python that is behind it.
    cause: Option<PyErr>,
}

impl Failure {
    /// An error of the engine.
    pub(crate) fn new(error: &Error) -> Self {
        Self::of_payload(contract::error_json(error))
    }

    /// An error that is described already.
    pub(crate) fn of_payload(payload: Value) -> Self {
        Self {
            payload,
            cause: None,
        }
    }

    /// With the exception that is behind it.
    pub(crate) fn caused_by(self, cause: Option<PyErr>) -> Self {
        Self { cause, ..self }
    }

    /// A bug of ours: the work panicked.
    fn of_panic(panic: &(dyn Any + Send)) -> Self {
        let words = panic
            .downcast_ref::<&str>()
            .copied()
            .or_else(|| panic.downcast_ref::<String>().map(String::as_str))
            .unwrap_or("no reason given");
        Self::of_payload(json!({
            "error": format!("mem0 failed inside: {words}"),
            "hint": "This is a bug of mem0. Nothing is half written; please report it.",
            "kind": "internal",
            "temporary": false,
        }))
    }

    /// The exception to raise.
    pub(crate) fn into_exception(self, py: Python<'_>) -> PyErr {
        let error = exception(py, &self.payload).unwrap_or_else(|error| error);
        if self.cause.is_some() {
            error.set_cause(py, self.cause);
        }
        error
    }
}

/// The work, kept apart from forks, with a panic as one more way to fail.
pub(crate) async fn guarded(work: impl Future<Output = Answer>) -> Answer {
    let _working = match Process::existing() {
        Some(process) => Some(process.gate.enter().await),
        None => None,
    };
    match AssertUnwindSafe(work).catch_unwind().await {
        Ok(answer) => answer,
        Err(panic) => Err(Failure::of_panic(&*panic)),
    }
}

fn exception(py: Python<'_>, payload: &Value) -> PyResult<PyErr> {
    static FROM_PAYLOAD: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    let from_payload = match FROM_PAYLOAD.import(py, "mem0._errors", "from_payload") {
        Ok(from_payload) => from_payload,
        // The native module alone, without the package around it.
        Err(_) => return Ok(plain(py, payload)),
    };
    let exception = calling::call(from_payload, (value::to_python(py, payload)?,))?;
    Ok(PyErr::from_value(exception))
}

fn plain(py: Python<'_>, payload: &Value) -> PyErr {
    let words = payload.get("error").and_then(Value::as_str);
    let hint = payload.get("hint").and_then(Value::as_str);
    let words = [words, hint].into_iter().flatten().collect::<Vec<_>>();
    PyRuntimeError::new_err(PyString::new(py, &words.join(" ")).unbind())
}
