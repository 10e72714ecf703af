//! A JSON parser for what models write instead of JSON.
//!
//! Beyond JSON it takes: trailing and missing commas, comments, single and typographic quotes,
//! full-width commas and colons, keys without quotes, Python's and JavaScript's literals, control
//! characters and unescaped quotes inside strings, unknown escapes, and a missing end.

use serde_json::{Map, Number, Value};

/// How deep values may stand inside each other: as in `serde_json`.
const MAX_DEPTH: usize = 120;

/// The value at the start of `text`, its length in bytes, and whether it was cut off. `None` if
/// there is none.
pub(super) fn value(text: &str) -> Option<(Value, usize, bool)> {
    let mut parser = Parser { text, at: 0 };
    let parsed = parser.value(0)?;
    Some((parsed.value, parser.at, parsed.cut_off))
}

/// A value, and whether the text ended inside it.
struct Parsed {
    value: Value,
    cut_off: bool,
}

impl Parsed {
    fn whole(value: Value) -> Self {
        Self {
            value,
            cut_off: false,
        }
    }

    fn cut_off(value: Value) -> Self {
        Self {
            value,
            cut_off: true,
        }
    }
}

struct Parser<'a> {
    text: &'a str,
    at: usize,
}

/// `None` stands for "this is not a value" throughout.
impl<'a> Parser<'a> {
    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn bump(&mut self) -> Option<char> {
        let character = self.peek()?;
        self.at += character.len_utf8();
        Some(character)
    }

    /// Skips whitespace and comments.
    fn skip_blank(&mut self) {
        loop {
            let rest = self.rest();
            let trimmed = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
            self.at += rest.len() - trimmed.len();
            let comment = if trimmed.starts_with("//") {
                trimmed.find('\n').unwrap_or(trimmed.len())
            } else if trimmed.starts_with("/*") {
                trimmed.find("*/").map_or(trimmed.len(), |end| end + 2)
            } else {
                return;
            };
            self.at += comment;
        }
    }

    fn value(&mut self, depth: usize) -> Option<Parsed> {
        self.skip_blank();
        match self.peek()? {
            _ if depth > MAX_DEPTH => None,
            '{' => self.object(depth),
            '[' => self.array(depth),
            quote if closing_quotes(quote).is_some() => {
                let (text, complete) = self.string()?;
                let value = Value::String(text);
                Some(if complete {
                    Parsed::whole(value)
                } else {
                    Parsed::cut_off(value)
                })
            }
            _ => self.word(),
        }
    }

    fn array(&mut self, depth: usize) -> Option<Parsed> {
        self.bump();
        let mut elements = Vec::new();
        loop {
            self.skip_separators();
            match self.peek() {
                None => return Some(Parsed::cut_off(Value::Array(elements))),
                Some(']') => {
                    self.bump();
                    return Some(Parsed::whole(Value::Array(elements)));
                }
                Some(_) => {}
            }
            let element = self.value(depth + 1)?;
            // The element that was being written when the text ended says half of what it meant.
            if element.cut_off {
                if let Value::Array(inner) = element.value
                    && !inner.is_empty()
                {
                    elements.push(Value::Array(inner));
                }
                return Some(Parsed::cut_off(Value::Array(elements)));
            }
            elements.push(element.value);
        }
    }

    fn object(&mut self, depth: usize) -> Option<Parsed> {
        self.bump();
        let mut members = Map::new();
        loop {
            self.skip_separators();
            match self.peek() {
                None => return Some(Parsed::cut_off(Value::Object(members))),
                Some('}') => {
                    self.bump();
                    return Some(Parsed::whole(Value::Object(members)));
                }
                Some(_) => {}
            }
            let key = self.key()?;
            self.skip_blank();
            match self.bump() {
                None => return Some(Parsed::cut_off(Value::Object(members))),
                Some(':' | '：') => {}
                Some(_) => return None,
            }
            self.skip_blank();
            if self.peek().is_none() {
                return Some(Parsed::cut_off(Value::Object(members)));
            }
            let member = self.value(depth + 1)?;
            if !member.cut_off || member.value.is_array() || member.value.is_object() {
                members.insert(key, member.value);
            }
            if member.cut_off {
                return Some(Parsed::cut_off(Value::Object(members)));
            }
        }
    }

    /// Skips whitespace, comments, and any number of commas.
    fn skip_separators(&mut self) {
        self.skip_blank();
        while matches!(self.peek(), Some(',' | '，' | ';')) {
            self.bump();
            self.skip_blank();
        }
    }

    fn key(&mut self) -> Option<String> {
        if self
            .peek()
            .is_some_and(|first| closing_quotes(first).is_some())
        {
            return self.string().map(|(key, _)| key);
        }
        let rest = self.rest();
        let end = rest
            .find(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '-' | '$' | '.')))
            .unwrap_or(rest.len());
        if end == 0 {
            return None;
        }
        self.at += end;
        Some(rest[..end].to_owned())
    }

    /// A literal or a number.
    fn word(&mut self) -> Option<Parsed> {
        let rest = self.rest();
        let end = rest
            .find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.' | '_')))
            .unwrap_or(rest.len());
        let word = &rest[..end];
        let value = match word {
            "true" | "True" | "TRUE" => Value::Bool(true),
            "false" | "False" | "FALSE" => Value::Bool(false),
            "null" | "None" | "NULL" | "Null" | "undefined" | "NaN" | "nan" | "nil"
            | "Infinity" | "-Infinity" => Value::Null,
            // A word that the end cut short: `tru`, `12`.
            _ if end == rest.len() && is_start_of_word(word) => {
                self.at += end;
                return Some(Parsed::cut_off(Value::Null));
            }
            _ if is_beyond_numbers(word) => Value::Null,
            _ => Value::Number(number(word)?),
        };
        self.at += end;
        let cut_off = end == rest.len() && value.is_number();
        Some(if cut_off {
            Parsed::cut_off(value)
        } else {
            Parsed::whole(value)
        })
    }

    /// A string, and whether it was closed.
    fn string(&mut self) -> Option<(String, bool)> {
        let closing = closing_quotes(self.bump()?)?;
        let mut text = String::new();
        loop {
            let Some(character) = self.bump() else {
                return Some((text, false));
            };
            match character {
                '\\' => match self.escape(&mut text) {
                    Some(()) => {}
                    None => return Some((text, false)),
                },
                quote if closing.contains(&quote) && self.ends_string() => {
                    return Some((text, true));
                }
                other => text.push(other),
            }
        }
    }

    /// Reads what follows a backslash. `None` if the text ends there.
    fn escape(&mut self, text: &mut String) -> Option<()> {
        match self.bump()? {
            'n' => text.push('\n'),
            't' => text.push('\t'),
            'r' => text.push('\r'),
            'b' => text.push('\u{8}'),
            'f' => text.push('\u{c}'),
            'u' => {
                let Some(high) = self.four_hex() else {
                    text.push_str("\\u");
                    return Some(());
                };
                text.push(self.code_point(high));
            }
            '\n' => {}
            other => text.push(other),
        }
        Some(())
    }

    /// The character of a `\u` escape, with its second half where it has one. A lone surrogate
    /// becomes U+FFFD.
    fn code_point(&mut self, high: u32) -> char {
        if (0xD800..0xDC00).contains(&high) && self.rest().starts_with("\\u") {
            let before = self.at;
            self.at += 2;
            if let Some(low) = self.four_hex()
                && (0xDC00..0xE000).contains(&low)
            {
                let point = 0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00);
                return char::from_u32(point).unwrap_or(char::REPLACEMENT_CHARACTER);
            }
            self.at = before;
        }
        char::from_u32(high).unwrap_or(char::REPLACEMENT_CHARACTER)
    }

    fn four_hex(&mut self) -> Option<u32> {
        let digits = self.rest().get(..4)?;
        if !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return None;
        }
        self.at += 4;
        u32::from_str_radix(digits, 16).ok()
    }

    /// Whether the quote just read closes its string, seen from what follows. Models forget to
    /// escape quotes: in `"she said "hi" to me"` only the last one is followed by structure.
    fn ends_string(&self) -> bool {
        let rest = self.rest();
        let next = rest.trim_start();
        let on_a_new_line = rest[..rest.len() - next.len()].contains('\n');
        let mut characters = next.chars();
        match characters.next() {
            None | Some(':' | '：' | '}' | ']') => true,
            Some(',' | '，' | ';') => starts_element(characters.as_str().trim_start()),
            Some('/') => next.starts_with("//") || next.starts_with("/*"),
            Some(other) => on_a_new_line && (closing_quotes(other).is_some() || other == '{'),
        }
    }
}

/// Whether what follows a comma looks like the next element or key, or like the end.
fn starts_element(text: &str) -> bool {
    let Some(first) = text.chars().next() else {
        return true;
    };
    if matches!(first, '{' | '[' | '}' | ']' | '-' | ',' | '/') || first.is_ascii_digit() {
        return true;
    }
    if closing_quotes(first).is_some() {
        return true;
    }
    let end = text
        .find(|c: char| !(c.is_alphanumeric() || c == '_'))
        .unwrap_or(text.len());
    let (word, rest) = text.split_at(end);
    matches!(word, "true" | "True" | "false" | "False" | "null" | "None")
        || (end > 0 && rest.trim_start().starts_with(':'))
}

/// The quotes that close a string opened by `quote`; `None` if it opens none.
fn closing_quotes(quote: char) -> Option<&'static [char]> {
    match quote {
        '"' => Some(&['"']),
        '\'' => Some(&['\'']),
        '“' | '”' | '„' => Some(&['”', '“', '"']),
        '‘' | '’' => Some(&['’', '‘']),
        '「' => Some(&['」']),
        '`' => Some(&['`']),
        _ => None,
    }
}

/// Whether `word` may be the beginning of a literal or a number.
fn is_start_of_word(word: &str) -> bool {
    word == "-"
        || (!word.is_empty()
            && ["true", "false", "null", "True", "False", "None"]
                .iter()
                .any(|literal| literal.starts_with(word)))
}

fn number(word: &str) -> Option<Number> {
    if let Ok(number) = serde_json::from_str::<Number>(word) {
        return Some(number);
    }
    // `+1`, `.5`, `1.`, `1_000`, `007`
    if !word.chars().next()?.is_ascii_digit() && !word.starts_with(['+', '-', '.']) {
        return None;
    }
    let plain = word.trim_start_matches('+').replace('_', "");
    if let Ok(integer) = plain.parse::<i64>() {
        return Some(integer.into());
    }
    Number::from_f64(plain.parse().ok()?)
}

/// Whether a word is a number that no type of ours holds: `1e400`.
fn is_beyond_numbers(word: &str) -> bool {
    word.parse::<f64>().is_ok_and(f64::is_infinite) && word.bytes().any(|b| b.is_ascii_digit())
}
