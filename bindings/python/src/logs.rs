//! What the engine has to say, for Python's `logging` (logger `mem0`).
//!
//! A thread of ours never logs itself: a handler is the program's own code, and might ask for what
//! the thread holds. Records wait until a call is over, or looks up.

use std::fmt::{Debug, Write};
use std::future::Future;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, Once, PoisonError};

use pyo3::exceptions::PyException;
use pyo3::intern;
use pyo3::prelude::*;
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record as SpanRecord};
use tracing::subscriber::{Interest, Subscriber};
use tracing::{Event, Level, Metadata};

use crate::calling;
use crate::process::Process;

/// So many records wait at most; what is beyond them is left out.
const WAITING: usize = 1_000;

/// The logger.
const LOGGER: &str = "mem0";

/// Records below this level of `logging` are not even made.
static LEVEL: AtomicUsize = AtomicUsize::new(WARNING);

const DEBUG: usize = 10;
const INFO: usize = 20;
const WARNING: usize = 30;
const ERROR: usize = 40;

/// What waits to be logged.
#[derive(Default)]
pub(crate) struct Records {
    waiting: Mutex<Vec<(usize, String)>>,
    count: AtomicUsize,
}

impl Records {
    fn push(&self, level: usize, text: String) {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        if waiting.len() < WAITING {
            waiting.push((level, text));
            self.count.store(waiting.len(), Ordering::Release);
        }
    }

    fn take(&self) -> Vec<(usize, String)> {
        if self.count.load(Ordering::Acquire) == 0 {
            return Vec::new();
        }
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        self.count.store(0, Ordering::Release);
        std::mem::take(&mut *waiting)
    }
}

tokio::task_local! {
    /// What was said before and need not be said again by this task.
    static SAID: Vec<String>;
}

/// Does the work; what was `said` before is not logged again meanwhile.
pub(crate) async fn without_repeating<T>(said: Vec<String>, work: impl Future<Output = T>) -> T {
    SAID.scope(said, work).await
}

/// Makes this module hear what the engine says. Only the first time counts.
pub(crate) fn install() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        // Fails only if somebody else listens in this module already, and nobody else can.
        let _ = tracing::subscriber::set_global_default(Listener);
    });
}

/// Heeds the level that the logger has now.
pub(crate) fn heed_level(py: Python<'_>) -> PyResult<()> {
    // A program that never imported `logging` has set no level.
    let modules = py.import("sys")?.getattr("modules")?;
    if modules.contains("logging")? {
        let level = calling::call_method(&logger(py)?, intern!(py, "getEffectiveLevel"), ())?;
        let level: usize = level.extract()?;
        LEVEL.store(level.min(WARNING), Ordering::Relaxed);
    }
    Ok(())
}

/// Logs one warning now.
pub(crate) fn warn(py: Python<'_>, text: &str) -> PyResult<()> {
    log(py, WARNING, text)
}

/// Logs what waits. A handler that fails is told of to Python's own hook.
///
/// # Errors
/// The program was broken off meanwhile, such as by Ctrl-C.
pub(crate) fn emit(py: Python<'_>, process: &Process) -> PyResult<()> {
    for (level, text) in process.records.take() {
        match log(py, level, &text) {
            Err(error) if error.is_instance_of::<PyException>(py) => {
                error.write_unraisable(py, None);
            }
            logged => logged?,
        }
    }
    Ok(())
}

fn log(py: Python<'_>, level: usize, text: &str) -> PyResult<()> {
    calling::call_method(&logger(py)?, intern!(py, "log"), (level, "%s", text))?;
    Ok(())
}

fn logger(py: Python<'_>) -> PyResult<Bound<'_, PyAny>> {
    let logging = py.import(intern!(py, "logging"))?;
    calling::call_method(&logging, intern!(py, "getLogger"), (LOGGER,))
}

/// Hears what the engine says.
struct Listener;

impl Subscriber for Listener {
    fn register_callsite(&self, metadata: &'static Metadata<'static>) -> Interest {
        if metadata.is_event() && metadata.target().starts_with("mem0") {
            Interest::sometimes()
        } else {
            Interest::never()
        }
    }

    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        let level = LEVEL.load(Ordering::Relaxed);
        metadata.is_event() && number(*metadata.level()) >= level
    }

    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, _: &SpanRecord<'_>) {}

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        let Some(process) = Process::existing() else {
            return;
        };
        let mut words = Words::default();
        event.record(&mut words);
        let text = words.message + &words.fields;
        if SAID.try_with(|said| said.contains(&text)).unwrap_or(false) {
            return;
        }
        process
            .records
            .push(number(*event.metadata().level()), text);
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

fn number(level: Level) -> usize {
    match level {
        Level::ERROR => ERROR,
        Level::WARN => WARNING,
        Level::INFO => INFO,
        Level::DEBUG => DEBUG,
        Level::TRACE => DEBUG / 2,
    }
}

/// A record's words.
#[derive(Default)]
struct Words {
    message: String,
    fields: String,
}

impl Visit for Words {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        let written = match field.name() {
            "message" => write!(self.message, "{value:?}"),
            name => write!(self.fields, " {name}={value:?}"),
        };
        // Writing into a string can't fail unless `value` itself refuses.
        written.unwrap_or_default();
    }
}
