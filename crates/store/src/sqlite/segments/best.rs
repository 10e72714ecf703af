//! The best few of many.

use std::cmp::{Ordering, Reverse};
use std::collections::BinaryHeap;

/// A row with its score. Greater is better; among equals, the newer row.
#[derive(Debug, Clone, Copy)]
pub(super) struct Scored {
    pub(super) score: f32,
    pub(super) row: u32,
}

impl PartialEq for Scored {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Scored {}

impl PartialOrd for Scored {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Scored {
    fn cmp(&self, other: &Self) -> Ordering {
        self.score
            .total_cmp(&other.score)
            .then(self.row.cmp(&other.row))
    }
}

/// Keeps the best `limit` rows of those that it is offered.
pub(super) struct Best {
    limit: usize,
    heap: BinaryHeap<Reverse<Scored>>,
}

impl Best {
    pub(super) fn new(limit: usize) -> Self {
        Self {
            limit,
            heap: BinaryHeap::with_capacity(limit.min(4096) + 1),
        }
    }

    /// Whether a row with this score could be among the best.
    pub(super) fn wants(&self, score: f32) -> bool {
        match self.heap.peek() {
            Some(Reverse(worst)) if self.heap.len() >= self.limit => score >= worst.score,
            _ => self.limit > 0,
        }
    }

    pub(super) fn offer(&mut self, score: f32, row: u32) {
        let scored = Scored { score, row };
        if self.heap.len() < self.limit {
            self.heap.push(Reverse(scored));
        } else if let Some(mut worst) = self.heap.peek_mut()
            && scored > worst.0
        {
            *worst = Reverse(scored);
        }
    }

    /// The best, in no particular order.
    pub(super) fn into_rows(self) -> impl Iterator<Item = u32> {
        self.heap.into_iter().map(|it| it.0.row)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn it_keeps_the_best(scores in prop::collection::vec(-5i8..5, 0..80), limit in 0usize..20) {
            let mut best = Best::new(limit);
            let mut all = Vec::new();
            for (row, score) in scores.iter().enumerate() {
                let (score, row) = (f32::from(*score), row as u32);
                if best.wants(score) {
                    best.offer(score, row);
                }
                all.push(Scored { score, row });
            }
            all.sort_by(|a, b| b.cmp(a));
            let mut expected: Vec<u32> = all.iter().take(limit).map(|it| it.row).collect();
            let mut found: Vec<u32> = best.into_rows().collect();
            expected.sort_unstable();
            found.sort_unstable();
            prop_assert_eq!(found, expected);
        }
    }
}
