//! Times in Chinese characters: 2023年5月7日, 上周五晚上, 三天前, 去年夏天; and the Japanese and
//! Korean forms of the same shape.

mod tables;

use jiff::civil::Date;

use super::lexemes::Kind;
use super::range::{Part, Range, Third, Unit, add_days, add_years, monday};
use super::tense::Tense;
use super::{Found, Precision, Reader};
use tables::{DAY_PARTS, DAYS, HOLIDAYS, PARTS, SEASONS, WEEKS, YEARS, may_begin};

impl Reader<'_> {
    /// A time that begins with a Chinese character or with a number that one follows.
    pub(super) fn characters(&self, at: usize) -> Option<Found> {
        if self
            .character(at)
            .is_some_and(|character| !may_begin(character))
            || self.repeats(at)
        {
            return None;
        }
        self.named_day(at)
            .or_else(|| self.named_week(at))
            .or_else(|| self.named_month(at))
            .or_else(|| self.named_year(at))
            .or_else(|| self.stretch(at))
            .or_else(|| self.numbered(at))
            .or_else(|| self.clock_today(at))
            .or_else(|| self.holiday(at))
    }

    /// The lexeme after `word`, if its characters stand at a lexeme.
    fn after(&self, at: usize, word: &str) -> Option<usize> {
        let mut next = at;
        for character in word.chars() {
            if self.kind(next)? != Kind::Character(character) {
                return None;
            }
            next += 1;
        }
        Some(next)
    }

    fn after_any<'b, T: Copy>(&self, at: usize, words: &'b [(&'b str, T)]) -> Option<(T, usize)> {
        words
            .iter()
            .find_map(|(word, meaning)| Some((*meaning, self.after(at, word)?)))
    }

    fn after_one_of(&self, at: usize, words: &[&str]) -> Option<usize> {
        words.iter().find_map(|word| self.after(at, word))
    }

    fn character(&self, at: usize) -> Option<char> {
        match self.kind(at)? {
            Kind::Character(character) => Some(character),
            _ => None,
        }
    }

    /// 每周五, 毎日, 매년: what repeats is no time.
    fn repeats(&self, at: usize) -> bool {
        let before = at.checked_sub(1).and_then(|before| self.character(before));
        let earlier = at.checked_sub(2).and_then(|before| self.character(before));
        // 每天早上七点
        let inside = earlier == Some('每')
            && matches!(before, Some('天' | '日' | '周' | '月' | '年' | '晚'));
        inside || matches!(before, Some('每' | '毎' | '各' | '매'))
    }

    /// A number in digits or Chinese numerals: value, whether it was digits, what follows.
    fn numeral(&self, at: usize) -> Option<(u32, usize)> {
        if let Some((value, digits)) = self.number(at) {
            return (digits <= 4).then_some((value, at + 1));
        }
        let mut end = at;
        // 二〇二三 is the longest that a date has; a bound keeps long runs linear.
        const LONGEST: usize = 6;
        while end < at + LONGEST
            && self
                .character(end)
                .is_some_and(|character| digit(character).is_some() || character == '十')
        {
            end += 1;
        }
        (end > at).then_some(())?;
        let characters = (at..end).filter_map(|at| self.character(at));
        Some((numeral_value(characters)?, end))
    }

    fn named_day(&self, at: usize) -> Option<Found> {
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
        let (offset, next) = self.after_any(at, &DAYS)?;
        // 以前天气: 前 belongs to 以前; 三天前天: to the count.
        let before = at.checked_sub(1).and_then(|before| self.character(before));
        if matches!(before, Some('以' | '之')) {
            return None;
        }
        self.of_day(add_days(self.today(), offset)?, next, true)
    }

    /// A day with what follows: 晚上, 下午三点, 15点30分.
    fn of_day(&self, date: Date, at: usize, relative: bool) -> Option<Found> {
        let skip = usize::from(self.character(at) == Some('的'));
        if let Some((part, next)) = self.after_any(at + skip, &PARTS) {
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
    fn clock_of(&self, date: Date, part: Option<Part>, at: usize) -> Option<(Range, usize)> {
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
    fn clock_today(&self, at: usize) -> Option<Found> {
        let (part, next) = self.after_any(at, &PARTS)?;
        let (range, next) = self.clock_of(self.today(), Some(part), next)?;
        Found::relative(Some(range), next)
    }

    /// 上周, 这个星期, 下周五, 周末, 星期三.
    fn named_week(&self, at: usize) -> Option<Found> {
        const WEEK: [&str; 5] = ["星期", "礼拜", "周", "曜", "주"];
        let (step, next) = match self.after_any(at, &WEEKS) {
            Some((step, next)) if self.after_one_of(next, &WEEK).is_some() => (Some(step), next),
            _ => (None, at),
        };
        let next = self.after_one_of(next, &WEEK)?;
        let week = step.unwrap_or(0);
        if let Some(next) = self.after(next, "末") {
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

    fn counts_before(&self, at: usize) -> bool {
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
    fn named_month(&self, at: usize) -> Option<Found> {
        let (step, next) = self.after_any(at, &WEEKS)?;
        let next = self.after_one_of(next, &["月", "달"])?;
        let month = Range::unit(self.today(), Unit::Month, step)?;
        self.of_month(month, next, true)
    }

    /// A month with what follows: 5号, 初, 底, 中旬.
    fn of_month(&self, month: Range, at: usize, relative: bool) -> Option<Found> {
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

    /// 去年, 今年夏天, 明年三月.
    fn named_year(&self, at: usize) -> Option<Found> {
        let (step, next) = self.after_any(at, &YEARS)?;
        let before = at.checked_sub(1).and_then(|before| self.character(before));
        if matches!(before, Some('以' | '之')) {
            return None;
        }
        self.of_year(add_years(self.anchor.year(), step)?, next, true)
    }

    /// A year with what follows: 5月, 夏天, 年底, 上半年, 第三季度.
    fn of_year(&self, year: i16, at: usize, relative: bool) -> Option<Found> {
        let next = if self.character(at) == Some('的') {
            at + 1
        } else {
            at
        };
        if let Some((month @ 1..=12, next)) = self.numeral(next)
            && let Some(next) = self.after(next, "月")
        {
            return self.of_month(
                Range::month(year, i8::try_from(month).ok()?)?,
                next,
                relative,
            );
        }
        if let Some((season, after)) = self.after_any(next, &SEASONS)
            && let after = self
                .after_one_of(after, &["天", "季", "初", "末"])
                .unwrap_or(after)
            && (after > next + 1 || self.character(after).is_none())
        {
            return Some(Found {
                range: Range::season(year, season)?,
                next: after,
                relative,
            });
        }
        const PARTS_OF_YEAR: [(&str, Third); 8] = [
            ("年初", Third::Early),
            ("年中", Third::Middle),
            ("年底", Third::Late),
            ("年末", Third::Late),
            ("初", Third::Early),
            ("中", Third::Middle),
            ("底", Third::Late),
            ("末", Third::Late),
        ];
        if let Some((third, next)) = self.after_any(next, &PARTS_OF_YEAR) {
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
        if let Some((month, day, next)) = self.holiday_name(next) {
            return Some(Found {
                range: Range::day(Date::new(year, month, day).ok()?)?,
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

    fn holiday_name(&self, at: usize) -> Option<(i8, i8, usize)> {
        HOLIDAYS.iter().find_map(|(word, month, day)| {
            let next = self.after(at, word)?;
            Some((
                *month,
                *day,
                self.after_one_of(next, &["节"]).unwrap_or(next),
            ))
        })
    }

    fn holiday(&self, at: usize) -> Option<Found> {
        let (month, day, next) = self.holiday_name(at)?;
        // 圣诞树, 国庆节目, 五一广场 are no days.
        if matches!(
            self.character(next),
            Some('树' | '老' | '目' | '广' | '路' | '卡' | '快' | '歌')
        ) {
            return None;
        }
        let range = self.in_some_year(at, |year| Range::day(Date::new(year, month, day).ok()?));
        Found::relative(range, next)
    }

    /// 最近三天, 过去两年, 未来一周, 前几天.
    fn stretch(&self, at: usize) -> Option<Found> {
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
    fn count(&self, at: usize) -> Option<(i64, usize)> {
        if let Some(next) = self.after(at, "几") {
            return Some((3, next));
        }
        let (count, next) = self.numeral(at)?;
        let next = self.after(next, "多").unwrap_or(next);
        Some((i64::from(count), next))
    }

    fn unit(&self, at: usize) -> Option<(Unit, usize)> {
        let at = self.after(at, "个").unwrap_or(at);
        const UNITS: [(&str, Unit); 15] = [
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
        let (unit, next) = self.after_any(at, &UNITS)?;
        // 三周间前 in Japanese, 3주일 in Korean.
        Some((unit, self.after_one_of(next, &["间"]).unwrap_or(next)))
    }

    /// What begins with a number: 2023年…, 5月7日, 15号, 三天前, 90年代.
    fn numbered(&self, at: usize) -> Option<Found> {
        if self.is_inside_number(at) {
            return None;
        }
        self.time_away(at)
            .or_else(|| self.decade_of_century(at))
            .or_else(|| self.numbered_year(at))
            .or_else(|| self.numbered_month(at))
            .or_else(|| self.numbered_day(at))
    }

    /// Whether a numeral before this one belongs to it: the 三 of 二十三.
    fn is_inside_number(&self, at: usize) -> bool {
        let Some(before) = at.checked_sub(1) else {
            return false;
        };
        let numeral = |at: usize| {
            self.character(at).is_some_and(|character| {
                digit(character).is_some() || matches!(character, '十' | '百' | '千' | '第')
            })
        };
        numeral(before) && (numeral(at) || self.character(before) == Some('第'))
    }

    /// 三天前, 两周后, 半年前, 几个月以前.
    fn time_away(&self, at: usize) -> Option<Found> {
        let (unit, count, next) = if let Some(next) = self.after(at, "半") {
            let (unit, next) = self.unit(next)?;
            match unit {
                Unit::Year => (Unit::Month, 6, next),
                Unit::Month => (Unit::Day, 15, next),
                Unit::Hour => (Unit::Minute, 30, next),
                _ => return None,
            }
        } else {
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

    /// 90年代, 1990年代, 上世纪八十年代.
    fn decade_of_century(&self, at: usize) -> Option<Found> {
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

    fn numbered_year(&self, at: usize) -> Option<Found> {
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

    /// 5月7日, 5月, 五月底.
    fn numbered_month(&self, at: usize) -> Option<Found> {
        let (month @ 1..=12, next) = self.numeral(at)? else {
            return None;
        };
        let next = self.after(next, "月")?;
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

    /// 15号, as a day of the nearest month.
    fn numbered_day(&self, at: usize) -> Option<Found> {
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

fn digit(character: char) -> Option<u32> {
    Some(match character {
        '〇' => 0,
        '一' => 1,
        '二' | '两' => 2,
        '三' => 3,
        '四' => 4,
        '五' => 5,
        '六' => 6,
        '七' => 7,
        '八' => 8,
        '九' => 9,
        _ => return None,
    })
}

/// The value of numerals up to 99 (二十三), or of digits in a row (二〇二三).
fn numeral_value(characters: impl Iterator<Item = char> + Clone) -> Option<u32> {
    if !characters.clone().any(|character| character == '十') {
        return characters
            .map(digit)
            .try_fold(0_u32, |value, digit| Some(value * 10 + digit?));
    }
    let mut tens = None;
    let mut ones = 0;
    for character in characters {
        match (character, tens) {
            ('十', None) => tens = Some(if ones == 0 { 1 } else { ones }),
            ('十', Some(_)) => return None,
            _ => {
                if tens.is_none() && ones != 0 {
                    return None;
                }
                ones = digit(character)?;
            }
        }
        if character == '十' {
            ones = 0;
        }
    }
    Some(tens? * 10 + ones)
}
