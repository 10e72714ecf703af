//! Dates and times as people and programs write them.

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;
use mem0_core::{InputError, Timestamp};

/// Numbers from here on are milliseconds: in seconds they would lie beyond the year 5000.
const MILLISECONDS_FROM: f64 = 1e11;

/// Reads a moment: RFC 3339 (`2024-05-01T10:00:00+08:00`; without an offset it is UTC), a date
/// (its first moment, UTC), or Unix time in seconds, also with decimals, or in milliseconds.
///
/// ```
/// let moment = mem0::parse_timestamp("2024-05-01")?;
/// assert_eq!(moment, mem0::parse_timestamp("1714521600")?);
/// assert_eq!(moment, mem0::parse_timestamp("2024-05-01T08:00:00+08:00")?);
/// # Ok::<(), mem0::InputError>(())
/// ```
///
/// # Errors
/// [`InputError::Parameter`] for anything else.
pub fn parse_timestamp(text: &str) -> Result<Timestamp, InputError> {
    let trimmed = text.trim();
    unix(trimmed).or_else(|| instant(trimmed)).ok_or_else(|| {
        refused(
            "timestamp",
            text,
            "write it as 2024-05-01, 2024-05-01T10:00:00Z or as Unix time in seconds",
        )
    })
}

/// Reads a last day: `2024-05-01`, or the day (UTC) of an RFC 3339 moment.
///
/// ```
/// let last_day = mem0::parse_expiration("2024-05-01T23:30:00-02:00")?;
/// assert_eq!(last_day, mem0::parse_expiration("2024-05-02")?);
/// # Ok::<(), mem0::InputError>(())
/// ```
///
/// # Errors
/// [`InputError::Parameter`] for anything else.
pub fn parse_expiration(text: &str) -> Result<Date, InputError> {
    let trimmed = text.trim();
    let day = |moment: Timestamp| moment.to_zoned(TimeZone::UTC).date();
    instant(trimmed).map(day).ok_or_else(|| {
        refused(
            "expiration_date",
            text,
            "write it as 2024-05-01 or 2024-05-01T10:00:00Z",
        )
    })
}

fn unix(text: &str) -> Option<Timestamp> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    if !digits.starts_with(|first: char| first.is_ascii_digit())
        || !digits
            .bytes()
            .all(|byte| byte.is_ascii_digit() || byte == b'.')
    {
        return None;
    }
    if let Ok(whole) = text.parse::<i64>() {
        let milliseconds = whole.unsigned_abs() as f64 >= MILLISECONDS_FROM;
        return if milliseconds {
            Timestamp::from_millisecond(whole).ok()
        } else {
            Timestamp::from_second(whole).ok()
        };
    }
    let seconds: f64 = text.parse().ok()?;
    if seconds.abs() >= MILLISECONDS_FROM {
        return None;
    }
    Timestamp::from_microsecond((seconds * 1e6).round() as i64).ok()
}

fn instant(text: &str) -> Option<Timestamp> {
    // Longer texts than any moment are refused before they are looked at.
    if text.len() > 64 || !text.is_ascii() {
        return None;
    }
    let of_civil = |civil: DateTime| TimeZone::UTC.to_timestamp(civil).ok();
    let moment = if text.len() == "2024-05-01".len() {
        of_civil(text.parse::<Date>().ok()?.to_datetime(Time::midnight()))?
    } else {
        text.parse::<Timestamp>()
            .ok()
            .or_else(|| of_civil(text.parse().ok()?))?
    };
    // What stores keep.
    Timestamp::from_microsecond(moment.as_microsecond()).ok()
}

fn refused(parameter: &'static str, value: &str, problem: &str) -> InputError {
    let mut value: String = value.chars().take(40).collect();
    value = format!("{value:?}");
    InputError::Parameter {
        parameter,
        value,
        problem: problem.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_way_to_write_a_moment_is_read() {
        let expected: Timestamp = "2024-05-01T10:00:00Z".parse().unwrap();
        for text in [
            "2024-05-01T10:00:00Z",
            "2024-05-01T10:00",
            "2024-05-01 10:00:00",
            "2024-05-01T18:00:00+08:00",
            " 1714557600 ",
            "1714557600.0",
            "1714557600000",
        ] {
            assert_eq!(parse_timestamp(text).unwrap(), expected, "{text}");
        }
        assert_eq!(parse_timestamp("0").unwrap(), Timestamp::UNIX_EPOCH);
        assert_eq!(parse_timestamp("-1").unwrap().as_second(), -1);
        let half = parse_timestamp("1714557600.5").unwrap();
        assert_eq!(half.as_microsecond() - expected.as_microsecond(), 500_000);
    }

    #[test]
    fn what_is_no_moment_is_refused() {
        let long = "9".repeat(400);
        for text in [
            "",
            " ",
            "tomorrow",
            "明天",
            "2024-13-01",
            "2024-05-32",
            "1.2.3",
            "1e9",
            "-",
            &long,
        ] {
            assert!(parse_timestamp(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_last_day_is_a_date_or_the_day_of_a_moment() {
        let day: Date = "2026-12-31".parse().unwrap();
        assert_eq!(parse_expiration("2026-12-31").unwrap(), day);
        assert_eq!(parse_expiration("2026-12-31T10:00:00+00:00").unwrap(), day);
        for text in ["", "never", "1714557600", "31.12.2026", "2026-02-30"] {
            assert!(parse_expiration(text).is_err(), "{text}");
        }
    }
}
