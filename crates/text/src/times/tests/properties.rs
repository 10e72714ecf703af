//! What holds for every text.

use jiff::civil::date;
use proptest::prelude::*;

use crate::times::times;

/// What dates are made of.
const PIECES: &str = "\
    last next this past in on at the of early end a half couple Friday May March summer week \
     days year years ago from now 5 31 2024 0 99999 th s ' , - / : . pm 30 Christmas New Eve \
     Q3 third quarter before yesterday tomorrow 年 月 日 号 上 下 个 周 星期 天 前 后 几 半 \
     十 二 〇 去年 今年 夏天 底 最近 点 分 下午 晚上 每 大 第 季度 国庆 年代 9999 between to \
     and earlier Easter hace vor fin de pasada semana назад летом по 到 春节 の から 曜日 金";

/// Strings made of the words that dates are made of.
fn datelike() -> impl Strategy<Value = String> {
    let mut pieces: Vec<&str> = PIECES.split_whitespace().collect();
    pieces.push(" ");
    let piece = proptest::sample::select(pieces);
    proptest::collection::vec(piece, 0..14).prop_map(|pieces| {
        pieces
            .iter()
            .enumerate()
            .map(|(at, piece)| {
                if at % 3 == 0 {
                    format!("{piece} ")
                } else {
                    (*piece).to_owned()
                }
            })
            .collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn every_range_is_ordered_and_every_mention_in_place(
        text in prop_oneof![datelike(), "(?s).*", "[0-9/.:年月日号 -]{0,20}"],
        year in -9999_i16..=9999,
        month in 1_i8..=12,
        day in 1_i8..=28,
        hour in 0_i8..=23,
    ) {
        let anchor = date(year, month, day).at(hour, 59, 0, 0);
        let mut end = 0;
        for time in times(&text, anchor) {
            prop_assert!(time.start < time.end, "{time:?}");
            prop_assert!(time.offset >= end && !time.text.is_empty());
            prop_assert_eq!(&text[time.offset..time.offset + time.text.len()], time.text);
            end = time.offset + time.text.len();
        }
    }
}
