//! Waiting for an answer in a blocking call.
//!
//! The calling thread drives its own work, so that an answer needs no other thread to wake it, and
//! looks up now and then: Ctrl-C and other signals get through, and drop the work.

use std::future::Future;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, Wake, Waker};
use std::thread::Thread;
use std::time::{Duration, Instant};

use pyo3::prelude::*;

use crate::logs;
use crate::process::Process;

/// How often a waiting call looks for signals.
const LOOK_UP: Duration = Duration::from_millis(50);

/// Does the work with the interpreter released, and answers what it answers.
///
/// # Errors
/// A handler of a signal raised; the work is dropped then.
pub(crate) fn wait<T: Send>(py: Python<'_>, work: impl Future<Output = T> + Send) -> PyResult<T> {
    let process = Process::current(py)?;
    let done = py.detach(|| {
        let _waits = process.waits();
        drive(process, work)
    });
    let logged = logs::emit(py, process);
    let answer = done?;
    logged.map(|()| answer)
}

/// Does the work in this thread, with the interpreter released by the caller.
///
/// # Errors
/// A handler of a signal raised; the work is dropped then.
fn drive<T>(process: &Process, work: impl Future<Output = T>) -> PyResult<T> {
    // Not `Runtime::block_on`: inside of it no other call may wait, and handlers of signals make
    // some.
    let _runtime = process.runtime().enter();
    let bell = Arc::new(Bell {
        thread: std::thread::current(),
        rung: AtomicBool::new(false),
    });
    let waker = Waker::from(bell.clone());
    let mut context = Context::from_waker(&waker);
    let mut work = pin!(work);
    let mut next_look = Instant::now() + LOOK_UP;
    loop {
        if let Poll::Ready(answer) = work.as_mut().poll(&mut context) {
            return Ok(answer);
        }
        while !bell.rung.swap(false, Ordering::AcqRel) {
            let left = next_look.saturating_duration_since(Instant::now());
            if left.is_zero() {
                look_up(process)?;
                next_look = Instant::now() + LOOK_UP;
            } else {
                std::thread::park_timeout(left);
            }
        }
    }
}

fn look_up(process: &Process) -> PyResult<()> {
    let looked = process.attached(|py| {
        logs::emit(py, process)?;
        py.check_signals()
    });
    looked.unwrap_or(Ok(()))
}

/// Wakes a thread that waits.
struct Bell {
    thread: Thread,
    rung: AtomicBool,
}

impl Wake for Bell {
    fn wake(self: Arc<Self>) {
        self.rung.store(true, Ordering::Release);
        self.thread.unpark();
    }
}
