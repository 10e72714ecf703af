//! Between instants and the calendar. All calendars here are UTC.

use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use mem0_core::Timestamp;
use mem0_core::memory_store::TimeSpan;
use mem0_text::TimeMention;

/// The calendar's reading of an instant.
pub fn civil(moment: Timestamp) -> DateTime {
    moment.to_zoned(TimeZone::UTC).datetime()
}

/// The day of an instant.
pub fn day(moment: Timestamp) -> Date {
    civil(moment).date()
}

/// The instants that a mention of a time covers; `None` beyond the calendar's range.
pub fn span(mention: &TimeMention<'_>) -> Option<TimeSpan> {
    let instant = |at: DateTime| {
        at.to_zoned(TimeZone::UTC)
            .ok()
            .map(|zoned| zoned.timestamp())
    };
    Some(TimeSpan {
        start: instant(mention.start)?,
        end: instant(mention.end)?,
    })
}
