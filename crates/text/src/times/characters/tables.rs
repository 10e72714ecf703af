//! The words that times are made of in Chinese, with Japanese and Korean ones of the same use.

use crate::times::range::{Part, Season};

/// Days by name, from today. Longer names stand before those they begin with.
pub(super) const DAYS: &[(&str, i64)] = &[
    ("一昨昨日", -3),
    ("おととい", -2),
    ("きのう", -1),
    ("あさって", 2),
    ("明日", 1),
    ("あした", 1),
    ("엊그제", -2),
    ("그저께", -2),
    ("大前天", -3),
    ("大后天", 3),
    ("一昨日", -2),
    ("明后日", 2),
    ("今天", 0),
    ("今日", 0),
    ("昨天", -1),
    ("昨日", -1),
    ("前天", -2),
    ("前日", -2),
    ("明天", 1),
    ("后天", 2),
    ("오늘", 0),
    ("어제", -1),
    ("그제", -2),
    ("내일", 1),
    ("내日", 1),
    ("모레", 2),
];

/// A day and its part in one word.
pub(super) const DAY_PARTS: &[(&str, i64, Part)] = &[
    ("今朝", 0, Part::Morning),
    ("어젯밤", -1, Part::Night),
    ("昨早", -1, Part::Morning),
    ("今早", 0, Part::Morning),
    ("今晨", 0, Part::Morning),
    ("今晚", 0, Part::Evening),
    ("今夜", 0, Part::Night),
    ("昨晚", -1, Part::Evening),
    ("昨夜", -1, Part::Night),
    ("明早", 1, Part::Morning),
    ("明晚", 1, Part::Evening),
    ("前晚", -2, Part::Evening),
];

/// Parts of the day.
pub(super) const PARTS: &[(&str, Part)] = &[
    ("아침", Part::Morning),
    ("저녁", Part::Evening),
    ("밤", Part::Night),
    ("夕方", Part::Evening),
    ("夜晚", Part::Night),
    ("夜里", Part::Night),
    ("夜", Part::Night),
    ("凌晨", Part::SmallHours),
    ("早上", Part::Morning),
    ("早晨", Part::Morning),
    ("清晨", Part::Morning),
    ("上午", Part::Morning),
    ("午前", Part::Morning),
    ("中午", Part::Noon),
    ("下午", Part::Afternoon),
    ("午后", Part::Afternoon),
    ("傍晚", Part::Evening),
    ("晚上", Part::Evening),
    ("夜里", Part::Night),
    ("半夜", Part::Night),
    ("深夜", Part::Night),
    ("朝", Part::Morning),
    ("오전", Part::Morning),
    ("오후", Part::Afternoon),
    ("晚", Part::Evening),
];

/// Weeks, months and years by name, counted from the present one.
pub(super) const WEEKS: &[(&str, i64)] = &[
    ("上上个", -2),
    ("下下个", 2),
    ("大上个", -2),
    ("大上", -2),
    ("先先", -2),
    ("再来", 2),
    ("지지난", -2),
    ("저번", -1),
    ("다음", 1),
    ("지난", -1),
    ("上上", -2),
    ("下下", 2),
    ("上个", -1),
    ("这个", 0),
    ("本", 0),
    ("下个", 1),
    ("上", -1),
    ("这", 0),
    ("下", 1),
    ("先", -1),
    ("今", 0),
    ("来", 1),
    ("前个", -1),
    ("이번", 0),
];

/// Years by name, from the present one.
pub(super) const YEARS: &[(&str, i64)] = &[
    ("一昨年", -2),
    ("おととし", -2),
    ("재작年", -2),
    ("지난해", -1),
    ("大前年", -3),
    ("今年", 0),
    ("本年", 0),
    ("去年", -1),
    ("昨年", -1),
    ("前年", -2),
    ("明年", 1),
    ("来年", 1),
    ("后年", 2),
    ("올해", 0),
    ("작年", -1),
    ("내年", 1),
];

/// Seasons by their character.
pub(super) const SEASONS: &[(&str, Season)] = &[
    ("봄", Season::Spring),
    ("여름", Season::Summer),
    ("가을", Season::Autumn),
    ("겨울", Season::Winter),
    ("春", Season::Spring),
    ("夏", Season::Summer),
    ("秋", Season::Autumn),
    ("冬", Season::Winter),
];

/// Whether some time begins with the character; most of a text is passed over here.
#[rustfmt::skip]
pub(super) fn may_begin(character: char) -> bool {
    matches!(
        character,
        '今' | '昨' | '前' | '明' | '后' | '大' | '一' | '二' | '两' | '三' | '四' | '五' | '六' | '七' | '八' | '九'
            | '十' | '〇' | '几' | '半' | '上' | '下' | '这' | '本' | '先' | '来' | '去' | '最' | '近' | '过' | '未' | '接'
            | '周' | '星' | '礼' | '凌' | '早' | '清' | '午' | '中' | '傍' | '晚' | '夜' | '深' | '朝' | '元' | '情' | '妇'
            | '劳' | '儿' | '国' | '万' | '平' | '圣' | '오' | '어' | '그' | '내' | '모' | '올' | '작' | '지' | '이'
            | '青' | '教' | '黄' | '双' | '跨' | '感' | '母' | '父' | '复' | '除' | '春' | '端' | '重' | '暑' | '寒' | '年' | '月'
            | '火' | '水' | '木' | '金' | '土' | '日' | '夕' | '正' | '夏' | 'お' | 'き' | 'あ' | 'ゴ' | 'ク' | 'バ' | '再'
            | '엊' | '저' | '다' | '재' | '설' | '추' | '크' | '아' | '밤' | '화' | '수' | '목' | '금' | '토' | '며' | '주'
    )
}
