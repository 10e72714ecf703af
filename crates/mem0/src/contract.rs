//! The JSON shapes that the command line, servers and bindings share: those of the original's
//! `add`, `search`, `get`, `get_all` and `history`, with a few fields of our own.
//!
//! Times are RFC 3339 in UTC with microseconds: `2026-08-22T13:34:00.123456+00:00`.

mod error;

use mem0_core::memory_store::Receipt;
use mem0_core::{Change, Episode, MemoryItem, Metadata, Scope, Timestamp};
use mem0_engine::recall::explain::Explanation;
use mem0_engine::{AddResult, Added, Answers, Hit, Listed};
use serde_json::{Map, Value, json};

pub use self::error::{error_code, error_json, kind_name};

/// A memory as `get_all` lists it.
///
/// Always: `id`, `memory`, `hash`, `metadata` (null if empty), `created_at`, `updated_at`, and of
/// ours `occurred_at`, `kind`, `version`. Only when there is something to say: the ids of its
/// scope, `actor_id`, `role`, `attributed_to`, `linked_memory_ids`, `expiration_date`,
/// `categories`, `immutable`, `valid_to`, `superseded_by`.
pub fn memory_json(item: &MemoryItem) -> Value {
    Value::Object(memory_object(item, None))
}

/// A memory as `get` answers: as [`memory_json`], with `score` null.
pub fn get_json(item: &MemoryItem) -> Value {
    Value::Object(memory_object(item, Some(Value::Null)))
}

/// A memory as `search` finds it: with `score`, after a reranker also `rerank_score`, and
/// `score_details` if an explanation was asked for.
pub fn hit_json(hit: &Hit) -> Value {
    let mut object = memory_object(&hit.item, Some(rounded(hit.score)));
    if let Some(score) = hit.rerank_score {
        object.insert("rerank_score".to_owned(), rounded(score));
    }
    if let Some(explanation) = &hit.explanation {
        object.insert(
            "score_details".to_owned(),
            details_json(explanation, hit.score),
        );
    }
    Value::Object(object)
}

/// What `search` answers: `{"results": […]}`, with `warnings` if there are any.
pub fn answers_json(answers: &Answers) -> Value {
    let mut object = results(answers.hits.iter().map(hit_json));
    if !answers.warnings.is_empty() {
        object.insert("warnings".to_owned(), json!(answers.warnings));
    }
    Value::Object(object)
}

/// What `get_all` answers: `{"results": […]}`.
pub fn listed_json(listed: &Listed) -> Value {
    Value::Object(results(listed.items.iter().map(memory_json)))
}

/// What `add` answers: `{"results": [{"id", "memory", "event", …}]}`. If a model was asked, with
/// `usage` (`calls`, `input_tokens`, `output_tokens`); if something was left out, with `left_out`
/// (`proposal`, `reason`); if attachments could not be read, with `errors` (`type`, `source`,
/// `error`).
pub fn added_json(added: &Added) -> Value {
    let mut object = results(added.results.iter().map(add_result_json));
    if added.usage.calls > 0 {
        object.insert("usage".to_owned(), json!(added.usage));
    }
    if !added.left_out.is_empty() {
        let left_out = added.left_out.iter();
        let rows = left_out.map(|it| json!({"proposal": it.proposal, "reason": it.reason}));
        object.insert("left_out".to_owned(), rows.collect());
    }
    if !added.errors.is_empty() {
        let rows = added.errors.iter().map(
            |unread| json!({"type": unread.kind, "source": unread.source, "error": unread.reason}),
        );
        object.insert("errors".to_owned(), rows.collect());
    }
    Value::Object(object)
}

/// One row of a memory's history.
pub fn change_json(change: &Change) -> Value {
    let mut object = object(json!({
        "id": change.id,
        "memory_id": change.memory_id,
        "old_memory": change.old_memory,
        "new_memory": change.new_memory,
        "event": change.event.as_str(),
        "created_at": time_json(change.created_at),
        "updated_at": time_json(change.updated_at),
        "is_deleted": change.is_deleted,
        "actor_id": change.actor_id,
        "role": change.role,
        "sequence": change.sequence,
        "version": change.version,
    }));
    if let Some(sequence) = change.undoes {
        object.insert("undoes".to_owned(), json!(sequence));
    }
    Value::Object(object)
}

/// A message as it was said.
pub fn episode_json(episode: &Episode) -> Value {
    let mut object = object(json!({
        "id": episode.id,
        "role": episode.role,
        "content": episode.content,
        "occurred_at": time_json(episode.occurred_at),
        "created_at": time_json(episode.created_at),
        "extracted": episode.extracted,
    }));
    if let Some(name) = &episode.name {
        object.insert("name".to_owned(), json!(name));
    }
    insert_scope(&mut object, &episode.scope);
    Value::Object(object)
}

/// What was erased for good: `memories`, `versions`, `changes`, `episodes`, `erased_at`.
pub fn receipt_json(receipt: &Receipt) -> Value {
    json!({
        "memories": receipt.memories,
        "versions": receipt.versions,
        "changes": receipt.changes,
        "episodes": receipt.episodes,
        "erased_at": receipt.erased_at.map(time_json),
    })
}

/// A time: `2026-08-22T13:34:00.123456+00:00`.
pub fn time_json(time: Timestamp) -> String {
    time.strftime("%Y-%m-%dT%H:%M:%S%.6f+00:00").to_string()
}

fn memory_object(item: &MemoryItem, score: Option<Value>) -> Map<String, Value> {
    let mut metadata = item.metadata.clone();
    let attributed_to = metadata.shift_remove("attributed_to");
    let linked_memory_ids = metadata.shift_remove("linked_memory_ids");
    let mut object = object(json!({
        "id": item.id,
        "memory": item.text,
        "hash": item.hash,
        "metadata": metadata_json(metadata),
    }));
    let mut insert = |key: &str, value: Value| object.insert(key.to_owned(), value);
    if let Some(score) = score {
        insert("score", score);
    }
    insert("created_at", time_json(item.created_at).into());
    insert("updated_at", time_json(item.updated_at).into());
    insert_scope(&mut object, &item.scope);
    let mut insert = |key: &str, value: Option<Value>| {
        if let Some(value) = value {
            object.insert(key.to_owned(), value);
        }
    };
    insert("actor_id", item.actor_id.as_deref().map(Value::from));
    insert("role", item.role.as_deref().map(Value::from));
    insert("attributed_to", attributed_to);
    insert("linked_memory_ids", linked_memory_ids);
    insert(
        "expiration_date",
        item.expires_on.map(|day| day.to_string().into()),
    );
    insert(
        "categories",
        (!item.categories.is_empty()).then(|| json!(item.categories)),
    );
    insert("occurred_at", Some(time_json(item.occurred_at).into()));
    insert("kind", Some(item.kind.as_str().into()));
    insert("version", Some(item.version.into()));
    insert("immutable", item.immutable.then_some(Value::Bool(true)));
    insert("valid_to", item.valid_to.map(|end| time_json(end).into()));
    insert(
        "superseded_by",
        item.superseded_by.as_deref().map(Value::from),
    );
    object
}

fn insert_scope(object: &mut Map<String, Value>, scope: &Scope) {
    for (id, value) in scope.ids() {
        object.insert(id.name().to_owned(), value.into());
    }
}

fn add_result_json(result: &AddResult) -> Value {
    let mut object = object(json!({
        "id": result.id,
        "memory": result.memory,
        "event": result.event.as_str(),
    }));
    if let Some(previous) = &result.previous_memory {
        object.insert("previous_memory".to_owned(), json!(previous));
    }
    if let Some(speaker) = &result.attributed_to {
        object.insert("attributed_to".to_owned(), json!(speaker));
    }
    if !result.linked_memory_ids.is_empty() {
        object.insert(
            "linked_memory_ids".to_owned(),
            json!(result.linked_memory_ids),
        );
    }
    if let Some(role) = &result.role {
        object.insert("actor_id".to_owned(), json!(result.actor_id));
        object.insert("role".to_owned(), json!(role));
    }
    Value::Object(object)
}

/// The parts of a score under the original's names, and ours: every signal, and one sentence.
fn details_json(explanation: &Explanation, score: f32) -> Value {
    let strength = |signal: &str| explanation.strength(signal).map_or(Value::Null, rounded);
    json!({
        "semantic_score": strength("meaning"),
        "bm25_score": strength("words"),
        "entity_boost": strength("names"),
        "raw_score": rounded(explanation.score),
        "max_possible_score": 1.0,
        "final_score": rounded(score),
        "signals": explanation.contributions,
        "base": explanation.base,
        "matched": explanation.matched,
        "entities": explanation.entities,
        "speaker": explanation.speaker,
        "occurred_at": time_json(explanation.occurred_at),
        "sentence": explanation.sentence(),
    })
}

fn results(results: impl Iterator<Item = Value>) -> Map<String, Value> {
    Map::from_iter([("results".to_owned(), results.collect())])
}

fn metadata_json(metadata: Metadata) -> Value {
    if metadata.is_empty() {
        Value::Null
    } else {
        Value::Object(metadata)
    }
}

/// Six decimals: what is beyond them is noise, and `0.1` shall not read `0.10000000149011612`.
fn rounded(score: f32) -> Value {
    json!((f64::from(score) * 1e6).round() / 1e6)
}

fn object(json: Value) -> Map<String, Value> {
    match json {
        Value::Object(object) => object,
        other => Map::from_iter([("value".to_owned(), other)]),
    }
}
