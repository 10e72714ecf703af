//! Texts as they are sent: cleaned, cut to what models read, and in portions that one request may
//! hold.

use std::borrow::Cow;
use std::collections::VecDeque;
use std::ops::Range;

use super::EmbeddingOptions;

/// A text as it is sent: on one line, which older models read better, and not longer than the
/// model reads, behind its prefix.
pub(super) fn prepared<'a>(text: &'a str, prefix: &str, most_tokens: usize) -> Cow<'a, str> {
    let text = text.trim();
    let mut tokens = 0.0;
    let end = text.char_indices().find_map(|(at, character)| {
        tokens += weight(character);
        (tokens > most_tokens as f32).then_some(at)
    });
    let text = &text[..end.unwrap_or(text.len())];
    let text = if text.contains(['\n', '\r']) {
        Cow::Owned(text.replace("\r\n", " ").replace(['\n', '\r'], " "))
    } else {
        Cow::Borrowed(text)
    };
    match prefix {
        "" => text,
        prefix => Cow::Owned(format!("{prefix}{text}")),
    }
}

/// About how many tokens a character is: a quarter for Latin letters, somewhat more than one for
/// Chinese, as OpenAI's tokenizers have it.
fn weight(character: char) -> f32 {
    if character.is_ascii() { 0.25 } else { 1.3 }
}

/// Texts in portions that one request may hold.
pub(super) fn batches(
    texts: &[Cow<'_, str>],
    most_texts: usize,
    options: &EmbeddingOptions,
) -> VecDeque<Range<usize>> {
    let mut batches: VecDeque<Range<usize>> = VecDeque::new();
    let mut room = 0.0;
    for (place, text) in texts.iter().enumerate() {
        let tokens: f32 = text.chars().map(weight).sum();
        match batches.back_mut() {
            Some(batch) if batch.len() < most_texts.max(1) && tokens <= room => {
                batch.end = place + 1;
            }
            _ => {
                batches.push_back(place..place + 1);
                room = options.batch_tokens as f32;
            }
        }
        room -= tokens;
    }
    batches
}
