//! Dates: "March 5, 2024", "5 de mayo de 2023", "in May", "in 2021", "on the 15th".

use jiff::civil::Date;

use super::super::lexemes::{Kind, Word};
use super::super::range::{Range, Unit};
use super::super::tense::Tense;
use super::super::{Found, Precision, Reader};

impl Reader<'_> {
    /// A day of the month in digits, "5" or "5th", and what follows it.
    pub(in crate::times) fn day_number(&self, at: usize) -> Option<(i8, usize)> {
        // "dos de mayo": a number in words only where another language's month follows.
        if let Some(Word::Count(day @ 1..=31)) = self.word(at) {
            let month_at = at + 1 + usize::from(self.word(at + 1) == Some(Word::Of));
            let foreign = matches!(self.word(month_at), Some(Word::Month { plain: false, .. }));
            return foreign.then_some((i8::try_from(day).ok()?, at + 1));
        }
        let (day @ 1..=31, 1..=2) = self.number(at)? else {
            return None;
        };
        let ending = self.is_joined(at + 1)
            && (self.word(at + 1) == Some(Word::OrdinalEnding) || self.source(at + 1) == "er");
        Some((
            i8::try_from(day).ok()?,
            if ending { at + 2 } else { at + 1 },
        ))
    }

    /// "March 5, 2024", "May 2023", "in May", "May of last year".
    pub(in crate::times) fn month_led(&self, at: usize, month: i8, plain: bool) -> Option<Found> {
        let dotted = self.is_sign(at + 1, '.') && self.is_joined(at + 1) && !plain;
        let next = if dotted { at + 2 } else { at + 1 };
        if let Some((day, after_day)) = self.day_number(next)
            && !(self.is_sign(after_day, ':') && self.is_joined(after_day))
            && (plain || self.lexemes[at].capital || self.year_after(after_day).is_some())
        {
            return self.dated(at, month, day, after_day);
        }
        if let Some((year, next)) = self.year_after(next) {
            return Found::absolute(Range::month(year, month), next);
        }
        if let Some((step, next)) = self.directed_year(next) {
            let year = Range::unit(self.today(), Unit::Year, step)?.start.year();
            return Found::relative(Range::month(year, month), next);
        }
        if let Some(found) = self.behind(at) {
            return Some(found);
        }
        // "मई में"
        let followed = self.is_written(next, &["में", "मे"]);
        let introduced = followed
            || matches!(
                self.word_before(at),
                Some(
                    Word::In
                        | Word::Preposition
                        | Word::Third(_)
                        | Word::From
                        | Word::Before
                        | Word::After
                )
            )
            || matches!(self.word_before(at), Some(Word::Of))
                && matches!(
                    self.word(at.wrapping_sub(2)),
                    Some(Word::Beginning | Word::End)
                );
        // April, June and August are also people.
        let unmistakable = plain && !matches!(month, 4 | 6 | 8) && self.lexemes[at].capital;
        if !(introduced || unmistakable) {
            return None;
        }
        Found::relative(
            self.in_some_year(at, |year| Range::month(year, month)),
            next,
        )
    }

    /// "5 March 2024", "5th of March", "5. März", "5 de mayo de 2023".
    pub(in crate::times) fn day_and_month(&self, at: usize) -> Option<Found> {
        let (day, mut next) = self.day_number(at)?;
        while self.word(next) == Some(Word::Of) || self.is_sign(next, '.') && self.is_joined(next) {
            next += 1;
        }
        let Word::Month { month, plain } = self.word(next)? else {
            return None;
        };
        if self.number(at).is_none() && plain {
            return None;
        }
        let dotted = self.is_sign(next + 1, '.')
            && self.is_joined(next + 1)
            && self.year(next + 2).is_some();
        self.dated(at, month, day, if dotted { next + 2 } else { next + 1 })
    }

    /// A month and a day, with the year that may follow.
    pub(in crate::times) fn dated(
        &self,
        at: usize,
        month: i8,
        day: i8,
        next: usize,
    ) -> Option<Found> {
        // "March 5-8"
        let last_day = match (self.is_sign(next, '-'), self.day_number(next + 1)) {
            (true, Some((last, after))) if last > day => Some((last, after)),
            _ => None,
        };
        let next = last_day.map_or(next, |(_, after)| after);
        let range = |year: i16| {
            let mut range = Range::day(Date::new(year, month, day).ok()?)?;
            if let Some((last, _)) = last_day {
                range.end = Range::day(Date::new(year, month, last).ok()?)?.end;
            }
            Some(range)
        };
        let (found, relative, next) = match (self.year_after(next), self.directed_year(next)) {
            (Some((year, next)), _) => (range(year)?, false, next),
            (None, Some((step, next))) => (
                range(Range::unit(self.today(), Unit::Year, step)?.start.year())?,
                true,
                next,
            ),
            (None, None) => (self.in_some_year(at, range)?, true, next),
        };
        if last_day.is_none() {
            let (range, next) = self.time_of_day(found.start.date(), next)?;
            return Some(Found {
                range,
                next,
                relative,
            });
        }
        Some(Found {
            range: found,
            next,
            relative,
        })
    }

    /// " 2024", ", 2024", " of 2024" and what follows it.
    pub(in crate::times) fn year_after(&self, at: usize) -> Option<(i16, usize)> {
        let mut next = at;
        if self.is_sign(next, ',') || self.word(next) == Some(Word::Of) {
            next += 1;
        }
        // "mayo del año 2023", "Mai des Jahres 2023"
        if self.word(next) == Some(Word::Unit(Unit::Year)) && self.year(next + 1).is_some() {
            next += 1;
        }
        let year = self.year(next)?;
        // "5 мая 2023 года"
        let named = self.is_written(next + 1, &["года", "г"]);
        Some((year, next + 1 + usize::from(named)))
    }

    /// "the 1990s", "the 90s".
    pub(in crate::times) fn decade(&self, at: usize) -> Option<Found> {
        let (value, digits) = self.number(at)?;
        let apostrophe = usize::from(self.is_sign(at + 1, '\''));
        let plural = at + 1 + apostrophe;
        if self.word(plural) != Some(Word::Plural) || !self.is_joined(plural) || value % 10 != 0 {
            return None;
        }
        let year = match (value, digits) {
            (1000..=2990, 4) => value,
            (30..=90, 2) => 1900 + value,
            (0..=20, 2) => 2000 + value,
            _ => return None,
        };
        Found::absolute(Range::decade(i16::try_from(year).ok()?), plural + 1)
    }

    /// "on the 15th".
    pub(in crate::times) fn day_of_month(&self, at: usize) -> Option<Found> {
        let (day, next) = self.day_number(at)?;
        let introduced = next == at + 2
            && self.word_before(at) == Some(Word::The)
            && matches!(
                self.word(at.checked_sub(2)?),
                Some(Word::On | Word::Preposition)
            );
        if !introduced {
            return None;
        }
        Found::relative(self.in_some_month(at, day), next)
    }

    /// Which month's day is meant, when no month is said.
    pub(in crate::times) fn in_some_month(&self, at: usize, day: i8) -> Option<Range> {
        let month =
            |step| Range::unit(self.today(), Unit::Month, step).map(|range| range.start.date());
        let on = |first: Date| Range::day(Date::new(first.year(), first.month(), day).ok()?);
        let mut candidates = [-1, 0, 1].into_iter().filter_map(|step| on(month(step)?));
        match self.tense(at) {
            Tense::Past => candidates.rfind(|range| range.start <= self.anchor),
            Tense::Future => candidates.find(|range| range.end > self.anchor),
            Tense::Unknown => candidates.min_by_key(|range| self.distance(range)),
        }
    }

    /// A year by itself, where the words around it make it one: "in 2021".
    pub(in crate::times) fn lone_year(&self, at: usize) -> Option<Found> {
        let year = self.year(at).filter(|year| (1900..=2100).contains(year))?;
        let after = at + 1;
        let named = self.is_written(after, &["году", "года", "год", "г"]);
        let introduced = named
            || self.is_written(after, &["में"])
            || matches!(
                self.word_before(at),
                Some(
                    Word::In
                        | Word::Unit(Unit::Year)
                        | Word::Preposition
                        | Word::Of
                        | Word::From
                        | Word::Before
                        | Word::After
                        | Word::Third(_)
                )
            );
        // "(2021)", "Olympics 2024."
        let bracketed = at > 0 && self.is_sign(at - 1, '(') && self.is_sign(at + 1, ')');
        let titled = at > 0
            && self.lexemes[at].spaced
            && self.lexemes[at - 1].capital
            && (1950..2050).contains(&year)
            && !matches!(self.kind(at + 1), Some(Kind::Other | Kind::Number { .. }));
        // "in 2021 dollars", "in 2000 days", "in 1999.5"
        let measured = matches!(
            self.kind(at + 1),
            Some(Kind::Word(Word::Unit(_)) | Kind::Sign('%' | '$' | '€' | '°'))
        ) || self.is_sign(at + 1, '.')
            && self.is_joined(at + 2)
            && self.number(at + 2).is_some();
        if !(introduced || bracketed || titled) || measured && !named {
            return None;
        }
        if self.is_sign(at + 1, '-')
            && let Some(last) = self.year(at + 2).filter(|last| *last > year)
        {
            let (start, end) = (Range::year(year)?.start, Range::year(last)?.end);
            return Found::absolute(Range::new(start, end, Precision::Year), at + 3);
        }
        Found::absolute(Range::year(year), at + 1 + usize::from(named))
    }

    /// "el año 2021", "im Jahr 2021", "عام 2021".
    pub(in crate::times) fn year_by_name(&self, at: usize, unit: Unit) -> Option<Found> {
        if unit != Unit::Year {
            return None;
        }
        let found = self.lone_year(at + 1)?;
        Some(found)
    }
}
