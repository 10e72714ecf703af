//! Seasons, quarters, halves of years, parts of longer stretches, and holidays.

use super::super::holidays::{self, Holiday};
use super::super::lexemes::Word;
use super::super::range::{Range, Season, Third, Unit, add_days};
use super::super::{Found, Precision, Reader};

impl Reader<'_> {
    pub(in crate::times) fn season_led(&self, at: usize, season: Season) -> Option<Found> {
        if self.is_written(at.wrapping_sub(1), &["real"]) {
            return None;
        }
        if let Some((year, next)) = self.year_after(at + 1) {
            // "the winter of 2022/23"
            let both = (self.is_sign(next, '/') || self.is_sign(next, '-'))
                && self.is_joined(next)
                && self.is_joined(next + 1)
                && season == Season::Winter
                && self.number(next + 1).is_some_and(|(second, digits)| {
                    let following = u32::from(year.unsigned_abs()) + 1;
                    second == following || digits == 2 && second == following % 100
                });
            let next = if both { next + 2 } else { next };
            return Found::absolute(Range::season(year, season), next);
        }
        if let Some((step, next)) = self.directed_year(at + 1) {
            let year = Range::unit(self.today(), Unit::Year, step)?.start.year();
            return Found::relative(Range::season(year, season), next);
        }
        self.behind(at)
    }

    pub(in crate::times) fn quarter_led(&self, at: usize, quarter: i8) -> Option<Found> {
        if let Some((year, next)) = self.year_after(at + 1) {
            return Found::absolute(Range::quarter(year, quarter), next);
        }
        if let Some((step, next)) = self.directed_year(at + 1) {
            let year = Range::unit(self.today(), Unit::Year, step)?.start.year();
            return Found::relative(Range::quarter(year, quarter), next);
        }
        Found::relative(
            self.in_some_year(at, |year| Range::quarter(year, quarter)),
            at + 1,
        )
    }

    /// The early, middle or late part of what begins at a lexeme.
    pub(in crate::times) fn part_of(&self, at: usize, third: Third) -> Option<Found> {
        // "early early early …" must not nest.
        if matches!(
            self.word(at),
            Some(
                Word::Third(_)
                    | Word::Beginning
                    | Word::End
                    | Word::Between
                    | Word::From
                    | Word::In
                    | Word::Of
            )
        ) {
            return None;
        }
        let found = self.read(at)?;
        let long = found.range.precision >= Precision::Week;
        if !long {
            return None;
        }
        Some(Found {
            range: found.range.third(third)?,
            ..found
        })
    }

    /// "Christmas", "Christmas Eve 2023", "New Year's Day two years ago".
    pub(in crate::times) fn holiday_led(&self, at: usize) -> Option<Found> {
        let (holiday, next) = self.holiday_name_in_words(at)?;
        if let Some(found) = self.behind(at) {
            return Some(found);
        }
        let range = |year| holiday.of_year(year);
        let (mut found, year_known) = match (self.year_after(next), self.directed_year(next)) {
            (Some((year, next)), _) => (Found::absolute(range(year), next)?, true),
            (None, Some((step, next))) => {
                let year = Range::unit(self.today(), Unit::Year, step)?.start.year();
                (Found::relative(range(year), next)?, true)
            }
            (None, None) => (Found::relative(self.in_some_year(at, range), next)?, false),
        };
        // "Christmas in 2022"
        if !year_known
            && self.word(next) == Some(Word::In)
            && let Some(year) = self.year(next + 1)
        {
            found = Found::absolute(range(year), next + 2)?;
        }
        Some(found)
    }

    /// The holiday whose name begins at a lexeme, and what follows it.
    pub(in crate::times) fn holiday_name_in_words(&self, at: usize) -> Option<(Holiday, usize)> {
        if let Word::Holiday(holiday) = self.word(at)? {
            return Some((holiday, at + 1));
        }
        let (holiday, next) = holidays::NAMES.iter().find_map(|(words, holiday)| {
            let mut next = at;
            for (place, word) in words.iter().enumerate() {
                // Signs inside the name: "New Year's", "St. Patrick".
                while place > 0 && (self.is_sign(next, '\'') || self.is_sign(next, '.')) {
                    next += 1;
                }
                if !self.is_written(next, &[word]) {
                    return None;
                }
                next += 1;
            }
            Some((*holiday, next))
        })?;
        // "good friday" is any Friday that was good.
        let plain = self.lexemes[at].capital || !self.is_written(at, &["good", "black", "easter"]);
        plain.then_some((holiday, next))
    }

    /// "early March", "mid-October", "late last year", "Anfang Mai", "a finales de mayo".
    pub(in crate::times) fn third_led(&self, at: usize, third: Third) -> Option<Found> {
        // "fin de semana pasado", "este fin de semana"
        if self.noun_unit(at).is_some() {
            return self.behind(at);
        }
        let mut inner = at + 1;
        while matches!(self.word(inner), Some(Word::In | Word::Of | Word::The))
            || self.is_sign(inner, '-')
        {
            inner += 1;
        }
        self.part_of(inner, third)
    }

    /// "the beginning of May", "at the end of last year".
    pub(in crate::times) fn beginning_or_end(&self, at: usize, word: Word) -> Option<Found> {
        let Some(Word::Of) = self.word(at + 1) else {
            return None;
        };
        let inner = at + 2 + usize::from(self.word(at + 2) == Some(Word::The));
        let third = if word == Word::End {
            Third::Late
        } else {
            Third::Early
        };
        self.part_of(inner, third)
    }

    /// "earlier this month", "later this year": up to today, or from it.
    pub(in crate::times) fn earlier_or_later(&self, at: usize, word: Word) -> Option<Found> {
        let Some(Word::This) = self.word(at + 1) else {
            return None;
        };
        let found = self.read(at + 1)?;
        let today = Range::day(self.today())?;
        let range = match word {
            Word::Earlier => Range::new(found.range.start, today.end, found.range.precision),
            _ => Range::new(today.start, found.range.end, found.range.precision),
        };
        Found::relative(range, found.next)
    }

    /// "first half of 2023", "second half of last year"; `at` is the half.
    pub(in crate::times) fn half_led(&self, at: usize, ordinal: u32) -> Option<Found> {
        let second = match ordinal {
            1 => false,
            2 => true,
            _ => return None,
        };
        if let Some((year, next)) = self.year_after(at + 1) {
            return Found::absolute(Range::half(year, second), next);
        }
        if let Some((step, next)) = self.directed_year(at + 1) {
            let year = Range::unit(self.today(), Unit::Year, step)?.start.year();
            return Found::relative(Range::half(year, second), next);
        }
        // "the first half of May"
        self.word(at + 1).filter(|word| *word == Word::Of)?;
        let Some(Word::Month { .. } | Word::Last | Word::This | Word::Next) = self.word(at + 2)
        else {
            return None;
        };
        let found = self.read(at + 2)?;
        if found.range.precision != Precision::Month {
            return None;
        }
        let middle = add_days(found.range.start.date(), 15)?.to_datetime(found.range.start.time());
        let range = match second {
            false => Range::new(found.range.start, middle, Precision::Month),
            true => Range::new(middle, found.range.end, Precision::Month),
        }?;
        Some(Found { range, ..found })
    }

    /// A day, week or weekend beside something: "the weekend of 5 May", "the week before
    /// Christmas", "the day after Thanksgiving".
    pub(in crate::times) fn unit_beside(&self, at: usize, unit: Unit) -> Option<Found> {
        if !matches!(unit, Unit::Day | Unit::Week | Unit::Weekend) {
            return None;
        }
        let step = match self.word(at + 1)? {
            Word::Of if unit != Unit::Day => 0,
            Word::Before => -1,
            Word::After => 1,
            _ => return None,
        };
        let inner = at + 2 + usize::from(self.word(at + 2) == Some(Word::The));
        // Only what holds nothing else: "the day before the day before …" must not nest.
        let plain = self.number(inner).is_some()
            || matches!(
                self.word(inner),
                Some(
                    Word::Month { .. }
                        | Word::Weekday { .. }
                        | Word::Holiday(_)
                        | Word::Festive
                        | Word::New
                        | Word::Day(_)
                )
            );
        if !plain {
            return None;
        }
        let found = self.read(inner)?;
        if found.range.precision > Precision::Day {
            return None;
        }
        let first = found.range.start.date();
        let range = match (unit, step) {
            (Unit::Day, 1) => Range::day(found.range.end.date()),
            (Unit::Day, _) => Range::day(add_days(first, -1)?),
            // "The weekend before Easter" is not Easter's own.
            (Unit::Weekend, -1) if first.weekday().to_monday_zero_offset() < 5 => {
                Range::unit(first, Unit::Weekend, -1)
            }
            (Unit::Weekend, 1) if first.weekday().to_monday_zero_offset() < 5 => {
                Range::weekend(first)
            }
            _ => Range::unit(first, unit, step),
        };
        Some(Found {
            range: range?,
            ..found
        })
    }
}
