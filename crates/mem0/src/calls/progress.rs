//! How far an operation is that takes long.

use std::fmt;

/// How far an operation is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// So many are done: texts of `reembed`, entries of `import_from`.
    pub done: usize,
    /// Of so many, as far as one can tell.
    pub total: Option<usize>,
}

/// Is told of progress; or nobody, who hears nothing.
#[derive(Default)]
pub(super) struct Watcher(Option<Box<dyn FnMut(Progress) + Send>>);

impl Watcher {
    pub(super) fn new(tell: impl FnMut(Progress) + Send + 'static) -> Self {
        Self(Some(Box::new(tell)))
    }

    /// Whether somebody hears it.
    pub(super) fn hears(&self) -> bool {
        self.0.is_some()
    }

    pub(super) fn tell(&mut self, progress: Progress) {
        if let Some(tell) = &mut self.0 {
            tell(progress);
        }
    }
}

impl fmt::Debug for Watcher {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Watcher({})", self.hears())
    }
}
