//! Answers for an event loop of asyncio.
//!
//! A task of the runtime does the work and puts its answer into the loop's mailbox. One thread of
//! the process tells loops that something lies there, once for everything that came meanwhile; the
//! loop itself takes it out. So tasks never wait for Python, and a thousand answers cost a few
//! wake-ups.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::future::Future;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak, mpsc};

use pyo3::intern;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use tokio::task::AbortHandle;

use crate::calling::{call, call_method};
use crate::failure::{Answer, Failure};
use crate::logs;
use crate::process::{Counted, Process};
use crate::value;

/// How many answers a loop takes out at once; other callbacks have their turn in between.
const AT_ONCE: usize = 64;

thread_local! {
    /// The mailbox of the loop that ran last in this thread, while somebody waits for it.
    static LAST: RefCell<Weak<Mailbox>> = const { RefCell::new(Weak::new()) };
}

/// Starts the work, and answers an `asyncio.Future` of the running loop. Cancelling it drops the
/// work.
///
/// # Errors
/// No loop runs in this thread.
pub(crate) fn start<'py>(
    py: Python<'py>,
    work: impl Future<Output = Answer> + Send + 'static,
) -> PyResult<Bound<'py, PyAny>> {
    static RUNNING: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    let event_loop = call(RUNNING.import(py, "asyncio", "get_running_loop")?, ())?;
    let process = Process::current(py)?;
    let future = call_method(&event_loop, intern!(py, "create_future"), ())?;
    let mailbox = Mailbox::of(process, &event_loop);
    let waiting = Waiting {
        future: future.clone().unbind(),
        mailbox,
        late: process.waits_late(),
    };
    let task = process.runtime().spawn(async move {
        let answer = work.await;
        waiting.settle(process, answer);
    });
    let canceller = Canceller {
        task: task.abort_handle(),
    };
    call_method(&future, intern!(py, "add_done_callback"), (canceller,))?;
    Ok(future)
}

/// Answers on their way to one loop.
pub(crate) struct Mailbox {
    process: &'static Process,
    event_loop: Py<PyAny>,
    settled: Mutex<VecDeque<Letter>>,
}

/// An answer, and the future that it is for.
struct Letter {
    future: Py<PyAny>,
    answer: Answer,
    _late: Option<Counted<'static>>,
}

impl Mailbox {
    fn of(process: &'static Process, event_loop: &Bound<'_, PyAny>) -> Arc<Self> {
        LAST.with_borrow_mut(|last| {
            if let Some(mailbox) = last.upgrade()
                && mailbox.event_loop.is(event_loop)
                && std::ptr::eq(mailbox.process, process)
            {
                return mailbox;
            }
            let mailbox = Arc::new(Self {
                process,
                event_loop: event_loop.clone().unbind(),
                settled: Mutex::default(),
            });
            *last = Arc::downgrade(&mailbox);
            mailbox
        })
    }

    fn settled(&self) -> MutexGuard<'_, VecDeque<Letter>> {
        self.settled.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Has the loop look into the mailbox. A loop that is closed waits for nothing any more.
    fn tell(self: &Arc<Self>, py: Python<'_>) {
        let delivery = Delivery {
            mailbox: self.clone(),
        };
        let method = intern!(py, "call_soon_threadsafe");
        let event_loop = self.event_loop.bind(py);
        if call_method(event_loop, method, (delivery,)).is_err() {
            let dropped = std::mem::take(&mut *self.settled());
            drop(dropped);
        }
    }
}

/// Tells loops of their mail, until the process ends.
pub(crate) fn ring(process: &Process, rung: &mpsc::Receiver<Arc<Mailbox>>) {
    while let Ok(first) = rung.recv() {
        let mut told = vec![first];
        let attached = process.attached(|py| {
            told.extend(rung.try_iter());
            for mailbox in told.drain(..) {
                mailbox.tell(py);
            }
        });
        if attached.is_none() {
            // The interpreter ends: whatever belongs to it must not be touched any more.
            told.into_iter().for_each(std::mem::forget);
        }
    }
}

/// A future and the way to its loop.
struct Waiting {
    future: Py<PyAny>,
    mailbox: Arc<Mailbox>,
    late: Option<Counted<'static>>,
}

impl Waiting {
    fn settle(self, process: &Process, answer: Answer) {
        let letter = Letter {
            future: self.future,
            answer,
            _late: self.late,
        };
        let first = {
            let mut settled = self.mailbox.settled();
            settled.push_back(letter);
            settled.len() == 1
        };
        if first {
            // Fails only if the thread that listens is gone, and then the process is as well.
            let _ = process.wakes.send(self.mailbox);
        }
    }
}

/// Drops the work of a future that somebody cancelled.
#[pyclass(frozen, module = "mem0._native")]
struct Canceller {
    task: AbortHandle,
}

#[pymethods]
impl Canceller {
    fn __call__(&self, future: &Bound<'_, PyAny>) -> PyResult<()> {
        let cancelled = call_method(future, intern!(future.py(), "cancelled"), ())?;
        if cancelled.is_truthy()? {
            self.task.abort();
        }
        Ok(())
    }
}

/// Takes answers out of a mailbox, on the loop's own thread.
#[pyclass(frozen, module = "mem0._native")]
struct Delivery {
    mailbox: Arc<Mailbox>,
}

#[pymethods]
impl Delivery {
    fn __call__(slf: &Bound<'_, Self>) -> PyResult<()> {
        let py = slf.py();
        let mailbox = &slf.get().mailbox;
        let mut done = logs::emit(py, mailbox.process);
        let mut taken = mailbox.settled();
        let some = taken.len().min(AT_ONCE);
        let letters: Vec<_> = taken.drain(..some).collect();
        let more = !taken.is_empty();
        drop(taken);
        if more {
            let event_loop = mailbox.event_loop.bind(py);
            call_method(event_loop, intern!(py, "call_soon"), (slf,))?;
        }
        for letter in letters {
            // One that can't be delivered leaves the others to be.
            done = done.and(deliver(letter.future.bind(py), letter.answer));
        }
        done
    }
}

fn deliver(future: &Bound<'_, PyAny>, answer: Answer) -> PyResult<()> {
    let py = future.py();
    if call_method(future, intern!(py, "done"), ())?.is_truthy()? {
        return Ok(());
    }
    let made = answer
        .map_err(|failure: Failure| failure.into_exception(py))
        .and_then(|answer| value::to_python(py, &answer));
    match made {
        Ok(result) => call_method(future, intern!(py, "set_result"), (result,))?,
        Err(error) => {
            let error = error.into_value(py);
            call_method(future, intern!(py, "set_exception"), (error,))?
        }
    };
    Ok(())
}
