//! Time and names that the test decides.

use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

use jiff::{SignedDuration, Timestamp};
use mem0_core::{Clock, IdSource};
use uuid::Uuid;

use crate::lock;

/// A clock that stands still, or takes one step each time it is read.
#[derive(Debug)]
pub struct FixedClock {
    now: Mutex<Timestamp>,
    step: SignedDuration,
}

impl FixedClock {
    /// A clock that stands still.
    pub fn at(now: Timestamp) -> Self {
        Self::stepping(now, SignedDuration::ZERO)
    }

    /// A clock that says `first`, then takes a step each time it is read.
    pub fn stepping(first: Timestamp, step: SignedDuration) -> Self {
        Self {
            now: Mutex::new(first),
            step,
        }
    }

    /// Turns the clock, forwards or back.
    pub fn set(&self, now: Timestamp) {
        *lock(&self.now) = now;
    }

    /// Turns the clock on by this much; back if it is negative.
    pub fn advance(&self, by: SignedDuration) {
        *lock(&self.now) += by;
    }
}

impl Default for FixedClock {
    /// A clock that stands still at the beginning of 2026.
    fn default() -> Self {
        Self::at(crate::scribe::FIRST_MOMENT)
    }
}

impl Clock for FixedClock {
    fn now(&self) -> Timestamp {
        let mut now = lock(&self.now);
        let read = *now;
        *now += self.step;
        read
    }
}

/// UUIDs that count: `00000000-0000-0000-0000-000000000001` and on.
#[derive(Debug)]
pub struct SequentialIds(AtomicU64);

impl SequentialIds {
    /// Ids that count from this number.
    pub fn from(first: u64) -> Self {
        Self(AtomicU64::new(first))
    }
}

impl Default for SequentialIds {
    fn default() -> Self {
        Self::from(1)
    }
}

impl IdSource for SequentialIds {
    fn next_id(&self) -> String {
        Uuid::from_u128(u128::from(self.0.fetch_add(1, Ordering::Relaxed))).to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fixed_clock_moves_only_as_it_is_told() {
        let clock = FixedClock::default();
        assert_eq!(clock.now(), clock.now());
        let before = clock.now();
        clock.advance(SignedDuration::from_secs(90));
        assert_eq!(
            clock.now().duration_since(before),
            SignedDuration::from_secs(90)
        );

        let stepping = FixedClock::stepping(before, SignedDuration::from_secs(1));
        assert_eq!(stepping.now(), before);
        assert_eq!(
            stepping.now().duration_since(before),
            SignedDuration::from_secs(1)
        );
    }

    #[test]
    fn ids_count_on() {
        let ids = SequentialIds::default();
        assert_eq!(ids.next_id(), "00000000-0000-0000-0000-000000000001");
        assert_eq!(ids.next_id(), "00000000-0000-0000-0000-000000000002");
    }
}
