//! `Engine`: a memory, as Python holds it.

mod configuration;
mod room;

use std::future::Future;

use mem0::{Error, MemoryConfig};
use pyo3::gc::{PyTraverseError, PyVisit};
use pyo3::prelude::*;
use pyo3::types::PyDict;
use serde_json::Value;

use self::room::Rooms;
use crate::failure::{Answer, Failure, guarded};
use crate::objects::Kept;
use crate::watching::Watcher;
use crate::{future, logs, objects, value, waiting};

/// A memory: operations by name, with arguments and answers as plain values.
///
/// Making one reads the configuration and opens nothing. Any number of threads and event loops may
/// use it at once; a forked child opens the store anew.
#[pyclass(frozen, module = "mem0._native")]
pub(crate) struct Engine {
    rooms: Rooms,
    objects: Vec<Kept>,
    config: MemoryConfig,
}

#[pymethods]
impl Engine {
    #[new]
    #[pyo3(signature = (config=None, *, llm=None, embedder=None, reranker=None, vector_store=None))]
    fn new(
        py: Python<'_>,
        config: Option<&Bound<'_, PyAny>>,
        llm: Option<Bound<'_, PyAny>>,
        embedder: Option<Bound<'_, PyAny>>,
        reranker: Option<Bound<'_, PyAny>>,
        vector_store: Option<Bound<'_, PyAny>>,
    ) -> PyResult<Self> {
        logs::heed_level(py)?;
        let mut given = configuration::read(config)?;
        given.llm = llm.or(given.llm);
        given.embedder = embedder.or(given.embedder);
        given.reranker = reranker.or(given.reranker);
        given.vectors = vector_store.or(given.vectors);
        let raised = |error: Error| Failure::new(&error).into_exception(py);
        let config = MemoryConfig::from_value(&given.values).map_err(raised)?;
        for warning in config.warnings() {
            logs::warn(py, warning)?;
        }
        let (overrides, objects) = objects::overrides(&given, &config)?;
        let config = overrides.settle(config).map_err(raised)?;
        Ok(Self {
            rooms: Rooms::new(config.clone(), overrides),
            objects,
            config,
        })
    }

    /// Opens the store now rather than at first use.
    fn open(&self, py: Python<'_>) -> PyResult<()> {
        logs::heed_level(py)?;
        let room = self.rooms.current();
        let context = self.context(py)?;
        let work = guarded(async move { room.open(context).await.map(|()| Value::Null) });
        self.wait(py, work)?;
        Ok(())
    }

    /// Does an operation and waits for its answer, with the interpreter released. A function
    /// `progress` is told how far it is, if it takes long.
    #[pyo3(signature = (operation, arguments, progress=None))]
    fn call<'py>(
        &self,
        py: Python<'py>,
        operation: &str,
        arguments: &Bound<'py, PyAny>,
        progress: Option<Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let watcher = Watcher::beside(progress);
        let work = self.operation(operation, arguments, watcher)?;
        let answer = self.wait(py, work)?;
        value::to_python(py, &answer)
    }

    /// Starts an operation; the future belongs to the event loop that runs, which calls `progress`.
    #[pyo3(signature = (operation, arguments, progress=None))]
    fn call_async<'py>(
        &self,
        py: Python<'py>,
        operation: &str,
        arguments: &Bound<'py, PyAny>,
        progress: Option<Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let watcher = Watcher::on_loop(progress)?;
        future::start(py, self.operation(operation, arguments, watcher)?)
    }

    /// Lets go of the store; later calls fail. Closing again does nothing.
    fn close(&self, py: Python<'_>) -> PyResult<()> {
        let Some(room) = self.rooms.leave() else {
            return Ok(());
        };
        let work = guarded(async move { room.close().await.map(|()| Value::Null) });
        self.wait(py, work)?;
        Ok(())
    }

    /// Every setting in force, by its whole key; secrets are hidden.
    fn config<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let settings = PyDict::new(py);
        for row in self.config.effective() {
            settings.set_item(row.key, row.value)?;
        }
        Ok(settings)
    }

    /// Lets Python see what an engine keeps: an object may know the program that uses the engine, and
    /// neither would ever be let go.
    fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
        let mut objects = self.objects.iter();
        objects.try_for_each(|object| visit.call(&**object))
    }

    fn __repr__(&self) -> String {
        format!("Engine({:?})", self.config.path().display().to_string())
    }
}

impl Engine {
    fn operation(
        &self,
        operation: &str,
        arguments: &Bound<'_, PyAny>,
        watcher: Option<Watcher>,
    ) -> PyResult<impl Future<Output = Answer> + Send + use<>> {
        let context = self.context(arguments.py())?;
        let arguments = value::from_python(arguments, "")?;
        let operation = operation.to_owned();
        let room = self.rooms.current();
        Ok(guarded(async move {
            room.call(&operation, arguments, context, watcher).await
        }))
    }

    fn context(&self, py: Python<'_>) -> PyResult<Option<Py<PyAny>>> {
        let asks_objects = !self.objects.is_empty();
        asks_objects.then(|| objects::context(py)).transpose()
    }

    fn wait(&self, py: Python<'_>, work: impl Future<Output = Answer> + Send) -> PyResult<Value> {
        waiting::wait(py, work)?.map_err(|failure| failure.into_exception(py))
    }
}
