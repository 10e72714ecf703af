//! Which rows hold which terms (or name which entities), and how often.
//!
//! Each term has one list, in the order of the rows, that only ever grows at its end: the distance
//! from the row before and whether the count is more than one, in seven-bit groups, then that
//! count. Most entries are one byte.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::ops::Range;

use super::bitmap::Bitmap;

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
    /// The place of each term's list.
    dictionary: HashMap<u64, u32, BuildHasherDefault<Spread>>,
    lists: Vec<List>,
    /// The row that is being written.
    row: u32,
    /// Bytes of all lists.
    bytes: usize,
}

#[derive(Debug, Default)]
struct List {
    bytes: Vec<u8>,
    /// How many rows are in it.
    rows: u32,
    /// The first row that can follow.
    next: u32,
}

/// Where a question's terms occur, among rows that may be seen. Made anew by each
/// [`Postings::find`]; the room is kept.
#[derive(Debug, Default)]
pub(super) struct Occurrences {
    rows: Vec<u32>,
    counts: Vec<u16>,
    /// Where the rows of each term of the question end.
    ends: Vec<usize>,
}

impl Postings {
    /// Adds one entry of the row that is being written; a term that it has already is passed over.
    pub(super) fn push_entry(&mut self, term: u64, count: u16) {
        let place = self.lists.len() as u32;
        let place = *self.dictionary.entry(term).or_insert(place) as usize;
        if place == self.lists.len() {
            self.lists.push(List::default());
        }
        let list = &mut self.lists[place];
        let Some(gap) = self.row.checked_sub(list.next) else {
            return;
        };
        let before = list.bytes.capacity();
        write_number(&mut list.bytes, u64::from(gap) << 1 | u64::from(count != 1));
        if count != 1 {
            write_number(&mut list.bytes, u64::from(count));
        }
        self.bytes += list.bytes.capacity() - before;
        list.rows += 1;
        list.next = self.row + 1;
    }

    /// Ends the row that is being written.
    pub(super) fn end_row(&mut self) {
        self.row += 1;
    }

    /// Finds where these terms occur among the rows that the mask lets through.
    pub(super) fn find(
        &self,
        terms: impl Iterator<Item = u64>,
        mask: Option<&Bitmap>,
        found: &mut Occurrences,
    ) {
        found.rows.clear();
        found.counts.clear();
        found.ends.clear();
        for term in terms {
            let list = self.dictionary.get(&term);
            if let Some(list) = list.and_then(|it| self.lists.get(*it as usize)) {
                found.take_in(list, mask);
            }
            found.ends.push(found.rows.len());
        }
    }

    /// Bytes that it takes.
    pub(super) fn bytes(&self) -> usize {
        self.dictionary.capacity() * 18 + self.lists.capacity() * size_of::<List>() + self.bytes
    }
}

impl List {
    fn entries(&self) -> impl Iterator<Item = (u32, u16)> {
        let mut bytes = self.bytes.as_slice();
        let mut next = 0;
        std::iter::from_fn(move || {
            let head = read_number(&mut bytes)?;
            let row = next + (head >> 1) as u32;
            next = row + 1;
            if head & 1 == 0 {
                return Some((row, 1));
            }
            read_number(&mut bytes).map(|count| (row, count as u16))
        })
    }
}

fn write_number(bytes: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        bytes.push(number as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

#[inline]
fn read_number(bytes: &mut &[u8]) -> Option<u64> {
    let (first, mut rest) = bytes.split_first()?;
    let mut number = u64::from(*first);
    if number >= 0x80 {
        number &= 0x7f;
        let mut shift = 7;
        while let Some((byte, after)) = rest.split_first() {
            rest = after;
            number |= u64::from(byte & 0x7f) << shift;
            shift += 7;
            if *byte < 0x80 {
                break;
            }
        }
    }
    *bytes = rest;
    Some(number)
}

impl Occurrences {
    fn take_in(&mut self, list: &List, mask: Option<&Bitmap>) {
        if let Some(mask) = mask {
            let entries = list.entries().filter(|it| mask.contains(it.0 as usize));
            for (row, count) in entries {
                self.rows.push(row);
                self.counts.push(count);
            }
            return;
        }
        // Their number is known, so that none has to look for room.
        let (begun, end) = (self.rows.len(), self.rows.len() + list.rows as usize);
        self.rows.resize(end, 0);
        self.counts.resize(end, 0);
        let room = self.rows[begun..].iter_mut().zip(&mut self.counts[begun..]);
        for ((row, count), entry) in room.zip(list.entries()) {
            (*row, *count) = entry;
        }
    }

    /// How many rows hold the question's term at this place.
    pub(super) fn count(&self, place: usize) -> usize {
        self.range(place).len()
    }

    fn range(&self, place: usize) -> Range<usize> {
        let start = place.checked_sub(1).map_or(0, |it| self.ends[it]);
        start..self.ends[place]
    }

    /// Rows that hold the question's term at this place, in order.
    pub(super) fn rows(&self, place: usize) -> &[u32] {
        &self.rows[self.range(place)]
    }

    /// The same rows, with the counts.
    pub(super) fn of(&self, place: usize) -> impl Iterator<Item = (u32, u16)> {
        let range = self.range(place);
        let counts = self.counts[range.clone()].iter().copied();
        self.rows[range].iter().copied().zip(counts)
    }

    /// For each place in the question how often its term occurs in each of these rows, which are
    /// in order: place by place, row by row.
    pub(super) fn counts(&self, rows: &[u32]) -> Vec<u16> {
        let mut counts = Vec::with_capacity(self.ends.len() * rows.len());
        for place in 0..self.ends.len() {
            let mut range = self.range(place);
            for row in rows {
                range.start += self.rows[range.clone()].partition_point(|it| it < row);
                let holds = self.rows[range.clone()].first() == Some(row);
                counts.push(if holds { self.counts[range.start] } else { 0 });
            }
        }
        counts
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
                prop::collection::btree_map(0u64..12, 0u16..300, 0..6), 0..40),
            asked in prop::collection::vec(0u64..14, 0..6),
            hidden in prop::collection::vec(0usize..40, 0..9),
        ) {
            let mut postings = Postings::default();
            for row in &rows {
                row.iter().for_each(|(term, count)| postings.push_entry(*term, *count));
                row.keys().for_each(|term| postings.push_entry(*term, 7));
                postings.end_row();
            }
            let mut mask = Bitmap::all(rows.len());
            hidden.iter().for_each(|it| mask.clear(*it));
            let mut found = Occurrences::default();
            for mask in [None, Some(&mask)] {
                postings.find(asked.iter().copied(), mask, &mut found);
                let all: Vec<u32> = (0..rows.len() as u32).collect();
                let counts = found.counts(&all);
                for (place, term) in asked.iter().enumerate() {
                    let expected: BTreeMap<u32, u16> = rows
                        .iter()
                        .enumerate()
                        .filter(|(row, _)| mask.is_none_or(|it| it.contains(*row)))
                        .filter_map(|(row, terms)| Some((row as u32, *terms.get(term)?)))
                        .collect();
                    prop_assert_eq!(found.of(place).collect::<BTreeMap<_, _>>(), expected.clone());
                    prop_assert_eq!(found.count(place), expected.len());
                    prop_assert!(found.rows(place).is_sorted());
                    for row in &all {
                        let count = counts[place * rows.len() + *row as usize];
                        prop_assert_eq!(count, expected.get(row).copied().unwrap_or(0));
                    }
                }
            }
        }
    }

    #[test]
    fn far_rows_and_high_counts_come_back() {
        let mut postings = Postings::default();
        for row in [0, 63, 64, 65, 8_191, 3_000_000_000] {
            postings.row = row;
            postings.push_entry(7, u16::MAX);
            postings.push_entry(8, 1);
        }
        let mut found = Occurrences::default();
        postings.find([8, 7].into_iter(), None, &mut found);
        assert_eq!(found.rows(0), [0, 63, 64, 65, 8_191, 3_000_000_000]);
        assert!(found.of(1).all(|it| it.1 == u16::MAX));
    }
}
