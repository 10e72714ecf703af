//! What is told by its direction: "last Friday", "next month", "la semana pasada", and a weekday
//! by itself.

use jiff::civil::Date;

use super::super::lexemes::{Kind, Word};
use super::super::range::{Part, Range, Unit, add_days, monday};
use super::super::tense::Tense;
use super::super::{Found, Precision, Reader};
use crate::language::Language;

impl Reader<'_> {
    /// What follows "last", "past", "this" or "next".
    pub(in crate::times) fn directed(&self, at: usize, direction: Word) -> Option<Found> {
        let step = step(direction)?;
        let next = at + 1;
        if direction == Word::This
            && let Some(inner @ (Word::Past | Word::Next | Word::Last | Word::ToCome | Word::Gone)) =
                self.word(next)
        {
            return self.directed(next, inner);
        }
        let counted = matches!(
            self.kind(next)?,
            Kind::Number { .. }
                | Kind::Word(Word::Count(_) | Word::Couple | Word::Few | Word::Several | Word::A)
        );
        if counted && step != 0 {
            let (unit, count, next) = self.amount(next)?;
            return Found::relative(Range::lasting(self.anchor, unit, count * step), next);
        }
        if direction == Word::Past
            && let Word::Unit(
                unit @ (Unit::Week
                | Unit::Weekend
                | Unit::Month
                | Unit::Quarter
                | Unit::Year
                | Unit::Decade),
            ) = self.word(next)?
        {
            return Found::relative(Range::lasting(self.anchor, unit, -1), next + 1);
        }
        self.stepped(next, step)
    }

    /// What stands before its direction: "la semana pasada", "lundi dernier", "weekend before
    /// last".
    pub(in crate::times) fn behind(&self, at: usize) -> Option<Found> {
        let after = self.noun_unit(at).map_or(at + 1, |(_, next)| next);
        let (step, next) = match (self.word(after)?, self.word(after + 1)) {
            (Word::Gone, _) => (-1, after + 1),
            (Word::ToCome, _) => (1, after + 1),
            (Word::BeforeLast, _) => (-2, after + 1),
            (Word::Before, Some(Word::Last)) => (-2, after + 2),
            (Word::After, Some(Word::Next)) => (2, after + 2),
            _ => return None,
        };
        let found = self.stepped(at, step)?;
        Some(Found {
            next: next.max(found.next),
            ..found
        })
    }

    /// A unit, weekday, month, season, holiday or part of the day, so many steps from now.
    fn stepped(&self, at: usize, step: i64) -> Option<Found> {
        if let Some((unit, next)) = self.noun_unit(at) {
            return match unit {
                Unit::Minute | Unit::Hour | Unit::Day => None,
                Unit::Week => {
                    let on = usize::from(self.word(next) == Some(Word::On));
                    if let Some(Word::Weekday { weekday, .. }) = self.word(next + on) {
                        let date = self.weekday_of_week(weekday, step)?;
                        return self.day_and_time(date, next + 1 + on, true);
                    }
                    Found::relative(Range::unit(self.today(), Unit::Week, step), next)
                }
                unit => Found::relative(Range::unit(self.today(), unit, step), next),
            };
        }
        let next = at + 1;
        match self.word(at)? {
            Word::Weekday { weekday, .. } => {
                let date = match step {
                    ..=-1 => add_days(self.weekday_before(weekday)?, (step + 1) * 7)?,
                    _ => self.weekday_of_week(weekday, step)?,
                };
                self.day_and_time(date, next, true)
            }
            Word::Month { month, .. } => {
                let range = |year| Range::month(year, month);
                Found::relative(self.directed_in_year(step, range), next)
            }
            Word::Season(season) => {
                let range = |year| Range::season(year, season);
                Found::relative(self.directed_in_year(step, range), next)
            }
            Word::Holiday(_) | Word::Festive | Word::New => {
                let (holiday, next) = self.holiday_name_in_words(at)?;
                Found::relative(
                    self.directed_in_year(step, |year| holiday.of_year(year)),
                    next,
                )
            }
            Word::Quarter(quarter) => {
                let range = |year| Range::quarter(year, quarter);
                Found::relative(self.directed_in_year(step, range), next)
            }
            Word::Part(part) if step == 0 => Found::relative(Range::part(self.today(), part), next),
            Word::Part(part @ (Part::Night | Part::Evening)) if step == -1 => {
                Found::relative(Range::part(add_days(self.today(), -1)?, part), next)
            }
            _ => None,
        }
    }

    /// The last one before now, this year's, or the next one after now.
    pub(in crate::times) fn directed_in_year(
        &self,
        step: i64,
        range: impl Fn(i16) -> Option<Range>,
    ) -> Option<Range> {
        let this = self.anchor.year();
        let mut ranges = (-3..=3).filter_map(|offset| range(this.checked_add(offset)?));
        match step {
            // A stretch that has not ended is "this one", not the last.
            ..=-1 => ranges
                .rev()
                .filter(|range| range.end <= self.anchor)
                .nth(usize::try_from(-step - 1).ok()?),
            1.. => ranges
                .filter(|range| range.start > self.anchor)
                .nth(usize::try_from(step - 1).ok()?),
            0 => {
                // In January, "this winter" is the one that began last year.
                let current =
                    ranges.find(|range| range.start <= self.anchor && self.anchor < range.end);
                current.or_else(|| range(this))
            }
        }
    }

    pub(in crate::times) fn weekday_of_week(&self, weekday: i8, step: i64) -> Option<Date> {
        add_days(monday(self.today())?, step * 7 + i64::from(weekday))
    }

    /// The most recent such weekday before today.
    pub(in crate::times) fn weekday_before(&self, weekday: i8) -> Option<Date> {
        let today = self.today().weekday().to_monday_zero_offset();
        add_days(
            self.today(),
            -i64::from((today - weekday + 6).rem_euclid(7) + 1),
        )
    }

    /// The first such weekday after today.
    pub(in crate::times) fn weekday_after(&self, weekday: i8) -> Option<Date> {
        let today = self.today().weekday().to_monday_zero_offset();
        add_days(
            self.today(),
            i64::from((weekday - today + 6).rem_euclid(7) + 1),
        )
    }

    pub(in crate::times) fn weekday_led(
        &self,
        at: usize,
        weekday: i8,
        plain: bool,
    ) -> Option<Found> {
        // What repeats is no time.
        const EVERY: [&str; 16] = [
            "every",
            "each",
            "most",
            "some",
            "cada",
            "todos",
            "jeden",
            "chaque",
            "ogni",
            "toda",
            "todas",
            "elke",
            "каждый",
            "каждую",
            "كل",
            "हर",
        ];
        if (1..=2).any(|back| {
            let before = at
                .checked_sub(back)
                .map_or("", |before| self.source(before));
            let before = before.to_lowercase();
            EVERY.contains(&before.as_str())
        }) {
            return None;
        }
        if let Some(found) = self.behind(at) {
            return Some(found);
        }
        let abbreviated = self.is_sign(at + 1, '.') && !plain;
        let mut next = if abbreviated { at + 2 } else { at + 1 };
        // "Friday, March 5"
        let date_at = if self.is_sign(next, ',') {
            next + 1
        } else {
            next
        };
        let date = match self.kind(date_at) {
            Some(Kind::Number { .. }) => self
                .numeric_date(date_at)
                .or_else(|| self.day_and_month(date_at)),
            Some(Kind::Word(Word::Month { month, plain })) => self.month_led(date_at, month, plain),
            _ => None,
        };
        if let Some(found) = date
            && found.range.precision <= Precision::Day
        {
            return Some(found);
        }
        if self.is_habitual(at) {
            return None;
        }
        let introduced = self.lexemes[at].capital && self.word_before(at) == Some(Word::On);
        if !(plain || introduced) {
            return None;
        }
        // "Friday of last week", "Friday last week"
        let of = usize::from(self.word(next) == Some(Word::Of));
        if let (
            Some(direction @ (Word::Last | Word::This | Word::Next)),
            Some(Word::Unit(Unit::Week)),
        ) = (self.word(next + of), self.word(next + of + 1))
        {
            let step = match direction {
                Word::Last => -1,
                Word::This => 0,
                _ => 1,
            };
            next += of + 2;
            return self.day_and_time(self.weekday_of_week(weekday, step)?, next, true);
        }
        let date = match self.tense(at) {
            Tense::Past => self.weekday_before(weekday)?,
            Tense::Future | Tense::Unknown => self.weekday_after(weekday)?,
        };
        self.day_and_time(date, next, true)
    }

    /// "On a Tuesday", "the first Friday of a month", "le mardi", "los lunes": any of them.
    fn is_habitual(&self, at: usize) -> bool {
        if matches!(self.word_before(at), Some(Word::A | Word::Ordinal(_))) {
            return true;
        }
        let before = at.checked_sub(1).map_or("", |before| self.source(before));
        match before.to_lowercase().as_str() {
            "le" | "les" => self.language() == Language::French,
            "il" | "i" => self.language() == Language::Italian,
            "los" | "as" | "às" | "ايام" | "أيام" => true,
            _ => false,
        }
    }

    /// " last year", " of this year" and what follows it.
    pub(in crate::times) fn directed_year(&self, at: usize) -> Option<(i64, usize)> {
        let at = if self.word(at) == Some(Word::Of) {
            at + 1
        } else {
            at
        };
        if self.number(at).is_some() {
            let (Unit::Year, count, next) = self.amount(at)? else {
                return None;
            };
            return (self.word(next)? == Word::Ago).then_some((-count, next + 1));
        }
        let step = match self.word(at)? {
            Word::Last | Word::Gone => -1,
            Word::This => 0,
            Word::Next | Word::ToCome => 1,
            Word::Unit(Unit::Year) => {
                // "mayo del año pasado"
                return match self.word(at + 1)? {
                    Word::Gone => Some((-1, at + 2)),
                    Word::ToCome => Some((1, at + 2)),
                    _ => None,
                };
            }
            // "May two years ago"
            _ => {
                let (Unit::Year, count, next) = self.amount(at)? else {
                    return None;
                };
                return (self.word(next)? == Word::Ago).then_some((-count, next + 1));
            }
        };
        (self.word(at + 1)? == Word::Unit(Unit::Year)).then_some((step, at + 2))
    }
}

/// How many steps from now a direction leads.
fn step(direction: Word) -> Option<i64> {
    Some(match direction {
        Word::This => 0,
        Word::Next | Word::ToCome => 1,
        Word::BeforeLast => -2,
        Word::Last | Word::Past | Word::Gone => -1,
        _ => return None,
    })
}
