//! Which writing system a character belongs to, as far as analysis cares.

use crate::fold::decimal_digit;

/// A writing system, grouped by how its words are found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Script {
    /// Latin letters, with or without diacritics.
    Latin,
    /// Cyrillic letters.
    Cyrillic,
    /// Greek letters.
    Greek,
    /// Arabic letters, also as Persian and Urdu use them.
    Arabic,
    /// Hebrew letters.
    Hebrew,
    /// Devanagari letters and vowel signs.
    Devanagari,
    /// Chinese characters, whoever writes them.
    Han,
    /// Hiragana.
    Hiragana,
    /// Katakana and the prolonged sound mark.
    Katakana,
    /// Hangul syllables and letters.
    Hangul,
    /// Scripts written without spaces between words: Thai, Lao, Khmer, Burmese.
    Unspaced,
    /// A decimal digit of any script.
    Digit,
    /// A letter of a script that needs no special care.
    OtherLetter,
    /// A mark that belongs to the letter before it.
    Mark,
    /// Everything else: spaces, punctuation, symbols, controls.
    None,
}

impl Script {
    /// Whether characters of this script join into runs that are cut into n-grams.
    pub(crate) fn is_cjk(self) -> bool {
        matches!(
            self,
            Self::Han | Self::Hiragana | Self::Katakana | Self::Hangul
        )
    }

    /// Whether the character can be part of a space-separated word.
    pub(crate) fn is_word(self) -> bool {
        matches!(
            self,
            Self::Latin
                | Self::Cyrillic
                | Self::Greek
                | Self::Arabic
                | Self::Hebrew
                | Self::Devanagari
                | Self::Digit
                | Self::OtherLetter
        )
    }
}

/// The script of one character.
pub(crate) fn script(character: char) -> Script {
    if character.is_ascii() {
        return match character {
            'a'..='z' | 'A'..='Z' => Script::Latin,
            '0'..='9' => Script::Digit,
            _ => Script::None,
        };
    }
    match character as u32 {
        0x00AA | 0x00BA | 0x00C0..=0x00D6 | 0x00D8..=0x00F6 | 0x00F8..=0x02AF | 0x1E00..=0x1EFF => {
            Script::Latin
        }
        0xFF21..=0xFF3A | 0xFF41..=0xFF5A => Script::Latin,
        0xFF10..=0xFF19 => Script::Digit,
        0x4E00..=0x9FFF | 0x3400..=0x4DBF | 0xF900..=0xFAFF | 0x20000..=0x323AF => Script::Han,
        0x3005..=0x3007 => Script::Han,
        0x3041..=0x3096 | 0x309D..=0x309F => Script::Hiragana,
        0x30A1..=0x30FA | 0x30FC..=0x30FF | 0x31F0..=0x31FF | 0xFF66..=0xFF9D => Script::Katakana,
        0x3099 | 0x309A | 0xFF9E | 0xFF9F => Script::Mark,
        0xAC00..=0xD7A3 | 0x1100..=0x11FF | 0x3131..=0x318E => Script::Hangul,
        0x0300..=0x036F | 0x0483..=0x0489 | 0x0591..=0x05BD | 0x05BF | 0x05C1..=0x05C7 => {
            Script::Mark
        }
        0x0610..=0x061A | 0x0640 | 0x064B..=0x065F | 0x0670 | 0x06D6..=0x06DC => Script::Mark,
        0x06DF..=0x06E4 | 0x06E7 | 0x06E8 | 0x06EA..=0x06ED => Script::Mark,
        0x0370..=0x0373 | 0x0376..=0x037D | 0x0386 | 0x0388..=0x03FF | 0x1F00..=0x1FFF => {
            Script::Greek
        }
        0x0400..=0x0482 | 0x048A..=0x052F => Script::Cyrillic,
        0x05D0..=0x05F2 => Script::Hebrew,
        0x0660..=0x0669 | 0x06F0..=0x06F9 | 0x0966..=0x096F => Script::Digit,
        0x0620..=0x063F | 0x0641..=0x064A | 0x066E..=0x06D5 | 0x06EE..=0x06FF | 0x0750..=0x077F => {
            Script::Arabic
        }
        0xFB50..=0xFDFB | 0xFE70..=0xFEFC => Script::Arabic,
        0x0900..=0x0963 | 0x0971..=0x097F => Script::Devanagari,
        0x0E01..=0x0E3A | 0x0E40..=0x0E4E => Script::Unspaced,
        0x0E80..=0x0ECE | 0x1000..=0x103F | 0x1050..=0x108F | 0x1780..=0x17D3 => Script::Unspaced,
        0x200C | 0x200D | 0x00AD | 0xFE00..=0xFE0F | 0x20D0..=0x20FF => Script::Mark,
        _ if decimal_digit(character).is_some() => Script::Digit,
        _ if character.is_alphabetic() => Script::OtherLetter,
        0x0981..=0x0D4D => Script::Mark,
        _ => Script::None,
    }
}

/// Whether the character is a Chinese numeral or ideograph, kana or hangul.
pub(crate) fn is_cjk(character: char) -> bool {
    script(character).is_cjk()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_told_apart_by_script() {
        for (character, expected) in [
            ('a', Script::Latin),
            ('é', Script::Latin),
            ('ж', Script::Cyrillic),
            ('λ', Script::Greek),
            ('ع', Script::Arabic),
            ('ש', Script::Hebrew),
            ('क', Script::Devanagari),
            ('猫', Script::Han),
            ('の', Script::Hiragana),
            ('カ', Script::Katakana),
            ('ー', Script::Katakana),
            ('한', Script::Hangul),
            ('ก', Script::Unspaced),
            ('7', Script::Digit),
            ('\u{301}', Script::Mark),
            ('。', Script::None),
            ('×', Script::None),
            ('÷', Script::None),
        ] {
            assert_eq!(script(character), expected, "{character:?}");
        }
    }
}
