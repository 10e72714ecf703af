//! Dates and times as filters and metadata write them.

use jiff::civil::{Date, DateTime};
use jiff::{Timestamp, tz::TimeZone};

/// A moment, and whether it was written as a mere date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Moment {
    /// The moment; of a date, its first one (UTC).
    pub(super) at: Timestamp,
    /// The date, if no time of day was written.
    pub(super) day: Option<Date>,
}

impl Moment {
    /// Reads `2026-01-31`, `2026-01-31T10:00`, `2026-01-31 10:00:00+02:00`, …; without an offset it
    /// is UTC. `None` for anything else, compact forms such as `20260131` included: those are
    /// more often plain numbers.
    pub(super) fn read(text: &str) -> Option<Self> {
        if !begins_like_a_date(text) {
            return None;
        }
        if text.len() == "2026-01-31".len() {
            let day = text.parse().ok()?;
            return Some(Self {
                at: start_of(day),
                day: Some(day),
            });
        }
        let at = text
            .parse::<Timestamp>()
            .ok()
            .or_else(|| text.parse::<DateTime>().ok().map(instant))?;
        Some(Self { at, day: None })
    }
}

/// The first moment of a day (UTC).
pub(super) fn start_of(day: Date) -> Timestamp {
    instant(day.to_datetime(jiff::civil::Time::midnight()))
}

/// Civil time as UTC. The calendar reaches a few hours further than timestamps do; `9999-12-31`
/// is written by people who mean "never", so the ends saturate.
fn instant(civil: DateTime) -> Timestamp {
    let saturated = if civil.year() > 0 {
        Timestamp::MAX
    } else {
        Timestamp::MIN
    };
    TimeZone::UTC.to_timestamp(civil).unwrap_or(saturated)
}

fn begins_like_a_date(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.len() >= 10
        && bytes[..10]
            .iter()
            .enumerate()
            .all(|(place, byte)| match place {
                4 | 7 => *byte == b'-',
                _ => byte.is_ascii_digit(),
            })
}
