//! Holidays: on a fixed date, on some weekday of a month, by Easter, or by the Chinese calendar.
//!
//! Chinese festivals are known from 2015 to 2035 (dates computed from the Chinese calendar with
//! the Python package `lunardate` 0.3.0).
//! Thanksgiving, Labor Day, Memorial Day, Mother's Day and Father's Day are those of the United
//! States.

use jiff::civil::{Date, Weekday};

use super::range::{Range, add_days};

/// A day, or some days, that have a name of their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Holiday {
    /// The same date every year: month and day.
    Fixed(i8, i8),
    /// From a date every year, so many days.
    Days(i8, i8, i64),
    /// So many days from Easter Sunday.
    Easter(i64),
    /// The `nth` such weekday (Monday = 0) of a month, -1 for the last.
    Weekday { month: i8, weekday: i8, nth: i8 },
    /// The day after Thanksgiving.
    BlackFriday,
    /// A festival of the Chinese calendar: from so many days after it, so many days.
    Chinese(Festival, i64, i64),
    /// 清明: a day of the solar calendar, 4 or 5 April.
    Qingming,
}

/// Festivals of the Chinese calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Festival {
    /// 春节: the first day of the year.
    NewYear,
    /// 端午.
    DragonBoat,
    /// 七夕.
    Qixi,
    /// 中秋.
    MidAutumn,
    /// 重阳.
    DoubleNinth,
}

/// The year of the first column of [`CHINESE`].
const FIRST_YEAR: i16 = 2015;

/// Month and day of each festival, year by year.
#[rustfmt::skip]
const CHINESE: [[(i8, i8); 21]; 5] = [
    [(2, 19), (2, 8), (1, 28), (2, 16), (2, 5), (1, 25), (2, 12), (2, 1), (1, 22), (2, 10), (1, 29), (2, 17), (2, 6), (1, 26), (2, 13), (2, 3), (1, 23), (2, 11), (1, 31), (2, 19), (2, 8)],
    [(6, 20), (6, 9), (5, 30), (6, 18), (6, 7), (6, 25), (6, 14), (6, 3), (6, 22), (6, 10), (5, 31), (6, 19), (6, 9), (5, 28), (6, 16), (6, 5), (6, 24), (6, 12), (6, 1), (6, 20), (6, 10)],
    [(8, 20), (8, 9), (8, 28), (8, 17), (8, 7), (8, 25), (8, 14), (8, 4), (8, 22), (8, 10), (8, 29), (8, 19), (8, 8), (8, 26), (8, 16), (8, 5), (8, 24), (8, 12), (8, 1), (8, 20), (8, 10)],
    [(9, 27), (9, 15), (10, 4), (9, 24), (9, 13), (10, 1), (9, 21), (9, 10), (9, 29), (9, 17), (10, 6), (9, 25), (9, 15), (10, 3), (9, 22), (9, 12), (10, 1), (9, 19), (9, 8), (9, 27), (9, 16)],
    [(10, 21), (10, 9), (10, 28), (10, 17), (10, 7), (10, 25), (10, 14), (10, 4), (10, 23), (10, 11), (10, 29), (10, 18), (10, 8), (10, 26), (10, 16), (10, 5), (10, 24), (10, 12), (10, 1), (10, 20), (10, 9)],
];

impl Holiday {
    /// The days of a year's holiday; `None` where the tables don't reach.
    pub(super) fn of_year(self, year: i16) -> Option<Range> {
        let (first, days) = match self {
            Self::Fixed(month, day) => (Date::new(year, month, day).ok()?, 1),
            Self::Days(month, day, days) => (Date::new(year, month, day).ok()?, days),
            Self::Easter(offset) => (add_days(easter(year)?, offset)?, 1),
            Self::Weekday {
                month,
                weekday,
                nth,
            } => (weekday_of_month(year, month, weekday, nth)?, 1),
            Self::BlackFriday => (add_days(weekday_of_month(year, 11, 3, 4)?, 1)?, 1),
            Self::Chinese(festival, offset, days) => {
                let column = usize::try_from(year.checked_sub(FIRST_YEAR)?).ok()?;
                let (month, day) = *CHINESE[festival as usize].get(column)?;
                (add_days(Date::new(year, month, day).ok()?, offset)?, days)
            }
            Self::Qingming => {
                // Holds for this century and the last within a day.
                let short = f64::from(year.rem_euclid(100));
                let day = (short * 0.2422 + 4.81).floor() - (short / 4.0).floor();
                (Date::new(year, 4, day as i8).ok()?, 1)
            }
        };
        let mut range = Range::day(first)?;
        range.end = Range::day(add_days(first, days - 1)?)?.end;
        Some(range)
    }
}

fn weekday_of_month(year: i16, month: i8, weekday: i8, nth: i8) -> Option<Date> {
    let weekday = Weekday::from_monday_zero_offset(weekday).ok()?;
    let first = Date::new(year, month, 1).ok()?;
    first.nth_weekday_of_month(nth, weekday).ok()
}

/// Easter Sunday of the Gregorian calendar (the anonymous algorithm, Nature, 20 April 1876).
fn easter(year: i16) -> Option<Date> {
    if year < 1583 {
        return None;
    }
    let y = i32::from(year);
    let (a, b, c) = (y % 19, y / 100, y % 100);
    let (d, e) = (b / 4, b % 4);
    let f = (b + 8) / 25;
    let g = (b - f + 1) / 3;
    let h = (19 * a + b - d - g + 15) % 30;
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k) % 7;
    let m = (a + 11 * h + 22 * l) / 451;
    let sum = h + l - 7 * m + 114;
    Date::new(year, (sum / 31) as i8, (sum % 31 + 1) as i8).ok()
}

/// Holidays whose names are several English words, or a word with other meanings, without
/// apostrophes.
#[rustfmt::skip]
pub(super) const NAMES: &[(&[&str], Holiday)] = &[
    (&["easter", "sunday"], Holiday::Easter(0)),
    (&["easter", "monday"], Holiday::Easter(1)),
    (&["good", "friday"], Holiday::Easter(-2)),
    (&["ash", "wednesday"], Holiday::Easter(-46)),
    (&["palm", "sunday"], Holiday::Easter(-7)),
    (&["easter"], Holiday::Easter(0)),
    (&["thanksgiving"], Holiday::Weekday { month: 11, weekday: 3, nth: 4 }),
    (&["black", "friday"], Holiday::BlackFriday),
    (&["boxing", "day"], Holiday::Fixed(12, 26)),
    (&["bonfire", "night"], Holiday::Fixed(11, 5)),
    (&["guy", "fawkes"], Holiday::Fixed(11, 5)),
    (&["independence", "day"], Holiday::Fixed(7, 4)),
    (&["labor", "day"], Holiday::Weekday { month: 9, weekday: 0, nth: 1 }),
    (&["memorial", "day"], Holiday::Weekday { month: 5, weekday: 0, nth: -1 }),
    (&["veterans", "day"], Holiday::Fixed(11, 11)),
    (&["mother", "s", "day"], Holiday::Weekday { month: 5, weekday: 6, nth: 2 }),
    (&["mothers", "day"], Holiday::Weekday { month: 5, weekday: 6, nth: 2 }),
    (&["father", "s", "day"], Holiday::Weekday { month: 6, weekday: 6, nth: 3 }),
    (&["fathers", "day"], Holiday::Weekday { month: 6, weekday: 6, nth: 3 }),
    (&["women", "s", "day"], Holiday::Fixed(3, 8)),
    (&["saint", "patrick", "s", "day"], Holiday::Fixed(3, 17)),
    (&["st", "patrick", "s", "day"], Holiday::Fixed(3, 17)),
    (&["valentine", "s", "day"], Holiday::Fixed(2, 14)),
    (&["valentine", "s"], Holiday::Fixed(2, 14)),
    (&["valentines", "day"], Holiday::Fixed(2, 14)),
    (&["valentines"], Holiday::Fixed(2, 14)),
    (&["april", "fool"], Holiday::Fixed(4, 1)),
    (&["april", "fools"], Holiday::Fixed(4, 1)),
    (&["new", "year", "s", "eve"], Holiday::Fixed(12, 31)),
    (&["new", "years", "eve"], Holiday::Fixed(12, 31)),
    (&["new", "year", "s", "day"], Holiday::Fixed(1, 1)),
    (&["new", "years", "day"], Holiday::Fixed(1, 1)),
    (&["new", "year", "s"], Holiday::Fixed(1, 1)),
    (&["chinese", "new", "year"], Holiday::Chinese(Festival::NewYear, 0, 1)),
    (&["lunar", "new", "year"], Holiday::Chinese(Festival::NewYear, 0, 1)),
    (&["christmas", "eve"], Holiday::Fixed(12, 24)),
    (&["christmas", "day"], Holiday::Fixed(12, 25)),
    (&["christmas"], Holiday::Fixed(12, 25)),
    (&["xmas"], Holiday::Fixed(12, 25)),
    (&["halloween"], Holiday::Fixed(10, 31)),
];

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn holidays_fall_where_calendars_say() {
        for (holiday, expected) in [
            (Holiday::Fixed(12, 25), date(2024, 12, 25)),
            (Holiday::Easter(0), date(2024, 3, 31)),
            (Holiday::Easter(-2), date(2025, 4, 18)),
            (
                Holiday::Weekday {
                    month: 11,
                    weekday: 3,
                    nth: 4,
                },
                date(2023, 11, 23),
            ),
            (
                Holiday::Weekday {
                    month: 5,
                    weekday: 0,
                    nth: -1,
                },
                date(2024, 5, 27),
            ),
            (Holiday::BlackFriday, date(2023, 11, 24)),
            (Holiday::Chinese(Festival::NewYear, 0, 1), date(2024, 2, 10)),
            (
                Holiday::Chinese(Festival::NewYear, -1, 1),
                date(2023, 1, 21),
            ),
            (
                Holiday::Chinese(Festival::MidAutumn, 0, 1),
                date(2023, 9, 29),
            ),
            (
                Holiday::Chinese(Festival::DragonBoat, 0, 1),
                date(2025, 5, 31),
            ),
            (Holiday::Qingming, date(2024, 4, 4)),
            (Holiday::Qingming, date(2023, 4, 5)),
        ] {
            let found = holiday
                .of_year(expected.year())
                .map(|range| range.start.date());
            assert_eq!(found, Some(expected), "{holiday:?}");
        }
        let golden_week = Holiday::Days(10, 1, 7).of_year(2023);
        assert_eq!(
            golden_week.map(|range| range.end.date()),
            Some(date(2023, 10, 8))
        );
    }

    #[test]
    fn where_tables_end_nothing_is_said() {
        let new_year = Holiday::Chinese(Festival::NewYear, 0, 1);
        assert_eq!(new_year.of_year(2014), None);
        assert_eq!(new_year.of_year(2036), None);
        for year in [-9999, 0, 1582, 9999] {
            for (_, holiday) in NAMES {
                let _ = holiday.of_year(year);
            }
        }
    }
}
