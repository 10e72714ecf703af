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
//! | [`process`] | which runtime does the work, also after a fork? |
//! | [`forking`] | and what does a fork wait for? |
//! | [`waiting`] | how does a blocking call wait, and Ctrl-C get through? |
//! | [`future`] | how does an event loop hear of an answer? |
//! | [`failure`] | how does an error become an exception? |
//! | [`objects`] | how are models asked that live in Python? |
//! | [`providers`] | which models and stores are there? |
//! | [`prompts`] | what are language models told? |
//! | [`logs`] | how do warnings reach `logging`? |

mod chat_model;
mod client;
mod engine;
mod failure;
mod forking;
mod future;
mod logs;
mod objects;
mod process;
mod prompts;
mod providers;
mod value;
mod waiting;

use pyo3::prelude::*;

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
        module.add("__version__", env!("CARGO_PKG_VERSION"))
    }
}
