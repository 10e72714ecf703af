//! What an exception says, without secrets.

use pyo3::prelude::*;
use pyo3::types::PyDict;

use crate::calling::call_method;

/// Longer texts are cut.
const LONGEST: usize = 600;

/// A shorter value is no secret, and would blacken half of every message.
const SHORTEST_SECRET: usize = 6;

/// How keys of well-known vendors begin.
const PREFIXES: [&str; 8] = ["sk-", "pk-", "gsk_", "xai-", "hf_", "AIza", "AKIA", "m0-"];

const HIDDEN: &str = "[hidden]";

/// An exception as `TypeError: …`. Keys that the object holds are hidden in it, and whatever looks
/// like one.
pub(super) fn of_exception(error: &PyErr, object: &Bound<'_, PyAny>) -> String {
    let py = object.py();
    let class = error.get_type(py).name();
    let class = class.map_or_else(|_| "an exception".to_owned(), |name| name.to_string());
    let said = error.value(py).str();
    let said = said.map_or_else(
        |_| String::new(),
        |said| said.to_string_lossy().into_owned(),
    );
    let said = without_keys(&without_secrets(said, object));
    let said: String = said.chars().take(LONGEST).collect();
    if said.trim().is_empty() {
        class
    } else {
        format!("{class}: {said}")
    }
}

/// The text without the values that the object's own fields declare a secret.
fn without_secrets(text: String, object: &Bound<'_, PyAny>) -> String {
    let Ok(fields) = object.getattr("__dict__") else {
        return text;
    };
    let Ok(fields) = fields.cast_into::<PyDict>() else {
        return text;
    };
    // Taken out first: other threads may give the object more fields meanwhile.
    let fields: Vec<_> = fields.iter().collect();
    fields.into_iter().fold(text, |text, (name, value)| {
        let secret = match call_method(&value, "get_secret_value", ()) {
            Ok(secret) => secret.extract::<String>().ok(),
            Err(_) => {
                let name = name.extract::<String>().unwrap_or_default();
                let is_secret = ["key", "token", "secret", "password"]
                    .iter()
                    .any(|word| name.ends_with(word));
                is_secret.then(|| value.extract::<String>().ok()).flatten()
            }
        };
        match secret.filter(|secret| secret.len() >= SHORTEST_SECRET) {
            Some(secret) => text.replace(&secret, HIDDEN),
            None => text,
        }
    })
}

/// The text without words that look like a vendor's key.
fn without_keys(text: &str) -> String {
    let is_of_key = |letter: char| letter.is_ascii_alphanumeric() || "-_.*".contains(letter);
    let mut clean = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find(is_of_key) {
        let (before, from) = rest.split_at(start);
        let end = from.find(|letter| !is_of_key(letter)).unwrap_or(from.len());
        let (word, after) = from.split_at(end);
        let is_key = word.len() >= 12 && PREFIXES.iter().any(|prefix| word.starts_with(prefix));
        clean.push_str(before);
        clean.push_str(if is_key { HIDDEN } else { word });
        rest = after;
    }
    clean + rest
}
