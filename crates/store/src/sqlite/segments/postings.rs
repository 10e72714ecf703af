//! Which rows hold which terms (or name which entities), and how often.
//!
//! Kept both ways: row by row, in order of arrival, and term by term. The second is made from the
//! first by counting, and rows that came since are looked through one by one until there are
//! enough of them to count again. So adding a row touches no list in the middle.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::ops::Range;

/// Terms are hashes already: spreading their bits once more is enough.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Spread(u64);

impl Hasher for Spread {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.write_u64(u64::from(*byte));
        }
    }

    fn write_u64(&mut self, number: u64) {
        let mixed = (self.0 ^ number).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        self.0 = mixed ^ (mixed >> 29);
    }
}

/// Rows and what occurs in them.
#[derive(Debug, Default)]
pub(super) struct Postings {
    /// A small number for each term.
    dictionary: HashMap<u64, u32, BuildHasherDefault<Spread>>,
    /// Where each row's entries begin, and where the last one's end.
    starts: Vec<u32>,
    terms: Vec<u32>,
    counts: Vec<u16>,
    /// How many rows the lists below cover.
    listed: usize,
    list_starts: Vec<u32>,
    list_rows: Vec<u32>,
    list_counts: Vec<u16>,
}

/// Where a question's terms occur.
pub(super) struct Occurrences<'a> {
    postings: &'a Postings,
    /// The number of each term of the question, if any row has it.
    numbers: Vec<Option<u32>>,
    /// Place in the question, row and count, for the rows that are in no list yet.
    unlisted: Vec<(usize, u32, u16)>,
}

impl Postings {
    /// Adds one entry of the row that is being written.
    pub(super) fn push_entry(&mut self, term: u64, count: u16) {
        let next = self.dictionary.len() as u32;
        let number = *self.dictionary.entry(term).or_insert(next);
        self.terms.push(number);
        self.counts.push(count);
    }

    /// Ends the row that is being written.
    pub(super) fn end_row(&mut self) {
        if self.starts.is_empty() {
            self.starts.push(0);
        }
        self.starts.push(self.terms.len() as u32);
    }

    pub(super) fn rows(&self) -> usize {
        self.starts.len().saturating_sub(1)
    }

    /// Brings the lists up to date if so many rows are in none that looking through them would
    /// cost more.
    pub(super) fn tidy(&mut self) {
        if self.rows() - self.listed > 256 + self.listed / 64 {
            self.list_all();
        }
    }

    /// Makes the lists anew.
    pub(super) fn list_all(&mut self) {
        let mut starts = vec![0u32; self.dictionary.len() + 1];
        for term in &self.terms {
            starts[*term as usize + 1] += 1;
        }
        for place in 1..starts.len() {
            starts[place] += starts[place - 1];
        }
        let mut next = starts.clone();
        self.list_rows = vec![0; self.terms.len()];
        self.list_counts = vec![0; self.terms.len()];
        for (row, bounds) in self.starts.windows(2).enumerate() {
            for entry in bounds[0] as usize..bounds[1] as usize {
                let place = &mut next[self.terms[entry] as usize];
                self.list_rows[*place as usize] = row as u32;
                self.list_counts[*place as usize] = self.counts[entry];
                *place += 1;
            }
        }
        self.list_starts = starts;
        self.listed = self.rows();
    }

    /// Finds where these terms occur.
    pub(super) fn find(&self, terms: impl Iterator<Item = u64>) -> Occurrences<'_> {
        let numbers: Vec<Option<u32>> = terms
            .map(|term| self.dictionary.get(&term).copied())
            .collect();
        // One bit for each number modulo 64: most entries are passed over by one look.
        let sieve = numbers
            .iter()
            .flatten()
            .fold(0u64, |sieve, it| sieve | 1 << (it % 64));
        let mut unlisted = Vec::new();
        for row in self.listed..self.rows() {
            for (term, count) in self.of_row(row) {
                if sieve >> (term % 64) & 1 == 0 {
                    continue;
                }
                for (place, number) in numbers.iter().enumerate() {
                    if *number == Some(term) {
                        unlisted.push((place, row as u32, count));
                    }
                }
            }
        }
        Occurrences {
            postings: self,
            numbers,
            unlisted,
        }
    }

    /// The entries of a row, by number.
    fn of_row(&self, row: usize) -> impl Iterator<Item = (u32, u16)> {
        let bounds = match self.starts.get(row..row + 2) {
            Some(bounds) => bounds[0] as usize..bounds[1] as usize,
            None => 0..0,
        };
        self.terms[bounds.clone()]
            .iter()
            .copied()
            .zip(self.counts[bounds].iter().copied())
    }

    /// Bytes that it takes.
    pub(super) fn bytes(&self) -> usize {
        self.dictionary.capacity() * 18
            + self.starts.capacity() * 4
            + self.terms.capacity() * 6
            + self.list_starts.capacity() * 4
            + self.list_rows.capacity() * 6
    }
}

impl Occurrences<'_> {
    /// How many rows hold the question's term at this place.
    pub(super) fn count(&self, place: usize) -> usize {
        let unlisted = self.unlisted.iter().filter(|it| it.0 == place).count();
        self.listed(place).len() + unlisted
    }

    /// Where the list of the question's term at this place stands.
    fn listed(&self, place: usize) -> Range<usize> {
        let starts = &self.postings.list_starts;
        let number = self.numbers[place].map(|it| it as usize);
        match number.and_then(|it| starts.get(it..it + 2)) {
            Some(bounds) => bounds[0] as usize..bounds[1] as usize,
            None => 0..0,
        }
    }

    /// Rows that hold the question's term at this place, with the count.
    pub(super) fn of(&self, place: usize) -> impl Iterator<Item = (u32, u16)> {
        let postings = self.postings;
        let bounds = self.listed(place);
        let listed = postings.list_rows[bounds.clone()]
            .iter()
            .copied()
            .zip(postings.list_counts[bounds].iter().copied());
        let unlisted = self.unlisted.iter().filter(move |it| it.0 == place);
        listed.chain(unlisted.map(|it| (it.1, it.2)))
    }

    /// Places of the question's terms that a row holds, with the counts.
    pub(super) fn in_row(&self, row: usize, mut each: impl FnMut(usize, u16)) {
        for (term, count) in self.postings.of_row(row) {
            for (place, number) in self.numbers.iter().enumerate() {
                if *number == Some(term) {
                    each(place, count);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    proptest! {
        #[test]
        fn what_was_put_in_is_found(
            rows in prop::collection::vec(
                prop::collection::btree_map(0u64..12, 1u16..9, 0..6), 0..40),
            asked in prop::collection::vec(0u64..14, 0..6),
            list_after in 0usize..40,
        ) {
            let mut postings = Postings::default();
            for (place, row) in rows.iter().enumerate() {
                row.iter().for_each(|(term, count)| postings.push_entry(*term, *count));
                postings.end_row();
                if place == list_after {
                    postings.list_all();
                }
            }
            let found = postings.find(asked.iter().copied());
            for (place, term) in asked.iter().enumerate() {
                let expected: BTreeMap<u32, u16> = rows
                    .iter()
                    .enumerate()
                    .filter_map(|(row, terms)| Some((row as u32, *terms.get(term)?)))
                    .collect();
                prop_assert_eq!(found.of(place).collect::<BTreeMap<_, _>>(), expected.clone());
                prop_assert_eq!(found.count(place), expected.len());
                for row in 0..rows.len() {
                    let mut count = None;
                    found.in_row(row, |it, n| if it == place { count = Some(n) });
                    prop_assert_eq!(count, expected.get(&(row as u32)).copied());
                }
            }
        }
    }
}
