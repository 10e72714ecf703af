//! The runtime of this process, made at first use.
//!
//! A forked child has the memory of its parent, but none of its threads: what hangs on them is
//! left where it is, and the child makes its own. Nothing here takes a lock, since a lock that
//! another thread held at the fork would stay locked in the child for ever.

use std::io::ErrorKind;
use std::panic::catch_unwind;
use std::ptr::null_mut;
use std::sync::atomic::{AtomicBool, AtomicPtr, AtomicUsize, Ordering};
use std::sync::mpsc;
use std::time::{Duration, Instant};

use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;
use pyo3::types::PyCFunction;
use tokio::runtime::{Builder, Runtime};

use crate::calling;
use crate::forking::{self, Gate};
use crate::future::{self, Mailbox};
use crate::logs::{self, Records};

/// How long the end of the interpreter waits for threads of ours that are inside Python.
const FAREWELL: Duration = Duration::from_secs(2);

static CURRENT: AtomicPtr<Process> = AtomicPtr::new(null_mut());

/// Whether Python knows what to call before a fork and at its end.
static REGISTERED: AtomicBool = AtomicBool::new(false);

/// What this process, and no other, works with. Lives until the process ends.
pub(crate) struct Process {
    pid: u32,
    runtime: Runtime,
    /// To the thread that wakes event loops.
    pub(crate) wakes: mpsc::Sender<std::sync::Arc<Mailbox>>,
    /// Warnings that wait for a thread which may log.
    pub(crate) records: Records,
    /// Keeps work and forks apart.
    pub(crate) gate: Gate,
    /// Whether the interpreter is about to end.
    closing: AtomicBool,
    /// Threads of ours that are inside Python or about to enter.
    inside: AtomicUsize,
    /// Threads of Python that wait for us: while there is one, the interpreter has not ended.
    waiting: AtomicUsize,
}

impl Process {
    /// The process's own, made if need be.
    pub(crate) fn current(py: Python<'_>) -> PyResult<&'static Self> {
        match Self::existing() {
            Some(process) => Ok(process),
            None => Self::make(py),
        }
    }

    /// The process's own, if it was made; what belongs to the parent of a fork doesn't count.
    pub(crate) fn existing() -> Option<&'static Self> {
        // SAFETY: what is stored there came from `Box::leak` and is never freed.
        let process = unsafe { CURRENT.load(Ordering::Acquire).as_ref() }?;
        (process.pid == std::process::id()).then_some(process)
    }

    fn make(py: Python<'_>) -> PyResult<&'static Self> {
        let old = CURRENT.load(Ordering::Acquire);
        let cores = std::thread::available_parallelism().map_or(2, usize::from);
        let runtime = runtime(cores.clamp(2, 16)).map_err(|error| no_threads(&error))?;
        let (wakes, rung) = mpsc::channel();
        let new = Box::into_raw(Box::new(Self {
            pid: std::process::id(),
            runtime,
            wakes,
            records: Records::default(),
            gate: Gate::default(),
            closing: AtomicBool::new(false),
            inside: AtomicUsize::new(0),
            waiting: AtomicUsize::new(0),
        }));
        let stored = CURRENT.compare_exchange(old, new, Ordering::AcqRel, Ordering::Acquire);
        // SAFETY: both pointers came from `Box::into_raw`; a stored one is never freed, and one
        // that another thread forestalled is known to nobody but us.
        let process: &'static Self = unsafe {
            match stored {
                Ok(_) => &*new,
                Err(winner) => {
                    Box::from_raw(new).runtime.shutdown_background();
                    return Ok(&*winner);
                }
            }
        };
        let waker = std::thread::Builder::new().name("mem0-wake".to_owned());
        if let Err(error) = waker.spawn(move || future::ring(process, &rung)) {
            // Without that thread no event loop would hear of an answer: the next call tries again.
            let _ = CURRENT.compare_exchange(new, old, Ordering::AcqRel, Ordering::Acquire);
            return Err(no_threads(&error));
        }
        logs::install();
        if REGISTERED.swap(true, Ordering::SeqCst) {
            // By the parent of a fork: its child inherits what Python shall call.
            return Ok(process);
        }
        forking::watch(py)?;
        let farewell =
            PyCFunction::new_closure(py, None, None, |arguments, _| match Self::existing() {
                Some(process) => process.farewell(arguments.py()),
                None => Ok(()),
            })?;
        let atexit = py.import("atexit")?;
        calling::call_method(&atexit, "register", (farewell,))?;
        Ok(process)
    }

    /// Where tasks run.
    pub(crate) fn runtime(&self) -> &Runtime {
        &self.runtime
    }

    /// Runs something inside Python from a thread of ours; `None` if the interpreter ends.
    pub(crate) fn attached<T>(&self, job: impl FnOnce(Python<'_>) -> T) -> Option<T> {
        let _inside = Counted::one(&self.inside);
        if self.closing.load(Ordering::SeqCst) && self.waiting.load(Ordering::SeqCst) == 0 {
            return None;
        }
        Python::try_attach(job)
    }

    /// Says, while it is kept, that a thread of Python waits for us.
    pub(crate) fn waits(&self) -> Counted<'_> {
        Counted::one(&self.waiting)
    }

    /// The same for an event loop that begins to wait when threads of ours stay outside already:
    /// that of another function which the program has called at its end.
    pub(crate) fn waits_late(&self) -> Option<Counted<'_>> {
        self.closing.load(Ordering::SeqCst).then(|| self.waits())
    }

    /// Keeps threads of ours out of an interpreter that ends: one that asks for a lock of a dead
    /// interpreter would be killed in the middle of its work.
    fn farewell(&self, py: Python<'_>) -> PyResult<()> {
        let logged = logs::emit(py, self);
        self.closing.store(true, Ordering::SeqCst);
        py.detach(|| {
            let begun = Instant::now();
            while self.inside.load(Ordering::SeqCst) > 0 && begun.elapsed() < FAREWELL {
                std::thread::sleep(Duration::from_millis(1));
            }
        });
        logged
    }
}

/// One more in a count, for as long as it is kept.
pub(crate) struct Counted<'a>(&'a AtomicUsize);

impl<'a> Counted<'a> {
    /// Counts.
    pub(crate) fn one(count: &'a AtomicUsize) -> Self {
        count.fetch_add(1, Ordering::SeqCst);
        Self(count)
    }
}

impl Drop for Counted<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

fn runtime(workers: usize) -> std::io::Result<Runtime> {
    let built = catch_unwind(|| {
        Builder::new_multi_thread()
            .worker_threads(workers)
            .thread_name("mem0")
            .enable_all()
            .build()
    });
    // The system refuses threads with a panic, where it refuses everything else with an error.
    built.unwrap_or_else(|_| Err(ErrorKind::WouldBlock.into()))
}

fn no_threads(error: &std::io::Error) -> PyErr {
    PyRuntimeError::new_err(format!("the threads of mem0 can't be started: {error}"))
}
