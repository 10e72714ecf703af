//! A quiet moment for a fork.
//!
//! A child has only the thread that forked. What another thread held at that moment, such as a lock
//! of SQLite's page cache, stays locked in the child for ever, and the child hangs when it opens
//! its own store. So a fork waits until the work under way is done, and new work waits until the
//! fork is over. Stores let go of their files meanwhile: what SQLite knows of the locks on them is
//! wrong in a child.

use std::cell::RefCell;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use mem0::forking::{self, Rest};
use pyo3::prelude::*;
use pyo3::types::{PyCFunction, PyDict};

use crate::calling;
use crate::process::{Counted, Process};

/// A fork waits no longer: work may hang on a slow model, which holds no lock meanwhile.
const PATIENCE: Duration = Duration::from_millis(500);

/// Nor does it wait longer for stores, which hold locks as long as they write.
const PATIENCE_WITH_STORES: Duration = Duration::from_secs(30);

/// How often whoever waits looks again.
const LOOK: Duration = Duration::from_millis(1);

thread_local! {
    /// What this thread, which forks, keeps quiet.
    static QUIET: RefCell<Option<Quiet>> = const { RefCell::new(None) };
}

/// The work under way, and the forks that wait for it.
#[derive(Default)]
pub(crate) struct Gate {
    forks: AtomicUsize,
    working: AtomicUsize,
}

impl Gate {
    /// Counts as work for as long as what it answers is kept; waits for a fork to be over.
    pub(crate) async fn enter(&self) -> Counted<'_> {
        loop {
            let working = Counted::one(&self.working);
            if self.forks.load(Ordering::SeqCst) == 0 {
                return working;
            }
            drop(working);
            tokio::time::sleep(LOOK).await;
        }
    }

    fn shut(&self) {
        self.forks.fetch_add(1, Ordering::SeqCst);
        let begun = Instant::now();
        while self.working.load(Ordering::SeqCst) > 0 && begun.elapsed() < PATIENCE {
            std::thread::sleep(LOOK);
        }
    }

    fn open(&self) {
        self.forks.fetch_sub(1, Ordering::SeqCst);
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
            let quiet = arguments.py().detach(|| Quiet::begin(process));
            QUIET.set(Some(quiet));
        }
    })?;
    let in_parent = PyCFunction::new_closure(py, None, None, |_, _| drop(QUIET.take()))?;
    let in_child = PyCFunction::new_closure(py, None, None, |_, _| {
        forking::in_child();
        drop(QUIET.take());
    })?;
    let hooks = PyDict::new(py);
    hooks.set_item("before", before)?;
    hooks.set_item("after_in_parent", in_parent)?;
    hooks.set_item("after_in_child", in_child)?;
    calling::call_with(&os.getattr("register_at_fork")?, (), &hooks)?;
    Ok(())
}

/// No work and no store that writes, for as long as it is kept.
struct Quiet {
    process: &'static Process,
    rest: Option<Rest>,
}

impl Quiet {
    fn begin(process: &'static Process) -> Self {
        process.gate.shut();
        let _waits = process.waits();
        // Looks at no signals, unlike a call that waits: an exception would get lost in a fork, and
        // afterwards they are still there.
        let rest = process
            .runtime()
            .block_on(async { tokio::time::timeout(PATIENCE_WITH_STORES, forking::rest()).await });
        if rest.is_err() {
            tracing::warn!("the process forks while a store is written to");
        }
        Self {
            process,
            rest: rest.ok(),
        }
    }
}

impl Drop for Quiet {
    fn drop(&mut self) {
        drop(self.rest.take());
        self.process.gate.open();
    }
}
