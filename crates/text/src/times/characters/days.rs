//! Days and times of the day: 昨天晚上, 下午三点, 15号.

use jiff::civil::Date;

use super::super::range::{Part, Range, add_days};
use super::super::{Found, Precision, Reader};
use super::tables::{DAY_PARTS, DAYS, PARTS};

impl Reader<'_> {
    pub(in crate::times) fn named_day(&self, at: usize) -> Option<Found> {
        if let Some((offset, part, next)) = DAY_PARTS
            .iter()
            .find_map(|(word, offset, part)| Some((*offset, *part, self.after(at, word)?)))
        {
            let date = add_days(self.today(), offset)?;
            let (range, next) = self
                .clock_of(date, Some(part), next)
                .or(Some((Range::part(date, part)?, next)))?;
            return Some(Found {
                range,
                next,
                relative: true,
            });
        }
        let (offset, next) = self.after_any(at, DAYS)?;
        // 以前天气: 前 belongs to 以前; 三天前天: to the count.
        let before = at.checked_sub(1).and_then(|before| self.character(before));
        if matches!(before, Some('以' | '之')) {
            return None;
        }
        self.of_day(add_days(self.today(), offset)?, next, true)
    }

    /// A day with what follows: 晚上, 下午三点, 15点30分.
    pub(in crate::times) fn of_day(&self, date: Date, at: usize, relative: bool) -> Option<Found> {
        let skip = usize::from(matches!(self.character(at), Some('的' | 'の')));
        if let Some((part, next)) = self.after_any(at + skip, PARTS) {
            let (range, next) = self
                .clock_of(date, Some(part), next)
                .or(Some((Range::part(date, part)?, next)))?;
            return Some(Found {
                range,
                next,
                relative,
            });
        }
        let (range, next) = self
            .clock_of(date, None, at)
            .or(Some((Range::day(date)?, at)))?;
        Some(Found {
            range,
            next,
            relative,
        })
    }

    /// 三点, 3点半, 3点20分, 15:30, as a time of a day.
    pub(in crate::times) fn clock_of(
        &self,
        date: Date,
        part: Option<Part>,
        at: usize,
    ) -> Option<(Range, usize)> {
        let (hour, next) = self.numeral(at)?;
        let (minute, next) = if self.is_sign(next, ':') {
            let (minute, 2) = self.number(next + 1)? else {
                return None;
            };
            (Some(minute), next + 2)
        } else {
            let next = self.after_one_of(next, &["点钟", "点", "时", "시"])?;
            if let Some(next) = self.after(next, "半") {
                (Some(30), next)
            } else if let Some((quarters @ 1..=3, next)) = self.numeral(next)
                && let Some(next) = self.after(next, "刻")
            {
                (Some(quarters * 15), next)
            } else if let Some((minute, next)) = self.numeral(next)
                && let Some(next) = self.after_one_of(next, &["分", "분"])
            {
                (Some(minute), next)
            } else {
                (None, next)
            }
        };
        let later = matches!(
            part,
            Some(Part::Noon | Part::Afternoon | Part::Evening | Part::Night)
        );
        let hour = match hour {
            12 if matches!(part, Some(Part::Evening | Part::Night)) => return None,
            // 中午11点 is before noon, 夜里两点 after midnight.
            1..=5 if part == Some(Part::Night) => hour,
            10 | 11 if part == Some(Part::Noon) => hour,
            1..=11 if later => hour + 12,
            hour => hour,
        };
        let minute = minute.filter(|minute| *minute < 60);
        Some((Range::clock(date, hour, minute)?, next))
    }

    /// 下午三点 by itself: today.
    pub(in crate::times) fn clock_today(&self, at: usize) -> Option<Found> {
        let (part, next) = self.after_any(at, PARTS)?;
        let (range, next) = self.clock_of(self.today(), Some(part), next)?;
        Found::relative(Some(range), next)
    }

    /// 15号, as a day of the nearest month.
    pub(in crate::times) fn numbered_day(&self, at: usize) -> Option<Found> {
        let (day @ 1..=31, next) = self.numeral(at)? else {
            return None;
        };
        let next = self.after(next, "号")?;
        // 3号线, 5号楼: numbers of things.
        let thing = self.character(next).is_some_and(|character| {
            "线楼门院馆店机房车码台桌厅馆路床口井墙桥铺室员选".contains(character)
        });
        if thing {
            return None;
        }
        let range = self.in_some_month(at, i8::try_from(day).ok()?)?;
        if range.precision != Precision::Day {
            return None;
        }
        self.of_day(range.start.date(), next, true)
    }
}
