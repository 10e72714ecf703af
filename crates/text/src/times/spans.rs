//! Stretches told by their ends: "between April and June 2024", "from 3 to 9 May", 三月到五月,
//! "von Mai bis Juli 2023". Both ends are inside.

use jiff::civil::Date;

use super::lexemes::{Kind, Word};
use super::range::{Range, Unit};
use super::{Found, Precision, Reader};

/// One end of a stretch, as far as it is said.
#[derive(Debug, Clone, Copy, Default)]
struct End {
    day: Option<i8>,
    month: Option<i8>,
    year: Option<i16>,
    /// An end that says more than that: a holiday, a weekday, a whole date.
    range: Option<Range>,
    relative: bool,
}

/// What joins the ends after "from", and between two months.
const TO: &[&str] = &[
    "to", "until", "till", "through", "thru", "bis", "a", "al", "à", "au", "ao", "até", "hasta",
    "tot", "t/m", "по", "до", "إلى", "الى", "حتى", "से",
];
/// What joins the ends after "between".
const AND: &[&str] = &["and", "und", "y", "e", "et", "en", "и", "و", "&"];

impl Reader<'_> {
    /// A stretch whose first end follows "from" or "between" at a lexeme.
    pub(super) fn span_after(&self, at: usize) -> Option<Found> {
        let inner = at + 1 + usize::from(self.word(at + 1) == Some(Word::The));
        let (first, next) = self.end_of_span(inner)?;
        // "tra aprile e giugno", "from April and": each has its own word, but for Italian "tra".
        let joined = self.is_written(next, TO) && self.word(at) != Some(Word::Between)
            || self.is_written(next, AND)
                && matches!(self.word(at), Some(Word::Between | Word::In))
            || self.is_sign(next, '-');
        if !joined {
            return None;
        }
        let second = next + 1 + usize::from(self.word(next + 1) == Some(Word::The));
        self.close_span(at, first, second)
    }

    /// A stretch of months that begins at a lexeme: "March to May 2023", "June-August".
    pub(super) fn span_of(&self, at: usize) -> Option<Found> {
        let (first, next) = self.end_of_span(at)?;
        let joined = self.is_sign(next, '-') || self.is_written(next, &["to", "until", "bis"]);
        let named = matches!(self.word(next + 1), Some(Word::Month { .. }));
        if !(joined && named && first.month.is_some()) {
            return None;
        }
        self.close_span(at, first, next + 1)
    }

    fn close_span(&self, at: usize, first: End, second: usize) -> Option<Found> {
        let (second, next) = self.end_of_span(second)?;
        let (range, relative) = self.between(at, first, second)?;
        Some(Found {
            range,
            next,
            relative,
        })
    }

    /// One end, and what follows it.
    fn end_of_span(&self, at: usize) -> Option<(End, usize)> {
        if let Some((day, mut next)) = self.day_number(at)
            && !(self.is_sign(next, ':') && self.is_joined(next))
        {
            let mut end = End {
                day: Some(day),
                ..End::default()
            };
            while self.word(next) == Some(Word::Of)
                || self.is_sign(next, '.') && self.is_joined(next)
            {
                next += 1;
            }
            if let Some(Word::Month { month, .. }) = self.word(next) {
                end.month = Some(month);
                next = self.year_of_end(&mut end, next + 1);
            }
            return Some((end, next));
        }
        if let Some(year) = self.year(at).filter(|year| (1900..=2100).contains(year)) {
            let end = End {
                year: Some(year),
                ..End::default()
            };
            // "2023-05-07" is a date.
            if self.is_joined(at + 1) && (self.is_sign(at + 1, '-') || self.is_sign(at + 1, '/')) {
                return self.whole_end(at);
            }
            return Some((end, at + 1));
        }
        if let Some(Word::Month { month, .. }) = self.word(at) {
            let mut end = End {
                month: Some(month),
                ..End::default()
            };
            let mut next = at + 1;
            if let Some((day, after)) = self.day_number(next) {
                end.day = Some(day);
                next = after;
            }
            next = self.year_of_end(&mut end, next);
            return Some((end, next));
        }
        self.whole_end(at)
    }

    fn year_of_end(&self, end: &mut End, at: usize) -> usize {
        if let Some((year, next)) = self.year_after(at) {
            end.year = Some(year);
            return next;
        }
        if let Some((step, next)) = self.directed_year(at) {
            end.year = Range::unit(self.today(), Unit::Year, step).map(|range| range.start.year());
            end.relative = true;
            return next;
        }
        at
    }

    /// An end that is a time of its own. Only what can't hold a stretch itself is read, so that
    /// "from from from …" does not nest.
    fn whole_end(&self, at: usize) -> Option<(End, usize)> {
        let whole = match self.kind(at)? {
            Kind::Number { .. } => self.numeric_date(at),
            Kind::Word(
                word @ (Word::Day(_)
                | Word::Weekday { .. }
                | Word::Holiday(_)
                | Word::Festive
                | Word::New
                | Word::Last
                | Word::Next
                | Word::This
                | Word::Third(_)
                | Word::Beginning
                | Word::End
                | Word::Season(_)),
            ) => self.word_led(at, word),
            _ => None,
        }?;
        let end = End {
            range: Some(whole.range),
            relative: whole.relative,
            ..End::default()
        };
        Some((end, whole.next))
    }

    /// The stretch between two ends, what the one lacks taken from the other.
    fn between(&self, at: usize, mut first: End, mut second: End) -> Option<(Range, bool)> {
        let relative = first.relative || second.relative;
        if first.range.is_some() || second.range.is_some() {
            let resolve = |end: End| match end.range {
                Some(range) => Some(range),
                None => self.in_some_year(at, |year| end.within(end.year.unwrap_or(year))),
            };
            let floats = first.relative && !second.relative && second.range.is_some();
            let (mut first, second) = (resolve(first)?, resolve(second)?);
            // "Between Christmas and 5 January 2024": the last Christmas before that.
            if floats {
                let year = second.start.year();
                first = [year, year.checked_sub(1)?]
                    .into_iter()
                    .filter_map(|year| first.in_year(year))
                    .find(|first| first.start < second.end)?;
            }
            let precision = first.precision.max(second.precision);
            return Some((Range::new(first.start, second.end, precision)?, relative));
        }
        // "From 3 to 9" may be anything; "from 3 to 9 May" may not.
        first.month = first.month.or(second.month);
        second.month = second
            .month
            .or(first.month.filter(|_| second.day.is_some()));
        if first.day.is_some() && first.month.is_none() {
            return None;
        }
        if let (None, None, Some(from), Some(to)) =
            (first.month, second.month, first.year, second.year)
        {
            let (start, end) = (Range::year(from)?.start, Range::year(to)?.end);
            return Some((Range::new(start, end, Precision::Year)?, false));
        }
        if first.month.is_none() || second.month.is_none() {
            return None;
        }
        let wraps = i16::from((second.month, second.day) < (first.month, first.day));
        let stretch = |year: i16| {
            let (from, to) = (
                first.within(year)?,
                second.within(year.checked_add(wraps)?)?,
            );
            let precision = match (first.day, second.day) {
                (Some(_), Some(_)) => Precision::Day,
                _ => Precision::Month,
            };
            Range::new(from.start, to.end, precision)
        };
        match (first.year, second.year) {
            (Some(from), Some(to)) if to != from => {
                let (from, to) = (first.within(from)?, second.within(to)?);
                Some((Range::new(from.start, to.end, Precision::Month)?, relative))
            }
            (Some(year), _) => Some((stretch(year)?, relative)),
            (None, Some(year)) => Some((stretch(year.checked_sub(wraps)?)?, relative)),
            (None, None) => Some((self.in_some_year(at, stretch)?, true)),
        }
    }

    /// A time in characters that goes on to another end: 三月到五月, 5月3日～9日, 3月から5月まで.
    pub(super) fn until(&self, found: Found) -> Found {
        self.longer(found).unwrap_or(found)
    }

    fn longer(&self, found: Found) -> Option<Found> {
        if found.range.precision < Precision::Day {
            return None;
        }
        let signs = ['~', '～', '-', '—', '至'];
        let next = self
            .after_one_of(found.next, &["到", "至", "から", "부터"])
            .or_else(|| {
                signs
                    .iter()
                    .any(|sign| self.is_sign(found.next, *sign))
                    .then_some(found.next + 1)
            })?;
        let first = found.range.start;
        let (range, next) = match self.numeral(next) {
            Some((value, after)) => {
                let small = i8::try_from(value).ok();
                if let Some(after) = self.after_one_of(after, &["日", "号"]) {
                    let date = Date::new(first.year(), first.month(), small?).ok()?;
                    (Range::day(date)?, after)
                } else if let Some(after) = self.after(after, "月") {
                    let day = self.numeral(after).and_then(|(day, end)| {
                        let end = self.after_one_of(end, &["日", "号"])?;
                        Some((i8::try_from(day).ok()?, end))
                    });
                    let year = first.year() + i16::from(small? < first.month());
                    match day {
                        Some((day, end)) => (Range::day(Date::new(year, small?, day).ok()?)?, end),
                        None => (Range::month(year, small?)?, after),
                    }
                } else {
                    let after = self.after_one_of(after, &["年"])?;
                    let year = i16::try_from(value).ok().filter(|year| *year >= 1000)?;
                    let inner = self.of_year(year, after, found.relative)?;
                    (inner.range, inner.next)
                }
            }
            None => {
                let inner = self.named(next)?;
                (inner.range, inner.next)
            }
        };
        let precision = found.range.precision.max(range.precision);
        let next = self
            .after_one_of(next, &["之间", "期间", "为止", "まで", "까지"])
            .unwrap_or(next);
        Some(Found {
            range: Range::new(first, range.end, precision)?,
            next,
            relative: found.relative,
        })
    }
}

impl End {
    /// The end's own stretch in a year: a day, a month or the whole year.
    fn within(self, year: i16) -> Option<Range> {
        match (self.month, self.day) {
            (Some(month), Some(day)) => Range::day(Date::new(year, month, day).ok()?),
            (Some(month), None) => Range::month(year, month),
            _ => Range::year(year),
        }
    }
}
