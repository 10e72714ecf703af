//! A point of one of the original's vector stores: an id and a payload, whatever store it was.

use serde_json::Value;

use super::file::listed::{NO_TEXT, fill, scope_of};
use super::making::{NOBODY, blank};
use super::{Position, Whose};
use crate::{MemoryItem, Metadata};

/// One point, as its store kept it.
#[derive(Debug, Clone, PartialEq)]
pub struct Point {
    /// The collection or table it is from.
    pub collection: String,
    /// The memory's id; empty where it could not be read.
    pub id: String,
    /// What is kept beside the vector, or why it can't be read.
    pub payload: Result<Metadata, String>,
}

/// Names that the original gives a meaning; all others are the user's own metadata.
const OWN: [&str; 12] = [
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
    "expiration_date",
    // Made of the text for its keyword search.
    "text_lemmatized",
];

impl Point {
    /// Where it stands, for people.
    pub fn position(&self) -> Position {
        Position::Point {
            collection: self.collection.clone(),
            id: self.id.clone(),
        }
    }

    /// The memory that it is.
    ///
    /// # Errors
    /// In words: it could not be read, has no text, or nobody owns it.
    pub fn memory(&self, whose: &Whose) -> Result<MemoryItem, String> {
        let payload = self.payload.as_ref().map_err(Clone::clone)?;
        let text = ["data", "memory"]
            .iter()
            .find_map(|key| payload.get(*key).and_then(Value::as_str))
            .filter(|text| !text.trim().is_empty())
            .ok_or(NO_TEXT)?;
        let scope = whose.scope(scope_of(payload));
        if scope.is_unbounded() {
            return Err(NOBODY.to_owned());
        }
        let mut item = blank(self.id.clone(), scope, text.to_owned(), whose.now);
        item.metadata = payload
            .iter()
            .filter(|(key, _)| !OWN.contains(&key.as_str()))
            .map(|(key, value)| (key.clone(), value.clone()))
            .collect();
        fill(&mut item, payload);
        Ok(item)
    }
}
