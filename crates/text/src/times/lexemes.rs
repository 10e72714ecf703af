//! The words, numbers and signs that dates are written with.

use super::foreign;
use super::holidays::Holiday;
use super::range::{Part, Season, Third, Unit};
use crate::fold::{decimal_digit, fold_into, simplified};
use crate::script::{Script, script};

/// What a piece of the text means to a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Digits: their value (0 if too long to be part of a date) and how many there are.
    Number { value: u32, digits: usize },
    /// A character of Chinese, Japanese or Korean.
    Character(char),
    /// Punctuation or a symbol.
    Sign(char),
    /// A word with a meaning.
    Word(Word),
    /// A word with a meaning in some language only; looked up once that of the text is known.
    Foreign(u16),
    /// Any other word.
    Other,
}

/// A word with a meaning to a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Word {
    /// A month; not `plain` if the word has other meanings, is an abbreviation or foreign.
    Month {
        month: i8,
        plain: bool,
    },
    /// A weekday, Monday = 0; not `plain` if it is an abbreviation.
    Weekday {
        weekday: i8,
        plain: bool,
    },
    Unit(Unit),
    /// A small number written out.
    Count(u32),
    /// A number as a place in an order: "third".
    Ordinal(u32),
    /// "a", "an".
    A,
    /// What follows the digits of an ordinal: "th".
    OrdinalEnding,
    Couple,
    Few,
    Several,
    Half,
    Season(Season),
    Part(Part),
    Third(Third),
    /// "beginning", "start".
    Beginning,
    /// "end".
    End,
    /// "Q1" to "Q4".
    Quarter(i8),
    /// So many days from today: today, yesterday, tomorrow.
    Day(i64),
    Tonight,
    Last,
    /// "vorletzte": the one before the last.
    BeforeLast,
    This,
    Next,
    /// "last" where it stands behind its noun: "la semana pasada".
    Gone,
    /// "next" where it may stand behind its noun.
    ToCome,
    /// "past": up to now, where `Last` is by the calendar.
    Past,
    Ago,
    /// "ago" where it stands before the amount: "hace", "vor".
    AgoBefore,
    /// Two of a unit in one word, as Arabic has them.
    Dual(Unit),
    /// Yesterday or tomorrow, so many days, as the tense has it: Hindi कल.
    EitherDay(i64),
    /// "anoche".
    LastNight,
    Between,
    /// "earlier" and "later", as in "earlier this month".
    Earlier,
    Later,
    Now,
    From,
    In,
    On,
    At,
    Of,
    The,
    Before,
    After,
    /// Words that a year or a month may follow: "since", "until", "during", "by".
    Preposition,
    /// "pm" if true, "am" if not.
    Meridiem(bool),
    /// A holiday of one word.
    Holiday(Holiday),
    /// What the name of a holiday may begin with: "good", "boxing", "christmas".
    Festive,
    New,
    /// A decade: "90s", "1990s" are read with this ending.
    Plural,
    /// Tells that the past is spoken of.
    Was,
    /// Tells that the future is spoken of.
    Will,
    /// "decided", "agreed": with "to", what is meant lies ahead.
    Resolved,
    /// "flight", "ticket": what is had beforehand.
    Booking,
    /// "bought", "got": past, but of a booking it says nothing about when that is for.
    Obtained,
}

/// A piece of the text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Lexeme {
    pub(super) kind: Kind,
    pub(super) start: usize,
    pub(super) end: usize,
    /// Whether white space stands before it.
    pub(super) spaced: bool,
    /// Whether it begins with a capital letter.
    pub(super) capital: bool,
}

/// The pieces of a text, in order.
pub(super) fn lexemes(text: &str) -> Vec<Lexeme> {
    let mut found = Vec::with_capacity(text.len() / 4 + 1);
    let mut spaced = true;
    let mut characters = text.char_indices().peekable();
    let mut buffer = String::new();
    while let Some((start, character)) = characters.next() {
        let mut end = start + character.len_utf8();
        let kind = match script(character) {
            Script::Mark => continue,
            Script::None if character.is_whitespace() => {
                spaced = true;
                continue;
            }
            Script::None => Kind::Sign(plain_sign(character)),
            script if script.is_cjk() => Kind::Character(plain_character(character)),
            Script::Digit => {
                let mut digits = 1;
                let mut value = digit_value(character);
                while let Some((at, next)) = characters.peek().copied() {
                    let Some(digit) = decimal_digit(next) else {
                        break;
                    };
                    value = value.saturating_mul(10).saturating_add(digit_value(digit));
                    digits += 1;
                    end = at + next.len_utf8();
                    characters.next();
                }
                Kind::Number {
                    value: if digits > 8 { 0 } else { value },
                    digits,
                }
            }
            _ => {
                let same_run = |next: char| {
                    let next = script(next);
                    next.is_word() && next != Script::Digit || next == Script::Mark
                };
                while let Some((at, next)) = characters.peek().copied() {
                    // Q3 is one word, 5pm is two.
                    let quarter = matches!(character, 'Q' | 'q') && end - start == 1;
                    if !(same_run(next) || quarter && next.is_ascii_digit()) {
                        break;
                    }
                    end = at + next.len_utf8();
                    characters.next();
                }
                word(&text[start..end], &mut buffer)
            }
        };
        found.push(Lexeme {
            kind,
            start,
            end,
            spaced,
            capital: character.is_uppercase(),
        });
        spaced = false;
    }
    found
}

fn digit_value(character: char) -> u32 {
    decimal_digit(character)
        .and_then(|digit| digit.to_digit(10))
        .unwrap_or(0)
}

/// Full-width and typographic signs as their plain ones.
fn plain_sign(sign: char) -> char {
    match sign {
        '／' => '/',
        '－' | '–' | '‐' | '‑' => '-',
        '．' => '.',
        '：' => ':',
        '，' => ',',
        '’' | 'ʼ' => '\'',
        sign => sign,
    }
}

/// Traditional, Japanese and Korean characters of dates as the simplified Chinese ones.
fn plain_character(character: char) -> char {
    match character {
        '○' | '零' => '〇',
        '년' => '年',
        '월' => '月',
        '일' => '日',
        character => simplified(character),
    }
}

/// The longest word with a meaning, in bytes.
const LONGEST: usize = 40;

fn word(text: &str, buffer: &mut String) -> Kind {
    if text.len() > LONGEST {
        return Kind::Other;
    }
    buffer.clear();
    fold_into(text, buffer);
    match meaning(buffer) {
        Some(word) => Kind::Word(word),
        None => foreign::meaning(buffer),
    }
}

/// The meaning of a folded word.
fn meaning(word: &str) -> Option<Word> {
    use Word::{
        A, After, Ago, At, Before, Beginning, Between, Booking, Count, Couple, Day, Earlier, End,
        Festive, Few, From, Half, In, Last, Later, Meridiem, New, Next, Now, Obtained, Of, On,
        Ordinal, OrdinalEnding, Past, Plural, Preposition, Quarter, Resolved, Several, The, This,
        Tonight, Was, Will,
    };
    let plain = |month| Word::Month { month, plain: true };
    let other = |month| Word::Month {
        month,
        plain: false,
    };
    let weekday = |weekday| Word::Weekday {
        weekday,
        plain: true,
    };
    let short = |weekday| Word::Weekday {
        weekday,
        plain: false,
    };
    Some(match word {
        "january" => plain(1),
        "february" => plain(2),
        "april" => plain(4),
        "june" => plain(6),
        "july" => plain(7),
        "august" => plain(8),
        "september" => plain(9),
        "october" => plain(10),
        "november" => plain(11),
        "december" => plain(12),
        "jan" => other(1),
        "feb" => other(2),
        "march" | "mar" => other(3),
        "apr" => other(4),
        "may" => other(5),
        "jun" => other(6),
        "jul" => other(7),
        "aug" => other(8),
        "sep" | "sept" => other(9),
        "oct" => other(10),
        "nov" => other(11),
        "dec" => other(12),
        "monday" => weekday(0),
        "tuesday" => weekday(1),
        "wednesday" => weekday(2),
        "thursday" => weekday(3),
        "friday" => weekday(4),
        "saturday" => weekday(5),
        "sunday" => weekday(6),
        "mon" => short(0),
        "tue" | "tues" => short(1),
        "wed" => short(2),
        "thu" | "thur" | "thurs" => short(3),
        "fri" => short(4),
        "sat" => short(5),
        "sun" => short(6),
        "minute" | "minutes" | "min" | "mins" => Word::Unit(Unit::Minute),
        "hour" | "hours" => Word::Unit(Unit::Hour),
        "day" | "days" => Word::Unit(Unit::Day),
        "week" | "weeks" => Word::Unit(Unit::Week),
        "weekend" | "weekends" => Word::Unit(Unit::Weekend),
        "month" | "months" => Word::Unit(Unit::Month),
        "quarter" | "quarters" => Word::Unit(Unit::Quarter),
        "year" | "years" => Word::Unit(Unit::Year),
        "decade" | "decades" => Word::Unit(Unit::Decade),
        "one" => Count(1),
        "two" => Count(2),
        "three" => Count(3),
        "four" => Count(4),
        "five" => Count(5),
        "six" => Count(6),
        "seven" => Count(7),
        "eight" => Count(8),
        "nine" => Count(9),
        "ten" => Count(10),
        "eleven" => Count(11),
        "twelve" => Count(12),
        "fifteen" => Count(15),
        "twenty" => Count(20),
        "thirty" => Count(30),
        "first" => Ordinal(1),
        "second" => Ordinal(2),
        "third" => Ordinal(3),
        "fourth" => Ordinal(4),
        "fifth" => Ordinal(5),
        "a" | "an" => A,
        "st" | "nd" | "rd" | "th" => OrdinalEnding,
        "couple" => Couple,
        "few" => Few,
        "several" => Several,
        "half" => Half,
        "spring" | "springs" => Word::Season(Season::Spring),
        "summer" | "summers" => Word::Season(Season::Summer),
        "autumn" | "autumns" | "fall" => Word::Season(Season::Autumn),
        "winter" | "winters" => Word::Season(Season::Winter),
        "morning" => Word::Part(Part::Morning),
        "noon" | "lunchtime" | "midday" => Word::Part(Part::Noon),
        "afternoon" => Word::Part(Part::Afternoon),
        "evening" => Word::Part(Part::Evening),
        "night" => Word::Part(Part::Night),
        "early" => Word::Third(Third::Early),
        "mid" | "middle" => Word::Third(Third::Middle),
        "late" => Word::Third(Third::Late),
        "beginning" | "start" => Beginning,
        "end" => End,
        "q1" => Quarter(1),
        "q2" => Quarter(2),
        "q3" => Quarter(3),
        "q4" => Quarter(4),
        "today" => Day(0),
        "yesterday" => Day(-1),
        "tomorrow" => Day(1),
        "tonight" => Tonight,
        "last" | "previous" => Last,
        "past" => Past,
        "this" | "current" => This,
        "next" | "coming" | "upcoming" | "following" => Next,
        "ago" => Ago,
        "now" => Now,
        "from" => From,
        "in" => In,
        "on" => On,
        "at" => At,
        "of" => Of,
        "the" => The,
        "before" => Before,
        "after" => After,
        "since" | "until" | "till" | "during" | "by" | "through" | "around" | "to" => Preposition,
        "between" => Between,
        "earlier" => Earlier,
        "later" => Later,
        "am" => Meridiem(false),
        "pm" => Meridiem(true),
        "christmas" | "xmas" | "halloween" | "easter" | "thanksgiving" | "valentine"
        | "valentines" | "good" | "black" | "ash" | "palm" | "boxing" | "bonfire" | "guy"
        | "independence" | "labor" | "memorial" | "veterans" | "mother" | "mothers" | "father"
        | "fathers" | "women" | "saint" | "chinese" | "lunar" => Festive,
        "new" => New,
        "s" => Plural,
        "bought" | "got" | "purchased" | "paid" => Obtained,
        "decided" | "agreed" => Resolved,
        "flight" | "flights" | "ticket" | "tickets" | "reservation" | "reservations"
        | "appointment" | "booking" => Booking,
        "was" | "were" | "did" | "had" | "went" | "been" | "met" | "saw" | "said" | "told"
        | "came" | "broke" | "ate" | "ran" | "drove" | "flew" | "gave" | "left" | "lost"
        | "won" | "wrote" | "spoke" | "spent" | "slept" | "sent" | "sang" | "swam" | "taught"
        | "threw" | "wore" | "woke" | "found" | "felt" | "fell" | "held" | "heard" | "began"
        | "became" | "brought" | "built" | "caught" | "chose" | "drank" | "knew" | "led"
        | "lent" | "rode" | "sold" | "stood" | "stole" | "grew" | "hid" | "rang" | "shook"
        | "made" | "took" | "happened" | "visited" | "moved" | "started" => Was,
        "will" | "ll" | "shall" | "going" | "gonna" | "plan" | "plans" | "planning" | "planned"
        | "hope" | "want" | "wants" | "need" | "needs" | "must" | "intend" | "expect"
        | "expecting" | "booked" | "reserved" | "scheduled" | "rescheduled" | "postponed"
        | "deadline" | "due" | "expires" => Will,
        _ if word.len() > 4 && word.len() < 19 && word.is_ascii() && word.ends_with("ed") => Was,
        _ => return None,
    })
}
