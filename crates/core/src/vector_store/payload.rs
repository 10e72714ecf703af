//! A memory as the payload of a point, and back.
//!
//! The names are the original's, so that it and other programs can read what we write and we what
//! they wrote: `data` (the text), `hash`, `created_at`, `updated_at`, `user_id`, `agent_id`,
//! `run_id`, `actor_id`, `role`, and the caller's metadata beside them. What the original doesn't
//! know (`app_id`, `categories`, `expiration_date`, `occurred_at`, `kind`, `immutable`) is written
//! only where it says something. No value is null: some databases refuse it.

use jiff::civil::{Date, DateTime};
use jiff::{Timestamp, tz::TimeZone};
use serde_json::{Map, Value};

use super::{FoundPoint, Point};
use crate::memory::{MemoryItem, MemoryKind, Metadata};
use crate::scope::{Namespace, Scope, ScopeId};

/// Keys under which a text may stand: the original's, and those of other programs.
const TEXTS: [&str; 3] = ["data", "memory", "text"];

/// Names that the original gives a meaning and that are no metadata of the caller's.
const OWN: [&str; 11] = [
    "data",
    "hash",
    "created_at",
    "updated_at",
    "user_id",
    "agent_id",
    "run_id",
    "app_id",
    "actor_id",
    "role",
    // Made of the text for the original's keyword search.
    "text_lemmatized",
];

impl Point {
    /// The point of a memory with this embedding.
    pub fn of(item: &MemoryItem, vector: Vec<f32>) -> Self {
        Self {
            id: item.id.clone(),
            scope: item.scope.clone(),
            vector,
            text: item.text.clone(),
            payload: payload(item),
        }
    }
}

/// What is kept beside a memory's vector.
pub fn payload(item: &MemoryItem) -> Metadata {
    let metadata = item.metadata.iter().filter(|(_, value)| !value.is_null());
    let mut payload: Metadata = metadata
        .map(|(key, value)| (key.clone(), value.clone()))
        .collect();
    let mut say = |key: &str, value: Value| {
        payload.insert(key.to_owned(), value);
    };
    say("data", item.text.as_str().into());
    say("hash", item.hash.as_str().into());
    say("created_at", item.created_at.to_string().into());
    if item.updated_at != item.created_at {
        say("updated_at", item.updated_at.to_string().into());
    }
    for (id, value) in item.scope.ids() {
        say(id.name(), value.into());
    }
    for (key, value) in [("actor_id", &item.actor_id), ("role", &item.role)] {
        if let Some(value) = value {
            say(key, value.as_str().into());
        }
    }
    if item.occurred_at != item.created_at {
        say("occurred_at", item.occurred_at.to_string().into());
    }
    if !item.categories.is_empty() {
        say("categories", item.categories.clone().into());
    }
    if let Some(last) = item.expires_on {
        say("expiration_date", last.to_string().into());
    }
    if item.kind != MemoryKind::Fact {
        say("kind", item.kind.as_str().into());
    }
    if item.immutable {
        say("immutable", true.into());
    }
    payload
}

impl FoundPoint {
    /// The memory that this point is, in this namespace: the first version of one that was made at
    /// `now` where the payload names no time. Its language is blank: whoever takes it in finds it
    /// out. `None` if it has no id or no text, or if nobody owns it: not every point is a memory.
    pub fn memory(&self, namespace: &Namespace, now: Timestamp) -> Option<MemoryItem> {
        let in_payload = || {
            TEXTS
                .iter()
                .find_map(|key| self.payload.get(*key)?.as_str())
        };
        let text = self.payload.get("data").and_then(Value::as_str);
        let text = text.or(self.text.as_deref()).or_else(in_payload)?;
        if self.id.trim().is_empty() || text.trim().is_empty() {
            return None;
        }
        let scope = Scope {
            namespace: namespace.clone(),
            ..scope(&self.payload)
        };
        let scope = scope.validated().ok()?;
        if scope.is_unbounded() {
            return None;
        }
        let mut item = MemoryItem {
            language: String::new(),
            metadata: metadata(&self.payload),
            actor_id: words(&self.payload, "actor_id"),
            role: words(&self.payload, "role"),
            ..MemoryItem::new(self.id.clone(), scope, text, now)
        };
        tell_times(&mut item, &self.payload);
        take_own(&mut item);
        Some(item)
    }
}

fn tell_times(item: &mut MemoryItem, payload: &Map<String, Value>) {
    let time = |key: &str| payload.get(key).and_then(Value::as_str).and_then(moment);
    let (created, updated) = (time("created_at"), time("updated_at"));
    item.created_at = created.or(updated).unwrap_or(item.created_at);
    item.updated_at = updated.unwrap_or(item.created_at).max(item.created_at);
    item.occurred_at = item.created_at;
    item.valid_from = item.created_at;
}

/// Takes what only we write out of the metadata. A value that isn't ours (a caller may use the
/// same name) stays there.
fn take_own(item: &mut MemoryItem) {
    let metadata = &mut item.metadata;
    let text = |metadata: &Metadata, key: &str| Some(metadata.get(key)?.as_str()?.to_owned());
    if let Some(said) = text(metadata, "occurred_at").and_then(|text| moment(&text)) {
        metadata.remove("occurred_at");
        item.occurred_at = said;
        item.valid_from = said;
    }
    if let Some(Value::Array(names)) = metadata.get("categories")
        && let Some(names) = names
            .iter()
            .map(|name| name.as_str().map(str::to_owned))
            .collect::<Option<_>>()
    {
        metadata.remove("categories");
        item.categories = names;
    }
    if let Some(last) = text(metadata, "expiration_date").and_then(|text| day(&text)) {
        metadata.remove("expiration_date");
        item.expires_on = Some(last);
    }
    if let Some(kind) = text(metadata, "kind").and_then(|name| MemoryKind::from_name(&name)) {
        metadata.remove("kind");
        item.kind = kind;
    } else if text(metadata, "memory_type").as_deref() == Some("procedural_memory") {
        item.kind = MemoryKind::Procedure;
    }
    if let Some(Value::Bool(immutable)) = metadata.get("immutable") {
        item.immutable = *immutable;
        metadata.remove("immutable");
    }
}

fn scope(payload: &Map<String, Value>) -> Scope {
    let mut scope = Scope::default();
    for id in ScopeId::ALL {
        scope.set(id, words(payload, id.name()));
    }
    scope
}

fn metadata(payload: &Map<String, Value>) -> Metadata {
    payload
        .iter()
        .filter(|(key, value)| !OWN.contains(&key.as_str()) && !value.is_null())
        .map(|(key, value)| (key.clone(), value.clone()))
        .collect()
}

/// A text, or a number as text; `None` if it is blank or missing.
fn words(payload: &Map<String, Value>, key: &str) -> Option<String> {
    match payload.get(key)? {
        Value::String(text) => Some(text.trim().to_owned()).filter(|text| !text.is_empty()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// A moment as programs write it; without an offset it is UTC.
fn moment(text: &str) -> Option<Timestamp> {
    let civil = |text: &str| {
        TimeZone::UTC
            .to_timestamp(text.parse::<DateTime>().ok()?)
            .ok()
    };
    text.parse().ok().or_else(|| civil(text))
}

/// A day; of a moment, its day (UTC).
fn day(text: &str) -> Option<Date> {
    let of_moment = || Some(moment(text)?.to_zoned(TimeZone::UTC).date());
    text.parse::<Date>().ok().or_else(of_moment)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    const NOW: Timestamp = Timestamp::constant(1_800_000_000, 0);

    fn found(payload: Value) -> FoundPoint {
        FoundPoint {
            id: "1".to_owned(),
            payload: payload.as_object().cloned().unwrap_or_default(),
            ..FoundPoint::default()
        }
    }

    fn read(payload: Value) -> Option<MemoryItem> {
        found(payload).memory(&Namespace::default(), NOW)
    }

    #[test]
    fn a_memory_comes_back_from_its_payload() {
        let mut item = MemoryItem::new(
            "1",
            Scope {
                agent_id: Some("tutor".to_owned()),
                app_id: Some("网页".to_owned()),
                ..Scope::user("小雨")
            },
            "小雨对花生过敏",
            Timestamp::constant(1_700_000_000, 120_000),
        );
        let plain = item.clone();
        item.updated_at = NOW;
        item.actor_id = Some("小雨".to_owned());
        item.role = Some("user".to_owned());
        item.metadata = json!({"来源": "聊天", "n": 3, "deep": {"a": [1, null]}})
            .as_object()
            .cloned()
            .unwrap();
        item.categories = vec!["健康".to_owned()];
        item.expires_on = Some(jiff::civil::date(2030, 1, 31));
        item.occurred_at = Timestamp::constant(1_600_000_000, 0);
        item.valid_from = item.occurred_at;
        item.kind = MemoryKind::Message;
        item.immutable = true;
        for item in [plain, item] {
            let point = Point::of(&item, vec![1.0]);
            let back = FoundPoint {
                id: point.id,
                payload: point.payload,
                ..FoundPoint::default()
            };
            let back = back.memory(&Namespace::default(), NOW).unwrap();
            let item = MemoryItem {
                language: String::new(),
                ..item
            };
            assert_eq!(back, item);
        }
    }

    #[test]
    fn no_payload_holds_null() {
        let mut item = MemoryItem::new("1", Scope::user("ann"), "tea", NOW);
        item.metadata.insert("nothing".to_owned(), Value::Null);
        assert!(payload(&item).values().all(|value| !value.is_null()));
    }

    #[test]
    fn what_the_original_wrote_is_understood() {
        let item = read(json!({
            "data": "Likes tea", "hash": "x", "user_id": 42, "role": "user", "mood": "calm",
            "created_at": "2024-07-01T05:00:00.25-07:00", "updated_at": null,
            "memory_type": "procedural_memory",
        }))
        .unwrap();
        assert_eq!(item.text, "Likes tea");
        assert_eq!(item.hash, MemoryItem::hash_of("Likes tea"));
        assert_eq!(item.scope.user_id.as_deref(), Some("42"));
        assert_eq!(item.created_at.to_string(), "2024-07-01T12:00:00.25Z");
        assert_eq!(item.kind, MemoryKind::Procedure);
        assert_eq!(item.metadata["mood"], "calm");
    }

    #[test]
    fn a_document_with_an_owner_is_a_memory_and_others_are_not() {
        let document = FoundPoint {
            text: Some("Opening hours: nine to five".to_owned()),
            ..found(json!({"user_id": "mia", "source": "faq.md"}))
        };
        let item = document.memory(&Namespace::new("notes"), NOW).unwrap();
        assert_eq!(item.text, "Opening hours: nine to five");
        assert_eq!(
            (item.created_at, item.scope.namespace.as_str()),
            (NOW, "notes")
        );
        assert_eq!(item.metadata["source"], "faq.md");

        assert_eq!(read(json!({"user_id": "mia"})), None, "no text");
        assert_eq!(read(json!({"data": "tea"})), None, "nobody's");
        assert_eq!(read(json!({"data": " ", "user_id": "mia"})), None, "blank");
        assert_eq!(
            read(json!({"data": "tea", "user_id": "a\nb"})),
            None,
            "no id"
        );
        let nameless = FoundPoint {
            id: " ".to_owned(),
            ..found(json!({"data": "tea", "user_id": "mia"}))
        };
        assert_eq!(nameless.memory(&Namespace::default(), NOW), None);
    }

    #[test]
    fn metadata_under_a_name_of_ours_stays_metadata() {
        let given = json!({
            "data": "Ramen recipe", "user_id": "mia", "kind": "recipe", "categories": "food",
            "expiration_date": "soon", "immutable": "yes", "occurred_at": 3,
        });
        let item = read(given).unwrap();
        for key in [
            "kind",
            "categories",
            "expiration_date",
            "immutable",
            "occurred_at",
        ] {
            assert!(item.metadata.contains_key(key), "{key}");
        }
        assert_eq!(item.kind, MemoryKind::Fact);
    }
}
