//! The values that rules read, and where each kind ends.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::ingest::pipelines::local::phrases::Phrases;
use crate::ingest::pipelines::local::tokens::{Sort, Token, tokens};

/// What sort of value a rule expects.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Kind {
    /// Where somebody lives.
    Place,
    /// A firm, a school, an office.
    Organisation,
    /// A firm that is known as one.
    Company,
    /// What somebody is called.
    Name,
    /// An occupation.
    Role,
    /// A number in digits or words.
    Number,
    /// A thing: ends before a preposition or a word of time.
    Thing,
    /// Anything up to the end of the clause.
    Anything,
    /// The word that says which attribute is meant: "favourite colour".
    Key,
}

impl Kind {
    /// The kind with this name in the tables.
    pub fn named(name: &str) -> Option<Self> {
        Some(match name {
            "place" => Self::Place,
            "org" => Self::Organisation,
            "company" => Self::Company,
            "name" => Self::Name,
            "role" => Self::Role,
            "number" => Self::Number,
            "thing" => Self::Thing,
            "value" => Self::Anything,
            "key" => Self::Key,
            _ => return None,
        })
    }
}

/// Declares lists that only this folder reads.
macro_rules! lists {
    ($($name:ident = $file:literal;)*) => {$(
        pub(super) static $name: LazyLock<Phrases> =
            LazyLock::new(|| Phrases::read(include_str!(concat!("../lists/", $file))));
    )*};
}

lists! {
    VALUE_ENDS = "value_ends.txt";
    TIME_WORDS = "time_words.txt";
    VAGUE_VALUES = "vague_values.txt";
    COMPANIES = "companies.txt";
    OCCUPATIONS = "occupations.txt";
}

/// Known places: by any of their names the line they stand in, and whether that is a country.
static PLACES: LazyLock<HashMap<String, (usize, bool)>> = LazyLock::new(|| {
    let mut places = HashMap::new();
    let lines = include_str!("../lists/places.txt").lines();
    let mut country = false;
    for (number, line) in lines.enumerate() {
        if let Some(heading) = line.strip_prefix('#') {
            country = heading.contains("countries");
            continue;
        }
        for name in line
            .split('|')
            .map(str::trim)
            .filter(|name| !name.is_empty())
        {
            places
                .entry(key(&tokens(name)))
                .or_insert((number, country));
        }
    }
    places
});

/// A known place: which one, and whether it is a country or region.
pub(super) fn known_place(value: &[String]) -> Option<(usize, bool)> {
    let joined = value.join(" ");
    PLACES.get(joined.trim_start_matches("the ")).copied()
}

fn key(tokens: &[Token]) -> String {
    tokens
        .iter()
        .map(|token| token.text.as_str())
        .collect::<Vec<_>>()
        .join(" ")
}

/// How many tokens at the start a value of this kind takes at most; `None` if there is none.
pub(super) fn read(kind: Kind, tokens: &[Token]) -> Option<usize> {
    let length = match kind {
        Kind::Place => longest_known_place(tokens)
            .filter(|length| !goes_on_as_street(&tokens[*length..]))
            .unwrap_or_else(|| run(tokens, 8, true)),
        Kind::Organisation | Kind::Company => run(tokens, 8, true),
        Kind::Name => name(tokens),
        Kind::Role => run(tokens, 8, true),
        Kind::Number => number(tokens),
        Kind::Thing => run(tokens, 10, true),
        Kind::Anything => run(tokens, 16, false),
        Kind::Key => run(tokens, 6, false),
    };
    (length > 0).then_some(length)
}

/// 南京路, 北京西路: streets bear the names of towns.
fn goes_on_as_street(after: &[Token]) -> bool {
    let rest = after
        .iter()
        .position(|token| !"东西南北中一二三四大".contains(&token.text));
    rest.and_then(|at| after.get(at))
        .is_some_and(|token| matches!(token.text.as_str(), "路" | "街" | "巷" | "弄"))
}

/// The longest known place at the start; its name may hold characters that end other values.
fn longest_known_place(tokens: &[Token]) -> Option<usize> {
    (1..=tokens.len().min(5)).rev().find(|length| {
        let place = &tokens[..*length];
        place.iter().all(Token::is_wordlike) && known_place(&normal(place)).is_some()
    })
}

/// Tokens up to a mark or, if `strict`, a word that a value never holds.
fn run(tokens: &[Token], most: usize, strict: bool) -> usize {
    let ends = |at: usize| {
        let token = &tokens[at];
        let mark = token.sort == Sort::Mark
            && !matches!(
                token.text.as_str(),
                "'" | "&" | "+" | "#" | "-" | "\"" | "、"
            );
        mark || strict && at > 0 && VALUE_ENDS.prefix(&tokens[at..]).is_some()
            || at > 0 && is_final_particle(tokens, at)
    };
    (0..tokens.len().min(most))
        .find(|at| ends(*at))
        .unwrap_or(tokens.len().min(most))
}

/// 了, 啊, 吧 and the like, where nothing but marks follows.
fn is_final_particle(tokens: &[Token], at: usize) -> bool {
    matches!(
        tokens[at].text.as_str(),
        "了" | "啊" | "吧" | "啦" | "哦" | "呢" | "呀" | "的"
    ) && tokens[at + 1..]
        .iter()
        .all(|token| !token.is_wordlike() || is_particle(token))
}

fn is_particle(token: &Token) -> bool {
    matches!(
        token.text.as_str(),
        "了" | "啊" | "吧" | "啦" | "哦" | "呢" | "呀"
    )
}

/// A name: capitalised words, or one or two words where nothing is capitalised, or up to four
/// Chinese characters.
fn name(tokens: &[Token]) -> usize {
    let longest = run(tokens, 6, true);
    let taken = &tokens[..longest];
    let capitals = taken
        .iter()
        .take_while(|token| token.capital && token.sort == Sort::Word)
        .count();
    if capitals > 0 {
        return capitals.min(4);
    }
    let glyphs = taken
        .iter()
        .take_while(|token| token.sort == Sort::Glyph)
        .count();
    match (glyphs, longest) {
        (0, 1 | 2) if taken[0].sort == Sort::Word && !is_article(&taken[0]) => longest,
        (1..=5, _) => glyphs,
        _ => 0,
    }
}

fn is_article(token: &Token) -> bool {
    matches!(
        token.text.as_str(),
        "a" | "an" | "the" | "not" | "very" | "so" | "my"
    )
}

fn number(tokens: &[Token]) -> usize {
    match tokens.first() {
        Some(first) if first.sort == Sort::Number => 1,
        Some(first) if first.sort == Sort::Glyph => tokens
            .iter()
            .take(4)
            .take_while(|token| "零一二两三四五六七八九十百".contains(&token.text))
            .count(),
        Some(first) if NUMBER_WORDS.contains(&first.text.split('-').next().unwrap_or_default()) => {
            1
        }
        _ => 0,
    }
}

const NUMBER_WORDS: [&str; 29] = [
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
    "twenty",
    "thirty",
    "forty",
    "fifty",
    "sixty",
    "seventy",
    "eighty",
    "ninety",
    "hundred",
    "zero",
];

/// A value as it is compared: without articles, possessives and particles.
pub(super) fn normal(tokens: &[Token]) -> Vec<String> {
    tokens
        .iter()
        .filter(|token| token.is_wordlike())
        .map(|token| token.text.as_str())
        .filter(|word| {
            !matches!(
                *word,
                "a" | "an" | "the" | "my" | "our" | "了" | "的" | "'s"
            )
        })
        .map(str::to_owned)
        .collect()
}

/// Whether a value names one thing for certain, as its kind demands.
pub(super) fn is_definite(kind: Kind, tokens: &[Token], clause: &[Token]) -> bool {
    let value = normal(tokens);
    if value.is_empty() || VAGUE_VALUES.occur_in(tokens) {
        return false;
    }
    let glyphs = tokens.iter().all(|token| token.sort == Sort::Glyph);
    let begins_indefinite = tokens.first().is_some_and(|token| {
        matches!(
            token.text.as_str(),
            "a" | "an" | "my" | "our" | "some" | "another" | "one" | "一"
        )
    });
    let capital = tokens.iter().any(|token| token.capital);
    // Who writes without capitals writes names so too; only known names can be told then.
    let no_capitals = clause.iter().all(|token| !token.capital || token.is("i"));
    match kind {
        Kind::Place => {
            let known = known_place(&value).is_some();
            let company = COMPANIES.is(tokens);
            known || !begins_indefinite && !company && (glyphs && value.len() >= 2 || capital)
        }
        Kind::Organisation => {
            let known = COMPANIES.is(tokens);
            let place = known_place(&value).is_some();
            known || !begins_indefinite && !place && (glyphs && value.len() >= 2 || capital)
        }
        Kind::Company => COMPANIES.is(tokens),
        Kind::Name => {
            let introduces = clause
                .first()
                .is_some_and(|first| first.is("my") || first.is("call"));
            capital
                || no_capitals && introduces
                || tokens.iter().any(|token| token.sort == Sort::Glyph)
        }
        Kind::Role => {
            // The last word says what the occupation is: "senior software engineer".
            (0..tokens.len()).any(|at| OCCUPATIONS.is(&tokens[at..]))
        }
        Kind::Number | Kind::Anything | Kind::Key => true,
        Kind::Thing => tokens.len() <= 8,
    }
}

/// The number that words spell, below a thousand.
pub(super) fn number_of(words: &[String]) -> Option<u32> {
    let [first, rest @ ..] = words else {
        return None;
    };
    if let Ok(number) = first.parse() {
        return Some(number);
    }
    if first.is_ascii() {
        return first
            .split('-')
            .chain(rest.iter().map(String::as_str))
            .map(english_number)
            .sum();
    }
    chinese_number(words)
}

fn english_number(word: &str) -> Option<u32> {
    let place = NUMBER_WORDS.iter().position(|known| *known == word)?;
    Some(match place {
        0..=18 => u32::try_from(place).ok()? + 1,
        19..=26 => (u32::try_from(place).ok()? - 17) * 10,
        27 => 100,
        _ => 0,
    })
}

fn chinese_number(words: &[String]) -> Option<u32> {
    let mut total = 0;
    let mut digit = 0;
    for word in words {
        match "零一二三四五六七八九"
            .chars()
            .position(|known| word.starts_with(known))
        {
            Some(value) => digit = u32::try_from(value).ok()?,
            None if word == "两" => digit = 2,
            None if word == "十" => {
                total += digit.max(1) * 10;
                digit = 0;
            }
            None if word == "百" => {
                total += digit.max(1) * 100;
                digit = 0;
            }
            None => return None,
        }
    }
    Some(total + digit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_in_digits_and_words() {
        let read = |text: &str| number_of(&normal(&tokens(text)));
        for (text, number) in [
            ("30", 30),
            ("thirty-one", 31),
            ("twelve", 12),
            ("三十", 30),
            ("十五", 15),
            ("四十二", 42),
        ] {
            assert_eq!(read(text), Some(number), "{text}");
        }
        assert_eq!(read("old"), None);
    }

    #[test]
    fn a_place_is_known_by_all_its_names() {
        let place = |name: &str| known_place(&normal(&tokens(name)));
        assert_eq!(place("Shanghai"), place("上海"));
        assert_eq!(place("the United States"), place("USA"));
        assert!(place("Japan").is_some_and(|(_, country)| country));
        assert!(place("New York").is_some_and(|(_, country)| !country));
        assert_eq!(place("Nowhere"), None);
    }
}
