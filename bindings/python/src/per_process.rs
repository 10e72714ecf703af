//! One of something for each process that uses it.
//!
//! A forked child has what its parent made, but none of the threads that it hangs on. So the child
//! makes its own, and leaves the parent's where it is: dropping it might wait for those threads, or
//! end what is the parent's. Nothing here takes a lock, since one that another thread held at the
//! fork would stay locked in the child for ever.

use std::convert::Infallible;
use std::ptr::null_mut;
use std::sync::Arc;
use std::sync::atomic::{AtomicPtr, Ordering};

/// What this process made, once it did.
pub(crate) struct PerProcess<T> {
    current: AtomicPtr<Made<T>>,
}

struct Made<T> {
    pid: u32,
    it: Arc<T>,
}

impl<T> PerProcess<T> {
    /// Nothing is made yet.
    pub(crate) fn new() -> Self {
        Self {
            current: AtomicPtr::new(null_mut()),
        }
    }

    /// This process's own, made if need be. Of two threads that make one at once, one is dropped.
    pub(crate) fn get(&self, make: impl Fn() -> T) -> Arc<T> {
        let made: Result<_, Infallible> = self.try_get(|| Ok(make()));
        match made {
            Ok(it) => it,
        }
    }

    /// The same for what can't always be made.
    ///
    /// # Errors
    /// It could not be made.
    pub(crate) fn try_get<E>(&self, make: impl Fn() -> Result<T, E>) -> Result<Arc<T>, E> {
        let pid = std::process::id();
        loop {
            let held = self.current.load(Ordering::Acquire);
            // SAFETY: what is stored came from `Box::into_raw`, and is freed only when `self` is
            // dropped.
            if let Some(made) = unsafe { held.as_ref() }
                && made.pid == pid
            {
                return Ok(made.it.clone());
            }
            let it = Arc::new(make()?);
            let new = Box::into_raw(Box::new(Made {
                pid,
                it: it.clone(),
            }));
            let stored =
                self.current
                    .compare_exchange(held, new, Ordering::AcqRel, Ordering::Acquire);
            match stored {
                Ok(_) => return Ok(it),
                // SAFETY: nobody else has seen it.
                Err(_) => drop(unsafe { Box::from_raw(new) }),
            }
        }
    }
}

impl<T> Drop for PerProcess<T> {
    fn drop(&mut self) {
        let held = *self.current.get_mut();
        // SAFETY: as in `try_get`; nobody else can look any more.
        unsafe {
            if held
                .as_ref()
                .is_some_and(|made| made.pid == std::process::id())
            {
                drop(Box::from_raw(held));
            }
        }
    }
}
