//! Chinese numerals.

/// The value of a Chinese digit.
pub(in crate::times) fn digit(character: char) -> Option<u32> {
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
pub(super) fn numeral_value(characters: impl Iterator<Item = char> + Clone) -> Option<u32> {
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
