//! Finds a quote in a message, whatever became of case, width, spaces and punctuation.

use std::ops::Range;

/// The shortest quote that shows anything, in letters and digits: `I` stands in every message.
const MIN_LETTERS: usize = 4;

/// The same for scripts that write a word in one or two characters.
const MIN_CJK_LETTERS: usize = 2;

/// Where `quote` stands in `text`, in bytes. Parts around an ellipsis may stand apart, in order;
/// the place is that of all of them together. `None` if it is not there, or too short to tell.
pub(super) fn find(quote: &str, text: &str) -> Option<Range<usize>> {
    let (letters, places) = letters(text);
    let mut from = 0;
    let mut found: Option<Range<usize>> = None;
    let parts = quote.split("...").flat_map(|part| part.split('…'));
    for part in parts {
        let (part, _) = self::letters(part);
        if part.is_empty() {
            continue;
        }
        let at = from + position(&letters[from..], &part)?;
        from = at + part.len();
        let place = places[at].start..places[from - 1].end;
        found = Some(found.map_or(place.clone(), |before| before.start..place.end));
    }
    found.filter(|_| is_telling(quote, letters.len()))
}

/// Whether a quote is long enough to show something, or is the whole of a short message.
fn is_telling(quote: &str, of: usize) -> bool {
    let (letters, _) = letters(quote);
    let needed = if letters.iter().all(char::is_ascii) {
        MIN_LETTERS
    } else {
        MIN_CJK_LETTERS
    };
    letters.len() >= needed.min(of)
}

fn position(text: &[char], part: &[char]) -> Option<usize> {
    text.windows(part.len()).position(|window| window == part)
}

/// The letters and digits of a text in lower case and half width, each with the bytes of the
/// character it comes from.
fn letters(text: &str) -> (Vec<char>, Vec<Range<usize>>) {
    let mut letters = Vec::with_capacity(text.len());
    let mut places = Vec::with_capacity(text.len());
    for (at, character) in text.char_indices() {
        for letter in half_width(character)
            .to_lowercase()
            .filter(|c| c.is_alphanumeric())
        {
            letters.push(letter);
            places.push(at..at + character.len_utf8());
        }
    }
    (letters, places)
}

fn half_width(character: char) -> char {
    match character {
        // Full-width forms stand in the order of ASCII.
        '\u{ff01}'..='\u{ff5e}' => {
            char::from_u32(character as u32 - 0xff01 + 0x21).unwrap_or(character)
        }
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::find;

    #[test]
    fn a_quote_is_found_whatever_became_of_its_form() {
        for (quote, text, exact) in [
            (
                "we moved to porto",
                "Oh — We  moved to Porto!",
                "We  moved to Porto",
            ),
            ("我喜欢披萨，", "其实我喜欢 披萨。", "我喜欢 披萨"),
            ("ABC 123", "型号是ＡＢＣ１２３。", "ＡＢＣ１２３"),
            ("dont like it", "I don't like it", "don't like it"),
            (
                "I moved … Porto",
                "I moved, at last, to Porto today",
                "I moved, at last, to Porto",
            ),
            ("yes", "Yes!", "Yes"),
        ] {
            let place = find(quote, text).unwrap_or_else(|| panic!("{quote} in {text}"));
            assert_eq!(&text[place], exact);
        }
    }

    #[test]
    fn what_was_not_said_is_not_found() {
        for (quote, text) in [
            ("I live in Lisbon", "We moved to Porto"),
            ("Porto ... moved", "moved to Porto"),
            ("I", "I like it"),
            ("", "I like it"),
            ("...", "I like it"),
            ("!?", "!?"),
            ("猫", "我有一只猫和一只狗"),
            ("long quote", ""),
        ] {
            assert_eq!(find(quote, text), None, "{quote} in {text}");
        }
    }
}
