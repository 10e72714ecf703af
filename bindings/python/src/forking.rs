//! A quiet moment for a fork.
//!
//! A child has only the thread that forked. What another thread held at that moment, such as a lock
//! of SQLite's page cache, stays locked in the child for ever, and the child hangs when it opens
//! its own store. So a fork waits until the work under way is done, and new work waits until the
//! fork is over. Stores let go of their files meanwhile: what SQLite knows of the locks on them is
//! wrong in a child.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use mem0::forking::{self, Rest};
use pyo3::prelude::*;
use pyo3::types::{PyCFunction, PyDict};

use crate::process::{Counted, Process};
use crate::waiting;

/// A fork waits no longer: work may hang on a slow model, which holds no lock meanwhile.
const PATIENCE: Duration = Duration::from_millis(500);

/// Nor does it wait longer for stores, which hold locks as long as they write.
const PATIENCE_WITH_STORES: Duration = Duration::from_secs(30);

/// Stores that stand still, one for each thread that forks.
static RESTS: Mutex<Vec<Rest>> = Mutex::new(Vec::new());

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
            return arguments.py().detach(|| {
                process.gate.shut();
                stand_still(process)
            });
        }
        Ok(())
    })?;
    let in_parent = PyCFunction::new_closure(py, None, None, |_, _| {
        let rest = RESTS.lock().unwrap_or_else(PoisonError::into_inner).pop();
        drop(rest);
        if let Some(process) = Process::existing() {
            process.gate.open();
        }
    })?;
    let in_child = PyCFunction::new_closure(py, None, None, |_, _| {
        forking::in_child();
        // Another thread of the parent may have held it.
        if let Ok(mut rests) = RESTS.try_lock() {
            rests.clear();
        }
    })?;
    let hooks = PyDict::new(py);
    hooks.set_item("before", before)?;
    hooks.set_item("after_in_parent", in_parent)?;
    hooks.set_item("after_in_child", in_child)?;
    os.call_method("register_at_fork", (), Some(&hooks))?;
    Ok(())
}

fn stand_still(process: &Process) -> PyResult<()> {
    // Made inside of the work: its clock is that of the runtime which does the work.
    let resting = async { tokio::time::timeout(PATIENCE_WITH_STORES, forking::rest()).await };
    let _waits = process.waits();
    match waiting::drive(process, resting)? {
        Ok(rest) => RESTS
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(rest),
        Err(_) => tracing::warn!("the process forks while a store is written to"),
    }
    Ok(())
}
