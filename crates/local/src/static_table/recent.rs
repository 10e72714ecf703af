//! The rows that recently read texts touch: searches of one scope read the same memories again
//! and again, and cutting them into tokens is most of the work.

use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// So many texts a generation holds; at most twice as many are known.
const GENERATION: usize = 8192;
/// Longer texts (in bytes) aren't kept.
const LONGEST: usize = 1024;

/// Rows by the text's hash and length.
type Generation = HashMap<(u64, usize), Arc<[u32]>>;

/// Rows by text, forgetting what hasn't been read for long: when the young generation is full, it
/// becomes the old one, and the old one goes. A text is known by 64 bits of its hash and its length.
#[derive(Debug, Default)]
pub(super) struct RecentRows {
    generations: Mutex<[Generation; 2]>,
    hasher: RandomState,
}

impl RecentRows {
    /// The rows of a text; `cut` finds them if it wasn't read recently.
    pub(super) fn of(&self, text: &str, cut: impl FnOnce(&str) -> Vec<u32>) -> Arc<[u32]> {
        if text.len() > LONGEST {
            return cut(text).into();
        }
        let key = (self.hasher.hash_one(text), text.len());
        if let Some(rows) = self.known(key) {
            return rows;
        }
        let rows: Arc<[u32]> = cut(text).into();
        self.keep(key, Arc::clone(&rows));
        rows
    }

    fn known(&self, key: (u64, usize)) -> Option<Arc<[u32]>> {
        let mut generations = self.lock();
        let [young, old] = &mut *generations;
        if let Some(rows) = young.get(&key) {
            return Some(Arc::clone(rows));
        }
        let rows = old.remove(&key)?;
        young.insert(key, Arc::clone(&rows));
        Some(rows)
    }

    fn keep(&self, key: (u64, usize), rows: Arc<[u32]>) {
        let mut generations = self.lock();
        let [young, old] = &mut *generations;
        if young.len() >= GENERATION {
            *old = std::mem::take(young);
        }
        young.insert(key, rows);
    }

    fn lock(&self) -> MutexGuard<'_, [Generation; 2]> {
        // What is in the maps is right whatever happened to the thread that held them.
        self.generations
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_cut_once_until_it_is_forgotten() {
        let recent = RecentRows::default();
        let mut cuts = 0;
        for _ in 0..3 {
            recent.of("a cat", |_| {
                cuts += 1;
                vec![7]
            });
        }
        assert_eq!(cuts, 1);
        for number in 0..2 * GENERATION {
            recent.of(&number.to_string(), |_| Vec::new());
        }
        recent.of("a cat", |_| {
            cuts += 1;
            vec![7]
        });
        assert_eq!(cuts, 2, "two generations later it is gone");
    }

    #[test]
    fn a_text_that_is_read_again_stays() {
        let recent = RecentRows::default();
        for number in 0..4 * GENERATION {
            let rows = recent.of("a cat", |_| vec![number as u32]);
            assert_eq!(*rows, [0], "the first cut");
            recent.of(&number.to_string(), |_| Vec::new());
        }
    }
}
