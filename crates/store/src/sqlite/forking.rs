//! Forks: no file is open while the process makes a copy of itself.
//!
//! SQLite keeps, for the whole process, which locks it holds on a file. A child inherits that
//! knowledge but not the locks, which the system gave to its parent alone: it would wait for ever
//! for a thread that it doesn't have, and, worse, write into a log that its parent, closing the
//! file as its last user, has meanwhile taken away. Nor may any other work of SQLite be under way:
//! the locks inside of it would stay locked in the child. So stores stand still while the process
//! forks, and files are let go of: parent and child open them anew when they next need them.
//! Caches in RAM stay.
//!
//! ```
//! use mem0_store::sqlite::forking;
//!
//! # async fn example() {
//! let rest = forking::rest().await;
//! let in_child = false; // fork() stands here
//! if in_child {
//!     forking::in_child();
//! }
//! drop(rest);
//! # }
//! ```

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::Duration;

use super::connections::{Held, Users};

/// How often a thread that waits for others looks again.
const LOOK: Duration = Duration::from_millis(1);

/// How many threads wish that no file is opened.
static FORKING: AtomicUsize = AtomicUsize::new(0);

/// How many threads are opening a file.
static OPENING: AtomicUsize = AtomicUsize::new(0);

/// The stores that are open, and the process that opened them.
static OPEN: Mutex<Vec<(u32, Weak<Users>)>> = Mutex::new(Vec::new());

/// Waits until nobody reads or writes a file of this process, and lets go of them all. Nobody
/// opens one again before the answer is dropped; calls that need one wait until then.
///
/// Must run where tokio's timers do. Dropping the future gives everything back.
pub async fn rest() -> Rest {
    let mut rest = Rest::announce();
    while OPENING.load(Ordering::SeqCst) > 0 {
        tokio::time::sleep(LOOK).await;
    }
    let open: Vec<Arc<Users>> = {
        let pid = std::process::id();
        let mut open = OPEN.lock().unwrap_or_else(PoisonError::into_inner);
        open.retain(|(_, users)| users.strong_count() > 0);
        let ours = open.iter().filter(|(of, _)| *of == pid);
        ours.filter_map(|(_, users)| users.upgrade()).collect()
    };
    for users in open {
        rest.held.push(users.rest().await);
    }
    rest
}

/// While this is kept, no file is open in the process.
#[must_use = "files are opened again as soon as it is dropped"]
pub struct Rest {
    pid: u32,
    held: Vec<Held>,
}

impl Rest {
    fn announce() -> Self {
        FORKING.fetch_add(1, Ordering::SeqCst);
        Self {
            pid: std::process::id(),
            held: Vec::new(),
        }
    }
}

impl Drop for Rest {
    fn drop(&mut self) {
        if self.pid == std::process::id() {
            FORKING.fetch_sub(1, Ordering::SeqCst);
        } else {
            // In the child: who waits for what is held are threads of its parent.
            std::mem::forget(std::mem::take(&mut self.held));
        }
    }
}

/// In a child, before anything else: the threads that were counted here are its parent's.
pub fn in_child() {
    FORKING.store(0, Ordering::SeqCst);
    OPENING.store(0, Ordering::SeqCst);
}

/// Waits while the process forks; until the answer is dropped, it doesn't.
pub(super) fn opening() -> Opening {
    loop {
        OPENING.fetch_add(1, Ordering::SeqCst);
        if FORKING.load(Ordering::SeqCst) == 0 {
            return Opening(std::process::id());
        }
        OPENING.fetch_sub(1, Ordering::SeqCst);
        std::thread::sleep(LOOK);
    }
}

/// A file is being opened.
pub(super) struct Opening(u32);

impl Opening {
    /// Counts those who use the file among those who let go of theirs before a fork.
    pub(super) fn opened(&self, users: &Arc<Users>) {
        let mut open = OPEN.lock().unwrap_or_else(PoisonError::into_inner);
        open.retain(|(_, users)| users.strong_count() > 0);
        open.push((self.0, Arc::downgrade(users)));
    }
}

impl Drop for Opening {
    fn drop(&mut self) {
        if self.0 == std::process::id() {
            OPENING.fetch_sub(1, Ordering::SeqCst);
        }
    }
}
