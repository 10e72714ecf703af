//! Telling a function of the program how far an operation is.

use mem0::calls::Progress;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;

use crate::calling;
use crate::process::Process;

/// A function of `done` and `total`, called beside the work; or on the event loop that waits.
pub(crate) struct Watcher {
    function: Py<PyAny>,
    event_loop: Option<Py<PyAny>>,
}

impl Watcher {
    /// For a blocking call: the function is called by whichever thread does the work.
    pub(crate) fn beside(function: Option<Bound<'_, PyAny>>) -> Option<Self> {
        function.map(|function| Self {
            function: function.unbind(),
            event_loop: None,
        })
    }

    /// For an awaited call: the function is called by the loop that runs.
    ///
    /// # Errors
    /// No loop runs in this thread.
    pub(crate) fn on_loop(function: Option<Bound<'_, PyAny>>) -> PyResult<Option<Self>> {
        static RUNNING: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
        let Some(function) = function else {
            return Ok(None);
        };
        let running = RUNNING.import(function.py(), "asyncio", "get_running_loop")?;
        let event_loop = calling::call(running, ())?;
        Ok(Some(Self {
            function: function.unbind(),
            event_loop: Some(event_loop.unbind()),
        }))
    }

    /// Tells it. What it raises is reported as what no caller can catch: the work goes on.
    pub(crate) fn tell(&self, progress: Progress) {
        let Some(process) = Process::existing() else {
            return;
        };
        process.attached(|py| {
            let function = self.function.bind(py);
            let (done, total) = (progress.done, progress.total);
            let told = match &self.event_loop {
                None => calling::call(function, (done, total)),
                Some(event_loop) => {
                    let event_loop = event_loop.bind(py);
                    let arguments = (function, done, total);
                    calling::call_method(event_loop, "call_soon_threadsafe", arguments)
                }
            };
            if let Err(error) = told {
                error.write_unraisable(py, Some(function));
            }
        });
    }
}
