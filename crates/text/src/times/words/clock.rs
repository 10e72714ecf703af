//! Times of the day: "at 3pm tomorrow", "yesterday morning".

use jiff::civil::Date;

use super::super::lexemes::{Kind, Word};
use super::super::range::{Part, Range};
use super::super::{Found, Precision, Reader};

impl Reader<'_> {
    /// A day, and perhaps a part of it or a time: "yesterday morning", "Friday at 3pm".
    pub(in crate::times) fn day_and_time(
        &self,
        date: Date,
        at: usize,
        relative: bool,
    ) -> Option<Found> {
        let (range, next) = self.time_of_day(date, at)?;
        Some(Found {
            range,
            next,
            relative,
        })
    }

    pub(in crate::times) fn time_of_day(&self, date: Date, at: usize) -> Option<(Range, usize)> {
        if let Some(Word::Part(part)) = self.word(at) {
            return Some((Range::part(date, part)?, at + 1));
        }
        // "ayer por la noche", "ontem à noite"
        for (skip, joined) in [(2, ["por", "la"]), (1, ["à", "à"]), (1, ["a", "a"])] {
            if self.is_written(at, &joined[..1])
                && self.is_written(at + skip - 1, &joined[1..])
                && let Some(Word::Part(part)) = self.word(at + skip)
            {
                return Some((Range::part(date, part)?, at + skip + 1));
            }
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
    pub(in crate::times) fn clock(
        &self,
        at: usize,
        bare: bool,
    ) -> Option<(u32, Option<u32>, usize)> {
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
        if let Some((afternoon, next)) = self.meridiem(next) {
            let hour = (1..=12)
                .contains(&hour)
                .then_some(hour % 12 + if afternoon { 12 } else { 0 });
            return Some((hour?, minute, next));
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
    pub(in crate::times) fn clock_and_day(
        &self,
        at: usize,
        bare: bool,
    ) -> Option<(Range, usize, bool)> {
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

    /// "pm" or "p.m.", and what follows it.
    fn meridiem(&self, at: usize) -> Option<(bool, usize)> {
        if let Some(Word::Meridiem(afternoon)) = self.word(at) {
            return Some((afternoon, at + 1));
        }
        let dotted = self.is_written(at, &["a", "p"])
            && self.is_sign(at + 1, '.')
            && self.is_written(at + 2, &["m"]);
        let end = at + 3 + usize::from(self.is_sign(at + 3, '.'));
        dotted.then_some((self.is_written(at, &["p"]), end))
    }
}
