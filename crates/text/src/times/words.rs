//! Times in words: "March 5th", "last Friday at 3pm", "two weeks ago", "hace tres años".

mod clock;
mod dates;
mod directed;
mod stretches;

use super::lexemes::{Kind, Word};
use super::range::{Part, Range, Third, Unit, add_days};
use super::tense::Tense;
use super::{Found, Reader};

impl Reader<'_> {
    /// A time that begins with a word.
    pub(super) fn word_led(&self, at: usize, word: Word) -> Option<Found> {
        match word {
            Word::Day(offset) => {
                let offset = offset + self.further(at, offset)?;
                self.day_and_time(add_days(self.today(), offset)?, at + 1, true)
            }
            Word::EitherDay(days) => {
                let days = match self.tense(at) {
                    Tense::Future => days,
                    _ => -days,
                };
                self.day_and_time(add_days(self.today(), days)?, at + 1, true)
            }
            Word::Tonight => Found::relative(Range::part(self.today(), Part::Evening), at + 1),
            Word::LastNight => {
                let yesterday = add_days(self.today(), -1)?;
                Found::relative(Range::part(yesterday, Part::Night), at + 1)
            }
            Word::Unit(unit) => self.unit_led(at, unit),
            Word::Last
            | Word::BeforeLast
            | Word::Past
            | Word::This
            | Word::Next
            | Word::Gone
            | Word::ToCome => self.directed(at, word),
            Word::In => self.span_after(at).or_else(|| {
                let skip = usize::from(
                    self.word(at + 1) == Some(Word::Of)
                        || self.is_written(at + 1, &["a"]) && self.is_written(at, &["daqui"]),
                );
                let (unit, count, next) = self.amount(at + 1 + skip)?;
                // "Six cups in a day" is a rate.
                if unit == Unit::Day && self.word(at + 1) == Some(Word::A) {
                    return None;
                }
                // "in two weeks' time" looks ahead, "in 3 days ago" is nothing.
                Found::relative(Range::distance(self.anchor, unit, count), next)
            }),
            Word::AgoBefore => self.ago_before(at),
            Word::A
                if at >= 2
                    && self.is_written(at - 1, &["y"])
                    && self.is_written(at - 2, &["il"]) =>
            {
                self.ago_before(at)
            }
            Word::A
            | Word::Count(_)
            | Word::Couple
            | Word::Few
            | Word::Several
            | Word::Half
            | Word::Dual(_) => self
                .stretches_ago(at)
                .or_else(|| self.some_time_away(at))
                .or_else(|| self.day_and_month(at)),
            Word::Will if self.is_written(at, &["due"]) => self.some_time_away(at),
            Word::Month { month, plain } => self
                .span_of(at)
                .or_else(|| self.month_led(at, month, plain)),
            Word::Weekday { weekday, plain } => self.weekday_led(at, weekday, plain),
            Word::Season(season) => self.season_led(at, season),
            Word::Quarter(quarter) => self.quarter_led(at, quarter),
            Word::Ordinal(ordinal) => match self.word(at + 1)? {
                // "the third quarter of 2023"
                Word::Unit(Unit::Quarter) => self.quarter_led(at + 1, i8::try_from(ordinal).ok()?),
                Word::Half => self.half_led(at + 1, ordinal),
                _ => None,
            },
            Word::Third(third) => self.third_led(at, third),
            Word::Beginning | Word::End => self.beginning_or_end(at, word),
            Word::Earlier | Word::Later => self.earlier_or_later(at, word),
            Word::At => {
                let (range, next, relative) = self.clock_and_day(at + 1, true)?;
                Some(Found {
                    range,
                    next,
                    relative,
                })
            }
            Word::Between | Word::From => self.span_after(at),
            Word::Of if self.is_written(at, &["de", "del"]) => self.span_after(at),
            Word::Holiday(_) | Word::Festive | Word::New => self.holiday_led(at),
            _ if self.is_written(at, &["st", "april"]) => self.holiday_led(at),
            _ => None,
        }
    }

    /// What makes yesterday the day before it, and tomorrow the day after: "avant-hier",
    /// "l'altro ieri", "أول أمس", "pasado mañana"; `None` where the word means the morning.
    pub(super) fn further(&self, at: usize, offset: i64) -> Option<i64> {
        let before = |back: usize| at.checked_sub(back).map_or("", |at| self.source(at));
        let one = before(1).to_lowercase();
        let two = before(2).to_lowercase();
        match offset {
            -1 if one == "altro"
                || one == "أول"
                || one == "اول"
                || one == "-" && two == "avant" =>
            {
                Some(-1)
            }
            1 if one == "pasado" || one == "بعد" || one == "de" && two == "depois" => Some(1),
            1 if one == "-" && (two == "après" || two == "apres") => Some(1),
            1 if one == "la" || one == "esta" => None,
            // "Heute Morgen" and "am Morgen" name the morning.
            1 if self.lexemes[at].capital && self.is_written(at, &["morgen"]) && at > 0 => None,
            _ => Some(0),
        }
    }

    /// What begins with a unit: "day before yesterday", "week before Christmas", "año pasado",
    /// "год назад".
    pub(super) fn unit_led(&self, at: usize, unit: Unit) -> Option<Found> {
        if unit == Unit::Day {
            match (self.word(at + 1), self.word(at + 2)) {
                (Some(Word::Before), Some(Word::Day(-1))) => {
                    return self.day_and_time(add_days(self.today(), -2)?, at + 3, true);
                }
                (Some(Word::After), Some(Word::Day(1))) => {
                    return self.day_and_time(add_days(self.today(), 2)?, at + 3, true);
                }
                _ => {}
            }
        }
        if self.word(at + 1) == Some(Word::Ago) && !self.is_written(at + 1, &["ago", "once"]) {
            return Found::relative(Range::distance(self.anchor, unit, -1), at + 2);
        }
        self.behind(at)
            .or_else(|| self.year_by_name(at, unit))
            .or_else(|| self.unit_beside(at, unit))
    }

    /// "hace tres años", "vor zwei Wochen", "il y a un an", "قبل أسبوعين".
    pub(super) fn ago_before(&self, at: usize) -> Option<Found> {
        let (unit, count, next) = self.amount(at + 1).or_else(|| {
            let (unit, next) = self.noun_unit(at + 1)?;
            Some((unit, 1, next))
        })?;
        Found::relative(Range::distance(self.anchor, unit, -count), next)
    }

    /// "two summers ago".
    pub(super) fn stretches_ago(&self, at: usize) -> Option<Found> {
        let count = match self.kind(at)? {
            Kind::Number {
                value: value @ 1..=99,
                ..
            } => value,
            Kind::Word(Word::Count(count)) => count,
            Kind::Word(Word::Couple) => 2,
            Kind::Word(Word::A) => 1,
            _ => return None,
        };
        let next = if self.word(at + 1) == Some(Word::Of) {
            at + 2
        } else {
            at + 1
        };
        let (Word::Season(season), Some(Word::Ago)) = (self.word(next)?, self.word(next + 1))
        else {
            return None;
        };
        let last = self.directed_in_year(-1, |year| Range::season(year, season))?;
        let year = last
            .start
            .year()
            .checked_sub(i16::try_from(count).ok()? - 1)?;
        Found::relative(Range::season(year, season), next + 2)
    }

    /// A time that begins with a number.
    pub(super) fn number_led(&self, at: usize) -> Option<Found> {
        self.day_and_month(at)
            .or_else(|| self.stretches_ago(at))
            .or_else(|| self.some_time_away(at))
            .or_else(|| self.decade(at))
            .or_else(|| {
                let (range, next, relative) = self.clock_and_day(at, false)?;
                Some(Found {
                    range,
                    next,
                    relative,
                })
            })
            .or_else(|| self.day_of_month(at))
            .or_else(|| self.lone_year(at))
    }

    /// "three days", "a couple of weeks", "half a year", "2 months": unit, count, what follows.
    pub(super) fn amount(&self, at: usize) -> Option<(Unit, i64, usize)> {
        let (count, mut next) = match self.kind(at)? {
            Kind::Number {
                value: value @ 1..=9999,
                digits: ..=4,
            } => (value, at + 1),
            Kind::Word(Word::Count(count)) => (count, at + 1),
            // Italian "due anni fa"; in English it is what has to happen.
            Kind::Word(Word::Will) if self.is_written(at, &["due"]) => (2, at + 1),
            Kind::Word(Word::Dual(unit)) => return Some((unit, 2, at + 1)),
            Kind::Word(Word::Few) => (3, at + 1),
            Kind::Word(Word::Several) => (4, at + 1),
            Kind::Word(Word::Couple) => (2, at + 1),
            Kind::Word(Word::A) => match self.word(at + 1)? {
                Word::Couple => (2, at + 2),
                Word::Few => (3, at + 2),
                _ => (1, at + 1),
            },
            Kind::Word(Word::Half) => {
                let (unit, count) = match (self.word(at + 1)?, self.word(at + 2)?) {
                    (Word::A, Word::Unit(Unit::Year)) => (Unit::Month, 6),
                    (Word::A, Word::Unit(Unit::Hour)) => (Unit::Minute, 30),
                    _ => return None,
                };
                return Some((unit, count, at + 3));
            }
            _ => return None,
        };
        if self.word(next) == Some(Word::Of) {
            next += 1;
        }
        let (unit, next) = self.noun_unit(next)?;
        Some((unit, i64::from(count), next))
    }

    /// "three days ago", "two weeks from now".
    pub(super) fn some_time_away(&self, at: usize) -> Option<Found> {
        let (unit, count, next) = self.amount(at)?;
        match (self.word(next)?, self.word(next + 1)) {
            (Word::Ago, _) => {
                let found = Range::distance(self.anchor, unit, -count)?;
                match self.within_year(&found, next + 1) {
                    Some((range, next)) => Found::relative(Some(range), next),
                    None => Found::relative(Some(found), next + 1),
                }
            }
            (Word::From, Some(Word::Now | Word::Day(0))) => {
                Found::relative(Range::distance(self.anchor, unit, count), next + 2)
            }
            _ => None,
        }
    }

    /// A unit as a noun, some of which take two words: "fin de semana", "fine settimana".
    pub(super) fn noun_unit(&self, at: usize) -> Option<(Unit, usize)> {
        match self.word(at)? {
            Word::Unit(Unit::Week)
                if self.is_sign(at + 1, '-') && self.word(at + 2) == Some(Word::End) =>
            {
                Some((Unit::Weekend, at + 3))
            }
            Word::Unit(unit) => Some((unit, at + 1)),
            // French "un an"; the English article otherwise.
            Word::A if self.is_written(at, &["an"]) => Some((Unit::Year, at + 1)),
            Word::Third(Third::Late) => {
                let next = if self.word(at + 1) == Some(Word::Of) {
                    at + 2
                } else {
                    at + 1
                };
                (self.word(next)? == Word::Unit(Unit::Week)).then_some((Unit::Weekend, next + 1))
            }
            _ => None,
        }
    }

    /// "two years ago in May", "three years ago, in the summer": the month within that year.
    pub(super) fn within_year(&self, year: &Range, at: usize) -> Option<(Range, usize)> {
        if year.precision != super::Precision::Year {
            return None;
        }
        let mut at = at;
        while self.is_sign(at, ',') || matches!(self.word(at), Some(Word::In | Word::The)) {
            at += 1;
        }
        let range = match self.word(at)? {
            Word::Month { month, .. } => Range::month(year.start.year(), month)?,
            Word::Season(season) => Range::season(year.start.year(), season)?,
            _ => return None,
        };
        Some((range, at + 1))
    }
}
