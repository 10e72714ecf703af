//! A quiet moment for a fork.
//!
//! A child has only the thread that forked. What another thread held at that moment, such as a lock
//! of SQLite's page cache, stays locked in the child for ever, and the child hangs when it opens
//! its own store. So a fork waits until the work under way is done, and new work waits until the
//! fork is over.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use pyo3::prelude::*;
use pyo3::types::{PyCFunction, PyDict};

use crate::process::{Counted, Process};

/// A fork waits no longer: work may hang on a slow model, which holds no lock meanwhile.
const PATIENCE: Duration = Duration::from_millis(500);

/// How often whoever waits looks again.
const LOOK: Duration = Duration::from_millis(1);

/// The work under way, and whether a fork waits for it.
#[derive(Default)]
pub(crate) struct Gate {
    forking: AtomicBool,
    working: AtomicUsize,
}

impl Gate {
    /// Counts as work for as long as what it answers is kept; waits for a fork to be over.
    pub(crate) async fn enter(&self) -> Counted<'_> {
        loop {
            let working = Counted::one(&self.working);
            if !self.forking.load(Ordering::SeqCst) {
                return working;
            }
            drop(working);
            tokio::time::sleep(LOOK).await;
        }
    }

    fn shut(&self) {
        self.forking.store(true, Ordering::SeqCst);
        let begun = Instant::now();
        while self.working.load(Ordering::SeqCst) > 0 && begun.elapsed() < PATIENCE {
            std::thread::sleep(LOOK);
        }
    }

    fn open(&self) {
        self.forking.store(false, Ordering::SeqCst);
    }
}

/// Has Python tell of forks. A child inherits this.
///
/// # Errors
/// Python refuses.
pub(crate) fn watch(py: Python<'_>) -> PyResult<()> {
    let os = py.import("os")?;
    if !os.hasattr("register_at_fork")? {
        return Ok(());
    }
    let before = PyCFunction::new_closure(py, None, None, |arguments, _| {
        if let Some(process) = Process::existing() {
            arguments.py().detach(|| process.gate.shut());
        }
    })?;
    let after = PyCFunction::new_closure(py, None, None, |_, _| {
        if let Some(process) = Process::existing() {
            process.gate.open();
        }
    })?;
    let hooks = PyDict::new(py);
    hooks.set_item("before", before)?;
    hooks.set_item("after_in_parent", after)?;
    os.call_method("register_at_fork", (), Some(&hooks))?;
    Ok(())
}
