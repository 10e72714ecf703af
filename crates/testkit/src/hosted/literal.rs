//! Python's `repr` of plain data: `{'user_id': 'mia', 'n': None}`.

use serde_json::Value;

/// Reads it, by way of JSON.
pub(super) fn read(text: &str) -> Option<Value> {
    let mut json = String::new();
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '\'' | '"' => {
                let mut content = String::new();
                loop {
                    match characters.next()? {
                        end if end == character => break,
                        '\\' => match characters.next()? {
                            'n' => content.push('\n'),
                            't' => content.push('\t'),
                            other => content.push(other),
                        },
                        other => content.push(other),
                    }
                }
                json.push_str(&Value::from(content).to_string());
            }
            letter if letter.is_ascii_alphabetic() => {
                let mut word = String::from(letter);
                while let Some(next) = characters.next_if(char::is_ascii_alphabetic) {
                    word.push(next);
                }
                json.push_str(match word.as_str() {
                    "None" | "null" => "null",
                    "True" | "true" => "true",
                    "False" | "false" => "false",
                    _ => return None,
                });
            }
            '(' => json.push('['),
            ')' => json.push(']'),
            other => json.push(other),
        }
    }
    serde_json::from_str(&json).ok()
}
