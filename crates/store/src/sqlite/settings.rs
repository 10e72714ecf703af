//! What can be set about the embedded store.

use std::time::Duration;

/// How much a power cut may cost. A process that is killed loses nothing either way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Durability {
    /// The last commits before a power cut may be lost; the file stays whole. Commits don't wait
    /// for the disk.
    #[default]
    Normal,
    /// A commit is acknowledged once it is on the disk.
    Full,
}

impl Durability {
    /// `normal` or `full`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Normal => "normal",
            Self::Full => "full",
        }
    }

    /// The durability with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Normal, Self::Full]
            .into_iter()
            .find(|durability| durability.as_str() == name)
    }
}

/// How a store is opened.
#[derive(Debug, Clone, PartialEq)]
pub struct Settings {
    /// How much a power cut may cost.
    pub durability: Durability,
    /// Bytes of RAM for what recall scans. The least recently searched scopes leave first; the
    /// scope that was searched last stays, however large. Default: 512 MiB.
    pub cache_bytes: usize,
    /// A scope with more memories than this keeps a sketch of each vector in RAM (128 bytes for
    /// 256 dimensions instead of 512) and reads those of the finalists from the file. The cosines
    /// that are told are exact all the same; which rows are nearest is found by the sketches, and
    /// all but a few in ten thousand of them are. Default: 131 072.
    pub whole_vectors: usize,
    /// How long to wait while another process writes. Default: 10 s.
    pub busy_timeout: Duration,
    /// How many reads may run at once, at least 1. Default: the number of cores, from 2 to 8.
    pub readers: usize,
    /// The largest size of the file in bytes; commits beyond it fail as on a full disk. Default:
    /// none.
    pub max_bytes: Option<u64>,
}

impl Default for Settings {
    fn default() -> Self {
        let cores = std::thread::available_parallelism().map_or(4, usize::from);
        Self {
            durability: Durability::Normal,
            cache_bytes: 512 * 1024 * 1024,
            whole_vectors: 131_072,
            busy_timeout: Duration::from_secs(10),
            readers: cores.clamp(2, 8),
            max_bytes: None,
        }
    }
}
