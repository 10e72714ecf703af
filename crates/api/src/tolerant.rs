//! Other spellings of the same names.

use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

/// Reads what somebody else wrote, in any spelling that is in use.
///
/// # Errors
/// It is not of this shape.
pub fn read<T: DeserializeOwned>(json: Value) -> serde_json::Result<T> {
    serde_json::from_value(tolerant(json))
}

/// The object with its own keys in `snake_case`: `userId` becomes `user_id`. Where both spellings
/// are there, the one in `snake_case` holds. What stands deeper belongs to the caller (metadata,
/// filters, schemas) and stays as it is.
///
/// ```
/// use serde_json::json;
///
/// let read = mem0_api::tolerant(json!({"userId": "mia", "metadata": {"myKey": 1}}));
/// assert_eq!(read, json!({"user_id": "mia", "metadata": {"myKey": 1}}));
/// ```
pub fn tolerant(json: Value) -> Value {
    let Value::Object(object) = json else {
        return json;
    };
    let mut read = Map::with_capacity(object.len());
    for (key, value) in object {
        let name = snake_case(&key);
        if name == key {
            read.insert(key, value);
        } else {
            read.entry(name).or_insert(value);
        }
    }
    Value::Object(read)
}

/// `userId` as `user_id`. Only names that begin with a small letter are ours.
fn snake_case(name: &str) -> String {
    if !name.starts_with(|first: char| first.is_ascii_lowercase()) {
        return name.to_owned();
    }
    let mut snake = String::with_capacity(name.len() + 4);
    for character in name.chars() {
        if character.is_ascii_uppercase() {
            snake.push('_');
            snake.push(character.to_ascii_lowercase());
        } else {
            snake.push(character);
        }
    }
    snake
}

/// An id that some servers write as a number.
pub(crate) fn text<'de, D: serde::Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<String>, D::Error> {
    use serde::Deserialize;
    match Option::<Value>::deserialize(deserializer)? {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text)),
        Some(Value::Number(number)) => Ok(Some(number.to_string())),
        Some(other) => Err(serde::de::Error::custom(format!(
            "an id is a text, not {other}"
        ))),
    }
}
