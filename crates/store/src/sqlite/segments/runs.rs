//! Conversations: which row comes before and after which, and how much each holds.

/// Stands for no row.
const NONE: u32 = u32::MAX;

/// Which rows belong together. A run goes by the number of its name, see
/// [`Names`](super::names::Names).
#[derive(Debug, Default)]
pub(super) struct Runs {
    /// The row before and the row after each row in its run, dead ones included.
    previous: Vec<u32>,
    next: Vec<u32>,
    /// The last row of each run.
    last: Vec<u32>,
    /// What each run holds in rows that are alive.
    totals: Vec<Total>,
    /// Rows that are alive, with or without a run.
    all: Total,
}

/// How much there is of something.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Total {
    pub(super) rows: u32,
    /// In terms.
    pub(super) length: u64,
}

impl Total {
    pub(super) fn add(&mut self, length: u32) {
        self.rows += 1;
        self.length += u64::from(length);
    }

    pub(super) fn take(&mut self, length: u32) {
        self.rows -= 1;
        self.length -= u64::from(length);
    }
}

impl Runs {
    /// Adds a row of this length.
    pub(super) fn push(&mut self, run: u32, length: u32) {
        let row = self.previous.len() as u32;
        self.previous.push(NONE);
        self.next.push(NONE);
        self.all.add(length);
        let run = run as usize;
        if run >= self.totals.len() {
            self.totals.resize(run + 1, Total::default());
            self.last.resize(run + 1, NONE);
        }
        self.totals[run].add(length);
        // What has no run has no neighbours.
        if run != super::names::NOBODY as usize {
            let last = std::mem::replace(&mut self.last[run], row);
            self.previous[row as usize] = last;
            if let Some(next) = self.next.get_mut(last as usize) {
                *next = row;
            }
        }
    }

    /// Notes that a row is no longer alive.
    pub(super) fn bury(&mut self, run: u32, length: u32) {
        self.all.take(length);
        if let Some(total) = self.totals.get_mut(run as usize) {
            total.take(length);
        }
    }

    /// The nearest row before it in its run that may be seen.
    pub(super) fn before(&self, row: u32, seen: impl Fn(u32) -> bool) -> Option<u32> {
        nearest(&self.previous, row, seen)
    }

    /// The nearest row after it in its run that may be seen.
    pub(super) fn after(&self, row: u32, seen: impl Fn(u32) -> bool) -> Option<u32> {
        nearest(&self.next, row, seen)
    }

    /// What each run holds, by number; at 0 what is in none.
    pub(super) fn totals(&self) -> &[Total] {
        &self.totals
    }

    /// What all rows hold that are alive.
    pub(super) fn all(&self) -> Total {
        self.all
    }

    /// Bytes that it takes.
    pub(super) fn bytes(&self) -> usize {
        (self.previous.capacity() + self.next.capacity() + self.last.capacity()) * 4
            + self.totals.capacity() * size_of::<Total>()
    }
}

fn nearest(links: &[u32], mut row: u32, seen: impl Fn(u32) -> bool) -> Option<u32> {
    loop {
        row = *links.get(row as usize)?;
        if row == NONE || seen(row) {
            return (row != NONE).then_some(row);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn neighbours_are_the_nearest_of_the_run_that_are_seen(
            rows in prop::collection::vec((0u32..4, any::<bool>()), 0..60),
        ) {
            let mut runs = Runs::default();
            rows.iter().for_each(|it| runs.push(it.0, 3));
            let seen = |row: u32| rows[row as usize].1;
            for place in 0..rows.len() {
                let run = rows[place].0;
                let beside = |it: &usize| run != 0 && rows[*it].0 == run && rows[*it].1;
                let before = (0..place).rev().find(beside);
                let after = (place + 1..rows.len()).find(beside);
                let found = |it: Option<u32>| it.map(|it| it as usize);
                prop_assert_eq!(found(runs.before(place as u32, seen)), before);
                prop_assert_eq!(found(runs.after(place as u32, seen)), after);
            }
            for (run, dead) in rows.iter().filter(|it| it.1) {
                prop_assert!(*dead);
                runs.bury(*run, 3);
            }
            for (run, total) in runs.totals().iter().enumerate() {
                let alive = rows.iter().filter(|it| it.0 as usize == run && !it.1).count();
                prop_assert_eq!((total.rows as usize, total.length), (alive, alive as u64 * 3));
            }
            let alive = rows.iter().filter(|it| !it.1).count();
            prop_assert_eq!(runs.all().rows as usize, alive);
        }
    }
}
