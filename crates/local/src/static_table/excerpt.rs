//! What is read of a very long text, so that ten megabytes cost no more than a page.

/// Texts up to this many bytes are read whole.
const WHOLE: usize = 16 * 1024;
/// Of longer ones so much of the beginning, which mostly says what they are about,
const BEGINNING: usize = 8 * 1024;
/// and so many samples of so many bytes, spread evenly over the rest.
const SAMPLES: usize = 8;
const SAMPLE: usize = (WHOLE - BEGINNING) / SAMPLES;

/// The parts of the text to read.
pub(super) fn parts(text: &str) -> impl Iterator<Item = &str> {
    let short = text.len() <= WHOLE;
    let beginning = if short {
        text.len()
    } else {
        text.floor_char_boundary(BEGINNING)
    };
    let rest = &text[beginning..];
    let samples = (0..if short { 0 } else { SAMPLES }).map(move |number| {
        let start = rest.floor_char_boundary((rest.len() - SAMPLE) / (SAMPLES - 1) * number);
        &rest[start..rest.floor_char_boundary(start + SAMPLE)]
    });
    std::iter::once(&text[..beginning]).chain(samples)
}
