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

    /// Offers `first` and the rows that follow it, each with its score; scores that aren't above
    /// `least` are passed over. The last row comes first: among equals the newer one wins, so that
    /// none is taken in only to be driven out again.
    pub(super) fn offer_all(
        &mut self,
        scores: &[f32],
        first: usize,
        least: f32,
        seen: impl Fn(usize) -> bool,
    ) {
        const BLOCK: usize = 32;
        for (block, scores) in scores.chunks(BLOCK).enumerate().rev() {
            let end = first + block * BLOCK + scores.len();
            let bar = self.bar.map_or(least, |bar| {
                // A row as good as the worst of the best takes its place only if it is newer.
                let newer = (bar.row as usize) < end;
                let beaten = if newer {
                    bar.score.next_down()
                } else {
                    bar.score
                };
                beaten.max(least)
            });
            // Most blocks hold nothing: one look at all of it is quicker than one at each.
            if !scores.iter().fold(false, |any, score| any | (*score > bar)) {
                continue;
            }
            for (place, score) in scores.iter().enumerate().rev() {
                let row = first + block * BLOCK + place;
                if *score > bar && seen(row) {
                    self.offer(*score, row as u32);
                }
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
        fn many_at_once_are_as_one_by_one(
            scores in prop::collection::vec(-5i8..5, 0..300),
            limit in 0usize..50,
            first in 0usize..9,
        ) {
            let scores: Vec<f32> = scores.into_iter().map(f32::from).collect();
            let seen = |row: usize| !row.is_multiple_of(3);
            let [mut rising, mut falling, mut single] = [limit; 3].map(Best::new);
            let (older, newer) = scores.split_at(scores.len() / 3);
            let middle = first + older.len();
            falling.offer_all(newer, middle, -2.0, seen);
            falling.offer_all(older, first, -2.0, seen);
            rising.offer_all(older, first, -2.0, seen);
            rising.offer_all(newer, middle, -2.0, seen);
            for (row, score) in (first..).zip(&scores) {
                if *score > -2.0 && seen(row) {
                    single.offer(*score, row as u32);
                }
            }
            let sorted = |best: Best| {
                let mut rows: Vec<u32> = best.into_rows().collect();
                rows.sort_unstable();
                rows
            };
            let single = sorted(single);
            prop_assert_eq!(sorted(rising), single.clone());
            prop_assert_eq!(sorted(falling), single);
        }

        #[test]
        fn it_keeps_the_best(scores in prop::collection::vec(-5i8..5, 0..300), limit in 0usize..50) {
            let mut best = Best::new(limit);
            let mut all = Vec::new();
            for (row, score) in scores.iter().enumerate() {
                let (score, row) = (f32::from(*score), row as u32);
                best.offer(score, row);
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
