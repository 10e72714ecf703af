//! Texts cut to a length, never through a character.

use std::borrow::Cow;
use unicode_segmentation::UnicodeSegmentation;

/// `text` with at most `max_characters` characters as a reader counts them (grapheme clusters),
/// the last being `…` if anything was cut off.
///
/// Trailing spaces before the ellipsis are dropped, so the result may be shorter. A limit of 0
/// gives the empty text.
pub fn shorten(text: &str, max_characters: usize) -> Cow<'_, str> {
    // A byte is never more than a character: most calls end here, without counting.
    if text.len() <= max_characters {
        return Cow::Borrowed(text);
    }
    if max_characters == 0 {
        return Cow::Borrowed("");
    }
    let mut starts = text.grapheme_indices(true).map(|(start, _)| start);
    let Some(last_kept) = starts.by_ref().nth(max_characters - 1) else {
        return Cow::Borrowed(text);
    };
    if starts.next().is_none() {
        return Cow::Borrowed(text);
    }
    let mut short = text[..last_kept].trim_end().to_owned();
    short.push('…');
    Cow::Owned(short)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_text_within_the_limit_is_left_alone() {
        assert_eq!(shorten("我喜欢猫", 4), "我喜欢猫");
        assert_eq!(shorten("cats", 4), "cats");
        assert!(matches!(shorten("我喜欢猫", 4), Cow::Borrowed(_)));
    }

    #[test]
    fn a_longer_text_ends_in_an_ellipsis() {
        assert_eq!(shorten("我喜欢吃苹果", 4), "我喜欢…");
        assert_eq!(shorten("I like cats", 7), "I like…");
        assert_eq!(shorten("cats", 0), "");
    }

    #[test]
    fn an_emoji_family_is_one_character() {
        assert_eq!(shorten("👨‍👩‍👧‍👦👨‍👩‍👧‍👦", 2), "👨‍👩‍👧‍👦👨‍👩‍👧‍👦");
        assert_eq!(shorten("👨‍👩‍👧‍👦ab", 2), "👨‍👩‍👧‍👦…");
    }

    proptest! {
        #[test]
        fn the_result_is_never_longer_than_asked(text in ".*", limit in 0_usize..40) {
            prop_assert!(shorten(&text, limit).graphemes(true).count() <= limit);
        }
    }
}
