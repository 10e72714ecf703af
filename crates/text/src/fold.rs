//! Letters as they are compared: lower case, without diacritics, full width made half width.
//!
//! Diacritics are dropped because people leave them out when they ask ("Malaga" for "Málaga"),
//! and because a composed and a decomposed `é` must be the same letter. Marks that make another
//! letter (`й`, `が`, Hangul jamo) are composed instead; Indic vowel signs are kept. Traditional
//! Chinese characters become simplified ones, so that either way of writing finds the other.

mod tables;
mod traditional;

pub(crate) use traditional::simplified;

/// Appends the folded form of `text` to `folded`.
///
/// Whitespace and punctuation are copied; joiners, soft hyphens and variation selectors vanish.
pub(crate) fn fold_into(text: &str, folded: &mut String) {
    if text.is_ascii() {
        let start = folded.len();
        folded.push_str(text);
        folded[start..].make_ascii_lowercase();
        return;
    }
    let start = folded.len();
    for character in text.chars() {
        fold_char(character, start, folded);
    }
}

/// The folded form of `text`.
pub(crate) fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    fold_into(text, &mut folded);
    folded
}

/// Appends one folded character; a mark may change the character before it, but none before `start`.
fn fold_char(character: char, start: usize, folded: &mut String) {
    let code = character as u32;
    match code {
        0..=0x7F => folded.push(character.to_ascii_lowercase()),
        0x4E00..=0x9FFF => folded.push(simplified(character)),
        0xC6 | 0xE6 | 0x1E2 | 0x1E3 | 0x1FC | 0x1FD => folded.push_str("ae"),
        0xDE | 0xFE => folded.push_str("th"),
        0xDF | 0x1E9E => folded.push_str("ss"),
        0x152 | 0x153 => folded.push_str("oe"),
        0x132 | 0x133 => folded.push_str("ij"),
        0xC0..=0x24F => fold_latin(character, tables::LATIN[code as usize - 0xC0], folded),
        0x1E00..=0x1EFF => {
            fold_latin(
                character,
                tables::LATIN_ADDITIONAL[code as usize - 0x1E00],
                folded,
            );
        }
        0x300..=0x36F => fold_mark(character, start, folded),
        0x370..=0x3FF => match tables::GREEK[code as usize - 0x370] {
            '.' => folded.extend(character.to_lowercase()),
            base => folded.push(base),
        },
        0x401 | 0x451 => folded.push('е'),
        0x400..=0x42F => folded.extend(character.to_lowercase()),
        // Tatweel and vowel marks of Arabic, points of Hebrew: written or not, the word is the same.
        0x610..=0x61A | 0x640 | 0x64B..=0x65F | 0x670 | 0x6D6..=0x6DC => {}
        0x6DF..=0x6E4 | 0x6E7 | 0x6E8 | 0x6EA..=0x6ED => {}
        0x591..=0x5BD | 0x5BF | 0x5C1..=0x5C7 => {}
        0x622 | 0x623 | 0x625 | 0x671 => folded.push('ا'),
        0x624 => folded.push('و'),
        0x626 | 0x649 | 0x6CC => folded.push('ي'),
        0x629 => folded.push('ه'),
        0x6A9 => folded.push('ك'),
        0x6BE | 0x6C0..=0x6C2 | 0x6D5 => folded.push('ه'),
        // Devanagari: a nukta is left out as often as written, and so is the moon of a chandrabindu.
        0x93C => {}
        0x901 => folded.push('ं'),
        0x929 => folded.push('न'),
        0x931 => folded.push('र'),
        0x934 => folded.push('ळ'),
        0x958..=0x95F => {
            folded.push(['क', 'ख', 'ग', 'ज', 'ड', 'ढ', 'फ', 'य'][(code - 0x958) as usize])
        }
        0xAD | 0x200B..=0x200F | 0x202A..=0x202E | 0x2060..=0x2064 | 0x2066..=0x2069 => {}
        0xFE00..=0xFE0F | 0xFEFF => {}
        0x2018 | 0x2019 | 0x02BC | 0xFF07 => folded.push('\''),
        // Kelvin, Ångström and Ohm have signs of their own, which are letters.
        0x212A => folded.push('k'),
        0x212B => folded.push('a'),
        0x2126 => folded.push('ω'),
        0x3000 | 0xA0 | 0x2000..=0x200A | 0x202F => folded.push(' '),
        0x3099 => compose_kana(1, start, folded),
        0x309A => compose_kana(2, start, folded),
        0x1161..=0x1175 | 0x11A8..=0x11C2 => compose_hangul(character, start, folded),
        0xFF01..=0xFF5E => fold_char(char_or(code - 0xFEE0, character), start, folded),
        _ => match decimal_digit(character) {
            Some(digit) => folded.push(digit),
            None => folded.extend(character.to_lowercase()),
        },
    }
}

fn char_or(code: u32, otherwise: char) -> char {
    char::from_u32(code).unwrap_or(otherwise)
}

fn fold_latin(character: char, base: u8, folded: &mut String) {
    match base {
        b'.' => folded.extend(character.to_lowercase()),
        base => folded.push(base as char),
    }
}

/// The ASCII digit of an Arabic-Indic, Devanagari or other decimal digit.
pub(crate) fn decimal_digit(character: char) -> Option<char> {
    const ZEROS: [u32; 10] = [
        0x0660, 0x06F0, 0x0966, 0x09E6, 0x0A66, 0x0AE6, 0x0BE6, 0x0E50, 0x0ED0, 0xFF10,
    ];
    let code = character as u32;
    if code < 0x80 {
        return character.is_ascii_digit().then_some(character);
    }
    let zero = ZEROS
        .iter()
        .find(|zero| (**zero..**zero + 10).contains(&code))?;
    char::from_u32(code - zero + '0' as u32)
}

/// Drops a diacritic, except where the composed letter is another letter.
fn fold_mark(mark: char, start: usize, folded: &mut String) {
    if mark == '\u{306}' && folded.len() > start && folded.ends_with('и') {
        folded.pop();
        folded.push('й');
    }
}

/// Voices the kana before a combining (semi-)voiced sound mark.
fn compose_kana(step: u32, start: usize, folded: &mut String) {
    let Some(kana) = folded[start..].chars().next_back() else {
        return;
    };
    let code = kana as u32;
    let plain = match code & !0x60 {
        _ if !(0x3041..=0x30FF).contains(&code) => false,
        _ => "かきくけこさしすせそたちつてとはひふへほカキクケコサシスセソタチツテトハヒフヘホ"
            .contains(kana),
    };
    if plain && let Some(voiced) = char::from_u32(code + step) {
        folded.pop();
        folded.push(voiced);
    }
}

/// Joins a medial or final jamo to the syllable before it.
fn compose_hangul(jamo: char, start: usize, folded: &mut String) {
    let code = jamo as u32;
    let before = folded[start..]
        .chars()
        .next_back()
        .map_or(0, |character| character as u32);
    let syllable = match (before, code) {
        (0x1100..=0x1112, 0x1161..=0x1175) => {
            Some(0xAC00 + ((before - 0x1100) * 21 + (code - 0x1161)) * 28)
        }
        (0xAC00..=0xD7A3, 0x11A8..=0x11C2) if (before - 0xAC00).is_multiple_of(28) => {
            Some(before + code - 0x11A7)
        }
        _ => None,
    };
    match syllable.and_then(char::from_u32) {
        Some(syllable) => {
            folded.pop();
            folded.push(syllable);
        }
        None => folded.push(jamo),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn case_diacritics_and_width_do_not_matter() {
        for (text, expected) in [
            ("Málaga", "malaga"),
            ("Ma\u{301}laga", "malaga"),
            ("STRAẞE", "strasse"),
            ("Łódź", "lodz"),
            ("İstanbul", "istanbul"),
            ("Việt Nam", "viet nam"),
            ("Ｒｕｓｔ２０", "rust20"),
            ("Αθήνα", "αθηνα"),
            ("Ёлка", "елка"),
            ("٣ كُتُب", "3 كتب"),
            ("Ærøskøbing", "aeroskobing"),
            ("臺灣", "台湾"),
            ("ज़रूर कहाँ पढ़ना", "जरूर कहां पढना"),
            ("مدرسة على", "مدرسه علي"),
        ] {
            assert_eq!(fold(text), expected, "{text}");
        }
    }

    #[test]
    fn marks_that_make_another_letter_are_composed() {
        assert_eq!(fold("и\u{306}"), "й");
        assert_eq!(fold("か\u{3099}ハ\u{309A}"), "がパ");
        assert_eq!(
            fold("\u{1112}\u{1161}\u{11AB}\u{1100}\u{1173}\u{11AF}"),
            "한글"
        );
    }

    proptest! {
        #[test]
        fn folding_twice_changes_nothing(text in "[\\p{L}\\p{M}\\p{N}' ]{0,20}|(?s).*") {
            let once = fold(&text);
            prop_assert_eq!(fold(&once), once);
        }

        #[test]
        fn any_string_can_be_folded(text in "\\PC*|.*") {
            fold(&text);
        }
    }
}
