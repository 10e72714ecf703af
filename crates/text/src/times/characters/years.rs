//! Years, and what is named within them: 去年夏天, 2023年第三季度, 90年代.

use super::super::range::{Range, Third, add_years};
use super::super::{Found, Reader};
use super::tables::{SEASONS, YEARS};
use crate::script::{Script, script};

impl Reader<'_> {
    /// 去年, 今年夏天, 明年三月.
    pub(in crate::times) fn named_year(&self, at: usize) -> Option<Found> {
        let (step, next) = self.after_any(at, YEARS)?;
        let before = at.checked_sub(1).and_then(|before| self.character(before));
        if matches!(before, Some('以' | '之')) {
            return None;
        }
        self.of_year(add_years(self.anchor.year(), step)?, next, true)
    }

    /// A year with what follows: 5月, 夏天, 年底, 上半年, 第三季度.
    pub(in crate::times) fn of_year(&self, year: i16, at: usize, relative: bool) -> Option<Found> {
        let joined = self.character(at);
        let next = if matches!(joined, Some('的' | 'の')) && at > 0 {
            at + 1
        } else {
            at
        };
        if let Some((month @ 1..=12, after)) = self.numeral(next) {
            // 2023年4到6月
            let last = self
                .after_one_of(after, &["到", "至"])
                .or_else(|| self.is_sign(after, '-').then_some(after + 1))
                .and_then(|second| self.numeral(second));
            if let Some((last @ 1..=12, end)) = last
                && last > month
                && let Some(next) = self.after(end, "月")
            {
                let first = Range::month(year, i8::try_from(month).ok()?)?;
                let last = Range::month(year, i8::try_from(last).ok()?)?;
                return Some(Found {
                    range: Range::new(first.start, last.end, first.precision)?,
                    next,
                    relative,
                });
            }
        }
        if let Some((month @ 1..=12, next)) = self.numeral(next)
            && let Some(next) = self.after(next, "月")
        {
            return self.of_month(
                Range::month(year, i8::try_from(month).ok()?)?,
                next,
                relative,
            );
        }
        if let Some((season, after)) = self.after_any(next, SEASONS)
            && let after = self
                .after_one_of(after, &["天", "季", "初", "末"])
                .unwrap_or(after)
            && (after > next + 1
                || self.character(after).is_none()
                || joined == Some('の')
                || self.is_korean(next))
        {
            return Some(Found {
                range: Range::season(year, season)?,
                next: after,
                relative,
            });
        }
        if let Some((holiday, next)) = self.holiday_name(next) {
            return Some(Found {
                range: holiday.of_year(year)?,
                next,
                relative,
            });
        }
        const PARTS_OF_YEAR: &[(&str, Third)] = &[
            ("年初", Third::Early),
            ("年中", Third::Middle),
            ("年底", Third::Late),
            ("年末", Third::Late),
            ("初", Third::Early),
            ("中", Third::Middle),
            ("底", Third::Late),
            ("末", Third::Late),
        ];
        if let Some((third, next)) = self.after_any(next, PARTS_OF_YEAR) {
            return Some(Found {
                range: Range::year(year)?.third(third)?,
                next,
                relative,
            });
        }
        if let Some((second, next)) = self.after_any(next, &[("上半年", false), ("下半年", true)])
        {
            return Some(Found {
                range: Range::half(year, second)?,
                next,
                relative,
            });
        }
        let quarter_at = self.after(next, "第").unwrap_or(next);
        if let Some((quarter @ 1..=4, after)) = self.numeral(quarter_at)
            && let Some(next) = self.after(after, "季度")
        {
            return Some(Found {
                range: Range::quarter(year, quarter as i8)?,
                next,
                relative,
            });
        }
        Some(Found {
            range: Range::year(year)?,
            next: at,
            relative,
        })
    }

    /// 90年代, 1990年代, 上世纪八十年代.
    pub(in crate::times) fn decade_of_century(&self, at: usize) -> Option<Found> {
        let (value, next) = self.numeral(at)?;
        let next = self.after(next, "年代")?;
        let year = match value {
            1000..=2990 => value,
            30..=90 => 1900 + value,
            0..=20 => 2000 + value,
            _ => return None,
        };
        (year % 10 == 0).then_some(())?;
        Found::absolute(Range::decade(i16::try_from(year).ok()?), next)
    }

    pub(in crate::times) fn numbered_year(&self, at: usize) -> Option<Found> {
        let (value, after) = self.numeral(at)?;
        let next = self.after(after, "年")?;
        let year = match value {
            1000..=2999 => value,
            // 23年5月: a short year only with a month behind it.
            10..=99 if self.number(at).is_some() => {
                let (_, after_month) = self.numeral(next)?;
                self.after(after_month, "月")?;
                if value < 70 {
                    2000 + value
                } else {
                    1900 + value
                }
            }
            _ => return None,
        };
        self.of_year(i16::try_from(year).ok()?, next, false)
    }

    fn is_korean(&self, at: usize) -> bool {
        self.character(at)
            .is_some_and(|character| script(character) == Script::Hangul)
    }
}
