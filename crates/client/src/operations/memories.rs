//! Memories: add, search, list, and what is done with one of them.

use serde_json::{Map, Value, json};

use super::scope::{Version, filters, only_ids};
use crate::arguments::{Arguments, SCOPE_IDS, kind, refused};
use crate::error::Result;
use crate::identity::Identity;
use crate::request::{Method, Request};

/// What only the newest version of search and list knows.
const NEWEST: [&str; 3] = ["show_expired", "latest_only", "reference_date"];

/// What a page holds if nobody says.
const PAGE_SIZE: u32 = 100;

pub(super) fn add(arguments: &mut Arguments, _: &Identity) -> Result<Request> {
    let messages = messages(arguments.take("messages"))?;
    let version = arguments.take("version");
    let mut body = Map::from_iter([("messages".to_owned(), messages)]);
    lift_ids(arguments);
    if version.as_ref().and_then(Value::as_str) == Some("v3") {
        // It always works in the background, and has one form of answer.
        arguments.take("async_mode");
        arguments.take("output_format");
        body.extend(arguments.rest());
        return Ok(Request::new(Method::Post, "/v3/memories/add/").body(body));
    }
    body.extend(arguments.rest());
    body.entry("async_mode").or_insert(false.into());
    // The other form is a bare list, which can't tell what else happened.
    body.insert("output_format".to_owned(), "v1.1".into());
    body.insert("version".to_owned(), version.unwrap_or_else(|| "v2".into()));
    Ok(Request::new(Method::Post, "/v1/memories/").body(body))
}

/// Typed options of 2.x put the ids of an add into filters, where only the newest servers look.
fn lift_ids(arguments: &mut Arguments) {
    let Some(Value::Object(filters)) = arguments.take("filters") else {
        return;
    };
    match only_ids(&filters) {
        Some(ids) if ids.iter().all(|(name, _)| !arguments.has(name)) => {
            for (name, id) in ids {
                arguments.set(&name, id);
            }
        }
        _ => arguments.set("filters", filters.into()),
    }
}

/// A text is what the user said; one message is a conversation of one.
fn messages(messages: Option<Value>) -> Result<Value> {
    match messages {
        Some(Value::String(text)) => Ok(json!([{"role": "user", "content": text}])),
        Some(Value::Object(message)) => Ok(Value::Array(vec![message.into()])),
        Some(Value::Array(list)) => Ok(Value::Array(list)),
        other => Err(refused(format!(
            "messages must be a text, a message or a list of messages, not {}",
            other.as_ref().map_or("nothing", kind)
        ))),
    }
}

/// The answer to `add`, always with `results`. What was put off is one result that says so, and
/// its `event_id` stands beside the results too.
pub(super) fn added(answer: Value) -> Value {
    let mut object = match answer {
        Value::Array(results) => Map::from_iter([("results".to_owned(), results.into())]),
        Value::Object(object) => object,
        other => return other,
    };
    if !object.get("results").is_some_and(Value::is_array) {
        let pending = object.contains_key("event_id").then(|| object.clone());
        let results: Vec<Value> = pending.into_iter().map(Value::Object).collect();
        object.insert("results".to_owned(), results.into());
        return object.into();
    }
    let mut put_off = None;
    if let Some(Value::Array(results)) = object.get_mut("results") {
        for result in results.iter_mut().filter_map(Value::as_object_mut) {
            both_spellings(result);
        }
        if let [only] = results.as_slice()
            && only.get("event_id").is_some()
        {
            put_off = only.as_object().cloned();
        }
    }
    for (key, value) in put_off.into_iter().flatten() {
        object.entry(key).or_insert(value);
    }
    object.into()
}

/// A result tells its text as `memory` or as `data.memory`; callers know one or the other.
fn both_spellings(result: &mut Map<String, Value>) {
    let inner = result
        .get("data")
        .and_then(|data| data.get("memory"))
        .cloned();
    match (result.get("memory").cloned(), inner) {
        (None, Some(text)) => {
            result.insert("memory".to_owned(), text);
        }
        (Some(text), None) if !result.contains_key("data") => {
            result.insert("data".to_owned(), json!({"memory": text}));
        }
        _ => {}
    }
}

pub(super) fn search(arguments: &mut Arguments, _: &Identity) -> Result<Request> {
    let query = match arguments.take("query") {
        Some(Value::String(query)) => query,
        other => {
            let what = other.as_ref().map_or("nothing", kind);
            return Err(refused(format!("query must be a text, not {what}")));
        }
    };
    if query.trim().is_empty() {
        return Err(refused("query must not be empty"));
    }
    // Programs of old hand it to every call; it says how to add.
    arguments.take("async_mode");
    let version = Version::choose(arguments, &NEWEST)?;
    let limit = arguments.take("limit");
    let top_k = arguments.take("top_k").or(limit);
    let mut body = Map::from_iter([("query".to_owned(), query.trim().into())]);
    if version != Version::V1
        && let Some(filters) = filters(arguments)?
    {
        body.insert("filters".to_owned(), filters);
    }
    if let Some(top_k) = top_k {
        body.insert("top_k".to_owned(), top_k);
    }
    body.extend(arguments.rest());
    let path = format!("/{}/memories/search/", version.as_str());
    Ok(Request::new(Method::Post, path).body(body))
}

pub(super) fn get_all(arguments: &mut Arguments, _: &Identity) -> Result<Request> {
    arguments.take("async_mode");
    let version = Version::choose(arguments, &NEWEST)?;
    let limit = arguments.take("limit");
    let limit = arguments.take("top_k").or(limit);
    let (page, size) = (arguments.take("page"), arguments.take("page_size"));
    if version == Version::V1 {
        let request = Request::new(Method::Get, "/v1/memories/");
        let mut request = if page.is_some() || size.is_some() {
            paged(request, page, size.or(limit))
        } else {
            request.query("limit", &limit.unwrap_or_default())
        };
        for (name, value) in arguments.rest() {
            request = request.query(&name, &value);
        }
        return Ok(request);
    }
    let mut body = Map::new();
    if let Some(filters) = filters(arguments)? {
        body.insert("filters".to_owned(), filters);
    }
    body.extend(arguments.rest());
    let path = format!("/{}/memories/", version.as_str());
    let request = Request::new(Method::Post, path).body(body);
    Ok(match (page, size.or(limit)) {
        (None, None) => request,
        (page, size) => paged(request, page, size),
    })
}

/// Old servers look at a page only if they hear its size too.
fn paged(request: Request, page: Option<Value>, size: Option<Value>) -> Request {
    request
        .query("page", &page.unwrap_or_else(|| 1.into()))
        .query("page_size", &size.unwrap_or_else(|| PAGE_SIZE.into()))
}

/// The answer to `search` and `get_all`, always with `results`.
pub(super) fn listed(answer: Value) -> Value {
    match answer {
        Value::Array(results) => json!({"results": results}),
        other => other,
    }
}

/// The answer to `history`: a list, also where a server says nothing at all.
pub(super) fn changes(answer: Value) -> Value {
    match answer {
        Value::Object(object) if object.is_empty() => Value::Array(Vec::new()),
        other => other,
    }
}

fn path_of(arguments: &mut Arguments) -> Result<String> {
    Ok(format!("/v1/memories/{}/", arguments.id("memory_id")?))
}

pub(super) fn get(arguments: &mut Arguments, _: &Identity) -> Result<Request> {
    Ok(Request::new(Method::Get, path_of(arguments)?))
}

pub(super) fn history(arguments: &mut Arguments, _: &Identity) -> Result<Request> {
    let path = format!("{}history/", path_of(arguments)?);
    Ok(Request::new(Method::Get, path))
}

pub(super) fn update(arguments: &mut Arguments, _: &Identity) -> Result<Request> {
    let path = path_of(arguments)?;
    // Null takes the expiry away; for everything else it means "leave it".
    let expiration_date = arguments.take_with_null("expiration_date");
    let mut body = arguments.rest();
    if let Some(date) = expiration_date {
        body.insert("expiration_date".to_owned(), date);
    }
    if body.is_empty() {
        return Err(refused(
            "At least one of text, metadata, timestamp, or expiration_date must be provided for \
             update.",
        ));
    }
    Ok(Request::new(Method::Put, path).body(body))
}

pub(super) fn delete(arguments: &mut Arguments, _: &Identity) -> Result<Request> {
    let request = Request::new(Method::Delete, path_of(arguments)?);
    match arguments.take("delete_linked") {
        Some(Value::Bool(true)) => Ok(request.query("delete_linked", &true.into())),
        None | Some(Value::Bool(false)) => Ok(request),
        Some(other) => Err(refused(format!(
            "delete_linked must be true or false, not {}",
            kind(&other)
        ))),
    }
}

/// What a server doesn't understand here it might leave out, and delete more than was meant: so
/// nothing is sent that isn't sure to be understood.
pub(super) fn delete_all(arguments: &mut Arguments, _: &Identity) -> Result<Request> {
    let mut ids: Vec<(String, Value)> = Vec::new();
    for (name, id) in arguments.take_scope() {
        ids.push((name.to_owned(), id));
    }
    match arguments.take("filters") {
        None => {}
        Some(Value::Object(filters)) => match only_ids(&filters) {
            Some(more) => ids.extend(more),
            None => {
                return Err(refused(format!(
                    "delete_all takes filters on {} only; find the memories first and delete \
                     them with batch_delete",
                    SCOPE_IDS.join(", ")
                )));
            }
        },
        Some(other) => {
            return Err(refused(format!(
                "filters must be an object, not {}",
                kind(&other)
            )));
        }
    }
    let mut request = Request::new(Method::Delete, "/v1/memories/");
    for (name, id) in ids {
        let id = match id {
            Value::Number(number) => number.to_string().into(),
            id => id,
        };
        if id.as_str().is_none_or(|id| id.trim().is_empty()) {
            return Err(refused(format!("{name} must be a text that is not empty")));
        }
        match request.query.iter().find(|(known, _)| *known == name) {
            None => request = request.query(&name, &id),
            Some((_, known)) if id.as_str() == Some(known) => {}
            Some(_) => return Err(refused(format!("{name} can't have two values at once"))),
        }
    }
    for (name, value) in arguments.rest() {
        request = request.query(&name, &value);
    }
    Ok(request)
}
