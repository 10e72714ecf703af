//! The best few of many.

use std::cmp::Ordering;

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

/// Keeps the best `limit` rows of those that it is offered: up to twice as many, and now and then
/// the worse half is dropped. That costs each row the same, however many are kept.
pub(super) struct Best {
    limit: usize,
    kept: Vec<Scored>,
    /// The worst of the best, once there were so many.
    bar: Option<Scored>,
}

impl Best {
    pub(super) fn new(limit: usize) -> Self {
        Self {
            limit,
            kept: Vec::new(),
            bar: None,
        }
    }

    /// Whether a row with this score could be among the best.
    #[inline]
    pub(super) fn wants(&self, score: f32) -> bool {
        match self.bar {
            Some(bar) => score >= bar.score,
            None => self.limit > 0,
        }
    }

    #[inline]
    pub(super) fn offer(&mut self, score: f32, row: u32) {
        let scored = Scored { score, row };
        if self.limit > 0 && self.bar.is_none_or(|bar| scored > bar) {
            self.kept.push(scored);
            if self.kept.len() >= self.limit.saturating_mul(2).max(64) {
                self.cut();
            }
        }
    }

    fn cut(&mut self) {
        if let Some(last) = self.limit.checked_sub(1)
            && last < self.kept.len()
        {
            let (_, worst, _) = self.kept.select_nth_unstable_by(last, |a, b| b.cmp(a));
            self.bar = Some(*worst);
            self.kept.truncate(self.limit);
        }
    }

    /// The best, in no particular order.
    pub(super) fn into_rows(mut self) -> impl Iterator<Item = u32> {
        self.cut();
        self.kept.into_iter().map(|it| it.row)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn it_keeps_the_best(scores in prop::collection::vec(-5i8..5, 0..300), limit in 0usize..50) {
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
