//! Calls of code that is written in Python.
//!
//! Up to Python 3.13, an interpreter that ends kills the threads that come back from such code: it
//! unwinds their stacks, which frames of Rust don't survive, so that the whole process would abort.
//! Such a thread stands still here instead, before any frame of ours is touched, as it does from
//! Python 3.14 on.

use std::hint::black_box;
use std::mem;
use std::ptr::null_mut;

use pyo3::types::{PyDict, PyString, PyTuple};
use pyo3::{IntoPyObjectExt, ffi, prelude::*};

/// Calls a function, or whatever else can be called.
///
/// # Errors
/// What it raises.
pub(crate) fn call<'py, A>(
    callable: &Bound<'py, PyAny>,
    arguments: A,
) -> PyResult<Bound<'py, PyAny>>
where
    A: IntoPyObject<'py, Target = PyTuple>,
{
    run(callable, arguments, null_mut())
}

/// Calls it with keywords.
///
/// # Errors
/// What it raises.
pub(crate) fn call_with<'py, A>(
    callable: &Bound<'py, PyAny>,
    arguments: A,
    keywords: &Bound<'py, PyDict>,
) -> PyResult<Bound<'py, PyAny>>
where
    A: IntoPyObject<'py, Target = PyTuple>,
{
    run(callable, arguments, keywords.as_ptr())
}

/// Calls a method of an object.
///
/// # Errors
/// There is no such method, or what it raises.
pub(crate) fn call_method<'py, N, A>(
    object: &Bound<'py, PyAny>,
    name: N,
    arguments: A,
) -> PyResult<Bound<'py, PyAny>>
where
    N: IntoPyObject<'py, Target = PyString>,
    A: IntoPyObject<'py, Target = PyTuple>,
{
    call(&object.getattr(name)?, arguments)
}

/// `PyObject_Call`, as a function that may be unwound.
type Run = unsafe extern "C-unwind" fn(
    *mut ffi::PyObject,
    *mut ffi::PyObject,
    *mut ffi::PyObject,
) -> *mut ffi::PyObject;

fn run<'py, A>(
    callable: &Bound<'py, PyAny>,
    arguments: A,
    keywords: *mut ffi::PyObject,
) -> PyResult<Bound<'py, PyAny>>
where
    A: IntoPyObject<'py, Target = PyTuple>,
{
    let py = callable.py();
    let arguments = arguments.into_bound_py_any(py)?;
    // The compiler must not see which function it is: it takes that one for one which never unwinds.
    let function = black_box(ffi::PyObject_Call as *const ());
    // SAFETY: the types of the two differ in what is said of unwinding only.
    let function = unsafe { mem::transmute::<*const (), Run>(function) };
    let killed = StandStill;
    // SAFETY: the interpreter is held; the pointers are a callable's, a tuple's, and a dictionary's
    // or none, each kept by the caller meanwhile.
    let answer = unsafe { function(callable.as_ptr(), arguments.as_ptr(), keywords) };
    mem::forget(killed);
    // SAFETY: the answer is ours, or null after something was raised.
    unsafe { Bound::from_owned_ptr_or_err(py, answer) }
}

/// Stops the thread for ever when it is dropped: somebody unwinds the stack.
struct StandStill;

impl Drop for StandStill {
    fn drop(&mut self) {
        loop {
            std::thread::park();
        }
    }
}
