//! Traditional Chinese characters read as their simplified forms.

use std::sync::LazyLock;

use crate::lexicon::lines;

const FIRST: u32 = 0x4E00;
const LAST: u32 = 0x9FFF;

/// For each character from [`FIRST`] to [`LAST`], its simplified form, or 0 if it is one.
static SIMPLIFIED: LazyLock<Vec<u16>> = LazyLock::new(|| {
    let mut table = vec![0; (LAST - FIRST + 1) as usize];
    for pair in lines(include_str!("../lists/traditional.txt")).flat_map(str::split_whitespace) {
        let mut characters = pair.chars();
        if let (Some(traditional), Some(simplified)) = (characters.next(), characters.next())
            && let Some(entry) = (traditional as u32)
                .checked_sub(FIRST)
                .and_then(|at| table.get_mut(at as usize))
        {
            *entry = u16::try_from(simplified as u32).unwrap_or(0);
        }
    }
    table
});

/// The simplified form of a Chinese character; others are returned as they are. Both take three
/// bytes in UTF-8, so that places in a text stay the same.
pub(crate) fn simplified(character: char) -> char {
    let code = character as u32;
    if !(FIRST..=LAST).contains(&code) {
        return character;
    }
    match SIMPLIFIED[(code - FIRST) as usize] {
        0 => character,
        simplified => char::from_u32(u32::from(simplified)).unwrap_or(character),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn traditional_is_read_as_simplified() {
        let read = |text: &str| text.chars().map(simplified).collect::<String>();
        assert_eq!(read("我喜歡臺灣的夜市嗎"), "我喜欢台湾的夜市吗");
        assert_eq!(read("我喜欢台湾的夜市吗"), "我喜欢台湾的夜市吗");
        assert_eq!(read("café 日本語 カナ"), "café 日本语 カナ");
    }

    #[test]
    fn simplifying_twice_changes_nothing_and_keeps_the_length() {
        for character in (FIRST..=LAST).filter_map(char::from_u32) {
            let once = simplified(character);
            assert_eq!(simplified(once), once, "{character}");
            assert_eq!(once.len_utf8(), character.len_utf8());
        }
    }
}
