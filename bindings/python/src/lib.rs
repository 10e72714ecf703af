//! `mem0._native`: the engine as Python calls it.
//!
//! Everything that a call means (its arguments, defaults, checks and answers) is the `mem0` crate's;
//! the Python sources beside this crate give it the faces that people import. What lies here is the
//! border: values, waiting, errors, and objects of Python that the engine asks.
//!
//! | module | question it answers |
//! | --- | --- |
//! | [`engine`] | what does Python hold? |
//! | [`client`] | and of the hosted API? |
//! | [`chat_model`] | and of a language model alone? |
//! | [`value`] | how do values cross? |
//! | [`calling`] | how is code in Python called, even while the interpreter ends? |
//! | [`process`] | which runtime does the work, also after a fork? |
//! | [`per_process`] | and what else does each process have for itself? |
//! | [`forking`] | and what does a fork wait for? |
//! | [`waiting`] | how does a blocking call wait, and Ctrl-C get through? |
//! | [`watching`] | who hears how far an operation is? |
//! | [`future`] | how does an event loop hear of an answer? |
//! | [`failure`] | how does an error become an exception? |
//! | [`objects`] | how are models asked that live in Python? |
//! | [`providers`] | which models and stores are there? |
//! | [`prompts`] | what are language models told? |
//! | [`logs`] | how do warnings reach `logging`? |

mod calling;
mod chat_model;
mod client;
mod engine;
mod failure;
mod forking;
mod future;
mod logs;
mod objects;
mod per_process;
mod process;
mod prompts;
mod providers;
mod value;
mod waiting;
mod watching;

use pyo3::exceptions::PyImportError;
use pyo3::ffi;
use pyo3::prelude::*;

/// Threads of ours enter Python by way of its main interpreter, and could not use what belongs to
/// another. From 3.12 on, Python refuses by itself.
fn refuse_subinterpreters() -> PyResult<()> {
    // SAFETY: a module is made with its interpreter held.
    let interpreter = unsafe { ffi::PyInterpreterState_GetID(ffi::PyInterpreterState_Get()) };
    if interpreter == 0 {
        return Ok(());
    }
    Err(PyImportError::new_err(
        "mem0 works in the main interpreter of a process, not in its subinterpreters; with mod_wsgi, \
         set `WSGIApplicationGroup %{GLOBAL}`",
    ))
}

#[pymodule(gil_used = false)]
mod _native {
    #[pymodule_export]
    use super::chat_model::ChatModel;
    #[pymodule_export]
    use super::client::{ApiClient, Exchange};
    #[pymodule_export]
    use super::engine::Engine;
    #[pymodule_export]
    use super::prompts::prompts;
    #[pymodule_export]
    use super::providers::providers;
    use super::*;

    #[pymodule_init]
    fn init(module: &Bound<'_, PyModule>) -> PyResult<()> {
        refuse_subinterpreters()?;
        module.add("__version__", env!("CARGO_PKG_VERSION"))
    }
}
