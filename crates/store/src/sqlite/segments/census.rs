//! How much a question may see: rows and conversations, counted before any signal is read.

use std::borrow::Cow;

use super::bitmap::Bitmap;
use super::names::NOBODY;
use super::runs::Total;
use super::segment::{RUN, Segment};

/// The rows that may be seen.
pub(super) struct Census<'a> {
    /// `None`: all.
    pub(super) mask: Option<&'a Bitmap>,
    /// All of them together.
    pub(super) all: Total,
    /// What each run holds, by number.
    runs: Cow<'a, [Total]>,
}

impl<'a> Census<'a> {
    /// Counts the rows that the mask lets through. What is alive was counted before; so only what
    /// the mask hides beside is taken off, or what it shows is counted, whichever is less.
    pub(super) fn take(segment: &'a Segment, mask: Option<&'a Bitmap>) -> Self {
        let mut all = segment.runs.all();
        let mut runs = Cow::Borrowed(segment.runs.totals());
        if let Some(mask) = mask {
            let of_row = |row: usize| (segment.ids[RUN][row] as usize, segment.lengths[row]);
            let mut hidden = Bitmap::all(segment.rows());
            hidden.take_out(&segment.dead);
            hidden.take_out(mask);
            if hidden.count() > mask.count() {
                all = Total::default();
                let mut shown = vec![Total::default(); runs.len()];
                for (run, length) in mask.iter().map(of_row) {
                    all.add(length);
                    shown[run].add(length);
                }
                runs = Cow::Owned(shown);
            } else if hidden.count() > 0 {
                let shown = runs.to_mut();
                for (run, length) in hidden.iter().map(of_row) {
                    all.take(length);
                    shown[run].take(length);
                }
            }
        }
        Self { mask, all, runs }
    }

    /// Whether a row may be seen.
    pub(super) fn shows(&self, row: u32) -> bool {
        self.mask.is_none_or(|mask| mask.contains(row as usize))
    }

    /// Mean length of the rows; 0 if there are none.
    pub(super) fn average_length(&self) -> f32 {
        mean(self.all.length, self.all.rows as usize)
    }

    /// How many runs there are, and their mean length; 0 if there are none.
    pub(super) fn sessions(&self) -> (usize, f32) {
        let of_runs = self.runs.get(NOBODY as usize + 1..).unwrap_or_default();
        let sessions = of_runs.iter().filter(|it| it.rows > 0).count();
        let outside = self.runs.first().map_or(0, |it| it.length);
        (sessions, mean(self.all.length - outside, sessions))
    }

    /// What a run holds.
    pub(super) fn run(&self, run: u32) -> Total {
        self.runs.get(run as usize).copied().unwrap_or_default()
    }

    /// How many numbers of runs there are, that of no run included.
    pub(super) fn run_numbers(&self) -> usize {
        self.runs.len()
    }
}

fn mean(length: u64, of: usize) -> f32 {
    if of == 0 {
        0.0
    } else {
        length as f32 / of as f32
    }
}
