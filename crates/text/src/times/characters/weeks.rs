//! Weeks and months: 上周五, 这个周末, 下个月5号, 五月底.

use jiff::civil::Date;

use super::super::range::{Range, Third, Unit, add_days, monday};
use super::super::tense::Tense;
use super::super::{Found, Reader};
use super::numerals::digit;
use super::tables::WEEKS;

impl Reader<'_> {
    /// 上周, 这个星期, 下周五, 周末, 星期三.
    pub(in crate::times) fn named_week(&self, at: usize) -> Option<Found> {
        const WEEK: [&str; 4] = ["星期", "礼拜", "周", "주"];
        if let Some(found) = self.east_asian_weekday(at, None) {
            return Some(found);
        }
        let (step, next) = match self.after_any(at, WEEKS) {
            Some((step, next)) if self.after_one_of(next, &WEEK).is_some() => (Some(step), next),
            _ => (None, at),
        };
        let next = self.after_one_of(next, &WEEK)?;
        let week = step.unwrap_or(0);
        if let Some(next) = self.after_one_of(next, &["末", "말"]) {
            let weekend = match (step, self.tense(at)) {
                (None, Tense::Past) => {
                    // On a weekend itself, the one that is passing.
                    Range::weekend(self.today())
                        .filter(|weekend| weekend.start <= self.anchor)
                        .or(Range::unit(self.today(), Unit::Weekend, -1))
                }
                _ => Range::unit(self.today(), Unit::Weekend, week),
            };
            return Found::relative(weekend, next);
        }
        let weekday = self.character(next).and_then(|character| match character {
            '日' | '天' => Some(6),
            character => digit(character)
                .filter(|day| (1..=6).contains(day))
                .map(|day| day as i8 - 1),
        });
        let Some(weekday) = weekday else {
            step?;
            let skip = usize::from(matches!(self.character(next), Some('の' | '的')));
            if let Some(found) = self.east_asian_weekday(next + skip, step) {
                return Some(found);
            }
            return Found::relative(Range::unit(self.today(), Unit::Week, week), next);
        };
        let date = match step {
            Some(step) => add_days(monday(self.today())?, step * 7 + i64::from(weekday))?,
            // 一周一次 is once a week; 两个星期三次 is how often.
            None if self.counts_before(at) => return None,
            None => match self.tense(at) {
                Tense::Past => self.weekday_before(weekday)?,
                _ => self.weekday_after(weekday)?,
            },
        };
        self.of_day(date, next + 1, true)
    }

    /// 金曜日, 금요일, of the week that is so many steps away.
    fn east_asian_weekday(&self, at: usize, step: Option<i64>) -> Option<Found> {
        const DAYS: [(char, i8); 12] = [
            ('月', 0),
            ('火', 1),
            ('화', 1),
            ('水', 2),
            ('수', 2),
            ('木', 3),
            ('목', 3),
            ('金', 4),
            ('금', 4),
            ('土', 5),
            ('토', 5),
            ('日', 6),
        ];
        let character = self.character(at)?;
        let (_, weekday) = DAYS.iter().find(|(name, _)| *name == character)?;
        let next = self.after_one_of(at + 1, &["曜日", "曜", "요日"])?;
        let date = match step {
            Some(step) => add_days(monday(self.today())?, step * 7 + i64::from(*weekday))?,
            None => match self.tense(at) {
                Tense::Past => self.weekday_before(*weekday)?,
                _ => self.weekday_after(*weekday)?,
            },
        };
        self.of_day(date, next, true)
    }

    pub(in crate::times) fn counts_before(&self, at: usize) -> bool {
        let Some(before) = at.checked_sub(1) else {
            return false;
        };
        self.number(before).is_some()
            || self.character(before).is_some_and(|character| {
                digit(character).is_some()
                    || matches!(character, '十' | '个' | '几' | '半' | '每' | '一')
            })
    }

    /// 上个月, 本月, 下月初, 上个月5号.
    pub(in crate::times) fn named_month(&self, at: usize) -> Option<Found> {
        let (step, next) = self.after_any(at, WEEKS)?;
        let next = self.after_one_of(next, &["月", "달"])?;
        let month = Range::unit(self.today(), Unit::Month, step)?;
        self.of_month(month, next, true)
    }

    /// A month with what follows: 5号, 初, 底, 中旬.
    pub(in crate::times) fn of_month(
        &self,
        month: Range,
        at: usize,
        relative: bool,
    ) -> Option<Found> {
        let first = month.start.date();
        let skip = usize::from(matches!(self.character(at), Some('份' | '的')));
        if let Some((day @ 1..=31, next)) = self.numeral(at + skip)
            && let Some(next) = self.after_one_of(next, &["日", "号"])
        {
            let date = Date::new(first.year(), first.month(), i8::try_from(day).ok()?).ok()?;
            return self.of_day(date, next, relative);
        }
        const THIRDS: [(&str, Third); 8] = [
            ("上旬", Third::Early),
            ("中旬", Third::Middle),
            ("下旬", Third::Late),
            ("初", Third::Early),
            ("中", Third::Middle),
            ("底", Third::Late),
            ("末", Third::Late),
            ("尾", Third::Late),
        ];
        if let Some((third, next)) = self.after_any(at, &THIRDS) {
            return Some(Found {
                range: month.third(third)?,
                next,
                relative,
            });
        }
        let next = if self.character(at) == Some('份') {
            at + 1
        } else {
            at
        };
        Some(Found {
            range: month,
            next,
            relative,
        })
    }

    /// 5月7日, 5月, 五月底.
    pub(in crate::times) fn numbered_month(&self, at: usize) -> Option<Found> {
        let (month @ 1..=12, after) = self.numeral(at)? else {
            return None;
        };
        if let Some(found) = self.months(at, month, after) {
            return Some(found);
        }
        let next = self.after(after, "月")?;
        // 五月天 is a band.
        if self.character(next) == Some('天') && self.character(next + 1) != Some('气') {
            return None;
        }
        let month = i8::try_from(month).ok()?;
        // The day decides which year is near, so it is read before the year is chosen.
        let skip = usize::from(self.character(next) == Some('份'));
        let day = self
            .numeral(next + skip)
            .filter(|(_, after)| self.after_one_of(*after, &["日", "号"]).is_some());
        let year = self
            .in_some_year(at, |year| match day {
                Some((day, _)) => Range::day(Date::new(year, month, i8::try_from(day).ok()?).ok()?),
                None => Range::month(year, month),
            })?
            .start
            .year();
        self.of_month(Range::month(year, month)?, next, true)
    }

    /// 3到5月, 4-6月, of the nearest year or that which the tense means.
    fn months(&self, at: usize, first: u32, after: usize) -> Option<Found> {
        let second = self
            .after_one_of(after, &["到", "至"])
            .or_else(|| self.is_sign(after, '-').then_some(after + 1))?;
        let (last @ 1..=12, end) = self.numeral(second)? else {
            return None;
        };
        let next = self.after(end, "月")?;
        // 3月5日 after a dash is the end of something else.
        if last <= first || self.numeral(next).is_some() {
            return None;
        }
        let (first, last) = (i8::try_from(first).ok()?, i8::try_from(last).ok()?);
        let range = self.in_some_year(at, |year| {
            let (first, last) = (Range::month(year, first)?, Range::month(year, last)?);
            Range::new(first.start, last.end, first.precision)
        });
        Found::relative(range, next)
    }
}
