//! Cuts a text into rows of the table.
//!
//! A word of a spaced script is one row if the table has it, else it is cut into known pieces; a
//! run of an unspaced script is always cut. Cutting finds the likeliest pieces (Viterbi over the
//! table's log probabilities). What no piece covers is left out.

use std::ops::Range;

use super::folding::{Class, Folded};
use super::format::{KeyHash, Table};

/// Characters cut together; bounds the work on runs without end.
const LONGEST_RUN: usize = 64;
/// Cost of leaving a character out: more than the unlikeliest piece's.
const UNKNOWN_COST: u32 = 300;

/// Calls `touch` with the row of each token, in the order of the text.
pub(super) fn rows(table: &Table, text: &str, touch: impl FnMut(usize)) {
    let folded = Folded::new(table, text);
    Cutter {
        table,
        folded: &folded,
        touch,
    }
    .cut();
}

struct Cutter<'a, F> {
    table: &'a Table,
    folded: &'a Folded,
    touch: F,
}

impl<F: FnMut(usize)> Cutter<'_, F> {
    fn cut(&mut self) {
        let mut at = 0;
        while at < self.folded.len() {
            at = match self.folded.classes[at] {
                Class::Word | Class::Mark => self.word(at),
                Class::Unspaced => {
                    let stop =
                        self.stop(at, |class| matches!(class, Class::Unspaced | Class::Mark));
                    self.run(at..stop);
                    stop
                }
                Class::Symbol => {
                    if let Some(row) = self.row(at..at + 1) {
                        (self.touch)(row);
                    }
                    at + 1
                }
                Class::Separator => at + 1,
            };
        }
    }

    fn stop(&self, start: usize, belongs: impl Fn(Class) -> bool) -> usize {
        let rest = &self.folded.classes[start..];
        start
            + rest
                .iter()
                .position(|class| !belongs(*class))
                .unwrap_or(rest.len())
    }

    /// Reads the word that starts here and returns where it stops.
    fn word(&mut self, start: usize) -> usize {
        let in_word = |class| matches!(class, Class::Word | Class::Mark);
        let mut stop = self.stop(start, in_word);
        while self.is(stop, "'") && self.folded.classes.get(stop + 1) == Some(&Class::Word) {
            stop = self.stop(stop + 1, in_word);
        }
        // "c++" and "c#" are words too.
        let mut tail = stop;
        while tail < stop + 2 && (self.is(tail, "+") || self.is(tail, "#")) {
            tail += 1;
        }
        if tail > stop
            && let Some(row) = self.row(start..tail)
        {
            (self.touch)(row);
            return tail;
        }
        if let Some(row) = self.row(start..stop) {
            (self.touch)(row);
            return stop;
        }
        let mut part = start;
        while part < stop {
            let end = self.stop(part, in_word);
            match self.row(part..end) {
                Some(row) => (self.touch)(row),
                None => self.run(part..end),
            }
            part = end + 1;
        }
        stop
    }

    fn is(&self, at: usize, character: &str) -> bool {
        at < self.folded.len() && self.folded.slice(at..at + 1) == character
    }

    fn row(&self, characters: Range<usize>) -> Option<usize> {
        let key = self.folded.slice(characters).as_bytes();
        self.table.find(key, KeyHash::EMPTY.extended(key))
    }

    fn run(&mut self, characters: Range<usize>) {
        let mut start = characters.start;
        while start < characters.end {
            let stop = characters.end.min(start + LONGEST_RUN);
            self.likeliest(start..stop);
            start = stop;
        }
    }

    /// Touches the rows of the cheapest way to cover these characters.
    fn likeliest(&mut self, characters: Range<usize>) {
        let count = characters.len();
        let mut best = [u32::MAX; LONGEST_RUN + 1];
        let mut came_from: [(usize, Option<usize>); LONGEST_RUN + 1] = [(0, None); LONGEST_RUN + 1];
        best[0] = 0;
        for start in 0..count {
            let here = best[start];
            if here + UNKNOWN_COST < best[start + 1] {
                best[start + 1] = here + UNKNOWN_COST;
                came_from[start + 1] = (start, None);
            }
            let mut hash = KeyHash::EMPTY;
            for stop in start + 1..=count.min(start + self.table.longest_key()) {
                let last = characters.start + stop - 1;
                hash = hash.extended(self.folded.slice(last..last + 1).as_bytes());
                let key = self
                    .folded
                    .slice(characters.start + start..last + 1)
                    .as_bytes();
                if let Some(row) = self.table.find(key, hash)
                    && here + self.table.cost(row) < best[stop]
                {
                    best[stop] = here + self.table.cost(row);
                    came_from[stop] = (start, Some(row));
                }
            }
        }
        let mut found = [0; LONGEST_RUN];
        let (mut at, mut pieces) = (count, 0);
        while at > 0 {
            let (start, row) = came_from[at];
            if let Some(row) = row {
                found[pieces] = row;
                pieces += 1;
            }
            at = start;
        }
        found[..pieces]
            .iter()
            .rev()
            .for_each(|row| (self.touch)(*row));
    }
}
