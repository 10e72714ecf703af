//! What models answer to the prompt, in our form and in those they know from elsewhere.
//!
//! | form | meaning |
//! | --- | --- |
//! | `{"operations": [{op, target, text, sources, quote, when}]}` | ours |
//! | `{"facts": ["…"]}` | every fact is new |
//! | `{"memory": [{id, text, event, old_memory}]}` | `event` is the operation, `id` its target |
//! | `{"memory": [{id, text, attributed_to}]}` | every memory is new |
//! | the list alone, one element alone, several one after another, `null` | the same |

use serde_json::{Map, Value};

use crate::json::{self, Found};

/// What is to be done, as the model says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// Remember something new.
    Add,
    /// A known memory reads otherwise.
    Update,
    /// A known memory is no longer true.
    Delete,
    /// Nothing.
    Keep,
    /// A word we don't know.
    Unknown,
}

/// One element of a reply, unchecked.
#[derive(Debug, Clone, PartialEq)]
pub struct Suggestion {
    /// What is to be done.
    pub action: Action,
    /// The statement.
    pub text: String,
    /// The number of the known memory.
    pub target: Option<i64>,
    /// The numbers of the messages it comes from.
    pub sources: Vec<i64>,
    /// Words of such a message.
    pub quote: Option<String>,
    /// When it happened.
    pub when: Option<String>,
    /// Categories.
    pub categories: Vec<String>,
    /// How the known memory reads, where the reply repeats it.
    pub old_text: Option<String>,
}

/// Why a reply can't be read, in words for the model that wrote it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unreadable(pub &'static str);

const LISTS: [&str; 6] = [
    "operations",
    "memory",
    "facts",
    "memories",
    "changes",
    "results",
];
const TEXTS: [&str; 7] = [
    "text",
    "memory",
    "fact",
    "statement",
    "content",
    "data",
    "new_memory",
];
const ACTIONS: [&str; 4] = ["op", "event", "operation", "action"];
const TARGETS: [&str; 5] = ["target", "id", "target_id", "memory_id", "memory"];
const SOURCES: [&str; 5] = ["sources", "source", "messages", "message", "source_ids"];
const QUOTES: [&str; 3] = ["quote", "evidence", "source_quote"];
const DATES: [&str; 4] = ["when", "date", "event_date", "occurred_at"];
const OLD_TEXTS: [&str; 4] = ["old_memory", "old_text", "previous_memory", "old"];

/// Reads a reply.
///
/// # Errors
/// It holds no JSON, or no JSON of a known form.
pub fn read(answer: &str) -> Result<Vec<Suggestion>, Unreadable> {
    let found = json::read_all(answer);
    if found.is_empty() {
        return Err(Unreadable("it holds no JSON"));
    }
    let mut problem = None;
    for candidate in &found {
        if is_single(&candidate.value) {
            return Ok(singles(&found));
        }
        match suggestions(&candidate.value) {
            // Cut off before its first element was complete: nothing was said.
            Ok(list) if list.is_empty() && candidate.cut_off => {
                problem.get_or_insert(Unreadable(
                    "it stops before the first operation is complete",
                ));
            }
            Ok(list) => return Ok(list),
            Err(unreadable) => {
                problem.get_or_insert(unreadable);
            }
        }
    }
    Err(problem.unwrap_or(Unreadable("it holds no JSON")))
}

/// Operations that stand one after another without a list around them.
fn singles(found: &[Found]) -> Vec<Suggestion> {
    let complete = found.iter().filter(|candidate| !candidate.cut_off);
    complete
        .map(|candidate| &candidate.value)
        .filter(|value| is_single(value))
        .filter_map(suggestion)
        .collect()
}

fn is_single(value: &Value) -> bool {
    value
        .as_object()
        .is_some_and(|map| list_in(map).is_none() && is_suggestion(map))
}

fn suggestions(value: &Value) -> Result<Vec<Suggestion>, Unreadable> {
    match value {
        Value::Null => Ok(Vec::new()),
        Value::Array(elements) => from_list(elements),
        Value::Object(map) if map.is_empty() => Ok(Vec::new()),
        Value::Object(map) => match list_in(map) {
            Some(Value::Array(elements)) => from_list(elements),
            Some(Value::Object(inner)) if is_suggestion(inner) => {
                Ok(suggestion(&Value::Object(inner.clone()))
                    .into_iter()
                    .collect())
            }
            Some(Value::Object(inner)) => {
                let elements: Vec<Value> = inner.values().cloned().collect();
                from_list(&elements)
            }
            Some(Value::String(text)) => Ok(suggestion(&Value::String(text.clone()))
                .into_iter()
                .collect()),
            Some(_) => Ok(Vec::new()),
            None => Err(Unreadable("it has no list `operations`")),
        },
        Value::Bool(_) | Value::Number(_) | Value::String(_) => {
            Err(Unreadable("it is not a JSON object"))
        }
    }
}

/// The list of an object: a key that names one and holds something like one.
fn list_in(map: &Map<String, Value>) -> Option<&Value> {
    LISTS
        .iter()
        .filter_map(|key| map.get(*key))
        .find(|value| match value {
            Value::Array(_) | Value::Object(_) | Value::Null => true,
            // `memory` is also what some call the text of one operation, or its number.
            Value::String(_) => !is_suggestion(map),
            Value::Bool(_) | Value::Number(_) => false,
        })
}

fn is_suggestion(map: &Map<String, Value>) -> bool {
    let has_action = ACTIONS
        .iter()
        .any(|key| map.get(*key).is_some_and(Value::is_string));
    has_action
        || ["text", "fact", "statement"]
            .iter()
            .any(|key| map.contains_key(*key))
}

fn from_list(elements: &[Value]) -> Result<Vec<Suggestion>, Unreadable> {
    let mut list = Vec::new();
    for element in elements {
        match element {
            Value::Array(inner) => list.extend(inner.iter().filter_map(suggestion)),
            element => list.extend(suggestion(element)),
        }
    }
    let says_something = elements.iter().any(|element| !is_blank(element));
    if list.is_empty() && says_something {
        return Err(Unreadable(
            "the elements of `operations` are not objects with `op` and `text`",
        ));
    }
    Ok(list)
}

fn is_blank(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.trim().is_empty(),
        Value::Array(elements) => elements.iter().all(is_blank),
        Value::Object(map) => map.is_empty(),
        Value::Bool(_) | Value::Number(_) => false,
    }
}

fn suggestion(value: &Value) -> Option<Suggestion> {
    let map = match value {
        Value::String(text) if !text.trim().is_empty() => {
            let mut map = Map::new();
            map.insert("text".to_owned(), Value::String(text.clone()));
            return Some(from_object(&map));
        }
        Value::Object(map) if !map.is_empty() => map,
        _ => return None,
    };
    let known = TEXTS
        .iter()
        .chain(&ACTIONS)
        .any(|key| map.contains_key(*key));
    known.then(|| from_object(map))
}

fn from_object(map: &Map<String, Value>) -> Suggestion {
    let text_of = |keys: &[&str]| {
        keys.iter()
            .filter_map(|key| map.get(*key))
            .find_map(text)
            .filter(|text| !text.is_empty())
    };
    Suggestion {
        action: ACTIONS
            .iter()
            .find_map(|key| map.get(*key)?.as_str())
            .map_or(Action::Add, action),
        text: text_of(&TEXTS).unwrap_or_default(),
        target: TARGETS
            .iter()
            .filter_map(|key| map.get(*key))
            .find_map(number),
        sources: SOURCES
            .iter()
            .find_map(|key| map.get(*key))
            .map(numbers)
            .unwrap_or_default(),
        quote: text_of(&QUOTES),
        when: text_of(&DATES),
        categories: map
            .get("categories")
            .or_else(|| map.get("category"))
            .map(texts)
            .unwrap_or_default(),
        old_text: text_of(&OLD_TEXTS),
    }
}

fn action(word: &str) -> Action {
    match word.trim().to_lowercase().as_str() {
        "add" | "create" | "insert" | "new" | "added" | "新增" | "添加" => Action::Add,
        "update" | "modify" | "change" | "replace" | "updated" | "更新" | "修改" => {
            Action::Update
        }
        "delete" | "remove" | "retract" | "forget" | "deleted" | "删除" => Action::Delete,
        "none" | "noop" | "no_op" | "keep" | "skip" | "no_change" | "nochange" | "" | "无" => {
            Action::Keep
        }
        _ => Action::Unknown,
    }
}

/// The trimmed text of a string, or of the first string of a list.
fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.trim().to_owned()),
        Value::Array(elements) => elements.iter().find_map(text),
        _ => None,
    }
}

fn texts(value: &Value) -> Vec<String> {
    match value {
        Value::Array(elements) => elements
            .iter()
            .filter_map(text)
            .filter(|t| !t.is_empty())
            .collect(),
        other => text(other).filter(|t| !t.is_empty()).into_iter().collect(),
    }
}

/// A number, also as `"1"`, `1.0`, `"#1"`, `"M1"`, `"memory 1"`, `[1]`.
fn number(value: &Value) -> Option<i64> {
    match value {
        Value::Number(number) => number.as_i64().or_else(|| {
            let float = number.as_f64()?;
            // Small enough to be exact, or it is no number of ours anyway.
            (float.fract() == 0.0 && float.abs() < 1e9).then_some(float as i64)
        }),
        Value::String(text) => {
            let text = text.trim();
            if let Ok(number) = text.parse() {
                return Some(number);
            }
            // A UUID may begin with letters and end with digits; it is no number of ours.
            if text.bytes().filter(|byte| *byte == b'-').count() > 1 {
                return None;
            }
            let is_prefix = |c: char| c.is_alphabetic() || matches!(c, ' ' | '#' | '_' | '[' | '-');
            let digits = text
                .trim_start_matches(is_prefix)
                .trim_end_matches([']', '.']);
            digits.parse().ok()
        }
        Value::Array(elements) => elements.first().and_then(number),
        _ => None,
    }
}

/// Every number of a value, written in any of these ways.
pub(in crate::prompts) fn numbers(value: &Value) -> Vec<i64> {
    match value {
        Value::Array(elements) => elements.iter().filter_map(number).collect(),
        Value::String(text) => text
            .split([',', ' ', ';', '，', '、'])
            .filter_map(|part| number(&Value::String(part.to_owned())))
            .collect(),
        other => number(other).into_iter().collect(),
    }
}
