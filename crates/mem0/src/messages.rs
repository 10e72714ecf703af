//! Messages in every form in which callers have them.

use std::borrow::Cow;

use mem0_core::{Content, InputError, JsonType, Message, Part};
use serde_json::{Map, Value, json};

/// What [`Memory::add`](crate::Memory::add) takes: a text, a message, or a list of messages.
///
/// ```
/// use mem0::{Message, Messages};
/// use serde_json::json;
///
/// let one: Messages = "我喜欢披萨".into();
/// let many: Messages = vec![Message::user("Hi!"), Message::assistant("Hello!")].into();
/// let json = Messages::try_from(json!([{"role": "user", "content": "Hi!", "name": "Mia"}]))?;
/// assert_eq!((one.len(), many.len(), json.len()), (1, 2, 1));
/// # Ok::<(), mem0::InputError>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Messages(Vec<Message>);

impl Messages {
    /// Reads JSON: a text is one message of the user, an object one message, a list is taken
    /// element by element (a text in it is a message of the user).
    ///
    /// # Errors
    /// [`InputError::MessagesType`] for anything else; [`InputError::Messages`] for a message whose
    /// role, name or content has the wrong type.
    pub fn from_json(json: &Value) -> Result<Self, InputError> {
        match json {
            Value::String(text) => Ok(text.into()),
            Value::Object(object) => Ok(message(object, None)?.into()),
            Value::Array(list) => {
                let messages = list.iter().enumerate().map(element);
                messages.collect::<Result<_, _>>().map(Self)
            }
            other => Err(InputError::MessagesType(JsonType::of(other))),
        }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The messages.
    pub fn as_slice(&self) -> &[Message] {
        &self.0
    }
}

/// Reads messages from JSON text. `\ud83d` and its like without their other half, which some
/// programs write when they cut an emoji in two, are read as U+FFFD instead of failing.
///
/// # Errors
/// [`InputError::Messages`] if the text is no JSON or holds no messages.
pub fn messages_from_str(text: &str) -> Result<Messages, InputError> {
    let json = json_from_str(text).map_err(|error| InputError::Messages(error.to_string()))?;
    Messages::from_json(&json)
}

/// Reads JSON text, halves of surrogate pairs as U+FFFD.
///
/// # Errors
/// The text is no JSON.
pub fn json_from_str(text: &str) -> Result<Value, serde_json::Error> {
    serde_json::from_str(&without_lone_surrogates(text))
}

/// JSON text in which each escaped half of a surrogate pair that stands alone is `\ufffd`.
fn without_lone_surrogates(text: &str) -> Cow<'_, str> {
    let mut mended = String::new();
    let mut done = 0;
    let mut at = 0;
    while let Some(found) = text[at..].find('\\') {
        let here = at + found;
        let Some(unit) = escaped_unit(&text[here..]) else {
            // Any other escape is two bytes long; its second character may be a backslash.
            let escaped = text[here + 1..].chars().next().map_or(0, char::len_utf8);
            at = here + 1 + escaped;
            continue;
        };
        let end = here + ESCAPE;
        let low = text.get(end..).and_then(escaped_unit);
        at = match unit {
            0xD800..=0xDBFF if low.is_some_and(|low| (0xDC00..=0xDFFF).contains(&low)) => {
                end + ESCAPE
            }
            0xD800..=0xDFFF => {
                mended.push_str(&text[done..here]);
                mended.push_str("\\ufffd");
                done = end;
                end
            }
            _ => end,
        };
    }
    if done == 0 {
        return Cow::Borrowed(text);
    }
    mended.push_str(&text[done..]);
    Cow::Owned(mended)
}

/// Bytes of `\ud83d`.
const ESCAPE: usize = 6;

/// The code unit of an escape such as `\ud83d` at the beginning of the text.
fn escaped_unit(text: &str) -> Option<u16> {
    let digits = text.strip_prefix("\\u")?.get(..4)?;
    let hex = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    hex.then(|| u16::from_str_radix(digits, 16).ok()).flatten()
}

/// One element of a list, with its place for errors.
pub(crate) fn element((place, json): (usize, &Value)) -> Result<Message, InputError> {
    match json {
        Value::String(text) => Ok(Message::user(text)),
        Value::Object(object) => message(object, Some(place)),
        other => Err(refused(
            Some(place),
            &format!("{} is no message", JsonType::of(other)),
        )),
    }
}

fn message(object: &Map<String, Value>, place: Option<usize>) -> Result<Message, InputError> {
    let text = |key: &str| match object.get(key) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text.clone())),
        Some(other) => Err(refused(
            place,
            &format!("its {key} is {}, not a text", JsonType::of(other)),
        )),
    };
    let role = text("role")?.filter(|role| !role.trim().is_empty());
    let content = match object.get("content") {
        None | Some(Value::Null) => None,
        Some(Value::String(text)) => Some(Content::Text(text.clone())),
        Some(Value::Object(part)) => Some(Content::Part(Part::Object(part.clone()))),
        Some(Value::Array(parts)) => {
            let part = |part: &Value| match part {
                Value::String(text) => Ok(Part::Plain(text.clone())),
                Value::Object(part) => Ok(Part::Object(part.clone())),
                other => Err(refused(
                    place,
                    &format!("a part of it is {}", JsonType::of(other)),
                )),
            };
            Some(Content::Parts(
                parts.iter().map(part).collect::<Result<_, _>>()?,
            ))
        }
        Some(other) => {
            return Err(refused(
                place,
                &format!("its content is {}", JsonType::of(other)),
            ));
        }
    };
    let content = with_tool_calls(content, object.get("tool_calls"));
    if role.is_none() && content.is_none() {
        return Err(refused(place, "it has neither role nor content"));
    }
    Ok(Message {
        role: role.unwrap_or_else(|| "user".to_owned()),
        content,
        name: text("name")?,
    })
}

/// The content with the tools that OpenAI's chats call beside it, as parts.
fn with_tool_calls(content: Option<Content>, calls: Option<&Value>) -> Option<Content> {
    let Some(Value::Array(calls)) = calls.filter(|calls| calls != &&json!([])) else {
        return content;
    };
    let mut parts = match content {
        None => Vec::new(),
        Some(Content::Text(text)) => vec![Part::Plain(text)],
        Some(Content::Part(part)) => vec![part],
        Some(Content::Parts(parts)) => parts,
    };
    parts.extend(calls.iter().filter_map(Value::as_object).map(|call| {
        let mut part = call.clone();
        part.insert("type".to_owned(), "tool_call".into());
        Part::Object(part)
    }));
    Some(Content::Parts(parts))
}

fn refused(place: Option<usize>, problem: &str) -> InputError {
    InputError::Messages(match place {
        Some(place) => format!("message {}: {problem}", place + 1),
        None => problem.to_owned(),
    })
}

impl From<&str> for Messages {
    fn from(text: &str) -> Self {
        Message::user(text).into()
    }
}

impl From<&String> for Messages {
    fn from(text: &String) -> Self {
        Message::user(text).into()
    }
}

impl From<String> for Messages {
    fn from(text: String) -> Self {
        Message::user(text).into()
    }
}

impl From<Message> for Messages {
    fn from(message: Message) -> Self {
        Self(vec![message])
    }
}

impl From<Vec<Message>> for Messages {
    fn from(messages: Vec<Message>) -> Self {
        Self(messages)
    }
}

impl From<&[Message]> for Messages {
    fn from(messages: &[Message]) -> Self {
        Self(messages.to_vec())
    }
}

impl<const N: usize> From<[Message; N]> for Messages {
    fn from(messages: [Message; N]) -> Self {
        Self(messages.into())
    }
}

impl TryFrom<Value> for Messages {
    type Error = InputError;

    fn try_from(json: Value) -> Result<Self, InputError> {
        Self::from_json(&json)
    }
}

impl IntoIterator for Messages {
    type Item = Message;
    type IntoIter = std::vec::IntoIter<Message>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(messages: &Messages) -> Vec<String> {
        messages.as_slice().iter().map(Message::text).collect()
    }

    #[test]
    fn a_text_an_object_and_a_list_are_messages() {
        let read = |json: Value| Messages::from_json(&json).unwrap();
        assert_eq!(texts(&read(json!("你好"))), ["你好"]);
        assert_eq!(
            texts(&read(json!({"role": "user", "content": "hi"}))),
            ["hi"]
        );
        let list =
            read(json!([{"content": "hi"}, "there", {"role": "assistant", "content": null}]));
        assert_eq!(texts(&list), ["hi", "there", ""]);
        assert_eq!(list.as_slice()[0].role, "user");
        assert!(read(json!([])).is_empty());
    }

    #[test]
    fn anything_else_is_refused_with_its_place() {
        for json in [
            json!(null),
            json!(1),
            json!(true),
            json!([1]),
            json!([null]),
            json!({}),
        ] {
            assert!(Messages::from_json(&json).is_err(), "{json}");
        }
        let problem = |json: Value| Messages::from_json(&json).unwrap_err().to_string();
        let second = problem(json!(["hi", {"role": 1, "content": "x"}]));
        assert!(
            second.contains("message 2: its role is a number"),
            "{second}"
        );
        let content = problem(json!({"role": "user", "content": 7}));
        assert!(content.contains("its content is a number"), "{content}");
    }

    #[test]
    fn half_an_emoji_becomes_the_replacement_character() {
        let read = |text: &str| texts(&messages_from_str(text).unwrap()).remove(0);
        assert_eq!(read(r#""a \ud83d b""#), "a \u{fffd} b");
        assert_eq!(read(r#""a \ude00 b""#), "a \u{fffd} b");
        assert_eq!(read(r#""\ud83d\ud83d\ude00""#), "\u{fffd}\u{1f600}");
        assert_eq!(read(r#""\uD83D\uDE00 ok""#), "\u{1f600} ok");
        assert_eq!(read(r#""\\ud83d""#), "\\ud83d");
        assert_eq!(read(r#""\\\ud83d""#), "\\\u{fffd}");
        assert_eq!(read(r#""\ud83d\n""#), "\u{fffd}\n");
    }

    #[test]
    fn text_that_is_no_json_is_refused() {
        for text in ["", "{", "\"\\u12\"", "\\", "\"\\ud83", "[1,"] {
            assert!(messages_from_str(text).is_err(), "{text:?}");
        }
    }
}
