//! Every reading of a text takes linear time and returns, whatever the text is made of.

use std::time::{Duration, Instant};

use jiff::civil::date;
use mem0_text::{
    clauses, detect, is_question, mentions, normalized, query_terms, question_kind, sentences,
    shorten, term_counts, text_features, times,
};

/// A reading by its name.
type Reading = (&'static str, fn(&str));

const READINGS: [Reading; 12] = [
    ("detect", |text| drop(detect(text).to_string())),
    ("term_counts", |text| drop(term_counts(text))),
    ("query_terms", |text| drop(query_terms(text))),
    ("sentences", |text| drop(sentences(text))),
    ("clauses", |text| drop(clauses(text))),
    ("mentions", |text| drop(mentions(text))),
    ("times", |text| {
        drop(times(text, date(2024, 3, 5).at(9, 0, 0, 0)))
    }),
    ("is_question", |text| drop(is_question(text).to_string())),
    ("question_kind", |text| {
        drop(format!("{:?}", question_kind(text)))
    }),
    ("text_features", |text| {
        drop(format!("{:?}", text_features(text)))
    }),
    ("normalized", |text| drop(normalized(text))),
    ("shorten", |text| drop(shorten(text, 100))),
];

/// Pieces that invite looking far ahead, looking back, or nesting.
const PIECES: [&str; 38] = [
    "a",
    " ",
    "\n",
    "\"",
    "“",
    "《",
    "(",
    ".",
    "?",
    ",",
    "-",
    "@",
    "#",
    "/",
    "_",
    "'",
    "a.",
    "A ",
    "A. ",
    "a,",
    "1",
    "1.",
    "1-",
    "1/",
    "early ",
    "3:00 Friday ",
    "the of ",
    "and i ",
    "last ",
    "李",
    "李雷",
    "在",
    "上",
    "年",
    "十",
    "\u{301}",
    "\u{200F}",
    "👨‍👩‍👧",
];

#[test]
fn a_long_text_of_any_piece_is_read_in_linear_time() {
    const LENGTH: usize = 100_000;
    // Quadratic time would take minutes; the limit leaves room for a slow, busy machine.
    const LIMIT: Duration = Duration::from_secs(5);
    for piece in PIECES {
        let text = piece.repeat(LENGTH / piece.len());
        for (name, read) in READINGS {
            let start = Instant::now();
            read(&text);
            let taken = start.elapsed();
            assert!(taken < LIMIT, "{name} of {piece:?} took {taken:?}");
        }
    }
}

#[test]
fn control_characters_and_directions_are_harmless() {
    for text in [
        "\0\u{1}\u{7F}\u{85}",
        "\u{202E}olleh\u{202C} \u{2066}שלום\u{2069}",
        "\u{301}\u{301}é\u{301}",
        "\u{FEFF}hello\u{FEFF}",
        "\u{1F1E9}\u{1F1EA}\u{1F1E9}",
        "\u{10FFFF}\u{E000}",
        "か\u{3099}\u{3099}\u{309A}",
        "ᄒ\u{1161}\u{11AB}\u{11AB}",
    ] {
        for (_, read) in READINGS {
            read(text);
        }
    }
    assert_eq!(normalized("\u{FEFF}hello"), "hello");
}
