//! Reads the JSON in what a language model wrote.
//!
//! Models put think blocks, fences and prose around their JSON, write it with single quotes,
//! Python's literals or trailing commas, and stop in the middle when they run out of tokens.
//! What is valid JSON is read exactly as `serde_json` reads it; everything else is read as
//! generously as can be done without guessing at words.

mod lenient;
mod regions;

#[cfg(test)]
mod tests;

use serde_json::Value;

/// A JSON value found in a text.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// The value. If it was cut off, only its complete elements.
    pub value: Value,
    /// Whether the text ended before the value did.
    pub cut_off: bool,
}

/// Places at which we look for a value. A text with more brackets than this is not an answer.
const MAX_ATTEMPTS: usize = 64;

/// The first JSON value in `text`: the whole text if that is one, else the first object or array
/// in it. `None` if there is none.
///
/// ```
/// use mem0_engine::json;
/// let answer = "<think>two facts?</think>Sure:\n```json\n{'facts': ['likes tea',]}\n```";
/// assert_eq!(json::read(answer).unwrap().value, serde_json::json!({"facts": ["likes tea"]}));
/// ```
pub fn read(text: &str) -> Option<Found> {
    read_all(text).into_iter().next()
}

/// Every JSON object and array in `text` that stands on its own, the likeliest answer first:
/// what stands in a fence before the rest, and what a think block contains last. If the whole
/// text is one JSON value (also a string, a number, `null`), only that. A string that is itself a
/// JSON object or array is read as that: some write their JSON as a string.
pub fn read_all(text: &str) -> Vec<Found> {
    let text = text.trim_start_matches('\u{feff}').trim();
    if let Ok(value) = serde_json::from_str(text) {
        let value = unquoted(value);
        return vec![Found {
            value,
            cut_off: false,
        }];
    }
    let mut found = Vec::new();
    let mut attempts = 0;
    for region in regions::of(text) {
        // Some write their JSON as a string.
        match serde_json::from_str::<String>(region.trim()) {
            Ok(inner) => scan(&inner, &mut attempts, &mut found),
            Err(_) => scan(region, &mut attempts, &mut found),
        }
    }
    if found.is_empty() && matches!(regions::without_wrapping(text), "null" | "None") {
        found.push(Found {
            value: Value::Null,
            cut_off: false,
        });
    }
    found
}

/// What a string holds, if that is an object or an array.
fn unquoted(value: Value) -> Value {
    match &value {
        Value::String(inner) => match serde_json::from_str(inner) {
            Ok(inner @ (Value::Object(_) | Value::Array(_))) => inner,
            _ => value,
        },
        _ => value,
    }
}

/// Collects the values of one region.
fn scan(region: &str, attempts: &mut usize, found: &mut Vec<Found>) {
    let mut at = 0;
    while let Some(offset) = region[at..].find(['{', '[']) {
        at += offset;
        *attempts += 1;
        if *attempts > MAX_ATTEMPTS {
            return;
        }
        let rest = &region[at..];
        match strict(rest).or_else(|| lenient::value(rest)) {
            Some((value, length, cut_off)) => {
                let new = Found { value, cut_off };
                if !found.contains(&new) {
                    found.push(new);
                }
                // An opening bracket in the prose looks like a value that was cut off; the real
                // one may stand inside it.
                at += if cut_off { 1 } else { length };
            }
            None => at += 1,
        }
    }
}

/// The valid JSON value at the start of `text` and its length.
fn strict(text: &str) -> Option<(Value, usize, bool)> {
    let mut values = serde_json::Deserializer::from_str(text).into_iter::<Value>();
    let value = values.next()?.ok()?;
    Some((value, values.byte_offset(), false))
}

/// A prose answer without think blocks and without a fence around the whole of it.
pub fn prose(text: &str) -> &str {
    regions::prose(text)
}
