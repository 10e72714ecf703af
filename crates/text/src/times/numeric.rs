//! Dates in digits: 2024-03-05, 5/3/2024, 5.3.2024, each perhaps with a time.

use jiff::civil::Date;

use super::range::Range;
use super::{Found, Reader};

impl Reader<'_> {
    /// A date of digits and separators.
    pub(super) fn numeric_date(&self, at: usize) -> Option<Found> {
        // Part of a longer number, a path or a version: "1.2024-03-05".
        if at > 0
            && self.is_joined(at)
            && ['-', '/', '.', ':']
                .iter()
                .any(|sign| self.is_sign(at - 1, *sign))
        {
            return None;
        }
        let separator = ['-', '/', '.']
            .into_iter()
            .find(|sign| self.is_sign(at + 1, *sign))?;
        if !(self.is_joined(at + 1) && self.is_joined(at + 2)) {
            return None;
        }
        let second = self.number(at + 2)?;
        let has_third = self.is_sign(at + 3, separator)
            && self.is_joined(at + 3)
            && self.is_joined(at + 4)
            && self.number(at + 4).is_some();
        if !has_third {
            return self.year_and_month(at, separator, second);
        }
        let third = self.number(at + 4)?;
        // A fourth group: an address or a version.
        if self.is_sign(at + 5, separator)
            && self.is_joined(at + 6)
            && self.number(at + 6).is_some()
        {
            return None;
        }
        let date = self.date_of(self.number(at)?, second, third, separator)?;
        let next = at + 5;
        match self.time_after_date(next) {
            Some((hour, minute, next)) => {
                Found::absolute(Range::clock(date, hour, Some(minute)), next)
            }
            None => Found::absolute(Range::day(date), next),
        }
    }

    /// `2024-03`, `2024/03`; not `2024-2025`, and not `2024.5`, which is a number.
    fn year_and_month(&self, at: usize, separator: char, month: (u32, usize)) -> Option<Found> {
        let year = self.year(at)?;
        if separator == '.'
            || month.1 != 2
            || self.is_joined(at + 3) && self.is_sign(at + 3, separator)
        {
            return None;
        }
        Found::absolute(Range::month(year, i8::try_from(month.0).ok()?), at + 3)
    }

    fn date_of(
        &self,
        first: (u32, usize),
        second: (u32, usize),
        third: (u32, usize),
        separator: char,
    ) -> Option<Date> {
        if first.1 == 4 {
            return new_date(first.0, second.0, third.0);
        }
        if first.1 > 2 || second.1 > 2 {
            return None;
        }
        let year = match third {
            (year, 4) => year,
            // "1.2.24" is as likely a version as a date.
            (year, 2) if separator == '/' => 2000 + year,
            _ => return None,
        };
        let (one, other) = (first.0, second.0);
        let month_first = if one > 12 {
            false
        } else {
            other > 12 || separator == '/' && self.is_month_first()
        };
        let (month, day) = if month_first {
            (one, other)
        } else {
            (other, one)
        };
        new_date(year, month, day)
    }

    /// `T12:30`, ` 12:30:00`, `12:30Z` after a date.
    fn time_after_date(&self, at: usize) -> Option<(u32, u32, usize)> {
        let at = if self.source(at).eq_ignore_ascii_case("t") {
            at + 1
        } else {
            at
        };
        let (hour, 1..=2) = self.number(at)? else {
            return None;
        };
        if !self.is_sign(at + 1, ':') {
            return None;
        }
        let (minute, 2) = self.number(at + 2)? else {
            return None;
        };
        let mut next = at + 3;
        if self.is_sign(next, ':') && self.number(next + 1).is_some() {
            next += 2;
            if self.is_sign(next, '.')
                && self.is_joined(next + 1)
                && self.number(next + 1).is_some()
            {
                next += 2;
            }
        }
        if self.is_joined(next) && self.source(next).eq_ignore_ascii_case("z") {
            next += 1;
        }
        (hour < 24 && minute < 60).then_some((hour, minute, next))
    }
}

fn new_date(year: u32, month: u32, day: u32) -> Option<Date> {
    if !(1000..=2999).contains(&year) {
        return None;
    }
    Date::new(
        i16::try_from(year).ok()?,
        i8::try_from(month).ok()?,
        i8::try_from(day).ok()?,
    )
    .ok()
}
