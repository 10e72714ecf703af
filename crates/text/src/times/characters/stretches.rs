//! Stretches and distances: 最近三个月, 三天前, 半年后.

use super::super::range::{Range, Third, Unit};
use super::super::tense::Tense;
use super::super::{Found, Reader};
use super::numerals::digit;

impl Reader<'_> {
    /// 最近三天, 过去两年, 未来一周, 前几天.
    pub(in crate::times) fn stretch(&self, at: usize) -> Option<Found> {
        const DIRECTIONS: [(&str, i64); 8] = [
            ("最近", -1),
            ("过去", -1),
            ("近", -1),
            ("未来", 1),
            ("接下来", 1),
            ("今后", 1),
            ("前", -1),
            ("这", -1),
        ];
        let (step, next) = self.after_any(at, &DIRECTIONS)?;
        let next = self.after(next, "的").unwrap_or(next);
        let plain = next == at + 1 && self.character(at) != Some('近');
        let (count, next) = self.count(next)?;
        let (unit, next) = self.unit(next)?;
        // 前三天 may be the first three of something; 前几天 is not.
        if plain
            && self.character(next.checked_sub(2)?) != Some('几')
            && self.character(at + 1) != Some('几')
        {
            return None;
        }
        Found::relative(Range::lasting(self.anchor, unit, step * count), next)
    }

    /// A count, also 几 (a few).
    pub(in crate::times) fn count(&self, at: usize) -> Option<(i64, usize)> {
        if let Some(next) = self.after_one_of(at, &["好几", "几"]) {
            return Some((3, next));
        }
        let (count, next) = self.numeral(at)?;
        let next = self.after(next, "多").unwrap_or(next);
        Some((i64::from(count), next))
    }

    pub(in crate::times) fn unit(&self, at: usize) -> Option<(Unit, usize)> {
        let at = self.after(at, "个").unwrap_or(at);
        const UNITS: &[(&str, Unit)] = &[
            ("か月", Unit::Month),
            ("ヶ月", Unit::Month),
            ("ケ月", Unit::Month),
            ("カ月", Unit::Month),
            ("개月", Unit::Month),
            ("주日", Unit::Week),
            ("분", Unit::Minute),
            ("年", Unit::Year),
            ("分钟", Unit::Minute),
            ("小时", Unit::Hour),
            ("钟头", Unit::Hour),
            ("时间", Unit::Hour),
            ("天", Unit::Day),
            ("日", Unit::Day),
            ("周", Unit::Week),
            ("星期", Unit::Week),
            ("礼拜", Unit::Week),
            ("月", Unit::Month),
            ("季度", Unit::Quarter),
            ("年", Unit::Year),
            ("주", Unit::Week),
            ("달", Unit::Month),
            ("시간", Unit::Hour),
        ];
        let (unit, next) = self.after_any(at, UNITS)?;
        // 三周间前 in Japanese, 3주일 in Korean.
        Some((unit, self.after_one_of(next, &["间"]).unwrap_or(next)))
    }

    /// 三天前, 两周后, 半年前, 几个月以前.
    pub(in crate::times) fn time_away(&self, at: usize) -> Option<Found> {
        let (unit, count, next) = if let Some(next) = self.after(at, "半") {
            let (unit, next) = self.unit(next)?;
            match unit {
                Unit::Year => (Unit::Month, 6, next),
                Unit::Month => (Unit::Day, 15, next),
                Unit::Hour => (Unit::Minute, 30, next),
                _ => return None,
            }
        } else {
            // 며칠 전
            if let Some(next) = self.after(at, "며칠")
                && let Some(next) = self.after(next, "전")
            {
                return Found::relative(Range::distance(self.anchor, Unit::Day, -3), next);
            }
            let (count, next) = self.count(at)?;
            // 2020年前: before 2020.
            if count >= 1000 {
                return None;
            }
            let (unit, next) = self.unit(next)?;
            let half = self
                .after(next, "半")
                .filter(|_| unit == Unit::Year && count == 1);
            match half {
                Some(next) => (Unit::Month, 18, next),
                None => (unit, count, next),
            }
        };
        if let Some(next) = self.after_one_of(next, &["以前", "之前", "前", "전"]) {
            // 三天前天: the day before yesterday has its own name.
            return Found::relative(Range::distance(self.anchor, unit, -count), next);
        }
        let next = self.after_one_of(next, &["以后", "之后", "后", "후"])?;
        Found::relative(Range::distance(self.anchor, unit, count), next)
    }

    /// 这几天, 这两天, 这两周, 年初, 月底, 上半年: near or around now, without a number.
    pub(in crate::times) fn these_days(&self, at: usize) -> Option<Found> {
        if let Some((days, next)) = self.after_any(
            at,
            &[
                ("这几天", -3),
                ("这两天", -2),
                ("这些天", -7),
                ("这阵子", -14),
                ("这段时间", -30),
            ],
        ) {
            return Found::relative(Range::lasting(self.anchor, Unit::Day, days), next);
        }
        let before = at.checked_sub(1).and_then(|before| self.character(before));
        let inside = self.number(at.wrapping_sub(1)).is_some()
            || before.is_some_and(|before| {
                digit(before).is_some()
                    || matches!(
                        before,
                        '十' | '个'
                            | '半'
                            | '去'
                            | '今'
                            | '明'
                            | '前'
                            | '后'
                            | '上'
                            | '下'
                            | '本'
                            | '当'
                    )
            });
        if inside {
            return None;
        }
        const PARTS: &[(&str, Unit, Third)] = &[
            ("年初", Unit::Year, Third::Early),
            ("年中", Unit::Year, Third::Middle),
            ("年底", Unit::Year, Third::Late),
            ("年末", Unit::Year, Third::Late),
            ("月初", Unit::Month, Third::Early),
            ("月中", Unit::Month, Third::Middle),
            ("月底", Unit::Month, Third::Late),
            ("月末", Unit::Month, Third::Late),
        ];
        if let Some((unit, third, next)) = PARTS
            .iter()
            .find_map(|(word, unit, third)| Some((*unit, *third, self.after(at, word)?)))
        {
            // The nearest: at the beginning of a year, 年底 is that of the last one.
            let candidates = [-1, 0, 1]
                .into_iter()
                .filter_map(|step| Range::unit(self.today(), unit, step)?.third(third));
            let range = match self.tense(at) {
                Tense::Past => candidates.filter(|range| range.start <= self.anchor).last(),
                Tense::Future => {
                    let mut candidates = candidates;
                    candidates.find(|range| range.end > self.anchor)
                }
                Tense::Unknown => candidates.min_by_key(|range| self.distance(range)),
            };
            return Found::relative(range, next);
        }
        let (second, next) = self.after_any(at, &[("上半年", false), ("下半年", true)])?;
        Found::relative(Range::half(self.anchor.year(), second), next)
    }
}
