//! Stretches of time by the calendar.
//!
//! Weeks begin on Monday (ISO 8601). Seasons are those of the northern hemisphere and are three
//! whole months; the winter of a year begins in its December. Everything returns `None` where the
//! calendar has no such date.

use jiff::Span;
use jiff::civil::{Date, DateTime, Time};

use super::Precision;

/// A half-open stretch of time: `end` is the first moment after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Range {
    pub(super) start: DateTime,
    pub(super) end: DateTime,
    pub(super) precision: Precision,
}

/// A season.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Season {
    Spring,
    Summer,
    Autumn,
    Winter,
}

/// A part of the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// After midnight: 凌晨.
    SmallHours,
    Morning,
    Noon,
    Afternoon,
    Evening,
    /// From the evening into the next morning.
    Night,
}

/// A unit of the calendar or the clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unit {
    Minute,
    Hour,
    Day,
    Week,
    Weekend,
    Month,
    Quarter,
    Year,
    Decade,
}

/// Which part of a longer stretch is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Third {
    Early,
    Middle,
    Late,
}

impl Range {
    pub(super) fn new(start: DateTime, end: DateTime, precision: Precision) -> Option<Self> {
        (start < end).then_some(Self {
            start,
            end,
            precision,
        })
    }

    fn days(start: Date, end: Date, precision: Precision) -> Option<Self> {
        Self::new(
            start.to_datetime(Time::midnight()),
            end.to_datetime(Time::midnight()),
            precision,
        )
    }

    pub(super) fn day(date: Date) -> Option<Self> {
        Self::days(date, add_days(date, 1)?, Precision::Day)
    }

    /// The week that a date is in.
    pub(super) fn week(date: Date) -> Option<Self> {
        let monday = monday(date)?;
        Self::days(monday, add_days(monday, 7)?, Precision::Week)
    }

    /// Saturday and Sunday of the week that a date is in.
    pub(super) fn weekend(date: Date) -> Option<Self> {
        let monday = monday(date)?;
        Self::days(add_days(monday, 5)?, add_days(monday, 7)?, Precision::Day)
    }

    pub(super) fn month(year: i16, month: i8) -> Option<Self> {
        let start = Date::new(year, month, 1).ok()?;
        Self::days(start, add_months(start, 1)?, Precision::Month)
    }

    /// Whole months from the first of `month`.
    fn months(year: i16, month: i8, count: i64) -> Option<Self> {
        let start = Date::new(year, month, 1).ok()?;
        Self::days(start, add_months(start, count)?, Precision::Season)
    }

    /// A quarter, 1 to 4.
    pub(super) fn quarter(year: i16, quarter: i8) -> Option<Self> {
        (1..=4).contains(&quarter).then_some(())?;
        Self::months(year, quarter * 3 - 2, 3)
    }

    /// The first or the second half of a year.
    pub(super) fn half(year: i16, second: bool) -> Option<Self> {
        Self::months(year, if second { 7 } else { 1 }, 6)
    }

    pub(super) fn season(year: i16, season: Season) -> Option<Self> {
        let month = match season {
            Season::Spring => 3,
            Season::Summer => 6,
            Season::Autumn => 9,
            Season::Winter => 12,
        };
        Self::months(year, month, 3)
    }

    pub(super) fn year(year: i16) -> Option<Self> {
        let start = Date::new(year, 1, 1).ok()?;
        Self::days(
            start,
            Date::new(year.checked_add(1)?, 1, 1).ok()?,
            Precision::Year,
        )
    }

    pub(super) fn decade(first_year: i16) -> Option<Self> {
        let start = Date::new(first_year, 1, 1).ok()?;
        let end = Date::new(first_year.checked_add(10)?, 1, 1).ok()?;
        Self::days(start, end, Precision::Decade)
    }

    pub(super) fn part(date: Date, part: Part) -> Option<Self> {
        let (from, to) = match part {
            Part::SmallHours => (0, 6),
            Part::Morning => (5, 12),
            Part::Noon => (11, 14),
            Part::Afternoon => (12, 18),
            Part::Evening => (17, 24),
            Part::Night => (18, 30),
        };
        Self::new(
            at_hour(date, from)?,
            at_hour(date, to)?,
            Precision::PartOfDay,
        )
    }

    /// A time of the day; without minutes the whole hour.
    pub(super) fn clock(date: Date, hour: u32, minute: Option<u32>) -> Option<Self> {
        let time = Time::new(
            i8::try_from(hour).ok()?,
            i8::try_from(minute.unwrap_or(0)).ok()?,
            0,
            0,
        )
        .ok()?;
        let start = date.to_datetime(time);
        let length = if minute.is_some() { 1 } else { 60 };
        let end = start
            .checked_add(Span::new().try_minutes(length).ok()?)
            .ok()?;
        Self::new(start, end, Precision::Time)
    }

    /// The stretch moved to another year.
    pub(super) fn in_year(self, year: i16) -> Option<Self> {
        let years = i64::from(year) - i64::from(self.start.year());
        let span = Span::new().try_years(years).ok()?;
        Self::new(
            self.start.checked_add(span).ok()?,
            self.end.checked_add(span).ok()?,
            self.precision,
        )
    }

    /// The first, middle or last third of the stretch.
    pub(super) fn third(self, third: Third) -> Option<Self> {
        let days = i64::from((self.end.date() - self.start.date()).get_days());
        if days < 3 {
            return Some(self);
        }
        let cut = |thirds: i64| -> Option<DateTime> {
            Some(add_days(self.start.date(), days * thirds / 3)?.to_datetime(Time::midnight()))
        };
        match third {
            Third::Early => Self::new(self.start, cut(1)?, self.precision),
            Third::Middle => Self::new(cut(1)?, cut(2)?, self.precision),
            Third::Late => Self::new(cut(2)?, self.end, self.precision),
        }
    }

    /// The stretch of a unit that contains `date`, moved by a number of units.
    pub(super) fn unit(date: Date, unit: Unit, steps: i64) -> Option<Self> {
        match unit {
            Unit::Minute | Unit::Hour => None,
            Unit::Day => Self::day(add_days(date, steps)?),
            Unit::Week => Self::week(add_days(date, steps.checked_mul(7)?)?),
            Unit::Weekend => Self::weekend(add_days(date, steps.checked_mul(7)?)?),
            Unit::Month => {
                let date = add_months(date.first_of_month(), steps)?;
                Self::month(date.year(), date.month())
            }
            Unit::Quarter => {
                let date = add_months(date.first_of_month(), steps.checked_mul(3)?)?;
                Self::quarter(date.year(), (date.month() - 1) / 3 + 1)
            }
            Unit::Year => Self::year(add_years(date.year(), steps)?),
            Unit::Decade => {
                let decade = date.year().div_euclid(10) * 10;
                Self::decade(add_years(decade, steps.checked_mul(10)?)?)
            }
        }
    }

    /// The moment so many units from `from` (negative: before), as exact as such phrases are
    /// meant: "two weeks ago" is a stretch of seven days around the day, "two months ago" the
    /// calendar month, "three hours ago" an hour around the moment.
    pub(super) fn distance(from: DateTime, unit: Unit, steps: i64) -> Option<Self> {
        match unit {
            Unit::Minute | Unit::Hour => {
                let (moved, slack) = match unit {
                    Unit::Minute => (Span::new().try_minutes(steps).ok()?, 5),
                    _ => (Span::new().try_hours(steps).ok()?, 30),
                };
                let middle = from.checked_add(moved).ok()?;
                let slack = Span::new().try_minutes(slack).ok()?;
                Self::new(
                    middle.checked_sub(slack).ok()?,
                    middle.checked_add(slack).ok()?,
                    Precision::Time,
                )
            }
            Unit::Week | Unit::Weekend => {
                let middle = add_days(from.date(), steps.checked_mul(7)?)?;
                Self::days(add_days(middle, -3)?, add_days(middle, 4)?, Precision::Week)
            }
            Unit::Day | Unit::Month | Unit::Quarter | Unit::Year | Unit::Decade => {
                Self::unit(from.date(), unit, steps)
            }
        }
    }

    /// Everything between now and so many units from it; today is inside.
    pub(super) fn lasting(now: DateTime, unit: Unit, steps: i64) -> Option<Self> {
        let precision = match unit {
            Unit::Minute | Unit::Hour => Precision::Time,
            Unit::Day => Precision::Day,
            Unit::Week | Unit::Weekend => Precision::Week,
            Unit::Month => Precision::Month,
            Unit::Quarter => Precision::Season,
            Unit::Year => Precision::Year,
            Unit::Decade => Precision::Decade,
        };
        let (start, end) = match unit {
            Unit::Minute => (
                now,
                now.checked_add(Span::new().try_minutes(steps).ok()?).ok()?,
            ),
            Unit::Hour => (
                now,
                now.checked_add(Span::new().try_hours(steps).ok()?).ok()?,
            ),
            _ => {
                let today = now.date();
                let other = match unit {
                    Unit::Day => add_days(today, steps)?,
                    Unit::Week | Unit::Weekend => add_days(today, steps.checked_mul(7)?)?,
                    Unit::Month => add_months(today, steps)?,
                    Unit::Quarter => add_months(today, steps.checked_mul(3)?)?,
                    Unit::Year => add_months(today, steps.checked_mul(12)?)?,
                    _ => add_months(today, steps.checked_mul(120)?)?,
                };
                let (first, last) = if steps < 0 {
                    (other, today)
                } else {
                    (today, other)
                };
                return Self::days(first, add_days(last, 1)?, precision);
            }
        };
        if start < end {
            Self::new(start, end, precision)
        } else {
            Self::new(end, start, precision)
        }
    }
}

pub(super) fn add_days(date: Date, days: i64) -> Option<Date> {
    date.checked_add(Span::new().try_days(days).ok()?).ok()
}

pub(super) fn add_months(date: Date, months: i64) -> Option<Date> {
    date.checked_add(Span::new().try_months(months).ok()?).ok()
}

pub(super) fn add_years(year: i16, years: i64) -> Option<i16> {
    i16::try_from(i64::from(year).checked_add(years)?).ok()
}

/// The Monday of the week that a date is in.
pub(super) fn monday(date: Date) -> Option<Date> {
    add_days(date, -i64::from(date.weekday().to_monday_zero_offset()))
}

fn at_hour(date: Date, hour: i8) -> Option<DateTime> {
    let date = add_days(date, i64::from(hour / 24))?;
    Some(date.to_datetime(Time::new(hour % 24, 0, 0, 0).ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn days(range: Option<Range>) -> (Date, Date) {
        let range = range.expect("the calendar has it");
        (range.start.date(), range.end.date())
    }

    #[test]
    fn stretches_begin_and_end_by_the_calendar() {
        let day = date(2024, 2, 29);
        assert_eq!(days(Range::day(day)), (day, date(2024, 3, 1)));
        assert_eq!(
            days(Range::week(day)),
            (date(2024, 2, 26), date(2024, 3, 4))
        );
        assert_eq!(
            days(Range::weekend(day)),
            (date(2024, 3, 2), date(2024, 3, 4))
        );
        assert_eq!(
            days(Range::season(2023, Season::Winter)),
            (date(2023, 12, 1), date(2024, 3, 1))
        );
        assert_eq!(
            days(Range::unit(day, Unit::Quarter, -1)),
            (date(2023, 10, 1), date(2024, 1, 1))
        );
        assert_eq!(
            days(Range::unit(day, Unit::Month, 12)),
            (date(2025, 2, 1), date(2025, 3, 1))
        );
    }

    #[test]
    fn the_end_of_the_calendar_is_no_panic() {
        assert_eq!(Range::year(9999), None);
        assert_eq!(Range::year(i16::MAX), None);
        assert_eq!(Range::unit(date(2024, 1, 1), Unit::Decade, i64::MAX), None);
        assert_eq!(
            Range::distance(date(2024, 1, 1).at(0, 0, 0, 0), Unit::Hour, i64::MIN),
            None
        );
    }

    #[test]
    fn thirds_of_a_month() {
        let may = Range::month(2023, 5).expect("the calendar has it");
        assert_eq!(
            days(may.third(Third::Early)),
            (date(2023, 5, 1), date(2023, 5, 11))
        );
        assert_eq!(
            days(may.third(Third::Late)),
            (date(2023, 5, 21), date(2023, 6, 1))
        );
    }
}
