//! Models and vector stores that live in Python: LangChain's, or anything that answers.
//!
//! Each is asked on a thread that may block, with the interpreter held for as long as the object
//! holds it. What it raises becomes the model's error in words, and the exception itself is kept
//! as the cause of what the caller sees.

mod chat;
mod embedding;
mod reranking;
mod vectors;
mod words;

use std::future::Future;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use mem0::parts::{LangchainEmbedder, LangchainLlm, Overrides};
use mem0::{Error, MemoryConfig, StoreError};
use pyo3::exceptions::PyRuntimeError;
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::PyCFunction;
use serde_json::Value;

pub(crate) use self::vectors::class_of;
use crate::calling::{call, call_method};
use crate::failure::Failure;
use crate::process::Process;

/// A configuration in two halves: values, and objects.
#[derive(Default)]
pub(crate) struct Given<'py> {
    /// The values: an object, or null.
    pub(crate) values: Value,
    /// A chat model.
    pub(crate) llm: Option<Bound<'py, PyAny>>,
    /// An embedding model.
    pub(crate) embedder: Option<Bound<'py, PyAny>>,
    /// A reranker.
    pub(crate) reranker: Option<Bound<'py, PyAny>>,
    /// A vector store.
    pub(crate) vectors: Option<Bound<'py, PyAny>>,
}

/// An object as the engine keeps it: one reference of Python's, shared by whoever asks it.
pub(crate) type Kept = Arc<Py<PyAny>>;

/// What stands in place of the configuration's own parts, and the objects that are kept for it.
///
/// # Errors
/// An object can't do what is asked of it.
pub(crate) fn overrides(
    given: &Given<'_>,
    config: &MemoryConfig,
) -> PyResult<(Overrides, Vec<Kept>)> {
    let mut overrides = Overrides::default();
    let mut kept = Vec::new();
    if let Some(object) = &given.llm {
        let chat = Arc::new(chat::PythonChat::new(object)?);
        kept.push(chat.object.clone());
        overrides = overrides.llm(Arc::new(LangchainLlm::new(chat)));
    }
    if let Some(object) = &given.embedder {
        let embedding = Arc::new(embedding::PythonEmbedding::new(object)?);
        kept.push(embedding.object.clone());
        let chosen = config.embedder();
        let dimensions = (chosen.provider().name == "langchain")
            .then(|| chosen.whole("embedding_dims"))
            .flatten()
            .and_then(|dimensions| usize::try_from(dimensions).ok());
        overrides = overrides.embedder(Arc::new(LangchainEmbedder::new(embedding, dimensions)));
    }
    if let Some(object) = &given.reranker {
        let reranker = Arc::new(reranking::PythonReranker::new(object)?);
        kept.push(reranker.object.clone());
        overrides = overrides.reranker(reranker);
    }
    if let Some(object) = &given.vectors {
        let vectors = Arc::new(vectors::PythonVectors::new(object)?);
        kept.push(vectors.object.clone());
        overrides = overrides.vectors(vectors);
    }
    Ok((overrides, kept))
}

tokio::task_local! {
    /// Who asks objects in this operation.
    static ASKER: Arc<Asker>;
}

/// Where an operation comes from, and what it meets in Python.
struct Asker {
    /// The context variables of the caller: programs find traces of a request by them.
    context: Option<Py<PyAny>>,
    /// The last exception that an object raised.
    cause: Mutex<Option<PyErr>>,
}

/// The caller's context variables, for the objects that its operation asks.
///
/// # Errors
/// Python refuses.
pub(crate) fn context(py: Python<'_>) -> PyResult<Py<PyAny>> {
    static COPY: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    let copy = COPY.import(py, "contextvars", "copy_context")?;
    call(copy, ()).map(Bound::unbind)
}

/// Does the work in this context; an error of it carries the exception that an object raised
/// meanwhile.
pub(crate) async fn asking<T>(
    context: Option<Py<PyAny>>,
    work: impl Future<Output = Result<T, Error>>,
) -> Result<T, Failure> {
    let asker = Arc::new(Asker {
        context,
        cause: Mutex::default(),
    });
    let done = ASKER.scope(asker.clone(), work).await;
    done.map_err(|error| {
        let failure = Failure::new(&error);
        // Only what a model or a vector store said can come of an object.
        match error {
            Error::Model(_)
            | Error::Extraction { .. }
            | Error::Store(StoreError::VectorStore { .. }) => {
                failure.caused_by(lock(&asker.cause).take())
            }
            Error::Input(_) | Error::Configuration { .. } | Error::Store(_) => failure,
        }
    })
}

/// Asks an object; what goes wrong comes in words.
async fn ask<T: Send + 'static>(
    object: &Kept,
    job: impl FnOnce(&Bound<'_, PyAny>) -> PyResult<T> + Send + 'static,
) -> Result<T, String> {
    let object = object.clone();
    let asker = ASKER.try_with(Arc::clone).ok();
    let asked = tokio::task::spawn_blocking(move || {
        let process = Process::existing().ok_or_else(the_end)?;
        let attached = process.attached(|py| {
            let context = asker.as_ref().and_then(|asker| asker.context.as_ref());
            let answer = match context {
                Some(context) => inside(context.bind(py), object.clone(), job),
                None => job(object.bind(py)),
            };
            answer.map_err(|error| {
                let words = words::of_exception(&error, object.bind(py));
                if let Some(asker) = asker {
                    *lock(&asker.cause) = Some(error);
                }
                words
            })
        });
        attached.unwrap_or_else(|| Err(the_end()))
    });
    asked
        .await
        .unwrap_or_else(|stopped| Err(format!("asking it was cut off: {stopped}")))
}

/// Does the job inside of a copy of this context; the context itself may be in use elsewhere.
fn inside<T: Send + 'static>(
    context: &Bound<'_, PyAny>,
    object: Arc<Py<PyAny>>,
    job: impl FnOnce(&Bound<'_, PyAny>) -> PyResult<T> + Send + 'static,
) -> PyResult<T> {
    let py = context.py();
    let job = Mutex::new(Some(job));
    let answer = Arc::new(Mutex::new(None));
    let answered = answer.clone();
    let run = PyCFunction::new_closure(py, None, None, move |arguments, _| -> PyResult<()> {
        // Taken out first: the job must not run with a lock held.
        let job = lock(&job).take();
        if let Some(job) = job {
            let done = job(object.bind(arguments.py()))?;
            *lock(&answered) = Some(done);
        }
        Ok(())
    })?;
    let copy = call_method(context, intern!(py, "copy"), ())?;
    call_method(&copy, intern!(py, "run"), (run,))?;
    let answer = lock(&answer).take();
    answer.ok_or_else(|| PyRuntimeError::new_err("the object was not asked"))
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn the_end() -> String {
    "the interpreter is shutting down".to_owned()
}

/// What an object is called: its model's name, else its own or its class's.
fn name_of(object: &Bound<'_, PyAny>) -> PyResult<String> {
    for attribute in ["model_name", "model", "model_id", "deployment_name"] {
        if let Ok(name) = object.getattr(attribute)
            && let Ok(name) = name.extract::<String>()
            && !name.trim().is_empty()
        {
            return Ok(name);
        }
    }
    let py = object.py();
    match object.getattr(intern!(py, "__qualname__")) {
        Ok(name) => name.extract(),
        Err(_) => object.get_type().qualname()?.extract(),
    }
}

/// The method of this name, if the object has one.
fn method<'py>(object: &Bound<'py, PyAny>, name: &str) -> PyResult<Option<Bound<'py, PyAny>>> {
    let method = object.getattr_opt(name)?;
    Ok(method.filter(|method| method.is_callable()))
}

/// Waits for an answer that is a coroutine; any other is the answer itself.
fn awaited<'py>(answer: Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
    let py = answer.py();
    if !answer.hasattr(intern!(py, "__await__"))? {
        return Ok(answer);
    }
    // This thread is ours alone, so no other loop runs in it.
    let asyncio = py.import(intern!(py, "asyncio"))?;
    call_method(&asyncio, intern!(py, "run"), (answer,))
}
