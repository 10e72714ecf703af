//! Times that a text speaks of: dates, stretches of the calendar, and what is told relative to
//! the moment of speaking.
//!
//! English and Chinese are read in full; numeric dates in any language. Spanish, German, French,
//! Italian, Portuguese, Dutch, Russian, Arabic and Hindi are read for dates, weekdays, months and
//! seasons, days by name (ayer), what is last and next (la semana pasada), distances (vor drei
//! Jahren), ranges and a few holidays; Japanese and Korean the same with the grammar of Chinese
//! (2023년 5월 7일, 先週の金曜日).

mod characters;
mod foreign;
mod holidays;
mod lexemes;
mod numeric;
mod range;
mod spans;
mod tense;
mod words;

use std::cell::OnceCell;

use jiff::civil::{Date, DateTime};

use crate::language::Language;
use lexemes::{Kind, Lexeme, Word, lexemes};
use range::Range;
use tense::Tense;

/// How exact a time is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Precision {
    /// A time of the day, to the hour or the minute.
    Time,
    /// Morning, noon, afternoon, evening or night of a day.
    PartOfDay,
    /// A day, or a few days.
    Day,
    /// A week, or some weeks.
    Week,
    /// A month, some months, or a third of a month.
    Month,
    /// A season, a quarter or a half-year.
    Season,
    /// A year, or some years.
    Year,
    /// Ten years.
    Decade,
}

/// A time that a text speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TimeMention<'a> {
    /// The words that say it.
    pub text: &'a str,
    /// Where they begin in the text, in bytes.
    pub offset: usize,
    /// Its first moment.
    pub start: DateTime,
    /// The first moment after it; always later than `start`.
    pub end: DateTime,
    /// How exact it is.
    pub precision: Precision,
    /// Whether it depends on when it was said: "yesterday", and also "on 5 March" without a year.
    pub relative: bool,
}

/// The times that `text` speaks of, in order, not overlapping; `anchor` is when it was said.
///
/// Where a phrase has several readings:
/// - `5/3/2024` is month first in English and day first in any other language; `5.3.2024` and
///   `5-3-2024` are day first. A number above 12 decides before any of this.
/// - A date without a year, and a month or weekday by itself, is the last one if the text speaks
///   of the past, the next one if it speaks of the future; otherwise the nearest for dates and
///   months, the coming one for weekdays.
/// - "last Friday" is the most recent one before today, "this Friday" that of this week (from
///   Monday), "next Friday" and 下周五 that of the next week.
/// - "two weeks ago" is a stretch of seven days, "two months ago" the calendar month.
/// - Seasons are northern; the winter of a year begins in its December.
/// - "Between April and June" and "from 3 to 9 May" are one stretch with both ends inside.
/// - "The weekend of" and "the week before" a day are whole calendar weeks and weekends.
///
/// What repeats ("every Friday", 每周五) and durations ("for two weeks") are no times.
///
/// ```
/// use jiff::civil::date;
/// use mem0_text::times;
/// let said = date(2024, 3, 5).at(9, 0, 0, 0);
/// let found = times("We moved last May, 昨天收到了钥匙", said);
/// assert_eq!(found[0].start.date(), date(2023, 5, 1));
/// assert_eq!(found[1].start.date(), date(2024, 3, 4));
/// ```
pub fn times(text: &str, anchor: DateTime) -> Vec<TimeMention<'_>> {
    let lexemes = lexemes(text);
    let reader = Reader {
        text,
        lexemes: &lexemes,
        anchor,
        language: OnceCell::new(),
    };
    let mut found = Vec::new();
    let mut at = 0;
    while at < lexemes.len() {
        let Some(Found {
            range,
            next,
            relative,
        }) = reader.read(at)
        else {
            at += 1;
            continue;
        };
        let (offset, end) = (lexemes[at].start, lexemes[next - 1].end);
        found.push(TimeMention {
            text: &text[offset..end],
            offset,
            start: range.start,
            end: range.end,
            precision: range.precision,
            relative,
        });
        at = next;
    }
    found
}

/// A time read from some lexemes.
#[derive(Debug, Clone, Copy)]
struct Found {
    range: Range,
    /// The first lexeme after it.
    next: usize,
    relative: bool,
}

impl Found {
    fn absolute(range: Option<Range>, next: usize) -> Option<Self> {
        Some(Self {
            range: range?,
            next,
            relative: false,
        })
    }

    fn relative(range: Option<Range>, next: usize) -> Option<Self> {
        Some(Self {
            range: range?,
            next,
            relative: true,
        })
    }
}

/// Reads times from lexemes; the grammars of words, characters and numbers are its parts.
struct Reader<'a> {
    text: &'a str,
    lexemes: &'a [Lexeme],
    anchor: DateTime,
    language: OnceCell<Language>,
}

impl Reader<'_> {
    /// The time that begins at a lexeme.
    fn read(&self, at: usize) -> Option<Found> {
        match self.kind(at)? {
            Kind::Number { .. } => self
                .numeric_date(at)
                .or_else(|| self.characters(at))
                .or_else(|| self.number_led(at)),
            Kind::Character(_) => self.characters(at),
            Kind::Word(word) => self.word_led(at, word),
            Kind::Sign(_) | Kind::Foreign(_) | Kind::Other => None,
        }
    }

    fn kind(&self, at: usize) -> Option<Kind> {
        match self.lexemes.get(at)?.kind {
            Kind::Foreign(place) => Some(foreign::meaning_in(place, self.language())),
            kind => Some(kind),
        }
    }

    /// The language of the text; told only when a word depends on it.
    fn language(&self) -> Language {
        // A bound keeps a long list of dates linear.
        const ENOUGH: usize = 400;
        *self
            .language
            .get_or_init(|| crate::detect(&self.text[..self.text.floor_char_boundary(ENOUGH)]))
    }

    fn word(&self, at: usize) -> Option<Word> {
        match self.kind(at)? {
            Kind::Word(word) => Some(word),
            _ => None,
        }
    }

    /// The word before a lexeme.
    fn word_before(&self, at: usize) -> Option<Word> {
        self.word(at.checked_sub(1)?)
    }

    fn is_sign(&self, at: usize, sign: char) -> bool {
        self.kind(at) == Some(Kind::Sign(sign))
    }

    /// A number's value and how many digits it has.
    fn number(&self, at: usize) -> Option<(u32, usize)> {
        match self.kind(at)? {
            Kind::Number { value, digits } => Some((value, digits)),
            _ => None,
        }
    }

    /// Whether a lexeme follows the one before it without a space.
    fn is_joined(&self, at: usize) -> bool {
        self.lexemes.get(at).is_some_and(|lexeme| !lexeme.spaced)
    }

    /// Whether a lexeme is written as one of these words.
    fn is_written(&self, at: usize, words: &[&str]) -> bool {
        let source = self.source(at);
        words.iter().any(|word| source.eq_ignore_ascii_case(word))
    }

    fn source(&self, at: usize) -> &str {
        self.lexemes
            .get(at)
            .map_or("", |lexeme| &self.text[lexeme.start..lexeme.end])
    }

    fn today(&self) -> Date {
        self.anchor.date()
    }

    /// A year written with four digits.
    fn year(&self, at: usize) -> Option<i16> {
        match self.number(at)? {
            (value @ 1000..=2999, 4) => i16::try_from(value).ok(),
            _ => None,
        }
    }

    /// Which of the stretches that come once a year is meant, when no year is said.
    fn in_some_year(&self, at: usize, range: impl Fn(i16) -> Option<Range>) -> Option<Range> {
        let this = self.anchor.year();
        let years = [this.checked_sub(1)?, this, this.checked_add(1)?];
        let mut candidates = years.into_iter().filter_map(range);
        match self.tense(at) {
            Tense::Past => candidates.rfind(|range| range.start <= self.anchor),
            Tense::Future => candidates.find(|range| range.end > self.anchor),
            Tense::Unknown => candidates.min_by_key(|range| self.distance(range)),
        }
    }

    /// How many days a stretch is away from the anchor.
    fn distance(&self, range: &Range) -> i32 {
        let days = |from: Date, to: Date| (to - from).get_days();
        if range.start > self.anchor {
            days(self.today(), range.start.date())
        } else if range.end <= self.anchor {
            days(range.end.date(), self.today()) + 1
        } else {
            0
        }
    }

    /// Whether numeric dates with slashes put the month first.
    fn is_month_first(&self) -> bool {
        matches!(self.language(), Language::English | Language::Unknown)
    }
}

#[cfg(test)]
mod tests;
