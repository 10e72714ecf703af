//! Holidays by name: 去年春节, 国庆假期, 圣诞节, 설날.

use super::super::holidays::{Festival, Holiday};
use super::super::{Found, Reader};

/// Holidays by name; longer names stand before those they begin with.
#[rustfmt::skip]
const HOLIDAYS: &[(&str, Holiday)] = &[
    ("元旦", Holiday::Fixed(1, 1)),
    ("情人节", Holiday::Fixed(2, 14)),
    ("妇女节", Holiday::Fixed(3, 8)),
    // Both are said of the days off as well.
    ("劳动节", Holiday::Days(5, 1, 5)),
    ("五一黄金周", Holiday::Days(5, 1, 5)),
    ("五一期间", Holiday::Days(5, 1, 5)),
    ("五一", Holiday::Days(5, 1, 5)),
    ("青年节", Holiday::Fixed(5, 4)),
    ("儿童节", Holiday::Fixed(6, 1)),
    ("教师节", Holiday::Fixed(9, 10)),
    ("国庆期间", Holiday::Days(10, 1, 7)),
    ("十一假期", Holiday::Days(10, 1, 7)),
    ("十一长假", Holiday::Days(10, 1, 7)),
    ("黄金周", Holiday::Days(10, 1, 7)),
    ("国庆", Holiday::Days(10, 1, 7)),
    ("万圣节", Holiday::Fixed(10, 31)),
    ("双十一", Holiday::Fixed(11, 11)),
    ("双11", Holiday::Fixed(11, 11)),
    ("双十二", Holiday::Fixed(12, 12)),
    ("平安夜", Holiday::Fixed(12, 24)),
    ("圣诞", Holiday::Fixed(12, 25)),
    ("跨年夜", Holiday::Fixed(12, 31)),
    ("感恩节", Holiday::Weekday { month: 11, weekday: 3, nth: 4 }),
    ("母亲节", Holiday::Weekday { month: 5, weekday: 6, nth: 2 }),
    ("父亲节", Holiday::Weekday { month: 6, weekday: 6, nth: 3 }),
    ("复活节", Holiday::Easter(0)),
    ("大年三十", Holiday::Chinese(Festival::NewYear, -1, 1)),
    ("除夕", Holiday::Chinese(Festival::NewYear, -1, 1)),
    ("大年初一", Holiday::Chinese(Festival::NewYear, 0, 1)),
    ("大年初二", Holiday::Chinese(Festival::NewYear, 1, 1)),
    ("大年初三", Holiday::Chinese(Festival::NewYear, 2, 1)),
    // The holidays around it are meant, from its eve to the sixth day.
    ("春节", Holiday::Chinese(Festival::NewYear, -1, 7)),
    ("元宵", Holiday::Chinese(Festival::NewYear, 14, 1)),
    ("清明", Holiday::Qingming),
    ("端午", Holiday::Chinese(Festival::DragonBoat, 0, 1)),
    ("七夕", Holiday::Chinese(Festival::Qixi, 0, 1)),
    ("中秋", Holiday::Chinese(Festival::MidAutumn, 0, 1)),
    ("重阳", Holiday::Chinese(Festival::DoubleNinth, 0, 1)),
    ("暑假", Holiday::Days(7, 1, 62)),
    ("寒假", Holiday::Days(1, 15, 40)),
    ("설날", Holiday::Chinese(Festival::NewYear, -1, 3)),
    ("추석", Holiday::Chinese(Festival::MidAutumn, -1, 3)),
    ("크리스마스", Holiday::Fixed(12, 25)),
    ("大晦日", Holiday::Fixed(12, 31)),
    ("お正月", Holiday::Days(1, 1, 3)),
    ("正月", Holiday::Days(1, 1, 3)),
    ("ゴールデンウィーク", Holiday::Days(4, 29, 7)),
    ("お盆", Holiday::Days(8, 13, 4)),
    ("クリスマスイブ", Holiday::Fixed(12, 24)),
    ("クリスマス", Holiday::Fixed(12, 25)),
    ("バレンタイン", Holiday::Fixed(2, 14)),
    ("夏休み", Holiday::Days(7, 20, 43)),
];

impl Reader<'_> {
    /// The holiday whose name begins at a lexeme, and what follows it.
    pub(in crate::times) fn holiday_name(&self, at: usize) -> Option<(Holiday, usize)> {
        let (holiday, next) = self.after_any(at, HOLIDAYS)?;
        let next = self.after_one_of(next, &["节"]).unwrap_or(next);
        let next = self.after_one_of(next, &["假期", "长假"]).unwrap_or(next);
        Some((holiday, next))
    }

    /// A holiday by itself, the nearest or that which the tense means.
    pub(in crate::times) fn holiday(&self, at: usize) -> Option<Found> {
        let (holiday, next) = self.holiday_name(at)?;
        // 圣诞树, 国庆节目, 五一广场, 中秋月饼 as goods are no days.
        if matches!(
            self.character(next),
            Some('树' | '老' | '目' | '广' | '路' | '卡' | '快' | '歌' | '河')
        ) || at > 0 && self.is_inside_number(at)
        {
            return None;
        }
        let range = self.in_some_year(at, |year| holiday.of_year(year));
        Found::relative(range, next)
    }
}
