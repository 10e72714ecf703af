//! A set of rows of a segment.

/// One bit for each row.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Bitmap {
    words: Vec<u64>,
    rows: usize,
}

impl Bitmap {
    /// No rows, of this many.
    pub(super) fn none(rows: usize) -> Self {
        Self {
            words: vec![0; rows.div_ceil(64)],
            rows,
        }
    }

    /// All of this many rows.
    pub(super) fn all(rows: usize) -> Self {
        let mut bitmap = Self {
            words: vec![u64::MAX; rows.div_ceil(64)],
            rows,
        };
        if let (Some(last), beyond @ 1..) = (bitmap.words.last_mut(), rows % 64) {
            *last = (1 << beyond) - 1;
        }
        bitmap
    }

    /// Adds a row at the end.
    pub(super) fn push(&mut self, member: bool) {
        if self.rows.is_multiple_of(64) {
            self.words.push(0);
        }
        self.rows += 1;
        if member {
            self.set(self.rows - 1);
        }
    }

    /// Adds rows at the end that are not in it, up to this many in all.
    pub(super) fn grow(&mut self, rows: usize) {
        self.rows = self.rows.max(rows);
        self.words.resize(self.rows.div_ceil(64), 0);
    }

    /// How many rows it speaks of.
    pub(super) fn rows(&self) -> usize {
        self.rows
    }

    pub(super) fn set(&mut self, row: usize) {
        if let Some(word) = self.words.get_mut(row / 64) {
            *word |= 1 << (row % 64);
        }
    }

    pub(super) fn clear(&mut self, row: usize) {
        if let Some(word) = self.words.get_mut(row / 64) {
            *word &= !(1 << (row % 64));
        }
    }

    pub(super) fn contains(&self, row: usize) -> bool {
        self.words
            .get(row / 64)
            .is_some_and(|word| word >> (row % 64) & 1 == 1)
    }

    /// Keeps only what is in the other one too.
    pub(super) fn keep(&mut self, other: &Self) {
        for (place, word) in self.words.iter_mut().enumerate() {
            *word &= other.words.get(place).copied().unwrap_or(0);
        }
    }

    /// Takes out what is in the other one.
    pub(super) fn take_out(&mut self, other: &Self) {
        for (word, other) in self.words.iter_mut().zip(&other.words) {
            *word &= !other;
        }
    }

    pub(super) fn count(&self) -> usize {
        self.words
            .iter()
            .map(|word| word.count_ones() as usize)
            .sum()
    }

    /// The rows in it, in order.
    pub(super) fn iter(&self) -> impl Iterator<Item = usize> {
        self.words.iter().enumerate().flat_map(|(place, word)| {
            let mut rest = *word;
            std::iter::from_fn(move || {
                (rest != 0).then(|| {
                    let bit = rest.trailing_zeros() as usize;
                    rest &= rest - 1;
                    place * 64 + bit
                })
            })
        })
    }

    /// Bytes that it takes.
    pub(super) fn bytes(&self) -> usize {
        self.words.capacity() * 8
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    proptest! {
        #[test]
        fn it_is_a_set(
            rows in 0usize..200,
            a in prop::collection::btree_set(0usize..200, 0..60),
            b in prop::collection::btree_set(0usize..200, 0..60),
        ) {
            let within = |set: &BTreeSet<usize>| -> BTreeSet<usize> {
                set.iter().copied().filter(|it| *it < rows).collect()
            };
            let (a, b) = (within(&a), within(&b));
            let bitmap = |set: &BTreeSet<usize>| {
                let mut bitmap = Bitmap::none(rows);
                set.iter().for_each(|it| bitmap.set(*it));
                bitmap
            };
            let mut both = bitmap(&a);
            both.keep(&bitmap(&b));
            prop_assert_eq!(both.iter().collect::<BTreeSet<_>>(), &a & &b);
            let mut rest = Bitmap::all(rows);
            rest.take_out(&bitmap(&b));
            prop_assert_eq!(rest.count(), rows - b.len());
            prop_assert!((0..200).all(|it| rest.contains(it) == (it < rows && !b.contains(&it))));
            let mut pushed = Bitmap::default();
            (0..rows).for_each(|it| pushed.push(a.contains(&it)));
            prop_assert_eq!(pushed, bitmap(&a));
        }
    }
}
