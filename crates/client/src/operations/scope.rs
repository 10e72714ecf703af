//! Whose memories are meant, as each version of the API wants to hear it.

use serde_json::{Map, Value, json};

use crate::arguments::{Arguments, SCOPE_IDS, kind, refused};
use crate::error::Result;

/// Which version of a path is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Version {
    /// Ids stand for themselves.
    V1,
    /// Ids stand in filters.
    V2,
    /// Ids stand in filters; knows expiry and versions of memories.
    V3,
}

impl Version {
    /// The version that the caller names; else the first that knows all that is asked for.
    pub(super) fn choose(arguments: &mut Arguments, newest: &[&str]) -> Result<Self> {
        match arguments.take("version") {
            None if newest.iter().any(|name| arguments.has(name)) => Ok(Self::V3),
            None if arguments.has("filters") => Ok(Self::V2),
            None => Ok(Self::V1),
            Some(version) => match version.as_str() {
                Some("v1") => Ok(Self::V1),
                Some("v2") => Ok(Self::V2),
                Some("v3") => Ok(Self::V3),
                _ => Err(refused(format!(
                    "version must be \"v1\", \"v2\" or \"v3\", not {version}"
                ))),
            },
        }
    }

    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::V1 => "v1",
            Self::V2 => "v2",
            Self::V3 => "v3",
        }
    }
}

/// The filters and the ids, as one filter that asks for both.
pub(super) fn filters(arguments: &mut Arguments) -> Result<Option<Value>> {
    let given = match arguments.take("filters") {
        None => None,
        Some(Value::Object(filters)) => Some(filters).filter(|filters| !filters.is_empty()),
        Some(other) => {
            return Err(refused(format!(
                "filters must be an object, not {}",
                kind(&other)
            )));
        }
    };
    let ids = arguments.take_scope();
    if ids.is_empty() {
        return Ok(given.map(Value::Object));
    }
    // Servers of the 1.x era want a word of logic at the root.
    let conditions = given.map(Value::Object).into_iter();
    let conditions = conditions.chain(ids.into_iter().map(|(name, id)| json!({ name: id })));
    Ok(Some(json!({"AND": conditions.collect::<Vec<_>>()})))
}

/// The ids that a filter asks for, if it asks for nothing else.
pub(super) fn only_ids(filters: &Map<String, Value>) -> Option<Vec<(String, Value)>> {
    let mut ids = Vec::new();
    for (key, condition) in filters {
        match (key.as_str(), condition) {
            ("AND", Value::Array(filters)) => {
                for filter in filters {
                    ids.extend(only_ids(filter.as_object()?)?);
                }
            }
            (id, Value::String(_)) if SCOPE_IDS.contains(&id) => {
                ids.push((id.to_owned(), condition.clone()));
            }
            _ => return None,
        }
    }
    Some(ids)
}
