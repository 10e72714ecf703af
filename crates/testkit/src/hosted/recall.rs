//! Lists and searches.

use std::collections::BTreeSet;

use mem0_core::{MemoryItem, Timestamp};
use serde_json::{Map, Value, json};

use super::answer::{Answer, Routed};
use super::call::Call;
use super::events;
use super::scope::{both, filter, ids, names_somebody};
use super::state::{Project, Stored};

/// How many there are on a page if nobody says.
const PAGE_SIZE: u64 = 100;

/// Which version of a path is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Version {
    V1,
    V2,
    V3,
}

impl Version {
    pub(super) fn named(name: &str) -> Self {
        match name {
            "v1" => Self::V1,
            "v2" => Self::V2,
            _ => Self::V3,
        }
    }
}

const NOBODY: &str = "At least one of the filters: agent_id, user_id, app_id, run_id is required!";

/// What a body asks for: ids beside the filters count too, except in the third version.
fn asked(body: &Map<String, Value>, version: Version) -> Routed<Option<Value>> {
    let top = ids(body)?;
    if version == Version::V3 && top.is_some() {
        return Err(Answer::refused(
            400,
            "Put user_id, agent_id, app_id and run_id into filters.",
        ));
    }
    let mut asked = both(body.get("filters").cloned(), top);
    if let Some(categories) = body.get("categories").filter(|value| !value.is_null()) {
        asked = both(
            asked,
            Some(json!({"categories": {"in": listed(categories)}})),
        );
    }
    if let Some(metadata) = body.get("metadata").filter(|value| !value.is_null()) {
        asked = both(asked, Some(json!({"metadata": metadata})));
    }
    if let Some(keywords) = body.get("keywords").and_then(Value::as_str) {
        asked = both(asked, Some(json!({"keywords": {"icontains": keywords}})));
    }
    for (name, operator) in [("start_date", "gte"), ("end_date", "lte")] {
        if let Some(day) = body.get(name).and_then(Value::as_str) {
            asked = both(asked, Some(json!({"created_at": {operator: day}})));
        }
    }
    Ok(asked)
}

fn listed(value: &Value) -> Vec<Value> {
    match value {
        Value::Array(list) => list.clone(),
        other => vec![other.clone()],
    }
}

/// Memories that are asked for, newest first, without those that have expired.
fn chosen<'a>(
    project: &'a Project,
    asked: Option<&Value>,
    show_expired: bool,
) -> Routed<Vec<&'a Stored>> {
    let filter = asked.map(filter).transpose()?;
    let today = Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC).date();
    let shown = |item: &MemoryItem| {
        (show_expired || !item.is_expired(today))
            && filter.as_ref().is_none_or(|filter| filter.matches(item))
    };
    let mut found: Vec<&Stored> = project
        .memories
        .iter()
        .filter(|stored| shown(&stored.item))
        .collect();
    // Later ones of the same moment first, too.
    found.reverse();
    found.sort_by_key(|stored| std::cmp::Reverse(stored.item.created_at));
    Ok(found)
}

fn truth(body: &Map<String, Value>, name: &str) -> bool {
    body.get(name) == Some(&Value::Bool(true))
}

pub(super) fn list(project: &mut Project, call: &Call, root: &str, version: Version) -> Routed {
    let mut body = call.object()?;
    if version == Version::V1 {
        for id in mem0_core::ScopeId::ALL {
            if let Some(value) = call.query(id.name()) {
                body.insert(id.name().to_owned(), value.into());
            }
        }
        for name in ["keywords", "start_date", "end_date"] {
            if let Some(value) = call.query(name) {
                body.insert(name.to_owned(), value.into());
            }
        }
        for name in ["metadata", "filters"] {
            if let Some(value) = call.query_json(name)? {
                body.insert(name.to_owned(), value);
            }
        }
        for name in ["categories", "fields"] {
            let values = call.recorded.query_values(name);
            if !values.is_empty() {
                body.insert(name.to_owned(), json!(values));
            }
        }
    }
    if version == Version::V3 && !body.get("filters").is_some_and(names_somebody) {
        return Err(Answer::refused(400, NOBODY));
    }
    let asked = asked(&body, version)?;
    let found = chosen(project, asked.as_ref(), truth(&body, "show_expired"))?;
    let mut shown: Vec<Value> = found
        .into_iter()
        .map(|stored| {
            let mut memory = project.show(stored);
            if version == Version::V1 {
                memory["input"] = stored.input.clone();
            }
            only(memory, &body)
        })
        .collect();
    let paged = match (call.number("page"), call.number("page_size")) {
        (None, None) => version == Version::V3,
        (page, size) => version == Version::V3 || (page.is_some() && size.is_some()),
    };
    if paged {
        return page(call, root, shown);
    }
    if let Some(limit) = call.number("limit") {
        shown.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    }
    Ok(Answer::ok(shown))
}

/// The memories of one user, agent, application or session, by pages.
pub(super) fn of_entity(
    project: &mut Project,
    call: &Call,
    root: &str,
    kind: &str,
    name: &str,
) -> Routed {
    let id = format!("{kind}_id");
    if mem0_core::ScopeId::from_name(&id).is_none() {
        return Err(Answer::refused(400, "Invalid entity type"));
    }
    let found = chosen(project, Some(&json!({id: name})), false)?;
    let shown = found.into_iter().map(|stored| project.show(stored));
    page(call, root, shown.collect())
}

/// The part of the rows that is asked for, in an envelope.
pub(super) fn page(call: &Call, root: &str, rows: Vec<Value>) -> Routed {
    let number = call.number("page").unwrap_or(1);
    let size = call.number("page_size").unwrap_or(PAGE_SIZE);
    let count = rows.len() as u64;
    let pages = count.div_ceil(size.max(1)).max(1);
    if size == 0 || number == 0 || number > pages {
        return Err(Answer::new(404, json!({"detail": "Invalid page."})));
    }
    let link = |number: u64| {
        let path = &call.recorded.path;
        let rest = call
            .recorded
            .query
            .iter()
            .filter(|(name, _)| !matches!(name.as_str(), "page" | "page_size"))
            .map(|(name, value)| format!("&{name}={value}"))
            .collect::<String>();
        format!("{root}{path}?page={number}&page_size={size}{rest}")
    };
    let skipped = usize::try_from((number - 1) * size).unwrap_or(usize::MAX);
    let taken = usize::try_from(size).unwrap_or(usize::MAX);
    let results: Vec<Value> = rows.into_iter().skip(skipped).take(taken).collect();
    Ok(Answer::ok(json!({
        "count": count,
        "next": (number < pages).then(|| link(number + 1)),
        "previous": (number > 1).then(|| link(number - 1)),
        "results": results,
    })))
}

/// The id and the fields that are asked for.
fn only(memory: Value, body: &Map<String, Value>) -> Value {
    let Some(Value::Array(fields)) = body.get("fields").filter(|fields| *fields != &json!([]))
    else {
        return memory;
    };
    let wanted = |key: &str| key == "id" || fields.iter().any(|field| field == key);
    let Value::Object(object) = memory else {
        return memory;
    };
    object
        .into_iter()
        .filter(|(key, _)| wanted(key))
        .collect::<Map<_, _>>()
        .into()
}

pub(super) fn search(project: &mut Project, call: &Call, version: Version, at: &str) -> Routed {
    let body = call.object()?;
    let query = body
        .get("query")
        .and_then(Value::as_str)
        .unwrap_or_default()
        .trim();
    if query.is_empty() {
        return Err(Answer::refused(400, "query must not be blank"));
    }
    let asked = asked(&body, version)?;
    if !asked.as_ref().is_some_and(names_somebody) {
        return Err(Answer::refused_with_message(400, NOBODY));
    }
    let number = |name: &str| body.get(name).and_then(Value::as_u64);
    let top_k = number("top_k").or_else(|| number("limit")).unwrap_or(10);
    if !(1..=1000).contains(&top_k) {
        return Err(Answer::refused(400, "top_k must be between 1 and 1000"));
    }
    let threshold = body
        .get("threshold")
        .and_then(Value::as_f64)
        .unwrap_or(match version {
            Version::V1 => 0.0,
            Version::V2 => 0.3,
            Version::V3 => 0.1,
        });
    let words = words(query);
    let mut scored: Vec<(f64, &Stored)> =
        chosen(project, asked.as_ref(), truth(&body, "show_expired"))?
            .into_iter()
            .map(|stored| (score(&words, &stored.item.text), stored))
            .filter(|(score, _)| *score >= threshold)
            .collect();
    scored.sort_by(|(one, _), (other, _)| other.total_cmp(one));
    scored.truncate(usize::try_from(top_k).unwrap_or(usize::MAX));
    let hits: Vec<Value> = scored
        .into_iter()
        .map(|(score, stored)| {
            let mut hit = only(project.show(stored), &body);
            hit["score"] = json!(score);
            hit
        })
        .collect();
    events::record(project, "SEARCH", at, &Value::Object(body.clone()), &hits);
    let with_relations = truth(&body, "enable_graph");
    let as_object = with_relations || body.get("output_format") == Some(&json!("v1.1"));
    Ok(Answer::ok(match version {
        Version::V3 => json!({"results": hits}),
        _ if with_relations => json!({"results": hits, "relations": []}),
        _ if as_object => json!({"results": hits}),
        _ => Value::Array(hits),
    }))
}

/// Words of a text; of what is written without blanks, each character.
fn words(text: &str) -> BTreeSet<String> {
    let mut words = BTreeSet::new();
    for word in text
        .to_lowercase()
        .split(|character: char| !character.is_alphanumeric())
    {
        if word.is_ascii() {
            words.insert(word.trim_end_matches('s').to_owned());
        } else {
            words.extend(word.chars().map(String::from));
        }
    }
    words.remove("");
    words
}

/// The share of the question's words that the text has.
fn score(question: &BTreeSet<String>, text: &str) -> f64 {
    let text = words(text);
    let common = question.intersection(&text).count();
    common as f64 / question.len().max(1) as f64
}
