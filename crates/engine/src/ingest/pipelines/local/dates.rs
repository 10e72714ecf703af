//! When what a statement tells happens: its dates, resolved against when it was said.
//!
//! | key | value |
//! | --- | --- |
//! | `event_date` | the first day, as exact as it is known: `2024-05-12`, `2024-05` or `2024`; a list if the statement names several times |
//! | `event_date_end` | the last day of a stretch that `event_date` can't express (a week, a weekend, "from 3 to 9 May"); a list beside a list, with `null` where a time has no end |

use std::sync::LazyLock;

use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use mem0_core::{Metadata, Timestamp};
use mem0_text::{Precision, TimeMention, times};
use serde_json::Value;

use super::phrases::Phrases;
use super::tokens::tokens;

/// The metadata key of the time that a statement speaks of: its first day, as exact as it is
/// known (`2024-05-12`, `2024-05` or `2024`); a list where the statement names several times.
pub const EVENT_DATE: &str = "event_date";
/// The metadata key of the last day of a stretch that [`EVENT_DATE`] can't express, such as a
/// week; a list beside a list, with `null` where a time has no end.
pub const EVENT_DATE_END: &str = "event_date_end";

/// More times than this are a calendar, not a statement.
const MOST_TIMES: usize = 6;

static HABITUAL: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::read(
        "usually | often | always | sometimes | every | each | generally | normally | typically \
         | 一般 | 通常 | 经常 | 常常 | 平时 | 总是 | 每 | 有时 | 偶尔",
    )
});

/// The times of a text, in order, without repetitions.
pub(super) fn event_times(text: &str, said: Timestamp) -> Vec<Event> {
    let anchor: DateTime = said.to_zoned(TimeZone::UTC).datetime();
    let mut events: Vec<Event> = Vec::new();
    let habitual = HABITUAL.occur_in(&tokens(text));
    for mention in times(text, anchor) {
        // "周末一般去爬山" speaks of every weekend, not of the next.
        if habitual && mention.relative && mention.precision <= Precision::Week {
            continue;
        }
        if is_bare_clock(&mention, anchor) {
            continue;
        }
        let Some(event) = Event::of(&mention) else {
            continue;
        };
        if !events.contains(&event) && events.len() < MOST_TIMES {
            events.push(event);
        }
    }
    events
}

/// "before 10am", "in 2:05", 七点: an hour without a day says nothing of today.
fn is_bare_clock(mention: &TimeMention<'_>, anchor: DateTime) -> bool {
    const NAMES_TODAY: [&str; 14] = [
        "today", "tonight", "this", "now", "ago", "in ", "hour", "minute", "今", "后", "前",
        "小时", "分钟", "刚",
    ];
    let said = mention.text.to_lowercase();
    mention.precision == Precision::Time
        && mention.relative
        && mention.start.date() == anchor.date()
        && !NAMES_TODAY.iter().any(|word| said.contains(word))
}

/// Writes the times under their keys.
pub(super) fn note(events: &[Event], metadata: &mut Metadata) {
    let starts: Vec<Value> = events
        .iter()
        .map(|event| event.start.clone().into())
        .collect();
    let ends: Vec<Value> = events
        .iter()
        .map(|event| event.end.clone().into())
        .collect();
    let has_end = ends.iter().any(|end| !end.is_null());
    let value = |mut values: Vec<Value>| match values.len() {
        1 => values.pop().unwrap_or_default(),
        _ => Value::Array(values),
    };
    if !starts.is_empty() {
        metadata.insert(EVENT_DATE.to_owned(), value(starts));
    }
    if has_end {
        metadata.insert(EVENT_DATE_END.to_owned(), value(ends));
    }
}

/// A time that a statement speaks of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Event {
    start: String,
    end: Option<String>,
    /// Its first day.
    pub first: Date,
    /// Its last day.
    pub last: Date,
}

impl Event {
    /// The event of a mention; none for "now" and "today" told as a habit.
    fn of(mention: &TimeMention<'_>) -> Option<Self> {
        if matches!(
            mention.text.to_lowercase().as_str(),
            "now" | "现在" | "目前" | "currently"
        ) {
            return None;
        }
        let first = mention.start.date();
        // `end` is the first moment after; a time of day ends on the day it is on.
        let last = match mention.end.time() == jiff::civil::Time::midnight() {
            true => mention.end.date().yesterday().ok()?.max(first),
            false => mention.end.date().max(first),
        };
        let whole_year = (first.month(), first.day(), last.month(), last.day()) == (1, 1, 12, 31);
        let whole_month = first == first.first_of_month() && last == first.last_of_month();
        let (start, end) = if whole_year {
            let years = (first.year() != last.year()).then(|| last.year().to_string());
            (format!("{:04}", first.year()), years)
        } else if whole_month {
            (format!("{:04}-{:02}", first.year(), first.month()), None)
        } else if first == last || mention.precision < Precision::Day {
            (first.to_string(), None)
        } else {
            (first.to_string(), Some(last.to_string()))
        };
        Some(Self {
            start,
            end,
            first,
            last,
        })
    }
}
