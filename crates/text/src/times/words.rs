//! Times in words: "March 5th", "last Friday at 3pm", "two weeks ago", "5 de mayo de 2023".

use jiff::civil::Date;

use super::lexemes::{Kind, Word};
use super::range::{Part, Range, Season, Third, Unit, add_days, monday};
use super::tense::Tense;
use super::{Found, Precision, Reader};

impl Reader<'_> {
    /// A time that begins with a word.
    pub(super) fn word_led(&self, at: usize, word: Word) -> Option<Found> {
        match word {
            Word::Day(offset) => self.day_and_time(add_days(self.today(), offset)?, at + 1, true),
            Word::Tonight => Found::relative(Range::part(self.today(), Part::Evening), at + 1),
            Word::Unit(Unit::Day) => match (self.word(at + 1)?, self.word(at + 2)?) {
                (Word::Before, Word::Day(-1)) => {
                    self.day_and_time(add_days(self.today(), -2)?, at + 3, true)
                }
                (Word::After, Word::Day(1)) => {
                    self.day_and_time(add_days(self.today(), 2)?, at + 3, true)
                }
                _ => None,
            },
            Word::Last | Word::Past | Word::This | Word::Next => self.directed(at, word),
            Word::In => {
                let (unit, count, next) = self.amount(at + 1)?;
                // "in two weeks' time" looks ahead, "in 3 days ago" is nothing.
                Found::relative(Range::distance(self.anchor, unit, count), next)
            }
            Word::A | Word::Count(_) | Word::Couple | Word::Few | Word::Several | Word::Half => {
                self.some_time_away(at)
            }
            Word::Month { month, plain } => self.month_led(at, month, plain),
            Word::Weekday { weekday, plain } => self.weekday_led(at, weekday, plain),
            Word::Season(season) => self.season_led(at, season),
            Word::Quarter(quarter) => self.quarter_led(at, quarter),
            Word::Ordinal(ordinal) => {
                // "the third quarter of 2023"
                let Some(Word::Unit(Unit::Quarter)) = self.word(at + 1) else {
                    return None;
                };
                self.quarter_led(at + 1, i8::try_from(ordinal).ok()?)
            }
            Word::Third(third) => {
                let mut inner = at + 1;
                while matches!(self.word(inner), Some(Word::In | Word::Of | Word::The))
                    || self.is_sign(inner, '-')
                {
                    inner += 1;
                }
                self.part_of(inner, third)
            }
            Word::Beginning | Word::End => {
                let Some(Word::Of) = self.word(at + 1) else {
                    return None;
                };
                let inner = if self.word(at + 2) == Some(Word::The) {
                    at + 3
                } else {
                    at + 2
                };
                let third = if word == Word::End {
                    Third::Late
                } else {
                    Third::Early
                };
                self.part_of(inner, third)
            }
            Word::At => {
                let (range, next, relative) = self.clock_and_day(at + 1, true)?;
                Some(Found {
                    range,
                    next,
                    relative,
                })
            }
            Word::Holiday(..) | Word::New => self.holiday_led(at),
            _ => None,
        }
    }

    /// A time that begins with a number.
    pub(super) fn number_led(&self, at: usize) -> Option<Found> {
        self.day_and_month(at)
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
    fn amount(&self, at: usize) -> Option<(Unit, i64, usize)> {
        let (count, mut next) = match self.kind(at)? {
            Kind::Number {
                value: value @ 1..=9999,
                digits: ..=4,
            } => (value, at + 1),
            Kind::Word(Word::Count(count)) => (count, at + 1),
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
        let Word::Unit(unit) = self.word(next)? else {
            return None;
        };
        Some((unit, i64::from(count), next + 1))
    }

    /// "three days ago", "two weeks from now".
    fn some_time_away(&self, at: usize) -> Option<Found> {
        let (unit, count, next) = self.amount(at)?;
        match (self.word(next)?, self.word(next + 1)) {
            (Word::Ago, _) => Found::relative(Range::distance(self.anchor, unit, -count), next + 1),
            (Word::From, Some(Word::Now | Word::Day(0))) => {
                Found::relative(Range::distance(self.anchor, unit, count), next + 2)
            }
            _ => None,
        }
    }

    /// What follows "last", "past", "this" or "next".
    fn directed(&self, at: usize, direction: Word) -> Option<Found> {
        let step = match direction {
            Word::This => 0,
            Word::Next => 1,
            _ => -1,
        };
        let next = at + 1;
        if direction == Word::This
            && matches!(self.word(next), Some(Word::Past | Word::Next | Word::Last))
        {
            return self.directed(next, self.word(next)?);
        }
        let counted = matches!(
            self.kind(next)?,
            Kind::Number { .. }
                | Kind::Word(Word::Count(_) | Word::Couple | Word::Few | Word::Several)
        );
        if counted {
            let (unit, count, next) = self.amount(next)?;
            let range = Range::lasting(self.anchor, unit, count * step);
            return if step == 0 {
                None
            } else {
                Found::relative(range, next)
            };
        }
        match self.word(next)? {
            Word::Unit(Unit::Minute | Unit::Hour | Unit::Day) => None,
            Word::Unit(unit) if direction == Word::Past => {
                Found::relative(Range::lasting(self.anchor, unit, -1), next + 1)
            }
            Word::Unit(Unit::Week) => {
                let on = usize::from(self.word(next + 1) == Some(Word::On));
                if let Some(Word::Weekday { weekday, .. }) = self.word(next + 1 + on) {
                    let date = self.weekday_of_week(weekday, step)?;
                    return self.day_and_time(date, next + 2 + on, true);
                }
                Found::relative(Range::unit(self.today(), Unit::Week, step), next + 1)
            }
            Word::Unit(unit) => Found::relative(Range::unit(self.today(), unit, step), next + 1),
            Word::Weekday { weekday, .. } => {
                let date = match step {
                    -1 => self.weekday_before(weekday)?,
                    _ => self.weekday_of_week(weekday, step)?,
                };
                self.day_and_time(date, next + 1, true)
            }
            Word::Month { month, .. } => {
                let range = |year| Range::month(year, month);
                Found::relative(self.directed_in_year(step, range), next + 1)
            }
            Word::Season(season) => {
                let range = |year| Range::season(year, season);
                Found::relative(self.directed_in_year(step, range), next + 1)
            }
            Word::Holiday(month, day) => {
                let range = |year| Range::day(Date::new(year, month, day).ok()?);
                Found::relative(self.directed_in_year(step, range), next + 1)
            }
            Word::Part(part) if step == 0 => {
                Found::relative(Range::part(self.today(), part), next + 1)
            }
            Word::Part(part @ (Part::Night | Part::Evening)) if step == -1 => {
                Found::relative(Range::part(add_days(self.today(), -1)?, part), next + 1)
            }
            _ => None,
        }
    }

    /// The last one before now, this year's, or the next one after now.
    fn directed_in_year(&self, step: i64, range: impl Fn(i16) -> Option<Range>) -> Option<Range> {
        let this = self.anchor.year();
        let mut ranges = (-2..=2).filter_map(|offset| range(this.checked_add(offset)?));
        match step {
            // A stretch that has not ended is "this one", not the last.
            -1 => ranges.filter(|range| range.end <= self.anchor).last(),
            1 => ranges.find(|range| range.start > self.anchor),
            _ => {
                // In January, "this winter" is the one that began last year.
                let current =
                    ranges.find(|range| range.start <= self.anchor && self.anchor < range.end);
                current.or_else(|| range(this))
            }
        }
    }

    fn weekday_of_week(&self, weekday: i8, step: i64) -> Option<Date> {
        add_days(monday(self.today())?, step * 7 + i64::from(weekday))
    }

    /// The most recent such weekday before today.
    pub(super) fn weekday_before(&self, weekday: i8) -> Option<Date> {
        let today = self.today().weekday().to_monday_zero_offset();
        add_days(
            self.today(),
            -i64::from((today - weekday + 6).rem_euclid(7) + 1),
        )
    }

    /// The first such weekday after today.
    pub(super) fn weekday_after(&self, weekday: i8) -> Option<Date> {
        let today = self.today().weekday().to_monday_zero_offset();
        add_days(
            self.today(),
            i64::from((weekday - today + 6).rem_euclid(7) + 1),
        )
    }

    fn weekday_led(&self, at: usize, weekday: i8, plain: bool) -> Option<Found> {
        let before = at.checked_sub(1).map_or("", |before| self.source(before));
        if ["every", "each", "most", "some"]
            .iter()
            .any(|word| before.eq_ignore_ascii_case(word))
        {
            return None;
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

    /// A day, and perhaps a part of it or a time: "yesterday morning", "Friday at 3pm".
    fn day_and_time(&self, date: Date, at: usize, relative: bool) -> Option<Found> {
        let (range, next) = self.time_of_day(date, at)?;
        Some(Found {
            range,
            next,
            relative,
        })
    }

    fn time_of_day(&self, date: Date, at: usize) -> Option<(Range, usize)> {
        if let Some(Word::Part(part)) = self.word(at) {
            return Some((Range::part(date, part)?, at + 1));
        }
        let is_at = self.word(at) == Some(Word::At);
        let clock_at = if is_at || self.is_sign(at, ',') {
            at + 1
        } else {
            at
        };
        match self.clock(clock_at, is_at) {
            Some((hour, minute, next)) => Some((Range::clock(date, hour, minute)?, next)),
            None => Some((Range::day(date)?, at)),
        }
    }

    /// "3pm", "3:30 pm", "15:30", "noon"; a bare hour only where `bare` allows it.
    fn clock(&self, at: usize, bare: bool) -> Option<(u32, Option<u32>, usize)> {
        if bare && self.word(at) == Some(Word::Part(Part::Noon)) {
            return Some((12, None, at + 1));
        }
        let (hour, 1..=2) = self.number(at)? else {
            return None;
        };
        let mut next = at + 1;
        let mut minute = None;
        if self.is_sign(next, ':') && self.is_joined(next) {
            let (value, 2) = self.number(next + 1)? else {
                return None;
            };
            minute = (value < 60).then_some(value);
            minute?;
            next += 2;
        }
        if let Some(Word::Meridiem(afternoon)) = self.word(next) {
            let hour = (1..=12)
                .contains(&hour)
                .then_some(hour % 12 + if afternoon { 12 } else { 0 });
            return Some((hour?, minute, next + 1));
        }
        // "at 3 people" is no time.
        let stands_alone = !matches!(
            self.kind(next),
            Some(Kind::Other | Kind::Word(Word::Unit(_)) | Kind::Sign('%' | '°'))
        );
        let enough = minute.is_some() || bare && stands_alone;
        (enough && hour < 24).then_some((hour, minute, next))
    }

    /// A time of the day, today or on the day that is named after it: "3pm tomorrow".
    fn clock_and_day(&self, at: usize, bare: bool) -> Option<(Range, usize, bool)> {
        let (hour, minute, next) = self.clock(at, bare)?;
        let day_at = if self.word(next) == Some(Word::On) {
            next + 1
        } else {
            next
        };
        let names_day = matches!(
            self.kind(day_at),
            Some(Kind::Word(
                Word::Day(_)
                    | Word::Weekday { .. }
                    | Word::Month { .. }
                    | Word::Last
                    | Word::Next
                    | Word::This
            ))
        );
        if names_day
            && let Some(found) = self.read(day_at)
            && found.range.precision == Precision::Day
        {
            let range = Range::clock(found.range.start.date(), hour, minute)?;
            return Some((range, found.next, found.relative));
        }
        Some((Range::clock(self.today(), hour, minute)?, next, true))
    }

    /// A day of the month in digits, "5" or "5th", and what follows it.
    fn day_number(&self, at: usize) -> Option<(i8, usize)> {
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
    fn month_led(&self, at: usize, month: i8, plain: bool) -> Option<Found> {
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
        let introduced = matches!(
            self.word_before(at),
            Some(
                Word::In
                    | Word::Preposition
                    | Word::Third(_)
                    | Word::From
                    | Word::Before
                    | Word::After
            )
        ) || matches!(self.word_before(at), Some(Word::Of))
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
    fn day_and_month(&self, at: usize) -> Option<Found> {
        let (day, mut next) = self.day_number(at)?;
        while self.word(next) == Some(Word::Of) || self.is_sign(next, '.') && self.is_joined(next) {
            next += 1;
        }
        let Word::Month { month, .. } = self.word(next)? else {
            return None;
        };
        let dotted = self.is_sign(next + 1, '.')
            && self.is_joined(next + 1)
            && self.year(next + 2).is_some();
        self.dated(at, month, day, if dotted { next + 2 } else { next + 1 })
    }

    /// A month and a day, with the year that may follow.
    fn dated(&self, at: usize, month: i8, day: i8, next: usize) -> Option<Found> {
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
    fn year_after(&self, at: usize) -> Option<(i16, usize)> {
        let skip = usize::from(self.is_sign(at, ',') || self.word(at) == Some(Word::Of));
        let year = self.year(at + skip)?;
        Some((year, at + skip + 1))
    }

    /// " last year", " of this year" and what follows it.
    fn directed_year(&self, at: usize) -> Option<(i64, usize)> {
        let at = if self.word(at) == Some(Word::Of) {
            at + 1
        } else {
            at
        };
        let step = match self.word(at)? {
            Word::Last => -1,
            Word::This => 0,
            Word::Next => 1,
            _ => return None,
        };
        (self.word(at + 1)? == Word::Unit(Unit::Year)).then_some((step, at + 2))
    }

    fn season_led(&self, at: usize, season: Season) -> Option<Found> {
        if let Some((year, next)) = self.year_after(at + 1) {
            return Found::absolute(Range::season(year, season), next);
        }
        let (step, next) = self.directed_year(at + 1)?;
        let year = Range::unit(self.today(), Unit::Year, step)?.start.year();
        Found::relative(Range::season(year, season), next)
    }

    fn quarter_led(&self, at: usize, quarter: i8) -> Option<Found> {
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
    fn part_of(&self, at: usize, third: Third) -> Option<Found> {
        // "early early early …" must not nest.
        if matches!(
            self.word(at),
            Some(Word::Third(_) | Word::Beginning | Word::End)
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

    /// "Christmas", "Christmas Eve 2023", "New Year's Day".
    fn holiday_led(&self, at: usize) -> Option<Found> {
        let (month, day, next) = match self.word(at)? {
            Word::Holiday(month, day) => match self.word(at + 1) {
                Some(Word::Eve) => {
                    let eve = add_days(Date::new(2001, month, day).ok()?, -1)?;
                    (eve.month(), eve.day(), at + 2)
                }
                _ => (month, day, at + 1),
            },
            Word::New => {
                if self.word(at + 1)? != Word::Unit(Unit::Year) {
                    return None;
                }
                let possessive =
                    self.is_sign(at + 2, '\'') && self.word(at + 3) == Some(Word::Plural);
                let next = if possessive { at + 4 } else { at + 2 };
                match self.word(next) {
                    Some(Word::Eve) => (12, 31, next + 1),
                    Some(Word::Unit(Unit::Day)) => (1, 1, next + 1),
                    _ if possessive => (1, 1, next),
                    _ => return None,
                }
            }
            _ => return None,
        };
        let range = |year| Range::day(Date::new(year, month, day).ok()?);
        match (self.year_after(next), self.directed_year(next)) {
            (Some((year, next)), _) => Found::absolute(range(year), next),
            (None, Some((step, next))) => {
                let year = Range::unit(self.today(), Unit::Year, step)?.start.year();
                Found::relative(range(year), next)
            }
            (None, None) => Found::relative(self.in_some_year(at, range), next),
        }
    }

    /// "the 1990s", "the 90s".
    fn decade(&self, at: usize) -> Option<Found> {
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
    fn day_of_month(&self, at: usize) -> Option<Found> {
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
    pub(super) fn in_some_month(&self, at: usize, day: i8) -> Option<Range> {
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
    fn lone_year(&self, at: usize) -> Option<Found> {
        let year = self.year(at).filter(|year| (1900..=2100).contains(year))?;
        let introduced = matches!(
            self.word_before(at),
            Some(
                Word::In
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
        if !(introduced || bracketed || titled) || measured {
            return None;
        }
        if self.is_sign(at + 1, '-')
            && let Some(last) = self.year(at + 2).filter(|last| *last > year)
        {
            let (start, end) = (Range::year(year)?.start, Range::year(last)?.end);
            return Found::absolute(Range::new(start, end, Precision::Year), at + 3);
        }
        Found::absolute(Range::year(year), at + 1)
    }
}
