//! What the engine tells language models, as Python reads it.

use mem0::Prompts;
use pyo3::prelude::*;
use pyo3::types::PyDict;

/// The engine's own prompts, by what they are for.
#[pyfunction]
pub(crate) fn prompts(py: Python<'_>) -> PyResult<Bound<'_, PyDict>> {
    let prompts = PyDict::new(py);
    for (name, text) in Prompts::of_the_engine() {
        prompts.set_item(name, text)?;
    }
    Ok(prompts)
}
